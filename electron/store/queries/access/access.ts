// Who has access to what, at any moment, by the policy of the desk: pages of customers with a product, and how many are on and off.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import {
  success,
  type AccessPolicy,
  type AccessRow,
  type ParsedRequestOf,
  type ReplyOf,
  type Result,
} from '../../../../src/contract/index.ts'
import { accessAt, accessNow, whyAccess } from '../../../../src/domain/access-policy.ts'
import { dayOf } from '../../../../src/domain/day-words.ts'
import { stretchColumns, toStretch, type StretchRow } from '../../projections/derive-access.ts'
import { packCursor, strangeCursor, unpackCursor } from '../cursor.ts'
import { prepared } from '../prepared.ts'
import { meantBy } from './access-named.ts'
import { countsOf, isWanted, pairsAfter, pairsAtOnce, type Judging, type Pair } from './access-pairs.ts'

/** `now`: milliseconds. */
export function listAccess(
  cache: Database,
  policy: AccessPolicy,
  request: Omit<ParsedRequestOf<'access.list'>, 'deskId' | 'lane'>,
  now: number,
): Result<ReplyOf<'access.list'>> {
  const { filter, at, after, limit } = request
  const asked: Judging = { policy, at: at ?? Math.floor(now / 1000), isNow: at === null }
  let cursor = after === undefined ? null : readPair(after)
  if (cursor === null && after !== undefined) return strangeCursor()
  const meant = meantBy(cache, filter.text ?? '')
  const rows: AccessRow[] = []
  for (;;) {
    const pairs = pairsAfter(cache, filter, asked, cursor, meant)
    const found = accessOfPairs(cache, pairs, asked).filter((row) => isWanted(row, filter))
    rows.push(...found)
    if (pairs.length < pairsAtOnce || rows.length > limit) break
    cursor = pairs.at(-1)!
  }
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return success({
    rows: shown,
    next: rows.length > limit && last ? packCursor('access', last.customerId, last.productId) : null,
    knownFrom: knownFrom(cache),
    counts: after === undefined ? countsOf(cache, filter, asked, meant) : null,
  })
}

/** Access of a customer to the products of a subscription, or of any. */
export function accessOf(
  cache: Database,
  policy: AccessPolicy,
  customerId: string,
  productIds: readonly string[],
  now: number,
): AccessRow[] {
  const pairs = productIds.map((productId) => ({ customer_id: customerId, product_id: productId }))
  return accessOfPairs(cache, pairs, { policy, at: Math.floor(now / 1000), isNow: true })
}

function accessOfPairs(cache: Database, pairs: readonly Pair[], { policy, at, isNow }: Judging): AccessRow[] {
  const rows = prepared<[string], StretchRow>(
    cache,
    `SELECT ${stretchColumns
      .split(', ')
      .map((name) => `a.${name}`)
      .join(', ')}
     FROM json_each(?) AS pair CROSS JOIN access_stretches AS a INDEXED BY access_stretches_by_customer
       ON a.customer_id = pair.value ->> 'customer_id' AND a.product_id = pair.value ->> 'product_id'`,
  ).all(JSON.stringify(pairs))
  const ofPair = Map.groupBy(rows.map(toStretch), keyOf)
  const customers = namesOf<{ id: string; name: string | null; email: string | null }>(
    cache,
    'SELECT id, name, email FROM customers',
    pairs.map((pair) => pair.customer_id),
  )
  const products = namesOf<{ id: string; name: string | null }>(
    cache,
    'SELECT id, name FROM products',
    pairs.map((pair) => pair.product_id),
  )
  return pairs.flatMap((pair): AccessRow[] => {
    const { customer_id: customerId, product_id: productId } = pair
    const stretches = ofPair.get(keyOf({ customerId, productId })) ?? []
    const standing = isNow ? accessNow(stretches, policy, at) : accessAt(stretches, policy, at)
    if (standing === null) return []
    const { on, reason, since, until, stretch, eventId } = standing
    return [
      {
        customerId,
        customerName: customers.get(customerId)?.name ?? null,
        customerEmail: customers.get(customerId)?.email ?? null,
        productId,
        productName: products.get(productId)?.name ?? null,
        on,
        reason,
        why: whyAccess(standing, policy, (seconds) => dayOf(seconds * 1000)),
        since,
        until,
        subscriptionId: stretch.subscriptionId,
        eventId,
      },
    ]
  })
}

const keyOf = ({ customerId, productId }: { customerId: string; productId: string }): string =>
  `${customerId}\n${productId}`

function namesOf<Row extends { id: string }>(
  cache: Database,
  select: string,
  ids: readonly string[],
): Map<string, Row> {
  const rows = prepared<[string], Row>(cache, `${select} WHERE id IN (SELECT value FROM json_each(?))`).all(
    JSON.stringify([...new Set(ids)]),
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Before this some of it is told by dates of the objects alone; null: all of it is known from events. */
function knownFrom(cache: Database): number | null {
  const isAssumed = prepared<[], number>(
    cache,
    'SELECT 1 FROM access_stretches INDEXED BY access_stretches_assumed WHERE assumed = 1 LIMIT 1',
  ).pluck()
  if (isAssumed.get() === undefined) return null
  return (
    prepared<[], number | null>(cache, `SELECT min(created) FROM events WHERE type <> 'unreadable'`)
      .pluck()
      .get() ?? null
  )
}

const pairShape = z.tuple([z.literal('access'), z.string(), z.string()])

function readPair(text: string): Pair | null {
  const pair = unpackCursor(pairShape, text)
  return pair === null ? null : { customer_id: pair[1], product_id: pair[2] }
}
