import { describe, expect, it } from 'vitest'
import {
  parseFailureQuery,
  putOf,
  toFilter,
} from '../../../../src/renderer/features/failures/failure-query.ts'
import { partPlace, type Asked } from '../../../../src/renderer/features/recovery/part-place.ts'
import { failuresOfPlace } from '../../../../src/renderer/ui/failures-of.ts'

const at = (year: number, month: number, day: number, hour = 0): number =>
  new Date(year, month - 1, day, hour).getTime() / 1000
const stretch = { from: at(2026, 3, 1), before: at(2026, 4, 1) }
const asked: Asked = { by: 'group', counted: 'failed', of: 'all', ...stretch }
const filterOf = (place: string | null) => {
  const query = parseFailureQuery(place?.split('?')[1] ?? '')
  return { ...toFilter(query, new Date()), put: putOf(query) }
}

describe('The way from a figure to its failed payments', () => {
  it('asks for exactly what was counted, put away or not', () => {
    const bounds = { failedFrom: stretch.from, failedBefore: stretch.before, currency: 'eur', put: 'all' }
    expect(filterOf(failuresOfPlace('demo', { ...stretch, currency: 'eur' }))).toEqual(bounds)
    expect(filterOf(partPlace('demo', asked, 'eur', 'never', 'trying'))).toEqual({
      ...bounds,
      group: ['never'],
      state: ['trying'],
    })
    expect(filterOf(partPlace('demo', { ...asked, by: 'code' }, 'eur', 'do_not_honor', 'lost'))).toEqual({
      ...bounds,
      declineCode: 'do_not_honor',
      state: ['lost'],
    })
  })

  it('is none where the list can not be narrowed to it', () => {
    expect(failuresOfPlace('demo', { ...stretch, from: at(2026, 3, 1, 7), currency: 'eur' })).toBeNull()
    expect(partPlace('demo', { ...asked, counted: 'settled' }, 'eur', 'never')).toBeNull()
    expect(partPlace('demo', { ...asked, of: 'invoices' }, 'eur', 'never')).toBeNull()
    expect(partPlace('demo', { ...asked, by: 'brand' }, 'eur', 'visa')).toBeNull()
    expect(partPlace('demo', { ...asked, by: 'code' }, 'eur', 'rest')).toBeNull()
    expect(partPlace('demo', { ...asked, by: 'code' }, 'eur', 'unknown')).toBeNull()
    // The group of failures without a known reason is one like others.
    expect(partPlace('demo', asked, 'eur', 'unknown')).not.toBeNull()
  })
})
