// Requests start evenly, and never more of them than the budget has, whatever the machine does meanwhile.
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { mostInOneSecond } from '../../../../electron/engine/gateway/budget.ts'
import { openPace } from '../../../../electron/engine/sync/pace.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new AbortController().signal
const paceOf = (perSecond: number, perEndpoint = perSecond) => openPace({ perSecond, perEndpoint }, Date.now)

/** The most starts in any stretch so long, in milliseconds. */
function most(starts: readonly number[], stretchMs: number): number {
  return Math.max(
    0,
    ...starts.map((from) => starts.filter((at) => at >= from && at < from + stretchMs).length),
  )
}

test('never do more start in any second than a quarter above the budget, after stalls of the thread either, nor more than the budget in the long run', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 20, max: 100 }),
      fc.array(fc.integer({ min: 0, max: 1500 }), { maxLength: 10 }),
      async (perSecond, stalls) => {
        const pace = paceOf(perSecond)
        const starts: number[] = []
        const turns = Array.from({ length: perSecond * 4 }, () =>
          pace.turn(never).then(() => starts.push(Date.now())),
        )
        for (const stall of stalls) {
          await Promise.resolve()
          // The clock goes on, and no timer fires until the thread is free again.
          vi.setSystemTime(Date.now() + stall)
          await vi.advanceTimersByTimeAsync(137)
        }
        await vi.runAllTimersAsync()
        await Promise.all(turns)
        expect(starts).toHaveLength(perSecond * 4)
        expect(most(starts, 1000)).toBeLessThanOrEqual(mostInOneSecond(perSecond))
        expect(most(starts, 3000)).toBeLessThanOrEqual(perSecond * 3 + perSecond / 4)
      },
    ),
    { seed: 7, numRuns: 60 },
  )
})

test('all of the budget is used, evenly', async () => {
  const pace = paceOf(80)
  const starts: number[] = []
  const begun = Date.now()
  for (let n = 0; n < 800; n += 1) void pace.turn(never).then(() => starts.push(Date.now()))
  await vi.advanceTimersByTimeAsync(9950)
  expect(starts.length).toBeGreaterThan(800 * 0.99)
  const inTenths = Array.from(
    { length: 90 },
    (_, tenth) => starts.filter((at) => Math.floor((at - begun) / 100) === tenth + 3).length,
  )
  expect(Math.max(...inTenths)).toBeLessThanOrEqual(9)
  expect(Math.min(...inTenths)).toBeGreaterThanOrEqual(7)
})

test('what a busy thread missed is made up for, as far as a moment goes', async () => {
  const pace = paceOf(20)
  const starts: number[] = []
  for (let n = 0; n < 100; n += 1) void pace.turn(never).then(() => starts.push(Date.now()))
  await vi.advanceTimersByTimeAsync(1000)
  const before = starts.length
  vi.setSystemTime(Date.now() + 200)
  await vi.advanceTimersByTimeAsync(50)
  expect(starts.length - before).toBe(5)
  vi.setSystemTime(Date.now() + 10_000)
  await vi.advanceTimersByTimeAsync(50)
  expect(starts.length - before).toBe(10)
})

test('an endpoint has a budget of its own, within that of all', async () => {
  const pace = paceOf(50, 20)
  const asked: (string | undefined)[] = []
  const ask = async (): Promise<void> => {
    await pace.turn(never)
    asked.push(['charges', 'refunds'].find((each) => pace.mayAsk(each)))
  }
  for (let n = 0; n < 500; n += 1) void ask()
  await vi.advanceTimersByTimeAsync(5000)
  for (const each of ['charges', 'refunds']) {
    const times = asked.filter((endpoint) => endpoint === each).length
    expect(times).toBeGreaterThanOrEqual(95)
    expect(times).toBeLessThanOrEqual(105)
  }
})

test('after a refusal nothing starts for half a second, then fewer do, and in time as many as before', async () => {
  const pace = paceOf(100)
  const starts: number[] = []
  for (let n = 0; n < 10_000; n += 1) void pace.turn(never).then(() => starts.push(Date.now()))
  await vi.advanceTimersByTimeAsync(2000)
  const refused = Date.now()
  // Those that were under way together are refused together.
  for (let n = 0; n < 5; n += 1) pace.slowDown()
  expect(pace.perSecond()).toBe(80)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(starts.filter((at) => at > refused && at < refused + 500)).toEqual([])
  expect(starts.filter((at) => at >= refused + 500 && at < refused + 1500).length).toBeLessThanOrEqual(81)
  expect(pace.perSecond()).toBe(100)
})

test('what is given up while it waits lets the next go on', async () => {
  const pace = paceOf(1)
  await pace.turn(never)
  const given = new AbortController()
  const first = pace.turn(given.signal)
  const second = vi.fn<() => void>()
  void pace.turn(never).then(second)
  given.abort(new Error('given up'))
  expect(await first).toBe(false)
  await vi.advanceTimersByTimeAsync(1100)
  expect(second).toHaveBeenCalledOnce()
})

test('what is urgent starts before what waits', async () => {
  const pace = paceOf(2)
  const started: string[] = []
  await pace.turn(never)
  for (const name of ['a', 'b']) void pace.turn(never).then(() => started.push(name))
  void pace.turn(never, true).then(() => started.push('urgent'))
  await vi.advanceTimersByTimeAsync(3000)
  expect(started).toEqual(['urgent', 'a', 'b'])
})
