// A row of the journal's changes, and the order it stands for.
import type { Change, ChangeKind, ChangeOrder, Failure, OrderState } from '../../../../src/contract/index.ts'

/** Columns of `changes` in journal.db; times in milliseconds. */
export interface ChangeRow {
  rowid: number
  id: string
  desk_id: string
  kind: ChangeKind
  state: OrderState
  object_id: string
  blocks: string
  /** Canonical JSON. */
  request: string
  payload: string
  base: string | null
  words: string
  subject: string | null
  note: string | null
  operator: string
  digest: string
  idempotency_key: string
  placed_at: number
  send_at: number
  sent_at: number | null
  last_attempt_at: number | null
  settled_at: number | null
  attempts: number
  result_id: string | null
  result: string | null
  problem: string | null
  event_id: string | null
  /** JSON, a list of Stripe's request ids. */
  request_ids: string
}

export function toChangeOrder(row: ChangeRow): ChangeOrder {
  return {
    id: row.id,
    deskId: row.desk_id,
    kind: row.kind,
    state: row.state,
    objectId: row.object_id,
    change: JSON.parse(row.request) as Change,
    words: row.words,
    subject: row.subject,
    note: row.note,
    operator: row.operator,
    placedAt: row.placed_at,
    sendAt: row.send_at,
    sentAt: row.sent_at,
    settledAt: row.settled_at,
    resultId: row.result_id,
    result: row.result === null ? null : (JSON.parse(row.result) as ChangeOrder['result']),
    problem: row.problem === null ? null : (JSON.parse(row.problem) as Failure),
    confirmedByEvent: row.event_id !== null,
  }
}
