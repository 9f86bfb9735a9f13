// A run before it is placed: its rows as they were written or chosen, and what is found out about each. Pure. It must never let a row
// pass that was not checked, nor two of one payment.
import type { PaymentRow } from '../../../contract/payments.ts'
import type { AllowableReason } from '../../../contract/reasons.ts'
import type { RequestOf } from '../../../contract/schemas.ts'
import type { AskedRow, CheckedRow, RunRow } from '../../../contract/runs.ts'
import { csvFile } from '../../../domain/csv.ts'
import { editableAmount } from '../../../domain/money.ts'
import type { RefundFile } from '../../../domain/refund-csv.ts'
import { totalsOf, type Total } from '../../ui/totals.ts'

export interface DraftRow {
  id: string
  /** Where it stood: the line of the file, or the place in the choice. */
  line: number
  /** Made once, with the row: however often it is sent, it is one order. */
  orderId: string
  asked: AskedRow
  /** What is wrong with it as it stands there; it is not even checked then. */
  fault: string | null
}

export type Verdict = 'waiting' | 'ok' | 'warn' | 'stop'

export interface JudgedRow extends DraftRow {
  verdict: Verdict
  /** Why, in a sentence; empty where nothing is to be said. */
  text: string
  checked: CheckedRow | null
}

const draftRow = (line: number, asked: AskedRow, fault: string | null = null): DraftRow => ({
  id: String(line),
  line,
  orderId: crypto.randomUUID(),
  asked,
  fault,
})

export function rowsOfFile({ rows, faults }: RefundFile): DraftRow[] {
  return [
    ...rows.map(({ line, ...asked }) => draftRow(line, asked)),
    ...faults.map(({ line, text, ...asked }) => draftRow(line, asked, text)),
  ].toSorted((one, other) => one.line - other.line)
}

export function rowsOfChoice(payments: Iterable<PaymentRow>): DraftRow[] {
  return [...payments].map(({ id, currency }, place) =>
    draftRow(place + 1, { ref: id, amount: null, currency, reason: null }),
  )
}

/** The rows that are left of a run, each as it was ordered. */
export function rowsOfRetry(rows: readonly RunRow[]): DraftRow[] {
  return rows.map(({ line, paymentIntentId, amount, currency, reason }) =>
    draftRow(line, { ref: paymentIntentId, amount: editableAmount(amount, currency), currency, reason }),
  )
}

/** What is asked of the engine about a row: with the reason of the run, where it has none of its own. */
export function askedOf({ asked }: DraftRow, reason: AllowableReason): AskedRow {
  return { ...asked, reason: asked.reason ?? (reason === 'none' ? null : reason) }
}

/** Names what was asked, so that an answer is kept only for what it answers. */
export const checkKey = (row: DraftRow, reason: AllowableReason): string =>
  `${row.id} ${row.asked.reason === null ? reason : ''}`

export type Checks = ReadonlyMap<string, CheckedRow>

/** Every row with what is known of it now, by line. */
export function judge(rows: readonly DraftRow[], checks: Checks, reason: AllowableReason): JudgedRow[] {
  const lines = new Map<string, number>()
  return rows.map((row) => {
    const checked = checks.get(checkKey(row, reason)) ?? null
    if (row.fault !== null) return { ...row, verdict: 'stop', text: row.fault, checked: null }
    if (checked === null) return { ...row, verdict: 'waiting', text: '', checked }
    const payment = checked.paymentIntentId
    const before = payment === null ? undefined : lines.get(payment)
    if (payment !== null && before === undefined) lines.set(payment, row.line)
    if (before !== undefined) {
      const text = `The same payment as on line ${before}, by another id. One run refunds a payment once.`
      return { ...row, verdict: 'stop', text, checked }
    }
    if (checked.verdict !== 'stop' && !isOrderable(checked))
      return {
        ...row,
        verdict: 'stop',
        text: 'The check did not tell what would be refunded. Check it again.',
        checked,
      }
    return { ...row, verdict: checked.verdict, text: checked.text, checked }
  })
}

type Orderable = CheckedRow & { paymentIntentId: string; amount: number; currency: string; refunded: number }
const isOrderable = (checked: CheckedRow): checked is Orderable =>
  checked.paymentIntentId !== null &&
  checked.amount !== null &&
  checked.amount > 0 &&
  checked.currency !== null &&
  checked.refunded !== null

/** The rows as they are placed: those without an error. */
export function orderedRows(judged: readonly JudgedRow[]): RequestOf<'run.place'>['rows'] {
  return judged.flatMap(({ verdict, orderId, line, checked }) => {
    if ((verdict !== 'ok' && verdict !== 'warn') || checked === null || !isOrderable(checked)) return []
    const { paymentIntentId, amount, currency, reason, customerLabel, refunded } = checked
    return [{ orderId, line, paymentIntentId, amount, currency, reason, customerLabel, refunded }]
  })
}

export interface Summary {
  counts: Record<Verdict, number>
  /** Of what would be ordered. */
  totals: Total[]
  /** Names the rows with errors: whoever gave these up has not given up others. */
  errors: string
}

export function summaryOf(judged: readonly JudgedRow[]): Summary {
  const counts: Summary['counts'] = { waiting: 0, ok: 0, warn: 0, stop: 0 }
  for (const { verdict } of judged) counts[verdict] += 1
  const errors = judged.filter(({ verdict }) => verdict === 'stop').map(({ id }) => id)
  return { counts, totals: totalsOf(orderedRows(judged)), errors: errors.join(' ') }
}

/**
 * The rows that can't be ordered as a file: what stood there, and what is wrong with it. Handed in again, a line is read only once its
 * error is taken away (refund-csv.ts): unmended it would be another refund than was meant.
 */
export function errorsFile(judged: readonly JudgedRow[]): string {
  const lines = judged
    .filter(({ verdict }) => verdict === 'stop')
    .map(({ line, asked, text }) => [
      String(line),
      asked.ref,
      asked.amount ?? '',
      asked.currency ?? '',
      asked.reason ?? '',
      text,
    ])
  return csvFile([['line', 'payment', 'amount', 'currency', 'reason', 'error'], ...lines])
}
