// The question about active prices: a short list, so the words are looked for in all of them, up to a bound.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import {
  success,
  type FittingPrice,
  type ParsedRequestOf,
  type PriceRow,
  type ReplyOf,
  type Result,
} from '../../../../src/contract/index.ts'
import { folded, wordsOf } from '../../../../src/domain/fold.ts'
import { formatAmount } from '../../../../src/domain/money.ts'
import { unitIn } from '../../../../src/domain/subscription-value.ts'
import { bodyOf } from '../../body.ts'
import { text as maybeText } from '../../projections/shapes.ts'
import { prepared } from '../prepared.ts'

/** More prices than that are looked at by no question; the newest are. */
const lookedAtMost = 5000

interface PriceRecord {
  id: string
  product_id: string | null
  product: string | null
  nickname: string | null
  lookup_key: string | null
  unit_amount: number | null
  currency: string
  type: string
  recurring_interval: string | null
  recurring_interval_count: number | null
}

type Body = z.infer<typeof bodyShape>
/** What decides whether a quantity multiplies its amount; of a plan under older names. */
const bodyShape = z.looseObject({
  recurring: z.looseObject({ usage_type: maybeText }).nullish(),
  transform_quantity: z.unknown().optional(),
  usage_type: maybeText,
  transform_usage: z.unknown().optional(),
})

const sql = `
  SELECT p.id, p.product_id, t.name AS product, p.nickname, p.lookup_key, p.unit_amount, p.currency, p.type,
    p.recurring_interval, p.recurring_interval_count
  FROM prices AS p LEFT JOIN products AS t ON t.id = p.product_id
  WHERE p.active = 1 AND p.deleted = 0 AND coalesce(t.active, 1) = 1 AND coalesce(t.deleted, 0) = 0
  ORDER BY p.rowid DESC LIMIT ${lookedAtMost}`

export function listPrices(
  cache: Database,
  { text = '', fitting, limit }: Pick<ParsedRequestOf<'prices.list'>, 'text' | 'fitting' | 'limit'>,
): Result<ReplyOf<'prices.list'>> {
  const words = wordsOf(folded(text))
  const found = prepared<[], PriceRecord>(cache, sql)
    .all()
    .filter((record) => holdsAll(record, words))
    .toSorted(
      (one, other) => Number(fits(other, fitting)) - Number(fits(one, fitting)) || inOrder(one, other),
    )
  const shown = found.slice(0, limit)
  const bodies = bodiesOf(
    cache,
    shown.map(({ id }) => id),
  )
  return success({
    rows: shown.map((record) => toRow(record, bodies.get(record.id))),
    more: found.length > limit,
  })
}

const fits = ({ type, currency }: PriceRecord, fitting: FittingPrice | undefined): boolean =>
  fitting === undefined ||
  ((type === 'recurring') === (fitting.type === 'recurring') &&
    (fitting.currency === null || fitting.currency === currency))

function holdsAll(record: PriceRecord, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const { unit_amount: amount, currency } = record
  const texts = [
    record.id,
    record.product,
    record.nickname,
    record.lookup_key,
    amount === null ? null : formatAmount(amount, currency),
    record.recurring_interval,
  ]
  const all = folded(texts.filter((each) => each !== null).join(' '))
  return words.every((word) => all.includes(word))
}

function bodiesOf(cache: Database, ids: readonly string[]): Map<string, Body | undefined> {
  return new Map(
    prepared<[string], { id: string; body: Buffer }>(
      cache,
      'SELECT id, body FROM prices WHERE id IN (SELECT value FROM json_each(?))',
    )
      .all(JSON.stringify(ids))
      .map(({ id, body }) => [id, bodyShape.safeParse(bodyOf(body)).data]),
  )
}

function toRow(record: PriceRecord, body: Body | undefined): PriceRow {
  const isRecurring = record.type === 'recurring'
  const usage = body?.recurring?.usage_type ?? body?.usage_type
  const unit = unitIn<Pick<PriceRecord, 'unit_amount'>>(
    {
      unit_amount: record.unit_amount,
      currency: record.currency,
      recurring: { usage_type: usage },
      transform_quantity: body?.transform_quantity ?? body?.transform_usage,
    },
    record.currency,
  )
  return {
    id: record.id,
    productId: record.product_id,
    productName: record.product,
    nickname: record.nickname,
    unitAmount: unit?.unit_amount ?? null,
    currency: record.currency,
    type: isRecurring ? 'recurring' : 'one_time',
    interval: isRecurring ? record.recurring_interval : null,
    intervalCount: isRecurring ? (record.recurring_interval_count ?? 1) : null,
    metered: usage === 'metered',
  }
}

function inOrder(one: PriceRecord, other: PriceRecord): number {
  return (
    one.type.localeCompare(other.type) ||
    (one.product ?? '\u{10FFFF}').localeCompare(other.product ?? '\u{10FFFF}') ||
    (one.unit_amount ?? 0) - (other.unit_amount ?? 0) ||
    one.id.localeCompare(other.id)
  )
}
