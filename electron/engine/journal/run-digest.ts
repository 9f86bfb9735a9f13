// What makes a bulk run this run, as one hash. Pure but for the hash: it must take in everything that was ordered.
import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../src/domain/canonical-json.ts'
import type { ParsedRequestOf, RefundReason } from '../../../src/contract/index.ts'

export interface RunIntent {
  runId: string
  deskId: string
  name: string
  note: string | null
  retryOf: string | null
  canary: number
  afterCanary: 'ask' | 'go_on'
  operator: string
  rows: readonly IntendedRow[]
}

export interface IntendedRow {
  /** Of its first order. */
  orderId: string
  line: number
  paymentIntentId: string
  /** Minor units. */
  amount: number
  currency: string
  reason: RefundReason | null
  customerLabel: string | null
  /** What its check knew as given back already, minor units; null in runs that were placed before that was kept. */
  refunded: number | null
}

/**
 * A note of blanks is none; the rows by line, in whatever order they came. Text only as a database gives it back, so that what is read
 * from there has the same digest.
 */
export function intentOf(request: ParsedRequestOf<'run.place'>, operator: string): RunIntent {
  const { runId, deskId, name, note, retryOf, canary, afterCanary, rows } = request
  return {
    runId,
    deskId,
    name: name.toWellFormed(),
    note: note === null || note.trim() === '' ? null : note.trim().toWellFormed(),
    retryOf,
    canary,
    afterCanary,
    operator,
    rows: rows
      .map((row) => ({
        ...row,
        paymentIntentId: row.paymentIntentId.toWellFormed(),
        customerLabel: row.customerLabel?.toWellFormed() ?? null,
      }))
      .toSorted((one, other) => one.line - other.line),
  }
}

/** SHA-256 (hex). Two runs with one id and different digests are a conflict; one that does not match its rows was altered. */
export function digestOfRun(intent: RunIntent): string {
  const { runId, deskId, name, note, retryOf, canary, afterCanary, operator } = intent
  const rows = intent.rows.map((row) => {
    const { orderId, line, paymentIntentId, amount, currency, reason, customerLabel, refunded } = row
    const said = [line, orderId, paymentIntentId, amount, currency, reason, customerLabel]
    // Without it, as it was digested before it was kept.
    return refunded === null ? said : [...said, refunded]
  })
  const digested = { kind: 'run', runId, deskId, name, note, retryOf, canary, afterCanary, operator, rows }
  return createHash('sha256').update(canonicalJson(digested)).digest('hex')
}
