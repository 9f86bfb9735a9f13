// The receipt of a bulk run: every row and what became of it, as a CSV file. No cell of it may be run as a formula by the spreadsheet
// that opens it, and it must never say less than the journal knows.
import type { Database } from 'better-sqlite3'
import { success, type ReplyOf, type Result, type RowState } from '../../../../src/contract/index.ts'
import { editableAmount } from '../../../../src/domain/money.ts'
import { csvCell } from '../../../../src/domain/csv.ts'
import { runRowsOf, toRunRow, type RunRowRecord } from './run-rows.ts'
import { noSuchRun, runRecord } from './runs.ts'

const header = [
  'line',
  'payment',
  'customer',
  'amount',
  'currency',
  'reason',
  'state',
  'refund',
  'refund status',
  'order',
  'idempotency key',
  'time',
  'what went wrong',
  'request ids',
]

/** `now`: Unix milliseconds. `states`: only of rows in one of these. */
export function runReceipt(
  journal: Database,
  runId: string,
  now: number,
  states: readonly RowState[] = [],
): Result<ReplyOf<'runs.receipt'>> {
  // One transaction: all rows are of the same moment.
  return journal.transaction((): Result<ReplyOf<'runs.receipt'>> => {
    const run = runRecord(journal, runId)
    if (!run) return noSuchRun()
    const lines = [header, ...runRowsOf(journal, runId, { states }).map(cellsOf)]
    const day = new Date(now).toISOString().slice(0, 10)
    return success({
      fileName: `bursar-run-${runId.slice(0, 8)}-${day}.csv`,
      text: [...lines.map((cells) => cells.map(csvCell).join(',')), ''].join('\r\n'),
    })
  })()
}

/** The amount in major units, without grouping. */
function cellsOf(record: RunRowRecord): string[] {
  const { line, payment, amount, currency, reason, state } = record
  const row = toRunRow(record)
  return [
    String(line),
    payment,
    row.customerLabel ?? '',
    editableAmount(amount, currency),
    currency.toUpperCase(),
    reason ?? '',
    state,
    row.refundId ?? '',
    row.refundStatus ?? '',
    row.orderId ?? '',
    row.orderId === null ? '' : (record.idempotency_key ?? ''),
    row.settledAt === null ? '' : new Date(row.settledAt).toISOString(),
    row.why ?? '',
    row.orderId === null ? '' : (JSON.parse(record.request_ids ?? '[]') as string[]).join('; '),
  ]
}
