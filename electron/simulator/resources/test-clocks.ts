// /v1/test_helpers/test_clocks: made, read, advanced and deleted. What a test clock is, is in life/test-clocks.ts.
import { advanceTestClock, deleteTestClock, makeTestClock } from '../life/test-clocks.ts'
import { cursorParameters, operation, pageOf, recordOf, type Call, type Operation } from '../operations.ts'
import { integer, text, type Rules } from '../parameters.ts'
import { isRefusal, refuse, type Refusal } from '../refusals.ts'
import type { TestClock } from '../test-clock-records.ts'

const PATH = '/v1/test_helpers/test_clocks'
const READ = ['rak_test_clock_read'] as const
const WRITE = ['rak_test_clock_write'] as const
const missing = { noun: 'test_clock', param: 'test_clock' }

const clockOf = (call: Pick<Call<Rules>, 'book' | 'ids' | 'otherMode'>): TestClock | Refusal =>
  recordOf(call, (book) => book.testClocks, call.ids['id'] ?? '', missing)

export const testClockOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: PATH,
    answers: 'test_helpers.test_clock',
    isList: true,
    permissions: READ,
    parameters: cursorParameters,
    run: ({ book, parameters }) => pageOf(book.testClocks, {}, parameters, { noun: missing.noun, url: PATH }),
  }),
  operation({
    method: 'GET',
    path: `${PATH}/:id`,
    answers: 'test_helpers.test_clock',
    permissions: READ,
    parameters: {},
    run: clockOf,
  }),
  operation({
    method: 'POST',
    path: PATH,
    answers: 'test_helpers.test_clock',
    permissions: WRITE,
    parameters: { frozen_time: integer({ lowest: 1 }), name: text() },
    required: ['frozen_time'],
    notSimulated: ['customer'],
    run: ({ book, parameters: { frozen_time: time = 0, name } }) =>
      book.livemode
        ? refuse(400, { message: 'Test clocks can only be used in test mode.' })
        : makeTestClock(book, time, name ?? null),
  }),
  operation({
    method: 'POST',
    path: `${PATH}/:id/advance`,
    answers: 'test_helpers.test_clock',
    permissions: WRITE,
    parameters: { frozen_time: integer() },
    required: ['frozen_time'],
    run: (call) => {
      const clock = clockOf(call)
      if (isRefusal(clock)) return clock
      const { frozen_time: target = 0 } = call.parameters
      if (clock.status === 'advancing')
        return refuse(400, { message: 'Test clock advancement underway - cannot perform modifications.' })
      if (target <= clock.frozen_time)
        return refuse(400, {
          message: 'The target frozen time must be after the current frozen time.',
          param: 'frozen_time',
        })
      return advanceTestClock(call.book, clock, target)
    },
  }),
  operation({
    method: 'DELETE',
    path: `${PATH}/:id`,
    answers: 'test_helpers.test_clock',
    permissions: WRITE,
    parameters: {},
    run: (call) => {
      const clock = clockOf(call)
      if (isRefusal(clock)) return clock
      deleteTestClock(call.book, clock)
      return { id: clock.id, object: 'test_helpers.test_clock', deleted: true }
    },
  }),
]
