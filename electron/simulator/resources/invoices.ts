// /v1/invoices, their lines and the payments of invoices: read; how one is made by hand is in invoice-drafts.ts, what is done to one in invoice-actions.ts.
import { collectionFrom } from '../collection.ts'
import { cursorParameters, operation, pageOf, recordOf, shownPage, type Operation } from '../operations.ts'
import { createdRange, fields, oneOf, text } from '../parameters.ts'
import { READ_PERMISSION } from '../permissions.ts'
import { withoutCreated } from '../records.ts'
import { isRefusal } from '../refusals.ts'
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

const lines = operation({
  method: 'GET',
  path: '/v1/invoices/:invoice/lines',
  answers: 'line_item',
  permissions: READ_PERMISSION.line_item,
  isList: true,
  parameters: cursorParameters,
  run: (call) => {
    const id = call.ids['invoice'] ?? ''
    const invoice = recordOf(call, (book) => book.invoices, id, { noun: 'invoice', param: 'invoice' })
    if (isRefusal(invoice)) return invoice
    // In the order of the invoice, where other lists begin with the newest.
    const listed = invoice.lines.data.toReversed().map((line) => ({ ...line, created: invoice.created }))
    return shownPage(
      pageOf(collectionFrom(listed), {}, call.parameters, {
        noun: 'line_item',
        url: `/v1/invoices/${invoice.id}/lines`,
      }),
      withoutCreated,
    )
  },
})

export const invoiceOperations: readonly Operation[] = [
  ...reading,
  lines,
  ...invoiceDrafts,
  ...invoiceActions,
]

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
