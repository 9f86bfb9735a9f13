// What nobody waits for is done when nothing else is to be done, and is done in the end.
import { expect, test } from 'vitest'
import { spareTimeOf } from '../../../../electron/engine/projector/spare-time.ts'

const second = 1000

function aSpareTime() {
  const clock = { now: 1_800_000_000_000 }
  const left = { steps: 0, forgotten: 0 }
  const time = spareTimeOf({
    now: () => clock.now,
    work: {
      step() {
        if (left.steps === 0) return false
        left.steps -= 1
        return true
      },
      forget: () => void (left.forgotten += 1),
    },
  })
  return { clock, left, time }
}

test('it is looked for work once nothing was stored for five seconds, and not again before something is', () => {
  const { clock, left, time } = aSpareTime()
  left.steps = 1
  expect(time.step()).toBe(false)
  clock.now += 4 * second
  time.committed()
  clock.now += 4 * second
  expect(time.step()).toBe(false)
  clock.now += second
  expect(time.step()).toBe(true)
  expect(time.step()).toBe(false)
  time.committed()
  expect(time.nextAt()).toBeNull()
  left.steps = 1
  clock.now += 60 * second
  expect(time.step()).toBe(false)
  time.committed()
  expect(time.nextAt()).toBe(clock.now + 5 * second)
})

test('its own commits do not put it off', () => {
  const { clock, left, time } = aSpareTime()
  left.steps = 2
  clock.now += 5 * second
  expect(time.step()).toBe(true)
  time.committed()
  expect(time.step()).toBe(true)
  time.committed()
  expect(time.step()).toBe(false)
  expect(time.nextAt()).toBeNull()
})

test('where something is stored all the time it begins after ten minutes', () => {
  const { clock, left, time } = aSpareTime()
  left.steps = 5
  for (let seconds = 0; seconds < 600; seconds += 1) {
    expect(time.step()).toBe(false)
    time.committed()
    clock.now += second
  }
  expect(time.step()).toBe(true)
})

test('where it failed it waits until something was stored', () => {
  const { clock, left, time } = aSpareTime()
  left.steps = 5
  clock.now += 5 * second
  expect(time.step()).toBe(true)
  time.rolledBack()
  expect(left.forgotten).toBe(1)
  expect(time.nextAt()).toBeNull()
  time.committed()
  clock.now += 5 * second
  expect(time.step()).toBe(true)
})

test('the failure of something else does not put it off for good', () => {
  const { clock, left, time } = aSpareTime()
  left.steps = 5
  time.rolledBack()
  clock.now += 5 * second
  expect(time.step()).toBe(true)
})
