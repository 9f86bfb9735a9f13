// How a schedule comes to be and runs through its phases by the clock: it begins the subscription, or takes over one that is there, changes
// it when a phase begins, and lets it go or ends it after the last.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Metadata } from '../records.ts'
import type { Phase, SubscriptionSchedule } from '../schedule-records.ts'
import { applyChange } from './changing.ts'
import { advanceLater, collectAtOnce } from './collecting.ts'
import { MONTHLY, periodEnd } from './periods.ts'
import { draftFirst, endWhenDue, watch } from './renewals.ts'
import { cancelRecord, completeSchedule, endOfSchedule } from './schedule-end.ts'
import { phaseRecord, scheduleRecord } from './schedule-shape.ts'
import { itemsOfPhase, point, tellPhase } from './schedules.ts'

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
  const { currency } = subscription
  const at = item.current_period_end
  const next = phaseRecord({
    currency,
    start: at,
    end: periodEnd(subscription.billing_cycle_anchor, price.recurring ?? MONTHLY, at),
    items: [
      { ...item, price, quantity: change.quantity ?? item.quantity },
      ...subscription.items.data.slice(1),
    ],
    behavior: 'none',
  })
  return takeOver(book, subscription, {
    phases: [phaseNow(subscription), next],
    endBehavior: 'release',
    metadata: {},
  })
}

/** The period that runs, as a phase. */
export const phaseNow = ({ currency, items }: Subscription): Phase =>
  phaseRecord({
    currency,
    start: items.data[0]?.current_period_start ?? 0,
    end: items.data[0]?.current_period_end ?? 0,
    items: items.data,
    behavior: 'none',
  })

interface Plan {
  readonly endBehavior: SubscriptionSchedule['end_behavior']
  readonly metadata: Metadata
  readonly phases: readonly Phase[]
}

/** A schedule for a subscription that is there; its first phase is the one that runs. */
export function takeOver(book: Book, subscription: Subscription, plan: Plan): SubscriptionSchedule {
  const schedule = book.subscriptionSchedules.put(
    scheduleRecord(book, {
      ...plan,
      billingMode: subscription.billing_mode,
      customer: subscription.customer,
      of: subscription,
      subscription: subscription.id,
    }),
  )
  book.emit('subscription_schedule.created', schedule)
  point(book, subscription.id, { schedule: schedule.id, ...cancelDate(schedule) })
  watchSchedule(book, schedule)
  return schedule
}

/** A schedule that is to begin a subscription: now, where its first phase does, or later. */
export function makeSchedule(
  book: Book,
  plan: Plan & { readonly billingMode: Subscription['billing_mode']; readonly customer: string },
): SubscriptionSchedule {
  const isNow = plan.phases[0]?.start_date === book.now()
  const subscription = isNow ? book.newId('sub') : null
  const schedule = book.subscriptionSchedules.put(scheduleRecord(book, { ...plan, of: null, subscription }))
  book.emit('subscription_schedule.created', schedule)
  if (isNow) begin(book, schedule)
  watchSchedule(book, schedule)
  return schedule
}

/** Makes the subscription of a schedule whose first phase begins; its first invoice waits its hour, as every draft. */
function begin(book: Book, schedule: SubscriptionSchedule): void {
  const [phase] = schedule.phases
  const [first, ...also] = (phase?.items ?? []).flatMap(({ metadata, price: id, quantity }) => {
    const price = book.prices.get(id)
    return price === undefined ? [] : [{ metadata, price, quantity }]
  })
  if (first === undefined) return
  const { draft, subscription } = draftFirst(book, {
    ...(schedule.subscription === null ? {} : { id: schedule.subscription }),
    customer: schedule.customer,
    price: first.price,
    quantity: first.quantity,
    also,
    billingMode: schedule.billing_mode,
    ending: () => cancelDate(schedule),
    schedule: schedule.id,
  })
  advanceLater(book, draft)
  watch(book, subscription)
}

function beginLater(book: Book, id: string, at: number): void {
  const schedule = book.subscriptionSchedules.get(id)
  const [phase] = schedule?.phases ?? []
  if (schedule?.status !== 'not_started' || phase?.start_date !== at) return
  if (book.deletedCustomers.has(schedule.customer)) {
    cancelRecord(book, schedule, 'aborted')
    return
  }
  const { record, previous } = book.change(book.subscriptionSchedules, schedule, {
    current_phase: { end_date: phase.end_date, start_date: phase.start_date },
    status: 'active',
    subscription: book.newId('sub'),
  })
  book.emit('subscription_schedule.updated', record, previous)
  begin(book, record)
}

/** Other phases, or another end; what runs is changed at once where its phase wants something else. */
export function changeSchedule(
  book: Book,
  schedule: SubscriptionSchedule,
  changes: Partial<SubscriptionSchedule>,
  behavior: Phase['proration_behavior'],
): SubscriptionSchedule {
  const running = changes.phases?.find(
    ({ start_date: start }) => start === schedule.current_phase?.start_date,
  )
  const { record, previous } = book.change(book.subscriptionSchedules, schedule, {
    ...changes,
    ...(running === undefined
      ? {}
      : { current_phase: { end_date: running.end_date, start_date: running.start_date } }),
  })
  book.emit('subscription_schedule.updated', record, previous)
  if (running !== undefined) become(book, record, { ...running, proration_behavior: behavior })
  const subscription = book.subscriptions.get(record.subscription ?? '')
  const dated = cancelDate(record)
  if (
    subscription !== undefined &&
    dated.cancel_at !== undefined &&
    subscription.cancel_at !== dated.cancel_at
  ) {
    point(book, subscription.id, dated)
    endWhenDue(book, { ...subscription, ...dated })
  } else if (schedule.end_behavior === 'cancel' && record.end_behavior === 'release')
    point(book, record.subscription, { cancel_at: null })
  watchSchedule(book, record, schedule)
  return record
}

/** When a schedule ends its subscription, as the field that says so. */
const cancelDate = (schedule: SubscriptionSchedule): { cancel_at?: number } =>
  schedule.end_behavior === 'cancel' ? { cancel_at: endOfSchedule(schedule) } : {}

/** Lets the clock do what is due of a schedule; not again what was due of it before it was changed. */
function watchSchedule(book: Book, schedule: SubscriptionSchedule, before?: SubscriptionSchedule): void {
  const { id, phases, status } = schedule
  const end = endOfSchedule(schedule)
  const [first] = phases
  if (status === 'not_started' && first !== undefined)
    book.clock.schedule(first.start_date, () => beginLater(book, id, first.start_date))
  // After the renewal of that second, which may have brought the phase already.
  for (const { start_date: at } of phases.slice(1))
    if (at > book.now()) book.clock.scheduleLast(at, () => reach(book, id, at))
  if (before !== undefined && endOfSchedule(before) === end) return
  if (end - TOLD_BEFORE_SECONDS > book.now())
    book.clock.schedule(end - TOLD_BEFORE_SECONDS, () => {
      const known = book.subscriptionSchedules.get(id)
      if (known?.status === 'active' && endOfSchedule(known) === end)
        book.emit('subscription_schedule.expiring', known)
    })
  book.clock.scheduleLast(end, () => finish(book, id, end))
}

/** A phase begins, in the middle of a period or with one. */
function reach(book: Book, id: string, at: number): void {
  const schedule = book.subscriptionSchedules.get(id)
  const phase = schedule?.phases.find(({ start_date: start }) => start === at)
  if (schedule?.status !== 'active' || phase === undefined || schedule.current_phase?.start_date === at)
    return
  tellPhase(book, schedule, phase)
  become(book, schedule, phase)
}

/** The subscription has what a phase wants from now on. */
function become(book: Book, { subscription: id }: SubscriptionSchedule, phase: Phase): void {
  const subscription = book.subscriptions.get(id ?? '')
  if (subscription === undefined || subscription.ended_at !== null) return
  const items = itemsOfPhase(book, subscription, phase)
  const wanted = { items, behavior: phase.proration_behavior }
  const { draft, subscription: changed } = applyChange(book, subscription, wanted)
  if (draft !== undefined) collectAtOnce(book, draft, { offSession: true })
  const [before, after] = [subscription.items.data[0], changed.items.data[0]]
  if (before?.current_period_end !== after?.current_period_end) watch(book, changed)
}

/** The last phase has ended, and the subscription goes on without a schedule. One that it was to end has ended before. */
function finish(book: Book, id: string, at: number): void {
  const schedule = book.subscriptionSchedules.get(id)
  if (schedule?.status !== 'active' || endOfSchedule(schedule) !== at) return
  completeSchedule(book, schedule)
  point(book, schedule.subscription, { schedule: null })
}
