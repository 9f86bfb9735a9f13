// Active prices with what they are of, found by words; and how a hosted page stands.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageState } from '../../../../../electron/store/queries/page-state.ts'
import { listPrices } from '../../../../../electron/store/queries/subscriptions/prices.ts'
import { schemas } from '../../../../../src/contract/index.ts'
import { anEvent } from '../../projections/tables.support.ts'
import * as made from '../search/search.support.ts'

let shop: made.Shop
const price = (id: string, product: string | null, more: object = {}) => ({
  id,
  object: 'price',
  product,
  active: true,
  currency: 'eur',
  unit_amount: 2400,
  type: 'one_time',
  created: made.daysAgo(9),
  ...more,
})
const product = (id: string, name: string, active = true) => ({
  id,
  object: 'product',
  name,
  active,
  created: 1,
})
const session = (id: string, more: object) => ({
  id,
  object: 'checkout.session',
  mode: 'payment',
  status: 'open',
  payment_status: 'unpaid',
  created: 1,
  expires_at: made.now / 1000 + 60,
  ...more,
})

beforeAll(() => {
  shop = made.emptyShop()
  made.tell(
    shop.cache,
    product('prod_box', 'Géschenkbox'),
    product('prod_room', 'Reading room'),
    product('prod_gone', 'Archived', false),
    price('price_box', 'prod_box'),
    price('price_big', 'prod_box', { unit_amount: 9900, nickname: 'Large', lookup_key: 'box-xl' }),
    price('price_tiers', null, { unit_amount: null }),
    price('price_off', 'prod_box', { active: false }),
    price('price_gone', 'prod_gone'),
    price('price_month', 'prod_room', {
      type: 'recurring',
      recurring: { interval: 'month', interval_count: 3 },
    }),
    product('prod_pack', 'Sheets'),
    price('price_pack', 'prod_pack', { transform_quantity: { divide_by: 10, round: 'up' } }),
    price('price_usage', 'prod_pack', {
      type: 'recurring',
      recurring: { interval: 'month', interval_count: 1, usage_type: 'metered' },
    }),
    session('cs_open', {}),
    session('cs_over', { expires_at: made.now / 1000 }),
    session('cs_expired', { status: 'expired' }),
    session('cs_paid', { status: 'complete', payment_status: 'paid', payment_intent: 'pi_1' }),
    session('cs_later', { status: 'complete' }),
    session('cs_debit', { status: 'complete', payment_intent: 'pi_debit' }),
    session('cs_broken', { status: 'complete', payment_intent: 'pi_broken' }),
    session('cs_slip', { status: 'complete', payment_intent: 'pi_asks' }),
    session('cs_behind', { status: 'complete', payment_intent: 'pi_paid' }),
    made.invoice('in_open', 'cus_1', { status: 'open', payment_intent: 'pi_asks' }),
    made.invoice('in_paid', 'cus_1', { payment_intent: 'pi_paid' }),
    made.invoice('in_void', 'cus_1', { status: 'void' }),
    made.invoice('in_moving', 'cus_1', { status: 'open', payment_intent: 'pi_moving' }),
    made.payment('pi_asks', { status: 'requires_action', latest_charge: null }),
    made.payment('pi_paid'),
    made.payment('pi_moving', { status: 'processing', latest_charge: null }),
    made.payment('pi_debit', { status: 'processing', charge: { status: 'pending', paid: false } }),
    made.payment('pi_broken', {
      status: 'requires_payment_method',
      charge: { status: 'failed', paid: false },
    }),
    made.payment('pi_failed', { status: 'requires_payment_method', latest_charge: null }),
  )
})
afterAll(() => shop.close())

const find = (text: string, limit = 50) => {
  const answer = listPrices(shop.cache, { text, limit })
  if (!answer.ok) throw new Error(answer.error.message)
  return schemas['prices.list'].reply.parse(answer.value)
}
const ids = (text: string): string[] => find(text).rows.map(({ id }) => id)

describe('prices', () => {
  test('are those that are sold, what is sold once first', () => {
    expect(ids('')).toEqual([
      'price_box',
      'price_big',
      'price_pack',
      'price_tiers',
      'price_month',
      'price_usage',
    ])
    expect(find('room').rows).toEqual([
      {
        id: 'price_month',
        productId: 'prod_room',
        productName: 'Reading room',
        nickname: null,
        unitAmount: 2400,
        currency: 'eur',
        type: 'recurring',
        interval: 'month',
        intervalCount: 3,
        metered: false,
      },
    ])
  })

  test.each([
    ['geschenk', ['price_box', 'price_big']],
    ['box large', ['price_big']],
    ['XL', ['price_big']],
    ['99.00', ['price_big']],
    ['price_tiers', ['price_tiers']],
    ['archived', []],
  ])('%j finds %j', (text, found) => {
    expect(ids(text)).toEqual(found)
  })

  test('tell no amount of one where a quantity does not just multiply it', () => {
    expect(find('sheets').rows).toMatchObject([
      { id: 'price_pack', unitAmount: null, metered: false },
      { id: 'price_usage', unitAmount: null, metered: true },
    ])
  })

  test('that fit come before others, so that the bound leaves none of them out', () => {
    const fitting = (type: 'one_time' | 'recurring', currency: string | null) => {
      const answer = listPrices(shop.cache, { fitting: { type, currency }, limit: 2 })
      return answer.ok && answer.value.rows.map(({ id }) => id)
    }
    expect(fitting('recurring', 'eur')).toEqual(['price_month', 'price_usage'])
    expect(fitting('one_time', null)).toEqual(['price_box', 'price_big'])
  })

  test('say when there are more', () => {
    expect(find('', 2)).toMatchObject({ rows: [{ id: 'price_box' }, { id: 'price_big' }], more: true })
  })
})

describe('a hosted page', () => {
  test.each([
    ['cs_open', 'open', false],
    ['cs_over', 'expired', false],
    ['cs_expired', 'expired', false],
    ['cs_paid', 'complete', true],
    ['cs_later', 'complete', false],
    ['cs_debit', 'complete', false],
    ['cs_broken', 'failed', false],
    ['cs_slip', 'complete', false],
    ['cs_behind', 'complete', true],
  ])('%s is %s', (id, state, paid) => {
    expect(pageState(shop.cache, id, made.now)).toMatchObject({ ok: true, value: { state, paid } })
  })

  test.each([
    ['in_open', 'open', false, null],
    ['in_paid', 'complete', true, 'pi_paid'],
    ['in_void', 'expired', false, null],
    ['in_moving', 'complete', false, 'pi_moving'],
    ['pi_asks', 'open', false, 'pi_asks'],
    ['pi_paid', 'complete', true, 'pi_paid'],
    ['pi_moving', 'complete', false, 'pi_moving'],
    ['pi_failed', 'expired', false, 'pi_failed'],
  ])('of the customer of %s, who has to confirm, is %s', (id, state, paid, paymentIntentId) => {
    expect(pageState(shop.cache, id, made.now)).toEqual({ ok: true, value: { state, paid, paymentIntentId } })
  })

  test('is not called failed for a try of before its customer was through', () => {
    const known = shop.cache.prepare("UPDATE payment_intents SET as_of = ? WHERE id = 'pi_broken'")
    const state = (): unknown => pageState(shop.cache, 'cs_broken', made.now)
    made.logEvents(
      shop.cache,
      anEvent('checkout.session.completed', { id: 'cs_broken', object: 'checkout.session' }, 10),
    )
    for (const [asOf, expected] of [
      [9_000, 'complete'],
      [10_000, 'complete'],
      [10_001, 'failed'],
      // In doubt, while the tables are made again.
      [-1 - 9_000, 'complete'],
      [-1 - 10_001, 'failed'],
    ] as const) {
      known.run(asOf)
      expect(state()).toMatchObject({ value: { state: expected, paid: false } })
    }
  })

  test('that is not here is no page', () => {
    expect(pageState(shop.cache, 'cs_none', made.now)).toMatchObject({ error: { code: 'not_found' } })
  })
})
