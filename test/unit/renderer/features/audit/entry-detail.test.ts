import { describe, expect, test } from 'vitest'
import { firstPolicy } from '../../../../../src/domain/policy.ts'
import { readDetail } from '../../../../../src/renderer/features/audit/entry-detail.ts'

describe('a change of the policy', () => {
  const policy = firstPolicy('Europe/Berlin')
  const euros = { currency: 'eur', perOrder: 50_000, perDay: 200_000, typeAbove: null }
  const yen = { currency: 'jpy', perOrder: null, perDay: 30_000, typeAbove: null }
  const changed = (before: object, after: object) =>
    readDetail(JSON.stringify({ before: { ...policy, ...before }, after: { ...policy, ...after } })).changes

  test('tells its limits as money, each by its currency wherever that stood', () => {
    expect(changed({ limits: [euros, yen] }, { limits: [yen, { ...euros, perDay: 250_000 }] })).toEqual([
      { path: 'Limits.EUR.per day', before: '€2,000.00 (200000)', after: '€2,500.00 (250000)' },
    ])
  })

  test('tells what is allowed as a whole: what was taken out is not taken for what moved up', () => {
    const support = { role: 'support', allowed: ['refund', 'change'], reasons: ['requested_by_customer'] }
    expect(changed({}, support)).toEqual([
      { path: 'Role', before: 'admin', after: 'support' },
      { path: 'Allowed', before: 'bulk, change, manage, refund', after: 'change, refund' },
      {
        path: 'Reasons',
        before: 'duplicate, fraudulent, none, requested by customer',
        after: 'requested by customer',
      },
    ])
    expect(changed(support, { ...support, allowed: [] })).toEqual([
      { path: 'Allowed', before: 'change, refund', after: 'nothing' },
    ])
    expect(changed(support, { ...support, allowed: ['change', 'refund'] })).toEqual([])
  })

  test('tells limits that are new, and those that are gone', () => {
    expect(changed({ limits: [euros] }, { limits: [yen] })).toEqual([
      {
        path: 'Limits.JPY',
        before: null,
        after: '{"perOrder":null,"perDay":"¥30,000 (30000)","typeAbove":null}',
      },
      {
        path: 'Limits.EUR',
        before: '{"perOrder":"€500.00 (50000)","perDay":"€2,000.00 (200000)","typeAbove":null}',
        after: null,
      },
    ])
  })

  test.each([[[{ perOrder: 50_000 }]], [['EUR']], ['none'], [[euros, { ...euros, perDay: 1 }]]])(
    'shows limits that are none of ours (%j) as they came',
    (limits) => {
      const [change] = changed({ limits: null }, { limits }) ?? []
      expect(change).toMatchObject({ path: 'Limits' })
      expect(change?.after).toBe(typeof limits === 'string' ? limits : JSON.stringify(limits))
    },
  )
})
