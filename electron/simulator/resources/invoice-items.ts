// /v1/invoiceitems: what waits for the next invoice of a subscription, and what has been on one. Read only: changes of subscriptions make them.
import type { Operation } from '../operations.ts'
import { flag, text } from '../parameters.ts'
import { withoutCreated } from '../records.ts'
import { matchesValue, readOnly } from './read-only.ts'

export const invoiceItemOperations: readonly Operation[] = readOnly({
  path: '/v1/invoiceitems',
  answers: 'invoiceitem',
  collectionOf: (book) => book.invoiceItems,
  filters: { customer: text(), invoice: text(), pending: flag },
  notSimulated: ['customer_account'],
  matches: ({ customer, invoice }, asked) =>
    matchesValue(asked.customer, customer) &&
    matchesValue(asked.invoice, invoice) &&
    matchesValue(asked.pending, invoice === null),
  missing: { noun: 'invoiceitem', param: 'invoiceitem' },
  shown: withoutCreated,
})
