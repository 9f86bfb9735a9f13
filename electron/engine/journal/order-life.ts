// The life of a desk's orders from the hold to the outcome, the same for refunds and for changes: undo, send, look up, confirm, and
// settle what earlier runs left open. It must never send an order that is not in the journal, nor take back one that may be at Stripe.
import { failure, success, type Failure, type OrderState, type Result } from '../../../src/contract/index.ts'
import type { Audit, AuditNote } from '../audit/audit.ts'
import { openTimetable } from './timetable.ts'

interface AnyOrder {
  id: string
  state: OrderState
  /** When its hold is over, in milliseconds. */
  sendAt: number
  /** An event of Stripe's names its idempotency key. */
  confirmedByEvent: boolean
}

export interface OrderLifePorts<Order extends AnyOrder> {
  journal: {
    find(orderId: string): Order | null
    findByKey(idempotencyKey: string): Order | null
    /** Orders that are held, sending or unknown, oldest first. */
    open(): Order[]
    /** Orders that are done and of which no event was seen yet, oldest first. */
    unconfirmed(): Order[]
    /** Moves an order on, if it still is in one of `from`; null if it is not (someone was faster). */
    move(
      orderId: string,
      from: readonly OrderState[],
      move: {
        state: OrderState
        sentAt?: number
        settledAt?: number
        problem?: Failure | null
        eventId?: string
      },
    ): Order | null
  }
  sender: {
    send(orderId: string): Promise<Order | null>
    resolve(orderId: string): Promise<Order | null>
  }
  audit: Pick<Audit, 'append'>
  idempotencyKeyOf: (order: Order) => string
  /** The id of an event that names this idempotency key, if one is in the log. */
  eventOf: (idempotencyKey: string) => string | null
  /** Milliseconds. */
  now: () => number
  /** Called after every committed change, with the order confirmed where its event is in. */
  changed: (order: Order) => void
  /** Something was thrown where nobody waits for an answer: a bug, which must not end the engine. */
  onBug: (error: unknown) => void
}

/** What a desk of orders hands on as it is. */
export interface OrderDesk<Order> {
  undo(orderId: string): Result<Order>
  sendNow(orderId: string): Promise<Result<Order>>
  reconcile(orderId: string): Promise<Result<Order>>
  /**
   * Settles what an earlier run left open, and confirms what it may not have heard of. `journalRestored`: the journal is a backup, so held
   * orders may have been sent.
   */
  start(options: { journalRestored: boolean }): void
  /** Withdraws what is held, for this reason. */
  withdrawHeld(problem: Failure): void
  /** Looks every order up whose outcome is not known: it may be sent again now. */
  settleUnknown(): void
  /**
   * Withdraws what is still held, but nothing that an earlier run left: only `start` can judge that. Nothing new is sent from now on.
   */
  stop(): void
}

export interface OrderLife<Order> extends OrderDesk<Order> {
  /** Notes in the audit why nothing was placed: a refusal stands whether or not it could be written down. */
  placed(placing: Promise<Result<Order>>, denial: (error: Failure) => AuditNote): Promise<Result<Order>>
  /** Sends a placed order when its hold is over, and says that it is held. Does nothing where that is planned already. */
  hold(order: Order): void
  /** Null when there is no such order. What is thrown has been recorded, and the order is taken up again all the same. */
  send(orderId: string): Promise<Order | null>
  /** Looks it up without anybody waiting for it. */
  settleSoon(orderId: string): void
  /** Its change was committed: confirms it where its event is in, and tells of it. */
  tell(order: Order): void
  /** An event that names this idempotency key came in: it confirms the order. Gives the order as it was; null when there is none. */
  noteEvent(idempotencyKey: string): Order | null
}

export function openOrderLife<Order extends AnyOrder>(ports: OrderLifePorts<Order>): OrderLife<Order> {
  const { journal, sender, now, onBug } = ports
  let isStarted = false
  let isStopped = false
  const timetable = openTimetable({
    takeUp: (orderId) => (journal.find(orderId)?.state === 'held' ? sendHeld(orderId) : settle(orderId, 0)),
    onBug,
  })

  /** The event that confirms an order may come before or after the order is known to be done. */
  function confirmed(order: Order): Order {
    if (order.state !== 'done' || order.confirmedByEvent) return order
    const eventId = ports.eventOf(ports.idempotencyKeyOf(order))
    if (eventId === null) return order
    return journal.move(order.id, ['done'], { state: 'done', eventId }) ?? order
  }

  const tell = (order: Order): void => ports.changed(confirmed(order))

  async function sendHeld(orderId: string): Promise<Order | null> {
    timetable.forget(orderId)
    // What was being looked at when it was stopped is placed after that.
    if (isStopped) return withdraw(orderId, closedDuringHold()) ?? journal.find(orderId)
    return watch(await sender.send(orderId))
  }

  async function settle(orderId: string, tries: number): Promise<Order | null> {
    return watch(await sender.resolve(orderId), tries)
  }

  /** An outcome that stays unknown is looked up again and again; the operator can ask sooner. */
  function watch(order: Order | null, tries = 0): Order | null {
    if (order?.state === 'unknown') timetable.lookUpAgain(order.id, tries, () => settle(order.id, tries + 1))
    else if (order && order.state !== 'held') timetable.forget(order.id)
    return order
  }

  function send(orderId: string): Promise<Order | null> {
    return sendHeld(orderId).catch((error: unknown) => {
      timetable.takeUpAfter(orderId, error)
      throw error
    })
  }

  const settleSoon = (orderId: string): void => timetable.later(orderId, 0, () => settle(orderId, 0))

  function withdraw(orderId: string, problem: Failure | null): Order | null {
    if (journal.find(orderId)?.state !== 'held') return null
    // First, so that it is not sent where it could not be written down that it was withdrawn.
    timetable.forget(orderId)
    const withdrawn = journal.move(orderId, ['held'], { state: 'withdrawn', settledAt: now(), problem })
    if (withdrawn) tell(withdrawn)
    return withdrawn
  }

  function withdrawHeld(problem: Failure): void {
    for (const order of journal.open()) if (order.state === 'held') withdraw(order.id, problem)
  }

  return {
    async placed(placing, denial) {
      const placed = await placing
      if (placed.ok) return placed
      try {
        ports.audit.append(denial(placed.error))
      } catch (thrown) {
        onBug(thrown)
      }
      return placed
    },
    hold(order) {
      if (order.state !== 'held' || timetable.isPlanned(order.id)) return
      timetable.later(order.id, order.sendAt - now(), () => sendHeld(order.id))
      tell(order)
    },
    undo(orderId) {
      const withdrawn = withdraw(orderId, null)
      if (withdrawn) return success(withdrawn)
      const order = journal.find(orderId)
      if (!order) return noSuchOrder()
      if (order.state === 'withdrawn') return success(order)
      return failure(
        'order_too_late',
        'Too late to undo: the order is already with Stripe. Its outcome is shown as it comes in.',
      )
    },
    send,
    async sendNow(orderId) {
      const order = await send(orderId)
      return order ? success(order) : noSuchOrder()
    },
    async reconcile(orderId) {
      const order = await settle(orderId, 0)
      return order ? success(order) : noSuchOrder()
    },
    settleSoon,
    tell,
    noteEvent(idempotencyKey) {
      const order = journal.findByKey(idempotencyKey)
      if (order?.state === 'done' && !order.confirmedByEvent) tell(order)
      return order
    },
    start({ journalRestored }) {
      for (const order of journal.unconfirmed()) confirmed(order)
      for (const { id, state } of journal.open()) {
        if (state === 'held' && !journalRestored) {
          withdraw(id, closedDuringHold())
          continue
        }
        // A held order of a restored journal may have been sent since the backup: sentAt 0 lets it be looked up, never sent.
        if (state === 'held') journal.move(id, ['held'], { state: 'sending', sentAt: 0 })
        settleSoon(id)
      }
      isStarted = true
    },
    withdrawHeld,
    settleUnknown() {
      for (const { id, state } of journal.open()) if (state === 'unknown') settleSoon(id)
    },
    stop() {
      isStopped = true
      if (isStarted) withdrawHeld(closedDuringHold())
      timetable.stop()
    },
  }
}

const noSuchOrder = (): ReturnType<typeof failure> =>
  failure('not_found', 'There is no such order on this desk.')

const closedDuringHold = (): Failure =>
  failure(
    'stopping',
    'The desk was closed before this was sent, so it never was. Place it again if it is still wanted.',
  ).error
