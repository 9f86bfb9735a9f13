// Requests start evenly, and never more of them in any second than the limit, whatever the machine does meanwhile.
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openPace } from '../../../../electron/engine/sync/pace.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new AbortController().signal

/** The most starts in any second. */
function most(starts: readonly number[]): number {
  return Math.max(0, ...starts.map((from) => starts.filter((at) => at >= from && at < from + 1000).length))
}

test('never do more start in any second than the limit, after stalls of the thread either', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 100 }),
      fc.array(fc.integer({ min: 0, max: 1500 }), { maxLength: 10 }),
      async (limit, stalls) => {
        const pace = openPace(limit, Date.now)
        const starts: number[] = []
        const turns = Array.from({ length: limit * 4 }, () =>
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
        expect(starts).toHaveLength(limit * 4)
        expect(most(starts)).toBeLessThanOrEqual(limit)
      },
    ),
    { seed: 7, numRuns: 60 },
  )
})

test('nearly all of the limit is used, evenly', async () => {
  const pace = openPace(80, Date.now)
  const starts: number[] = []
  const begun = Date.now()
  for (let n = 0; n < 800; n += 1) void pace.turn(never).then(() => starts.push(Date.now()))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(starts.length).toBeGreaterThan(800 * 0.96)
  const inTenths = Array.from(
    { length: 90 },
    (_, tenth) => starts.filter((at) => Math.floor((at - begun) / 100) === tenth).length,
  )
  expect(Math.max(...inTenths)).toBeLessThanOrEqual(9)
  expect(Math.min(...inTenths)).toBeGreaterThanOrEqual(6)
})

test('after a refusal nothing starts for half a second, then fewer do, and in time as many as before', async () => {
  const pace = openPace(100, Date.now)
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
  const pace = openPace(1, Date.now)
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
  const pace = openPace(2, Date.now)
  const started: string[] = []
  await pace.turn(never)
  for (const name of ['a', 'b']) void pace.turn(never).then(() => started.push(name))
  void pace.turn(never, true).then(() => started.push('urgent'))
  await vi.advanceTimersByTimeAsync(3000)
  expect(started).toEqual(['urgent', 'a', 'b'])
})
