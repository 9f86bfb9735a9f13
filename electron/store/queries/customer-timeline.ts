// Everything that happened with a customer, newest first, page by page. It must never say more than the objects do: what has no
// time of its own is told with the object.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type CustomerTimeline,
  type CustomerTimelineEntry,
  type ParsedRequestOf,
  type Result,
} from '../../../src/contract/index.ts'
import { spokenMethod } from '../../../src/domain/card-words.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { prepared } from './prepared.ts'

type TimelineRequest = Pick<ParsedRequestOf<'customers.timeline'>, 'id' | 'after' | 'limit'>

interface SourceRow {
  rowid: number
  /** Milliseconds. */
  at: number
  id: string
  payment: string | null
  amount: number | null
  currency: string | null
  status: string | null
  /** A reason, a number, a type of event: what the source's words are made of. */
  detail: string | null
}

interface Source {
  /** In the cache, or in the journal. Parameters: @customer, @before (ms, inclusive), @limit. */
  sql: string
  of: 'cache' | 'journal'
  tell(row: SourceRow): Pick<CustomerTimelineEntry, 'kind' | 'text'>
}

const plain = (code: string | null): string => (code ?? 'no reason given').replaceAll('_', ' ')

/** Seconds, for the indexes; what is of the marker's own second is told apart afterwards. */
const upTo = (table: string, column = 'created'): string =>
  `${table}.${column} <= @before / 1000 ORDER BY ${table}.${column} DESC, ${table}.rowid DESC LIMIT @limit`

/** Never moved: a page's marker holds the place in this list. */
const sources: readonly Source[] = [
  {
    of: 'cache',
    sql: `SELECT rowid, created * 1000 AS at, id, NULL AS payment, NULL AS amount, NULL AS currency, NULL AS status, NULL AS detail
      FROM customers WHERE id = @customer AND ${upTo('customers')}`,
    tell: () => ({ kind: 'customer_created', text: 'Customer created' }),
  },
  {
    of: 'cache',
    sql: `SELECT rowid, created * 1000 AS at, id, id AS payment, amount, currency, status,
        CASE status WHEN 'failed' THEN decline_code ELSE description END AS detail
      FROM payment_intents WHERE customer_id = @customer AND ${upTo('payment_intents')}`,
    tell: ({ status, detail }) =>
      status === 'failed'
        ? { kind: 'payment_failed', text: `Payment failed: ${plain(detail)}` }
        : { kind: 'payment', text: `Payment ${plain(status)}${detail === null ? '' : `: ${detail}`}` },
  },
  {
    of: 'cache',
    // Attempts before the one that the payment ended with.
    sql: `SELECT c.rowid, c.created * 1000 AS at, c.id, p.id AS payment, c.amount, c.currency, c.status,
        coalesce(c.outcome_reason, c.failure_code) AS detail
      FROM payment_intents AS p JOIN charges AS c ON c.payment_intent_id = p.id AND c.status = 'failed' AND c.id IS NOT p.latest_charge_id
      WHERE p.customer_id = @customer AND ${upTo('c')}`,
    tell: ({ detail }) => ({ kind: 'payment_failed', text: `Attempt declined: ${plain(detail)}` }),
  },
  {
    of: 'cache',
    sql: `SELECT r.rowid, r.created * 1000 AS at, r.id, p.id AS payment, r.amount, r.currency, r.status,
        CASE r.status WHEN 'failed' THEN r.failure_reason ELSE r.reason END AS detail
      FROM payment_intents AS p JOIN refunds AS r ON r.payment_intent_id = p.id
      WHERE p.customer_id = @customer AND ${upTo('r')}`,
    tell: ({ status, detail }) =>
      status === 'failed'
        ? { kind: 'refund_failed', text: `Refund failed: ${plain(detail)}` }
        : { kind: 'refund', text: `Refund ${plain(status)}${detail === null ? '' : `: ${plain(detail)}`}` },
  },
  {
    of: 'cache',
    sql: `SELECT d.rowid, d.created * 1000 AS at, d.id, p.id AS payment, d.amount, d.currency, d.status, d.reason AS detail
      FROM payment_intents AS p JOIN disputes AS d ON d.payment_intent_id = p.id
      WHERE p.customer_id = @customer AND ${upTo('d')}`,
    tell: ({ status, detail }) => ({ kind: 'dispute', text: `Dispute: ${plain(detail)} (${plain(status)})` }),
  },
  {
    of: 'cache',
    sql: `SELECT rowid, created * 1000 AS at, id, payment_intent_id AS payment, total AS amount, currency, status, number AS detail
      FROM invoices WHERE customer_id = @customer AND deleted = 0 AND ${upTo('invoices')}`,
    tell: ({ status, detail }) => ({
      kind: 'invoice',
      text: `Invoice ${detail ?? 'draft'} ${plain(status)}`,
    }),
  },
  {
    of: 'cache',
    sql: `SELECT rowid, created * 1000 AS at, id, NULL AS payment, NULL AS amount, currency, status, NULL AS detail
      FROM subscriptions WHERE customer_id = @customer AND ${upTo('subscriptions')}`,
    tell: () => ({ kind: 'subscription', text: 'Subscription began' }),
  },
  {
    of: 'cache',
    sql: `SELECT rowid, ended_at * 1000 AS at, id, NULL AS payment, NULL AS amount, currency, status, NULL AS detail
      FROM subscriptions WHERE customer_id = @customer AND ended_at IS NOT NULL AND ${upTo('subscriptions', 'ended_at')}`,
    tell: () => ({ kind: 'subscription_ended', text: 'Subscription ended' }),
  },
  {
    of: 'cache',
    sql: `SELECT e.rowid, e.created * 1000 AS at, m.id, NULL AS payment, NULL AS amount, NULL AS currency, e.type AS status,
        json_array(m.type, m.brand, m.last4) AS detail
      FROM payment_methods AS m CROSS JOIN events AS e ON e.object_id = m.id
      WHERE m.customer_id = @customer AND e.type IN ('payment_method.attached', 'payment_method.detached', 'payment_method.updated',
        'payment_method.automatically_updated', 'customer.source.created', 'customer.source.deleted', 'customer.source.expiring',
        'customer.source.updated') AND ${upTo('e')}`,
    tell: ({ status, detail }) => {
      const [type = 'card', brand, last4] = JSON.parse(detail ?? '[]') as [string?, string?, string?]
      return {
        kind: 'card',
        text: `${spokenMethod(type, brand ?? null, last4 ?? null)} ${verbOf(status ?? '')}`,
      }
    },
  },
  {
    of: 'journal',
    sql: `SELECT rowid, placed_at AS at, id, object_id AS payment, amount, currency, state AS status, note AS detail
      FROM orders WHERE object_id IN (SELECT value FROM json_each(@payments)) AND placed_at <= @before
      ORDER BY placed_at DESC, rowid DESC LIMIT @limit`,
    tell: ({ status, detail }) => ({
      kind: 'order',
      text: `Refund ordered in Bursar, ${plain(status)}${detail === null ? '' : `: ${detail}`}`,
    }),
  },
]

function verbOf(type: string): string {
  const verb = type.slice(type.lastIndexOf('.') + 1)
  return verb === 'created' ? 'added' : verb.replaceAll('_', ' ')
}

const order = 'customer_timeline'
/** Row ids of one source. */
const rowsPerSource = 2 ** 44

export function customerTimeline(
  cache: Database,
  journal: Database,
  request: TimelineRequest,
): Result<CustomerTimeline> {
  const cursor = request.after === undefined ? undefined : readCursor(order, request.after)
  if (cursor === null)
    return failure('cursor_invalid', 'This page marker is not one of ours. Start the list again.')
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor.value)
  const marker = cursor?.rowid ?? Number.MAX_SAFE_INTEGER
  const found = sources.flatMap((source, place) =>
    rowsOf(source, place, { cache, journal, request, before, marker }).map((row) => ({
      at: row.at,
      place: place * rowsPerSource + row.rowid,
      entry: {
        at: row.at,
        ...source.tell(row),
        amount: row.amount,
        currency: row.currency,
        objectId: row.id,
        paymentIntentId: row.payment,
      },
    })),
  )
  const sorted = found.toSorted((a, b) => b.at - a.at || b.place - a.place)
  const shown = sorted.slice(0, request.limit)
  const last = shown.at(-1)
  return success({
    entries: shown.map(({ entry }) => entry),
    next: sorted.length > request.limit && last ? writeCursor(order, last.at, last.place) : null,
  })
}

interface Asked {
  cache: Database
  journal: Database
  request: TimelineRequest
  before: number
  marker: number
}

/** One more than a page's worth behind the marker. Many may share its second: then more are read. */
function rowsOf(
  source: Source,
  place: number,
  { cache, journal, request, before, marker }: Asked,
): SourceRow[] {
  const shared =
    source.of === 'cache' ? { customer: request.id } : { payments: paymentsOf(cache, request.id) }
  for (let limit = request.limit + 1; ; limit *= 4) {
    const rows = prepared<[Record<string, string | number>], SourceRow>(
      source.of === 'cache' ? cache : journal,
      source.sql,
    ).all({ ...shared, before, limit })
    const behind = rows.filter(
      (row) => row.at < before || (row.at === before && place * rowsPerSource + row.rowid < marker),
    )
    if (behind.length > request.limit || rows.length < limit) return behind
  }
}

/** The customer's payments as a JSON list of ids, the newest ten thousand. */
function paymentsOf(cache: Database, customerId: string): string {
  const ids = prepared<[string], { id: string }>(
    cache,
    `SELECT id FROM payment_intents WHERE customer_id = ? ORDER BY created DESC LIMIT 10000`,
  ).all(customerId)
  return JSON.stringify(ids.map(({ id }) => id))
}
