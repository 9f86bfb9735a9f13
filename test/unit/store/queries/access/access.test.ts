// Who has access now, also by what Stripe's clock tells ahead of this machine's: rows, filters and counts say the same.
import { expect, test } from 'vitest'
import { listAccess } from '../../../../../electron/store/queries/access/access.ts'
import { stretchColumns } from '../../../../../electron/store/projections/derive-access.ts'
import { accessReasons, type AccessPolicy } from '../../../../../src/contract/index.ts'
import { emptyShop, type Shop } from '../search/search.support.ts'

const now = 1_790_000_000
const day = 86_400
const moments = [now - 10, now, now + 30]

interface State {
  state: string
  collection_paused?: 1
  failed_at?: number
  /** Since it began. */
  fails?: true
}
const states: State[] = [
  { state: 'paid' },
  { state: 'paid', collection_paused: 1 },
  { state: 'trial' },
  { state: 'incomplete' },
  { state: 'unpaid' },
  { state: 'paused' },
  { state: 'ended' },
  // Its grace of 7 days is over long since, over before what comes ahead, or lasts.
  ...[now - 8 * day, now - 7 * day + 15, now - day].map((failed_at) => ({ state: 'failing', failed_at })),
  { state: 'failing', fails: true, collection_paused: 1 },
  { state: 'failing', fails: true },
]

/** A customer for each way in which two subscriptions of a product can stand: what each is now, since when, after having been on. */
function fill({ cache }: Shop): number {
  const names = stretchColumns.split(', ')
  const write = cache.prepare(
    `INSERT INTO access_stretches (${stretchColumns}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
  )
  const empty = Object.fromEntries(names.map((name) => [name, null]))
  let customers = 0
  const ways = states.flatMap((state) => moments.map((from_at) => ({ ...state, from_at })))
  cache.transaction(() => {
    for (const one of ways)
      for (const other of ways) {
        customers += 1
        for (const [index, { fails = false, ...way }] of [one, other].entries()) {
          const base = {
            ...empty,
            subscription_id: `sub_${customers}_${index}`,
            product_id: 'prod_1',
            customer_id: `cus_${customers}`,
            collection_paused: 0,
            assumed: 0,
          }
          if (index === 0) write.run({ ...base, from_at: now - 9 * day, to_at: way.from_at, state: 'paid' })
          write.run({ ...base, ...(fails && { failed_at: way.from_at }), ...way })
        }
      }
  })()
  return customers
}

test('rows, filters and counts say the same of now, whatever began ahead of the clock', () => {
  const shop = emptyShop()
  const customers = fill(shop)
  const ask = (policy: AccessPolicy, filter: Parameters<typeof listAccess>[2]['filter']) => {
    const answer = listAccess(shop.cache, policy, { filter, at: null, limit: customers }, now * 1000)
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.value
  }
  for (const graceDays of [0, 7])
    for (const onWhileCollectionPaused of [true, false]) {
      const policy = { graceDays, onWhileCollectionPaused }
      const { rows, counts } = ask(policy, {})
      expect(rows).toHaveLength(customers)
      expect(counts).toEqual({
        on: rows.filter(({ on }) => on).length,
        off: rows.filter(({ on }) => !on).length,
      })
      for (const on of [true, false])
        expect(ask(policy, { on }).rows).toEqual(rows.filter((row) => row.on === on))
      for (const reason of accessReasons) {
        const found = ask(policy, { reason: [reason] })
        expect(found.rows).toEqual(rows.filter((row) => row.reason === reason))
        expect(found.counts).toEqual(
          reason.startsWith('on') ? { on: found.rows.length, off: 0 } : { on: 0, off: found.rows.length },
        )
      }
    }
  shop.close()
})

test('they are counted with the first page alone: an export of many asks for hundreds of pages', () => {
  const shop = emptyShop()
  fill(shop)
  const ask = (after?: string) =>
    listAccess(
      shop.cache,
      { graceDays: 7, onWhileCollectionPaused: true },
      { filter: {}, at: null, limit: 100, ...(after !== undefined && { after }) },
      now * 1000,
    )
  const first = ask()
  if (!first.ok) throw new Error(first.error.message)
  expect(first.value.counts).not.toBeNull()
  expect(ask(first.value.next ?? '')).toMatchObject({ ok: true, value: { counts: null } })
  shop.close()
})
