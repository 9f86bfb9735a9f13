// Sends a journalled refund and finds out what became of it. The rules that keep money from moving twice live here:
// one order has one key for ever; an outcome that is not known is looked up before anything is sent again; after
// Stripe's retention of keys nothing is ever sent again.
import type Stripe from 'stripe'
import { failure, type Failure, type Order } from '../../../src/contract/index.ts'
import { judgeAmount } from '../../../src/domain/refundable.ts'
import type { OrderAccess } from '../access/access.ts'
import { stillUnderWayMs, type Gateway } from '../gateway/gateway.ts'
import { idOf, refundShape, type RefundShape } from '../../store/projections/shapes.ts'
import { isNews, keyRetentionMs } from '../journal/entries.ts'
import type { Journal, OrderChange } from '../journal/journal.ts'
import { oneAtATime } from '../journal/one-at-a-time.ts'
import type { PaymentRead, ReadPayment } from '../payments/read-payment.ts'
import { factsOf, nothingElse } from './facts.ts'
import { judgePayment, onlyWhole, whyNot, type RefundFacts } from './findings.ts'
import { refundedSince, type Reviewed } from './since.ts'

export interface Sender {
  /** What was known when the order was reviewed, `at` by this computer's clock; without it, all that came after its placing is news. */
  reviewed(orderId: string, known: Reviewed): void
  /** held → (read again) → sending → done, refused or unknown. Returns the order as it stands afterwards. */
  send(orderId: string): Promise<Order | null>
  /** sending or unknown, left over or not settled → looked up, and sent again under its own key where that is safe. */
  resolve(orderId: string): Promise<Order | null>
  /** Refunds as Stripe last told them, whatever else is among them: settles or updates the orders that made them. */
  noteRefunds(refunds: readonly unknown[]): void
  /** Resolves when nothing is under way any more; what was under way has been journalled. */
  idle(): Promise<void>
}

export interface SenderPorts {
  gateway: Gateway
  journal: Journal
  readPayment: ReadPayment
  /** What the bank of the card warned of, as far as events tell. */
  fraudWarnings: (paymentIntentId: string) => RefundFacts['fraudWarnings']
  /** Asked right before anything is sent. */
  access: Pick<OrderAccess, 'whyClosed'>
  /** Milliseconds. */
  now: () => number
  /** Called after every committed change. */
  changed: (order: Order) => void
}

/** What an order learns of its refund. */
type RefundState = Pick<RefundShape, 'id' | 'status' | 'failure_reason' | 'pending_reason'>

export function openSender(ports: SenderPorts): Sender {
  const { gateway, journal, readPayment, fraudWarnings, access, now, changed } = ports
  const { alone, idle } = oneAtATime<Order | null>()
  const reviewed = new Map<string, Reviewed>()

  function move(orderId: string, from: readonly Order['state'][], change: OrderChange): Order | null {
    const moved = journal.move(orderId, from, change)
    if (moved) changed(moved)
    if (typeof moved?.settledAt === 'number') reviewed.delete(orderId)
    return moved ?? journal.find(orderId)
  }

  const refuse = (order: Order, problem: Failure, requestIds: readonly string[] = []): Order | null =>
    move(order.id, ['held', 'sending', 'unknown'], {
      state: 'refused',
      settledAt: now(),
      problem,
      requestIds,
    })

  const withdraw = (order: Order, closed: Failure): Order | null =>
    move(order.id, ['held'], { state: 'withdrawn', settledAt: now(), problem: neverSent(closed) })

  const notKnown = (order: Order, problem: Failure, requestIds: readonly string[] = []): Order | null =>
    isNews(order, problem, requestIds)
      ? move(order.id, ['sending', 'unknown'], { state: 'unknown', problem, requestIds })
      : order

  function done(order: Order, refund: RefundState, requestIds: readonly string[] = []): Order | null {
    const from = order.state === 'done' ? (['done'] as const) : (['sending', 'unknown'] as const)
    return move(order.id, from, {
      state: 'done',
      settledAt: now(),
      refundId: refund.id,
      refundStatus: refund.status ?? 'pending',
      refundStatusReason: refund.failure_reason ?? refund.pending_reason ?? null,
      problem: null,
      requestIds,
    })
  }

  async function send(orderId: string): Promise<Order | null> {
    const held = journal.find(orderId)
    if (held?.state !== 'held') return held
    const stored = journal.payloadOf(orderId)
    if (!stored) return refuse(held, altered())
    const fresh = await readPayment(held.paymentIntentId)
    if (!fresh.ok) return refuse(held, notSent(fresh.error))
    const problem = lastCheck(held, fresh.value, fraudWarnings(held.paymentIntentId))
    if (problem) return refuse(held, problem)
    const news = newsOf(held, fresh.value)
    if (news !== null) return refuse(held, failure('not_refundable', `Nothing was sent. ${news}`).error)
    const closed = access.whyClosed()
    if (closed) return withdraw(held, closed)
    const sending = journal.move(orderId, ['held'], { state: 'sending', sentAt: now(), attempts: 1 })
    if (!sending) return journal.find(orderId)
    changed(sending)
    return transmit(sending, stored, 'first')
  }

  /** `again`: an earlier sending has no known outcome, so even a plain refusal of this one must be looked into. */
  async function transmit(
    order: Order,
    stored: NonNullable<ReturnType<Journal['payloadOf']>>,
    sending: 'first' | 'again',
  ): Promise<Order | null> {
    const { payload, idempotencyKey } = stored
    const answer = await gateway.write(order.paymentIntentId, idempotencyKey, (stripe, options) =>
      stripe.refunds.create(payload, options),
    )
    const requestIds = answer.ok ? [answer.requestId].filter((id) => id !== null) : answer.requestIds
    if (answer.ok && !isRefundOf(order, answer.value))
      return lookUp(order, strangeAnswer(), false, requestIds)
    if (answer.ok) {
      const settled = done(order, answer.value, requestIds)
      await readPayment(order.paymentIntentId)
      return settled
    }
    if (answer.effect === 'none' && sending === 'first') return refuse(order, answer.error, requestIds)
    return lookUp(order, answer.error, answer.settled, requestIds)
  }

  /** `ended`: Stripe will do nothing more under this key, so what can't be found was not done. */
  async function lookUp(
    order: Order,
    error: Failure,
    ended: boolean,
    requestIds: readonly string[],
  ): Promise<Order | null> {
    const read = await readPayment(order.paymentIntentId)
    if (read.ok) {
      const mine = refundOf(order, read.value.refunds)
      if (mine) return done(order, mine, requestIds)
      if (ended) return refuse(order, nothingThere(error), requestIds)
    }
    return notKnown(order, error, requestIds)
  }

  async function resolve(orderId: string): Promise<Order | null> {
    const found = journal.find(orderId)
    if (found?.state !== 'sending' && found?.state !== 'unknown') return found
    // Of a call that an earlier run was cut off in, nothing is known.
    const order = found.state === 'sending' ? notKnown(found, cutOff()) : found
    if (order?.state !== 'unknown') return order
    const read = await readPayment(order.paymentIntentId)
    if (!read.ok) return notKnown(order, read.error)
    const mine = refundOf(order, read.value.refunds)
    if (mine) return done(order, mine)
    const age = now() - (order.sentAt ?? 0)
    if (Math.abs(age) > keyRetentionMs) return refuse(order, tooOld())
    if (age < 0) return notKnown(order, clockSetBack())
    const stored = journal.payloadOf(orderId)
    if (!stored) return refuse(order, altered())
    const news = newsOf(order, read.value)
    // Where too little is left Stripe refuses it, which settles it: nothing can go out twice.
    if (news !== null && lastCheck(order, read.value, []) === null) {
      const problem = failure('not_refundable', `Stripe has no refund for this order. ${news}`).error
      const mayStillCome = now() - stored.lastAttemptAt <= stillUnderWayMs
      return mayStillCome ? notKnown(order, problem) : refuse(order, problem)
    }
    const closed = access.whyClosed()
    if (closed) return notKnown(order, notSentAgain(closed))
    const again = journal.move(orderId, ['unknown'], { state: 'sending', sentAt: now(), attempts: 1 })
    if (!again) return journal.find(orderId)
    changed(again)
    return transmit(again, stored, 'again')
  }

  /**
   * What others refunded since it was reviewed, in words; `read` just now. This computer's clock may be minutes from Stripe's, which dates
   * refunds: so how long ago the review was is counted back from what Stripe's clock showed with the answer.
   */
  function newsOf(order: Order, { refunds, asOf }: PaymentRead): string | null {
    const others = refunds.filter((refund) => !isRefundOf(order, refund))
    const known = reviewed.get(order.id) ?? { at: order.placedAt }
    return refundedSince(order, others, { ...known, at: asOf - (now() - known.at) })
  }

  return {
    idle,
    reviewed: (orderId, known) => void reviewed.set(orderId, known),
    send: (orderId) => alone(orderId, () => send(orderId)),
    resolve: (orderId) => alone(orderId, () => resolve(orderId)),
    noteRefunds(refunds) {
      for (const told of refunds) {
        const refund = refundShape.safeParse(told).data
        if (refund === undefined) continue
        const order = journal.find(refund.metadata?.['bursar_order'] ?? '')
        if (!order || !isRefundOf(order, refund)) continue
        if (order.paymentIntentId !== idOf(refund.payment_intent)) continue
        const changedAtStripe = order.refundStatus !== (refund.status ?? 'pending')
        if (order.state === 'unknown' || (order.state === 'done' && changedAtStripe)) done(order, refund)
      }
    },
  }
}

/** Whatever was answered, it counts as this order's refund only if it says so itself. */
function isRefundOf(order: Order, answer: unknown): boolean {
  const refund = refundShape.safeParse(answer)
  return (
    refund.success &&
    refund.data.metadata?.['bursar_order'] === order.id &&
    refund.data.amount === order.amount &&
    refund.data.currency === order.currency
  )
}

function refundOf(order: Order, refunds: readonly Stripe.Refund[]): Stripe.Refund | undefined {
  return refunds.find((refund) => isRefundOf(order, refund))
}

/** The payment as it is now, not as it was when the order was placed. */
function lastCheck(
  order: Order,
  read: PaymentRead,
  fraudWarnings: RefundFacts['fraudWarnings'],
): Failure | null {
  const { intent } = read
  if (intent.currency !== order.currency) {
    return failure(
      'amount_invalid',
      `The payment is in ${intent.currency.toUpperCase()}, the order in ${order.currency.toUpperCase()}. Nothing was sent.`,
    ).error
  }
  const judged = judgePayment(factsOf(read, { ...nothingElse, fraudWarnings }))
  const reason = whyNot(judged)
  if (reason !== null) return failure('not_refundable', `Nothing was sent. ${reason}`).error
  if (judgeAmount(order.amount, order.currency, judged.amountRefundable) !== 'ok') {
    return failure(
      'not_refundable',
      'Nothing was sent: since this was ordered, less has become refundable than was ordered.',
    ).error
  }
  if (judged.wholeOnly && order.amount !== judged.amountRefundable)
    return failure('not_refundable', `Nothing was sent. ${onlyWhole}`).error
  return null
}

const neverSent = (closed: Failure): Failure => ({
  ...closed,
  message: `This was never sent. ${closed.message}`,
})

const notSentAgain = (closed: Failure): Failure => ({
  ...closed,
  message: `Stripe has no refund for this order yet, and nothing can be sent now; it is looked up again until it can. ${closed.message}`,
})

const notSent = (error: Failure): Failure => ({
  ...error,
  message: `Nothing was sent, because the payment could not be read again just before. ${error.message}`,
})

const strangeAnswer = (): Failure =>
  failure('stripe_failed', 'Stripe answered with something other than the refund that was ordered.').error

const nothingThere = (error: Failure): Failure => ({
  ...error,
  message: `No refund was made: Stripe's answer was an error, and the payment has no such refund. ${error.message}`,
})

const cutOff = (): Failure =>
  failure(
    'stopping',
    'Bursar was stopped while this was being sent. Whether the refund was made is being looked up at Stripe.',
  ).error

const tooOld = (): Failure =>
  failure(
    'order_too_late',
    'Stripe has no refund for this order, and it is too old to be sent again safely. No money moved; place a new order if it is still wanted.',
  ).error

const clockSetBack = (): Failure =>
  failure(
    'order_too_late',
    'This computer’s clock was set back since this was sent, so that how long ago that was is not known. Stripe has no refund for it yet; nothing is sent again until the clock has caught up.',
  ).error

const altered = (): Failure =>
  failure(
    'internal',
    'The journal row of this order does not match its digest: it was altered after it was placed. It was not sent.',
  ).error
