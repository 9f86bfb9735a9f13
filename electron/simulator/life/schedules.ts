// What a schedule means to its subscription: the items of the phase that begins with a period, and being let go. When phases begin is in
// schedule-phases.ts; this file never bills.
import type { Subscription, SubscriptionItem } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Phase, SubscriptionSchedule } from '../schedule-records.ts'
import { itemRecord, planOf } from './subscriptions.ts'

/** The items a subscription has in the period that begins now: its own, or those of the phase that begins with it. */
export function itemsAtRenewal(book: Book, subscription: Subscription): readonly SubscriptionItem[] {
  const schedule = book.subscriptionSchedules.get(subscription.schedule ?? '')
  const phase = schedule?.phases.find(({ start_date: start }) => start === book.now())
  if (schedule?.status !== 'active' || phase === undefined) return subscription.items.data
  tellPhase(book, schedule, phase)
  return itemsOfPhase(book, subscription, phase)
}

/** A phase runs now. */
export function tellPhase(book: Book, schedule: SubscriptionSchedule, phase: Phase): void {
  const { record, previous } = book.change(book.subscriptionSchedules, schedule, {
    current_phase: { end_date: phase.end_date, start_date: phase.start_date },
  })
  book.emit('subscription_schedule.updated', record, previous)
}

/** A subscription's items as a phase wants them: its own, one by one, at other prices; new ones made, those that are too many gone. */
export function itemsOfPhase(
  book: Book,
  subscription: Subscription,
  { items: wanted }: Phase,
): readonly SubscriptionItem[] {
  const { data } = subscription.items
  const [first] = data
  const period = { start: first?.current_period_start ?? 0, end: first?.current_period_end ?? 0 }
  return wanted.flatMap(({ metadata, price: id, quantity }, index) => {
    const price = book.prices.get(id)
    const item = data[index]
    if (price === undefined) return item ?? []
    return item === undefined
      ? itemRecord(book, subscription.id, { metadata, price, quantity }, period)
      : { ...item, plan: planOf(price), price, quantity }
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
  // Only the schedule was to end it.
  const kept = schedule.end_behavior === 'cancel' ? { cancel_at: null } : {}
  point(book, schedule.subscription, { ...kept, schedule: null })
  return record
}

/** Tells a subscription of its schedule, or that it has none. */
export function point(book: Book, id: string | null, changes: Partial<Subscription>): void {
  const subscription = book.subscriptions.get(id ?? '')
  if (subscription === undefined) return
  const { record, previous } = book.change(book.subscriptions, subscription, changes)
  if (Object.keys(previous).length > 0) book.emit('customer.subscription.updated', record, previous)
}
