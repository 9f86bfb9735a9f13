// What one sort of order must tell, so that it can be sent and found out about as any other (order-sender.ts): a refund, or a change. Types alone.
import type Stripe from 'stripe'
import type { Failure, Result } from '../../../src/contract/index.ts'
import type { Answer } from '../gateway/gateway.ts'

/** What is special about one sort of order. `Effect`: what its row learns of what came of it. */
export interface Act<Order, Contents, Effect extends object> {
  /** Writes to one object go one at a time. */
  objectId(order: Order): string
  /**
   * Why it must not be sent as things stand at Stripe now, not as they did when it was ordered; null when it may. `again`: an
   * earlier sending may still have its effect; it is read anew then, after `find`, as what is sent again is judged by what is so
   * right before. Where its effect is there already, that: it was sent by a journal that is gone. Fails when that could not be read.
   */
  whyNot(
    order: Order,
    contents: Contents,
    sending: Sending,
  ): Promise<Result<Failure | DoneBefore<Effect> | null>>
  /** Why nothing may be sent at the moment, whatever it is. Asked last, right before each try. */
  whyClosed(contents: Contents): Failure | null
  call(stripe: Stripe, contents: Contents, options: { idempotencyKey: string }): Promise<object>
  /** What this answer shows of the order; null when it says something else than what was ordered. */
  effectIn(answer: object, order: Order, contents: Contents): Effect | null
  /** The effect that Stripe told as an error; null for any other error. */
  effectOfError?(order: Order, contents: Contents, error: Failure): Promise<Result<Effect | null>>
  /** Looks the effect up at Stripe; null if nothing of it is there. */
  find(order: Order): Promise<Result<Effect | Refused | null>>
  /** Stripe's answer was as ordered, and is journalled: the tables follow. */
  took(order: Order, answer: Answer<object>): Promise<unknown> | void
  words: {
    /** What is read again before it is sent: "the payment". */
    subject: string
    /** What is so while no effect is found: "Stripe has no refund for this order". */
    nothingThere: string
    /** What came of it then: "No refund was made". */
    nothingDone: string
  }
}

/** Stripe executed the order, and it came to nothing: the bank declined. */
export interface Refused {
  refused: Failure
}

/** Stripe shows the effect of an order that was not sent, as far as the journal knows. */
export interface DoneBefore<Effect> {
  doneBefore: Effect
}

export type Sending = 'first' | 'again'
