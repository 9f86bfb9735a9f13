// Sends a journalled change and finds out what became of it, by the rules of refunds (refunds/send.ts): one order has one key for
// ever; an outcome that is not known is looked up before anything is sent again; after Stripe's retention of keys nothing is
// ever sent again. And a change never replaces what somebody else has put there since it was ordered.
import {
  failure,
  type ChangeOrder,
  type Failure,
  type OrderState,
  type Result,
} from '../../../src/contract/index.ts'
import type { ChangeAccess } from '../access/access.ts'
import { stillUnderWayMs, type Gateway } from '../gateway/gateway.ts'
import type { ChangeJournal, ChangeMove, Contents } from '../journal/changes.ts'
import { isNews, keyRetentionMs } from '../journal/entries.ts'
import { oneAtATime } from '../journal/one-at-a-time.ts'
import { whyNot, type Effect, type Judgement, type Refused } from './kind.ts'
import { kindOf } from './kinds.ts'
import type { StripeReader } from './reader.ts'

export interface ChangeSender {
  /** held → (judged again) → sending → done, refused or unknown. Returns the order as it stands afterwards. */
  send(orderId: string): Promise<ChangeOrder | null>
  /** sending or unknown, left over or not settled → looked up, and sent again under its own key where that is safe. */
  resolve(orderId: string): Promise<ChangeOrder | null>
  /** Resolves when nothing is under way any more; what was under way has been journalled. */
  idle(): Promise<void>
}

export interface ChangeSenderPorts {
  gateway: Gateway
  journal: ChangeJournal
  stripe: StripeReader
  /** Why nothing may be sent now, null when it may. */
  whyClosedFor: ChangeAccess['whyClosedFor']
  /** Milliseconds. */
  now: () => number
  /** Called after every committed change. */
  changed: (order: ChangeOrder) => void
}

export function openChangeSender(ports: ChangeSenderPorts): ChangeSender {
  const { gateway, journal, stripe, whyClosedFor, now, changed } = ports
  const { alone, idle } = oneAtATime<ChangeOrder | null>()

  function move(orderId: string, from: readonly OrderState[], wanted: ChangeMove): ChangeOrder | null {
    const moved = journal.move(orderId, from, wanted)
    if (moved) changed(moved)
    return moved ?? journal.find(orderId)
  }

  const refuse = (
    order: ChangeOrder,
    problem: Failure,
    requestIds: readonly string[] = [],
  ): ChangeOrder | null =>
    move(order.id, ['held', 'sending', 'unknown'], {
      state: 'refused',
      settledAt: now(),
      problem,
      requestIds,
    })

  const done = (order: ChangeOrder, effect: Effect, requestIds: readonly string[] = []): ChangeOrder | null =>
    move(order.id, ['sending', 'unknown'], {
      state: 'done',
      settledAt: now(),
      resultId: effect.id,
      result: effect.result,
      problem: null,
      requestIds,
    })

  const conclude = (
    order: ChangeOrder,
    found: Effect | Refused,
    requestIds: readonly string[] = [],
  ): ChangeOrder | null =>
    'refused' in found ? refuse(order, found.refused, requestIds) : done(order, found, requestIds)

  const notKnown = (
    order: ChangeOrder,
    problem: Failure,
    requestIds: readonly string[] = [],
  ): ChangeOrder | null =>
    isNews(order, problem, requestIds)
      ? move(order.id, ['sending', 'unknown'], { state: 'unknown', problem, requestIds })
      : order

  const judge = ({ change }: Contents): Promise<Result<Judgement>> => kindOf(change).judge(stripe, change)

  async function send(orderId: string): Promise<ChangeOrder | null> {
    const held = journal.find(orderId)
    if (held?.state !== 'held') return held
    const contents = journal.contentsOf(orderId)
    if (!contents) return refuse(held, altered())
    const judged = await judge(contents)
    if (!judged.ok) return refuse(held, notSent(judged.error))
    const reason = whyNotAsOrdered(judged.value, contents.base)
    if (reason !== null) return refuse(held, failure('not_changeable', `Nothing was sent. ${reason}`).error)
    const denied = whyClosedFor(kindOf(contents.change).action)
    if (denied) return refuse(held, denied)
    const sending = journal.move(orderId, ['held'], { state: 'sending', sentAt: now(), attempts: 1 })
    if (!sending) return journal.find(orderId)
    changed(sending)
    return transmit(sending, contents, 'first')
  }

  /** `again`: an earlier sending has no known outcome, so even a plain refusal of this one must be looked into. */
  async function transmit(
    order: ChangeOrder,
    { change, payload, idempotencyKey }: Contents,
    sending: 'first' | 'again',
  ): Promise<ChangeOrder | null> {
    const kind = kindOf(change)
    const answer = await gateway.write(order.objectId, idempotencyKey, (sdk, options) =>
      kind.send(sdk, change, payload, options),
    )
    const requestIds = answer.ok ? [answer.requestId].filter((id) => id !== null) : answer.requestIds
    if (answer.ok) {
      const effect = kind.effectOf(answer.value, change, order.id)
      if (!effect) return lookUp(order, strangeAnswer(), false, requestIds)
      const settled = done(order, effect, requestIds)
      stripe.take(answer.value, answer.asOf)
      return settled
    }
    if (answer.settled) {
      const told = await kind.effectOfError?.(stripe, change, answer.error)
      if (told?.ok === false) return notKnown(order, told.error, requestIds)
      if (told?.ok === true && told.value) return done(order, told.value, requestIds)
    }
    if (answer.effect === 'none' && sending === 'first') return refuse(order, answer.error, requestIds)
    return lookUp(order, answer.error, answer.settled, requestIds)
  }

  /** `ended`: Stripe will do nothing more under this key, so what can't be found was not done. */
  async function lookUp(
    order: ChangeOrder,
    error: Failure,
    ended: boolean,
    requestIds: readonly string[],
  ): Promise<ChangeOrder | null> {
    const found = await kindOf(order.change).find(stripe, order.change, order)
    if (found.ok && found.value) return conclude(order, found.value, requestIds)
    if (found.ok && ended) return refuse(order, nothingThere(error), requestIds)
    return notKnown(order, error, requestIds)
  }

  async function resolve(orderId: string): Promise<ChangeOrder | null> {
    const open = journal.find(orderId)
    if (open?.state !== 'sending' && open?.state !== 'unknown') return open
    // Of a call that an earlier run was cut off in, nothing is known.
    const order = open.state === 'sending' ? notKnown(open, cutOff()) : open
    if (order?.state !== 'unknown') return order
    const found = await kindOf(order.change).find(stripe, order.change, order)
    if (!found.ok) return notKnown(order, found.error)
    if (found.value) return conclude(order, found.value)
    const age = now() - (order.sentAt ?? 0)
    if (Math.abs(age) > keyRetentionMs) return refuse(order, tooOld())
    if (age < 0) return notKnown(order, clockSetBack())
    const contents = journal.contentsOf(orderId)
    if (!contents) return refuse(order, altered())
    const judged = await judge(contents)
    if (!judged.ok) return notKnown(order, judged.error)
    const reason = whyNotAsOrdered(judged.value, contents.base)
    if (reason !== null) {
      const problem = failure('not_changeable', `Stripe shows nothing of this order. ${reason}`).error
      const mayStillCome = now() - contents.lastAttemptAt <= stillUnderWayMs
      return mayStillCome ? notKnown(order, problem) : refuse(order, problem)
    }
    const denied = whyClosedFor(kindOf(contents.change).action)
    if (denied) return notKnown(order, denied)
    const again = journal.move(orderId, ['unknown'], { state: 'sending', sentAt: now(), attempts: 1 })
    if (!again) return journal.find(orderId)
    changed(again)
    return transmit(again, contents, 'again')
  }

  return {
    idle,
    send: (orderId) => alone(orderId, () => send(orderId)),
    resolve: (orderId) => alone(orderId, () => resolve(orderId)),
  }
}

/** Why it must not be sent as things stand at Stripe now, not as they did when it was ordered; null when it may. */
function whyNotAsOrdered({ findings, base }: Judgement, ordered: string | null): string | null {
  const reason = whyNot(findings)
  if (reason !== null || base === ordered) return reason
  return `Since this was ordered, somebody else has changed the same (from ${ordered ?? 'none'} to ${base ?? 'none'}). Look at it again.`
}

const notSent = (error: Failure): Failure => ({
  ...error,
  message: `Nothing was sent, because what it is about could not be read again just before. ${error.message}`,
})

const strangeAnswer = (): Failure =>
  failure('stripe_failed', 'Stripe answered with something other than what was ordered.').error

const nothingThere = (error: Failure): Failure => ({
  ...error,
  message: `Nothing was changed: Stripe's answer was an error, and nothing of this order is there. ${error.message}`,
})

const cutOff = (): Failure =>
  failure(
    'stopping',
    'Bursar was stopped while this was being sent. Whether it was done is being looked up at Stripe.',
  ).error

const tooOld = (): Failure =>
  failure(
    'order_too_late',
    'Stripe shows nothing of this order, and it is too old to be sent again safely. Place a new one if it is still wanted.',
  ).error

const clockSetBack = (): Failure =>
  failure(
    'order_too_late',
    'This computer’s clock was set back since this was sent, so that how long ago that was is not known. Stripe shows nothing of it yet; nothing is sent again until the clock has caught up.',
  ).error

const altered = (): Failure =>
  failure(
    'internal',
    'The journal row of this order does not match its digest: it was altered after it was placed. It was not sent.',
  ).error
