// Who has access to what, at any moment, by the policy of the desk: pages of customers with a product, and how many are on and off.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import {
  accessReasons,
  success,
  type AccessPolicy,
  type AccessReason,
  type AccessRow,
  type ParsedRequestOf,
  type ReplyOf,
  type Result,
} from '../../../../src/contract/index.ts'
import {
  accessAt,
  accessNow,
  graceSeconds,
  isOn,
  reasonWeights,
  whyAccess,
} from '../../../../src/domain/access-policy.ts'
import { dayOf } from '../../../../src/domain/day-words.ts'
import { folded, tellingWords, wordsOf } from '../../../../src/domain/fold.ts'
import { stretchColumns, toStretch, type StretchRow } from '../../projections/derive-access.ts'
import type { Parameters } from '../payments/payment-filter.ts'
import { packCursor, strangeCursor, unpackCursor } from '../cursor.ts'
import { prepared } from '../prepared.ts'

type Filter = ParsedRequestOf<'access.list'>['filter']

/** A moment, and the rules that hold. */
export interface Judging {
  policy: AccessPolicy
  /** Unix seconds. */
  at: number
  /** It is asked how things are, not how they were. */
  isNow: boolean
}

/** So many pairs of customer and product are judged in one go. */
const pairsAtOnce = 250

interface Pair {
  customer_id: string
  product_id: string
}

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

function isWanted(row: Pick<AccessRow, 'on' | 'reason'>, { on, reason }: Filter): boolean {
  if (on !== undefined && row.on !== on) return false
  return reason === undefined || reason.length === 0 || reason.includes(row.reason)
}

/** What a stretch has to be for the reason to be possible under the policy: its state, and 1 behind it where collection is paused. */
function kindsOf(reason: AccessReason, { graceDays, onWhileCollectionPaused }: AccessPolicy): string[] {
  switch (reason) {
    case 'on_paid':
      return ['paid0']
    case 'on_trial':
      return ['trial0']
    case 'on_grace':
      if (graceDays === 0) return []
      return onWhileCollectionPaused ? ['failing0', 'failing1'] : ['failing0']
    case 'on_collection_paused':
      return onWhileCollectionPaused ? ['paid1'] : []
    case 'off_incomplete':
      return ['incomplete0']
    case 'off_grace_over':
      return ['failing0', 'failing1']
    case 'off_unpaid':
      return ['unpaid0']
    case 'off_paused':
      return ['paused0']
    case 'off_ended':
      return ['ended0']
    case 'off_collection_paused':
      return onWhileCollectionPaused ? [] : ['paid1', 'failing1']
  }
}

/** Conditions over `access_stretches AS a`; `@at` is the moment. */
function conditionsOf(
  filter: Filter,
  { at, isNow }: Judging,
  meant: string | null,
): {
  conditions: string[]
  parameters: Parameters
} {
  const conditions = [isNow ? 'a.to_at IS NULL' : 'a.from_at <= @at AND (a.to_at IS NULL OR a.to_at > @at)']
  const parameters: Parameters = isNow ? {} : { at }
  const fits = (condition: string, name: string, value: string): void => {
    conditions.push(condition)
    parameters[name] = value
  }
  if (filter.customerId !== undefined) fits('a.customer_id = @customer', 'customer', filter.customerId)
  if (filter.productId !== undefined) fits('a.product_id = @product', 'product', filter.productId)
  if (meant !== null)
    fits(`a.customer_id || char(10) || a.product_id IN (SELECT value FROM json_each(@meant))`, 'meant', meant)
  return { conditions, parameters }
}

/** Pairs of which a stretch at the moment may be what is asked for, in order. Also for the tests: none that can't be is read. */
export function pairsAfter(
  cache: Database,
  filter: Filter,
  asked: Judging,
  after: Pair | null,
  meant: string | null,
): Pair[] {
  const { conditions, parameters } = conditionsOf(filter, asked, meant)
  const wanted = accessReasons.filter((reason) => isWanted({ on: isOn(reason), reason }, filter))
  if (wanted.length < accessReasons.length) {
    conditions.push('a.state || a.collection_paused IN (SELECT value FROM json_each(@kinds))')
    parameters['kinds'] = JSON.stringify(wanted.flatMap((reason) => kindsOf(reason, asked.policy)))
  }
  if (after !== null) {
    conditions.push('(a.customer_id, a.product_id) > (@afterCustomer, @afterProduct)')
    Object.assign(parameters, { afterCustomer: after.customer_id, afterProduct: after.product_id })
  }
  return prepared<[Parameters], Pair>(cache, pairsSql(asked.isNow, conditions)).all(parameters)
}

function pairsSql(isNow: boolean, conditions: readonly string[]): string {
  return `SELECT DISTINCT a.customer_id, a.product_id FROM access_stretches AS a INDEXED BY ${indexFor(isNow)}
    WHERE ${conditions.join(' AND ')} ORDER BY a.customer_id, a.product_id LIMIT ${pairsAtOnce}`
}

const indexFor = (isNow: boolean): string => (isNow ? 'access_stretches_now' : 'access_stretches_by_customer')

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

function countsOf(
  cache: Database,
  filter: Filter,
  asked: Judging,
  meant: string | null,
): { on: number; off: number } {
  const { conditions, parameters } = conditionsOf(filter, asked, meant)
  const byWeight = prepared<[Parameters], { weight: number; pairs: number }>(
    cache,
    countsSql(asked.isNow, conditions),
  ).all({
    ...parameters,
    at: asked.at,
    grace: graceSeconds(asked.policy),
    paused: Number(asked.policy.onWhileCollectionPaused),
  })
  const { on: _, ...rest } = filter
  const counts = { on: 0, off: 0 }
  for (const { weight, pairs } of byWeight) {
    const reason = accessReasons.find((each) => reasonWeights[each] === weight)!
    const on = isOn(reason)
    if (isWanted({ on, reason }, rest)) counts[on ? 'on' : 'off'] += pairs
  }
  return counts
}

/** The same as `accessNow` and `accessAt`, for all at once: how many pairs each reason decides. */
function countsSql(isNow: boolean, conditions: readonly string[]): string {
  const { on_trial, on_paid, on_grace, off_incomplete, off_unpaid, off_paused, off_ended } = reasonWeights
  const { on_collection_paused, off_collection_paused, off_grace_over } = reasonWeights
  return `SELECT weight, count(*) AS pairs FROM (
    SELECT max(CASE a.state WHEN 'trial' THEN ${on_trial}
      WHEN 'paid' THEN CASE WHEN a.collection_paused = 0 THEN ${on_paid}
        WHEN @paused THEN ${on_collection_paused} ELSE ${off_collection_paused} END
      WHEN 'failing' THEN CASE WHEN a.failed_at + @grace <= max(@at, a.from_at) THEN ${off_grace_over}
        WHEN a.collection_paused = 0 OR @paused THEN ${on_grace} ELSE ${off_collection_paused} END
      WHEN 'incomplete' THEN ${off_incomplete} WHEN 'unpaid' THEN ${off_unpaid} WHEN 'paused' THEN ${off_paused}
      ELSE ${off_ended} END) AS weight
    FROM access_stretches AS a INDEXED BY ${indexFor(isNow)}
    WHERE ${conditions.join(' AND ')} GROUP BY a.customer_id, a.product_id) GROUP BY weight`
}

/** Of the text that was asked for last: an export asks for each of its pages with the same one. */
const meantLast = new WeakMap<Database, { text: string; version: string; meant: string }>()

/** Pairs in whose names, e-mail and ids all of the words occur, as JSON; null where nothing was typed. */
function meantBy(cache: Database, text: string): string | null {
  const words = tellingWords(wordsOf(text)).map(folded)
  if (words.length === 0) return null
  const version = versionOf(cache)
  const last = meantLast.get(cache)
  if (last?.text === text && last.version === version) return last.meant
  const meant = pairsNamed(cache, words)
  meantLast.set(cache, { text, version, meant })
  return meant
}

/** Another one once anything was written, by this connection or by another. */
const versionOf = (cache: Database): string =>
  `${String(cache.pragma('data_version', { simple: true }))} ${prepared<[], number>(cache, 'SELECT total_changes()').pluck().get()}`

function pairsNamed(cache: Database, words: readonly string[]): string {
  const found: string[] = []
  const rows = prepared<[], [string, string]>(
    cache,
    `SELECT pair.customer_id || char(10) || pair.product_id,
       concat_ws(char(10), pair.customer_id, pair.product_id, c.name, c.email, p.name)
     FROM (SELECT DISTINCT customer_id, product_id FROM access_stretches INDEXED BY access_stretches_by_customer) AS pair
     LEFT JOIN customers AS c ON c.id = pair.customer_id LEFT JOIN products AS p ON p.id = pair.product_id`,
  ).raw()
  for (const [key, held] of rows.iterate()) {
    const all = folded(held)
    if (words.every((word) => all.includes(word))) found.push(key)
  }
  return JSON.stringify(found)
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
