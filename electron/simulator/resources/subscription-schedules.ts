// /v1/subscription_schedules: read, and released. They are made by the seed, and take effect by the clock.
import { releaseSchedule } from '../life/schedules.ts'
import { operation, recordOf, type Operation } from '../operations.ts'
import { createdRange, flag, text } from '../parameters.ts'
import { isRefusal, refuse } from '../refusals.ts'
import { matchesRange, matchesValue, readOnly } from './read-only.ts'

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

export const subscriptionScheduleOperations: readonly Operation[] = [
  ...reading,
  operation({
    method: 'POST',
    path: `${PATH}/:id/release`,
    answers: 'subscription_schedule',
    permissions: ['rak_subscription_write'],
    parameters: {},
    notSimulated: ['preserve_cancel_date'],
    run: (call) => {
      const schedule = recordOf(call, (book) => book.subscriptionSchedules, call.ids['id'] ?? '', missing)
      if (isRefusal(schedule)) return schedule
      if (schedule.status !== 'active' && schedule.status !== 'not_started')
        return refuse(400, {
          message: `You cannot release a subscription schedule that is currently in the \`${schedule.status}\` status. It must be in one of the following statuses: not_started, active.`,
        })
      return releaseSchedule(call.book, schedule)
    },
  }),
]
