// The refund desk of one Stripe desk: preflight, place into the hold, undo, send, and settle what earlier runs left open.
// It must never send an order that was not committed to the journal first.
import {
  failure,
  success,
  type Failure,
  type Order,
  type ParsedRequestOf,
  type Preflight,
  type Result,
} from '../../../src/contract/index.ts'
import { explainAmount } from '../../../src/domain/money.ts'
import { whyNotWritten } from '../../../src/domain/note-text.ts'
import { judgeAmount } from '../../../src/domain/refundable.ts'
import type { RefundAccess } from '../access/order-access.ts'
import type { Audit } from '../audit/audit.ts'
import { orderDenied } from '../audit/order-notes.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { Journal } from '../journal/orders.ts'
import { explainBlock, orderConflict } from '../journal/entries.ts'
import { idempotencyKeyOf, type RefundIntent } from '../journal/order-digest.ts'
import { openOrderLife, type OrderDesk, type OrderLife } from '../journal/order-life.ts'
import type { Refundable } from '../../store/queries/payments/refundable.ts'
import type { ReadPayment } from '../payments/read-payment.ts'
import { factsOf, nothingElse, type Circumstances } from './facts.ts'
import { isWarnedOf, judgePayment, onlyWhole, preflightOf } from './findings.ts'
import type { Sender } from './send.ts'
import type { Reviewed } from './since.ts'

export interface RefundDesk extends OrderDesk<Order>, Pick<OrderLife<Order>, 'noteEvent' | 'tell'> {
  /** Of a payment, or of an invoice whose payment is known. */
  preflight(id: string): Promise<Result<Preflight>>
  place(request: ParsedRequestOf<'refund.place'>): Promise<Result<Order>>
  /**
   * Places one row of a run without a hold of its own and sends it at once. Whether it may be is for the run to say: `whyNot` and
   * `written` as for the journal. Fails where it was not placed; otherwise gives the order as it ended.
   */
  orderOfRun(
    intent: Omit<RefundIntent, 'operator' | 'deskId'>,
    customerLabel: string | null,
    whyNot: () => Failure | null,
    written: () => void,
    /** What its check knew. */
    reviewed: Reviewed,
  ): Promise<Result<Order>>
}

export interface RefundPorts {
  deskId: string
  gateway: Gateway
  journal: Journal
  audit: Audit
  /** Tells of what it commits by `tell`. */
  sender: Sender
  readPayment: ReadPayment
  /** The payment that is meant by the id of a payment or an invoice. */
  paymentOf: (id: string) => Result<string>
  /** What can still be given back as far as the cache knows; null: not in the cache. */
  refundable: (
    paymentIntentId: string,
  ) => Pick<Refundable, 'currency' | 'amountRefunded' | 'refundable'> | null
  /** What the bank of the card warned of. */
  fraudWarnings: (paymentIntentId: string) => Circumstances['fraudWarnings']
  /** The amounts that were given back outside Stripe, as the notes tell. */
  paidOtherWay: (paymentIntentId: string) => Circumstances['paidOtherWay']
  /** In words, where it waits in a bulk run that has not ended. */
  waitsInRun: (paymentIntentId: string) => string | null
  access: RefundAccess
  /** The id of an event that names this idempotency key, if one is in the log. */
  eventOf: (idempotencyKey: string) => string | null
  now: () => number
  changed: (order: Order) => void
  /** Something was thrown where nobody waits for an answer: a bug, which must not end the engine. */
  onBug: (error: unknown) => void
}

export function openRefundDesk(ports: RefundPorts): RefundDesk {
  const { deskId, gateway, journal, access, sender, readPayment, now } = ports
  const life = openOrderLife({ ...ports, idempotencyKeyOf: ({ id }: Order) => idempotencyKeyOf(id) })

  /**
   * Why this amount can't be ordered, null when it can. The cache may be behind, a payment may be in it before its charge is:
   * what it says lets an order in, but only Stripe turns one away.
   */
  async function whyNotThisAmount({
    paymentIntentId,
    amount,
    currency,
  }: ParsedRequestOf<'refund.place'>): Promise<Failure | null> {
    const wholeOnly = isWarnedOf(ports.fraudWarnings(paymentIntentId))
    const cached = ports.refundable(paymentIntentId)
    if (cached && amountProblem(amount, currency, { ...cached, wholeOnly }) === null) return null
    const read = await readPayment(paymentIntentId)
    if (!read.ok) return read.error
    const { amountRefundable } = judgePayment(factsOf(read.value, nothingElse))
    const fresh = { currency: read.value.intent.currency, refundable: amountRefundable, wholeOnly }
    const problem = amountProblem(amount, currency, fresh)
    return problem === null ? null : failure('amount_invalid', problem).error
  }

  /** As far as the cache knows. */
  function refundedOf(paymentIntentId: string): number | undefined {
    return ports.refundable(paymentIntentId)?.amountRefunded
  }

  function whyWaits(paymentIntentId: string): Failure | null {
    const waits = ports.waitsInRun(paymentIntentId)
    return waits === null ? null : failure('order_blocked', `${waits} Nothing was ordered.`).error
  }

  /** The note goes to Stripe with the refund. */
  function whyNotNoted(note: string | null): Failure | null {
    const forbidden = whyNotWritten(note)
    return forbidden === null ? null : failure('bad_request', `${forbidden} Nothing was ordered.`).error
  }

  async function tryToPlace(request: ParsedRequestOf<'refund.place'>): Promise<Result<Order>> {
    const { orderId, paymentIntentId, amount, currency, reason, amountRefunded, confirmation } = request
    const whyNot = (): Failure | null =>
      access.whyNot({ amount, currency, reason }, confirmation) ?? whyWaits(paymentIntentId)
    const note = request.note === null || request.note.trim() === '' ? null : request.note.trim()
    const intent = { orderId, deskId, paymentIntentId, amount, currency, reason, note }
    const problem = journal.find(orderId)
      ? access.whyClosed()
      : (whyNot() ?? whyNotNoted(note) ?? (await whyNotThisAmount(request)))
    if (problem !== null) return { ok: false, error: problem }
    const placedAt = now()
    const times = { placedAt, sendAt: placedAt + access.holdMs() }
    const placed = journal.place(intent, times, request.customerLabel, whyNot)
    if (!placed.ok) return placed
    if (placed.value.state === 'held')
      sender.reviewed(orderId, {
        refunded: amountRefunded ?? refundedOf(paymentIntentId),
        paidOtherWay: ports.paidOtherWay(paymentIntentId).reduce((sum, paid) => sum + paid, 0),
        at: placedAt,
      })
    life.hold(placed.value)
    return placed
  }

  return {
    async preflight(id) {
      const meant = ports.paymentOf(id)
      if (!meant.ok) return meant
      const paymentIntentId = meant.value
      const [read, balance] = await Promise.all([
        readPayment(paymentIntentId),
        gateway.read((stripe) => stripe.balance.retrieve()),
      ])
      if (!read.ok) return read
      const { currency } = read.value.intent
      const available = balance.ok
        ? (balance.value.available.find((part) => part.currency === currency)?.amount ?? 'not_held')
        : null
      const open = journal.openOn(paymentIntentId)
      const circumstances: Circumstances = {
        balanceAvailable: available,
        openOrder: open ? explainBlock(open.state, 'this payment') : ports.waitsInRun(paymentIntentId),
        fraudWarnings: ports.fraudWarnings(paymentIntentId),
        paidOtherWay: ports.paidOtherWay(paymentIntentId),
      }
      const facts = factsOf(read.value, circumstances)
      return success(preflightOf(facts, access.rules(currency), now()))
    },

    place: (request) => life.placed(tryToPlace(request), (error) => orderDenied(request, error)),

    async orderOfRun(intent, customerLabel, whyNot, written, reviewed) {
      const { orderId } = intent
      // Whoever placed it before, it was not this row: only what is written with it belongs to it.
      if (journal.find(orderId)) return failure('order_conflict', orderConflict)
      const placedAt = now()
      const times = { placedAt, sendAt: placedAt }
      const placed = journal.place({ ...intent, deskId }, times, customerLabel, whyNot, written)
      if (!placed.ok) return placed
      sender.reviewed(orderId, reviewed)
      life.tell(placed.value)
      return success((await life.send(orderId)) ?? placed.value)
    },

    undo: life.undo,
    sendNow: life.sendNow,
    reconcile: life.reconcile,
    tell: life.tell,
    noteEvent: life.noteEvent,
    start: life.start,
    withdrawHeld: life.withdrawHeld,
    settleUnknown: life.settleUnknown,
    stop: life.stop,
  }
}

function amountProblem(
  amount: number,
  currency: string,
  payment: { currency: string; refundable: number; wholeOnly: boolean },
): string | null {
  if (currency !== payment.currency) {
    return `This payment is in ${payment.currency.toUpperCase()}, the order in ${currency.toUpperCase()}.`
  }
  switch (judgeAmount(amount, currency, payment.refundable)) {
    case 'ok':
      return payment.wholeOnly && amount !== payment.refundable ? onlyWhole : null
    case 'not_whole':
      return 'The amount must be a whole number of minor units.'
    case 'not_positive':
      return explainAmount('not_positive', currency)
    case 'not_a_step':
      return explainAmount('not_a_step', currency)
    case 'more_than_refundable':
      return 'This is more than can still be refunded.'
  }
}
