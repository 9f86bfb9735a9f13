// How a subscription comes to be, pauses and ends. What it bills is in invoices.ts and renewals.ts.
import type { PauseCollection, Price, Subscription, SubscriptionStatus } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Metadata } from '../records.ts'

export interface SubscriptionFacts {
  readonly customer: string
  readonly price: Price
  readonly collectionMethod?: Subscription['collection_method']
  readonly defaultPaymentMethod?: string | null
  readonly metadata?: Metadata
  readonly quantity?: number
  readonly status?: SubscriptionStatus
}

const DAYS = { day: 1, week: 7, month: 30, year: 365 } as const

export function makeSubscription(book: Book, facts: SubscriptionFacts): Subscription {
  const subscription = book.subscriptions.put(subscriptionRecord(book, facts))
  book.emit('customer.subscription.created', subscription)
  return subscription
}

export interface Ending {
  readonly reason: 'cancellation_requested' | 'payment_disputed' | 'payment_failed'
  readonly comment?: string | null
  readonly feedback?: string | null
}

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
    cancellation_details: {
      ...subscription.cancellation_details,
      ...(ending.comment === undefined ? {} : { comment: ending.comment }),
      ...(ending.feedback === undefined ? {} : { feedback: ending.feedback }),
      reason: ending.reason,
    },
    ended_at: now,
    status: 'canceled',
  })
  book.emit('customer.subscription.deleted', record)
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

/** As it is right after it was made, in no book yet. */
export function subscriptionRecord(book: Book, facts: SubscriptionFacts): Subscription {
  const { price } = facts
  const id = book.newId('sub')
  const now = book.now()
  const { interval, interval_count: count } = price.recurring ?? {
    interval: 'month' as const,
    interval_count: 1,
  }
  const isEnded = facts.status === 'canceled' || facts.status === 'incomplete_expired'
  return {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: now,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible', updated_at: now },
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
    days_until_due: facts.collectionMethod === 'send_invoice' ? 30 : null,
    default_payment_method: facts.defaultPaymentMethod ?? null,
    default_source: null,
    default_tax_rates: [],
    description: null,
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
      data: [
        {
          id: book.newId('si'),
          object: 'subscription_item',
          billing_thresholds: null,
          created: now,
          current_period_end: now + DAYS[interval] * count * 86_400,
          current_period_start: now,
          current_trial: null,
          discounts: [],
          metadata: {},
          plan: planOf(price),
          price,
          quantity: facts.quantity ?? 1,
          subscription: id,
          tax_rates: [],
        },
      ],
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
    schedule: null,
    start_date: now,
    status: facts.status ?? 'active',
    test_clock: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' },
    },
    trial_start: null,
  }
}

/** A price as Stripe still shows it under its old name. */
const planOf = (price: Price) => ({
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
