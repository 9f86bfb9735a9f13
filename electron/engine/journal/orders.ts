// The journal of one desk: orders are committed here before anything is sent, and every change of state is committed
// before anyone is told, together with its entry in the audit. It must never lose an order, change what was ordered, or allow two open orders on one payment.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type Failure,
  type Order,
  type OrderState,
  type Result,
} from '../../../src/contract/index.ts'
import { canonicalJson } from '../../../src/domain/canonical-json.ts'
import { toOrder, type OrderRow } from '../../store/queries/orders/order-row.ts'
import { openAudit, type Audit } from '../audit/audit.ts'
import { orderChanged, orderPlaced } from '../audit/order-notes.ts'
import { explainBlock, newRequestIds, orderConflict, problemCell, requestIdsCell } from './entries.ts'
import {
  digestOf,
  idempotencyKeyOf,
  refundPayload,
  type RefundIntent,
  type RefundPayload,
} from './order-digest.ts'

/** What may change about an order after it was placed. Times in milliseconds. */
export interface OrderChange {
  state: OrderState
  sentAt?: number
  settledAt?: number
  attempts?: number
  refundId?: string
  refundStatus?: string
  refundStatusReason?: string | null
  problem?: Failure | null
  eventId?: string
  /** Of Stripe's answers to this order; those that are known already are kept. */
  requestIds?: readonly string[]
}

export interface StoredPayload {
  payload: RefundPayload
  idempotencyKey: string
  /** When a call for it last began; milliseconds, 0 where none did. */
  lastAttemptAt: number
}

export interface Journal {
  /**
   * Places an order in `held`, by whoever is at the machine. The same id with the same contents gives the order as it stands.
   * `whyNot` judges a new one in the transaction that writes it, so that no two orders are judged by the same room; `written` is
   * called in it afterwards, for what has to be written with it.
   */
  place(
    intent: Omit<RefundIntent, 'operator'>,
    times: { placedAt: number; sendAt: number },
    customerLabel: string | null,
    whyNot?: () => Failure | null,
    written?: () => void,
  ): Result<Order>
  /** Moves an order on, if it still is in one of `from`; null if it is not (someone was faster). */
  move(orderId: string, from: readonly OrderState[], change: OrderChange): Order | null
  /**
   * Minor units of refunds in a currency that were placed at or after `since` (Unix milliseconds), without those that moved no
   * money. There is no end to it: what was placed while the clock was ahead counts too.
   */
  orderedSince(currency: string, since: number): number
  /** How many orders there are. */
  count(): number
  find(orderId: string): Order | null
  findByKey(idempotencyKey: string): Order | null
  /** Orders that are held, sending or unknown, oldest first. */
  open(): Order[]
  /** The one of these on a payment, if any. */
  openOn(paymentIntentId: string): Order | null
  /** Orders that are done and of which no event was seen yet, oldest first. */
  unconfirmed(): Order[]
  /** The journalled payload, if it and its digest still agree; null when the row was altered. */
  contentsOf(orderId: string): StoredPayload | null
}

const insertOrder = `
  INSERT INTO orders (id, desk_id, kind, state, object_id, amount, currency, reason, note, customer_label,
                      payload, digest, idempotency_key, placed_at, send_at, attempts, operator)
  VALUES (@id, @deskId, 'refund', 'held', @objectId, @amount, @currency, @reason, @note, @customerLabel,
          @payload, @digest, @idempotencyKey, @placedAt, @sendAt, 0, @operator)
  ON CONFLICT (id) DO NOTHING`

/**
 * A null parameter keeps what is there; JSON 'null' in @problem clears it. The triggers judge every writing of `state`, so
 * it is left out where an order stays as it is and only what is known of it changes.
 */
const updateOrder = (state: 'state = @state,' | ''): string => `
  UPDATE orders SET ${state}
    sent_at = iif(@state = 'withdrawn', NULL, coalesce(sent_at, @sentAt)),
    last_attempt_at = coalesce(@sentAt, last_attempt_at),
    settled_at = coalesce(@settledAt, settled_at),
    attempts = attempts + @attempts,
    refund_id = coalesce(@refundId, refund_id),
    refund_status = coalesce(@refundStatus, refund_status),
    refund_status_reason = CASE WHEN @refundStatus IS NULL THEN refund_status_reason ELSE @refundStatusReason END,
    problem = CASE WHEN @problem IS NULL THEN problem WHEN @problem = 'null' THEN NULL ELSE @problem END,
    event_id = coalesce(@eventId, event_id),
    request_ids = coalesce(@requestIds, request_ids)
  WHERE id = @id AND state IN (SELECT value FROM json_each(@from))`

const insertLog = `
  INSERT INTO order_log (order_id, at, from_state, to_state, detail) VALUES (@orderId, @at, @from, @to, @detail)`

export function openJournalOf(
  database: Database,
  now: () => number,
  audit: Audit = openAudit(database, { now }),
): Journal {
  const statements = {
    insert: database.prepare(insertOrder),
    update: database.prepare(updateOrder('state = @state,')),
    stay: database.prepare(updateOrder('')),
    log: database.prepare(insertLog),
    find: database.prepare<[string], OrderRow>('SELECT * FROM orders WHERE id = ?'),
    findByKey: database.prepare<[string], OrderRow>('SELECT * FROM orders WHERE idempotency_key = ?'),
    findOpenOn: database.prepare<[string], OrderRow>(
      `SELECT * FROM orders WHERE object_id = ? AND state IN ('held', 'sending', 'unknown')`,
    ),
    orderedSince: database
      .prepare<[string, number], number>(
        `SELECT coalesce(sum(amount), 0) FROM orders
         WHERE currency = ? AND placed_at >= ? AND state NOT IN ('withdrawn', 'refused')
           AND NOT (state = 'done' AND coalesce(refund_status, '') IN ('failed', 'canceled'))`,
      )
      .pluck(),
    count: database.prepare<[], number>('SELECT count(*) FROM orders').pluck(),
    open: database.prepare<[], OrderRow>(
      `SELECT * FROM orders WHERE state IN ('held', 'sending', 'unknown') ORDER BY rowid`,
    ),
    unconfirmed: database.prepare<[], OrderRow>(
      `SELECT * FROM orders WHERE state = 'done' AND event_id IS NULL ORDER BY rowid`,
    ),
  }

  const place = database.transaction(
    (
      asked: Omit<RefundIntent, 'operator'>,
      times: { placedAt: number; sendAt: number },
      customerLabel: string | null,
      whyNot?: () => Failure | null,
      written?: () => void,
    ): Result<Order> => {
      const existing = statements.find.get(asked.orderId)
      if (existing) {
        // Whoever asks again, it is the order of the one who placed it.
        return existing.digest === digestOf({ ...asked, operator: existing.operator })
          ? success(toOrder(existing))
          : failure('order_conflict', orderConflict)
      }
      const intent: RefundIntent = { ...asked, operator: audit.operator }
      const digest = digestOf(intent)
      const idempotencyKey = idempotencyKeyOf(intent.orderId)
      const blocking = statements.findOpenOn.get(intent.paymentIntentId)
      if (blocking) return failure('order_blocked', explainBlock(blocking.state, 'this payment'))
      const refused = whyNot?.() ?? null
      if (refused !== null) return { ok: false, error: refused }
      statements.insert.run({
        id: intent.orderId,
        deskId: intent.deskId,
        objectId: intent.paymentIntentId,
        amount: intent.amount,
        currency: intent.currency,
        reason: intent.reason,
        note: intent.note,
        customerLabel,
        payload: canonicalJson(refundPayload(intent)),
        digest,
        idempotencyKey,
        operator: intent.operator,
        ...times,
      })
      statements.log.run({
        orderId: intent.orderId,
        at: times.placedAt,
        from: null,
        to: 'held',
        detail: null,
      })
      const order = toOrder(statements.find.get(intent.orderId)!)
      audit.append(orderPlaced(order, { digest, idempotencyKey }), times.placedAt)
      written?.()
      return success(order)
    },
  )

  const move = database.transaction(
    (orderId: string, from: readonly OrderState[], change: OrderChange): Order | null => {
      const before = statements.find.get(orderId)
      if (!before || !from.includes(before.state)) return null
      const stays = before.state === change.state
      const update = stays ? statements.stay : statements.update
      const requestIds = newRequestIds(before.request_ids, change.requestIds)
      update.run({
        id: orderId,
        from: JSON.stringify(from),
        state: change.state,
        sentAt: change.sentAt ?? null,
        settledAt: change.settledAt ?? null,
        attempts: change.attempts ?? 0,
        refundId: change.refundId ?? null,
        refundStatus: change.refundStatus ?? null,
        refundStatusReason: change.refundStatusReason ?? null,
        problem: problemCell(change.problem),
        eventId: change.eventId ?? null,
        requestIds: requestIdsCell(before.request_ids, requestIds),
      })
      const detail = JSON.stringify({ ...change, state: undefined })
      const at = now()
      statements.log.run({ orderId, at, from: before.state, to: change.state, detail })
      const after = toOrder(statements.find.get(orderId)!)
      audit.append(orderChanged(toOrder(before), after, requestIds), at)
      return after
    },
  )

  return {
    place: (...order) => place.immediate(...order),
    move: (...change) => move.immediate(...change),
    orderedSince: (currency, since) => statements.orderedSince.get(currency, since) ?? 0,
    count: () => statements.count.get() ?? 0,
    find: (orderId) => mapRow(statements.find.get(orderId)),
    findByKey: (key) => mapRow(statements.findByKey.get(key)),
    open: () => statements.open.all().map(toOrder),
    openOn: (paymentIntentId) => mapRow(statements.findOpenOn.get(paymentIntentId)),
    unconfirmed: () => statements.unconfirmed.all().map(toOrder),
    contentsOf(orderId) {
      const row = statements.find.get(orderId)
      if (!row) return null
      const intent: RefundIntent = {
        orderId: row.id,
        deskId: row.desk_id,
        paymentIntentId: row.object_id,
        amount: row.amount,
        currency: row.currency,
        reason: row.reason,
        note: row.note,
        operator: row.operator,
      }
      const payload = refundPayload(intent)
      const intact =
        digestOf(intent) === row.digest &&
        canonicalJson(payload) === row.payload &&
        idempotencyKeyOf(row.id) === row.idempotency_key
      return intact
        ? { payload, idempotencyKey: row.idempotency_key, lastAttemptAt: row.last_attempt_at ?? 0 }
        : null
    },
  }
}

function mapRow(row: OrderRow | undefined): Order | null {
  return row ? toOrder(row) : null
}
