// Letters to customers whose payment failed: one per invoice, made when asked from its newest failed try, so that no two can be made. What
// was done with them is the journal's.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import {
  failure,
  success,
  type Draft,
  type ParsedRequestOf,
  type ReplyOf,
  type Result,
} from '../../../src/contract/index.ts'
import { dayInFull } from '../../../src/domain/day-words.ts'
import { failureGroup, isHidden } from '../../../src/domain/failure-group.ts'
import { letterTo } from '../../../src/domain/letter.ts'
import { rulesOf } from './decline-rules.ts'
import { draftMarks, type DraftMark } from './draft-marks.ts'
import { factsOf, failureColumns, type FailureRecord } from './failure-records.ts'
import type { Parameters } from './payment-filter.ts'
import { prepared } from './prepared.ts'
import { hostedUrlOf } from './subscription-invoices.ts'

type Filter = ParsedRequestOf<'drafts.list'>['filter']

interface DraftRecord {
  event_id: string
  at: number
  attempts: number | null
  next_attempt_at: number | null
  invoice_id: string
  number: string | null
  status: string
  currency: string
  amount_remaining: number
  next_payment_attempt: number | null
  customer_id: string | null
  customer_name: string | null
  customer_email: string | null
  body: Buffer
}

const columns = `f.event_id, f.at, f.attempts, f.next_attempt_at, f.invoice_id, i.number, i.status, i.currency, i.amount_remaining,
  i.next_payment_attempt, i.customer_id, c.name AS customer_name, c.email AS customer_email, i.body`

/** The newest of an invoice: by time, of one second the later try, then the greater id. */
const isNewest = `NOT EXISTS (SELECT 1 FROM access_facts AS l INDEXED BY access_facts_by_invoice WHERE l.kind = 'failed'
  AND l.invoice_id = f.invoice_id AND (l.at, coalesce(l.attempts, 0), l.event_id) > (f.at, coalesce(f.attempts, 0), f.event_id))`

/** What is still to be done is found by the invoices that are open: there are few. */
const sources = {
  open: `invoices AS i INDEXED BY invoices_open
    CROSS JOIN access_facts AS f INDEXED BY access_facts_by_invoice ON f.invoice_id = i.id AND f.kind = 'failed'`,
  all: 'access_facts AS f INDEXED BY access_facts_failed CROSS JOIN invoices AS i ON i.id = f.invoice_id',
  one: `access_facts AS f INDEXED BY access_facts_by_invoice CROSS JOIN invoices AS i ON i.id = f.invoice_id`,
}

const cursorShape = z.tuple([z.literal('drafts'), z.int(), z.string()])

export function listDrafts(
  cache: Database,
  journal: Database,
  { filter, after, limit }: Omit<ParsedRequestOf<'drafts.list'>, 'deskId' | 'lane'>,
): Result<ReplyOf<'drafts.list'>> {
  const cursor = after === undefined ? null : readCursor(after)
  if (cursor === null && after !== undefined)
    return failure('cursor_invalid', 'This page marker is not one of ours. Start the list again.')
  const marks = draftMarks(journal)
  const { sql, parameters } = draftsSql(filter, cursor !== null)
  const records: DraftRecord[] = []
  const bound = cursor === null ? parameters : { ...parameters, at: cursor.at, invoice: cursor.invoiceId }
  for (const record of prepared<[Parameters], DraftRecord>(cache, sql).iterate(bound)) {
    if (filter.state !== 'all' && stateOf(record, marks) !== filter.state) continue
    records.push(record)
    if (records.length > limit) break
  }
  const shown = records.slice(0, limit)
  const last = shown.at(-1)
  const letters = lettersOf(cache, journal, shown)
  return success({
    rows: shown.map((record) => toDraft(record, letters, marks)),
    next:
      records.length > limit && last
        ? Buffer.from(JSON.stringify(['drafts', last.at, last.invoice_id])).toString('base64url')
        : null,
  })
}

/** The letter about an invoice; null where no try of it failed. */
export function draftOf(cache: Database, journal: Database, invoiceId: string): Draft | null {
  const { sql, parameters } = draftsSql({ state: 'all', invoiceId }, false)
  const record = prepared<[Parameters], DraftRecord>(cache, sql).get(parameters)
  if (record === undefined) return null
  return toDraft(record, lettersOf(cache, journal, [record]), draftMarks(journal))
}

/** Newest first. Also for the tests of its query plan. */
export function draftsSql(filter: Filter, isLater: boolean): { sql: string; parameters: Parameters } {
  const parameters: Parameters = {}
  const conditions = [`f.kind = 'failed'`, isNewest]
  if (filter.invoiceId !== undefined) {
    conditions.push('f.invoice_id = @ofInvoice')
    parameters['ofInvoice'] = filter.invoiceId
  }
  if (filter.customerId !== undefined) {
    conditions.push('i.customer_id = @customer')
    parameters['customer'] = filter.customerId
  }
  const isOver = filter.state === 'all' || filter.state === 'settled'
  if (!isOver) conditions.push(`i.status = 'open'`)
  if (filter.state === 'settled') conditions.push(`i.status <> 'open'`)
  if (isLater) conditions.push('(f.at, f.invoice_id) < (@at, @invoice)')
  const source = filter.invoiceId !== undefined ? sources.one : isOver ? sources.all : sources.open
  return {
    sql: `SELECT ${columns} FROM ${source} LEFT JOIN customers AS c ON c.id = i.customer_id
      WHERE ${conditions.join(' AND ')} ORDER BY f.at DESC, f.invoice_id DESC`,
    parameters,
  }
}

function readCursor(text: string): { at: number; invoiceId: string } | null {
  try {
    const parsed = cursorShape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return parsed.success ? { at: parsed.data[1], invoiceId: parsed.data[2] } : null
  } catch {
    return null
  }
}

function stateOf(record: DraftRecord, marks: ReadonlyMap<string, DraftMark>): Draft['state'] {
  if (record.status !== 'open') return 'settled'
  return marks.get(record.event_id)?.as ?? 'open'
}

interface Reason {
  code: string | null
  hidden: boolean
}

/** Why the last try of each invoice failed, and whether the customer may know. */
function lettersOf(
  cache: Database,
  journal: Database,
  records: readonly DraftRecord[],
): ReadonlyMap<string, Reason> {
  const rules = rulesOf(journal)
  const found = prepared<[string], FailureRecord>(
    cache,
    `SELECT ${failureColumns} FROM failures AS f INDEXED BY failures_by_invoice
     WHERE f.invoice_id IN (SELECT value FROM json_each(?)) ORDER BY f.last_failed_at`,
  ).all(JSON.stringify(records.map((record) => record.invoice_id)))
  return new Map(
    found.map((record) => {
      const facts = factsOf(record)
      const { group } = failureGroup(facts, rules)
      return [record.invoice_id ?? '', { code: record.decline_code, hidden: isHidden(facts, group) }]
    }),
  )
}

function toDraft(
  record: DraftRecord,
  reasons: ReadonlyMap<string, Reason>,
  marks: ReadonlyMap<string, DraftMark>,
): Draft {
  const mark = marks.get(record.event_id)
  const isOpen = record.status === 'open'
  const hostedUrl = hostedUrlOf(record.status, record.body)
  // The invoice itself knows better than the event what is planned now.
  const nextAttemptAt = isOpen ? record.next_payment_attempt : null
  // Without a word of the reason none is told.
  const { code, hidden } = reasons.get(record.invoice_id) ?? { code: null, hidden: true }
  return {
    invoiceId: record.invoice_id,
    invoiceNumber: record.number,
    customerId: record.customer_id,
    to: record.customer_email,
    ...letterTo(
      {
        customerName: record.customer_name,
        invoice: record.number ?? record.invoice_id,
        amount: record.amount_remaining,
        currency: record.currency,
        declineCode: code,
        hidden,
        hostedUrl,
        nextAttemptAt,
      },
      (seconds) => dayInFull(seconds * 1000),
    ),
    hostedUrl,
    eventId: record.event_id,
    attempts: record.attempts ?? 0,
    nextAttemptAt,
    madeAt: record.at,
    state: stateOf(record, marks),
    markedBy: mark?.operator ?? null,
    markedAt: mark?.at ?? null,
  }
}
