// The truth of a book as tests read it: what is there at this moment, whatever was answered. Copies; changes nothing.
import type { ReceivedRequest } from './api.ts'
import type { Book } from './book.ts'
import type { Ledger } from './surface.ts'

export const ledgerOf = (book: Book, requests: readonly ReceivedRequest[]): Ledger => ({
  refunds: byId(book.refunds.all()),
  charges: byId(book.charges.all()),
  paymentIntents: byId(book.paymentIntents.all()),
  disputes: byId(book.disputes.all()),
  customers: byId(book.customers.all()),
  paymentMethods: byId(book.paymentMethods.all()),
  subscriptions: byId(book.subscriptions.all()),
  subscriptionSchedules: byId(book.subscriptionSchedules.all()),
  invoices: byId(book.invoices.all()),
  invoiceItems: byId(book.invoiceItems.all()),
  invoicePayments: byId(book.invoicePayments.all()),
  checkoutSessions: byId(book.checkoutSessions.all()),
  setupIntents: byId(book.setupIntents.all()),
  portalSessions: byId(book.portalSessions.all()),
  products: byId(book.products.all()),
  prices: byId(book.prices.all()),
  coupons: byId(book.coupons.all()),
  discounts: byId(book.discounts.all()),
  features: byId(book.features.all()),
  productFeatures: byId(book.productFeatures.all()),
  entitlements: new Map(book.entitlements),
  events: book.events.all(),
  balances: new Map(book.balances),
  requests: [...requests],
})

const byId = <T extends { id: string }>(records: readonly T[]): ReadonlyMap<string, T> =>
  new Map(records.map((record) => [record.id, record]))
