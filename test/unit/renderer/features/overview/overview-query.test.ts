// What Overview is asked for, as the address says it, and how figures compare in words.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buckets, figures, type Figure } from '../../../../../src/contract/finance-lists.ts'
import { overviewRequestSchema } from '../../../../../src/contract/finance.ts'
import {
  compare,
  countedWord,
  figureWords,
} from '../../../../../src/renderer/features/overview/figure-words.ts'
import {
  bucketOf,
  formatOverviewQuery,
  parseOverviewQuery,
  toOverviewRequest,
  type OverviewQuery,
} from '../../../../../src/renderer/features/overview/overview-query.ts'

const queries: fc.Arbitrary<OverviewQuery> = fc.record({
  currency: fc.constantFrom('', 'eur', 'kwd'),
  period: fc.oneof(
    fc.constantFrom('today' as const, '7d' as const, '30d' as const, '90d' as const, '12m' as const),
    fc.constant({ from: '2026-01-31', to: '2026-02-01' }),
  ),
  by: fc.constantFrom(null, ...buckets),
  figure: fc.constantFrom(...figures),
  rows: fc.oneof(fc.constantFrom(null, 'all' as const), fc.integer({ min: 0, max: 4_000_000_000 })),
})
const today = new Date(2026, 10, 26, 12)

describe('what Overview shows', () => {
  it('comes back from its address exactly, and is a question that is answered', () => {
    fc.assert(
      fc.property(queries, (query) => {
        expect(parseOverviewQuery(formatOverviewQuery(query))).toEqual(query)
        const request = { deskId: 'demo', ...toOverviewRequest(query, today) }
        expect(overviewRequestSchema.safeParse(request).success).toBe(true)
      }),
    )
  })

  it('takes whatever else an address holds for nothing', () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), (search) => {
        expect(() => toOverviewRequest(parseOverviewQuery(search), today)).not.toThrow()
      }),
      { numRuns: 30 },
    )
    const usual = parseOverviewQuery('')
    expect(parseOverviewQuery('currency=EURO&period=9d&by=minute&figure=profit&rows=-1')).toEqual(usual)
  })

  it('divides a period by what fits it, whatever was asked for another', () => {
    const query = parseOverviewQuery('period=12m&by=hour')
    expect(bucketOf(query, today)).toBe('month')
    expect(bucketOf({ ...query, period: '7d' }, today)).toBe('hour')
  })
})

describe('a figure and the one before', () => {
  const sum = (amount: number) => ({ amount, count: 1 })
  const said = (now: number, before: number, figure: Figure = 'refunds') => {
    const { difference, percent } = compare(figure, sum(now), sum(before), 'eur')
    return [difference, percent]
  }

  it('differ by more or less, and by a percent', () => {
    expect(said(15_000, 10_000)).toEqual(['50.00 more', '+50.0 %'])
    expect(said(9000, 10_000)).toEqual(['10.00 less', '−10.0 %'])
    expect(said(10_000, 10_000)).toEqual(['as before', null])
    expect(said(1_250_000, 10_000)).toEqual(['12,400.00 more', '+12,400 %'])
  })

  it('are not said to be the same by a percent that rounds to nothing', () => {
    expect(said(10_000_001, 10_000_000)).toEqual(['0.01 more', '+<0.1 %'])
    expect(said(9_999_999, 10_000_000)).toEqual(['0.01 less', '−<0.1 %'])
  })

  it('have no percent of nothing, nor where the sign turned', () => {
    expect(said(5000, 0)).toEqual(['50.00 more', null])
    expect(said(0, 0)).toEqual(['as before', null])
    expect(said(5000, -2000)).toEqual(['+70.00', null])
    expect(said(-2000, 5000)).toEqual(['−70.00', null])
    expect(said(0, 5000)).toEqual(['50.00 less', '−100.0 %'])
  })

  it('are more where more was refunded, though the amount is less', () => {
    expect(said(-15_000, -10_000)).toEqual(['50.00 more', '+50.0 %'])
    expect(said(-5000, -10_000)).toEqual(['50.00 less', '−50.0 %'])
  })

  it('are compared by value where they may be above and below nothing, without a percent of less than nothing', () => {
    for (const figure of ['net', 'other'] as const) {
      expect(said(-50_000, -30_000, figure)).toEqual(['200.00 less', null])
      expect(said(-30_000, -50_000, figure)).toEqual(['200.00 more', null])
      expect(said(15_000, 10_000, figure)).toEqual(['50.00 more', '+50.0 %'])
      expect(said(5000, -2000, figure)).toEqual(['+70.00', null])
      expect(said(-2000, 0, figure)).toEqual(['20.00 less', null])
    }
    expect(compare('net', sum(-50_000), sum(-30_000), 'eur').direction).toBe('down')
  })
})

it('every figure has a word, a meaning and what it counts', () => {
  for (const figure of figures) expect(figureWords[figure].means.length).toBeGreaterThan(20)
  expect(countedWord('gross', 1)).toBe('1 payment')
  expect(countedWord('refunds', 1204)).toBe('1,204 refunds')
})
