// What the simulator offers to whoever starts it: options, accounts, clock, chaos and the ledger. Types only.
import type { ReceivedRequest } from './api.ts'
import type { Book } from './book.ts'
import type { Chaos, ChaosChanges } from './chaos.ts'
import type { AccountKeys, Mode } from './keys.ts'
import type {
  CheckoutSession,
  Price,
  Product,
  SetupIntent,
  Subscription,
  SubscriptionStatus,
} from './billing-records.ts'
import type { Coupon, Discount } from './coupon-records.ts'
import type { ActiveEntitlement, Feature, ProductFeature } from './entitlement-records.ts'
import type { Invoice, InvoiceItem, InvoicePayment } from './invoice-records.ts'
import type { PortalSession } from './portal-records.ts'
import type {
  Charge,
  Customer,
  Dispute,
  PaymentIntent,
  PaymentMethod,
  Refund,
  StripeEvent,
} from './records.ts'
import type { SubscriptionSchedule } from './schedule-records.ts'

export interface SimulatorOptions {
  /** Everything is decided by it: data, ids, chaos. */
  seed: string
  /** 0 or absent: any free port. */
  port?: number
  /** The anchor: the end of the seeded year, and what the clock reads at the start. Default: the real now, or the state file's. */
  nowSeconds?: number
  /** Default 400 customers and 5,000 payments; zeros make an empty account. */
  size?: { customers: number; payments: number }
  /** Where mutations are remembered, so that they survive a restart. Its first line wins over seed and size. */
  stateFile?: string
  /** Signed webhooks of the first account's test mode go there. */
  webhook?: { url: string; secret: string }
  chaos?: ChaosChanges
  /** While it runs, customers of the first account's test mode keep buying about this often. Default: nobody does. */
  trade?: { everySeconds: number }
}

export interface WantedSubscription {
  customer: string
  price: string
  /** Its own method; without one it pays with the customer's default. */
  paymentMethod?: string
  status?: SubscriptionStatus
  collectionMethod?: Subscription['collection_method']
}

export interface SimulatedAccount {
  id: string
  name: string
  keys: AccountKeys
}

/** The truth, for tests: what is really there, whatever was answered. */
export interface Ledger {
  refunds: ReadonlyMap<string, Refund>
  charges: ReadonlyMap<string, Charge>
  paymentIntents: ReadonlyMap<string, PaymentIntent>
  disputes: ReadonlyMap<string, Dispute>
  customers: ReadonlyMap<string, Customer>
  paymentMethods: ReadonlyMap<string, PaymentMethod>
  subscriptions: ReadonlyMap<string, Subscription>
  invoices: ReadonlyMap<string, Invoice>
  invoiceItems: ReadonlyMap<string, InvoiceItem>
  invoicePayments: ReadonlyMap<string, InvoicePayment>
  checkoutSessions: ReadonlyMap<string, CheckoutSession>
  setupIntents: ReadonlyMap<string, SetupIntent>
  portalSessions: ReadonlyMap<string, PortalSession>
  products: ReadonlyMap<string, Product>
  prices: ReadonlyMap<string, Price>
  coupons: ReadonlyMap<string, Coupon>
  discounts: ReadonlyMap<string, Discount>
  subscriptionSchedules: ReadonlyMap<string, SubscriptionSchedule>
  features: ReadonlyMap<string, Feature>
  productFeatures: ReadonlyMap<string, ProductFeature>
  /** What each customer may use, by the customer's id; absent: nothing, ever. */
  entitlements: ReadonlyMap<string, readonly ActiveEntitlement[]>
  /** Oldest first. */
  events: readonly StripeEvent[]
  /** Totals by currency, minor units. */
  balances: ReadonlyMap<string, number>
  /** Oldest first. */
  requests: readonly ReceivedRequest[]
}

export interface Simulator {
  baseUrl: string
  port: number
  accounts: SimulatedAccount[]
  clock: {
    nowSeconds(): number
    advance(seconds: number): void
    freeze(atSeconds: number): void
    resume(): void
  }
  chaos: Chaos
  ledger(accountId: string, mode: Mode): Ledger
  createRestrictedKey(accountId: string, mode: Mode, permissions: readonly string[]): string
  revokeKey(key: string): void
  /** Sends a book's webhooks to this endpoint from now on; null sends nowhere. */
  setWebhook(accountId: string, mode: Mode, endpoint: { url: string; secret: string } | null): void
  /** Resolves when no webhook delivery is under way. */
  webhooksIdle(): Promise<void>
  /** Adds to (or takes from) a balance, minor units: how tests make an account poor. Not remembered by the state file. */
  adjustBalance(accountId: string, mode: Mode, currency: string, amount: number): void
  /** The customer passes 3-D Secure. Not remembered by the state file. */
  authenticate(accountId: string, mode: Mode, paymentIntent: string): void
  /**
   * The customer fills a hosted page in with a test card, by its token, or a payment method, by its id. A declined card leaves the page open. Not remembered by
   * the state file.
   */
  completeSession(accountId: string, mode: Mode, sessionId: string, card?: string): void
  /** Somebody subscribes; the first invoice is made when the first period ends. Not remembered by the state file. Undefined where customer or price is not there. */
  subscribe(accountId: string, mode: Mode, wanted: WantedSubscription): Subscription | undefined
  /**
   * The period of a subscription ends now: its invoice is made, finalized and tried at once. Not remembered by the state file.
   * Undefined where the subscription is not there, or has ended.
   */
  bill(accountId: string, mode: Mode, subscriptionId: string): Invoice | undefined
  /** What becomes of a subscription whose invoice was tried as often as it may be, as the account's settings have it. Not remembered by the state file. */
  setWhenRetriesFail(accountId: string, mode: Mode, what: Book['whenRetriesFail']): void
  /** From now on customers buy about this often; null: they don't. Purchases are remembered by the state file. */
  setTrade(everySeconds: number | null): void
  close(): Promise<void>
}
