// Sends a journalled refund: what a refund adds to the life of any order (journal/order-sender.ts). It must never take for an order's
// refund what does not say so itself, nor send one whose payment is not as it was when the order was reviewed.
import { failure, success, type Failure, type Order, type OrderState } from '../../../src/contract/index.ts'
import { judgeAmount } from '../../../src/domain/refundable.ts'
import type { RefundAccess } from '../access/order-access.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { idOf, refundShape, type RefundShape } from '../../store/projections/shapes.ts'
import type { Journal, OrderChange, StoredPayload } from '../journal/orders.ts'
import type { Act } from '../journal/order-act.ts'
import { openOrderSender, type OrderSender } from '../journal/order-sender.ts'
import type { PaymentRead, ReadPayment } from '../payments/read-payment.ts'
import { factsOf, nothingElse } from './facts.ts'
import { judgePayment, onlyWhole, whyNot, type PaymentFindings, type RefundFacts } from './findings.ts'
import { paidOtherWaySince, refundedSince, type Reviewed } from './since.ts'

export interface Sender extends Omit<OrderSender<Order, RefundEffect>, 'done'> {
  /** What was known when the order was reviewed, `at` by this computer's clock; without it, all that came after its placing is news. */
  reviewed(orderId: string, known: Reviewed): void
  /** Refunds as Stripe last told them, whatever else is among them: settles or updates the orders that made them. */
  noteRefunds(refunds: readonly unknown[]): void
}

export interface SenderPorts {
  gateway: Pick<Gateway, 'write'>
  journal: Journal
  readPayment: ReadPayment
  /** What the bank of the card warned of, as far as events tell. */
  fraudWarnings: (paymentIntentId: string) => RefundFacts['fraudWarnings']
  /** The amounts that were given back outside Stripe, as the notes tell that were made after `since`. */
  paidOtherWay: (paymentIntentId: string, since?: number) => readonly number[]
  /** Asked right before anything is sent. */
  access: Pick<RefundAccess, 'whyNotSend'>
  /** Milliseconds. */
  now: () => number
  /** Called after every committed change. */
  changed: (order: Order) => void
}

/** What an order learns of its refund. */
type RefundEffect = Required<Pick<OrderChange, 'refundId' | 'refundStatus' | 'refundStatusReason'>>

export function openSender(ports: SenderPorts): Sender {
  const { gateway, journal, readPayment, fraudWarnings, access, now } = ports
  const reviewed = new Map<string, Reviewed>()

  const act: Act<Order, StoredPayload, RefundEffect> = {
    objectId: ({ paymentIntentId }) => paymentIntentId,
    async whyNot(order, _, sending) {
      const fresh = await readPayment(order.paymentIntentId)
      if (!fresh.ok) return fresh
      const mine = fresh.value.refunds.find((refund) => isRefundOf(order, refund))
      if (mine) return success({ doneBefore: effectOf(mine) })
      const isFirst = sending === 'first'
      const warnings = isFirst ? fraudWarnings(order.paymentIntentId) : []
      const judged = judgePayment(factsOf(fresh.value, { ...nothingElse, fraudWarnings: warnings }))
      const problem = lastCheck(order, fresh.value, judged)
      if (problem && (isFirst || judged.keptByDisputes > 0)) return success(problem)
      // Where too little is left Stripe refuses it, which settles it: nothing can go out twice.
      const news = problem ? null : newsOf(order, fresh.value)
      return success(news === null ? null : failure('not_refundable', news).error)
    },
    whyClosed: () => access.whyNotSend('refund'),
    call: (stripe, { payload }, options) => stripe.refunds.create(payload, options),
    effectIn: (answer, order) => (isRefundOf(order, answer) ? effectOf(answer) : null),
    async find(order) {
      const read = await readPayment(order.paymentIntentId)
      if (!read.ok) return read
      const mine = read.value.refunds.find((refund) => isRefundOf(order, refund))
      return success(mine ? effectOf(mine) : null)
    },
    async took({ paymentIntentId }) {
      const read = await readPayment(paymentIntentId)
      // The answer may have been an earlier one, given once more: what the tables knew already tells nobody of itself.
      if (read.ok) noteRefunds(read.value.refunds)
    },
    words: {
      subject: 'the payment',
      nothingThere: 'Stripe has no refund for this order',
      nothingDone: 'No refund was made',
    },
  }
  const { send, resolve, done, idle } = openOrderSender({
    gateway,
    journal,
    act,
    now,
    changed(order) {
      if (order.settledAt !== null) reviewed.delete(order.id)
      ports.changed(order)
    },
  })

  /**
   * What others gave back since it was reviewed, in words; `read` just now, and nothing in it is this order's. This computer's clock may
   * be minutes from Stripe's, which dates refunds: so how long ago the review was is counted back from what Stripe's clock showed with
   * the answer.
   */
  function newsOf(order: Order, { refunds, asOf }: PaymentRead): string | null {
    const known = reviewed.get(order.id) ?? { at: order.placedAt }
    return (
      refundedSince(order, refunds, { ...known, at: asOf - (now() - known.at) }) ??
      paidOtherWaySince(order, (since) => ports.paidOtherWay(order.paymentIntentId, since), known)
    )
  }

  function noteRefunds(refunds: readonly unknown[]): void {
    for (const told of refunds) {
      const refund = refundShape.safeParse(told).data
      if (refund === undefined) continue
      const order = journal.find(refund.metadata?.['bursar_order'] ?? '')
      if (!order || !isRefundOf(order, refund)) continue
      if (order.paymentIntentId !== idOf(refund.payment_intent)) continue
      const changedAtStripe = order.refundStatus !== (refund.status ?? 'pending')
      if (order.state === 'done' ? changedAtStripe : mayTurnUp.has(order.state)) done(order, effectOf(refund))
    }
  }

  return {
    send,
    resolve,
    idle,
    reviewed: (orderId, known) => void reviewed.set(orderId, known),
    noteRefunds,
  }
}

/** Whose refund settles the order, whatever was believed of it. One that is held or being sent finds it by itself. */
const mayTurnUp: ReadonlySet<OrderState> = new Set(['unknown', 'refused', 'withdrawn'])

/** Whatever was answered, it counts as this order's refund only if it says so itself. */
function isRefundOf(order: Order, answer: unknown): answer is RefundShape {
  const refund = refundShape.safeParse(answer)
  return (
    refund.success &&
    refund.data.metadata?.['bursar_order'] === order.id &&
    refund.data.amount === order.amount &&
    refund.data.currency === order.currency
  )
}

const effectOf = (
  refund: Pick<RefundShape, 'id' | 'status' | 'failure_reason' | 'pending_reason'>,
): RefundEffect => ({
  refundId: refund.id,
  refundStatus: refund.status ?? 'pending',
  refundStatusReason: refund.failure_reason ?? refund.pending_reason ?? null,
})

/** The payment as it is now, not as it was when the order was placed. */
function lastCheck(order: Order, { intent }: PaymentRead, judged: PaymentFindings): Failure | null {
  if (intent.currency !== order.currency) {
    return failure(
      'amount_invalid',
      `The payment is in ${intent.currency.toUpperCase()}, the order in ${order.currency.toUpperCase()}.`,
    ).error
  }
  const reason = whyNot(judged)
  if (reason !== null) return failure('not_refundable', reason).error
  if (judgeAmount(order.amount, order.currency, judged.amountRefundable) !== 'ok') {
    return failure('not_refundable', 'Since this was ordered, less has become refundable than was ordered.')
      .error
  }
  if (judged.wholeOnly && order.amount !== judged.amountRefundable)
    return failure('not_refundable', onlyWhole).error
  return null
}
