// How the failure of a payment ended, by the rows of the payment and of its invoice: whether it came back, how, and how much of it. Pure.
import { z } from 'zod'
import { bodyOf } from '../body.ts'
import type { Try } from './failed-tries.ts'
import { seconds } from './shapes.ts'

export interface IntentRow {
  rowid: number
  currency: string
  amount: number
  amount_received: number
  stripe_status: string
  customer_id: string | null
  body: Buffer
}

export interface InvoiceRow {
  invoice_id: string
  status: string | null
  amount_paid: number | null
  next_payment_attempt: number | null
  subscription_id: string | null
  body: Buffer | null
}

const invoiceBody = z.object({
  // Of API versions before basil.
  paid_out_of_band: z.boolean().nullish(),
  status_transitions: z
    .object({
      voided_at: seconds.nullish(),
      marked_uncollectible_at: seconds.nullish(),
      paid_at: seconds.nullish(),
    })
    .nullish(),
})

interface End {
  state: 'open' | 'recovered' | 'lost'
  lost_why: 'canceled' | 'void' | 'uncollectible' | null
  settled_at: number | null
  how: string | null
}

/** Stripe cancels the payment of an invoice that becomes void, or is paid in another way: the invoice says more. */
export function endOf(
  { stripe_status: status }: IntentRow,
  canceledAt: number | null,
  invoice: InvoiceRow | null,
): End {
  const lost = (why: End['lost_why'], at: number | null): End => ({
    state: 'lost',
    lost_why: why,
    settled_at: at,
    how: null,
  })
  if (status === 'succeeded' || isPaid(invoice))
    return { state: 'recovered', lost_why: null, settled_at: null, how: null }
  const times = saidIn(invoice)?.status_transitions
  if (invoice?.status === 'void') return lost('void', times?.voided_at ?? canceledAt)
  if (invoice?.status === 'uncollectible')
    return lost('uncollectible', times?.marked_uncollectible_at ?? canceledAt)
  if (status === 'canceled') return lost('canceled', canceledAt)
  return { state: 'open', lost_why: null, settled_at: null, how: null }
}

/** Stripe also calls paid what a credit note or the customer's balance took away: then nothing came in. */
function isPaid(invoice: InvoiceRow | null): boolean {
  if (invoice?.status !== 'paid') return false
  return (invoice.amount_paid ?? 0) > 0 || saidIn(invoice)?.paid_out_of_band === true
}

/** Less than was asked for where a part was captured, or a part of the invoice was credited. Old API versions do not say. */
export function cameIn(
  { stripe_status: status, amount, amount_received: received }: IntentRow,
  invoice: InvoiceRow | null,
): number {
  if (status === 'succeeded') return received || amount
  return Math.min(amount, invoice?.amount_paid || amount)
}

export function saidIn(invoice: InvoiceRow | null) {
  return invoice?.body ? invoiceBody.safeParse(bodyOf(invoice.body)).data : undefined
}

/** waysBack of src/contract/failures.ts. */
export function wayBack(failed: Try, paid: Try | null, onPage: boolean): string {
  if (onPage) return 'hosted_page'
  if (paid === null) return 'unknown'
  const [before, after] = [failed.method?.fingerprint ?? null, paid.method?.fingerprint ?? null]
  if (before !== null && after !== null) return before === after ? 'retry' : 'new_method'
  if (failed.paymentMethodId === null || paid.paymentMethodId === null) return 'unknown'
  return failed.paymentMethodId === paid.paymentMethodId ? 'retry' : 'new_method'
}
