// Whether a payment may be tried again with a method, by what Stripe says of the tries there were: read just before, so that the limits of
// the networks count what others did too. It must never let a reason given here outweigh what a network forbids.
import type Stripe from 'stripe'
import { success, type ChangeFinding, type Result } from '../../../src/contract/index.ts'
import { retryVerdict, type RetryFacts, type RetryVerdict } from '../../../src/domain/retry-rules.ts'
import { whyNotWritten } from '../../../src/domain/note-text.ts'
import { triesOf, type Try } from '../../store/projections/failed-tries.ts'
import { chargeShape, methodFacts, paymentIntentShape } from '../../store/projections/shapes.ts'
import { finding } from './kind.ts'
import type { OwnJudgement, StripeReader } from './reader.ts'

export interface Tried {
  intent: Stripe.PaymentIntent
  /** Every try, newest first. */
  charges: readonly Stripe.Charge[]
  /** What it is to pay; null for a payment of its own. */
  invoice: Stripe.Invoice | null
}

export const chargesOf = (stripe: StripeReader, paymentIntentId: string): Promise<Result<Stripe.Charge[]>> =>
  stripe.all((sdk, after) => sdk.charges.list({ payment_intent: paymentIntentId, limit: 100, ...after }))

/** What it is to be tried with now. */
export interface TriedWith {
  /** Null: with nothing. */
  methodId: string | null
  /** Null: an older kind, of which only its id is known. */
  method: Stripe.PaymentMethod | null
}

export function verdictOn(
  { intent, charges, invoice }: Tried,
  by: TriedWith,
  own: OwnJudgement,
  now: number,
): RetryVerdict {
  const failed = triesOf(
    paymentIntentShape.parse(intent),
    charges.map((charge) => chargeShape.parse(charge)),
  ).filter(({ succeeded }) => !succeeded)
  const withIt = failed.filter((each) => isOf(each, by))
  // What was said of this very card counts, however long ago another was tried.
  const last = withIt.at(-1) ?? failed.at(-1) ?? null
  const otherMethod = withIt.length === 0 && failed.length > 0 && by.method !== null
  const facts: RetryFacts = {
    declineCode: last?.declineCode ?? null,
    adviceCode: last?.adviceCode ?? null,
    networkAdviceCode: last?.networkAdviceCode ?? null,
    networkDeclineCode: last?.networkDeclineCode ?? null,
    outcomeType: last?.outcomeType ?? null,
    outcomeReason: last?.outcomeReason ?? null,
    riskLevel: last?.riskLevel ?? null,
    brand: last?.method?.brand ?? null,
    awaitsCustomer: intent.status === 'requires_action',
    invoiceStatus: invoice?.status ?? null,
    nextAttemptAt: invoice?.next_payment_attempt ?? null,
    state: 'trying',
    lostWhy: own.isWrittenOff(intent.id) ? 'written_off' : null,
    lastFailedAt: last?.at ?? intent.created,
    triesAt: withIt.map(({ at }) => at),
  }
  return retryVerdict(facts, { now: Math.floor(now / 1000), rules: own.rules(), otherMethod })
}

/** By the card itself where it is known: the same one may be attached more than once. */
function isOf({ paymentMethodId, method: tried }: Try, { methodId, method }: TriedWith): boolean {
  if (methodId !== null && paymentMethodId === methodId) return true
  const fingerprint = methodFacts(method)?.fingerprint ?? null
  return fingerprint !== null && tried?.fingerprint === fingerprint
}

/** What speaks for and against a retry; `override`: why it is retried all the same. */
export function adviceFindings(verdict: RetryVerdict, override: string | null): ChangeFinding[] {
  const forbiddenText = whyNotWritten(override)
  return [
    adviceFinding(verdict, override),
    triesFinding(verdict),
    forbiddenText === null ? null : finding('text', 'stop', forbiddenText),
  ].filter((each) => each !== null)
}

function adviceFinding({ verdict, why }: RetryVerdict, override: string | null): ChangeFinding {
  switch (verdict) {
    case 'allowed':
      return finding('advice', 'ok', why)
    case 'override':
      return override === null
        ? finding('advice', 'stop', `${why} Give a reason if it is to be tried again all the same.`)
        : finding('advice', 'warn', `${why} It is tried again all the same: “${override}”.`)
    case 'forbidden':
      return finding('advice', 'stop', why)
  }
}

function triesFinding({ used, limit }: RetryVerdict): ChangeFinding | null {
  if (used === 0) return null
  const times = used === 1 ? 'One try' : `${used} tries`
  const allowed = limit === null ? '' : ` of ${limit} that its network allows`
  return finding('tries', 'ok', `${times} with this card in 30 days${allowed}.`)
}

/** The newest try, for comparing: another one since changes what was ordered. */
export const lastTryOf = (charges: readonly Stripe.Charge[]): string => charges[0]?.id ?? 'none'

/** The method that is named by an object of Stripe's, whether or not it came whole. */
export async function methodBy(
  stripe: StripeReader,
  id: string | null,
): Promise<Result<Stripe.PaymentMethod | null>> {
  if (id === null || !id.startsWith('pm_')) return success(null)
  return stripe.one((sdk) => sdk.paymentMethods.retrieve(id))
}
