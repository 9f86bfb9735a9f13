// Whether somebody else refunded a payment, or gave its money back another way, since an order about it was reviewed. Stripe takes a second refund for as long as anything
// is left of the payment, so that nobody but this notices that the same money is about to go back twice. Pure.
import type Stripe from 'stripe'
import type { Order } from '../../../src/contract/index.ts'
import { spokenAmount } from '../../../src/domain/money.ts'
import { amountCommitted } from '../../../src/domain/refundable.ts'

/** What was known when the order was reviewed. */
export interface Reviewed {
  /** Minor units refunded or on their way, as they were shown; undefined where only the time is known. */
  refunded?: number | undefined
  /** Minor units that notes told to be paid another way; undefined where only the time is known. */
  paidOtherWay?: number | undefined
  /** Milliseconds. Kept by this computer's clock; compared by the one that dates the refunds, Stripe's (send.ts). */
  at: number
}

/** `refunds`: all of the payment but the order's own. Null where nothing has come since. */
export function refundedSince(
  { currency }: Pick<Order, 'currency'>,
  refunds: readonly Pick<Stripe.Refund, 'amount' | 'status' | 'created'>[],
  { refunded, at }: Reviewed,
): string | null {
  const sum = (some: typeof refunds): number =>
    amountCommitted(some.map(({ amount, status }) => ({ amount, status: status ?? 'pending' })))
  const more =
    refunded === undefined
      ? sum(refunds.filter(({ created }) => created * 1000 > at))
      : sum(refunds) - refunded
  return more > 0
    ? `Since this was reviewed, ${spokenAmount(more, currency)} of this payment was refunded otherwise. Look at it again.`
    : null
}

/** `paid`: the amounts that notes tell of, after a moment or all of them. Null where no more is told than was known. */
export function paidOtherWaySince(
  { currency }: Pick<Order, 'currency'>,
  paid: (since?: number) => readonly number[],
  { paidOtherWay, at }: Reviewed,
): string | null {
  const told = paidOtherWay === undefined ? paid(at) : paid()
  const more = told.reduce((sum, amount) => sum + amount, 0) - (paidOtherWay ?? 0)
  return more > 0
    ? `Since this was reviewed, it was noted that ${spokenAmount(more, currency)} of this payment was given back another way. Look at it again.`
    : null
}
