// Made-up events of made-up payments, with payloads in which an object really changes from one event to the next, and the
// answers about them. Deterministic. It must never be imported by the product.
import type { EventDetail, EventRow } from '../../../src/contract/events.ts'
import type { PaymentRow } from '../../../src/contract/payments.ts'
import { failure, success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { ReplyOf, RequestOf } from '../../../src/contract/schemas.ts'
import { objectChanges, stateBefore } from '../../../src/domain/object-changes.ts'
import { createRandom } from './fixtures.ts'

interface FakeEvent {
  row: EventRow
  object: Record<string, unknown>
  /** What it says itself of the state before. */
  told?: Record<string, unknown>
  problem: string | null
}

interface Happening {
  type: string
  objectType: string
  objectId: string
  /** Seconds after the payment was created. */
  after: number
  object: Record<string, unknown>
}

/** What becomes of an event that is replayed. */
export type ReplayFate = ReplyOf<'event.replay'>

export function createFakeEvents(payments: readonly PaymentRow[], most: number, fate: ReplayFate) {
  const events = makeEvents(payments).slice(0, most)
  const find = (id: string): FakeEvent | undefined => events.find(({ row }) => row.id === id)
  return {
    events,
    countOf: (state: EventRow['state']) => events.filter(({ row }) => row.state === state).length,
    list: (request: RequestOf<'events.list'>) => success(listEvents(events, request)),
    detail({ id }: { id: string }): Result<EventDetail> {
      const at = events.findIndex(({ row }) => row.id === id)
      const event = events[at]
      if (!event)
        return failure('not_found', 'This event is not in the cache. It may belong to another desk.')
      return success(detailOf(event, events.slice(at + 1)))
    },
    replay({ id }: { id: string }): Result<ReplayFate> {
      const event = find(id)
      if (!event) return failure('not_found', 'This event is not in the cache.')
      event.row = { ...event.row, state: fate.state }
      event.problem = fate.problem
      return success(fate)
    },
    /** A new event of the newest payment, as a webhook brings it. */
    arrive(): EventRow {
      const id = `evt_1RLive${String(events.length).padStart(8, '0')}`
      const now = Date.now()
      const row: EventRow = {
        ...events[0]!.row,
        id,
        type: 'payment_intent.amount_capturable_updated',
        created: Math.floor(now / 1000),
        receivedAt: now,
        source: 'webhook',
        deliveries: 1,
        state: 'applied',
      }
      events.unshift({ row, object: { ...events[0]!.object, amount_capturable: 100 }, problem: null })
      return row
    },
  }
}

function makeEvents(payments: readonly PaymentRow[]): FakeEvent[] {
  const random = createRandom(11)
  let number = 0
  const made = payments.flatMap((payment, index) =>
    happeningsOf(payment, index).map((happening): FakeEvent => {
      number += 1
      const created = Math.min(payment.created + happening.after, Math.floor(Date.now() / 1000) - 5)
      const roll = random()
      const source = roll < 0.72 ? 'webhook' : roll < 0.78 ? 'catch_up' : 'backfill'
      const state = stateOf(happening.type, number)
      return {
        row: {
          id: `evt_1R${(number + 1_000_000).toString(36).toUpperCase()}Fake${String(number).padStart(6, '0')}`,
          type: happening.type,
          objectId: happening.objectId,
          objectType: happening.objectType,
          created,
          receivedAt: created * 1000 + 900,
          source,
          deliveries: source === 'webhook' ? (roll < 0.05 ? 2 : 1) : 0,
          state,
          apiVersion: '2026-04-22.dahlia',
        },
        object: happening.object,
        problem: problems[state],
      }
    }),
  )
  return made.toSorted(
    (one, other) => other.row.created - one.row.created || (one.row.id < other.row.id ? 1 : -1),
  )
}

const problems: Record<EventRow['state'], string | null> = {
  applied: null,
  kept: null,
  waiting: 'The payment that this refund belongs to is not here yet.',
  failed: 'The charge could not be read again from Stripe: this key may not read charges.',
}

function stateOf(type: string, number: number): EventRow['state'] {
  if (/^(payout|invoice|customer\.subscription)\./.test(type)) return 'kept'
  if (number > 300) return 'applied'
  if (number % 97 === 8) return 'failed'
  return number % 89 === 5 ? 'waiting' : 'applied'
}

function happeningsOf(payment: PaymentRow, index: number): Happening[] {
  const chargeId = payment.id.replace('pi_', 'ch_')
  const paid = ['succeeded', 'partially_refunded', 'refunded', 'disputed'].includes(payment.status)
  const intent = (type: string, after: number, changes: object): Happening => ({
    type,
    objectType: 'payment_intent',
    objectId: payment.id,
    after,
    object: { ...intentOf(payment), ...changes },
  })
  const charge = (type: string, after: number, changes: object): Happening => ({
    type,
    objectType: 'charge',
    objectId: chargeId,
    after,
    object: { ...chargeOf(payment, chargeId), ...changes },
  })
  const made = [intent('payment_intent.created', 0, {})]
  if (paid) {
    made.push(charge('charge.succeeded', 2, {}))
    made.push(
      intent('payment_intent.succeeded', 3, {
        amount_received: payment.amount,
        latest_charge: chargeId,
        payment_method: 'pm_1RFakeCard',
        status: 'succeeded',
      }),
    )
  }
  if (payment.status === 'failed') {
    made.push(
      intent('payment_intent.payment_failed', 2, {
        last_payment_error: { code: 'card_declined', decline_code: payment.declineCode, type: 'card_error' },
      }),
    )
  }
  if (payment.amountRefunded > 0) {
    const refundId = payment.id.replace('pi_', 're_')
    made.push({
      type: 'refund.created',
      objectType: 'refund',
      objectId: refundId,
      after: 7200,
      object: {
        id: refundId,
        object: 'refund',
        amount: payment.amountRefunded,
        charge: chargeId,
        currency: payment.currency,
        payment_intent: payment.id,
        status: 'succeeded',
      },
    })
    made.push(
      charge('charge.refunded', 7201, {
        amount_refunded: payment.amountRefunded,
        refunded: payment.status === 'refunded',
      }),
    )
  }
  if (index % 9 === 4) made.push(other('customer.updated', 'customer', payment.customerId ?? 'cus_FakeGuest'))
  if (index % 11 === 3) made.push(other('invoice.paid', 'invoice', payment.id.replace('pi_', 'in_')))
  if (index % 40 === 6) made.push(other('payout.paid', 'payout', payment.id.replace('pi_', 'po_')))
  return made
}

const other = (type: string, objectType: string, objectId: string): Happening => ({
  type,
  objectType,
  objectId,
  after: 4,
  object: { id: objectId, object: objectType, livemode: false, metadata: {} },
})

function intentOf(payment: PaymentRow) {
  return {
    id: payment.id,
    object: 'payment_intent',
    amount: payment.amount,
    amount_received: 0,
    capture_method: 'automatic_async',
    currency: payment.currency,
    customer: payment.customerId,
    description: payment.description,
    latest_charge: null,
    livemode: false,
    metadata: { order_id: '8841', channel: 'web' },
    payment_method: null,
    payment_method_types: ['card', 'link'],
    status: 'requires_payment_method',
  }
}

function chargeOf(payment: PaymentRow, chargeId: string) {
  return {
    id: chargeId,
    object: 'charge',
    amount: payment.amount,
    amount_refunded: 0,
    currency: payment.currency,
    outcome: { network_status: 'approved_by_network', risk_level: 'normal', type: 'authorized' },
    paid: true,
    payment_intent: payment.id,
    refunded: false,
    status: 'succeeded',
  }
}

function detailOf({ row, object, told = {}, problem }: FakeEvent, older: readonly FakeEvent[]): EventDetail {
  const previous = older.find((each) => each.row.objectId === row.objectId)
  const isComparable = previous !== undefined && previous.row.apiVersion === row.apiVersion
  const idempotencyKey = row.type === 'refund.created' ? '6f0ad0c4-6a52-4c8c-9a5a-8b7a0f6a2c11' : null
  const requestId = row.type.startsWith('payout') ? null : `req_Fake${row.id.slice(-6)}`
  return {
    event: row,
    json: JSON.stringify({
      id: row.id,
      object: 'event',
      api_version: row.apiVersion,
      created: row.created,
      data: { object },
      livemode: false,
      pending_webhooks: 1,
      request: { id: requestId, idempotency_key: idempotencyKey },
      type: row.type,
    }),
    changes: objectChanges(isComparable ? previous.object : stateBefore(object, told), object),
    previousEventId: previous?.row.id ?? null,
    isPreviousComparable: previous === undefined || isComparable,
    isPreviousSure: previous?.row.created !== row.created,
    requestId,
    idempotencyKey,
    attempts: row.state === 'failed' ? 8 : row.state === 'waiting' ? 2 : 1,
    problem,
    nextAttemptAt: row.state === 'waiting' ? Date.now() + 40_000 : null,
  }
}

function isOfType(type: string, wanted: string): boolean {
  return wanted.endsWith('.*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted
}

function listEvents(events: readonly FakeEvent[], { filter, after, limit = 100 }: RequestOf<'events.list'>) {
  const text = filter.text?.toLowerCase()
  const found = events.filter(
    ({ row }) =>
      (filter.types === undefined || filter.types.some((wanted) => isOfType(row.type, wanted))) &&
      (filter.source === undefined || filter.source === row.source) &&
      (filter.state === undefined || filter.state === row.state) &&
      (filter.createdFrom === undefined || row.created >= filter.createdFrom) &&
      (filter.createdBefore === undefined || row.created < filter.createdBefore) &&
      (filter.objectId === undefined || filter.objectId === row.objectId) &&
      (text === undefined ||
        [row.id, row.objectId, row.type].some((word) => word?.toLowerCase().includes(text) === true)),
  )
  const from = after === undefined ? 0 : found.findIndex(({ row }) => row.id === after) + 1
  const rows = found.slice(from, from + limit).map(({ row }) => row)
  return { rows, next: from + limit < found.length ? (rows.at(-1)?.id ?? null) : null }
}
