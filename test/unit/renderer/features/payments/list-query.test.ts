import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import { paymentFilterSchema, paymentStatuses } from '../../../../../src/contract/payments.ts'
import {
  emptyQuery,
  filterWords,
  formatListQuery,
  isNarrowed,
  parseListQuery,
  toFilter,
  type ListQuery,
} from '../../../../../src/renderer/features/payments/list-query.ts'

const day = fc
  .date({ min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const bound = fc.constantFrom('', '0', '49.90', '1200', '0.125')
const queries: fc.Arbitrary<ListQuery> = fc.record({
  status: fc.uniqueArray(fc.constantFrom(...paymentStatuses)),
  when: fc.oneof(
    fc.constant(null),
    fc.constantFrom('today' as const, '7d' as const, '30d' as const, 'month' as const),
    fc.record({ from: day, to: day }),
    fc.record({ from: day, to: fc.constant('') }),
  ),
  amountFrom: bound,
  amountTo: bound,
  currency: fc.constantFrom('', 'eur', 'kwd'),
  text: fc.string({ maxLength: 60, unit: 'grapheme' }),
  sort: fc.constantFrom('created_desc', 'created_asc', 'amount_desc', 'amount_asc'),
})

describe('the filters in the address', () => {
  it('come back exactly as they were written', () => {
    fc.assert(
      fc.property(queries, (query) => {
        expect(parseListQuery(formatListQuery(query))).toEqual(query)
      }),
    )
  })

  it('make a filter that the contract accepts, whatever the address says', () => {
    fc.assert(
      fc.property(fc.oneof(queries.map(formatListQuery), fc.string(), fc.webQueryParameters()), (search) => {
        const filter = toFilter(parseListQuery(search), new Date(2026, 10, 23, 12))
        expect(paymentFilterSchema.safeParse(filter).success).toBe(true)
      }),
    )
  })

  it('ignore what is no filter', () => {
    expect(
      parseListQuery('status=paid,failed&when=ever&min=abc&currency=EURO&sort=random&from=2026-13-99'),
    ).toEqual({
      ...emptyQuery,
      status: ['failed'],
    })
  })

  it('leave the address empty when nothing is chosen, and the order of rows narrows nothing', () => {
    expect(formatListQuery(emptyQuery)).toBe('')
    expect(isNarrowed({ ...emptyQuery, sort: 'amount_desc' })).toBe(false)
    expect(isNarrowed({ ...emptyQuery, text: 'ada' })).toBe(true)
  })

  it('say in a file which days of which zone a preset and a stretch mean', () => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    const said = (when: ListQuery['when']) =>
      filterWords({ ...emptyQuery, when }, new Date(2026, 10, 23, 12))[1]
    expect(said('7d')).toBe(`Created: Last 7 days, from 2026-11-17 (${timeZone})`)
    expect(said('today')).toBe(`Created: Today, from 2026-11-23 (${timeZone})`)
    expect(said({ from: '2026-03-01', to: '2026-03-31' })).toBe(
      `Created: 2026-03-01 to 2026-03-31 (${timeZone})`,
    )
  })

  it('count days in local time, both ends included', () => {
    const filter = toFilter({ ...emptyQuery, when: { from: '2026-03-01', to: '2026-03-01' } }, new Date())
    expect(filter.createdFrom).toBe(new Date(2026, 2, 1).getTime() / 1000)
    expect(filter.createdBefore).toBe(new Date(2026, 2, 2).getTime() / 1000)
    const week = toFilter({ ...emptyQuery, when: '7d' }, new Date(2026, 10, 23, 12))
    expect(week.createdFrom).toBe(new Date(2026, 10, 17).getTime() / 1000)
  })

  it('take amounts only as they were written there', () => {
    expect(parseListQuery('min=1.125&max=49.90')).toMatchObject({ amountFrom: '1.125', amountTo: '49.90' })
    expect(parseListQuery('min=1,000&max=1.2345')).toMatchObject({ amountFrom: '', amountTo: '' })
  })
})
