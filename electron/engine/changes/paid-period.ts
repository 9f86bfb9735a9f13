// What the customer has really paid of the period that runs, and not got back. Stripe reckons unused time as if every period were paid:
// that it was is looked up here, so that nothing is given back that was never taken, and nothing twice.
import type Stripe from 'stripe'
import { success, type ChangeFinding, type Result } from '../../../src/contract/index.ts'
import { spokenAmount } from '../../../src/domain/money.ts'
import { amountCommitted } from '../../../src/domain/refundable.ts'
import { idOf } from '../../store/projections/shapes.ts'
import { retrieveIntent } from '../payments/read-payment.ts'
import { finding } from './kind.ts'
import type { StripeReader } from './reader.ts'

export interface PaidPeriod {
  /** The invoices that billed it. */
  invoiceIds: string[]
  isPaid: boolean
  /** It is paid, and nothing of it went back. */
  isWhole: boolean
  /** Minor units, not negative: paid, by money or from the customer's balance, less what was refunded or is on its way back, credited or disputed. */
  kept: number
}

/** Null where no invoice of it is known, or this key may read none. */
export async function paidForPeriod(
  stripe: StripeReader,
  { id, items }: Stripe.Subscription,
): Promise<Result<PaidPeriod | null>> {
  // The last second of the shortest: by Stripe's clock, whatever ours says, and within the period of every item.
  const at = Math.min(...items.data.map(({ current_period_end: end }) => end)) - 1
  const listed = await stripe.peek((sdk) => sdk.invoices.list({ subscription: id, limit: newest }))
  if (!listed.ok) return listed.error.code === 'key_permission' ? success(null) : listed
  const billed = listed.value.value.data.filter((invoice) => invoice.status !== 'draft' && bills(invoice, at))
  if (billed.length === 0) return success(null)
  let [kept, gone] = [0, 0]
  for (const invoice of billed) {
    const back = await givenBack(stripe, invoice)
    if (!back.ok) return back
    kept += settledOf(invoice) - back.value
    gone += back.value
  }
  const isPaid = billed.every(({ status }) => status === 'paid')
  return success({
    invoiceIds: billed.map((invoice) => invoice.id),
    isPaid,
    isWhole: isPaid && gone === 0,
    kept: Math.max(0, kept),
  })
}

/**
 * Why so much of the period can't be given back; null where it can, or nothing is known of it. At least something must have been paid.
 * @param amount minor units; null where it is not known.
 */
export function whyNotGivenBack(
  period: PaidPeriod | null,
  amount: number | null,
  currency: string,
): ChangeFinding | null {
  if (period === null) return null
  if (amount === null)
    return period.isWhole
      ? null
      : finding(
          'preview',
          'stop',
          'The last invoice has more lines than Stripe’s preview tells, so what would be credited can’t be compared with what was paid and kept. Do it in the Stripe Dashboard.',
          period.invoiceIds,
        )
  if (period.kept >= Math.max(1, amount)) return null
  const words =
    period.isPaid || period.kept > 0
      ? `Of what was paid for this period only ${spokenAmount(period.kept, currency)} is still kept: what was refunded, credited or disputed would be given back twice.`
      : 'This period was not paid: there is nothing to give back.'
  return finding('preview', 'stop', words, period.invoiceIds)
}

/** Stripe's largest page: the period that runs is billed by one of the newest, and a year's may lie beneath those of its months. */
const newest = 100

/** What credits a part of it counts as well: a change that was invoiced at once has given that back already. */
const bills = ({ lines }: Stripe.Invoice, at: number): boolean =>
  lines.data.some(({ period, amount }) => amount !== 0 && period.start <= at && at < period.end)

/** Where it is paid, the customer's balance may have paid a part; what was credited before it was paid nobody did. */
const settledOf = ({ status, total, amount_paid: paid, ...invoice }: Stripe.Invoice): number =>
  status === 'paid' ? total - invoice.pre_payment_credit_notes_amount : paid

async function givenBack(stripe: StripeReader, invoice: Stripe.Invoice): Promise<Result<number>> {
  const credited = invoice.post_payment_credit_notes_amount
  if (invoice.amount_paid === 0) return success(credited)
  const payments = await stripe.all((sdk, after) =>
    sdk.invoicePayments.list({ invoice: invoice.id, status: 'paid', limit: 100, ...after }),
  )
  if (!payments.ok) return payments
  let refunded = 0
  for (const { payment } of payments.value) {
    const intentId = idOf(payment.payment_intent)
    if (intentId === null) continue
    const back = await gaveBack(stripe, intentId)
    if (!back.ok) return back
    refunded += back.value
  }
  if (credited === 0) return success(refunded)
  const counted = await refundedByCreditNotes(stripe, invoice.id)
  return counted.ok ? success(refunded + credited - counted.value) : counted
}

/** What counts as credited and as refunded both. Nothing where the key may read no credit notes: then too little is kept, never too much. */
async function refundedByCreditNotes(stripe: StripeReader, invoiceId: string): Promise<Result<number>> {
  const notes = await stripe.all((sdk, after) =>
    sdk.creditNotes.list({ invoice: invoiceId, limit: 100, ...after }),
  )
  if (!notes.ok) return notes.error.code === 'key_permission' ? success(0) : notes
  return success(
    notes.value
      .filter(({ status }) => status === 'issued')
      .flatMap(({ refunds }) => refunds.filter(({ type }) => type !== 'payment_record_refund'))
      .reduce((sum, { amount_refunded: amount }) => sum + amount, 0),
  )
}

/** What of a payment went back or is on its way: of a refund that is pending the charge does not always know. */
async function gaveBack(stripe: StripeReader, intentId: string): Promise<Result<number>> {
  const [intent, refunds] = await Promise.all([
    stripe.one((sdk) => retrieveIntent(sdk, intentId)),
    stripe.all((sdk, after) => sdk.refunds.list({ payment_intent: intentId, limit: 100, ...after })),
  ])
  if (!intent.ok) return intent
  if (!refunds.ok) return refunds
  const charge = intent.value.latest_charge
  if (charge === null || typeof charge === 'string') return success(0)
  if (charge.disputed) return success(charge.amount_captured)
  const committed = amountCommitted(
    refunds.value.map(({ amount, status }) => ({ amount, status: status ?? 'pending' })),
  )
  return success(Math.max(committed, charge.amount_refunded))
}
