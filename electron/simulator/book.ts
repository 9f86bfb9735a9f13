// A book is everything one account holds in one mode, test or live. It keeps records, makes ids and events, and never answers a request itself.
import type { Clock } from './clock.ts'
import { createCollection, type Collection } from './collection.ts'
import { differences } from './differences.ts'
import { withFirstLines } from './first-lines.ts'
import type { CheckoutSession, Price, Product, SetupIntent, Subscription } from './billing-records.ts'
import type { Coupon, Discount, PromotionCode } from './coupon-records.ts'
import type { PortalConfiguration, PortalSession } from './portal-records.ts'
import type { ActiveEntitlement, Feature, ProductFeature } from './entitlement-records.ts'
import type { Invoice, InvoiceItem, InvoicePayment } from './invoice-records.ts'
import { base62, randomFrom, type Random } from './random.ts'
import type {
  BalanceTransaction,
  Charge,
  Customer,
  Dispute,
  Identified,
  Metadata,
  PaymentIntent,
  PaymentMethod,
  Payout,
  Refund,
  StripeEvent,
} from './records.ts'
import type { SubscriptionSchedule } from './schedule-records.ts'
import type { CardBehaviour } from './test-cards.ts'
import type { TestClock } from './test-clock-records.ts'

export const API_VERSION = '2026-10-28.endive'
export const EVENT_RETENTION_SECONDS = 30 * 24 * 3600

export interface AccountFacts {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly country: string
  readonly currency: string
  readonly statementDescriptor: string
  readonly url: string
}

export interface Mood {
  readonly behaviour: CardBehaviour
  /** Tries; Infinity where nothing cures it. */
  readonly left: number
}

export interface Resumption {
  readonly changes: Partial<Subscription>
  /** Whether a try that fails resumes it as well, past due. */
  readonly onAttempt: boolean
}

/** Of the PaymentIntent that a hosted page will make. */
export interface IntentWanted {
  readonly description: string | null
  readonly metadata: Metadata
  readonly setupFutureUsage?: PaymentIntent['setup_future_usage']
  readonly shipping?: PaymentIntent['shipping']
}

export interface RequestOrigin {
  readonly id: string | null
  readonly idempotency_key: string | null
}

export interface Book {
  readonly account: AccountFacts
  readonly livemode: boolean
  /** The test clock that its time is of; null: the account's own. */
  readonly testClock: string | null
  readonly testClocks: Collection<TestClock>
  /** The time of each test clock, by its id. */
  readonly testTimes: Map<string, Clock>
  readonly clock: Clock
  readonly random: Random
  readonly customers: Collection<Customer>
  readonly deletedCustomers: Map<string, { id: string; object: 'customer'; deleted: true }>
  readonly paymentMethods: Collection<PaymentMethod>
  readonly paymentIntents: Collection<PaymentIntent>
  readonly charges: Collection<Charge>
  readonly refunds: Collection<Refund>
  readonly disputes: Collection<Dispute>
  readonly events: Collection<StripeEvent>
  readonly balanceTransactions: Collection<BalanceTransaction>
  readonly payouts: Collection<Payout>
  readonly products: Collection<Product>
  readonly prices: Collection<Price>
  readonly subscriptions: Collection<Subscription>
  readonly subscriptionSchedules: Collection<SubscriptionSchedule>
  readonly coupons: Collection<Coupon>
  /** They can't be redeemed any more, but what was made with them holds. */
  readonly deletedCoupons: Map<string, Coupon>
  /** Those that were removed stay: invoices name them. */
  readonly discounts: Collection<Discount>
  readonly features: Collection<Feature>
  readonly productFeatures: Collection<ProductFeature>
  /** What each customer is entitled to, by the customer's id. */
  readonly entitlements: Map<string, readonly ActiveEntitlement[]>
  readonly invoices: Collection<Invoice>
  readonly invoiceItems: Collection<InvoiceItem>
  readonly invoicePayments: Collection<InvoicePayment>
  readonly checkoutSessions: Collection<CheckoutSession>
  readonly setupIntents: Collection<SetupIntent>
  readonly portalSessions: Collection<PortalSession>
  readonly portalConfigurations: Collection<PortalConfiguration>
  readonly promotionCodes: Collection<PromotionCode>
  /** The invoice a PaymentIntent was made for, by the PaymentIntent's id. */
  readonly invoiceOf: Map<string, string>
  /** PaymentIntents that are being tried by the schedule of retries, and not by hand. */
  readonly triedBySchedule: Set<string>
  /** Subscriptions that end at a date within their period and give nothing back for the rest of it. */
  readonly unprorated: Set<string>
  /** What becomes of a paused subscription once its invoice of resumption is paid, by the invoice's id. */
  readonly resumptions: Map<string, Resumption>
  /** Paused subscriptions that were given nothing back for the rest of their period. */
  readonly uncredited: Set<string>
  /** What becomes of a subscription whose invoice was tried as often as it may be: a setting of the account. */
  whenRetriesFail: 'cancel' | 'past_due' | 'unpaid'
  /** What a card does next instead of what its test card does, by the payment method's id: so many times, then it is well again. */
  readonly moods: Map<string, Mood>
  /** What a hosted page says of the PaymentIntent that it will make, by the session's id. */
  readonly intentFacts: Map<string, IntentWanted>
  /** The session whose payment is on its way, by the PaymentIntent's id. */
  readonly sessionOf: Map<string, string>
  /** By currency, the balance transactions that no payout has paid out yet. */
  readonly unpaid: Map<string, BalanceTransaction[]>
  /** The payout a balance transaction was paid out in, by the transaction's id. */
  readonly paidOutIn: Map<string, string>
  /** The bank account payouts go to, by currency. */
  readonly bankAccounts: Map<string, string>
  /** Payment methods that were taken from their customer: nobody gets them again, and nothing is paid with them. */
  readonly detached: Set<string>
  /** The test card behind a payment method, by the payment method's id. */
  readonly testCards: Map<string, string>
  /** Total balance (available and pending) by currency, in minor units. */
  readonly balances: Map<string, number>
  /** Refunds that wait for money, oldest first. */
  readonly waitingRefunds: Set<string>
  /** Set while the past is written: what happens then happens at this second, with no webhook and no lack of funds. */
  moment: number | null
  /** Set while the year before the anchor is written, also while the clock performs what was due in it: old events are not kept. */
  isBeingWritten: boolean
  /** Who is asking, while a request is executed: its id and idempotency key go into every event it makes. */
  origin: RequestOrigin
  /** How many webhook endpoints a new event has to reach. */
  endpoints: number
  /** Called with every event once it is recorded. */
  onEvent: (event: StripeEvent) => void
  /** Called after each attempt at a PaymentIntent, once it is told in full: what was to be paid with it follows. */
  onAttempt: (intent: PaymentIntent) => void
  /** Called before an invoice is tried for the first time: life may have something in store for its card. */
  onDue: (invoice: Invoice, method: PaymentMethod) => void
  /** Called after each event of a subscription, also of those that are too old to be kept. */
  onSubscription: (subscription: Subscription) => void
  /** Called when a paused subscription goes on: its new period is to end. */
  onResumed: (subscription: Subscription) => void
  /** Called when money came in. */
  onFunds: () => void
  /** The second things happen at: the clock's, or the moment of the past being written. */
  now(): number
  newId(prefix: string, family?: string): string
  /** Records an event. `previous` holds what changed, as it was before. */
  emit(type: string, object: object, previous?: object): void
  /** Replaces a record by a changed one; returns it with the previous values of the fields that changed. */
  change<T extends Identified>(collection: Collection<T>, record: T, changes: Partial<T>): Changed<T>
}

export interface Changed<T> {
  readonly record: T
  /** As `previous_attributes` tell it. */
  readonly previous: Readonly<Record<string, unknown>>
}

const NOBODY: RequestOrigin = { id: null, idempotency_key: null }

export function createBook(account: AccountFacts, livemode: boolean, clock: Clock, seed: string): Book {
  const random = randomFrom(`${seed}/${account.id}/${livemode ? 'live' : 'test'}`)
  const accountPart = account.id.slice(-10)

  const newId = (prefix: string, family?: string) => {
    if (prefix === 'cus') return `cus_${random.token(14)}`
    if (prefix === 'req') return `req_${random.token(14)}`
    // A payment's charge, refunds and balance transactions share the middle of its id, as at Stripe.
    const at = family?.indexOf('_3') ?? -1
    const shared = at === -1 ? undefined : family?.slice(at + 2, at + 18)
    if (shared?.length === 16) return `${prefix}_3${shared}1${random.token(7)}`
    const middle = `${base62(book.now() - 1_000_000_000, 5)}${random.token(1)}${accountPart}`
    return prefix === 'pi' ? `pi_3${middle}0${random.token(7)}` : `${prefix}_1${middle}${random.token(8)}`
  }

  const tell = (type: string, told: object, previous?: object) => {
    const isPast = book.moment !== null || book.isBeingWritten
    if (isPast && book.now() < clock.latestSeconds() - EVENT_RETENTION_SECONDS) return
    const object = withFirstLines(told)
    const family = 'id' in object && typeof object.id === 'string' ? object.id : undefined
    const event: StripeEvent = {
      id: newId('evt', family),
      object: 'event',
      api_version: API_VERSION,
      created: book.now(),
      data: previous === undefined ? { object } : { object, previous_attributes: previous },
      livemode,
      pending_webhooks: book.endpoints,
      request: book.origin,
      type,
    }
    book.events.put(event)
    book.onEvent(event)
  }

  const book: Book = {
    account,
    livemode,
    testClock: null,
    testClocks: createCollection<TestClock>(),
    testTimes: new Map(),
    clock,
    random,
    customers: createCollection<Customer>(['email']),
    deletedCustomers: new Map(),
    paymentMethods: createCollection<PaymentMethod>(),
    paymentIntents: createCollection<PaymentIntent>(),
    charges: createCollection<Charge>(['payment_intent']),
    refunds: createCollection<Refund>(['charge', 'payment_intent']),
    disputes: createCollection<Dispute>(['charge', 'payment_intent']),
    events: createCollection<StripeEvent>(),
    balanceTransactions: createCollection<BalanceTransaction>(['source', 'currency', 'type']),
    payouts: createCollection<Payout>(),
    products: createCollection<Product>(),
    prices: createCollection<Price>(),
    subscriptions: createCollection<Subscription>(['customer']),
    subscriptionSchedules: createCollection<SubscriptionSchedule>(),
    coupons: createCollection<Coupon>(),
    deletedCoupons: new Map(),
    discounts: createCollection<Discount>(['subscription']),
    features: createCollection<Feature>(),
    productFeatures: createCollection<ProductFeature>(['product']),
    entitlements: new Map(),
    invoices: createCollection<Invoice>(['customer']),
    invoiceItems: createCollection<InvoiceItem>(['customer']),
    invoicePayments: createCollection<InvoicePayment>(['invoice']),
    checkoutSessions: createCollection<CheckoutSession>(),
    setupIntents: createCollection<SetupIntent>(),
    portalSessions: createCollection<PortalSession>(),
    portalConfigurations: createCollection<PortalConfiguration>(),
    promotionCodes: createCollection<PromotionCode>(),
    unprorated: new Set(),
    resumptions: new Map(),
    uncredited: new Set(),
    whenRetriesFail: 'cancel',
    moods: new Map(),
    invoiceOf: new Map(),
    triedBySchedule: new Set(),
    intentFacts: new Map(),
    sessionOf: new Map(),
    unpaid: new Map(),
    paidOutIn: new Map(),
    bankAccounts: new Map(),
    detached: new Set(),
    testCards: new Map(),
    balances: new Map(),
    waitingRefunds: new Set(),
    moment: null,
    isBeingWritten: false,
    origin: NOBODY,
    endpoints: 0,
    onEvent: () => undefined,
    onAttempt: () => undefined,
    onDue: () => undefined,
    onSubscription: () => undefined,
    onResumed: () => undefined,
    onFunds: () => undefined,
    now: () => book.moment ?? clock.nowSeconds(),
    newId,
    emit: (type, object, previous) => {
      tell(type, object, previous)
      if (type.startsWith('customer.subscription.')) book.onSubscription(object as Subscription)
    },
    change: (collection, record, changes) => {
      const changed = collection.put({ ...record, ...changes })
      return { record: changed, previous: differences(record, changed) }
    },
  }
  return book
}
