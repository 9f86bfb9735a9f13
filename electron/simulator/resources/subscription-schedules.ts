// /v1/subscription_schedules: made for a customer or of a subscription, changed, canceled, released. What they do, and when, is in
// life/schedule-phases.ts.
import type { Subscription } from '../billing-records.ts'
import { endWithInvoice } from '../life/renewals.ts'
import { cancelRecord } from '../life/schedule-end.ts'
import { changeSchedule, makeSchedule, phaseNow, takeOver } from '../life/schedule-phases.ts'
import { releaseSchedule } from '../life/schedules.ts'
import { operation, recordOf, type Call, type Operation } from '../operations.ts'
import { changedMetadata, createdRange, flag, metadata, oneOf, text, type Rules } from '../parameters.ts'
import { isRefusal, refusals, refuse, type Refusal } from '../refusals.ts'
import type { SubscriptionSchedule } from '../schedule-records.ts'
import { customerOf } from './lookups.ts'
import { matchesRange, matchesValue, readOnly } from './read-only.ts'
import { changedPhases, newPhases, phasesOf } from './schedule-wanted.ts'
import { billingMode, integerOr, PRORATION } from './subscription-rules.ts'

const WRITE = ['rak_subscription_write'] as const
const PATH = '/v1/subscription_schedules'
const missing = { noun: 'subscription_schedule', param: 'schedule' }

const reading = readOnly({
  path: PATH,
  answers: 'subscription_schedule',
  collectionOf: (book) => book.subscriptionSchedules,
  filters: {
    canceled_at: createdRange,
    completed_at: createdRange,
    customer: text(),
    released_at: createdRange,
    scheduled: flag,
  },
  notSimulated: ['customer_account'],
  matches: (schedule, asked) =>
    matchesRange(asked.canceled_at, schedule.canceled_at) &&
    matchesRange(asked.completed_at, schedule.completed_at) &&
    matchesRange(asked.released_at, schedule.released_at) &&
    matchesValue(asked.customer, schedule.customer) &&
    // Only those that have not begun.
    (asked.scheduled !== true || schedule.status === 'not_started'),
  missing,
})

const END_BEHAVIOR = oneOf(['cancel', 'release'])
const parameters = {
  billing_mode: billingMode,
  customer: text(),
  end_behavior: END_BEHAVIOR,
  from_subscription: text(),
  metadata,
  phases: newPhases,
  start_date: integerOr(['now']),
}
const changes = { end_behavior: END_BEHAVIOR, metadata, phases: changedPhases, proration_behavior: PRORATION }

/** A schedule of a subscription that is there: its period, and nothing after it yet. */
function createFrom(call: Call<typeof parameters>, id: string): SubscriptionSchedule | Refusal {
  const { from_subscription: _from, ...others } = call.parameters
  if (Object.keys(others).some((name) => name !== 'metadata'))
    return refuse(400, {
      message: 'You cannot set any other parameter together with `from_subscription`.',
      param: 'from_subscription',
    })
  const subscription = recordOf(call, (book) => book.subscriptions, id, {
    noun: 'subscription',
    param: 'from_subscription',
  })
  if (isRefusal(subscription)) return subscription
  if (subscription.schedule !== null)
    return refuse(400, {
      message: `You cannot migrate a subscription that is already attached to a schedule: \`${subscription.schedule}\`.`,
    })
  if (subscription.ended_at !== null)
    return refuse(400, { message: 'You cannot migrate a subscription that has ended.' })
  return takeOver(call.book, subscription, {
    endBehavior: 'release',
    metadata: changedMetadata({}, call.parameters.metadata),
    phases: [phaseNow(subscription)],
  })
}

function create(call: Call<typeof parameters>): SubscriptionSchedule | Refusal {
  const { book, parameters: sent } = call
  if (sent.from_subscription !== undefined) return createFrom(call, sent.from_subscription)
  if (sent.customer === undefined) return refusals.missingParameter('customer')
  const customer = customerOf(call, sent.customer, 'customer')
  if (isRefusal(customer)) return customer
  if (sent.start_date === undefined) return refusals.missingParameter('start_date')
  const start = sent.start_date === 'now' ? book.now() : sent.start_date
  if (start < book.now()) return refusals.notSimulated('A schedule that begins in the past')
  const phases = phasesOf(call, sent.phases ?? [], start)
  if (isRefusal(phases)) return phases
  const mode: Subscription['billing_mode'] =
    sent.billing_mode?.type === 'classic'
      ? { flexible: null, type: 'classic' }
      : { flexible: { proration_discounts: 'included' }, type: 'flexible', updated_at: book.now() }
  return makeSchedule(book, {
    billingMode: mode,
    customer: customer.id,
    endBehavior: sent.end_behavior ?? 'release',
    metadata: changedMetadata({}, sent.metadata),
    phases,
  })
}

const isOver = ({ status }: SubscriptionSchedule): boolean => status !== 'active' && status !== 'not_started'

/** The schedule in the path, where it is not over. */
function scheduleFor(call: Pick<Call<Rules>, 'book' | 'ids' | 'otherMode'>, verb: string) {
  const schedule = recordOf(call, (book) => book.subscriptionSchedules, call.ids['id'] ?? '', missing)
  if (isRefusal(schedule) || !isOver(schedule)) return schedule
  return refuse(400, {
    message: `You cannot ${verb} a subscription schedule that is currently in the \`${schedule.status}\` status. It must be in one of the following statuses: not_started, active.`,
  })
}

function update(call: Call<typeof changes>): SubscriptionSchedule | Refusal {
  const { book, parameters: sent } = call
  const schedule = scheduleFor(call, 'update')
  if (isRefusal(schedule)) return schedule
  const { current_phase: running, phases: before } = schedule
  const [named] = sent.phases ?? []
  const start =
    running?.start_date ??
    (named?.start_date === 'now' ? book.now() : named?.start_date) ??
    before[0]?.start_date ??
    0
  if (running === null && start < book.now())
    return refusals.notSimulated('A schedule that begins in the past')
  const phases = sent.phases === undefined ? undefined : phasesOf(call, sent.phases, start)
  if (isRefusal(phases)) return phases
  // What has passed stays told.
  const passed = before.filter(({ end_date: end }) => running !== null && end <= running.start_date)
  return changeSchedule(
    book,
    schedule,
    {
      ...(phases === undefined ? {} : { phases: [...passed, ...phases] }),
      ...(sent.end_behavior === undefined ? {} : { end_behavior: sent.end_behavior }),
      ...(sent.metadata === undefined ? {} : { metadata: changedMetadata(schedule.metadata, sent.metadata) }),
    },
    sent.proration_behavior ?? 'create_prorations',
  )
}

export const subscriptionScheduleOperations: readonly Operation[] = [
  ...reading,
  operation({
    method: 'POST',
    path: PATH,
    answers: 'subscription_schedule',
    permissions: WRITE,
    parameters,
    notSimulated: ['customer_account', 'default_settings', 'pause_schedules'],
    run: create,
  }),
  operation({
    method: 'POST',
    path: `${PATH}/:id`,
    answers: 'subscription_schedule',
    permissions: WRITE,
    parameters: changes,
    notSimulated: ['default_settings', 'pause_schedules'],
    run: update,
  }),
  operation({
    method: 'POST',
    path: `${PATH}/:id/cancel`,
    answers: 'subscription_schedule',
    permissions: WRITE,
    parameters: { invoice_now: flag, prorate: flag },
    run: (call) => {
      const { book, parameters: sent } = call
      const schedule = scheduleFor(call, 'cancel')
      if (isRefusal(schedule)) return schedule
      const subscription = book.subscriptions.get(schedule.subscription ?? '')
      // One that has not begun is aborted, as `stripe trigger` has it.
      if (subscription === undefined) return cancelRecord(book, schedule, 'aborted')
      const last = {
        reason: 'subscription_update',
        prorate: sent.prorate ?? true,
        isInvoiced: sent.invoice_now ?? true,
      } as const
      endWithInvoice(book, subscription, last, { reason: 'cancellation_requested' })
      return book.subscriptionSchedules.get(schedule.id) ?? schedule
    },
  }),
  operation({
    method: 'POST',
    path: `${PATH}/:id/release`,
    answers: 'subscription_schedule',
    permissions: WRITE,
    parameters: {},
    notSimulated: ['preserve_cancel_date'],
    run: (call) => {
      const schedule = scheduleFor(call, 'release')
      return isRefusal(schedule) ? schedule : releaseSchedule(call.book, schedule)
    },
  }),
]
