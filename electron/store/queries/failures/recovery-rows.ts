// Failed payments of a stretch of time as the recovery figures need them: how each stands now, and the part it belongs to. It must
// never judge otherwise than the list of failed payments does.
import type { Database } from 'better-sqlite3'
import { waysBack, type ParsedRequestOf, type RecoveryDimension } from '../../../../src/contract/index.ts'
import { failureGroup, type GroupRules } from '../../../../src/domain/failure-group.ts'
import { standingOf, type Standing } from '../../../../src/domain/failure-state.ts'
import { amountBands, bandOf, cardAgeBands } from '../../../../src/domain/recovery-bands.ts'
import { judgingBy } from './failure-records.ts'
import { factsIn } from './judged-facts.ts'
import { isToCome } from '../finance/kept-sums.ts'
import type { Parameters } from '../payments/payment-filter.ts'
import { prepared } from '../prepared.ts'

export interface RecoveryRow {
  /** Unix seconds. */
  failedAt: number
  state: Standing['state']
  settledAt: number | null
  /** Minor units. */
  amount: number
  how: (typeof waysBack)[number] | null
  part: string
}

export type RecoveryAsked = Pick<
  ParsedRequestOf<'recovery.report'>,
  'from' | 'before' | 'counted' | 'of' | 'by'
>

/** A stretch up to this long is found by its index; of a longer one, going through all rows is quicker. Seconds. */
const indexedUpTo = 100 * 86_400

const states = ['open', 'recovered', 'lost'] as const

/** In the order of the SQL below. Of thousands of rows a text takes much longer to hand over than a number. */
type Cells = [
  failedAt: number,
  amount: number,
  /** Its place in `states`. */
  state: number,
  /** Of open ones since when nothing more happened, null where a try is to come; else when it was settled. */
  at: number | null,
  /** Its place in `waysBack`. */
  how: number | null,
  /** Of those that were written off alone. */
  id: string | null,
  part: string | number | null,
]

/** The place of a column's value among words. */
const placeSql = (column: string, words: readonly string[]): string =>
  `CASE ${column} ${words.map((word, place) => `WHEN '${word}' THEN ${place}`).join(' ')} END`

/** What a row is divided by; of a group, what it is judged by (failure_judgings). */
const partSql: Record<RecoveryDimension, string> = {
  code: 'f.decline_code',
  group: 'f.judging',
  brand: 'f.brand',
  funding: 'f.funding',
  country: 'f.country',
  attempts: 'f.failed_attempts',
  amount: 'f.amount',
  card_age: 'f.card_age_months',
}

function recoverySql({ from, before, counted, of, by }: RecoveryAsked): string {
  const isOpen = `f.state = 'open'`
  const index =
    counted === 'failed' && before - from <= indexedUpTo ? 'INDEXED BY failures_by_failed' : 'NOT INDEXED'
  return /* sql */ `
    SELECT f.first_failed_at, f.amount, ${placeSql('f.state', states)},
      iif(${isOpen}, iif(${isToCome('f')}, NULL, f.still_since), f.settled_at), ${placeSql('f.how', waysBack)},
      iif(f.payment_intent_id IN (SELECT value FROM json_each(@writtenOff)), f.payment_intent_id, NULL), ${partSql[by]}
    FROM failures AS f ${index}
    WHERE f.currency = @currency
      AND ${counted === 'failed' ? 'f.first_failed_at >= @from AND f.first_failed_at < @before' : `(${isOpen} OR (f.settled_at >= @from AND f.settled_at < @before))`}
      ${of === 'all' ? '' : `AND f.invoice_id IS ${of === 'invoices' ? 'NOT NULL' : 'NULL'}`}`
}

/** `now`: milliseconds. */
export function* recoveryRows(
  cache: Database,
  journal: Database,
  currency: string,
  asked: RecoveryAsked,
  now: number,
): Generator<RecoveryRow> {
  const judging = judgingBy(cache, journal, now)
  const rows = prepared<[Parameters], Cells>(cache, recoverySql(asked))
    .raw()
    .all({
      currency,
      from: asked.from,
      before: asked.before,
      writtenOff: JSON.stringify(judging.cases.writtenOff()),
    })
  // After the rows: what a row that was written meanwhile is judged by is there before it, and stays.
  const partOf = partsBy(cache, asked.by, currency, judging.rules)
  for (const [failedAt, amount, statePlace, at, how, id, part] of rows) {
    const state = states[statePlace]!
    const standing =
      state !== 'open'
        ? { state, settledAt: at }
        : standingOf(
            {
              state,
              lostWhy: null,
              settledAt: null,
              stillSince: at ?? failedAt,
              nextAttemptAt: null,
              // Whatever is to come: it does not lapse.
              isUnderWay: at === null,
              writtenOffAt: id === null ? null : judging.cases.writtenOffAt(id),
            },
            now / 1000,
          )
    if (asked.counted === 'settled' && !isWithin(standing.settledAt, asked)) continue
    yield {
      failedAt,
      amount,
      state: standing.state,
      settledAt: standing.settledAt,
      how: how === null ? null : waysBack[how]!,
      part: partOf(part),
    }
  }
}

function isWithin(at: number | null, { from, before }: RecoveryAsked): boolean {
  return at !== null && at >= from && at < before
}

const unknown = 'unknown'

function partsBy(
  cache: Database,
  by: RecoveryDimension,
  currency: string,
  rules: GroupRules,
): (told: string | number | null) => string {
  switch (by) {
    case 'group': {
      const groups = new Map(
        prepared<[], { id: number; judged: string }>(cache, 'SELECT id, judged FROM failure_judgings')
          .all()
          .map(({ id, judged }) => [id, failureGroup(factsIn(judged), rules).group]),
      )
      return (told) => groups.get(Number(told))!
    }
    case 'amount': {
      const bands = amountBands(currency)
      return (told) => bandOf(Number(told), bands)
    }
    case 'card_age':
      return (told) => (told === null ? unknown : bandOf(Math.max(0, Number(told)), cardAgeBands))
    case 'code':
    case 'brand':
    case 'funding':
    case 'country':
    case 'attempts':
      return (told) => (told === null ? unknown : String(told))
  }
}
