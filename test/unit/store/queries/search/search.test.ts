// The search over everything: what it says about how it read a text, what it leaves out, and that it never walks without a bound.
import type Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../../../electron/store/projections/kinds.ts'
import { tablesOf } from '../../../../../electron/store/projections/tables.ts'
import { searchAll } from '../../../../../electron/store/queries/search/search.ts'
import { schemas, searchKinds, type SearchKind } from '../../../../../src/contract/index.ts'
import * as made from './search.support.ts'

let shop: made.Shop

beforeAll(() => {
  shop = made.emptyShop()
  made.tell(
    shop.cache,
    made.customer('cus_Ada', { name: 'Ada Lovelace', email: 'ada@example.com' }),
    made.customer('cus_Gone', { name: 'Gone Girl', created: made.daysAgo(1) }),
    ...Array.from({ length: 60 }, (_, index) =>
      made.payment(`pi_Many${index}`, {
        customer: 'cus_Ada',
        created: made.daysAgo(index),
        amount: 1000 + index,
      }),
    ),
    made.refund('re_One', 'pi_Many3', { created: made.daysAgo(400) }),
    made.card('pm_One', 'cus_Ada', { created: made.daysAgo(500) }),
    made.dispute('dp_One', 'pi_Many9', { created: made.daysAgo(300) }),
    made.dispute('dp_Appeal', 'pi_Many8', {
      created: made.daysAgo(299),
      amount: 7777,
      status: 'appeal_needs_response',
    }),
    made.dispute('dp_Weighed', 'pi_Many7', {
      created: made.daysAgo(298),
      amount: 7777,
      status: 'appeal_under_review',
    }),
    made.dispute('dp_Prevented', 'pi_Many5', {
      created: made.daysAgo(296),
      amount: 7777,
      status: 'prevented',
    }),
    made.dispute('dp_Closed', 'pi_Many6', {
      created: made.daysAgo(297),
      amount: 7777,
      status: 'warning_closed',
    }),
  )
  shop.cache.transaction(() => shop.cache.exec(`UPDATE customers SET deleted = 1 WHERE id = 'cus_Gone'`))()
})

afterAll(() => shop.close())

function search(text: string, kinds: SearchKind[] = [], limit = 20) {
  const answer = searchAll(shop.cache, { text, kinds, limit }, shop.now)
  if (!answer.ok) throw new Error(answer.error.message)
  return schemas['search.all'].reply.parse(answer.value)
}

describe('a search', () => {
  test('says how it read what was typed', () => {
    expect(search('ada yesterday').understood).toEqual(['yesterday'])
    expect(search('4242 10,03 €').understood).toEqual(['card ending 4242', 'amount 10.03 EUR'])
    expect(search('nothing at all').understood).toEqual([])
    expect(search('disputes last year').understood).toEqual(['only disputes', 'last year'])
  })

  test('keeps to the kinds that were asked for', () => {
    expect(new Set(search('ada', ['payment']).hits.map(({ kind }) => kind))).toEqual(new Set(['payment']))
    expect(search('pi_Many3', ['customer']).hits).toEqual([])
    expect(search('cards ada').hits.map(({ id }) => id)).toEqual(['pm_One'])
  })

  test('takes an appeal, or what was prevented, for disputed, and for pending where an answer is wanted', () => {
    const found = (text: string) => search(text, ['dispute']).hits.map(({ id }) => id)
    expect(found('disputed 77.77')).toEqual(['dp_Prevented', 'dp_Closed', 'dp_Weighed', 'dp_Appeal'])
    expect(found('pending 77.77')).toEqual(['dp_Appeal'])
  })

  test('shows a few of each kind, however many there are of another', () => {
    const { hits, complete } = search('ada', [], 10)
    expect(hits).toHaveLength(10)
    expect(complete).toBe(false)
    expect(hits[0]).toMatchObject({ kind: 'customer', id: 'cus_Ada' })
    expect(new Set(hits.map(({ kind }) => kind))).toEqual(
      new Set(['customer', 'payment', 'refund', 'dispute', 'card']),
    )
  })

  test('says that it is complete only when everything is there', () => {
    expect(search('gone girl')).toMatchObject({ complete: true, hits: [{ status: 'deleted' }] })
    expect(search('4242', ['payment'], 50).complete).toBe(false)
  })

  test('puts the most recent first among those that fit alike', () => {
    expect(search('4242', ['payment'], 5).hits.map(({ id }) => id)).toEqual(
      [0, 1, 2, 3, 4].map((index) => `pi_Many${index}`),
    )
  })

  test('finds nothing that was not there, and no day to come', () => {
    expect(search('ada 99.99').hits).toEqual([])
    expect(search('ada tomorrow').hits).toEqual([])
    expect(search('visa 1111').hits).toEqual([])
    expect(search('10.03 usd').hits).toEqual([])
  })

  test('answers whatever is typed', () => {
    const word = fc.constantFrom(
      'ada',
      '4242',
      '10.03',
      'yesterday',
      '"',
      '•••• ',
      'pi_',
      '@',
      '€',
      '3 nov',
      '\u0000',
      '%',
      'visa',
      'refunds',
      // What every object has, and no table of words.
      'constructor',
      '__proto__',
      'toString',
    )
    const text = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '))) // prettier-ignore
    fc.assert(
      fc.property(text, fc.subarray([...searchKinds]), (typed, kinds) => {
        expect(search(typed, kinds).hits.length).toBeLessThanOrEqual(20)
      }),
      { numRuns: 200 },
    )
  })
})

describe('what was found', () => {
  test('is a line that a person recognises it by', () => {
    expect(search('pi_Many3').hits[0]).toEqual({
      kind: 'payment',
      id: 'pi_Many3',
      title: 'Ada Lovelace',
      subtitle: 'ada@example.com · Visa •••• 4242',
      status: 'succeeded',
      amount: 1003,
      currency: 'eur',
      at: made.daysAgo(3),
      matched: { field: 'id', text: 'pi_Many3' },
      paymentIntentId: 'pi_Many3',
      customerId: 'cus_Ada',
    })
    expect(search('pm_One').hits[0]).toMatchObject({ title: 'Visa •••• 4242', subtitle: 'Ada Lovelace · expires 04/2031' }) // prettier-ignore
  })

  test('follows what is told of it', () => {
    const { cache } = shop
    made.tell(cache, made.customer('cus_New', { name: 'Mary Jackson' }))
    expect(search('jackson').hits.map(({ id }) => id)).toEqual(['cus_New'])
    made.tell(cache, made.customer('cus_New', { name: 'Mary Winston', email: 'mary@example.org' }))
    expect(search('jackson').hits).toEqual([])
    expect(search('ja').hits).toEqual([])
    expect(search('wi').hits.map(({ id }) => id)).toEqual(['cus_New'])
    expect(search('mary@example.org').hits[0]?.id).toBe('cus_New')
    expect(
      cache.prepare('SELECT count(*) FROM customer_words WHERE key = (SELECT max(key) FROM customer_words)').pluck().get(),
    ).toBe(2) // prettier-ignore
  })

  test('is found by the type of a method as by the brand of a card', () => {
    made.tell(
      shop.cache,
      made.customer('cus_Debit', { name: 'Sepp Maier' }),
      {
        ...made.card('pm_Debit', 'cus_Debit'),
        type: 'sepa_debit',
        card: undefined,
        sepa_debit: { last4: '3000' },
      },
      made.payment('pi_Debit', {
        customer: 'cus_Debit',
        charge: { payment_method_details: { type: 'sepa_debit', sepa_debit: { last4: '3000' } } },
      }),
      made.refund('re_Debit', 'pi_Debit'),
    )
    expect(search('sepa 3000').hits.map(({ id }) => id)).toEqual(['pi_Debit', 'pm_Debit'])
    expect(search('sepa refunds').hits.map(({ id }) => id)).toEqual(['re_Debit'])
    expect(search('maier sepa').hits.map(({ id }) => id)).toEqual(['pi_Debit', 'pm_Debit', 're_Debit'])
  })
})

test('a file of before there was a search is filled as its rows are made again', () => {
  const old = made.emptyShop()
  made.tell(old.cache, made.customer('cus_Old', { name: 'Old Faithful' }), made.card('pm_Old', 'cus_Old'))
  old.cache.exec(`DELETE FROM searchables; DELETE FROM customer_words;
    INSERT INTO customer_search (customer_search) VALUES ('delete-all'); INSERT INTO object_search (object_search) VALUES ('delete-all')`)
  const ids = (text: string): string[] => {
    const answer = searchAll(old.cache, { text, kinds: [], limit: 20 }, old.now)
    return answer.ok ? answer.value.hits.map(({ id }) => id) : []
  }
  expect(ids('faithful')).toEqual([])
  const tables = tablesOf(old.cache)
  old.cache.transaction(() => {
    for (const kind of kinds) {
      const rows = old.cache.prepare<[], string>(`SELECT id FROM ${kind.table}`).pluck().all()
      for (const id of rows) tables.again(kind, id)
    }
    tables.derive()
  })()
  expect(ids('faithful')).toEqual(['cus_Old', 'pm_Old'])
  old.close()
})

function spiedStatement(statement: Database.Statement, explain: (parameters: unknown[]) => void): unknown {
  return {
    pluck: () => spiedStatement(statement.pluck(), explain),
    ...Object.fromEntries(
      (['all', 'get', 'iterate'] as const).map((name) => [
        name,
        (...parameters: unknown[]) => {
          explain(parameters)
          return statement[name](...parameters)
        },
      ]),
    ),
  }
}

test('no part of a search reads a table from end to end', () => {
  const plans: string[] = []
  const spied = new Proxy(shop.cache, {
    get(target, name) {
      if (name !== 'prepare') return Reflect.get(target, name, target) as unknown
      return (sql: string) => {
        const explain = (parameters: unknown[]): void => {
          const plan = target.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
          plans.push(...plan.all(...parameters).map(({ detail }) => detail))
        }
        return spiedStatement(target.prepare(sql), explain)
      }
    },
  })
  for (const text of ['ada', 'ada lov', 'ad', 'ada@example.com', 'ada@', 'pi_Many', 'pi_Many3', '4242', 'visa 4242 10.03', '10.03', 'yesterday', 'ada yesterday', 'failed', 'refunds', 'refunds ada', 'events yesterday', 'charge.failed', 'ada visa', 'AQ-0001', '小龙'])
    searchAll(spied, { text, kinds: [], limit: 20 }, shop.now) // prettier-ignore
  expect(plans.length).toBeGreaterThan(100)
  // Walks in order of an index are ended by their reader, and searches by their match.
  const scans = plans.filter((detail) => detail.startsWith('SCAN'))
  expect(scans.filter((detail) => !/USING (COVERING )?INDEX|VIRTUAL TABLE|json_each|SCAN (found|known|page|\(subquery|CONSTANT)/.test(detail))).toEqual([]) // prettier-ignore
})
