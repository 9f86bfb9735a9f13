// Changes of a subscription that wait for their period: two phases, the one that runs and the one that is to follow. What a phase
// brings is taken over when its period begins, by the renewal; this file never bills.
import type { Subscription, SubscriptionItem } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Phase, SubscriptionSchedule } from '../schedule-records.ts'
import { MONTHLY, periodEnd } from './periods.ts'
import { planOf } from './subscriptions.ts'

/** So long before its end Stripe tells of a schedule that expires. */
const TOLD_BEFORE_SECONDS = 7 * 86_400

/** What a subscription is to have from the end of its period on, instead of its first item's price and quantity. */
export interface ScheduledChange {
  readonly price: string
  readonly quantity?: number
}

/** Schedules the change for the end of the period that runs; the phase lasts one period, and the subscription goes on after it. */
export function scheduleChange(
  book: Book,
  subscription: Subscription,
  change: ScheduledChange,
): SubscriptionSchedule | undefined {
  const [item] = subscription.items.data
  const price = book.prices.get(change.price)
  if (item === undefined || price === undefined || subscription.schedule !== null) return undefined
  const end = periodEnd(
    subscription.billing_cycle_anchor,
    price.recurring ?? MONTHLY,
    item.current_period_end,
  )
  const now = phaseOf(subscription, {
    start: item.current_period_start,
    end: item.current_period_end,
    items: subscription.items.data,
  })
  const next = phaseOf(subscription, {
    start: item.current_period_end,
    end,
    items: [
      { ...item, price, quantity: change.quantity ?? item.quantity },
      ...subscription.items.data.slice(1),
    ],
  })
  const schedule = book.subscriptionSchedules.put(scheduleRecord(book, subscription, [now, next]))
  book.emit('subscription_schedule.created', schedule)
  point(book, subscription.id, schedule.id)
  book.clock.schedule(end - TOLD_BEFORE_SECONDS, () => {
    const known = book.subscriptionSchedules.get(schedule.id)
    if (known?.status === 'active') book.emit('subscription_schedule.expiring', known)
  })
  // After the renewal of that second.
  book.clock.scheduleLast(end, () => complete(book, schedule.id))
  return schedule
}

/** The items a subscription has in the period that begins now: its own, or those of the phase that begins with it. */
export function itemsAtRenewal(book: Book, subscription: Subscription): readonly SubscriptionItem[] {
  const schedule = book.subscriptionSchedules.get(subscription.schedule ?? '')
  const phase = schedule?.phases.find(({ start_date: start }) => start === book.now())
  const items = subscription.items.data
  if (schedule?.status !== 'active' || phase === undefined) return items
  const { record, previous } = book.change(book.subscriptionSchedules, schedule, {
    current_phase: { end_date: phase.end_date, start_date: phase.start_date },
  })
  book.emit('subscription_schedule.updated', record, previous)
  return items.map((item, index) => {
    const wanted = phase.items[index]
    const price = book.prices.get(wanted?.price ?? '')
    return wanted === undefined || price === undefined
      ? item
      : { ...item, plan: planOf(price), price, quantity: wanted.quantity }
  })
}

/** The subscription goes on as it is, and nothing more is scheduled. */
export function releaseSchedule(book: Book, schedule: SubscriptionSchedule): SubscriptionSchedule {
  const { record } = book.change(book.subscriptionSchedules, schedule, {
    current_phase: null,
    released_at: book.now(),
    released_subscription: schedule.subscription,
    status: 'released',
    subscription: null,
  })
  book.emit('subscription_schedule.released', record)
  point(book, schedule.subscription, null)
  return record
}

/** The last phase has ended; the subscription goes on without a schedule. One whose subscription has ended is canceled with it. */
function complete(book: Book, id: string): void {
  const schedule = book.subscriptionSchedules.get(id)
  if (schedule?.status !== 'active') return
  const isOver = book.subscriptions.get(schedule.subscription ?? '')?.ended_at !== null
  const { record } = book.change(book.subscriptionSchedules, schedule, {
    current_phase: null,
    ...(isOver
      ? { canceled_at: book.now(), status: 'canceled' as const }
      : { completed_at: book.now(), status: 'completed' as const }),
  })
  book.emit(`subscription_schedule.${record.status}`, record)
  if (!isOver) point(book, schedule.subscription, null)
}

function point(book: Book, id: string | null, schedule: string | null): void {
  const subscription = book.subscriptions.get(id ?? '')
  if (subscription === undefined) return
  const { record, previous } = book.change(book.subscriptions, subscription, { schedule })
  book.emit('customer.subscription.updated', record, previous)
}

function phaseOf(
  subscription: Subscription,
  facts: { readonly start: number; readonly end: number; readonly items: readonly SubscriptionItem[] },
): Phase {
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    billing_cycle_anchor: null,
    billing_thresholds: null,
    collection_method: null,
    currency: subscription.currency,
    default_payment_method: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    end_date: facts.end,
    invoice_settings: null,
    items: facts.items.map(({ metadata, price, quantity }) => ({
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
    proration_behavior: 'none',
    start_date: facts.start,
    transfer_data: null,
    trial_end: null,
  }
}

function scheduleRecord(
  book: Book,
  subscription: Subscription,
  phases: readonly [Phase, Phase],
): SubscriptionSchedule {
  const [{ end_date, start_date }] = phases
  return {
    id: book.newId('sub_sched'),
    object: 'subscription_schedule',
    application: null,
    billing_mode: subscription.billing_mode,
    canceled_at: null,
    completed_at: null,
    created: book.now(),
    current_phase: { end_date, start_date },
    customer: subscription.customer,
    customer_account: null,
    default_settings: {
      application_fee_percent: null,
      automatic_tax: { disabled_reason: null, enabled: false, liability: null },
      billing_cycle_anchor: 'automatic',
      billing_thresholds: null,
      collection_method: subscription.collection_method,
      default_payment_method: subscription.default_payment_method,
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: subscription.days_until_due,
        description: null,
        footer: null,
        issuer: { type: 'self' },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: 'release',
    livemode: book.livemode,
    metadata: {},
    pause_schedules: [],
    phases,
    released_at: null,
    released_subscription: null,
    status: 'active',
    subscription: subscription.id,
    test_clock: null,
  }
}
