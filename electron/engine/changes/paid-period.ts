// What the customer has really paid of the period that runs, and not got back. Stripe reckons unused time as if every period were paid:
// that it was is looked up here, so that nothing is given back that was never taken, and nothing twice.
import type Stripe from 'stripe'
import { success, type ChangeFinding, type Result } from '../../../src/contract/index.ts'
import { disputedAway } from '../../../src/domain/disputed-refund.ts'
import { spokenAmount } from '../../../src/domain/money.ts'
import { amountCommitted } from '../../../src/domain/refundable.ts'
import { idOf } from '../../store/projections/shapes.ts'
import { knownDispute } from '../../store/queries/disputes/movements.ts'
import { retrieveIntent } from '../payments/read-payment.ts'
import { worthOf } from './bills.ts'
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
  const begun = Math.min(...items.data.map(({ current_period_start: start }) => start))
  const listed = await stripe.peek((sdk) => sdk.invoices.list({ subscription: id, limit: newest }))
  if (!listed.ok) return listed.error.code === 'key_permission' ? success(null) : listed
  const known = listed.value.value.data.filter(({ status }) => status !== 'draft')
  const billed: Billed[] = []
  for (const invoice of known) {
    const lines = await linesOf(stripe, invoice, begun)
    if (!lines.ok) return lines
    const covering = lines.value.filter((line) => line.amount !== 0 && covers(line, at))
    if (covering.length > 0)
      billed.push({
        invoice,
        taken: worthOf(covering),
        before: lines.value.filter(({ period }) => period.end <= at),
      })
  }
  if (billed.length === 0) return success(null)
  const isPaid = billed.every(({ invoice }) => invoice.status === 'paid')
  const whole = billed.reduce((sum, { taken }) => sum + taken, 0)
  let kept = 0
  for (const bill of billed) {
    const [settled, back] = await Promise.all([
      settledOf(stripe, bill, known),
      givenBack(stripe, bill.invoice),
    ])
    if (!settled.ok) return settled
    if (!back.ok) return back
    kept += settled.value - back.value
  }
  return success({
    invoiceIds: billed.map(({ invoice }) => invoice.id),
    isPaid,
    isWhole: isPaid && kept === whole,
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

/** What an invoice says of the period. What credits a part of it counts as well: a change that was invoiced at once has given that back already. */
interface Billed {
  invoice: Stripe.Invoice
  /** What its lines take for it, minor units. */
  taken: number
  /** Its lines of time before. */
  before: Stripe.InvoiceLineItem[]
}

const covers = ({ period }: Stripe.InvoiceLineItem, at: number): boolean =>
  period.start <= at && at < period.end

/** Ten come with it. `begun`: the period that runs, Unix seconds; what was invoiced before neither bills nor credits it in a line that is left out. */
async function linesOf(
  stripe: StripeReader,
  { id, lines, created }: Stripe.Invoice,
  begun: number,
): Promise<Result<Stripe.InvoiceLineItem[]>> {
  if (!lines.has_more || created < begun) return success(lines.data)
  return stripe.all((sdk, after) => sdk.invoices.listLineItems(id, { limit: 100, ...after }))
}

/**
 * What was settled of the period: where it is paid, the customer's balance may have paid a part; what was credited before it was paid
 * nobody did. It may have taken other things too, and what credits time before has paid a part of it where that time was paid.
 */
async function settledOf(
  stripe: StripeReader,
  { invoice, taken, before }: Billed,
  known: readonly Stripe.Invoice[],
): Promise<Result<number>> {
  const { status, total, amount_paid: paid, pre_payment_credit_notes_amount: takenOff } = invoice
  if (status !== 'paid') return success(Math.min(taken - takenOff, paid))
  let settled = total
  const credits = Map.groupBy(
    before.filter(({ amount }) => amount < 0),
    (line) => creditedBy(line)?.invoice,
  )
  for (const [id, lines] of settled < taken ? credits : []) {
    const credited = known.find((each) => each.id === id)
    const kept = credited === undefined ? success(0) : await keptOf(stripe, credited, lines)
    if (!kept.ok) return kept
    settled += Math.min(-worthOf(lines), kept.value)
  }
  return success(Math.min(taken, settled) - takenOff)
}

/** Which lines, of which invoice, a line gives back; undefined where Stripe does not tell. */
const creditedBy = ({ parent }: Stripe.InvoiceLineItem) =>
  (parent?.subscription_item_details ?? parent?.invoice_item_details)?.proration_details?.credited_items

/** What was paid for the lines that these give back, and is kept; minor units, not negative. */
async function keptOf(
  stripe: StripeReader,
  invoice: Stripe.Invoice,
  credits: readonly Stripe.InvoiceLineItem[],
): Promise<Result<number>> {
  const { status, total, lines, amount_paid: paid, pre_payment_credit_notes_amount: takenOff } = invoice
  const ids = new Set(credits.flatMap((line) => creditedBy(line)?.invoice_line_items ?? []))
  const taken = worthOf(lines.data.filter(({ id }) => ids.has(id)))
  const back = await givenBack(stripe, invoice)
  if (!back.ok) return back
  return success(Math.max(0, Math.min(taken, status === 'paid' ? total : paid) - takenOff - back.value))
}

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
  const committed = amountCommitted(
    refunds.value.map(({ amount, status }) => ({ amount, status: status ?? 'pending' })),
  )
  const refunded = Math.max(committed, charge.amount_refunded)
  if (!charge.disputed) return success(refunded)
  const away = await takenByDisputes(stripe, intentId, charge)
  return away.ok ? success(Math.min(charge.amount_captured, refunded + away.value)) : away
}

/** All of it where the key may read no disputes: then too little is kept, never too much. */
async function takenByDisputes(
  stripe: StripeReader,
  intentId: string,
  { amount_captured: captured, currency }: Stripe.Charge,
): Promise<Result<number>> {
  const disputes = await stripe.all((sdk, after) =>
    sdk.disputes.list({ payment_intent: intentId, limit: 100, ...after }),
  )
  if (!disputes.ok && disputes.error.code !== 'key_permission') return disputes
  const known = disputes.ok ? disputes.value.map((dispute) => knownDispute(dispute, dispute)) : []
  return success(disputedAway(captured, currency, known))
}
