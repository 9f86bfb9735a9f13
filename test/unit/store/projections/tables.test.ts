// What ends in the tables depends on what was said and not on the order; what is derived follows whatever row changes.
import { describe, expect, test } from 'vitest'
import { unpackBody } from '../../../../electron/store/body.ts'
import { dueReads } from '../../../../electron/store/projections/reads-due.ts'
import { said } from '../../../../electron/store/projections/precedence.ts'
import type { StripeObject } from '../../../../electron/store/projections/kind.ts'
import { statusMark } from '../../../../electron/store/projections/search-marks.ts'
import { tablesOf, type Telling } from '../../../../electron/store/projections/tables.ts'
import { aCache, aCharge, aCustomer, anIntent, row } from './tables.support.ts'

function tabled() {
  const cache = aCache()
  const tables = tablesOf(cache, { readAt: () => 0 })
  const tell = (
    object: StripeObject,
    second: number,
    how: keyof typeof said = 'event',
    more: Partial<Telling> = {},
  ) => {
    const known = tables.tell(object, { asOf: second * 1000, said: said[how], ...more })
    tables.derive()
    return known
  }
  const due = (): string[] =>
    dueReads(cache)
      .due(0, 100)
      .map(({ id }) => id)
  const found = (word: string): number =>
    cache.prepare('SELECT rowid FROM payment_search WHERE payment_search MATCH ?').all(`"${word}"`).length
  return { cache, tables, tell, due, found }
}

/** All orders of a few things. */
function orders<Item>(items: readonly Item[]): Item[][] {
  return items.length <= 1
    ? [[...items]]
    : items.flatMap((item, index) =>
        orders(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
      )
}

describe('a payment is told by its rows, in whatever order they come', () => {
  const parts: [StripeObject, number][] = [
    [anIntent(), 10],
    [aCharge({ amount_refunded: 1000 }), 12],
    [aCustomer(), 8],
    [
      {
        id: 're_1',
        object: 'refund',
        amount: 1000,
        currency: 'eur',
        status: 'succeeded',
        created: 12,
        charge: 'ch_1',
      },
      12,
    ],
  ]
  test.each(orders(parts).map((order, index) => [index, order] as const))('order %i', (_, order) => {
    const { cache, tell, found } = tabled()
    for (const [object, second] of order) tell(object, second)
    expect(row(cache, 'payment_intents', 'pi_1')).toMatchObject({
      status: 'partially_refunded',
      amount_refunded: 1000,
      method_brand: 'visa',
      method_last4: '4242',
      amount_milli: 49900,
    })
    // A refund of an older version names only its charge.
    expect(row(cache, 'refunds', 're_1')).toMatchObject({ payment_intent_id: 'pi_1' })
    expect(['Ada Lovelace', 'A. Lovelace', 'T-4711', 'Annual plan', 'ch_1'].map(found)).toEqual([
      1, 1, 1, 1, 1,
    ])
  })
})

describe('a disputed payment', () => {
  const aDispute = (status: string, more: object = {}) => ({
    id: 'dp_1',
    object: 'dispute',
    charge: 'ch_1',
    payment_intent: 'pi_1',
    amount: 4990,
    currency: 'eur',
    status,
    reason: 'fraudulent',
    created: 20,
    ...more,
  })
  const disputed = (more: object = {}) => aCharge({ disputed: true, ...more })

  test.each([
    ['needs_response', {}, 'disputed'],
    ['appeal_under_review', {}, 'disputed'],
    ['warning_needs_response', {}, 'disputed'],
    ['lost', {}, 'disputed'],
    ['lost', { amount_refunded: 1000 }, 'disputed'],
    ['prevented', {}, 'disputed'],
    ['a_status_to_come', {}, 'disputed'],
    ['won', {}, 'succeeded'],
    ['won', { amount_refunded: 1000 }, 'partially_refunded'],
    ['won', { amount_refunded: 4990 }, 'refunded'],
    ['warning_closed', {}, 'succeeded'],
    ['warning_closed', { amount_refunded: 4990 }, 'refunded'],
    ['charge_refunded', { amount_refunded: 4990 }, 'refunded'],
  ])('of which a dispute is %s (%j) is %s, whichever came first', (status, charge, expected) => {
    for (const order of orders([anIntent(), disputed(charge), aDispute(status)])) {
      const { cache, tell } = tabled()
      for (const object of order) tell(object, 10)
      expect(row(cache, 'payment_intents', 'pi_1')).toMatchObject({
        status: expected,
        disputed: expected === 'disputed' ? 1 : 0,
      })
    }
  })

  test('is found and counted as what it is, before and after its dispute is won', () => {
    const { cache, tell } = tabled()
    const standing = () => ({
      counted: cache
        .prepare('SELECT status FROM payment_counts WHERE width = 86400 AND count > 0')
        .pluck()
        .all(),
      found: (['disputed', 'succeeded'] as const).filter(
        (status) =>
          cache
            .prepare('SELECT 1 FROM payment_search WHERE payment_search MATCH ?')
            .get(`status : "${statusMark(status)}"`) !== undefined,
      ),
    })
    for (const object of [anIntent(), disputed(), aDispute('needs_response')]) tell(object, 10)
    expect(standing()).toEqual({ counted: ['disputed'], found: ['disputed'] })
    tell(aDispute('won'), 20)
    expect(standing()).toEqual({ counted: ['succeeded'], found: ['succeeded'] })
  })

  test('stays disputed while one of several disputes stands, and where none of them is known', () => {
    const { cache, tell } = tabled()
    const status = () => row(cache, 'payment_intents', 'pi_1')?.['status']
    for (const object of [anIntent(), disputed()]) tell(object, 10)
    expect(status()).toBe('disputed')
    tell(aDispute('warning_closed'), 11)
    expect(status()).toBe('succeeded')
    // One that names only its charge.
    tell(aDispute('needs_response', { id: 'dp_2', payment_intent: null }), 12)
    expect(status()).toBe('disputed')
    tell(aDispute('won', { id: 'dp_2', payment_intent: null }), 13)
    expect(status()).toBe('succeeded')
  })
})

describe('a tie', () => {
  test('between two events is to be read, and counts the same whoever came first', () => {
    const names = orders([aCustomer({ name: 'One' }), aCustomer({ name: 'Two' })]).map((order) => {
      const { cache, tell, due } = tabled()
      for (const customer of order) tell(customer, 10)
      expect(due()).toEqual(['cus_1'])
      return row(cache, 'customers', 'cus_1')?.['name']
    })
    expect(names[0]).toBe(names[1])
  })

  test('between events that say the same is none', () => {
    const { tell, due } = tabled()
    tell(aCustomer(), 10)
    // The same content in another order of its keys.
    tell(Object.fromEntries(Object.entries(aCustomer()).toReversed()), 10)
    expect(due()).toEqual([])
  })

  test('is over with an event that is surely later, and stays with one that is not', () => {
    const { tell, due } = tabled()
    tell(aCustomer({ name: 'One' }), 10)
    tell(aCustomer({ name: 'Two' }), 10)
    tell(aCustomer({ name: 'Older' }), 9)
    expect(due()).toEqual(['cus_1'])
    tell(aCustomer({ name: 'Later' }), 11)
    expect(due()).toEqual([])
  })

  test('is over with a read that was asked for after all of it, whatever the clocks say', () => {
    const { cache, tell, due } = tabled()
    tell(aCustomer({ name: 'One' }), 10)
    tell(aCustomer({ name: 'Two' }), 10)
    tell(aCustomer({ name: 'Read' }), 10, 'read', { settled: () => true })
    expect(due()).toEqual([])
    expect(row(cache, 'customers', 'cus_1')).toMatchObject({ name: 'Read' })
  })

  test('of what Stripe can not be asked for is none', () => {
    const { tell, due } = tabled()
    tell({ id: 'card_1', object: 'card', last4: '4242', brand: 'Visa', customer: 'cus_1' }, 10)
    tell({ id: 'card_1', object: 'card', last4: '4242', brand: 'Visa', customer: 'cus_2' }, 10)
    expect(due()).toEqual([])
  })
})

describe('a deletion', () => {
  test('is not undone by what comes late, and keeps the last state', () => {
    for (const order of orders([0, 1, 2])) {
      const { cache, tables, tell, due } = tabled()
      const told = [
        () => tell(aCustomer({ name: 'Old' }), 8),
        () => tell(aCustomer({ name: 'Last' }), 10, 'deleted'),
        () => tables.bury('customer', 'cus_1'),
      ]
      for (const index of order) told[index]!()
      expect(row(cache, 'customers', 'cus_1')).toMatchObject({ name: 'Last', deleted: 1 })
      expect(due()).toEqual([])
    }
  })

  test('is known even before the object is', () => {
    const { cache, tell } = tabled()
    tell({ id: 'cus_1', object: 'customer', deleted: true }, 20, 'read')
    expect(row(cache, 'customers', 'cus_1')).toBeUndefined()
    tell(aCustomer(), 10)
    expect(row(cache, 'customers', 'cus_1')).toMatchObject({ deleted: 1, name: 'Ada Lovelace' })
  })
})

test('a plan tells a part of its price and never takes the place of the whole', () => {
  const plan = {
    id: 'price_1',
    object: 'plan',
    currency: 'eur',
    amount: 900,
    interval: 'month',
    product: 'prod_1',
  }
  const price = {
    id: 'price_1',
    object: 'price',
    currency: 'eur',
    unit_amount: 900,
    lookup_key: 'tea',
    recurring: { interval: 'month', interval_count: 1 },
  }
  for (const order of orders([plan, price])) {
    const { cache, tell, due } = tabled()
    for (const object of order) tell(object, 10)
    expect(row(cache, 'prices', 'price_1')).toMatchObject({
      lookup_key: 'tea',
      unit_amount: 900,
      type: 'recurring',
    })
    expect(due()).toEqual([])
  }
})

test('a dispute that the bank lets nobody answer has no deadline: Stripe says 0', () => {
  const { cache, tell } = tabled()
  const dispute = { id: 'dp_1', object: 'dispute', charge: 'ch_1', amount: 1, currency: 'eur', status: 'needs_response', reason: 'general', created: 1 } // prettier-ignore
  tell({ ...dispute, evidence_details: { due_by: 0 } }, 10)
  expect(row(cache, 'disputes', 'dp_1')).toMatchObject({ evidence_due_by: null })
  tell({ ...dispute, evidence_details: { due_by: 1_796_000_000 } }, 11)
  expect(row(cache, 'disputes', 'dp_1')).toMatchObject({ evidence_due_by: 1_796_000_000 })
})

describe('an expanded object', () => {
  test('gets its own row, and the body keeps its id', () => {
    const { cache, tell } = tabled()
    tell(anIntent({ customer: aCustomer(), latest_charge: aCharge() }), 10, 'read')
    expect(row(cache, 'customers', 'cus_1')).toMatchObject({ name: 'Ada Lovelace' })
    expect(JSON.parse(unpackBody(row(cache, 'payment_intents', 'pi_1')?.['body'] as Buffer))).toMatchObject({
      customer: 'cus_1',
      latest_charge: 'ch_1',
    })
  })

  test('in a hash does too: the customer with it says the same as the customer without', () => {
    const { cache, tell, due } = tabled()
    const card = {
      id: 'pm_1',
      object: 'payment_method',
      type: 'card',
      created: 4,
      card: { brand: 'visa', last4: '4242' },
    }
    const settings = { footer: null, default_payment_method: 'pm_1' }
    tell(aCustomer({ invoice_settings: { ...settings, default_payment_method: card } }), 10, 'read')
    tell(aCustomer({ invoice_settings: settings }), 10, 'read')
    expect(due()).toEqual([])
    expect(row(cache, 'payment_methods', 'pm_1')).toMatchObject({ last4: '4242' })
    expect(JSON.parse(unpackBody(row(cache, 'customers', 'cus_1')?.['body'] as Buffer))).toMatchObject({
      invoice_settings: settings,
    })
  })

  test('does not overwrite what was said later', () => {
    const { cache, tell } = tabled()
    tell(aCustomer({ name: 'Newer' }), 30)
    tell(anIntent({ customer: aCustomer({ name: 'Older' }) }), 10, 'read')
    expect(row(cache, 'customers', 'cus_1')).toMatchObject({ name: 'Newer' })
  })
})

describe('a payment that was never tried', () => {
  const untried = { status: 'requires_action', latest_charge: null, payment_method: 'pm_1' }
  const method = {
    id: 'pm_1',
    object: 'payment_method',
    type: 'card',
    created: 4,
    card: { brand: 'amex', display_brand: 'american_express', last4: '0005' },
  }
  test.each(orders([anIntent(untried), method]))(
    'is told by its payment method, its brand by one word',
    (...order) => {
      const { cache, tell } = tabled()
      for (const object of order) tell(object, 10)
      expect(row(cache, 'payment_intents', 'pi_1')).toMatchObject({
        method_brand: 'amex',
        method_last4: '0005',
      })
    },
  )
})

describe('old API versions', () => {
  test('a PaymentIntent with its charges embedded', () => {
    const { cache, tell } = tabled()
    const { latest_charge: _none, ...intent } = anIntent()
    tell(
      {
        ...intent,
        charges: { object: 'list', data: [aCharge(), aCharge({ id: 'ch_0', status: 'failed' })] },
      },
      10,
    )
    expect(row(cache, 'payment_intents', 'pi_1')).toMatchObject({
      latest_charge_id: 'ch_1',
      status: 'succeeded',
      method_brand: 'visa',
    })
    expect(row(cache, 'charges', 'ch_0')).toMatchObject({ status: 'failed' })
  })

  test('a charge of 2017 with its card and refunds embedded', () => {
    const { cache, tell } = tabled()
    const refund = {
      id: 're_1',
      object: 'refund',
      amount: 500,
      currency: 'usd',
      created: 6,
      charge: 'ch_9',
      status: null,
    }
    tell(
      {
        id: 'ch_9',
        object: 'charge',
        created: 5,
        amount: 2000,
        amount_refunded: 500,
        currency: 'usd',
        status: 'paid',
        paid: true,
        captured: true,
        refunded: false,
        dispute: 'dp_1',
        source: { id: 'card_1', object: 'card', brand: 'Visa', last4: '4242', exp_month: 1, exp_year: 2020 },
        refunds: { object: 'list', data: [refund] },
      },
      10,
    )
    expect(row(cache, 'charges', 'ch_9')).toMatchObject({
      amount_captured: 2000,
      disputed: 1,
      payment_method_id: 'card_1',
    })
    expect(row(cache, 'refunds', 're_1')).toMatchObject({ amount: 500, charge_id: 'ch_9', status: 'pending' })
  })

  test.each([
    // Before 2025-03-31.basil a Refund was made of what was not captured, and counted on the charge.
    ['a hold that was let go', { status: 'canceled' }, { captured: false, amount_captured: 0, amount_refunded: 4990, refunded: true }, { status: 'canceled', amount_refunded: 0 }],
    ['one of before amount_captured was told', { status: 'canceled' }, { captured: false, amount_captured: undefined, amount_refunded: 4990, refunded: true }, { status: 'canceled', amount_refunded: 0 }],
    ['a hold of which a part was captured, and refunded whole', {}, { amount_captured: 1000, amount_refunded: 4990, refunded: true }, { status: 'refunded', amount_refunded: 1000 }],
  ] as const)('%s has no more refunded than was taken', (_, intent, charge, expected) => {
    const { cache, tell } = tabled()
    tell(anIntent(intent), 10)
    tell(aCharge(charge), 11)
    expect(row(cache, 'payment_intents', 'pi_1')).toMatchObject(expected)
  }) // prettier-ignore

  test('an invoice without a status, dated by `date`, with its charge', () => {
    const { cache, tell } = tabled()
    tell(
      {
        id: 'in_1',
        object: 'invoice',
        date: 77,
        customer: 'cus_1',
        currency: 'usd',
        amount_due: 700,
        total: 700,
        paid: true,
        closed: true,
        charge: 'ch_9',
        subscription: 'sub_1',
        lines: {
          data: [
            {
              id: 'sub_1',
              amount: 700,
              currency: 'usd',
              quantity: 1,
              plan: { id: 'gold', product: 'prod_1' },
              proration: false,
            },
          ],
        },
      },
      10,
    )
    expect(row(cache, 'invoices', 'in_1')).toMatchObject({
      status: 'paid',
      created: 77,
      amount_paid: 700,
      amount_remaining: 0,
      charge_id: 'ch_9',
      subscription_id: 'sub_1',
    })
    expect(row(cache, 'invoice_lines', 'sub_1')).toMatchObject({
      price_id: 'gold',
      product_id: 'prod_1',
      amount: 700,
    })
  })

  test('a subscription with one plan and its period at the top, and one with items of basil', () => {
    const { cache, tell } = tabled()
    tell(
      {
        id: 'sub_old',
        object: 'subscription',
        status: 'active',
        start: 3,
        current_period_start: 100,
        current_period_end: 200,
        quantity: 2,
        plan: {
          id: 'gold',
          amount: 500,
          currency: 'usd',
          interval: 'month',
          interval_count: 1,
          product: 'prod_1',
        },
      },
      10,
    )
    const item = (id: string, end: number) => ({
      id,
      price: { id: 'price_1' },
      quantity: 1,
      current_period_start: 150,
      current_period_end: end,
    })
    tell(
      {
        id: 'sub_new',
        object: 'subscription',
        status: 'active',
        created: 4,
        items: { data: [item('si_1', 400), item('si_2', 300)] },
      },
      10,
    )
    expect(row(cache, 'subscriptions', 'sub_old')).toMatchObject({
      created: 3,
      current_period_end: 200,
      currency: 'usd',
    })
    expect(
      cache
        .prepare('SELECT price_id, quantity, unit_amount FROM subscription_items WHERE subscription = 1')
        .all(),
    ).toEqual([{ price_id: 'gold', quantity: 2, unit_amount: 500 }])
    expect(row(cache, 'subscriptions', 'sub_new')).toMatchObject({
      current_period_start: 150,
      current_period_end: 300,
    })
    // Items go with their subscription: one fewer later is one fewer in the table.
    tell(
      {
        id: 'sub_new',
        object: 'subscription',
        status: 'active',
        created: 4,
        items: { data: [item('si_2', 300)] },
      },
      20,
    )
    expect(cache.prepare('SELECT id FROM subscription_items WHERE subscription = 2').pluck().all()).toEqual([
      'si_2',
    ])
  })
})
