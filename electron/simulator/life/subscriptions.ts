// How a subscription comes to be, pauses and ends. What it bills is in invoices.ts and renewals.ts.
import type {
  PauseCollection,
  Price,
  Subscription,
  SubscriptionItem,
  SubscriptionStatus,
} from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Coupon } from '../coupon-records.ts'
import type { Period } from '../invoice-records.ts'
import type { Metadata } from '../records.ts'
import { redeem } from './discounts.ts'
import { MONTHLY, periodEnd } from './periods.ts'
import { endScheduleWith } from './schedule-end.ts'

export interface SubscriptionFacts {
  readonly customer: string
  readonly price: Price
  readonly collectionMethod?: Subscription['collection_method']
  readonly defaultPaymentMethod?: string | null
  readonly metadata?: Metadata
  readonly quantity?: number
  /** More than one item: those beside `price`, of the same interval. */
  readonly also?: readonly WantedItem[]
  readonly billingMode?: Subscription['billing_mode']
  readonly coupons?: readonly Coupon[]
  readonly daysUntilDue?: number | null
  readonly description?: string | null
  /** Where it was told before it was made. */
  readonly id?: string
  /** The schedule that begins it. */
  readonly schedule?: string
  /** The id that its first invoice will have. */
  readonly firstInvoice?: string
  /** When it is to end, as the fields that say so. */
  readonly ending?: (items: readonly SubscriptionItem[]) => Partial<Subscription>
  readonly status?: SubscriptionStatus
  /** Seconds; until then nothing is charged. */
  readonly trialEnd?: number
  readonly trialSettings?: Subscription['trial_settings']
}

export interface WantedItem {
  readonly price: Price
  readonly quantity: number
  readonly metadata?: Metadata
}

export function makeSubscription(book: Book, facts: SubscriptionFacts): Subscription {
  const record = subscriptionRecord(book, facts)
  const discounts = (facts.coupons ?? []).map((coupon) => redeem(book, coupon, record).id)
  const subscription = book.subscriptions.put({
    ...record,
    ...facts.ending?.(record.items.data),
    discounts,
    latest_invoice: facts.firstInvoice ?? null,
  })
  book.emit('customer.subscription.created', subscription)
  return subscription
}

export interface Ending {
  readonly reason: 'cancellation_requested' | 'payment_disputed' | 'payment_failed'
  readonly comment?: string | null
  readonly feedback?: string | null
}

/** Why it ended, as the field that says so. */
export const endingDetails = (
  { cancellation_details: before }: Subscription,
  { comment, feedback, reason }: Ending,
): Pick<Subscription, 'cancellation_details'> => ({
  cancellation_details: {
    ...before,
    ...(comment === undefined ? {} : { comment }),
    ...(feedback === undefined ? {} : { feedback }),
    reason,
  },
})

/** Ends it now. Its open invoices are tried no more, and stay open. */
export function endSubscription(book: Book, subscription: Subscription, ending: Ending): Subscription {
  const now = book.now()
  for (const invoice of book.invoices.walk({
    where: ['customer', subscription.customer],
    matching: ({ auto_advance: isTried, parent }) =>
      isTried && parent?.subscription_details?.subscription === subscription.id,
  })) {
    const stopped = book.change(book.invoices, invoice, {
      auto_advance: false,
      automatically_finalizes_at: null,
      next_payment_attempt: null,
    })
    book.emit('invoice.updated', stopped.record, stopped.previous)
  }
  const { record } = book.change(book.subscriptions, subscription, {
    cancel_at_period_end: false,
    canceled_at: subscription.canceled_at ?? now,
    ...endingDetails(subscription, ending),
    ended_at: now,
    status: 'canceled',
  })
  book.emit('customer.subscription.deleted', record)
  endScheduleWith(book, record, ending.reason === 'payment_failed')
  return record
}

/** What a pause, or its end, makes of the subscription; a pause with an end ends by itself. */
export function pauseUntil(book: Book, id: string, pause: PauseCollection | null): void {
  if (pause === null || pause.resumes_at === null) return
  book.clock.schedule(pause.resumes_at, () => {
    const subscription = book.subscriptions.get(id)
    if (subscription === undefined || subscription.pause_collection !== pause) return
    const { record, previous } = book.change(book.subscriptions, subscription, { pause_collection: null })
    book.emit('customer.subscription.updated', record, previous)
  })
}

/** A paused subscription goes on, with what was kept for this moment when its invoice was made. */
export function resumeWith(
  book: Book,
  subscription: Subscription,
  invoice: string,
  status: 'active' | 'past_due',
): void {
  const { changes = {} } = book.resumptions.get(invoice) ?? {}
  book.resumptions.delete(invoice)
  resumeNow(book, subscription, { ...changes, status })
}

export function resumeNow(
  book: Book,
  subscription: Subscription,
  changes: Partial<Subscription>,
): Subscription {
  book.uncredited.delete(subscription.id)
  const { record, previous } = book.change(book.subscriptions, subscription, {
    ...changes,
    status_details: undefined,
  })
  book.emit('customer.subscription.updated', record, previous)
  book.emit('customer.subscription.resumed', record)
  book.onResumed(record)
  return record
}

/** As it is right after it was made, in no book yet. */
export function subscriptionRecord(book: Book, facts: SubscriptionFacts): Subscription {
  const { price, trialEnd = null } = facts
  const id = facts.id ?? book.newId('sub')
  const now = book.now()
  const end = trialEnd ?? periodEnd(now, price.recurring ?? MONTHLY, now)
  const wanted = [{ price, quantity: facts.quantity ?? 1 }, ...(facts.also ?? [])]
  const isEnded = facts.status === 'canceled' || facts.status === 'incomplete_expired'
  return {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: trialEnd ?? now,
    billing_cycle_anchor_config: null,
    billing_mode: facts.billingMode ?? {
      flexible: { proration_discounts: 'included' },
      type: 'flexible',
      updated_at: now,
    },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: isEnded ? now : null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: facts.collectionMethod ?? 'charge_automatically',
    created: now,
    currency: price.currency,
    customer: facts.customer,
    customer_account: null,
    days_until_due: facts.daysUntilDue ?? (facts.collectionMethod === 'send_invoice' ? 30 : null),
    default_payment_method: facts.defaultPaymentMethod ?? null,
    default_source: null,
    default_tax_rates: [],
    description: facts.description ?? null,
    discounts: [],
    ended_at: isEnded ? now : null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: {
      object: 'list',
      data: wanted.map((item) => itemRecord(book, id, item, { start: now, end })),
      has_more: false,
      url: `/v1/subscription_items?subscription=${id}`,
    },
    latest_invoice: null,
    livemode: book.livemode,
    managed_payments: null,
    metadata: facts.metadata ?? {},
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: facts.schedule ?? null,
    start_date: now,
    status: facts.status ?? 'active',
    test_clock: book.testClock,
    transfer_data: null,
    trial_end: trialEnd,
    trial_settings: facts.trialSettings ?? {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' },
    },
    trial_start: trialEnd === null ? null : now,
  }
}

export function itemRecord(
  book: Book,
  subscription: string,
  { price, quantity, metadata = {} }: WantedItem,
  { start, end }: Period,
): SubscriptionItem {
  return {
    id: book.newId('si'),
    object: 'subscription_item',
    billing_thresholds: null,
    created: book.now(),
    current_period_end: end,
    current_period_start: start,
    current_trial: null,
    discounts: [],
    metadata,
    plan: planOf(price),
    price,
    quantity,
    subscription,
    tax_rates: [],
  }
}

/** A price as Stripe still shows it under its old name. */
export const planOf = (price: Price) => ({
  id: price.id,
  object: 'plan',
  active: price.active,
  amount: price.unit_amount,
  amount_decimal: price.unit_amount_decimal,
  billing_scheme: price.billing_scheme,
  created: price.created,
  currency: price.currency,
  interval: price.recurring?.interval ?? 'month',
  interval_count: price.recurring?.interval_count ?? 1,
  livemode: price.livemode,
  metadata: price.metadata,
  meter: null,
  nickname: price.nickname,
  product: price.product,
  tiers_mode: null,
  transform_usage: null,
  trial_period_days: null,
  usage_type: 'licensed',
})
