// What somebody is called is found wherever one searches: in the search over everything and in each list, as it is written there or nearly so.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listCustomers } from '../../../../../electron/store/queries/customers/customers.ts'
import { listPayments } from '../../../../../electron/store/queries/payments/payments.ts'
import { listRefunds } from '../../../../../electron/store/queries/refunds/refund-life.ts'
import { searchAll } from '../../../../../electron/store/queries/search/search.ts'
import * as made from './search.support.ts'

const names = [
  'Smith & Sons',
  'Anna K',
  'J. Smythe',
  '😀 Toys',
  'Zoë O’Néill',
  "Pat O'Brien",
  '李小龙',
  '田中太郎',
  '김민수',
]

let shop: made.Shop

beforeAll(() => {
  shop = made.emptyShop()
  made.tell(
    shop.cache,
    ...names.flatMap((name, index) => [
      made.customer(`cus_Named${index}`, { name }),
      made.payment(`pi_Named${index}`, { customer: `cus_Named${index}`, amount: 100 + index }),
      made.refund(`re_Named${index}`, `pi_Named${index}`, { amount: 100 + index }),
      made.payment(`pi_Guest${index}`, {
        amount: 200 + index,
        charge: { billing_details: { name, email: null } },
      }),
    ]),
    made.payment('pi_Priced', { amount: 4990, card: { brand: 'visa', last4: '8383' } }),
    made.customer('cus_Called', { name: 'Given Id', metadata: { user: 'user_4821' } }),
    made.customer('cus_Phoned', { name: 'With Phone', phone: '+49 30 4821 777', created: made.daysAgo(1) }),
    made.customer('user_9931', { name: 'Own Id' }),
  )
})

afterAll(() => shop.close())

const idsIn = (answer: { ok: true; value: { rows: { id: string }[] } } | { ok: false }): string[] =>
  answer.ok ? answer.value.rows.map(({ id }) => id) : []
const ofList = { deskId: 'demo', after: undefined, limit: 50 } as const

const customers = (text: string, sort: 'created_desc' | 'name_asc' = 'created_desc'): string[] =>
  idsIn(listCustomers(shop.cache, { ...ofList, filter: { text }, sort }))
const payments = (text: string): string[] =>
  idsIn(listPayments(shop.cache, { ...ofList, filter: { text }, sort: 'created_desc' }))
const refunds = (text: string): string[] =>
  idsIn(listRefunds(shop.cache, shop.journal, { ...ofList, filter: { text }, sort: 'created_desc' }))
const everything = (text: string): string[] => {
  const answer = searchAll(shop.cache, { text, kinds: [], limit: 20 }, shop.now)
  return answer.ok ? answer.value.hits.map(({ id }) => id) : []
}

describe.each([
  ['Smith & Sons', 'Smith & Sons'],
  ['smith – sons', 'Smith & Sons'],
  ['Anna K', 'Anna K'],
  ['J. Smythe', 'J. Smythe'],
  ['Smythe, J.', 'J. Smythe'],
  ['😀 Toys', '😀 Toys'],
  ["o'neill", 'Zoë O’Néill'],
  ['O’Brien', "Pat O'Brien"],
  // A name by itself, within one that is written without a space.
  ['小龙', '李小龙'],
  ['太郎', '田中太郎'],
  ['민수', '김민수'],
])('“%s” finds %s', (typed, name) => {
  const index = names.indexOf(name)

  test('among the customers, in either order', () => {
    expect(customers(typed)).toEqual([`cus_Named${index}`])
    expect(customers(typed, 'name_asc')).toEqual([`cus_Named${index}`])
  })

  test('by their payments and refunds', () => {
    expect(payments(typed)).toContain(`pi_Named${index}`)
    expect(refunds(typed)).toContain(`re_Named${index}`)
  })

  test('in the search over everything', () => {
    expect(everything(typed)).toEqual(
      expect.arrayContaining([`cus_Named${index}`, `pi_Named${index}`, `re_Named${index}`]),
    )
  })
})

test.each(['Smith & Sons', 'Anna K', "o'neill"])('“%s” finds who paid without being a customer', (typed) => {
  expect(payments(typed)).toContainEqual(expect.stringMatching(/^pi_Guest/))
  expect(everything(typed)).toContainEqual(expect.stringMatching(/^pi_Guest/))
})

test.each(['49,90 €', '€ 49.90', '•••• 8383'])('“%s” finds a payment as it is written elsewhere', (typed) => {
  expect(payments(typed)).toEqual(['pi_Priced'])
})

test('an id that the shop gave is found whole, and not by digits that stand in a telephone number', () => {
  expect(everything('user_4821')).toEqual(['cus_Called'])
  expect(customers('user_4821')).toEqual(['cus_Called'])
  expect(everything('user_9931')).toEqual(['user_9931'])
  expect(customers('user_9931')).toEqual(['user_9931'])
})
