// Whether a payment may be tried again with a method, by what Stripe says of the tries there were: read just before, so that the limits of
// the networks count what others did too. It must never let a reason given here outweigh what a network forbids.
import type Stripe from 'stripe'
import { z } from 'zod'
import { success, type ChangeFinding, type Result } from '../../../src/contract/index.ts'
import type { FailureFacts } from '../../../src/domain/failure-group.ts'
import { retryVerdict, type RetryFacts, type RetryVerdict } from '../../../src/domain/retry-rules.ts'
import { whyNotWritten } from '../../../src/domain/note-text.ts'
import { methodFacts } from '../../store/projections/shapes.ts'
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

/** Fields that come and go with versions of the API. */
const outcomeShape = z.looseObject({
  type: z.string().nullish(),
  reason: z.string().nullish(),
  risk_level: z.string().nullish(),
  advice_code: z.string().nullish(),
  network_advice_code: z.string().nullish(),
  network_decline_code: z.string().nullish(),
})
const errorShape = z.looseObject({
  code: z.string().nullish(),
  charge: z.string().nullish(),
  decline_code: z.string().nullish(),
  advice_code: z.string().nullish(),
  network_advice_code: z.string().nullish(),
  network_decline_code: z.string().nullish(),
})

/** Of the method that it is to be tried with now. */
export function verdictOn(
  { intent, charges, invoice }: Tried,
  method: Stripe.PaymentMethod | null,
  own: OwnJudgement,
  now: number,
): RetryVerdict {
  const failed = charges.filter(({ status }) => status === 'failed')
  const withIt = failed.filter((charge) => method !== null && isOf(charge, method))
  // What was said of this very card counts, however long ago another was tried.
  const last = withIt[0] ?? failed[0] ?? null
  const otherMethod = withIt.length === 0 && failed.length > 0 && method !== null
  const facts: RetryFacts = {
    ...factsOf(intent, last),
    invoiceStatus: invoice?.status ?? null,
    nextAttemptAt: invoice?.next_payment_attempt ?? null,
    state: 'trying',
    lostWhy: own.isWrittenOff(intent.id) ? 'written_off' : null,
    lastFailedAt: last?.created ?? intent.created,
    triesAt: (otherMethod ? [] : withIt).map(({ created }) => created),
  }
  return retryVerdict(facts, { now: Math.floor(now / 1000), rules: own.rules(), otherMethod })
}

/** By the card itself: the same one may be attached more than once. */
function isOf(charge: Stripe.Charge, method: Stripe.PaymentMethod): boolean {
  if (charge.payment_method === method.id) return true
  const fingerprint = methodFacts(method)?.fingerprint ?? null
  return fingerprint !== null && methodFacts(charge.payment_method_details)?.fingerprint === fingerprint
}

type OfTheTry = Omit<FailureFacts, 'invoiceStatus' | 'nextAttemptAt'>

/** A charge names its decline in its outcome, and the payment that of its last try in words of its own: both are read. */
function factsOf(intent: Stripe.PaymentIntent, charge: Stripe.Charge | null): OfTheTry {
  const outcome = outcomeShape.safeParse(charge?.outcome).data
  const said = errorShape.safeParse(intent.last_payment_error).data
  const error = said !== undefined && (charge === null || said.charge === charge.id) ? said : undefined
  const code = charge?.failure_code ?? error?.code ?? null
  const named = outcome?.type === 'issuer_declined' ? (outcome.reason ?? null) : null
  return {
    declineCode: error?.decline_code ?? (code === 'card_declined' ? (named ?? code) : code),
    adviceCode: outcome?.advice_code ?? error?.advice_code ?? null,
    networkAdviceCode: outcome?.network_advice_code ?? error?.network_advice_code ?? null,
    networkDeclineCode: outcome?.network_decline_code ?? error?.network_decline_code ?? null,
    outcomeType: outcome?.type ?? null,
    outcomeReason: outcome?.reason ?? null,
    riskLevel: outcome?.risk_level ?? null,
    brand: methodFacts(charge?.payment_method_details)?.brand ?? null,
    awaitsCustomer: intent.status === 'requires_action',
  }
}

/** What speaks for and against a retry; `override`: why it is retried all the same. */
export function adviceFindings(verdict: RetryVerdict, override: string | null): ChangeFinding[] {
  const forbiddenText = override === null ? null : whyNotWritten(override)
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
