// Hours, days, weeks and months begin where the clock on the wall says, whatever it was set to: compared with that clock itself,
// second by second, and with known days.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  startOf,
  stretchAround,
  stretchBefore,
  stretchesBetween,
  stretchOfDay,
  type CalendarUnit,
  type Seconds,
} from '../../../src/domain/calendar.ts'

const at = (text: string): number => Date.parse(text) / 1000
/** After every stretch, Unix seconds. */
const over = Infinity
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
const told = ({ from, before }: Seconds): string => `${iso(from)} ${iso(before)}`

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Etc/GMT+12',
]
const units: readonly CalendarUnit[] = ['hour', 'day', 'week', 'month']

describe('a day', () => {
  test.each([
    [
      'of a zone without daylight saving',
      'Asia/Kathmandu',
      '2026-11-25',
      '2026-11-24T18:15:00Z 2026-11-25T18:15:00Z',
    ],
    ['of 23 hours', 'Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z 2026-03-29T22:00:00Z'],
    ['of 25 hours', 'Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z 2026-10-25T23:00:00Z'],
    [
      'of 25 hours that ends a week',
      'America/New_York',
      '2026-11-01',
      '2026-11-01T04:00:00Z 2026-11-02T05:00:00Z',
    ],
    [
      'of 23 and a half hours',
      'Australia/Lord_Howe',
      '2026-10-04',
      '2026-10-03T13:30:00Z 2026-10-04T13:00:00Z',
    ],
    [
      'of 24 and a half hours',
      'Australia/Lord_Howe',
      '2026-04-05',
      '2026-04-04T13:00:00Z 2026-04-05T13:30:00Z',
    ],
    ['that begins at one o’clock', 'Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z 2026-04-24T21:00:00Z'],
    [
      'whose midnight comes twice',
      'America/Havana',
      '2026-11-01',
      '2026-11-01T04:00:00Z 2026-11-02T05:00:00Z',
    ],
    [
      'before which an evening hour comes twice',
      'Africa/Cairo',
      '2026-10-30',
      '2026-10-29T22:00:00Z 2026-10-30T22:00:00Z',
    ],
    [
      'that there is every four years',
      'Europe/Berlin',
      '2028-02-29',
      '2028-02-28T23:00:00Z 2028-02-29T23:00:00Z',
    ],
  ])('%s is found by its name', (_, timeZone, written, expected) => {
    expect(told(stretchOfDay(written, timeZone)!)).toBe(expected)
  })

  test.each(['2027-02-29', '2026-04-31', '2026-13-01', '2026-00-10', 'today', '2026-1-1'])(
    'that there is not (%s) is none',
    (written) => {
      expect(stretchOfDay(written, 'Europe/Berlin')).toBeNull()
    },
  )

  test('that a country left out is none, and the day before it ends where the one after it begins', () => {
    expect(stretchOfDay('2011-12-30', 'Pacific/Apia')).toBeNull()
    expect(told(stretchOfDay('2011-12-29', 'Pacific/Apia')!)).toBe(
      '2011-12-29T10:00:00Z 2011-12-30T10:00:00Z',
    )
    expect(told(stretchOfDay('2011-12-31', 'Pacific/Apia')!)).toBe(
      '2011-12-30T10:00:00Z 2011-12-31T10:00:00Z',
    )
  })
})

test('where the clocks went back over midnight by a minute past it, the new day and its hour had begun for good', () => {
  const seconds = at('2010-11-07T02:31:00Z')
  expect(told(stretchOfDay('2010-11-07', 'America/St_Johns')!)).toBe(
    '2010-11-07T02:30:00Z 2010-11-08T03:30:00Z',
  )
  expect(iso(startOf('day', seconds, 'America/St_Johns'))).toBe('2010-11-07T02:30:00Z')
  expect(told(stretchAround('hour', seconds - 1, 'America/St_Johns'))).toBe(
    '2010-11-07T02:30:00Z 2010-11-07T02:31:00Z',
  )
  expect(told(stretchAround('hour', seconds, 'America/St_Johns'))).toBe(
    '2010-11-07T02:31:00Z 2010-11-07T03:30:00Z',
  )
})

describe('weeks and months', () => {
  test('of a week the first day is Monday', () => {
    expect(iso(startOf('week', at('2026-11-29T22:59:59Z'), 'Europe/Berlin'))).toBe('2026-11-22T23:00:00Z')
    expect(iso(startOf('week', at('2026-11-29T23:00:00Z'), 'Europe/Berlin'))).toBe('2026-11-29T23:00:00Z')
  })

  test.each([
    ['in which the clocks go forward', '2026-03-15T00:00:00Z', '2026-02-28T23:00:00Z 2026-03-31T22:00:00Z'],
    ['in which the clocks go back', '2026-10-31T22:59:59Z', '2026-09-30T22:00:00Z 2026-10-31T23:00:00Z'],
    ['of 29 days', '2028-02-10T00:00:00Z', '2028-01-31T23:00:00Z 2028-02-29T23:00:00Z'],
    ['of 28 days', '2027-02-28T12:00:00Z', '2027-01-31T23:00:00Z 2027-02-28T23:00:00Z'],
    ['that ends a year', '2026-12-31T22:59:59Z', '2026-11-30T23:00:00Z 2026-12-31T23:00:00Z'],
  ])('a month %s is whole', (_, moment, expected) => {
    expect(told(stretchAround('month', at(moment), 'Europe/Berlin'))).toBe(expected)
  })
})

describe('an hour', () => {
  test('begins at a quarter past by UTC where the clock says so', () => {
    expect(told(stretchAround('hour', at('2026-11-25T10:20:00Z'), 'Asia/Kathmandu'))).toBe(
      '2026-11-25T10:15:00Z 2026-11-25T11:15:00Z',
    )
  })

  test('that comes twice is two', () => {
    const night = { from: at('2026-10-24T22:00:00Z'), before: at('2026-10-25T23:00:00Z') }
    expect(stretchesBetween('hour', night, 'Europe/Berlin', 800)).toHaveLength(25)
  })

  test('is cut in two where the clocks are changed by half of one', () => {
    const back = { from: at('2026-04-04T14:00:00Z'), before: at('2026-04-04T16:30:00Z') }
    expect(stretchesBetween('hour', back, 'Australia/Lord_Howe', 800)!.map(told)).toEqual([
      '2026-04-04T14:00:00Z 2026-04-04T15:00:00Z',
      '2026-04-04T15:00:00Z 2026-04-04T15:30:00Z',
      '2026-04-04T15:30:00Z 2026-04-04T16:30:00Z',
    ])
    expect(told(stretchAround('hour', at('2026-10-03T15:40:00Z'), 'Australia/Lord_Howe'))).toBe(
      '2026-10-03T15:30:00Z 2026-10-03T16:00:00Z',
    )
  })
})

describe('the wall clock itself', () => {
  /** As a reader of the clock would name the hour, day, week or month; where a clock goes back over its name, the later one. */
  const moment = fc.integer({ min: at('2015-01-01T00:00:00Z'), max: at('2037-01-01T00:00:00Z') })
  const zone = fc.constantFrom(...zones)

  function shown(seconds: number, timeZone: string): { date: string; time: string; weekday: string } {
    const parts = Object.fromEntries(
      new Intl.DateTimeFormat('en-GB', {
        timeZone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
        weekday: 'long',
      })
        .formatToParts(seconds * 1000)
        .map(({ type, value }) => [type, value]),
    )
    return {
      date: `${parts['year']}-${parts['month']}-${parts['day']}`,
      time: `${parts['hour']}:${parts['minute']}:${parts['second']}`,
      weekday: parts['weekday']!,
    }
  }

  test('shows another day one second before a day begins, and its first second when it does', () => {
    fc.assert(
      fc.property(moment, zone, (seconds, timeZone) => {
        const { from, before } = stretchAround('day', seconds, timeZone)
        expect(from <= seconds && seconds < before).toBe(true)
        const date = shown(from, timeZone).date
        expect(shown(from - 1, timeZone).date < date).toBe(true)
        expect(shown(before, timeZone).date > date).toBe(true)
        // But for an evening that comes twice, it is that day all day.
        expect(shown(seconds, timeZone).date <= date).toBe(true)
        expect(shown(before - 1, timeZone).date).toBe(date)
      }),
      { numRuns: 600 },
    )
  })

  test('shows a Monday where a week begins, and the first of a month where a month does', () => {
    fc.assert(
      fc.property(moment, zone, (seconds, timeZone) => {
        const week = stretchAround('week', seconds, timeZone)
        const month = stretchAround('month', seconds, timeZone)
        expect(shown(week.from, timeZone).weekday).toBe('Monday')
        expect(shown(week.from - 1, timeZone).weekday).toBe('Sunday')
        expect(shown(week.before, timeZone).weekday).toBe('Monday')
        expect(Math.round((week.before - week.from) / 86_400)).toBe(7)
        expect(shown(month.from, timeZone).date.slice(8)).toBe('01')
        expect(shown(month.before, timeZone).date.slice(8)).toBe('01')
        expect(shown(month.before - 1, timeZone).date.slice(0, 7)).toBe(
          shown(month.from, timeZone).date.slice(0, 7),
        )
        for (const { from, before } of [week, month]) expect(from <= seconds && seconds < before).toBe(true)
      }),
      { numRuns: 600 },
    )
  })

  test('shows one and the same hour all through an hour', () => {
    fc.assert(
      fc.property(moment, zone, (seconds, timeZone) => {
        const { from, before } = stretchAround('hour', seconds, timeZone)
        expect(from <= seconds && seconds < before && before - from <= 3600).toBe(true)
        const name = (each: number): string => shown(each, timeZone).time.slice(0, 2)
        expect([name(from), name(before - 1)]).toEqual([name(seconds), name(seconds)])
        const begins = shown(from, timeZone).time.endsWith(':00:00')
        const wasSet = clock(from) - clock(from - 1) !== 1
        expect(begins || wasSet).toBe(true)
        function clock(each: number): number {
          const { date, time } = shown(each, timeZone)
          return Date.parse(`${date}T${time}Z`) / 1000
        }
      }),
      { numRuns: 600 },
    )
  })

  test('is changed on known days: around each of them every hour and day is looked at', () => {
    for (const [timeZone, change] of [
      ['Europe/Berlin', '2026-03-29T01:00:00Z'],
      ['Europe/Berlin', '2026-10-25T01:00:00Z'],
      ['America/New_York', '2026-03-08T07:00:00Z'],
      ['America/New_York', '2026-11-01T06:00:00Z'],
      ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
      ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
      ['America/Havana', '2026-11-01T05:00:00Z'],
      ['America/Santiago', '2026-09-06T04:00:00Z'],
      ['Africa/Cairo', '2026-10-29T21:00:00Z'],
    ] as const)
      for (const unit of ['hour', 'day'] as const) {
        const around = { from: at(change) - 2 * 86_400, before: at(change) + 2 * 86_400 }
        const all = stretchesBetween(unit, around, timeZone, 800)!
        for (let second = around.from; second < around.before; second += 900) {
          const own = all.filter(({ from, before }) => from <= second && second < before)
          expect(own).toHaveLength(1)
          const whole = stretchAround(unit, second, timeZone)
          expect(own[0]).toEqual({
            from: Math.max(whole.from, around.from),
            before: Math.min(whole.before, around.before),
          })
        }
      }
  })
})

describe('a list of stretches', () => {
  test('has no gap, no overlap, and nothing outside of what was asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2019-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
        fc.integer({ min: 1, max: 20 * 86_400 }),
        fc.constantFrom(...zones),
        fc.constantFrom(...units),
        (from, length, timeZone, unit) => {
          const asked = { from, before: from + length }
          const all = stretchesBetween(unit, asked, timeZone, 800)!
          expect(all[0]?.from).toBe(asked.from)
          expect(all.at(-1)?.before).toBe(asked.before)
          for (const each of all) expect(each.before).toBeGreaterThan(each.from)
          for (const [index, each] of all.slice(1).entries()) {
            expect(each.from).toBe(all[index]?.before)
            expect(startOf(unit, each.from, timeZone)).toBe(each.from)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  test('of a year has as many days as the year, and is null when that is too many', () => {
    const year = { from: at('2027-12-31T23:00:00Z'), before: at('2028-12-31T23:00:00Z') }
    expect(stretchesBetween('day', year, 'Europe/Berlin', 366)).toHaveLength(366)
    expect(stretchesBetween('day', year, 'Europe/Berlin', 365)).toBeNull()
    expect(stretchesBetween('month', year, 'Europe/Berlin', 12)).toHaveLength(12)
    expect(stretchesBetween('day', { from: 5, before: 5 }, 'Europe/Berlin', 1)).toEqual([])
  })

  test('leaves out the day that a country left out', () => {
    const asked = { from: at('2011-12-28T10:00:00Z'), before: at('2012-01-01T10:00:00Z') }
    expect(stretchesBetween('day', asked, 'Pacific/Apia', 800)!.map(told)).toEqual([
      '2011-12-28T10:00:00Z 2011-12-29T10:00:00Z',
      '2011-12-29T10:00:00Z 2011-12-30T10:00:00Z',
      '2011-12-30T10:00:00Z 2011-12-31T10:00:00Z',
      '2011-12-31T10:00:00Z 2012-01-01T10:00:00Z',
    ])
  })
})

describe('the stretch before', () => {
  test.each([
    ['a month', '2026-02-28T23:00:00Z 2026-03-31T22:00:00Z', '2026-01-31T23:00:00Z 2026-02-28T23:00:00Z'],
    ['two months', '2026-09-30T22:00:00Z 2026-11-30T23:00:00Z', '2026-07-31T22:00:00Z 2026-09-30T22:00:00Z'],
    ['a year', '2025-12-31T23:00:00Z 2026-12-31T23:00:00Z', '2024-12-31T23:00:00Z 2025-12-31T23:00:00Z'],
    ['a week', '2026-10-25T23:00:00Z 2026-11-01T23:00:00Z', '2026-10-18T22:00:00Z 2026-10-25T23:00:00Z'],
    ['a day', '2026-10-25T23:00:00Z 2026-10-26T23:00:00Z', '2026-10-24T22:00:00Z 2026-10-25T23:00:00Z'],
    [
      'a part of a day',
      '2026-10-25T23:00:00Z 2026-10-26T12:00:00Z',
      '2026-10-25T10:00:00Z 2026-10-25T23:00:00Z',
    ],
  ])('%s is as long by the calendar where it can be', (_, asked, expected) => {
    const [from = '', before = ''] = asked.split(' ')
    expect(told(stretchBefore({ from: at(from), before: at(before) }, 'Europe/Berlin', over))).toBe(expected)
  })

  test.each([
    // The clocks went back in the night from 24 to 25 October.
    ['a day', '2026-10-25T23:00:00Z 2026-10-26T23:00:00Z', '2026-10-26T08:30:00Z', '2026-10-25T08:30:00Z'],
    [
      'the day after the clocks went back',
      '2026-10-24T22:00:00Z 2026-10-25T23:00:00Z',
      '2026-10-25T08:30:00Z',
      '2026-10-24T07:30:00Z',
    ],
    ['a week', '2026-10-25T23:00:00Z 2026-11-01T23:00:00Z', '2026-10-27T11:00:00Z', '2026-10-20T10:00:00Z'],
    ['a month', '2026-10-31T23:00:00Z 2026-11-30T23:00:00Z', '2026-11-28T13:00:00Z', '2026-10-28T13:00:00Z'],
    [
      'a month longer than the one before',
      '2026-04-30T22:00:00Z 2026-05-31T22:00:00Z',
      '2026-05-31T10:00:00Z',
      '2026-04-30T22:00:00Z',
    ],
    ['hours', '2026-11-28T10:00:00Z 2026-11-28T14:00:00Z', '2026-11-28T11:00:00Z', '2026-11-28T07:00:00Z'],
    [
      'one that begins now',
      '2026-10-25T23:00:00Z 2026-10-26T23:00:00Z',
      '2026-10-25T23:00:00Z',
      '2026-10-24T22:01:00Z',
    ],
    [
      'one that is just over',
      '2026-10-25T23:00:00Z 2026-10-26T23:00:00Z',
      '2026-10-26T23:00:00Z',
      '2026-10-25T23:00:00Z',
    ],
    [
      'one to come',
      '2026-10-25T23:00:00Z 2026-10-26T23:00:00Z',
      '2026-10-25T22:59:59Z',
      '2026-10-25T23:00:00Z',
    ],
  ])('of %s ends as far in as that has come', (_, asked, now, end) => {
    const [from = '', before = ''] = asked.split(' ')
    const stretch = { from: at(from), before: at(before) }
    expect(stretchBefore(stretch, 'Europe/Berlin', at(now))).toEqual({
      from: stretchBefore(stretch, 'Europe/Berlin', over).from,
      before: at(end),
    })
  })

  test('ends where this one begins, always', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2019-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
        fc.integer({ min: 1, max: 400 * 86_400 }),
        fc.constantFrom(...zones),
        (from, length, timeZone) => {
          const before = stretchBefore({ from, before: from + length }, timeZone, over)
          expect(before.before).toBe(from)
          expect(before.from).toBeLessThan(from)
          const cut = stretchBefore({ from, before: from + length }, timeZone, from + Math.floor(length / 2))
          expect(cut.from).toBe(before.from)
          expect(cut.before).toBeGreaterThan(cut.from)
          expect(cut.before).toBeLessThanOrEqual(from)
        },
      ),
    )
  })
})

test('a time zone that there is not is an error, not a guess', () => {
  expect(() => startOf('day', 0, 'Europe/Atlantis')).toThrow(RangeError)
})
