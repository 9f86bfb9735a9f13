// The journal of one desk's changes: orders are committed here before anything is sent, and every move is committed before
// anyone is told, together with its entry in the audit. It must never lose an order, change what was ordered, or allow two
// open orders on one thing.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type Change,
  type ChangeOrder,
  type Failure,
  type OrderState,
  type Result,
} from '../../../src/contract/index.ts'
import { canonicalJson } from '../../../src/domain/canonical-json.ts'
import { toChangeOrder, type ChangeRow } from '../../store/queries/orders/change-row.ts'
import type { Audit } from '../audit/audit.ts'
import { changeMoved, changePlaced } from '../audit/change-notes.ts'
import { changeKeyOf, digestOfChange, type ChangeIntent } from './change-digest.ts'
import { explainBlock, newRequestIds, orderConflict, problemCell, requestIdsCell } from './entries.ts'

/** What may change about an order after it was placed. Times in milliseconds. */
export interface ChangeMove {
  state: OrderState
  sentAt?: number
  settledAt?: number
  attempts?: number
  resultId?: string
  result?: ChangeOrder['result']
  problem?: Failure | null
  eventId?: string
  /** Of Stripe's answers to this order; those that are known already are kept. */
  requestIds?: readonly string[]
}

/** What identifies a request: whoever sends the same again means the same order. */
export type AskedChange = Pick<ChangeIntent, 'orderId' | 'deskId' | 'change' | 'note'>

export interface ChangeJournal {
  /** The order of this number as it stands, `order_conflict` where it says something else, null where there is none. */
  again(asked: AskedChange): Result<ChangeOrder> | null
  /**
   * Places an order in `held`, by whoever is at the machine. The same id with the same contents gives the order as it stands.
   * `whyNot` is asked in the transaction that writes a new one.
   */
  place(
    intent: ChangeIntent,
    times: { placedAt: number; sendAt: number },
    whyNot?: () => Failure | null,
  ): Result<ChangeOrder>
  /** Moves an order on, if it still is in one of `from`; null if it is not (someone was faster). */
  move(orderId: string, from: readonly OrderState[], move: ChangeMove): ChangeOrder | null
  find(orderId: string): ChangeOrder | null
  findByKey(idempotencyKey: string): ChangeOrder | null
  /** The order that blocks this, if any. */
  blocking(blocks: string): ChangeOrder | null
  /** Orders that are held, sending or unknown, oldest first. */
  open(): ChangeOrder[]
  /** Orders that are done and of which no event was seen yet, oldest first. The making of hosted pages makes no event. */
  unconfirmed(): ChangeOrder[]
  /** What was journalled, if it and its digest still agree; null when the row was altered. */
  contentsOf(orderId: string): Contents | null
}

export interface Contents {
  change: Change
  payload: object
  base: string | null
  idempotencyKey: string
  /** When a call for it last began; milliseconds, 0 where none did. */
  lastAttemptAt: number
}

const insertChange = `
  INSERT INTO changes (id, desk_id, kind, state, object_id, blocks, request, payload, base, words, subject, note, operator,
                       digest, idempotency_key, placed_at, send_at)
  VALUES (@id, @desk_id, @kind, 'held', @object_id, @blocks, @request, @payload, @base, @words, @subject, @note, @operator,
          @digest, @idempotencyKey, @placedAt, @sendAt)`

/** A null parameter keeps what is there. The triggers judge every writing of `state`, so it is left out where it stays. */
const updateChange = (state: 'state = @state,' | ''): string => `
  UPDATE changes SET ${state}
    sent_at = iif(@state = 'withdrawn', NULL, coalesce(sent_at, @sentAt)),
    last_attempt_at = coalesce(@sentAt, last_attempt_at),
    settled_at = coalesce(@settledAt, settled_at),
    attempts = attempts + @attempts,
    result_id = coalesce(@resultId, result_id),
    result = coalesce(@result, result),
    problem = CASE WHEN @problem IS NULL THEN problem WHEN @problem = 'null' THEN NULL ELSE @problem END,
    event_id = coalesce(@eventId, event_id),
    request_ids = coalesce(@requestIds, request_ids)
  WHERE id = @id AND state IN (SELECT value FROM json_each(@from))`

const insertLog = `
  INSERT INTO change_log (change_id, at, from_state, to_state, detail) VALUES (@id, @at, @from, @to, @detail)`

const isOpen = `state IN ('held', 'sending', 'unknown')`

export function openChangeJournal(database: Database, now: () => number, audit: Audit): ChangeJournal {
  const statements = {
    insert: database.prepare(insertChange),
    update: database.prepare(updateChange('state = @state,')),
    stay: database.prepare(updateChange('')),
    log: database.prepare(insertLog),
    find: database.prepare<[string], ChangeRow>('SELECT * FROM changes WHERE id = ?'),
    findByKey: database.prepare<[string], ChangeRow>('SELECT * FROM changes WHERE idempotency_key = ?'),
    blocking: database.prepare<[string], ChangeRow>(`SELECT * FROM changes WHERE blocks = ? AND ${isOpen}`),
    open: database.prepare<[], ChangeRow>(`SELECT * FROM changes WHERE ${isOpen} ORDER BY rowid`),
    unconfirmed: database.prepare<[], ChangeRow>(
      `SELECT * FROM changes WHERE state = 'done' AND event_id IS NULL
       AND kind NOT IN ('setup_session', 'payment_session') ORDER BY rowid`,
    ),
  }

  function rowOf(orderId: string): ChangeRow {
    const row = statements.find.get(orderId)
    if (!row) throw new Error('an order of this transaction is not in the journal')
    return row
  }

  function again({ orderId, deskId, change, note }: AskedChange): Result<ChangeOrder> | null {
    const row = statements.find.get(orderId)
    if (!row) return null
    const same = row.desk_id === deskId && row.request === canonicalJson(change) && row.note === note
    return same ? success(toChangeOrder(row)) : failure('order_conflict', orderConflict)
  }

  const place = database.transaction(
    (
      intent: ChangeIntent,
      times: { placedAt: number; sendAt: number },
      whyNot: () => Failure | null = () => null,
    ): Result<ChangeOrder> => {
      const existing = again(intent)
      if (existing) return existing
      const blocking = statements.blocking.get(intent.blocks)
      if (blocking) return failure('order_blocked', explainBlock(blocking.state, 'this'))
      const denied = whyNot()
      if (denied !== null) return { ok: false, error: denied }
      const { kind } = intent.change
      const contents = {
        id: intent.orderId,
        desk_id: intent.deskId,
        kind,
        object_id: intent.objectId,
        blocks: intent.blocks,
        request: canonicalJson(intent.change),
        payload: canonicalJson(intent.payload),
        base: intent.base,
        words: intent.words,
        note: intent.note,
        operator: audit.operator,
      }
      const digest = digestOfChange(contents)
      const idempotencyKey = changeKeyOf(kind, intent.orderId)
      statements.insert.run({ ...contents, subject: intent.subject, digest, idempotencyKey, ...times })
      statements.log.run({ id: intent.orderId, at: times.placedAt, from: null, to: 'held', detail: null })
      const order = toChangeOrder(rowOf(intent.orderId))
      audit.append(changePlaced(order, { digest, idempotencyKey }), times.placedAt)
      return success(order)
    },
  )

  const move = database.transaction(
    (orderId: string, from: readonly OrderState[], wanted: ChangeMove): ChangeOrder | null => {
      const before = statements.find.get(orderId)
      if (!before || !from.includes(before.state)) return null
      const stays = before.state === wanted.state
      const update = stays ? statements.stay : statements.update
      const requestIds = newRequestIds(before.request_ids, wanted.requestIds)
      update.run({
        id: orderId,
        from: JSON.stringify(from),
        state: wanted.state,
        sentAt: wanted.sentAt ?? null,
        settledAt: wanted.settledAt ?? null,
        attempts: wanted.attempts ?? 0,
        resultId: wanted.resultId ?? null,
        result: wanted.result ? JSON.stringify(wanted.result) : null,
        problem: problemCell(wanted.problem),
        eventId: wanted.eventId ?? null,
        requestIds: requestIdsCell(before.request_ids, requestIds),
      })
      const at = now()
      const detail = JSON.stringify({ ...wanted, state: undefined })
      statements.log.run({ id: orderId, at, from: before.state, to: wanted.state, detail })
      const after = toChangeOrder(rowOf(orderId))
      audit.append(changeMoved(toChangeOrder(before), after, requestIds), at)
      return after
    },
  )

  return {
    again,
    place: (...order) => place.immediate(...order),
    move: (...moved) => move.immediate(...moved),
    find: (orderId) => mapRow(statements.find.get(orderId)),
    findByKey: (key) => mapRow(statements.findByKey.get(key)),
    blocking: (blocks) => mapRow(statements.blocking.get(blocks)),
    open: () => statements.open.all().map(toChangeOrder),
    unconfirmed: () => statements.unconfirmed.all().map(toChangeOrder),
    contentsOf(orderId) {
      const row = statements.find.get(orderId)
      if (!row) return null
      const change = JSON.parse(row.request) as Change
      const intact =
        digestOfChange(row) === row.digest &&
        change.kind === row.kind &&
        changeKeyOf(row.kind, row.id) === row.idempotency_key
      if (!intact) return null
      const { base, idempotency_key: idempotencyKey, last_attempt_at: lastAttemptAt } = row
      const payload = JSON.parse(row.payload) as object
      return { change, payload, base, idempotencyKey, lastAttemptAt: lastAttemptAt ?? 0 }
    },
  }
}

function mapRow(row: ChangeRow | undefined): ChangeOrder | null {
  return row ? toChangeOrder(row) : null
}
