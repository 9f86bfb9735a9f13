// What becomes of a schedule whose subscription ends: it ends with it. Ends no subscription itself.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { SubscriptionSchedule } from '../schedule-records.ts'

/** When the last phase ends, seconds. */
export const endOfSchedule = ({ phases }: SubscriptionSchedule): number => phases.at(-1)?.end_date ?? 0

/**
 * The subscription has ended. A schedule that was to end it is completed, one that was not has nothing more to do: aborted, as Stripe
 * says, where nobody paid.
 */
export function endScheduleWith(book: Book, { schedule: id }: Subscription, isUnpaid: boolean): void {
  const schedule = book.subscriptionSchedules.get(id ?? '')
  if (schedule?.status !== 'active') return
  if (schedule.end_behavior === 'cancel' && endOfSchedule(schedule) <= book.now())
    completeSchedule(book, schedule)
  else cancelRecord(book, schedule, isUnpaid ? 'aborted' : 'canceled')
}

/** All its phases have run. */
export function completeSchedule(book: Book, schedule: SubscriptionSchedule): void {
  const { record } = book.change(book.subscriptionSchedules, schedule, {
    completed_at: book.now(),
    current_phase: null,
    status: 'completed',
  })
  book.emit('subscription_schedule.completed', record)
}

/** It won't begin, or not go on; the event says why. */
export function cancelRecord(
  book: Book,
  schedule: SubscriptionSchedule,
  event: 'aborted' | 'canceled',
): SubscriptionSchedule {
  const { record } = book.change(book.subscriptionSchedules, schedule, {
    canceled_at: book.now(),
    current_phase: null,
    status: 'canceled',
  })
  book.emit(`subscription_schedule.${event}`, record)
  return record
}
