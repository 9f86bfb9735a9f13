// /v1/invoices and the payments of invoices: read; how one is made by hand is in invoice-drafts.ts, what is done to one in invoice-actions.ts.
import type { Operation } from '../operations.ts'
import { createdRange, fields, oneOf, text } from '../parameters.ts'
import { invoiceActions } from './invoice-actions.ts'
import { invoiceDrafts } from './invoice-drafts.ts'
import { matchesRange, matchesValue, readOnly } from './read-only.ts'

const reading = readOnly({
  path: '/v1/invoices',
  answers: 'invoice',
  collectionOf: (book) => book.invoices,
  filters: {
    collection_method: oneOf(['charge_automatically', 'send_invoice']),
    customer: text(),
    due_date: createdRange,
    status: oneOf(['draft', 'open', 'paid', 'uncollectible', 'void']),
    subscription: text(),
  },
  notSimulated: ['customer_account'],
  matches: (invoice, { collection_method: method, customer, due_date: due, status, subscription }) =>
    matchesValue(method, invoice.collection_method) &&
    matchesValue(customer, invoice.customer ?? '') &&
    matchesRange(due, invoice.due_date) &&
    matchesValue(status, invoice.status) &&
    matchesValue(subscription, invoice.parent?.subscription_details?.subscription),
  missing: { noun: 'invoice', param: 'invoice' },
})

export const invoiceOperations: readonly Operation[] = [...reading, ...invoiceDrafts, ...invoiceActions]

export const invoicePaymentOperations: readonly Operation[] = readOnly({
  path: '/v1/invoice_payments',
  answers: 'invoice_payment',
  collectionOf: (book) => book.invoicePayments,
  filters: {
    invoice: text(),
    payment: fields(
      {
        payment_intent: text(),
        payment_record: text(),
        type: oneOf(['payment_intent', 'payment_record']),
      },
      ['type'],
    ),
    status: oneOf(['canceled', 'open', 'paid']),
  },
  matches: ({ invoice, payment, status }, asked) =>
    matchesValue(asked.invoice, invoice) &&
    (asked.payment?.type === undefined || asked.payment.type === payment.type) &&
    matchesValue(asked.payment?.payment_intent, payment.payment_intent) &&
    matchesValue(asked.payment?.payment_record, payment.payment_record) &&
    matchesValue(asked.status, status),
  missing: { noun: 'invoice_payment', param: 'invoice_payment' },
})
