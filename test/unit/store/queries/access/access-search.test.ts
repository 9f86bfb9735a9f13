// What a search among those who have access costs: an export asks for hundreds of pages with the same words.
import { expect, test, vi } from 'vitest'
import { listAccess } from '../../../../../electron/store/queries/access/access.ts'
import { stretchColumns } from '../../../../../electron/store/projections/derive-access.ts'
import { emptyShop } from '../search/search.support.ts'

const folds = vi.hoisted(() => ({ count: 0 }))
vi.mock(import('../../../../../src/domain/fold.ts'), async (original) => {
  const module = await original()
  return {
    ...module,
    folded(text) {
      folds.count += 1
      return module.folded(text)
    },
  }
})

test('the words are compared with every name once, and once more after anything was written', () => {
  const { cache } = emptyShop()
  const names = stretchColumns.split(', ')
  const write = cache.prepare(
    `INSERT INTO access_stretches (${stretchColumns}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
  )
  const add = (customer_id: string): void => {
    const empty = Object.fromEntries(names.map((name) => [name, null]))
    const subscription_id = `sub_of_${customer_id}`
    const stands = { product_id: 'prod_1', collection_paused: 0, assumed: 0, from_at: 1, state: 'paid' }
    write.run({ ...empty, ...stands, subscription_id, customer_id })
  }
  for (let customer = 1; customer <= 30; customer++) add(`cus_${customer}`)
  const policy = { graceDays: 7, onWhileCollectionPaused: true }
  const page = (text: string, after?: string) => {
    folds.count = 0
    const asked = { filter: { text }, at: null, limit: 10, ...(after !== undefined && { after }) }
    const answer = listAccess(cache, policy, asked, 1_790_000_000_000)
    if (!answer.ok) throw new Error(answer.error.message)
    return { ...answer.value, ids: answer.value.rows.map(({ customerId }) => customerId), folds: folds.count }
  }

  const first = page('cus_')
  const second = page('cus_', first.next!)
  const third = page('cus_', second.next!)
  expect(new Set([...first.ids, ...second.ids, ...third.ids]).size).toBe(30)
  expect(first.folds).toBeGreaterThan(30)
  expect([second.folds, third.folds].every((count) => count < 5)).toBe(true)

  expect(page('cus_30').ids).toEqual(['cus_30'])
  add('cus_300')
  expect(page('cus_30').ids).toEqual(['cus_30', 'cus_300'])
})
