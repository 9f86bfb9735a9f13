// Which desks are one business, how they stand in the list, and that no business is taken for another.
import { describe, expect, test } from 'vitest'
import {
  businessesOf,
  businessIdOf,
  inOrder,
  reordered,
  type Business,
} from '../../../../electron/engine/accounts/businesses.ts'
import { businessColors } from '../../../../src/contract/index.ts'

const desk = (accountId: string, mode: 'test' | 'live', baseUrl?: string) => ({
  kind: 'account' as const,
  accountId,
  mode,
  ...(baseUrl === undefined ? {} : { baseUrl }),
})
const idsOf = (businesses: readonly Business[]): string[] => businesses.map(({ id }) => id)

describe('businesses', () => {
  test('are accounts: at Stripe, on a local server and in the demo never the same', () => {
    const local = desk('acct_1', 'test', 'http://127.0.0.1:1')
    const ids = [desk('acct_1', 'test'), local, { ...local, kind: 'demo' as const }].map(businessIdOf)
    expect(ids).toEqual(['acct_1', 'acct_1-local', 'demo'])
    expect(businessIdOf(desk('acct_1', 'live'))).toBe('acct_1')
  })

  test('are there as long as they have a desk, and keep name, colour and place', () => {
    const two = businessesOf([desk('acct_2', 'test'), desk('acct_1', 'live')], [])
    expect(idsOf(two)).toEqual(['acct_2', 'acct_1'])
    const named = two.map((one) => ({ ...one, name: one.id.toUpperCase() }))
    const desks = [desk('acct_3', 'test'), desk('acct_1', 'live'), desk('acct_1', 'test')]
    expect(businessesOf(desks, named)).toEqual([
      named[1],
      { id: 'acct_3', name: null, color: businessColors[0] },
    ])
  })

  test('get the colours in turn, each once before any twice', () => {
    const many = Array.from({ length: businessColors.length + 2 }, (_, index) =>
      desk(`acct_${index}`, 'test'),
    )
    const colors = businessesOf(many, []).map(({ color }) => color)
    expect(colors).toEqual([...businessColors, ...businessColors.slice(0, 2)])
    const without = businessesOf(many, []).filter(({ color }) => color !== 'teal')
    expect(
      businessesOf([...many, desk('acct_new', 'test')], without).find(({ id }) => id === 'acct_2')?.color,
    ).toBe('teal')
  })

  test('have their desks side by side, test before live, in their own order', () => {
    const [liveOne, testTwo, testOne, liveTwo] = [
      desk('acct_1', 'live'),
      desk('acct_2', 'test'),
      desk('acct_1', 'test'),
      desk('acct_2', 'live'),
    ]
    const desks = [liveOne, testTwo, testOne, liveTwo]
    const businesses = businessesOf(desks, [])
    expect(inOrder(desks, businesses)).toEqual([testOne, liveOne, testTwo, liveTwo])
    expect(inOrder(desks, businesses.toReversed())).toEqual([testTwo, liveTwo, testOne, liveOne])
  })

  test('are sorted as wanted, those not named after them as they were; one that does not exist is refused', () => {
    const all = businessesOf(
      ['a', 'b', 'c', 'd'].map((id) => desk(`acct_${id}`, 'test')),
      [],
    )
    const sorted = reordered(all, ['acct_d', 'acct_b', 'acct_d'])
    expect(sorted && idsOf(sorted)).toEqual(['acct_d', 'acct_b', 'acct_a', 'acct_c'])
    expect(reordered(all, ['acct_a', 'acct_x'])).toBeNull()
    expect(reordered(all, [])).toEqual(all)
  })
})
