// The tries of a payment as its charges and its last error tell them, and what each said when it failed. It must never count one try
// twice, nor tell a try differently once a later one was paid (but for tries that left no charge: those Stripe forgets).
import { methodFacts, type ChargeShape, type MethodFacts, type PaymentIntentShape } from './shapes.ts'

export interface Try {
  /** Null: it left no charge (a confirmation with the bank that failed). */
  chargeId: string | null
  /** Unix seconds; of a try without a charge the time of the last thing known before it. */
  at: number
  succeeded: boolean
  /** What was asked for, minor units; null: it left no charge. */
  amount: number | null
  /** Stripe's decline code; where there is none, the error's. */
  declineCode: string | null
  networkDeclineCode: string | null
  networkAdviceCode: string | null
  adviceCode: string | null
  outcomeType: string | null
  outcomeReason: string | null
  riskLevel: string | null
  /** Stripe's sentence for the merchant. */
  message: string | null
  paymentMethodId: string | null
  /** Unix seconds: when the method was made, where the try says it. Null: only the method's own row may. */
  methodAt: number | null
  method: MethodFacts | null
}

type Intent = Pick<PaymentIntentShape, 'created' | 'latest_charge' | 'last_payment_error'>
type Problem = NonNullable<Intent['last_payment_error']>

/** Finished tries, oldest first. Those that are still under way are left out. `charges` in any order. */
export function triesOf(intent: Intent, charges: readonly ChargeShape[]): Try[] {
  const tries = charges
    .filter((charge) => statusOf(charge) !== 'pending')
    .toSorted((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))
    .map((charge) => ofCharge(charge, errorOf(intent, charge)))
  const error = intent.last_payment_error ?? null
  if (error !== null && !charges.some((charge) => errorOf(intent, charge) !== null))
    tries.push(ofError(error, Math.max(intent.created, ...tries.map(({ at }) => at))))
  return tries
}

function statusOf(charge: ChargeShape): string {
  return charge.status ?? (charge.paid ? 'succeeded' : 'failed')
}

/** The last error where it is of this charge. Old API versions do not say of which it is. */
function errorOf(
  { last_payment_error: error, latest_charge: latest }: Intent,
  charge: ChargeShape,
): Problem | null {
  if (!error || statusOf(charge) !== 'failed') return null
  const named = idIn(error.charge)
  const isIts =
    named === null
      ? idIn(latest) === charge.id && (charge.failure_code ?? error.code) === error.code
      : named === charge.id
  return isIts ? error : null
}

function ofCharge(charge: ChargeShape, error: Problem | null): Try {
  const outcome = charge.outcome ?? null
  return {
    chargeId: charge.id,
    at: charge.created,
    succeeded: statusOf(charge) === 'succeeded',
    amount: charge.amount,
    declineCode: declineCodeOf(charge, error),
    networkDeclineCode: outcome?.network_decline_code ?? error?.network_decline_code ?? null,
    networkAdviceCode: outcome?.network_advice_code ?? error?.network_advice_code ?? null,
    adviceCode: outcome?.advice_code ?? error?.advice_code ?? null,
    outcomeType: outcome?.type ?? null,
    outcomeReason: outcome?.reason ?? null,
    riskLevel: outcome?.risk_level ?? null,
    message: charge.failure_message ?? error?.message ?? null,
    paymentMethodId: idIn(charge.payment_method) ?? idIn(charge.source),
    methodAt: null,
    method: methodFacts(charge.payment_method_details) ?? methodFacts(charge.source),
  }
}

/** The error is gone once the payment succeeded, the outcome stays: that says it wherever it can. */
function declineCodeOf(charge: ChargeShape, error: Problem | null): string | null {
  const { failure_code: code, outcome } = charge
  const isVague = code === null || code === undefined || code === 'card_declined'
  if (isVague && outcome?.type === 'issuer_declined' && outcome.reason) return outcome.reason
  if (!isVague) return code
  const isTold = outcome?.type !== null && outcome?.type !== undefined
  return (isTold ? null : (error?.decline_code ?? error?.code)) ?? code ?? null
}

function ofError(error: Problem, at: number): Try {
  const method = typeof error['payment_method'] === 'object' ? error['payment_method'] : null
  return {
    chargeId: idIn(error.charge),
    at,
    succeeded: false,
    amount: null,
    declineCode: error.decline_code ?? error.code ?? null,
    networkDeclineCode: error.network_decline_code ?? null,
    networkAdviceCode: error.network_advice_code ?? null,
    adviceCode: error.advice_code ?? null,
    outcomeType: null,
    outcomeReason: null,
    riskLevel: null,
    message: error.message ?? null,
    paymentMethodId: idIn(method),
    methodAt: createdIn(method),
    method: methodFacts(method),
  }
}

function createdIn(value: unknown): number | null {
  const created = typeof value === 'object' && value !== null && 'created' in value ? value.created : null
  return typeof created === 'number' && created > 0 ? created : null
}

function idIn(value: unknown): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
    ? value.id
    : null
}
