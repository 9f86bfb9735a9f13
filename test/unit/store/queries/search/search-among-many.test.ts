// What is older than very many of its kind is found all the same, or it is said that not everything was looked through.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchAll } from '../../../../../electron/store/queries/search/search.ts'
import * as made from './search.support.ts'

/** More than a search looks at before it stops. */
const many = 1600
const ofMany = <Made>(make: (index: number) => Made): Made[] =>
  Array.from({ length: many }, (_, index) => make(index))

let shop: made.Shop

beforeAll(() => {
  shop = made.emptyShop()
  made.tell(
    shop.cache,
    made.customer('cus_Box', { name: 'Box Company' }),
    made.invoice('in_Wanted', 'cus_Box', { total: 999, created: made.daysAgo(100) }),
    made.invoice('in_Open', 'cus_Box', { status: 'open', created: made.daysAgo(99) }),
    made.subscription('sub_Unpaid', 'cus_Box', { status: 'unpaid', created: made.daysAgo(98) }),
    made.card('pm_Wanted', 'cus_Box', { created: made.daysAgo(97) }),
    made.refund('re_Failed', 'pi_Many0', { amount: 501, status: 'failed', created: made.daysAgo(96) }),
    ...ofMany((index) =>
      made.payment(`pi_Many${index}`, { customer: 'cus_Box', created: made.daysAgo(50) + index }),
    ),
    ...ofMany((index) =>
      made.refund(`re_Many${index}`, `pi_Many${index}`, { created: made.daysAgo(20) + index }),
    ),
    ...ofMany((index) =>
      made.invoice(`in_Many${index}`, 'cus_Box', { total: 999, created: made.daysAgo(20) + index }),
    ),
    ...ofMany((index) =>
      made.subscription(`sub_Many${index}`, 'cus_Other', { created: made.daysAgo(20) + index }),
    ),
    ...ofMany((index) => made.card(`pm_Many${index}`, 'cus_Other', { created: made.daysAgo(20) + index })),
  )
})

afterAll(() => shop.close())

function search(text: string) {
  const answer = searchAll(shop.cache, { text, kinds: [], limit: 20 }, shop.now)
  if (!answer.ok) throw new Error(answer.error.message)
  return { ids: answer.value.hits.map(({ id }) => id), complete: answer.value.complete }
}

const dayOf = (daysAgo: number): string =>
  new Date(made.daysAgo(daysAgo) * 1000).toLocaleDateString('sv-SE').slice(0, 10)

test.each([
  ['failed refund', 're_Failed'],
  ['unpaid invoices', 'in_Open'],
  ['unpaid subscription', 'sub_Unpaid'],
])('“%s” finds the one that is so, however many came after it', (text, id) => {
  expect(search(text).ids).toContain(id)
})

test('an amount and a day find what was created then, however many of that amount came after it', () => {
  expect(search(`invoice 9.99 ${dayOf(100)}`)).toEqual({ ids: ['in_Wanted'], complete: true })
})

test('the end of a card and a day find the card', () => {
  expect(search(`card ending 4242 ${dayOf(97)}`)).toEqual({ ids: ['pm_Wanted'], complete: true })
})

test('with a name beside it, what fits is found behind the many of theirs that do not', () => {
  expect(search('box company failed refund').ids).toEqual(['re_Failed'])
  expect(search('box company 5.01').ids).toEqual(['re_Failed'])
})

test('of somebody with very many payments it is said that not all of them were looked at', () => {
  const { cache } = shop
  made.tell(
    cache,
    ...ofMany((index) =>
      made.payment(`pi_More${index}`, { customer: 'cus_Box', created: made.daysAgo(10) + index }),
    ),
  )
  expect(search('box company pending refund')).toEqual({ ids: [], complete: false })
})
