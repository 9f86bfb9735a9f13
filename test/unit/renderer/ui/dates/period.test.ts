// Stretches of time, the stretches before them, and how they stand in an address.
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { buckets } from '../../../../../src/contract/finance-lists.ts'
import {
  bucketsFor,
  formatPeriod,
  liesOver,
  parsePeriod,
  periodPresets,
  stretchBefore,
  stretchOf,
  type Period,
  type PeriodPreset,
} from '../../../../../src/renderer/ui/dates/period.ts'

const at = (year: number, month: number, day: number, hour = 0, minute = 0): number =>
  new Date(year, month - 1, day, hour, minute).getTime() / 1000
const now = new Date(2026, 10, 26, 9, 10)

describe('a period', () => {
  it('is whole days that end with today, or whole months', () => {
    expect(stretchOf('today', now)).toEqual({ from: at(2026, 11, 26), before: at(2026, 11, 27) })
    expect(stretchOf('7d', now)).toEqual({ from: at(2026, 11, 20), before: at(2026, 11, 27) })
    expect(stretchOf('12m', now)).toEqual({ from: at(2025, 12, 1), before: at(2026, 12, 1) })
    expect(stretchOf({ from: '2026-10-01', to: '2026-10-31' }, now)).toEqual({
      from: at(2026, 10, 1),
      before: at(2026, 11, 1),
    })
  })

  it('that is not over is compared with as much of the one before, and no more', () => {
    expect(stretchBefore('today', now, now)).toEqual({
      from: at(2026, 11, 25),
      before: at(2026, 11, 25, 9, 10),
      cut: true,
    })
    expect(stretchBefore('7d', now, now)).toMatchObject({
      from: at(2026, 11, 13),
      before: at(2026, 11, 19, 9, 10),
    })
    expect(stretchBefore('12m', now, now)).toMatchObject({
      from: at(2024, 12, 1),
      before: at(2025, 11, 26, 9, 10),
    })
  })

  it('that has just begun is compared with the beginning of the one before, never with all of it', () => {
    const midnight = new Date(2026, 10, 26)
    expect(stretchBefore('today', midnight, midnight)).toEqual({
      from: at(2026, 11, 25),
      before: at(2026, 11, 25, 0, 1),
      cut: true,
    })
  })

  it('that is over is compared with the whole one before, which ends where it begins', () => {
    expect(stretchBefore({ from: '2026-10-01', to: '2026-10-31' }, now, now)).toEqual({
      from: at(2026, 8, 31),
      before: at(2026, 10, 1),
      cut: false,
    })
  })

  it('is compared with whole days up to where it begins, also where the clocks skip midnight', () => {
    vi.stubEnv('TZ', 'Africa/Cairo')
    try {
      // 24 April 2026 begins at one o'clock.
      const skipped = at(2026, 4, 24)
      expect(new Date(skipped * 1000).getHours()).toBe(1)
      const later = new Date(2026, 10, 26)
      expect(stretchBefore({ from: '2026-04-23', to: '2026-04-23' }, later, later)).toEqual({
        from: at(2026, 4, 22),
        before: at(2026, 4, 23),
        cut: false,
      })
      expect(stretchBefore({ from: '2026-04-24', to: '2026-04-24' }, later, later)).toEqual({
        from: at(2026, 4, 23),
        before: skipped,
        cut: false,
      })
    } finally {
      vi.unstubAllEnvs()
    }
  })

  it('is never compared with itself: 29 February is no day of the year before', () => {
    const leapDay = new Date(2028, 1, 29, 12)
    const { from } = stretchOf('12m', leapDay)
    expect(stretchBefore('12m', leapDay, leapDay)).toEqual({ from: at(2026, 3, 1), before: from, cut: true })
  })

  it('lies over the one before where their parts are as long, and nowhere else', () => {
    const hours = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({
        from: from + index * 3600,
        before: from + (index + 1) * 3600,
      }))
    const starts = (...dates: number[]) => dates.map((from) => ({ from, before: from + 86_400 }))
    const midnight = at(2026, 11, 26)
    const yesterday = midnight - 86_400
    expect(liesOver('hour', 'today', hours(midnight, 24), hours(yesterday, 24))).toBe(true)
    // As far as it has come.
    expect(liesOver('hour', 'today', hours(midnight, 24), hours(yesterday, 9))).toBe(true)
    // The clocks were put back today; yesterday; and within a stretch that is as long.
    expect(liesOver('hour', 'today', hours(midnight, 25), hours(yesterday, 9))).toBe(false)
    expect(liesOver('hour', 'today', hours(midnight, 24), hours(yesterday - 3600, 25))).toBe(false)
    const moved = hours(yesterday, 24).map((each, index) =>
      index < 3 ? each : { ...each, from: each.from + 1800 },
    )
    expect(liesOver('hour', 'today', hours(midnight, 24), moved)).toBe(false)
    expect(liesOver('day', '30d', starts(midnight), starts(at(2026, 10, 27)))).toBe(true)
    expect(liesOver('day', '12m', starts(at(2026, 3, 1)), starts(at(2025, 3, 1)))).toBe(true)
    // 29 February.
    expect(liesOver('day', '12m', starts(at(2024, 3, 1)), starts(at(2023, 3, 2)))).toBe(false)
    expect(liesOver('month', '12m', starts(at(2026, 3, 1)), starts(at(2025, 3, 1)))).toBe(true)
    expect(liesOver('month', '90d', starts(at(2026, 3, 1)), starts(at(2026, 1, 1)))).toBe(false)
    expect(liesOver('week', '90d', starts(at(2026, 3, 1)), starts(at(2026, 1, 1)))).toBe(false)
  })

  it('comes back from the address as it was, and whatever is none becomes the usual one', () => {
    const day = fc.constantFrom('2026-01-31', '2026-02-01', '2026-11-26')
    const periods: fc.Arbitrary<Period> = fc.oneof(
      fc.constantFrom(...(Object.keys(periodPresets) as PeriodPreset[])),
      fc.tuple(day, day).map((days) => {
        const [from = '', to = ''] = days.toSorted()
        return { from, to }
      }),
    )
    fc.assert(
      fc.property(periods, (period) => {
        expect(parsePeriod(new URLSearchParams(formatPeriod(period, '30d')), '30d')).toEqual(period)
      }),
    )
    for (const search of ['', 'period=1y', 'from=2026-02-02', 'from=2026-02-02&to=2026-01-01', 'from=x&to=y'])
      expect(parsePeriod(new URLSearchParams(search), '30d')).toBe('30d')
  })

  it('is never divided into more stretches than are answered', () => {
    const seconds = { hour: 3600, day: 86_400, week: 7 * 86_400, month: 28 * 86_400 }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 21_000 }), (days) => {
        const fitting = bucketsFor({ from: 0, before: days * 86_400 })
        for (const bucket of fitting) {
          expect(buckets).toContain(bucket)
          expect((days * 86_400) / seconds[bucket]).toBeLessThan(790)
        }
      }),
    )
  })
})
