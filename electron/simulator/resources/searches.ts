// /v1/…/search of the resources that the simulator can search, each with the fields that Stripe documents for it. What is made here can be
// found at once: Stripe may take a minute.
import type { Book } from '../book.ts'
import type { Collection } from '../collection.ts'
import type { ObjectName } from '../expandable.ts'
import { isRefusal, operation, type Operation } from '../operations.ts'
import { integer, text } from '../parameters.ts'
import { READ_PERMISSION } from '../permissions.ts'
import type { Identified } from '../records.ts'
import { refuse } from '../refusals.ts'
import { readSearchQuery, type SearchFields } from '../search-query.ts'

interface Search<T extends Identified> {
  /** Stripe's word for the list: /v1/customers. */
  readonly resource: string
  readonly answers: ObjectName
  readonly collectionOf: (book: Book) => Collection<T>
  readonly fields: SearchFields
  /** Records that Stripe does not search. */
  readonly without?: (book: Book, record: T) => boolean
}

const cardFields = Object.fromEntries(
  ['brand', 'exp_month', 'exp_year', 'fingerprint', 'last4'].map(
    (field) => [`payment_method_details.card.${field}`, 'token'] as const,
  ),
)

function search<T extends Identified>({ resource, answers, collectionOf, fields, without }: Search<T>) {
  const path = `/v1/${resource}/search`
  return operation({
    method: 'GET',
    path,
    answers,
    isList: true,
    permissions: READ_PERMISSION[answers],
    parameters: { limit: integer({ lowest: 1, highest: 100 }), page: text(), query: text() },
    required: ['query'],
    run: ({ book, parameters: { limit = 10, page, query = '' } }) => {
      const matches = readSearchQuery(query, fields, resource)
      if (isRefusal(matches)) return matches
      const after = page === undefined ? undefined : Buffer.from(page, 'base64url').toString()
      if (after !== undefined && collectionOf(book).get(after) === undefined)
        return refuse(400, { message: `Invalid page: ${page}`, param: 'page' })
      const found: T[] = []
      const selection = {
        matching: (record: T) => matches(record) && without?.(book, record) !== true,
      }
      for (const record of collectionOf(book).walk(selection, after === undefined ? undefined : { after })) {
        found.push(record)
        if (found.length > limit) break
      }
      const shown = found.slice(0, limit)
      const last = found.length > limit ? shown.at(-1) : undefined
      return {
        page: shown,
        hasMore: last !== undefined,
        url: path,
        nextPage: last === undefined ? null : Buffer.from(last.id).toString('base64url'),
      }
    },
  })
}

export const searchOperations: readonly Operation[] = [
  search({
    resource: 'customers',
    answers: 'customer',
    collectionOf: (book) => book.customers,
    fields: { created: 'numeric', email: 'string', name: 'string', phone: 'string' },
    without: (book, { id }) => book.deletedCustomers.has(id),
  }),
  search({
    resource: 'payment_intents',
    answers: 'payment_intent',
    collectionOf: (book) => book.paymentIntents,
    fields: { amount: 'numeric', created: 'numeric', currency: 'token', customer: 'token', status: 'token' },
  }),
  search({
    resource: 'charges',
    answers: 'charge',
    collectionOf: (book) => book.charges,
    fields: {
      amount: 'numeric',
      'billing_details.address.postal_code': 'token',
      created: 'numeric',
      currency: 'token',
      customer: 'token',
      disputed: 'token',
      ...cardFields,
      refunded: 'token',
      status: 'token',
    },
  }),
  search({
    resource: 'invoices',
    answers: 'invoice',
    collectionOf: (book) => book.invoices,
    fields: {
      created: 'numeric',
      currency: 'token',
      customer: 'token',
      number: 'string',
      receipt_number: 'string',
      status: 'token',
      subscription: 'token',
      total: 'numeric',
    },
  }),
  search({
    resource: 'subscriptions',
    answers: 'subscription',
    collectionOf: (book) => book.subscriptions,
    fields: { canceled_at: 'numeric', created: 'numeric', status: 'token' },
  }),
]
