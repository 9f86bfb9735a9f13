// Made-up refunds in every state, and the orders of the room, as one life; and the answers about them, the slow and plain way.
// The reader must agree with the contract, not with this.
import type { PaymentRow, Refund } from '../../../src/contract/payments.ts'
import {
  refundStates,
  type RefundCounts,
  type RefundDetail,
  type RefundLife,
  type RefundNote,
} from '../../../src/contract/refund-life.ts'
import type { Order } from '../../../src/contract/refunds.ts'
import { failure, success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { RequestOf } from '../../../src/contract/schemas.ts'
import {
  cautionsOf,
  explainRefund,
  isCancelable,
  stateOfOrder,
  stateOfRefund,
} from '../../../src/domain/refund-life.ts'

interface FakeRefunds {
  rowOf: (paymentId: string) => PaymentRow | undefined
  refunds: ReadonlyMap<string, Refund[]>
  orders: ReadonlyMap<string, Order>
}

export function createFakeRefunds({ rowOf, refunds, orders }: FakeRefunds) {
  const notes: RefundNote[] = []
  const notesOf = (refundId: string): RefundNote[] => notes.filter((note) => note.refundId === refundId)

  function ofRefund(refund: Refund, payment: PaymentRow): RefundLife {
    const state = stateOfRefund(refund.status)
    const order = orders.get(refund.orderId ?? '') ?? null
    const otherWay = notesOf(refund.id).find(({ struck }) => struck === null) ?? null
    return {
      id: refund.id,
      refundId: refund.id,
      state,
      since: state === 'succeeded' ? null : refund.created * 1000 + 3_600_000,
      at: refund.created * 1000,
      amount: refund.amount,
      currency: refund.currency,
      ...whose(payment),
      reason: refund.reason,
      note: order?.note ?? null,
      pendingReason: refund.pendingReason,
      failureReason: refund.failureReason,
      ...explainRefund({
        state,
        pendingReason: refund.pendingReason,
        failureReason: refund.failureReason,
        problem: null,
        methodType: payment.method?.type ?? null,
        settledOtherwise: otherWay !== null,
      }),
      reference:
        state === 'succeeded' || state === 'pending'
          ? {
              type: 'acquirer_reference_number',
              value: state === 'succeeded' ? `7411${refund.created}00000000001` : null,
              status: state === 'succeeded' ? 'available' : 'pending',
            }
          : null,
      orderedHere: order !== null,
      cancelable: isCancelable(refund.status),
      otherWay,
      order,
    }
  }

  function ofOrder(order: Order): RefundLife {
    const state = stateOfOrder(order.state, order.refundStatus)
    const payment = rowOf(order.paymentIntentId)
    return {
      id: order.id,
      refundId: null,
      state,
      since: order.settledAt ?? order.sentAt ?? order.placedAt,
      at: order.placedAt,
      amount: order.amount,
      currency: order.currency,
      ...whose(payment),
      paymentIntentId: order.paymentIntentId,
      customerLabel: order.customerLabel,
      reason: order.reason,
      note: order.note,
      pendingReason: null,
      failureReason: null,
      ...explainRefund({
        state,
        pendingReason: null,
        failureReason: null,
        problem: order.problem?.message ?? null,
        methodType: payment?.method?.type ?? null,
        settledOtherwise: false,
      }),
      reference: null,
      orderedHere: true,
      cancelable: false,
      otherWay: null,
      order,
    }
  }

  const all = (): RefundLife[] =>
    [
      ...[...refunds].flatMap(([paymentId, made]) => {
        const payment = rowOf(paymentId)
        return payment === undefined ? [] : made.map((refund) => ofRefund(refund, payment))
      }),
      ...[...orders.values()].filter(({ state }) => state !== 'done').map(ofOrder),
    ].toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))

  function matching(filter: RequestOf<'refunds.list'>['filter']): RefundLife[] {
    const text = filter.text?.toLowerCase()
    return all().filter(
      (row) =>
        (filter.createdFrom === undefined || row.at >= filter.createdFrom * 1000) &&
        (filter.createdBefore === undefined || row.at < filter.createdBefore * 1000) &&
        (text === undefined ||
          [row.id, row.customerLabel, row.note, row.paymentIntentId].some(
            (word) => word?.toLowerCase().includes(text) === true,
          )),
    )
  }

  return {
    list({ filter, sort, after, limit = 100 }: RequestOf<'refunds.list'>) {
      const wanted = filter.state ?? []
      const found = matching(filter).filter(({ state }) => wanted.length === 0 || wanted.includes(state))
      const rows = sort === 'created_asc' ? found.toReversed() : found
      const from = after === undefined ? 0 : Number(after)
      const to = from + limit
      return success({
        rows: rows.slice(from, to),
        next: to < rows.length ? String(to) : null,
        complete: true,
      })
    },
    counts({ filter }: RequestOf<'refunds.counts'>): Result<RefundCounts> {
      const found = matching(filter)
      const byState = Object.fromEntries(
        refundStates.map((each) => [each, found.filter(({ state }) => state === each).length]),
      ) as RefundCounts['byState']
      return success({ byState, total: found.length, atLeast: false })
    },
    detail({ id }: RequestOf<'refunds.detail'>): Result<RefundDetail> {
      const refund = all().find((row) => row.id === id || row.order?.id === id)
      if (refund === undefined) return failure('not_found', 'This refund is not in the cache.')
      const payment = rowOf(refund.paymentIntentId ?? '')
      const disputes =
        payment?.status === 'disputed'
          ? [
              {
                id: 'dp_1QFake',
                amount: payment.amount,
                currency: payment.currency,
                status: 'needs_response',
                reason: 'product_not_received',
                created: payment.created + 86_400,
                evidenceDueBy: payment.created + 8 * 86_400,
              },
            ]
          : []
      return success({
        refund,
        steps: [
          ...(refund.order === null
            ? []
            : [{ at: refund.order.placedAt, state: 'held' as const, text: 'Ordered in Bursar, held' }]),
          {
            at: refund.at,
            state: refund.refundId === null ? null : ('pending' as const),
            text: `Made at Stripe${refund.orderedHere ? '' : ', outside Bursar'}`,
          },
          ...(refund.since === null
            ? []
            : [{ at: refund.since, state: refund.state, text: 'Came to the state it is in' }]),
          ...notesOf(refund.id).map((note) => ({
            at: note.at,
            state: null,
            text: `Paid another way: ${note.how.replaceAll('_', ' ')}, ${note.reference}`,
          })),
        ],
        disputes,
        warnings: [],
        cautions: cautionsOf(refund.state, disputes, []),
        feeKept: { amount: 145, currency: refund.currency },
        notes: notesOf(refund.id),
        json: refund.refundId === null ? null : JSON.stringify({ id: refund.id, object: 'refund' }),
        asOf: refund.refundId === null ? null : Date.now(),
      })
    },
    recordOtherWay(request: RequestOf<'refund.recordOtherWay'>): Result<RefundNote> {
      const { noteId: id, refundId, how, reference } = request
      const note: RefundNote = { id, refundId, at: Date.now(), operator: 'ada', how, reference, struck: null }
      notes.push(note)
      return success(structuredClone(note))
    },
    strikeOtherWay({ noteId }: RequestOf<'refund.strikeOtherWay'>): Result<RefundNote> {
      const note = notes.find(({ id }) => id === noteId)
      if (!note) return failure('not_found', 'There is no such note.')
      note.struck ??= { at: Date.now(), operator: 'ada' }
      return success(structuredClone(note))
    },
  }
}

function whose(payment: PaymentRow | undefined) {
  return {
    paymentIntentId: payment?.id ?? null,
    customerId: payment?.customerId ?? null,
    customerLabel: payment?.customerName ?? payment?.customerEmail ?? null,
    method: payment?.method ?? null,
  }
}

const troubled: readonly Partial<Refund>[] = [
  { status: 'failed', failureReason: 'expired_or_canceled_card' },
  { status: 'pending', pendingReason: 'insufficient_funds' },
  { status: 'requires_action' },
  { status: 'pending', pendingReason: 'processing' },
  { status: 'failed', failureReason: 'insufficient_funds' },
  { status: 'canceled', failureReason: 'merchant_request' },
  { status: 'requires_action' },
  { status: 'failed', failureReason: 'charge_for_pending_refund_disputed' },
]

/** One of each trouble that a refund can be in, on payments that were not refunded otherwise. */
export function troubledRefunds(rows: readonly PaymentRow[]): Map<string, Refund[]> {
  const paid = rows.filter(({ status }) => status === 'succeeded')
  const disputed = rows.find(({ status }) => status === 'disputed')
  const made = new Map<string, Refund[]>()
  for (const [index, trouble] of troubled.entries()) {
    const payment =
      trouble.failureReason === 'charge_for_pending_refund_disputed' ? disputed : paid[index * 3 + 2]
    if (payment === undefined) continue
    made.set(payment.id, [
      {
        id: `re_Fake${payment.id.slice(-10)}`,
        amount: Math.max(1, Math.floor(payment.amount / 2)),
        currency: payment.currency,
        status: 'pending',
        reason: 'requested_by_customer',
        pendingReason: null,
        failureReason: null,
        created: payment.created + 3600,
        orderId: null,
        ...trouble,
      },
    ])
  }
  return made
}
