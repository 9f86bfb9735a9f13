// Everything that happened with a customer, newest first, page by page: the rows of all sources in one order.
import type { Database } from 'better-sqlite3'
import {
  success,
  type CustomerTimeline,
  type ParsedRequestOf,
  type Result,
} from '../../../../src/contract/index.ts'
import { readCursor, writeCursor, strangeCursor } from '../cursor.ts'
import { prepared } from '../prepared.ts'
import { sources, type Source, type SourceRow } from './timeline-sources.ts'

type TimelineRequest = Pick<ParsedRequestOf<'customers.timeline'>, 'id' | 'after' | 'limit'>

const order = 'customer_timeline'
/** Row ids of one source. */
const rowsPerSource = 2 ** 44

export function customerTimeline(
  cache: Database,
  journal: Database,
  request: TimelineRequest,
): Result<CustomerTimeline> {
  const cursor = request.after === undefined ? undefined : readCursor(order, request.after)
  if (cursor === null) return strangeCursor()
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor.value)
  const marker = cursor?.rowid ?? Number.MAX_SAFE_INTEGER
  const theirs = idsOf(cache, journal, request.id)
  const found = sources.flatMap((source, place) =>
    rowsOf(source, place, { cache, journal, request, theirs, before, marker }).map((row) => ({
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
  theirs: Ids
  before: number
  marker: number
}

/** One more than a page's worth behind the marker. Many may share its second: then more are read. */
function rowsOf(
  source: Source,
  place: number,
  { cache, journal, request, theirs, before, marker }: Asked,
): SourceRow[] {
  for (let limit = request.limit + 1; ; limit *= 4) {
    const rows = prepared<[Record<string, string | number>], SourceRow>(
      source.of === 'cache' ? cache : journal,
      source.sql,
    ).all({ customer: request.id, ...theirs, before, limit })
    const behind = rows.filter(
      (row) => row.at < before || (row.at === before && place * rowsPerSource + row.rowid < marker),
    )
    if (behind.length > request.limit || rows.length < limit) return behind
  }
}

/** What is the customer's, each as a JSON list of ids. */
interface Ids extends Record<string, string> {
  /** The newest ten thousand. */
  payments: string
  /** Whatever else a change may be about. */
  objects: string
  /** Payment methods that were taken away from here. */
  detached: string
}

function idsOf(cache: Database, journal: Database, customer: string): Ids {
  const ask = (database: Database, sql: string): string[] =>
    prepared<[{ customer: string }], { id: string }>(database, sql)
      .all({ customer })
      .map(({ id }) => id)
  const payments = ask(
    cache,
    'SELECT id FROM payment_intents WHERE customer_id = @customer ORDER BY created DESC LIMIT 10000',
  )
  const objects = ask(
    cache,
    `SELECT @customer AS id UNION ALL SELECT id FROM subscriptions WHERE customer_id = @customer
     UNION ALL SELECT id FROM invoices WHERE customer_id = @customer
     UNION ALL SELECT id FROM checkout_sessions WHERE customer_id = @customer
     UNION ALL SELECT r.id FROM payment_intents AS p JOIN refunds AS r ON r.payment_intent_id = p.id WHERE p.customer_id = @customer`,
  )
  const detached = ask(
    journal,
    `SELECT DISTINCT object_id AS id FROM changes WHERE kind = 'detach_method' AND base = @customer`,
  )
  return {
    payments: JSON.stringify(payments),
    objects: JSON.stringify(objects),
    detached: JSON.stringify(detached),
  }
}
