// A filter of subscriptions as SQL conditions over `subscriptions AS s`, with what narrows it down to few rows. Every text from outside
// is a bound parameter, never SQL.
import type { Database } from 'better-sqlite3'
import type { Attention, SubscriptionFilter } from '../../../../src/contract/index.ts'
import { folded, tellingWords, wordsOf } from '../../../../src/domain/fold.ts'
import { attentionsOf, soonDays, type AttentionFacts } from '../../../../src/domain/subscription-attention.ts'
import type { Parameters } from '../payments/payment-filter.ts'
import { prepared } from '../prepared.ts'

/** With a text, so many of the newest are looked at. */
const mostLookedAt = 20_000
/** So few rows are read and sorted sooner than an order is walked to find them. */
const few = 2000

export interface SubscriptionParts {
  conditions: string[]
  parameters: Parameters
  /** Where the rows are found, if they are few: what follows FROM subscriptions AS s. Null: any order may be walked. */
  narrow: string | null
  /** With a text: there are more than were looked at for it. */
  partial: boolean
}

/** `now`: Unix seconds. Without `status`: the statuses are left to the caller. */
export function subscriptionParts(
  cache: Database,
  filter: SubscriptionFilter,
  now: number,
): SubscriptionParts {
  const parts: SubscriptionParts = {
    conditions: ['s.deleted = 0'],
    parameters: {},
    narrow: null,
    partial: false,
  }
  const { conditions, parameters } = parts
  const fits = (condition: string, name: string, value: string | number): void => {
    conditions.push(condition)
    parameters[name] = value
  }
  const narrowBy = (how: string): void => void (parts.narrow ??= how)

  if (filter.customerId !== undefined) {
    fits('s.customer_id = @customer', 'customer', filter.customerId)
    narrowBy('INDEXED BY subscriptions_by_customer')
  }
  for (const [column, value] of [
    ['price_id', filter.priceId],
    ['product_id', filter.productId],
  ] as const) {
    if (value === undefined) continue
    const items = `subscription_items WHERE ${column} = @${column}`
    parameters[column] = value
    if (isFew(cache, items, { [column]: value })) {
      conditions.push(`s.rowid IN (SELECT subscription FROM ${items})`)
      narrowBy('NOT INDEXED')
    } else conditions.push(`EXISTS (SELECT 1 FROM ${items} AND subscription = s.rowid)`)
  }
  const words = tellingWords(wordsOf(filter.text ?? '')).map(folded)
  if (words.length > 0) {
    const { rowids, partial } = meantBy(cache, words)
    meant(JSON.stringify(rowids), 'meant')
    parts.partial = partial
  }
  if (filter.attention !== undefined && filter.attention.length > 0) {
    const wanted = new Set(filter.attention)
    const found = attentive(cache, now).filter(({ attention }) => attention.some((each) => wanted.has(each)))
    meant(JSON.stringify(found.map(({ rowid }) => rowid)), 'attentive')
  }
  if (filter.endsFrom !== undefined) fits('s.ends_order >= @endsFrom', 'endsFrom', filter.endsFrom)
  if (filter.endsBefore !== undefined) fits('s.ends_order < @endsBefore', 'endsBefore', filter.endsBefore)
  else if (filter.endsFrom !== undefined) conditions.push('s.current_period_end IS NOT NULL')
  if (filter.endsFrom !== undefined || filter.endsBefore !== undefined) {
    const { endsFrom = 0, endsBefore = Number.MAX_SAFE_INTEGER } = filter
    if (
      isFew(cache, 'subscriptions WHERE ends_order >= @from AND ends_order < @before', {
        from: endsFrom,
        before: endsBefore,
      })
    )
      narrowBy('INDEXED BY subscriptions_by_ends')
  }
  if (filter.currency !== undefined) {
    fits('s.currency = @currency', 'currency', filter.currency)
    if (isFew(cache, 'subscriptions WHERE currency = @currency', { currency: filter.currency }))
      narrowBy('INDEXED BY subscriptions_by_currency')
  }
  return parts

  function meant(rowids: string, name: string): void {
    fits(`s.rowid IN (SELECT value FROM json_each(@${name}))`, name, rowids)
    narrowBy('NOT INDEXED')
  }
}

function isFew(cache: Database, rows: string, parameters: Parameters): boolean {
  const counted = prepared<[Parameters], number>(
    cache,
    `SELECT count(*) FROM (SELECT 1 FROM ${rows} LIMIT ${few + 1})`,
  )
    .pluck()
    .get(parameters)
  return (counted ?? 0) <= few
}

/** Row ids of those in which all of the words occur. `partial`: there are older ones that were not looked at. */
function meantBy(cache: Database, words: readonly string[]): { rowids: number[]; partial: boolean } {
  const rowids: number[] = []
  let looked = 0
  const rows = prepared<[], [number, string]>(
    cache,
    `SELECT s.rowid, concat_ws(char(10), s.id, c.name, c.email, s.customer_id,
       (SELECT group_concat(concat_ws(char(10), p.name, i.product_id, i.price_id), char(10))
        FROM subscription_items AS i LEFT JOIN products AS p ON p.id = i.product_id WHERE i.subscription = s.rowid))
     FROM subscriptions AS s INDEXED BY subscriptions_by_created LEFT JOIN customers AS c ON c.id = s.customer_id
     WHERE s.deleted = 0 ORDER BY s.created DESC LIMIT ${mostLookedAt + 1}`,
  ).raw()
  for (const [rowid, text] of rows.iterate()) {
    looked += 1
    if (looked > mostLookedAt) break
    const held = folded(text)
    if (words.every((word) => held.includes(word))) rowids.push(rowid)
  }
  return { rowids, partial: looked > mostLookedAt }
}

/** What attention depends on, beside the moment. */
export interface AttentionRecord {
  status: string
  trial_end: number | null
  cancel_at: number | null
  cancel_at_period_end: number
  pause_behavior: string | null
  pause_resumes_at: number | null
  retired: number
  /** Infinity for a schedule that is not known here is no number of SQLite's: 2^53 - 1 stands for it. */
  last_phase_start: number | null
}

export const attentionColumns = /* sql */ `
  s.status, s.trial_end, s.cancel_at, s.cancel_at_period_end, s.pause_behavior, s.pause_resumes_at,
  EXISTS (SELECT 1 FROM subscription_items AS i CROSS JOIN prices AS p ON p.id = i.price_id
    WHERE i.subscription = s.rowid AND p.active = 0) AS retired,
  CASE WHEN s.schedule_id IS NOT NULL THEN coalesce(
    (SELECT iif(x.status IN ('active', 'not_started'), coalesce(x.last_phase_start, 0), 0)
     FROM subscription_schedules AS x WHERE x.id = s.schedule_id), ${Number.MAX_SAFE_INTEGER}) END AS last_phase_start`

export function attentionFacts(record: AttentionRecord): AttentionFacts {
  return {
    status: record.status,
    trialEnd: record.trial_end,
    cancelAt: record.cancel_at,
    cancelAtPeriodEnd: record.cancel_at_period_end === 1,
    pauseBehavior: record.pause_behavior,
    pauseResumesAt: record.pause_resumes_at,
    priceRetired: record.retired === 1,
    lastPhaseStart: record.last_phase_start,
  }
}

/** All that may need attention, found by what they are few by. */
const mayBeAttentive = /* sql */ `
  SELECT rowid FROM subscriptions INDEXED BY subscriptions_by_status
    WHERE status IN ('past_due', 'unpaid', 'incomplete', 'paused') OR (status = 'trialing' AND trial_end <= @soon)
  UNION SELECT rowid FROM subscriptions INDEXED BY subscriptions_to_cancel
    WHERE (cancel_at IS NOT NULL OR cancel_at_period_end = 1) AND status NOT IN ('canceled', 'incomplete_expired')
  UNION SELECT rowid FROM subscriptions INDEXED BY subscriptions_not_collected
    WHERE pause_behavior IS NOT NULL AND status NOT IN ('canceled', 'incomplete_expired')
  UNION SELECT rowid FROM subscriptions INDEXED BY subscriptions_scheduled
    WHERE schedule_id IS NOT NULL AND status NOT IN ('canceled', 'incomplete_expired')
  UNION SELECT i.subscription FROM prices AS p INDEXED BY prices_retired
    CROSS JOIN subscription_items AS i INDEXED BY subscription_items_by_price ON i.price_id = p.id WHERE p.active = 0`

/** Those that need attention. `more`: conditions that they fulfil as well. `now`: Unix seconds. */
export function attentive(
  cache: Database,
  now: number,
  more: Pick<SubscriptionParts, 'conditions' | 'parameters'> = { conditions: [], parameters: {} },
): { rowid: number; attention: Attention[] }[] {
  return prepared<[Parameters], AttentionRecord & { rowid: number }>(cache, attentiveSql(more.conditions))
    .all({ ...more.parameters, soon: now + soonDays * 86_400 })
    .map((record) => ({ rowid: record.rowid, attention: attentionsOf(attentionFacts(record), now) }))
    .filter(({ attention }) => attention.length > 0)
}

/** Also for the tests of its query plan. */
export function attentiveSql(conditions: readonly string[]): string {
  return `SELECT s.rowid, ${attentionColumns}
    FROM (${mayBeAttentive}) AS may CROSS JOIN subscriptions AS s ON s.rowid = may.rowid
    ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}`
}
