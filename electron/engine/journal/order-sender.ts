// Sends a journalled order and finds out what became of it, the same for refunds and for changes. The rules that keep money from
// moving twice live here: one order has one key for ever; an outcome that is not known is looked up before anything is sent again;
// after Stripe's retention of keys nothing is ever sent again.
import { failure, type Failure, type OrderState } from '../../../src/contract/index.ts'
import { isNoAnswer } from '../../../src/domain/refund-life.ts'
import { stillUnderWayMs, type Gateway } from '../gateway/gateway.ts'
import { isNews, keyRetentionMs } from './entries.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { Act, Refused, Sending } from './order-act.ts'

interface AnyOrder {
  id: string
  state: OrderState
  /** When it was sent first, in milliseconds; null before. */
  sentAt: number | null
  problem: Failure | null
}

interface AnyContents {
  idempotencyKey: string
  /** When a call for it last began; milliseconds. */
  lastAttemptAt: number
}

/** Where a journal moves an order to. Times in milliseconds. */
interface Move {
  state: OrderState
  sentAt?: number
  settledAt?: number
  attempts?: number
  problem?: Failure | null
  requestIds?: readonly string[]
}

export interface OrderSenderPorts<Order extends AnyOrder, Contents, Effect extends object> {
  gateway: Pick<Gateway, 'write'>
  journal: {
    find(orderId: string): Order | null
    /** Moves an order on, if it still is in one of `from`; null if it is not (someone was faster). */
    move(orderId: string, from: readonly OrderState[], move: Move & Partial<Effect>): Order | null
    /** What was journalled, if it and its digest still agree; null when the row was altered. */
    contentsOf(orderId: string): Contents | null
  }
  act: Act<Order, Contents, Effect>
  /** Milliseconds. */
  now: () => number
  /** Called after every committed change. */
  changed: (order: Order) => void
}

export interface OrderSender<Order, Effect> {
  /**
   * held → (judged again, and its turn) → sending → done, refused or unknown; where nothing could be sent, or Stripe was too busy for all that
   * was, withdrawn. Returns the order as it stands afterwards.
   */
  send(orderId: string): Promise<Order | null>
  /** sending or unknown, left over or not settled → looked up, and sent again under its own key where that is safe. */
  resolve(orderId: string): Promise<Order | null>
  /** Its effect was seen, whoever told of it. */
  done(order: Order, effect: Effect): Order | null
  /** Resolves when nothing is under way any more; what was under way has been journalled. */
  idle(): Promise<void>
}

export function openOrderSender<Order extends AnyOrder, Contents extends AnyContents, Effect extends object>(
  ports: OrderSenderPorts<Order, Contents, Effect>,
): OrderSender<Order, Effect> {
  const { gateway, journal, act, now, changed } = ports
  const { subject, nothingThere, nothingDone } = act.words
  const { alone, idle } = oneAtATime<Order | null>()

  function move(orderId: string, from: readonly OrderState[], wanted: Move, effect?: Effect): Order | null {
    const moved = journal.move(orderId, from, { ...wanted, ...effect } as Move & Partial<Effect>)
    if (moved) changed(moved)
    return moved ?? journal.find(orderId)
  }

  const refuse = (order: Order, problem: Failure, requestIds: readonly string[] = []): Order | null =>
    move(order.id, ['held', 'sending', 'unknown'], {
      state: 'refused',
      settledAt: now(),
      problem,
      requestIds,
    })

  const withdraw = (order: Order, problem: Failure, requestIds: readonly string[] = []): Order | null =>
    move(order.id, [order.state], { state: 'withdrawn', settledAt: now(), problem, requestIds })

  const notKnown = (order: Order, problem: Failure, requestIds: readonly string[] = []): Order | null =>
    isNews(order, problem, requestIds)
      ? move(order.id, ['sending', 'unknown'], { state: 'unknown', problem, requestIds })
      : order

  const done = (order: Order, effect: Effect, requestIds: readonly string[] = []): Order | null =>
    move(order.id, [order.state], { state: 'done', settledAt: now(), problem: null, requestIds }, effect)

  const conclude = (
    order: Order,
    found: Effect | Refused,
    requestIds: readonly string[] = [],
  ): Order | null =>
    'refused' in found ? refuse(order, found.refused, requestIds) : done(order, found, requestIds)

  async function send(orderId: string): Promise<Order | null> {
    const held = journal.find(orderId)
    if (held?.state !== 'held') return held
    const contents = journal.contentsOf(orderId)
    if (!contents) return refuse(held, altered())
    const judged = await act.whyNot(held, contents, 'first')
    if (!judged.ok)
      return (isNoAnswer(judged.error) ? withdraw : refuse)(held, after(unread(subject), judged.error))
    if (judged.value && 'doneBefore' in judged.value) return wasDone(held, judged.value.doneBefore)
    if (judged.value) return refuse(held, after('Nothing was sent.', judged.value))
    return transmit(held, contents, 'first')
  }

  /** Before this journal knew of it; a sending at 0 is looked up if this is cut off, never sent. */
  function wasDone(held: Order, effect: Effect): Order | null {
    const sending = move(held.id, ['held'], { state: 'sending', sentAt: 0 })
    return sending?.state === 'sending' ? done(sending, effect) : sending
  }

  async function transmit(known: Order, contents: Contents, sending: Sending): Promise<Order | null> {
    const { id } = known
    const begun: { order: Order | null } = { order: null }
    // It may have to wait for its turn, or be tried again, and what was open may be locked by then: so only where nothing speaks
    // against it any more it is journalled as sent.
    const begin = (): Failure | null => {
      const closed = act.whyClosed(contents)
      if (closed) return begun.order ? after('Nothing more was sent.', closed) : closed
      begun.order ??= beginSending(id, sending)
      return begun.order ? null : takenBack()
    }
    const answer = await gateway.write(
      act.objectId(known),
      contents.idempotencyKey,
      (stripe, options) => act.call(stripe, contents, options),
      begin,
    )
    const { order } = begun
    if (order === null) return notBegun(known, sending, answer.ok ? strangeAnswer() : answer.error)
    if (answer.ok) {
      const requestIds = answer.requestId === null ? [] : [answer.requestId]
      const effect = act.effectIn(answer.value, order, contents)
      if (!effect) return lookUp(order, strangeAnswer(), false, requestIds)
      done(order, effect, requestIds)
      await act.took(order, answer)
      return journal.find(id)
    }
    const { error, requestIds } = answer
    if (answer.settled) {
      const told = await act.effectOfError?.(order, contents, error)
      if (told?.ok === false) return notKnown(order, told.error, requestIds)
      if (told?.ok === true && told.value) return done(order, told.value, requestIds)
    }
    // Stripe took none of the tries: nothing is wrong with it, and nobody refused it.
    if (answer.effect === 'unsent' && sending === 'first')
      return withdraw(order, turnedAway(error), requestIds)
    // Where an earlier sending has no known outcome, even a plain refusal of this one must be looked into.
    if (answer.effect === 'none' && sending === 'first') return refuse(order, error, requestIds)
    return lookUp(order, error, answer.settled, requestIds)
  }

  function beginSending(orderId: string, sending: Sending): Order | null {
    const begun = journal.move(orderId, [sending === 'first' ? 'held' : 'unknown'], {
      state: 'sending',
      sentAt: now(),
      attempts: 1,
    } as Move & Partial<Effect>)
    if (begun) changed(begun)
    return begun
  }

  /** No call was made: one that was never sent is over, of one that was before nothing more is known. */
  function notBegun(order: Order, sending: Sending, why: Failure): Order | null {
    if (sending === 'again') return notKnown(order, after(notNow(nothingThere), why))
    return withdraw(order, after('This was never sent.', why))
  }

  /** `ended`: Stripe will do nothing more under this key, so what can't be found was not done. */
  async function lookUp(
    order: Order,
    error: Failure,
    ended: boolean,
    requestIds: readonly string[],
  ): Promise<Order | null> {
    const found = await act.find(order)
    if (found.ok && found.value) return conclude(order, found.value, requestIds)
    if (found.ok && ended) return refuse(order, after(endedWithout(nothingDone), error), requestIds)
    return notKnown(order, error, requestIds)
  }

  async function resolve(orderId: string): Promise<Order | null> {
    const open = journal.find(orderId)
    if (open?.state !== 'sending' && open?.state !== 'unknown') return open
    // Of a call that an earlier run was cut off in, nothing is known.
    const order = open.state === 'sending' ? notKnown(open, cutOff()) : open
    if (order?.state !== 'unknown') return order
    const found = await act.find(order)
    if (!found.ok) return notKnown(order, found.error)
    if (found.value) return conclude(order, found.value)
    const age = now() - (order.sentAt ?? 0)
    if (Math.abs(age) > keyRetentionMs) return refuse(order, tooOld(nothingThere, nothingDone))
    if (age < 0) return notKnown(order, clockSetBack(nothingThere))
    const contents = journal.contentsOf(orderId)
    if (!contents) return refuse(order, altered())
    const judged = await act.whyNot(order, contents, 'again')
    if (!judged.ok) return notKnown(order, judged.error)
    if (judged.value && 'doneBefore' in judged.value) return done(order, judged.value.doneBefore)
    if (judged.value) {
      const problem = after(`${nothingThere}.`, judged.value)
      const mayStillCome = now() - contents.lastAttemptAt <= stillUnderWayMs
      return mayStillCome ? notKnown(order, problem) : refuse(order, problem)
    }
    return transmit(order, contents, 'again')
  }

  return {
    idle,
    done,
    send: (orderId) => alone(orderId, () => send(orderId)),
    resolve: (orderId) => alone(orderId, () => resolve(orderId)),
  }
}

const after = (before: string, error: Failure): Failure => ({
  ...error,
  message: `${before} ${error.message}`,
})

/** The last try was turned away as those before it, or was not made because a door had closed. */
const turnedAway = (error: Failure): Failure =>
  error.code === 'stripe_rate_limited'
    ? {
        ...error,
        message:
          'Stripe was too busy to take it, each time that it was tried. Nothing was done: order it again in a while.',
      }
    : after('Stripe was too busy to take it.', error)

const unread = (subject: string): string =>
  `Nothing was sent, because ${subject} could not be read again just before.`

const endedWithout = (nothingDone: string): string =>
  `${nothingDone}: Stripe's answer was an error, and nothing of this order is there.`

const notNow = (nothingThere: string): string =>
  `${nothingThere} yet, and nothing can be sent now; it is looked up again until it can.`

const strangeAnswer = (): Failure =>
  failure('stripe_failed', 'Stripe answered with something other than what was ordered.').error

const cutOff = (): Failure =>
  failure(
    'stopping',
    'Bursar was stopped while this was being sent. Whether it was done is being looked up at Stripe.',
  ).error

const tooOld = (nothingThere: string, nothingDone: string): Failure =>
  failure(
    'order_too_late',
    `${nothingThere}, and it is too old to be sent again safely. ${nothingDone}; place a new order if it is still wanted.`,
  ).error

const clockSetBack = (nothingThere: string): Failure =>
  failure(
    'order_too_late',
    `This computer’s clock was set back since this was sent, so that how long ago that was is not known. ${nothingThere} yet; nothing is sent again until the clock has caught up.`,
  ).error

/** Nobody reads it: the order says how it stands. */
const takenBack = (): Failure => failure('order_too_late', 'It was taken back, or is sent already.').error

const altered = (): Failure =>
  failure(
    'internal',
    'The journal row of this order does not match its digest: it was altered after it was placed. It was not sent.',
  ).error
