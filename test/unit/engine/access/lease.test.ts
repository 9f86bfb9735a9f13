// The lease can't be stretched: not by a clock that is moved, not by sleep, not by asking again.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { driftMs, openLease, unwatchedMs } from '../../../../electron/engine/access/lease.ts'

const minute = 60_000

function begun(minutes = 5) {
  const clock = { wall: 1_795_000_000_000, monotonic: 5000 }
  const lease = openLease({ wall: () => clock.wall, monotonic: () => clock.monotonic })
  lease.begin(minutes)
  /** Both clocks go on, and somebody looks every second. */
  function pass(ms: number): ReturnType<typeof lease.check> {
    for (let left = ms; left > 0; left -= 1000) {
      clock.wall += Math.min(left, 1000)
      clock.monotonic += Math.min(left, 1000)
      const ended = lease.check()
      if (ended !== null) return ended
    }
    return null
  }
  return { clock, lease, pass }
}

test('it runs to the millisecond it was begun for, and says when that is', () => {
  const { lease, pass, clock } = begun()
  expect(lease.until()).toBe(clock.wall + 5 * minute)
  expect(pass(5 * minute - 1)).toBeNull()
  expect(pass(1)).toBe('expired')
  expect(lease.until()).toBeNull()
  expect(lease.check()).toBeNull()
})

test('beginning it again while it runs changes nothing', () => {
  const { lease, pass } = begun()
  const until = lease.until()
  pass(4 * minute)
  lease.begin(15)
  expect(lease.until()).toBe(until)
  expect(pass(minute)).toBe('expired')
})

test('after it ended it can be begun anew', () => {
  const { lease, pass } = begun(1)
  pass(minute)
  lease.begin(1)
  expect(pass(minute - 1)).toBeNull()
  expect(lease.end()).toBe(true)
  expect(lease.end()).toBe(false)
})

describe('the clock', () => {
  test.each([
    ['moved back', -3 * minute],
    ['moved back by a little more than a clock drifts', -driftMs - 1],
    ['moved forward', 3 * minute],
    ['moved forward by a day', 24 * 60 * minute],
  ])('%s ends it', (_, by) => {
    const { clock, lease, pass } = begun()
    pass(minute)
    clock.wall += by
    expect(lease.check()).toBe('clock_moved')
    expect(lease.until()).toBeNull()
  })

  test('moved back bit by bit can not stretch it either', () => {
    const { clock, pass } = begun()
    let passed = 0
    for (;;) {
      const ended = pass(1000)
      passed += 1000
      if (ended !== null) break
      clock.wall -= 100
    }
    expect(passed).toBeLessThanOrEqual(5 * minute)
  })

  test('that is set right by less than it drifts leaves it', () => {
    const { clock, lease, pass } = begun()
    pass(minute)
    clock.wall += driftMs
    expect(lease.check()).toBeNull()
  })

  test('that is behind at the end of the lease does not stretch it', () => {
    const { clock, lease, pass } = begun()
    clock.wall -= 1500
    expect(pass(5 * minute - 1)).toBeNull()
    clock.monotonic += 1
    expect(lease.check()).toBe('expired')
  })

  test('that is ahead at the end of the lease ends it by the wall', () => {
    const { clock, lease, pass } = begun()
    clock.wall += 1000
    expect(pass(5 * minute - 1500)).toBeNull()
    clock.wall += 500
    clock.monotonic += 500
    expect(lease.check()).toBe('expired')
  })
})

describe('sleep', () => {
  test('where the monotonic clock stands still is a clock that was moved', () => {
    const { clock, lease } = begun()
    clock.wall += 2 * minute
    expect(lease.check()).toBe('clock_moved')
  })

  test('where both clocks go on is a time in which nobody looked', () => {
    const { clock, lease } = begun()
    clock.wall += unwatchedMs + 1
    clock.monotonic += unwatchedMs + 1
    expect(lease.check()).toBe('sleep')
  })

  test('a busy moment is no sleep', () => {
    const { clock, lease } = begun()
    clock.wall += unwatchedMs
    clock.monotonic += unwatchedMs
    expect(lease.check()).toBeNull()
  })
})

test('whatever is done with the clocks, it is never open for longer than it was begun for', () => {
  const step = fc.record({
    wall: fc.integer({ min: -10 * minute, max: 10 * minute }),
    monotonic: fc.integer({ min: 0, max: 2 * minute }),
    again: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 15 }), fc.array(step, { maxLength: 40 }), (minutes, steps) => {
      const { clock, lease } = begun(minutes)
      const begunAt = { ...clock }
      for (const { wall, monotonic, again } of steps) {
        clock.wall += wall
        clock.monotonic += monotonic
        if (again && lease.until() !== null) lease.begin(15)
        lease.check()
        if (lease.until() === null) return
        expect(clock.monotonic - begunAt.monotonic).toBeLessThan(minutes * minute)
        expect(clock.wall - begunAt.wall).toBeLessThan(minutes * minute)
      }
    }),
  )
})
