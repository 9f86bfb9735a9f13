// What is typed becomes a query in Stripe's language, and never a part of that language.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSearchQuery } from '../../../electron/simulator/search-query.ts'
import { isRefusal } from '../../../electron/simulator/refusals.ts'
import { searchOperations } from '../../../electron/simulator/resources/searches.ts'
import {
  mostQueries,
  paymentsOfCustomer,
  quotedValue,
  stripeIdOf,
  stripeQuestions,
} from '../../../src/domain/stripe-search-query.ts'

const now = new Date(2026, 10, 25, 12).getTime()
const asked = (text: string): string[] =>
  stripeQuestions(text, now).queries.map(({ kind, query }) => `${kind} ${query}`)
const day = (year: number, month: number, date: number): number =>
  new Date(year, month - 1, date).getTime() / 1000

describe('what Stripe is asked', () => {
  test.each<[string, string[]]>([
    ['ada@example.com', ['customer email~"ada@example.com"']],
    ['Ada', ['customer name~"Ada"', 'customer email~"Ada"']],
    ['Ada de la Cruz', ['customer name~"Ada" AND name~"Cruz"']],
    ['Smith & Sons', ['customer name~"Smith" AND name~"Sons"']],
    ['AQ-0042', ['customer name~"AQ-0042"', 'customer email~"AQ-0042"', 'invoice number:"AQ-0042"']],
    ['49.90 EUR', ['payment amount:4990 AND currency:"eur"', 'invoice total:4990 AND currency:"eur"']],
    ['1000 JPY', ['payment amount:1000 AND currency:"jpy"', 'invoice total:1000 AND currency:"jpy"']],
    [
      'visa 4242',
      ['charge payment_method_details.card.last4:4242 AND payment_method_details.card.brand:"visa"'],
    ],
    [
      'ending in 4242 49.90 eur',
      ['charge amount:4990 AND currency:"eur" AND payment_method_details.card.last4:4242'],
    ],
    ['failed', ['charge status:"failed"', 'customer name~"failed"', 'customer email~"failed"']],
    ['order_id:8841', kinds('metadata["order_id"]:"8841"')],
    ['order_id = "A 12"', kinds('metadata["order_id"]:"A 12"')],
    ['ada: lovelace', ['customer name~"ada" AND name~"lovelace"', ...kinds('metadata["ada"]:"lovelace"')]],
    ['subscriptions past due', ['subscription status:"past_due"', expect.anything()]],
    ['§§', []],
    ['ab', []],
  ])('%j', (text, queries) => {
    expect(asked(text)).toEqual(queries)
  })

  function kinds(query: string): string[] {
    return ['customer', 'payment', 'invoice', 'subscription'].map((kind) => `${kind} ${query}`)
  }

  test('an amount without a currency is asked for in every number of decimals, each by itself', () => {
    expect(asked('12.34').filter((query) => query.startsWith('payment'))).toEqual([
      'payment amount:1234',
      'payment amount:12340',
    ])
  })

  test('a day is that of the payment', () => {
    const query = `payment created>=${day(2026, 11, 24)} AND created<${day(2026, 11, 25)}`
    expect(asked('yesterday')[0]).toBe(query)
  })

  test('beside a name everything else is what their payments must be', () => {
    const { queries, theirPayments } = stripeQuestions('lovelace 49.90 eur', now)
    expect(queries[0]?.query).toBe('name~"lovelace"')
    expect(paymentsOfCustomer('cus_1', theirPayments ?? [])).toBe(
      'customer:"cus_1" AND amount:4990 AND currency:"eur"',
    )
    expect(stripeQuestions('visa 4242', now).theirPayments).toBeNull()
  })

  test('the address of a page is no metadata', () => {
    expect(asked('https://example.com').some((query) => query.includes('metadata'))).toBe(false)
  })
})

describe('an id that is the whole text', () => {
  test.each([
    ['pi_3QAbcdef', 'payment'],
    [' cus_Abcdef12 ', 'customer'],
    ['ch_3QAbcdef', 'charge'],
    ['re_3QAbcdef', 'refund'],
    ['in_1QAbcdef', 'invoice'],
  ])('%j is of a %s', (text, kind) => {
    expect(stripeIdOf(text)).toEqual({ kind, id: text.trim() })
  })

  test('of a client secret it is the id alone', () => {
    expect(stripeIdOf('pi_3QAbcdef_secret_Xyz9')).toEqual({ kind: 'payment', id: 'pi_3QAbcdef' })
  })

  test.each(['pi_', 'pi_3QAbc def', 'toString_abcdef', 'pi_3QAbcdef/../accounts', '', 'evt_1QAbcdef'])(
    '%j is none',
    (text) => {
      expect(stripeIdOf(text)).toBeNull()
    },
  )
})

describe('what was typed stays a value', () => {
  test('quotes and backslashes are escaped, control characters become blanks', () => {
    expect(quotedValue(String.raw`a"b\c`)).toBe(String.raw`"a\"b\\c"`)
    expect(quotedValue('a\n\u0000b')).toBe('"a b"')
    expect(quotedValue('\\')).toBe(String.raw`"\\"`)
  })

  test.each([
    '"',
    '\\',
    String.raw`\"`,
    '" OR email~"@',
    String.raw`\" OR created>0 OR name~"abc`,
    'ada" OR name~"bob',
    '-name:"x"',
    'k:"v" OR created>0',
    'k"]:"x:y',
    String.raw`k:v\ `,
    'metadata["a"]:null',
  ])('%j brings no clause of its own', (attack) => {
    for (const { query } of stripeQuestions(attack, now).queries) {
      const outside = query.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
      expect(outside).toMatch(/^[\w.]+(\[""\])?(:|~|>=|<)(""|\d+)( AND [\w.]+(:|~|>=|<)(""|\d+))*$/)
    }
  })

  test('any text makes few queries, each of which Stripe would understand', () => {
    const fields = new Map(searchOperations.map((operation) => [operation.answers, operation]))
    const resources = {
      customer: 'customer',
      payment: 'payment_intent',
      charge: 'charge',
      invoice: 'invoice',
      subscription: 'subscription',
    } as const
    const words = fc.constantFrom('"', '\\', ' ', ':', 'ada', 'order_id', 'OR', '4242', 'visa', '49,90', '€', 'failed', 'yesterday', '-', '~', '@', '[', ']', 'null', 'paid', 'invoices') // prettier-ignore
    const texts = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.array(words, { maxLength: 8 }).map((some) => some.join(''))) // prettier-ignore
    fc.assert(
      fc.property(texts, (text) => {
        const { queries } = stripeQuestions(text, now)
        expect(queries.length).toBeLessThanOrEqual(mostQueries)
        for (const { kind, query } of queries) {
          const operation = fields.get(resources[kind])!
          const answer = operation.run({
            book: emptyBook as never,
            ids: {},
            parameters: { query },
            otherMode: () => emptyBook as never,
          })
          expect(isRefusal(answer) ? `${query}: ${answer.error.message}` : 'understood').toBe('understood')
        }
      }),
      { numRuns: 500 },
    )
  })

  test('what is escaped is read back as it was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        // oxlint-disable-next-line no-control-regex -- those become blanks
        const plain = text.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ')
        const matches = readSearchQuery(`name:${quotedValue(text)}`, { name: 'string' }, 'customers')
        if (isRefusal(matches)) throw new Error(matches.error.message)
        expect(matches({ name: plain })).toBe(true)
        expect(matches({ name: `${plain}x` })).toBe(false)
      }),
    )
  })
})

const emptyCollection = { get: () => undefined, walk: () => [] }
const emptyBook = {
  customers: emptyCollection,
  paymentIntents: emptyCollection,
  charges: emptyCollection,
  invoices: emptyCollection,
  subscriptions: emptyCollection,
  deletedCustomers: new Map(),
}
