// What a payment looks like in lists and what it is found by, from its PaymentIntent and the rows around it. It must be a function
// of these alone.
import { hash } from 'node:crypto'
import { formatAmount, thousandths } from '../../../src/domain/money.ts'
import { paymentStatus } from '../../../src/domain/payment-status.ts'
import { bodyOf } from '../body.ts'
import { amountMark, emailMark, last4Mark, statusMark } from './search-marks.ts'
import { methodFacts, type ChargeShape, type PaymentIntentShape } from './shapes.ts'

/** Columns of payment_intents that say whose and how much it is. */
export interface PaymentRow {
  id: string
  created: number
  currency: string
  amount: number
  latest_charge_id: string | null
  customer_id: string | null
  payment_method_id: string | null
}

/** The rows that a payment names; of the payment method only where there is no charge. */
export interface RowsAround {
  amount_captured: number | null
  charge_refunded: number | null
  charge_disputed: number | null
  /** Whether a dispute of the payment is not settled; null where none is known. */
  dispute_stands: number | null
  charge_status: string | null
  failure_code: string | null
  charge_body: Buffer | null
  customer_name: string | null
  customer_email: string | null
  method_body: Buffer | null
}

export interface PaymentLook {
  status: string
  amount_refunded: number
  disputed: number
  decline_code: string | null
  method_type: string | null
  method_brand: string | null
  method_last4: string | null
  method_wallet: string | null
  method_exp_month: number | null
  method_exp_year: number | null
  method_country: string | null
}

/** What the search holds of a payment. */
export interface Searched {
  text: string
  status: string
  currency: string
}

export function lookOf(
  intent: PaymentIntentShape,
  charge: ChargeShape | null,
  around: RowsAround,
): PaymentLook {
  const method = charge
    ? (methodFacts(charge.payment_method_details) ?? methodFacts(charge.source))
    : around.method_body === null
      ? null
      : methodFacts(bodyOf(around.method_body))
  const error = intent.last_payment_error
  const captured = around.amount_captured ?? 0
  // Before 2025-03-31.basil what was not captured of a hold counts as refunded too: nothing was taken there that could be given back.
  const refunded = Math.min(around.charge_refunded ?? 0, captured)
  // Stripe never takes back that a charge was disputed, not even when that was won: its disputes tell how it stands.
  const disputed = around.dispute_stands ?? around.charge_disputed ?? 0
  return {
    status: paymentStatus({
      stripeStatus: presentStatus(intent.status),
      amountCaptured: captured,
      amountRefunded: refunded,
      disputed: disputed === 1,
      lastAttemptFailed: around.charge_status === 'failed' || (error !== null && error !== undefined),
    }),
    amount_refunded: refunded,
    disputed,
    decline_code: error?.decline_code ?? error?.code ?? around.failure_code,
    method_type: method?.type ?? null,
    method_brand: method?.brand ?? null,
    method_last4: method?.last4 ?? null,
    method_wallet: method?.wallet ?? null,
    method_exp_month: method?.expMonth ?? null,
    method_exp_year: method?.expYear ?? null,
    method_country: method?.country ?? null,
  }
}

/** Names before 2019-02-11. */
const formerStatuses: Record<string, string> = {
  requires_source: 'requires_payment_method',
  requires_source_action: 'requires_action',
}

/** `status`: of a PaymentIntent, in the words of any API version. */
export function presentStatus(status: string): string {
  return formerStatuses[status] ?? status
}

export function searchedOf(
  intent: PaymentIntentShape,
  charge: ChargeShape | null,
  row: PaymentRow & RowsAround,
  look: PaymentLook,
): Searched {
  return {
    text: searchText(intent, charge, row, look.method_last4),
    status: statusMark(look.status),
    currency: row.currency,
  }
}

/** 48 bits of a digest: the same text, or (once in 10^14) not. */
export function digestOf(searched: Searched): number {
  return hash('sha1', JSON.stringify(searched), 'buffer').readUIntBE(0, 6)
}

/** What a person may type to find this payment. */
function searchText(
  intent: PaymentIntentShape,
  charge: ChargeShape | null,
  row: PaymentRow & RowsAround,
  last4: string | null,
): string {
  const billing = charge?.billing_details
  return [
    intent.id,
    row.latest_charge_id,
    row.customer_id,
    row.customer_name,
    row.customer_email,
    billing?.name,
    billing?.email,
    intent.description,
    formatAmount(row.amount, row.currency, false).replaceAll(',', ''),
    charge === null ? null : last4,
    ...Object.values(intent.metadata ?? {}),
    ...new Set([row.customer_email, billing?.email].map((email) => emailMark(email ?? ''))),
    amountMark(thousandths(row.amount, row.currency)),
    last4 !== null && last4Mark(last4),
  ]
    .filter(Boolean)
    .join('\n')
}
