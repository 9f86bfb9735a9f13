// The filters of subscriptions and of access in the address, and what is asked of the reader for them.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accessListRequestSchema } from '../../../../../src/contract/access.ts'
import {
  accessReasons,
  attentions,
  subscriptionStatuses,
} from '../../../../../src/contract/subscription-lists.ts'
import { subscriptionListRequestSchema } from '../../../../../src/contract/subscriptions.ts'
import {
  formatAccessQuery,
  localMoment,
  parseAccessQuery,
  secondsOf,
  toFilter as toAccessFilter,
  type AccessQuery,
} from '../../../../../src/renderer/features/access/access-query.ts'
import {
  emptyQuery,
  filterWords,
  formatSubscriptionQuery,
  isNarrowed,
  parseSubscriptionQuery,
  toFilter,
  type SubscriptionQuery,
} from '../../../../../src/renderer/features/subscriptions/subscription-query.ts'

const queries: fc.Arbitrary<SubscriptionQuery> = fc.record({
  status: fc.constantFrom('' as const, ...subscriptionStatuses),
  needs: fc.constantFrom('' as const, 'any' as const, ...attentions),
  currency: fc.constantFrom('', 'eur', 'jpy'),
  productId: fc.constantFrom('', 'prod_1', 'gold.plan.v2'),
  ends: fc.constantFrom(null, '7d' as const, { from: '2026-11-01', to: '' }),
  text: fc.string({ maxLength: 60, unit: 'grapheme' }),
  sort: fc.constantFrom('created_desc' as const, 'ends_asc' as const, 'monthly_desc' as const),
})

describe('the filters of subscriptions in the address', () => {
  it('come back exactly as they were written', () => {
    fc.assert(
      fc.property(queries, (query) => {
        expect(parseSubscriptionQuery(formatSubscriptionQuery(query))).toEqual(query)
      }),
    )
  })

  it('are always such as the reader takes', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const asked = { deskId: 'demo', filter: toFilter(query, new Date()), sort: query.sort }
        expect(subscriptionListRequestSchema.safeParse(asked).success).toBe(true)
      }),
    )
  })

  it('that are none are ignored, and the order alone leaves nothing out', () => {
    expect(
      parseSubscriptionQuery('status=gone&needs=love&currency=euro&product=ab&ends=9d&sort=name'),
    ).toEqual(emptyQuery)
    expect(isNarrowed({ ...emptyQuery, sort: 'monthly_desc' })).toBe(false)
  })

  it('look ahead from the beginning of today to the end of the last day', () => {
    const today = new Date(2026, 10, 26, 15, 30)
    expect(toFilter({ ...emptyQuery, ends: '7d' }, today)).toEqual({
      endsFrom: new Date(2026, 10, 26).getTime() / 1000,
      endsBefore: new Date(2026, 11, 4).getTime() / 1000,
    })
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    expect(filterWords({ ...emptyQuery, ends: '7d' }, today)).toEqual([
      `Period ends: Within 7 days, from 2026-11-26 to 2026-12-03 (${timeZone})`,
    ])
    expect(filterWords({ ...emptyQuery, ends: '7d' })).toEqual(['Period ends: Within 7 days'])
  })

  it('ask for all that needs attention at once', () => {
    expect(toFilter({ ...emptyQuery, needs: 'any' }, new Date()).attention).toEqual([...attentions])
  })
})

describe('the filters of access in the address', () => {
  const accessQueries: fc.Arbitrary<AccessQuery> = fc.record({
    on: fc.constantFrom('' as const, 'on' as const, 'off' as const),
    reason: fc.constantFrom('' as const, ...accessReasons),
    productId: fc.constantFrom('', 'prod_1', 'gold.plan.v2'),
    at: fc.constantFrom('', '2026-02-28T23:59'),
    text: fc.string({ maxLength: 60, unit: 'grapheme' }),
  })

  it('come back exactly as they were written, and the reader takes them', () => {
    fc.assert(
      fc.property(accessQueries, (query) => {
        expect(parseAccessQuery(formatAccessQuery(query))).toEqual(query)
        const asked = { deskId: 'demo', filter: toAccessFilter(query), at: secondsOf(query.at) }
        expect(accessListRequestSchema.safeParse(asked).success).toBe(true)
      }),
    )
  })

  it('name a moment of the local clock, to the minute', () => {
    const moment = new Date(2026, 1, 3, 4, 5).getTime()
    expect(localMoment(moment)).toBe('2026-02-03T04:05')
    expect(secondsOf('2026-02-03T04:05')).toBe(moment / 1000)
    for (const none of ['', '2026-02-03', 'yesterday', '2026-13-45T99:99']) expect(secondsOf(none)).toBeNull()
  })
})
