// All kinds of objects that have a table, by Stripe's word for them. A change to any kind's columns raises `projectionVersion`.
import { balanceTransactions } from './balance-transactions.ts'
import { charges } from './charges.ts'
import { checkoutSessions } from './checkout-sessions.ts'
import { customers } from './customers.ts'
import { disputes } from './disputes.ts'
import { invoicePayments, invoices } from './invoices.ts'
import type { Kind } from './kind.ts'
import { paymentIntents } from './payment-intents.ts'
import { paymentMethods } from './payment-methods.ts'
import { payouts } from './payouts.ts'
import { prices } from './prices.ts'
import { products } from './products.ts'
import { refunds } from './refunds.ts'
import { subscriptionSchedules } from './subscription-schedules.ts'
import { subscriptions } from './subscriptions.ts'

/** Tables of another version are made again from the event log (rebuild.ts). */
export const projectionVersion = 13

export const kinds: readonly Kind[] = [
  paymentIntents,
  charges,
  refunds,
  disputes,
  customers,
  paymentMethods,
  invoices,
  invoicePayments,
  subscriptions,
  subscriptionSchedules,
  products,
  prices,
  payouts,
  checkoutSessions,
  balanceTransactions,
]

const byObject = new Map(kinds.flatMap((kind) => kind.objects.map((object) => [object, kind] as const)))

/** The kind of what Stripe calls `object`; undefined for what no table is made of. */
export function kindOfObject(object: string): Kind | undefined {
  return byObject.get(object)
}

/** Objects that are told by events and lists alone: Stripe has no way to read one by its id. */
const unreadable = new Set(['card', 'source', 'bank_account', 'plan'])

export function isReadable(object: string): boolean {
  return byObject.has(object) && !unreadable.has(object)
}
