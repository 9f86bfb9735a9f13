// What is said of completeness follows from the windows covered, and a gap is never rounded away.
import { describe, expect, test } from 'vitest'
import {
  completeTo,
  horizonAt,
  horizonSeconds,
  missing,
  type Known,
  type ListKnown,
} from '../../../../electron/engine/sync/completeness.ts'
import { estimateWhole, speedometer } from '../../../../electron/engine/sync/progress.ts'

const payments: ListKnown = {
  noun: 'payments',
  news: 'events',
  wholeAt: 1000,
  begunAt: null,
  due: [],
  unreadable: null,
}
const earlier: ListKnown = { ...payments, noun: 'earlier events', news: 'none', wholeAt: null }
const sessions: ListKnown = { ...payments, noun: 'checkout sessions', news: 'lists' }
const known = (more: Partial<Known>): Known => ({ lists: [payments], events: [], now: 1000, ...more })

describe('complete is', () => {
  test.each<[string, Partial<Known>, number | null]>([
    ['nothing before a list was read whole', { lists: [{ ...payments, wholeAt: null }] }, null],
    ['nothing while one of two lists was not', { lists: [payments, { ...sessions, wholeAt: null }] }, null],
    ['nothing where no list can be read', { lists: [{ ...payments, unreadable: 'no' }] }, null],
    ['not held up by a history that is not read', { lists: [payments, earlier] }, 1000],
    ['the moment the lists were read, without events', {}, 1000],
    ['the end of the events that follow on it', { events: [{ from: 940, to: 1500 }] }, 1500],
    [
      'the moment the lists were read, where events begin later',
      { events: [{ from: 1001, to: 1500 }] },
      1000,
    ],
    [
      'the end of the first stretch of events, not of the one after a gap',
      {
        events: [
          { from: 900, to: 1200 },
          { from: 1300, to: 1500 },
        ],
      },
      1200,
    ],
    [
      'the earliest end of all lists',
      { lists: [payments, { ...payments, wholeAt: 1300 }], events: [{ from: 1250, to: 1500 }] },
      1000,
    ],
    [
      'up to where a list without events was listed',
      { lists: [payments, { ...sessions, wholeAt: 1400 }], events: [{ from: 900, to: 1500 }] },
      1400,
    ],
    [
      'said without the lists that can not be read',
      {
        lists: [payments, { ...sessions, wholeAt: null, unreadable: 'no' }],
        events: [{ from: 900, to: 1500 }],
      },
      1500,
    ],
  ])('%s', (_, facts, expected) => {
    expect(completeTo(known(facts))).toBe(expected)
  })
})

describe('missing are', () => {
  test('the windows of a list that were not read, newest first', () => {
    const due = [
      { from: 0, to: 100 },
      { from: 400, to: 500 },
    ]
    expect(missing(known({ lists: [{ ...payments, wholeAt: null, due }] }))).toEqual([
      { from: 400, to: 500, what: 'payments' },
      { from: 0, to: 100, what: 'payments' },
    ])
  })

  test('every gap between stretches of events, and the time since the last', () => {
    const events = [
      { from: 900, to: 1200 },
      { from: 1300, to: 1500 },
    ]
    expect(missing(known({ events, now: 1600 }))).toEqual([
      { from: 1500, to: 1600, what: 'changes' },
      { from: 1200, to: 1300, what: 'changes' },
    ])
  })

  test('not the seconds until the next look', () => {
    expect(missing(known({ events: [{ from: 900, to: 1200 }], now: 1259 }))).toEqual([])
  })

  test('lists that this key may not read, last and with the reason', () => {
    const lists = [{ ...payments, unreadable: 'the key lacks rak_payment_intent_read' }, sessions]
    expect(missing(known({ lists, now: 1000 }))).toEqual([
      { from: 0, to: 1000, what: 'payments: the key lacks rak_payment_intent_read' },
    ])
  })

  test('the history of before, although completeness does not depend on it', () => {
    const due = [{ from: 100, to: 900 }]
    expect(missing(known({ lists: [payments, { ...earlier, due }] }))).toEqual([
      { from: 100, to: 900, what: 'earlier events', isHistory: true },
    ])
  })

  test('of a list that is read for the first time, not the news of the last seconds either', () => {
    const due = [
      { from: 940, to: 1015 },
      { from: 0, to: 300 },
    ]
    const list = { ...sessions, wholeAt: null, begunAt: 940 }
    const gap = { from: 0, to: 300, what: 'checkout sessions' }
    expect(missing(known({ lists: [{ ...list, due }] }))).toEqual([gap])
    const old = { from: 940, to: 1200 }
    expect(missing(known({ lists: [{ ...list, due: [old, due[1]!] }] }))).toEqual([
      { ...old, what: 'checkout sessions' },
      gap,
    ])
  })

  test('windows that are read again, said as such', () => {
    const again = { ...payments, due: [{ from: 0, to: 9000 }] }
    expect(missing(known({ lists: [again] })).map(({ what }) => what)).toEqual(['payments, to be read again'])
  })
})

describe('the horizon', () => {
  test('is 30 days after the oldest missing change', () => {
    const events = [
      { from: 900, to: 1200 },
      { from: 1300, to: 1500 },
    ]
    expect(horizonAt(known({ events, now: 2000 }))).toBe((1200 + horizonSeconds) * 1000)
  })

  test('is nowhere when nothing is missing', () => {
    expect(horizonAt(known({ events: [{ from: 900, to: 1500 }], now: 1510 }))).toBeNull()
  })
})

describe('progress', () => {
  const list = { wholeAt: null, begunAt: 1000, reached: 1000, unreadable: null }
  const window = { number: 1, kind: 'refunds', cursor: null }

  test('is not estimated before it is known how far back the account goes', () => {
    expect(
      estimateWhole(
        [{ ...list, kind: 'refunds', objects: 100, oldest: 900 }],
        [{ ...window, from: 0, to: 900 }],
      ),
    ).toBeNull()
  })

  test('takes what is due to be as dense as what was read', () => {
    const lists = [
      { ...list, kind: 'refunds', objects: 100, oldest: 900 },
      { ...list, kind: 'customers', objects: 50, oldest: 500 },
    ]
    expect(estimateWhole(lists, [{ ...window, from: 0, to: 900 }])).toBe(150 + 400)
  })

  test('is not held up by news of a list that was read whole', () => {
    const lists = [
      { ...list, kind: 'refunds', objects: 100, oldest: 900 },
      { ...list, kind: 'customers', objects: 50, oldest: 500 },
      { ...list, kind: 'checkout_sessions', objects: 0, oldest: null, begunAt: null, wholeAt: 1000 },
    ]
    const due = [
      { ...window, from: 0, to: 900 },
      { ...window, kind: 'checkout_sessions', from: 940, to: 1015 },
    ]
    expect(estimateWhole(lists, due)).toBe(150 + 400)
  })

  test('is the number of objects when nothing is due', () => {
    expect(estimateWhole([{ ...list, kind: 'refunds', objects: 100, oldest: 900 }], [])).toBe(100)
  })

  test('goes by the speed of the last ten seconds', () => {
    let now = 0
    const speed = speedometer(() => now)
    for (; now < 20_000; now += 100) speed.add(now < 10_000 ? 100 : 10)
    expect(speed.perSecond()).toBeCloseTo(100, -1)
    now += 10_000
    expect(speed.perSecond()).toBe(0)
  })
})
