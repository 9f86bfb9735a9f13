// Invoices with their lines, and the payments of invoices, as rows, in every shape that API versions since 2017 gave them.
import { z } from 'zod'
import { flag, kindOf, type Row } from './kind.ts'
import {
  amount,
  idOf,
  listOf,
  periodShape,
  priceIdsOf,
  pricedShape,
  reference,
  seconds,
  text,
} from './shapes.ts'

const lineShape = pricedShape.extend({
  id: text,
  amount,
  currency: z.string(),
  description: text,
  quantity: z.number().nullish(),
  subscription: reference,
  proration: z.boolean().nullish(),
  period: periodShape,
  parent: z
    .object({
      subscription_item_details: z.object({ subscription: text, proration: z.boolean().nullish() }).nullish(),
      invoice_item_details: z.object({ subscription: text, proration: z.boolean().nullish() }).nullish(),
    })
    .nullish(),
})

const invoiceShape = z.object({
  id: z.string(),
  object: z.literal('invoice'),
  created: seconds.nullish(),
  // Before 2019-03-14.
  date: seconds.nullish(),
  customer: reference,
  number: text,
  status: text,
  // Instead of a status before 2018-11-08.
  paid: z.boolean().nullish(),
  closed: z.boolean().nullish(),
  forgiven: z.boolean().nullish(),
  currency: z.string(),
  amount_due: amount,
  amount_paid: amount.nullish(),
  amount_remaining: amount.nullish(),
  total: amount,
  billing_reason: text,
  collection_method: text,
  billing: text,
  attempt_count: z.int().nullish(),
  next_payment_attempt: seconds.nullish(),
  due_date: seconds.nullish(),
  period_start: seconds.nullish(),
  period_end: seconds.nullish(),
  status_transitions: z.object({ paid_at: seconds.nullish() }).nullish(),
  // Before basil.
  subscription: reference,
  payment_intent: reference,
  charge: reference,
  parent: z.object({ subscription_details: z.object({ subscription: reference }).nullish() }).nullish(),
  lines: listOf(lineShape),
})
type Invoice = z.infer<typeof invoiceShape>

export const invoices = kindOf({
  table: 'invoices',
  objects: ['invoice'],
  shape: invoiceShape,
  references: [
    'customer',
    'subscription',
    'payment_intent',
    'charge',
    'default_payment_method',
    'default_source',
  ],
  lists: ['payments'],
  columns(invoice) {
    const paid = invoice.amount_paid ?? (invoice.paid === true ? invoice.amount_due : 0)
    return {
      customer_id: idOf(invoice.customer),
      subscription_id: idOf(invoice.parent?.subscription_details?.subscription) ?? idOf(invoice.subscription),
      number: invoice.number,
      status: statusOf(invoice),
      currency: invoice.currency,
      amount_due: invoice.amount_due,
      amount_paid: paid,
      amount_remaining: invoice.amount_remaining ?? invoice.amount_due - paid,
      total: invoice.total,
      billing_reason: invoice.billing_reason,
      collection_method: invoice.collection_method ?? invoice.billing,
      attempt_count: invoice.attempt_count ?? 0,
      next_payment_attempt: invoice.next_payment_attempt,
      due_date: invoice.due_date,
      period_start: invoice.period_start,
      period_end: invoice.period_end,
      paid_at: invoice.status_transitions?.paid_at,
      payment_intent_id: idOf(invoice.payment_intent),
      charge_id: idOf(invoice.charge),
      created: invoice.created ?? invoice.date ?? 0,
    }
  },
  children: (invoice) => ({
    table: 'invoice_lines',
    parent: 'invoice',
    rows: (invoice.lines?.data ?? []).map(lineRow),
  }),
})

function statusOf(invoice: Invoice): string {
  if (typeof invoice.status === 'string') return invoice.status
  if (invoice.paid === true) return 'paid'
  if (invoice.forgiven === true) return 'uncollectible'
  return invoice.closed === true ? 'void' : 'open'
}

function lineRow(line: z.infer<typeof lineShape>): Row {
  const details = line.parent?.subscription_item_details ?? line.parent?.invoice_item_details
  return {
    id: line.id,
    amount: line.amount,
    currency: line.currency,
    description: line.description,
    quantity: whole(line.quantity),
    ...priceIdsOf(line),
    subscription_id: details?.subscription ?? idOf(line.subscription),
    proration: flag(details?.proration ?? line.proration),
    period_start: line.period?.start,
    period_end: line.period?.end,
  }
}

/** A quantity that is no whole number is in the body alone. */
function whole(quantity: number | null | undefined): number | null {
  return Number.isSafeInteger(quantity) ? (quantity ?? null) : null
}

const invoicePaymentShape = z.object({
  id: z.string(),
  object: z.literal('invoice_payment'),
  invoice: reference,
  status: z.string(),
  currency: z.string(),
  amount_paid: amount.nullish(),
  amount_requested: amount.nullish(),
  is_default: z.boolean().nullish(),
  created: seconds,
  payment: z.object({ payment_intent: reference, charge: reference }).nullish(),
})

export const invoicePayments = kindOf({
  table: 'invoice_payments',
  objects: ['invoice_payment'],
  shape: invoicePaymentShape,
  references: ['invoice'],
  columns: (payment) => ({
    invoice_id: idOf(payment.invoice),
    payment_intent_id: idOf(payment.payment?.payment_intent),
    charge_id: idOf(payment.payment?.charge),
    status: payment.status,
    currency: payment.currency,
    amount_paid: payment.amount_paid,
    amount_requested: payment.amount_requested,
    is_default: flag(payment.is_default),
    created: payment.created,
  }),
})
