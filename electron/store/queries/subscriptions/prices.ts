// The question about active prices: a short list, so the words are looked for in all of them, up to a bound.
import type { Database } from 'better-sqlite3'
import {
  success,
  type ParsedRequestOf,
  type PriceRow,
  type ReplyOf,
  type Result,
} from '../../../../src/contract/index.ts'
import { folded, wordsOf } from '../../../../src/domain/fold.ts'
import { formatAmount } from '../../../../src/domain/money.ts'
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

const sql = `
  SELECT p.id, p.product_id, t.name AS product, p.nickname, p.lookup_key, p.unit_amount, p.currency, p.type,
    p.recurring_interval, p.recurring_interval_count
  FROM prices AS p LEFT JOIN products AS t ON t.id = p.product_id
  WHERE p.active = 1 AND p.deleted = 0 AND coalesce(t.active, 1) = 1 AND coalesce(t.deleted, 0) = 0
  ORDER BY p.rowid DESC LIMIT ${lookedAtMost}`

export function listPrices(
  cache: Database,
  { text = '', limit }: Pick<ParsedRequestOf<'prices.list'>, 'text' | 'limit'>,
): Result<ReplyOf<'prices.list'>> {
  const words = wordsOf(folded(text))
  const found = prepared<[], PriceRecord>(cache, sql)
    .all()
    .filter((record) => holdsAll(record, words))
    .map(toRow)
    .toSorted(inOrder)
  return success({ rows: found.slice(0, limit), more: found.length > limit })
}

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

function toRow(record: PriceRecord): PriceRow {
  const isRecurring = record.type === 'recurring'
  return {
    id: record.id,
    productId: record.product_id,
    productName: record.product,
    nickname: record.nickname,
    unitAmount: record.unit_amount,
    currency: record.currency,
    type: isRecurring ? 'recurring' : 'one_time',
    interval: isRecurring ? record.recurring_interval : null,
    intervalCount: isRecurring ? (record.recurring_interval_count ?? 1) : null,
  }
}

function inOrder(one: PriceRow, other: PriceRow): number {
  return (
    one.type.localeCompare(other.type) ||
    (one.productName ?? '\u{10FFFF}').localeCompare(other.productName ?? '\u{10FFFF}') ||
    (one.unitAmount ?? 0) - (other.unitAmount ?? 0) ||
    one.id.localeCompare(other.id)
  )
}
