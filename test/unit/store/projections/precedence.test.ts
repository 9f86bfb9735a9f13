// Which of two statements counts, and when Stripe must be asked: a table of cases, and laws that hold for all of them.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  judge,
  readTakesMs,
  said,
  settles,
  type Statement,
} from '../../../../electron/store/projections/precedence.ts'

const at = (asOf: number, how: keyof typeof said, whole = true): Statement => ({
  asOf,
  said: said[how],
  whole,
})

describe('what is said next', () => {
  test.each([
    ['an event of a later second counts', at(10_000, 'event'), at(11_000, 'event'), true, false],
    ['an event of an earlier second does not', at(11_000, 'event'), at(10_000, 'event'), false, false],
    ['two events of one second are unsure', at(10_000, 'event'), at(10_000, 'event'), true, true],
    [
      'creation comes before any event of its second',
      at(10_000, 'created'),
      at(10_000, 'event'),
      true,
      false,
    ],
    ['a late creation never counts', at(10_000, 'event'), at(10_000, 'created'), false, false],
    ['deletion comes after any event of its second', at(10_000, 'event'), at(10_000, 'deleted'), true, false],
    ['nothing counts after a deletion', at(10_000, 'deleted'), at(20_000, 'event'), false, false],
    ['a read wins over an event of its second, unsure', at(10_000, 'event'), at(10_000, 'read'), true, true],
    ['an event loses to a read of its second, unsure', at(10_000, 'read'), at(10_000, 'event'), false, true],
    ['a read may be older than its date', at(10_000, 'read'), at(10_000 - readTakesMs, 'event'), false, true],
    [
      'but not by more than a request takes',
      at(10_000, 'read'),
      at(9000 - readTakesMs, 'event'),
      false,
      false,
    ],
    [
      'an event of a second after a read is surely later',
      at(10_000, 'read'),
      at(11_000, 'event'),
      true,
      false,
    ],
    ['two reads that overlap are unsure', at(10_000, 'read'), at(12_000, 'read'), true, true],
    ['a read long after is sure', at(10_000, 'read'), at(30_000, 'read'), true, false],
    ['a part never replaces the whole', at(10_000, 'event'), at(99_000, 'event', false), false, false],
    ['the whole replaces a part, however old', at(99_000, 'event', false), at(10_000, 'event'), true, false],
  ])('%s', (_, known, next, later, unsure) => {
    expect(judge(known, next)).toEqual({ later, unsure })
  })

  const statements = fc.record({
    asOf: fc.integer({ min: 0, max: 12 }).map((second) => second * 1000),
    said: fc.constantFrom(...Object.values(said)),
    whole: fc.boolean(),
  })

  test('is unsure whichever of the two came first', () => {
    fc.assert(
      fc.property(statements, statements, (one, other) => {
        expect(judge(one, other).unsure).toBe(judge(other, one).unsure)
      }),
    )
  })

  test('counts or does not count whichever came first, except where both are as good', () => {
    fc.assert(
      fc.property(statements, statements, (one, other) => {
        fc.pre(one.asOf !== other.asOf || one.said !== other.said || one.whole !== other.whole)
        expect(judge(one, other).later).toBe(!judge(other, one).later)
      }),
    )
  })

  test('counts in a chain as it does directly', () => {
    fc.assert(
      fc.property(statements, statements, statements, (a, b, c) => {
        fc.pre(judge(a, b).later && judge(b, c).later)
        expect(judge(a, c).later).toBe(true)
      }),
    )
  })
})

test('what was unsure is settled by what is surely later than all of it', () => {
  expect(settles(10_000, at(11_000, 'event'))).toBe(true)
  expect(settles(10_000, at(10_000, 'event'))).toBe(false)
  expect(settles(10_000, at(11_000 + readTakesMs, 'read'))).toBe(true)
  expect(settles(10_000, at(10_999 + readTakesMs, 'read'))).toBe(false)
  expect(settles(10_000, at(10_000, 'deleted'))).toBe(true)
  expect(settles(10_000, at(99_000, 'event', false))).toBe(false)
})
