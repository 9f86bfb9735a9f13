// The lists of Stripe that the tables are filled from, in the order of their use to somebody who waits for them. It must
// never leave out objects that a list hides unless asked for them (canceled subscriptions, prices that are no longer offered).
import type Stripe from 'stripe'
import { expanding } from '../gateway/expanding.ts'

export interface PageAsked {
  limit: number
  created?: Stripe.RangeQueryParam
  starting_after?: string
}

export interface Page {
  data: unknown[]
  has_more: boolean
}

interface List {
  /** What it holds, in words that follow "the". */
  noun: string
  /**
   * How anything new is learned of: Stripe makes events of every change, or (`lists`) of none when one is created, so that
   * new ones have to be listed. `none`: nothing new comes to it, it is the history of before; no table needs it.
   */
  news: 'events' | 'lists' | 'none'
  read(stripe: Stripe, page: PageAsked): Promise<Page>
}

/**
 * A payment brings its latest charge and its customer, so that a page of payments is worth looking at by itself, and nothing of it has to be
 * worked out anew once those come. Payment methods come with their payments and customers: they can't be listed by time at all.
 */
const readLists = {
  payment_intents: {
    noun: 'payments',
    news: 'events',
    read: (stripe, page) =>
      expanding(stripe, ['data.latest_charge', 'data.customer', 'data.payment_method'], (expand) =>
        stripe.paymentIntents.list({ ...page, expand }),
      ),
  },
  refunds: { noun: 'refunds', news: 'events', read: (stripe, page) => stripe.refunds.list(page) },
  disputes: { noun: 'disputes', news: 'events', read: (stripe, page) => stripe.disputes.list(page) },
  customers: {
    noun: 'customers',
    news: 'events',
    read: (stripe, page) =>
      expanding(stripe, ['data.invoice_settings.default_payment_method'], (expand) =>
        stripe.customers.list({ ...page, expand }),
      ),
  },
  subscriptions: {
    noun: 'subscriptions',
    news: 'events',
    // Schedules can't be listed by time; what is to become of a subscription comes with it.
    read: (stripe, page) => stripe.subscriptions.list({ ...page, status: 'all', expand: ['data.schedule'] }),
  },
  invoices: { noun: 'invoices', news: 'events', read: (stripe, page) => stripe.invoices.list(page) },
  invoice_payments: {
    noun: 'payments of invoices',
    news: 'lists',
    read: (stripe, page) => stripe.invoicePayments.list(page),
  },
  products: { noun: 'products', news: 'events', read: (stripe, page) => stripe.products.list(page) },
  // Stripe lists either these or those.
  prices: {
    noun: 'prices',
    news: 'events',
    read: (stripe, page) => stripe.prices.list({ ...page, active: true }),
  },
  retired_prices: {
    noun: 'prices that are no longer offered',
    news: 'events',
    read: (stripe, page) => stripe.prices.list({ ...page, active: false }),
  },
  payouts: { noun: 'payouts', news: 'events', read: (stripe, page) => stripe.payouts.list(page) },
  checkout_sessions: {
    noun: 'checkout sessions',
    news: 'lists',
    read: (stripe, page) => stripe.checkout.sessions.list(page),
  },
  balance_transactions: {
    noun: 'balance transactions',
    news: 'lists',
    read: (stripe, page) => stripe.balanceTransactions.list(page),
  },
  // Earlier tries that failed are in no other list: what failed before it was paid is only known from these.
  charges: {
    noun: 'tries of payments',
    news: 'events',
    read: (stripe, page) => stripe.charges.list(page),
  },
  // What happened before the desk was connected, as far back as Stripe still tells (30 days). Read when nothing else is due.
  past_events: { noun: 'earlier events', news: 'none', read: (stripe, page) => stripe.events.list(page) },
} as const satisfies Record<string, List>

export type ListKind = keyof typeof readLists

export const listKinds = Object.keys(readLists) as readonly ListKind[]

export function listOf(kind: ListKind): List {
  return readLists[kind]
}

/** Whether it only tells of the time before the desk was connected, so that completeness does not depend on it. */
export function isHistory(kind: string): boolean {
  return listKinds.some((known) => known === kind && listOf(known).news === 'none')
}
