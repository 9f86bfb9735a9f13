// Compares the tables of two caches row by row, for the convergence test.
import type { Database } from 'better-sqlite3'
import { isDeepStrictEqual } from 'node:util'
import { unpackBody } from '../../electron/store/body.ts'
import { kinds } from '../../electron/store/projections/kinds.ts'

export type Dump = Record<string, Record<string, unknown>[]>

/** All rows by table, each with its body, without how and when they came to be known. */
export function dumpOf(cache: Database, precedence = false): Dump {
  const dump: Dump = {}
  for (const { table } of kinds) {
    dump[table] = cache
      .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY id`)
      .all()
      .map(({ rowid: _rowid, search_key: _key, as_of, said, whole, body, ...columns }) => ({
        ...columns,
        body: JSON.parse(unpackBody(body as Buffer)) as unknown,
        ...(precedence && { as_of, said, whole }),
      }))
  }
  for (const [children, parents, parent] of [
    ['invoice_lines', 'invoices', 'invoice'],
    ['subscription_items', 'subscriptions', 'subscription'],
  ])
    dump[children!] = cache
      .prepare<[], Record<string, unknown>>(
        `SELECT p.id AS parent_id, c.* FROM ${children} AS c JOIN ${parents} AS p ON p.rowid = c.${parent} ORDER BY 1, c.position`,
      )
      .all()
      .map(({ [parent!]: _parent, ...columns }) => columns)
  dump['failures'] = cache
    .prepare<[], Record<string, unknown>>(
      'SELECT f.*, j.judged FROM failures AS f LEFT JOIN failure_judgings AS j ON j.id = f.judging ORDER BY payment_intent_id',
    )
    .all()
    // Numbers are given in the order in which things came.
    .map(({ rowid: _rowid, judging: _judging, ...columns }) => columns)
  for (const [table, order] of [
    ['access_facts', 'event_id'],
    ['access_stretches', 'subscription_id, product_id, from_at'],
    ['entitlement_facts', 'event_id'],
    ['fraud_warnings', 'id'],
  ])
    dump[table!] = cache
      .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY ${order}`)
      .all()
  return dump
}

/** The first difference in words; null when there is none. */
export function differenceOf(found: Dump, expected: Dump, what: string): string | null {
  for (const table of Object.keys(expected)) {
    const [ours, theirs] = [found[table]!, expected[table]!]
    if (isDeepStrictEqual(ours, theirs)) continue
    const at = theirs.findIndex((row, index) => !isDeepStrictEqual(row, ours[index]))
    const place = at === -1 ? theirs.length : at
    return `${what}, ${table}: ${JSON.stringify(ours[place])} instead of ${JSON.stringify(theirs[place])}`
  }
  return null
}

const living = (dump: Dump): Dump =>
  Object.fromEntries(
    Object.entries(dump).map(([table, rows]) => [table, rows.filter((row) => row['deleted'] !== 1)]),
  )

/** What is gone at Stripe is not part of the truth, nor are its children. */
export function ofTheLiving(dump: Dump): Dump {
  const alive = living(dump)
  for (const [children, parents] of [
    ['invoice_lines', 'invoices'],
    ['subscription_items', 'subscriptions'],
  ] as const) {
    const ids = new Set(alive[parents]!.map((row) => row['id']))
    alive[children] = alive[children]!.filter((row) => ids.has(row['parent_id']))
  }
  // What was at an earlier time is known from events alone.
  for (const table of ['access_facts', 'access_stretches', 'entitlement_facts', 'fraud_warnings'])
    delete alive[table]
  // The search text of a payment holds the name of a customer even when that is gone.
  alive['payment_intents'] = alive['payment_intents']!.map(({ search_digest: _digest, ...row }) => row)
  return alive
}
