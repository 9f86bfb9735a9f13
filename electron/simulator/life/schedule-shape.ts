// The shape of a subscription schedule and of its phases when they are made. Puts nothing in a book.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Metadata } from '../records.ts'
import type { Phase, SubscriptionSchedule } from '../schedule-records.ts'
import type { WantedItem } from './subscriptions.ts'

export interface PhaseFacts {
  readonly currency: string
  /** Seconds. */
  readonly start: number
  readonly end: number
  readonly items: readonly WantedItem[]
  /** What becomes of the rest of the period where it begins in the middle of one. */
  readonly behavior: Phase['proration_behavior']
}

export function phaseRecord(facts: PhaseFacts): Phase {
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    billing_cycle_anchor: null,
    billing_thresholds: null,
    collection_method: null,
    currency: facts.currency,
    default_payment_method: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    end_date: facts.end,
    invoice_settings: null,
    items: facts.items.map(({ metadata = {}, price, quantity }) => ({
      billing_thresholds: null,
      discounts: [],
      metadata,
      plan: price.id,
      price: price.id,
      quantity,
      tax_rates: [],
    })),
    metadata: {},
    on_behalf_of: null,
    proration_behavior: facts.behavior,
    start_date: facts.start,
    transfer_data: null,
    trial_end: null,
  }
}

export interface ScheduleFacts {
  readonly billingMode: Subscription['billing_mode']
  readonly customer: string
  /** How the subscription is collected, where there is one already. */
  readonly of: Pick<Subscription, 'collection_method' | 'days_until_due' | 'default_payment_method'> | null
  readonly endBehavior: SubscriptionSchedule['end_behavior']
  readonly metadata: Metadata
  readonly phases: readonly Phase[]
  /** Null while it waits for its first phase. */
  readonly subscription: string | null
}

export function scheduleRecord(book: Book, facts: ScheduleFacts): SubscriptionSchedule {
  const { of, phases, subscription } = facts
  const [first] = phases
  return {
    id: book.newId('sub_sched'),
    object: 'subscription_schedule',
    application: null,
    billing_mode: facts.billingMode,
    canceled_at: null,
    completed_at: null,
    created: book.now(),
    current_phase:
      subscription === null || first === undefined
        ? null
        : { end_date: first.end_date, start_date: first.start_date },
    customer: facts.customer,
    customer_account: null,
    default_settings: {
      application_fee_percent: null,
      automatic_tax: { disabled_reason: null, enabled: false, liability: null },
      billing_cycle_anchor: 'automatic',
      billing_thresholds: null,
      collection_method: of?.collection_method ?? 'charge_automatically',
      default_payment_method: of?.default_payment_method ?? null,
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: of?.days_until_due ?? null,
        description: null,
        footer: null,
        issuer: { type: 'self' },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: facts.endBehavior,
    livemode: book.livemode,
    metadata: facts.metadata,
    pause_schedules: [],
    phases,
    released_at: null,
    released_subscription: null,
    status: subscription === null ? 'not_started' : 'active',
    subscription,
    test_clock: book.testClock,
  }
}
