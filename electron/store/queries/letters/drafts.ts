// Letters to customers whose payment failed: one per invoice, made when asked from its newest failed try, so that no two can be made. What
// was done with them is the journal's.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import {
  success,
  type Draft,
  type ParsedRequestOf,
  type ReplyOf,
  type Result,
} from '../../../../src/contract/index.ts'
import type { TellableFacts } from '../../../../src/domain/decline-codes.ts'
import { dayInFull } from '../../../../src/domain/day-words.ts'
import { failureGroup, isHidden } from '../../../../src/domain/failure-group.ts'
import { letterTo } from '../../../../src/domain/letter.ts'
import { awaitsCustomer, underWay } from '../../projections/derive-failure.ts'
import { rulesOf } from '../failures/decline-rules.ts'
import { draftMarks, type DraftMark } from './draft-marks.ts'
import { failureColumns, lastTryOf, type FailureRecord } from '../failures/failure-records.ts'
import type { Parameters } from '../payments/payment-filter.ts'
import { packCursor, strangeCursor, unpackCursor } from '../cursor.ts'
import { invoicePayments } from '../payments/payments-of-invoice.ts'
import { prepared } from '../prepared.ts'
import { hostedUrlOf } from '../subscriptions/subscription-invoices.ts'

type Filter = ParsedRequestOf<'drafts.list'>['filter']

/** The newest failed try of an invoice, and how that stands. */
interface TryRecord {
  invoice_id: string
  try_id: string
  /** Null: an event tells of the try. */
  payment_intent_id: string | null
  at: number
  attempts: number
  /** What the try was called before its event came. */
  payment_try_id: string | null
  status: string
}

interface InvoiceRecord {
  id: string
  number: string | null
  currency: string
  amount_remaining: number
  next_payment_attempt: number | null
  customer_id: string | null
  customer_name: string | null
  customer_email: string | null
  body: Buffer
}

/** Seconds: an event comes so soon after its try; one that comes later is of another. */
const toldWithin = 3600

/** What tells of failed tries. No event is kept of those that were over before the desk was connected: their payments tell of them. */
const told = [
  {
    table: 'access_facts',
    byTime: 'access_facts_failed',
    byInvoice: 'access_facts_by_invoice',
    at: 'f.at',
    columns: `f.event_id AS try_id, NULL AS payment_intent_id, f.at, coalesce(f.attempts, 0) AS attempts,
      (SELECT l.payment_intent_id || '@' || l.last_failed_at FROM failures AS l INDEXED BY failures_by_invoice
       WHERE l.invoice_id = f.invoice_id AND l.last_failed_at > f.at - ${toldWithin}
       ORDER BY l.last_failed_at DESC, l.payment_intent_id DESC LIMIT 1) AS payment_try_id`,
    // The newest of an invoice: by time, of one second the later try, then the greater id.
    conditions: `f.kind = 'failed' AND NOT EXISTS (SELECT 1 FROM access_facts AS l INDEXED BY access_facts_by_invoice WHERE l.kind = 'failed'
      AND l.invoice_id = f.invoice_id AND (l.at, coalesce(l.attempts, 0), l.event_id) > (f.at, coalesce(f.attempts, 0), f.event_id))`,
  },
  {
    table: 'failures',
    byTime: 'failures_by_invoice',
    byInvoice: 'failures_by_invoice',
    at: 'f.last_failed_at',
    columns: `f.payment_intent_id || '@' || f.last_failed_at AS try_id, f.payment_intent_id, f.last_failed_at AS at,
      i.attempt_count AS attempts, NULL AS payment_try_id`,
    conditions: `f.invoice_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM access_facts AS l INDEXED BY access_facts_by_invoice WHERE l.kind = 'failed' AND l.invoice_id = f.invoice_id)
      AND NOT EXISTS (SELECT 1 FROM failures AS l INDEXED BY failures_by_invoice WHERE l.invoice_id = f.invoice_id
        AND (l.last_failed_at, l.payment_intent_id) > (f.last_failed_at, f.payment_intent_id))`,
  },
] as const

const cursorShape = z.tuple([z.literal('drafts'), z.int(), z.string()])

/** `now`: milliseconds. */
export function listDrafts(
  cache: Database,
  journal: Database,
  { filter, after, limit }: Omit<ParsedRequestOf<'drafts.list'>, 'deskId' | 'lane'>,
  now: number,
): Result<ReplyOf<'drafts.list'>> {
  const cursor = after === undefined ? null : readCursor(after)
  if (cursor === null && after !== undefined) return strangeCursor()
  const marks = draftMarks(journal)
  const { sql, parameters } = draftsSql(filter, cursor !== null)
  const records: TryRecord[] = []
  const bound = cursor === null ? parameters : { ...parameters, at: cursor.at, invoice: cursor.invoiceId }
  for (const record of prepared<[Parameters], TryRecord>(cache, sql).iterate(bound)) {
    if (
      filter.state !== 'all' &&
      stateOf(record, paymentStatuses(cache, record.invoice_id), marks) !== filter.state
    )
      continue
    records.push(record)
    if (records.length > limit) break
  }
  const shown = records.slice(0, limit)
  const last = shown.at(-1)
  return success({
    rows: lettersOf({ cache, journal, marks, now }, shown),
    next: records.length > limit && last ? packCursor('drafts', last.at, last.invoice_id) : null,
  })
}

/** The letter about an invoice; null where no try of it failed. `now`: milliseconds. */
export function draftOf(cache: Database, journal: Database, invoiceId: string, now: number): Draft | null {
  const { sql, parameters } = draftsSql({ state: 'all', invoiceId }, false)
  const record = prepared<[Parameters], TryRecord>(cache, sql).get(parameters)
  if (record === undefined) return null
  return lettersOf({ cache, journal, marks: draftMarks(journal), now }, [record])[0] ?? null
}

/** Newest first. Also for the tests of its query plan. */
export function draftsSql(filter: Filter, isLater: boolean): { sql: string; parameters: Parameters } {
  const { state, invoiceId, customerId } = filter
  const parameters: Parameters = {}
  const isOver = state === 'all' || state === 'settled'
  if (invoiceId !== undefined) parameters['ofInvoice'] = invoiceId
  if (customerId !== undefined) parameters['customer'] = customerId
  const selects = told.map(({ table, byTime, byInvoice, at, columns, conditions }) => {
    // What is still to be done is found by the invoices that are open: there are few.
    const source =
      isOver || invoiceId !== undefined
        ? `${table} AS f INDEXED BY ${invoiceId === undefined ? byTime : byInvoice} CROSS JOIN invoices AS i ON i.id = f.invoice_id`
        : `invoices AS i INDEXED BY invoices_open CROSS JOIN ${table} AS f INDEXED BY ${byInvoice} ON f.invoice_id = i.id`
    return `SELECT f.invoice_id, ${columns}, i.status FROM ${source} WHERE ${[
      conditions,
      ...(invoiceId === undefined ? [] : ['f.invoice_id = @ofInvoice']),
      ...(customerId === undefined ? [] : ['i.customer_id = @customer']),
      ...(isOver ? [] : [`i.status = 'open'`]),
      ...(state === 'settled' ? [`i.status <> 'open'`] : []),
      ...(isLater ? [`(${at}, f.invoice_id) < (@at, @invoice)`] : []),
    ].join(' AND ')}`
  })
  return { sql: `${selects.join(' UNION ALL ')} ORDER BY at DESC, invoice_id DESC`, parameters }
}

function readCursor(text: string): { at: number; invoiceId: string } | null {
  const cursor = unpackCursor(cursorShape, text)
  return cursor === null ? null : { at: cursor[1], invoiceId: cursor[2] }
}

/** Stripe's statuses of the payments of an invoice. */
const paymentStatuses = (cache: Database, invoice: string): string[] =>
  invoicePayments(cache, invoice).map(({ status }) => status)

/** What was done with it before the event of its try came, holds. */
function markOf(
  { try_id: id, payment_try_id: before }: TryRecord,
  marks: ReadonlyMap<string, DraftMark>,
): DraftMark | undefined {
  return marks.get(id) ?? (before === null ? undefined : marks.get(before))
}

/** To ask for what is on its way would have it paid twice: such a letter waits, whatever was done with it. */
function stateOf(
  record: TryRecord,
  statuses: readonly string[],
  marks: ReadonlyMap<string, DraftMark>,
): Draft['state'] {
  if (record.status !== 'open') return 'settled'
  if (statuses.some((status) => underWay.has(status))) return 'processing'
  return markOf(record, marks)?.as ?? 'open'
}

type Reason = Pick<TellableFacts, 'code' | 'hidden' | 'isCard'>

interface Asked {
  cache: Database
  journal: Database
  marks: ReadonlyMap<string, DraftMark>
  /** Milliseconds. */
  now: number
}

/** In the order given. */
function lettersOf(asked: Asked, records: readonly TryRecord[]): Draft[] {
  const { cache, journal } = asked
  const ids = JSON.stringify(records.map((record) => record.invoice_id))
  const reasons = reasonsOf(cache, journal, ids)
  const found = prepared<[string], InvoiceRecord>(
    cache,
    `SELECT i.id, i.number, i.currency, i.amount_remaining, i.next_payment_attempt, i.customer_id, c.name AS customer_name,
       c.email AS customer_email, i.body
     FROM invoices AS i LEFT JOIN customers AS c ON c.id = i.customer_id WHERE i.id IN (SELECT value FROM json_each(?))`,
  ).all(ids)
  const invoices = new Map(found.map((invoice) => [invoice.id, invoice]))
  return records.flatMap((record) => {
    const invoice = invoices.get(record.invoice_id)
    // Without a word of the reason none is told.
    const reason = reasons.get(record.invoice_id) ?? { code: null, hidden: true, isCard: false }
    return invoice === undefined ? [] : [toDraft(asked, record, invoice, reason)]
  })
}

/** Why the last try of each invoice failed, and whether the customer may know. */
function reasonsOf(cache: Database, journal: Database, invoiceIds: string): ReadonlyMap<string, Reason> {
  const rules = rulesOf(journal)
  const found = prepared<[string], FailureRecord>(
    cache,
    `SELECT ${failureColumns} FROM failures AS f INDEXED BY failures_by_invoice
     WHERE f.invoice_id IN (SELECT value FROM json_each(?)) ORDER BY f.last_failed_at, f.payment_intent_id`,
  ).all(invoiceIds)
  return new Map(
    found.map((record) => {
      const facts = lastTryOf(record)
      const { group } = failureGroup(facts, rules)
      return [
        record.invoice_id ?? '',
        { code: record.decline_code, hidden: isHidden(facts, group), isCard: record.brand !== null },
      ]
    }),
  )
}

function toDraft(
  { cache, marks, now }: Asked,
  record: TryRecord,
  invoice: InvoiceRecord,
  reason: Reason,
): Draft {
  const mark = markOf(record, marks)
  const statuses = paymentStatuses(cache, invoice.id)
  const hostedUrl = hostedUrlOf(record.status, invoice.body)
  // The invoice itself knows better than the event what is planned now.
  const nextAttemptAt = record.status === 'open' ? invoice.next_payment_attempt : null
  return {
    invoiceId: invoice.id,
    invoiceNumber: invoice.number,
    customerId: invoice.customer_id,
    to: invoice.customer_email,
    ...letterTo(
      {
        customerName: invoice.customer_name,
        invoice: invoice.number ?? invoice.id,
        amount: invoice.amount_remaining,
        currency: invoice.currency,
        ...reason,
        awaitsCustomer: statuses.some((status) => awaitsCustomer.has(status)),
        hostedUrl,
        // One that is over already, of which nothing came in yet, can't be promised.
        nextAttemptAt: nextAttemptAt !== null && nextAttemptAt * 1000 > now ? nextAttemptAt : null,
      },
      (seconds) => dayInFull(seconds * 1000),
    ),
    hostedUrl,
    eventId: record.try_id,
    paymentIntentId: record.payment_intent_id,
    attempts: record.attempts,
    nextAttemptAt,
    madeAt: record.at,
    state: stateOf(record, statuses, marks),
    markedBy: mark?.operator ?? null,
    markedAt: mark?.at ?? null,
  }
}
