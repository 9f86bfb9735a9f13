// By which columns and indexes each kind of object is found, and what the states that people name are called there. A kind without a column for
// what was asked is not found at all.
import type { SearchKind } from '../../../../src/contract/index.ts'
import { knownStatuses, statusesOfState } from '../../../../src/domain/dispute-state.ts'
import type { SearchedTable } from '../../projections/search-text.ts'

export interface ObjectKind {
  kind: SearchKind
  table: Exclude<SearchedTable, 'customers'>
  amount?: { column: string; index: string }
  byCreated: string
  /** Last four digits, as an expression. */
  last4?: string
  /** What people name when they name a brand: that of a card, or another type of method. */
  brands?: string
  byLast4?: string
  /** The index in which those of a status stand in order of creation, where there is one. */
  byStatus?: (status: string) => string | null
  /** Those of customers whose row ids are in @customers. */
  ofCustomers: string
  /** What a state that people name is called here. */
  states: Readonly<Record<string, readonly string[]>>
}

const ofPayment = (column: string): string =>
  `(SELECT ${column} FROM payment_intents WHERE id = o.payment_intent_id)`
const brandsOfPayment = `${ofPayment('method_brand')}, ${ofPayment('method_type')}`
const ids = '(SELECT id FROM customers WHERE rowid IN (SELECT value FROM json_each(@customers)))'
/** What belongs to so many payments of theirs is looked at, the newest first. */
export const mostOfTheirs = 3000
export const theirPayments = `SELECT id FROM payment_intents WHERE customer_id IN ${ids}`
export const ofPaymentsOf = `o.payment_intent_id IN (${theirPayments} ORDER BY created DESC LIMIT ${mostOfTheirs})`

export const objectKinds: readonly ObjectKind[] = [
  {
    kind: 'refund',
    table: 'refunds',
    amount: { column: 'o.amount', index: 'refunds_by_amount' },
    byCreated: 'refunds_by_created',
    byStatus: () => 'refunds_by_status',
    last4: ofPayment('method_last4'),
    brands: brandsOfPayment,
    ofCustomers: ofPaymentsOf,
    states: {
      failed: ['failed'],
      refunded: ['succeeded'],
      succeeded: ['succeeded'],
      pending: ['pending', 'requires_action'],
      canceled: ['canceled'],
    },
  },
  {
    kind: 'invoice',
    table: 'invoices',
    amount: { column: 'o.total', index: 'invoices_by_total' },
    byCreated: 'invoices_by_created',
    byStatus: (status) => (status === 'open' ? 'invoices_open' : null),
    ofCustomers: `o.customer_id IN ${ids}`,
    states: { paid: ['paid'], unpaid: ['open', 'uncollectible'], canceled: ['void'] },
  },
  {
    kind: 'subscription',
    table: 'subscriptions',
    byCreated: 'subscriptions_by_created',
    byStatus: () => 'subscriptions_by_status',
    ofCustomers: `o.customer_id IN ${ids}`,
    states: {
      past_due: ['past_due', 'unpaid'],
      unpaid: ['unpaid', 'past_due'],
      canceled: ['canceled'],
      failed: ['past_due', 'unpaid', 'incomplete'],
    },
  },
  {
    kind: 'dispute',
    table: 'disputes',
    amount: { column: 'o.amount', index: 'disputes_by_amount' },
    byCreated: 'disputes_by_created',
    last4: ofPayment('method_last4'),
    brands: brandsOfPayment,
    ofCustomers: ofPaymentsOf,
    states: {
      disputed: knownStatuses,
      pending: statusesOfState.answer,
    },
  },
  {
    kind: 'card',
    table: 'payment_methods',
    byCreated: 'payment_methods_by_created',
    last4: 'o.last4',
    brands: 'o.brand, o.type',
    byLast4: 'payment_methods_by_last4',
    ofCustomers: `o.customer_id IN ${ids}`,
    states: {},
  },
] // prettier-ignore
