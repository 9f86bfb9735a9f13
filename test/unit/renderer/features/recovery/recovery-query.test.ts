// What Recovery is asked for, its rates and the order of its parts.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recoveryDimensions } from '../../../../../src/contract/finance-lists.ts'
import { recoveryRequestSchema, type Outcome } from '../../../../../src/contract/recovery.ts'
import { sortedParts } from '../../../../../src/renderer/features/recovery/breakdown.tsx'
import { formulaSentence, shareOf } from '../../../../../src/renderer/features/recovery/formula.ts'
import {
  formatRecoveryQuery,
  parseRecoveryQuery,
  sorts,
  toRecoveryRequest,
  type RecoveryQuery,
} from '../../../../../src/renderer/features/recovery/recovery-query.ts'
import { daysWord, partWord } from '../../../../../src/renderer/features/recovery/recovery-words.ts'

const queries: fc.Arbitrary<RecoveryQuery> = fc.record({
  currency: fc.constantFrom('', 'eur', 'kwd'),
  period: fc.constantFrom('30d' as const, '12m' as const, { from: '2026-01-31', to: '2026-02-01' }),
  counted: fc.constantFrom('failed', 'settled'),
  of: fc.constantFrom('all', 'invoices', 'others'),
  by: fc.constantFrom(...recoveryDimensions),
  formula: fc.constantFrom('settled', 'all'),
  measure: fc.constantFrom('amount', 'count'),
  sort: fc.constantFrom(...sorts),
  ascending: fc.boolean(),
})
const today = new Date(2026, 10, 26, 12)
const usual = parseRecoveryQuery('')

function outcome(recovered: number, lost: number, trying: number): Outcome {
  const sum = (count: number) => ({ amount: count * 100, count })
  return {
    failed: sum(recovered + lost + trying),
    recovered: sum(recovered),
    lost: sum(lost),
    trying: sum(trying),
  }
}

it('comes back from its address exactly, and is a question that is answered', () => {
  fc.assert(
    fc.property(queries, (query) => {
      expect(parseRecoveryQuery(formatRecoveryQuery(query))).toEqual(query)
      const request = { deskId: 'demo', ...toRecoveryRequest(query, today) }
      expect(recoveryRequestSchema.safeParse(request).success).toBe(true)
    }),
  )
})

describe('the rate', () => {
  it('is of what is settled, or of all that failed, and says so', () => {
    const what = outcome(6, 2, 4)
    expect(shareOf(what, 'settled', 'count')).toEqual({ rate: 0.75, part: 6, of: 8 })
    expect(shareOf(what, 'all', 'amount')).toEqual({ rate: 0.5, part: 600, of: 1200 })
    expect(formulaSentence('settled', 'amount', 'failed')).toContain(
      'recovered / (recovered + lost), by amount',
    )
    expect(formulaSentence('all', 'count', 'failed')).toContain('recovered / all that failed, by number')
    expect(formulaSentence('all', 'count', 'settled')).not.toContain('still being tried')
  })

  it('is none where nothing can be counted', () => {
    expect(shareOf(outcome(0, 0, 3), 'settled', 'count').rate).toBeNull()
    expect(shareOf(outcome(0, 0, 3), 'all', 'count').rate).toBe(0)
  })
})

describe('parts', () => {
  const part = (key: string, word: string, of: Outcome) => ({ key, word, ...of })

  it('are named for people, and a word of Stripe’s that is not known stays as it came', () => {
    expect(partWord('code', 'insufficient_funds', 'eur')).toBe('Not enough money')
    expect(partWord('code', 'brand_new_code', 'eur')).toBe('Brand new code')
    expect(partWord('brand', 'visa', 'eur')).toBe('Visa')
    expect(partWord('country', 'DE', 'eur')).toBe('Germany')
    expect(partWord('group', 'never', 'eur')).toBe('Never again')
    expect(partWord('group', 'retry_scheduled', 'eur')).toBe('Planned or under way')
    expect(partWord('attempts', '1', 'eur')).toBe('1 try')
    expect(partWord('attempts', '5-', 'eur')).toBe('5 or more tries')
    expect(partWord('amount', '5000-19999', 'eur')).toBe('50.00 – 199.99')
    expect(partWord('amount', '5000-19999', 'jpy')).toBe('5,000 – 19,999')
    expect(partWord('card_age', '24-', 'eur')).toBe('24 or more months')
    expect(partWord('card_age', 'unknown', 'eur')).toBe('Not known')
    expect(partWord('code', 'rest', 'eur')).toBe('All others')
  })

  it('stand in the order asked for, the rest always last', () => {
    const parts = [
      part('rest', 'All others', outcome(100, 0, 0)),
      part('a', 'A', outcome(1, 3, 0)),
      part('b', 'B', outcome(0, 0, 9)),
      part('c', 'C', outcome(4, 0, 0)),
    ]
    const order = (changes: Partial<RecoveryQuery>): string =>
      sortedParts(parts, { ...usual, ...changes })
        .map(({ key }) => key)
        .join(' ')
    expect(order({})).toBe('b a c rest')
    expect(order({ sort: 'rate' })).toBe('c a b rest')
    expect(order({ sort: 'lost', ascending: true })).toBe('b c a rest')
    expect(order({ sort: 'key', ascending: true })).toBe('a b c rest')
  })

  it('of a range stand by where the range begins, not by its name', () => {
    const ages = ['24-', '3-5', 'unknown', '0-2'].map((key) => part(key, key, outcome(1, 1, 1)))
    const sorted = sortedParts(ages, { ...usual, by: 'card_age', sort: 'key', ascending: true })
    expect(sorted.map(({ key }) => key)).toEqual(['0-2', '3-5', '24-', 'unknown'])
  })
})

it('says days as people do', () => {
  expect([daysWord(null), daysWord(0), daysWord(1), daysWord(2.5)]).toEqual([
    '–',
    '< 1 day',
    '1 day',
    '2.5 days',
  ])
})
