// Disputes with the time by which they have to be answered, and how many there are in each state. There are few of them: all that
// they are filtered and sorted by is in one index, gone through whole.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import {
  disputeStates,
  success,
  type DisputeCounts,
  type DisputeFilter,
  type DisputeRow,
  type DisputeState,
  type ParsedRequestOf,
  type ReplyOf,
  type Result,
} from '../../../../src/contract/index.ts'
import { disputeUrl } from '../../../../src/domain/dashboard-url.ts'
import { disputeReason } from '../../../../src/domain/dispute-reason.ts'
import { stateOfDispute, statusesOfState } from '../../../../src/domain/dispute-state.ts'
import { folded, tellingWords, wordsOf } from '../../../../src/domain/fold.ts'
import { thousandths } from '../../../../src/domain/money.ts'
import { bodyOf } from '../../body.ts'
import { readCursor, writeCursor, strangeCursor } from '../cursor.ts'
import { exactly, orTooLarge } from '../exact.ts'
import type { DeskFacts } from '../payments/payment-detail.ts'
import type { Parameters } from '../payments/payment-filter.ts'
import { prepared, quoted } from '../prepared.ts'
import { movementsIn, refundableIn } from './movements.ts'

/** Where those without a deadline stand. */
const never = Number.MAX_SAFE_INTEGER

const stateSql = /* sql */ `CASE ${Object.entries(statusesOfState)
  .map(([state, statuses]) => `WHEN d.status IN (${quoted(statuses)}) THEN '${state}'`)
  .join(' ')} ELSE 'other' END`
const isWanted = `d.status IN (${quoted(statusesOfState.answer)})`

interface DisputeRecord {
  rowid: number
  id: string
  payment_intent_id: string | null
  charge_id: string | null
  amount: number
  currency: string
  status: string
  reason: string
  created: number
  evidence_due_by: number | null
  body: Buffer
  customer_id: string | null
  customer_name: string | null
  /** As text: thousandths of an amount may pass 2^53. */
  sort_value: string
}

interface Sql {
  sql: string
  parameters: Parameters
}

export function listDisputes(
  cache: Database,
  desk: DeskFacts,
  request: Omit<ParsedRequestOf<'disputes.list'>, 'deskId' | 'lane'>,
): Result<ReplyOf<'disputes.list'>> {
  const { filter, sort, after, limit } = request
  const cursor = after === undefined ? null : readCursor(sort, after)
  if (cursor === null && after !== undefined) return strangeCursor()
  const { sql, parameters } = disputePageSql(cache, filter, sort, cursor !== null)
  const records = prepared<[Parameters], DisputeRecord>(cache, sql).all({
    ...parameters,
    limit: limit + 1,
    ...(cursor !== null && { value: cursor.value, rowid: cursor.rowid }),
  })
  const shown = records.slice(0, limit)
  const last = shown.at(-1)
  return success({
    rows: shown.map((record) => toRow(record, desk)),
    next: records.length > limit && last ? writeCursor(sort, BigInt(last.sort_value), last.rowid) : null,
  })
}

export function countDisputes(
  cache: Database,
  { filter }: Pick<ParsedRequestOf<'disputes.counts'>, 'filter'>,
): Result<DisputeCounts> {
  const { sql, parameters } = conditionsOf(cache, { ...filter, state: undefined })
  const rows = prepared<[Parameters], [DisputeState, string, bigint, bigint]>(
    cache,
    `SELECT ${stateSql}, d.currency, sum(d.amount), count(*) FROM disputes AS d INDEXED BY disputes_listed ${sql}
     GROUP BY 1, 2 ORDER BY 4 DESC, 2`,
  )
    .raw()
    .safeIntegers()
    .all(parameters)
  return orTooLarge(() =>
    success({
      byState: disputeStates.map((state) => {
        const sums = rows
          .filter(([of]) => of === state)
          .map(([, currency, amount, count]) => ({
            currency,
            amount: exactly(amount),
            count: exactly(count),
          }))
        return { state, count: sums.reduce((sum, { count }) => sum + count, 0), sums }
      }),
      currencies: currenciesOf(cache),
    }),
  )
}

/** Most used first. */
function currenciesOf(cache: Database): string[] {
  return prepared<[], string>(
    cache,
    'SELECT currency FROM disputes INDEXED BY disputes_listed GROUP BY currency ORDER BY count(*) DESC, currency',
  )
    .pluck()
    .all()
}

/** One page, also for the tests of its query plan. */
export function disputePageSql(
  cache: Database,
  filter: DisputeFilter,
  sort: ParsedRequestOf<'disputes.list'>['sort'],
  isLater: boolean,
): Sql {
  const order = orderOf(cache, sort)
  const { sql, parameters } = conditionsOf(cache, filter)
  const way = order.descending ? 'DESC' : 'ASC'
  return {
    // The page first, by the index alone; then the whole of those few rows.
    sql: /* sql */ `
      SELECT d.rowid, d.id, d.payment_intent_id, d.charge_id, d.amount, d.currency, d.status, d.reason, d.created,
        d.evidence_due_by, d.body, coalesce(p.customer_id, ch.customer_id) AS customer_id, c.name AS customer_name,
        CAST(page.v AS TEXT) AS sort_value
      FROM (
        SELECT rowid AS r, v FROM (SELECT d.rowid, ${order.value} AS v FROM disputes AS d INDEXED BY disputes_listed ${sql})
        ${isLater ? `WHERE (v, rowid) ${order.descending ? '<' : '>'} (@value, @rowid)` : ''}
        ORDER BY v ${way}, rowid ${way} LIMIT @limit) AS page
      CROSS JOIN disputes AS d ON d.rowid = page.r
      LEFT JOIN payment_intents AS p ON p.id = d.payment_intent_id
      LEFT JOIN charges AS ch ON ch.id = d.charge_id
      LEFT JOIN customers AS c ON c.id = coalesce(p.customer_id, ch.customer_id)
      ORDER BY page.v ${way}, page.r ${way}`,
    parameters: { ...parameters, ...order.parameters },
  }
}

function orderOf(
  cache: Database,
  sort: ParsedRequestOf<'disputes.list'>['sort'],
): { value: string; descending: boolean; parameters: Parameters } {
  switch (sort) {
    case 'due_asc':
      return {
        value: `iif(${isWanted}, coalesce(d.evidence_due_by, ${never}), ${never})`,
        descending: false,
        parameters: {},
      }
    case 'created_desc':
      return { value: 'd.created', descending: true, parameters: {} }
    case 'amount_desc': {
      const known = currenciesOf(cache).map((currency, index) => ({
        name: `currency${index}`,
        currency,
        factor: thousandths(1, currency),
      }))
      const whens = known.map(({ name, factor }) => `WHEN @${name} THEN ${factor}`).join(' ')
      return {
        value: known.length === 0 ? 'd.amount' : `d.amount * CASE d.currency ${whens} END`,
        descending: true,
        parameters: Object.fromEntries(known.map(({ name, currency }) => [name, currency])),
      }
    }
  }
}

function conditionsOf(cache: Database, filter: DisputeFilter): Sql {
  const conditions: string[] = []
  const parameters: Parameters = {}
  const fits = (condition: string, name: string, value: string | number): void => {
    conditions.push(condition)
    parameters[name] = value
  }
  if (filter.state !== undefined && filter.state.length > 0)
    fits(`${stateSql} IN (SELECT value FROM json_each(@states))`, 'states', JSON.stringify(filter.state))
  if (filter.currency !== undefined) fits('d.currency = @currency', 'currency', filter.currency)
  if (filter.createdFrom !== undefined) fits('d.created >= @from', 'from', filter.createdFrom)
  if (filter.createdBefore !== undefined) fits('d.created < @before', 'before', filter.createdBefore)
  const words = tellingWords(wordsOf(filter.text ?? '')).map(folded)
  if (words.length > 0)
    fits('d.rowid IN (SELECT value FROM json_each(@meant))', 'meant', JSON.stringify(meantBy(cache, words)))
  return { sql: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, parameters }
}

/** Row ids of those in which all of the words occur, however old. */
function meantBy(cache: Database, words: readonly string[]): number[] {
  const found: number[] = []
  const rows = prepared<[], [number, string, string]>(
    cache,
    `SELECT d.rowid, d.reason, concat_ws(char(10), d.id, d.reason, replace(d.reason, '_', ' '), d.charge_id, d.payment_intent_id, c.name, c.email)
     FROM disputes AS d LEFT JOIN payment_intents AS p ON p.id = d.payment_intent_id
     LEFT JOIN charges AS ch ON ch.id = d.charge_id
     LEFT JOIN customers AS c ON c.id = coalesce(p.customer_id, ch.customer_id)`,
  ).raw()
  for (const [rowid, reason, text] of rows.iterate()) {
    const held = folded(`${text}\n${disputeReason(reason)}`)
    if (words.every((word) => held.includes(word))) found.push(rowid)
  }
  return found
}

const bodyShape = z.looseObject({
  evidence_details: z.looseObject({ submission_count: z.int().nonnegative().nullish() }).nullish(),
})

function toRow(record: DisputeRecord, desk: DeskFacts): DisputeRow {
  const told = bodyOf(record.body)
  const body = bodyShape.safeParse(told).data
  const state = stateOfDispute(record.status)
  return {
    id: record.id,
    paymentIntentId: record.payment_intent_id,
    chargeId: record.charge_id,
    customerId: record.customer_id,
    customerName: record.customer_name,
    amount: record.amount,
    currency: record.currency,
    state,
    status: record.status,
    reason: record.reason,
    created: record.created,
    evidenceDueBy: state === 'answer' ? record.evidence_due_by : null,
    submissions: body?.evidence_details?.submission_count ?? 0,
    refundable: refundableIn(told) ?? record.status.startsWith('warning_'),
    movements: movementsIn(told),
    dashboardUrl: disputeUrl(desk.accountId, desk.mode, record.id),
  }
}
