import { describe, expect, it } from 'vitest'
import type { Policy } from '../../../../../src/contract/policy.ts'
import {
  draftOf,
  readPolicy,
  withLimit,
  withRole,
  type LimitDraft,
} from '../../../../../src/renderer/features/settings/policy-draft.ts'

const policy: Policy = {
  role: 'finance',
  allowed: ['refund', 'bulk'],
  limits: [
    { currency: 'eur', perOrder: 50_000, perDay: 200_000, typeAbove: 10_000 },
    { currency: 'jpy', perOrder: 60_000, perDay: null, typeAbove: null },
    { currency: 'kwd', perOrder: 12_340, perDay: null, typeAbove: null },
  ],
  otherCurrencies: 'refused',
  reasons: ['requested_by_customer'],
  holdSeconds: 8,
  leaseMinutes: 5,
  timeZone: 'Europe/Berlin',
}
const draft = draftOf(policy)
const withFirst = (changes: Partial<LimitDraft>) =>
  readPolicy({
    ...draft,
    limits: draft.limits.map((limit) => (limit.id === 0 ? { ...limit, ...changes } : limit)),
  })

describe('a policy that is edited', () => {
  it('comes back as it was when nothing is changed, to the minor unit in every currency', () => {
    expect(readPolicy(draft)).toEqual({ policy, problems: {} })
    expect(draft.limits.map(({ perOrder }) => perOrder)).toEqual(['500.00', '60000', '12.340'])
  })

  it('takes an empty field for no limit', () => {
    expect(withFirst({ perDay: ' ', typeAbove: '' }).policy?.limits[0]).toEqual({
      currency: 'eur',
      perOrder: 50_000,
      perDay: null,
      typeAbove: null,
    })
  })

  it.each([
    ['an amount that is none', { perOrder: 'much' }, '0 perOrder'],
    ['an amount that could be two', { perDay: '1,234' }, '0 perDay'],
    ['more for one refund than for a day', { perOrder: '2000.01' }, '0 perOrder'],
    ['no currency', { currency: 'EU' }, '0 currency'],
    [
      'a currency that there is not: the one that was meant would have no limit',
      { currency: 'EUE' },
      '0 currency',
    ],
  ])('is not saved with %s, and says where', (_, changes, where) => {
    const read = withFirst(changes)
    expect(read.policy).toBeNull()
    expect(Object.keys(read.problems)).toEqual([where])
  })

  it('is saved with as much for one refund as for a day', () => {
    expect(withFirst({ perOrder: '2000.00' }).problems).toEqual({})
  })

  it('has each currency once', () => {
    const twice = withLimit(draft)
    const read = readPolicy({
      ...twice,
      limits: twice.limits.map((limit) => (limit.id === 3 ? { ...limit, currency: 'EUR' } : limit)),
    })
    expect(read.problems).toEqual({ '3 currency': 'There already.' })
  })

  it.each([
    ['holdSeconds', '2', false],
    ['holdSeconds', '3', true],
    ['holdSeconds', '120', true],
    ['holdSeconds', '121', false],
    ['holdSeconds', '8.5', false],
    ['leaseMinutes', '0', false],
    ['leaseMinutes', '1', true],
    ['leaseMinutes', '15', true],
    ['leaseMinutes', '16', false],
    ['leaseMinutes', '', false],
    ['timeZone', 'Europe/Nowhere', false],
    ['timeZone', 'Pacific/Kiritimati', true],
    ['timeZone', '', false],
  ] as const)('with %s at "%s" is right: %s', (field, value, right) => {
    const read = readPolicy({ ...draft, [field]: value })
    expect(Object.keys(read.problems)).toEqual(right ? [] : [field])
    expect(read.policy !== null).toBe(right)
  })

  it('allows at least one reason', () => {
    expect(readPolicy({ ...draft, reasons: [] }).problems).toHaveProperty('reasons')
  })

  it('begins anew with what a role may do', () => {
    expect(withRole(draft, 'support').allowed).toEqual(['refund', 'change'])
    expect(withRole(draft, 'admin').allowed).toEqual(['refund', 'bulk', 'change', 'manage'])
  })
})
