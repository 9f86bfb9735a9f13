// What the disputes of a payment say of a refund of it, in words, and what they leave of it. Pure. It must never let a refund go where the
// bank, or a dispute that is over, has given the customer the money.
import { isOver, settledStatuses } from './dispute-state.ts'
import { spokenAmount } from './money.ts'

/** As Stripe tells it. Amounts in minor units. */
export interface KnownDispute {
  status: string
  reason: string
  amount: number
  currency: string
  /** What it moved on the balance, each in the balance's currency: below 0 what the bank took. */
  movements: readonly { amount: number; currency: string }[]
  /** Stripe's own word on whether the payment can still be refunded. */
  refundable: boolean
}

export interface DisputedPayment {
  /** As the charge says, whatever is known of its disputes. */
  disputed: boolean
  currency: string
  /** What its refunds leave to be refunded, minor units. */
  left: number
}

export interface DisputeVerdict {
  /** `stop`: no refund can be made. `warn`: it can, knowingly. */
  verdict: 'ok' | 'warn' | 'stop'
  text: string
  /** What can be refunded where nothing stops it, minor units: what the bank took for good is not left. */
  left: number
}

/**
 * What of a dispute that is open or lost is out of the balance, minor units of the dispute's currency. Where no movement in this currency is
 * told of, because none is known or the balance is in another, all of it counts as taken.
 */
export function takenOf({
  amount,
  currency,
  movements,
}: Pick<KnownDispute, 'amount' | 'currency' | 'movements'>): number {
  const moved = movements.filter((movement) => movement.currency === currency)
  if (moved.length === 0) return amount
  return Math.max(0, -moved.reduce((sum, movement) => sum + movement.amount, 0))
}

/**
 * What of a payment its disputes took, or may yet: of one that was won, and of an inquiry that is closed, nothing. What can't be told for sure
 * counts as all of it. Minor units, as `captured`.
 */
export function disputedAway(captured: number, currency: string, disputes: readonly KnownDispute[]): number {
  if (disputes.length === 0) return captured
  let taken = 0
  for (const dispute of disputes) {
    if (settledStatuses.includes(dispute.status)) continue
    const lost = dispute.status === 'lost' && dispute.currency === currency ? takenOf(dispute) : 0
    if (lost === 0) return captured
    taken += lost
  }
  return Math.min(captured, taken)
}

export function judgeDisputes(payment: DisputedPayment, disputes: readonly KnownDispute[]): DisputeVerdict {
  const { left } = payment
  const stop = (text: string): DisputeVerdict => ({ verdict: 'stop', text, left })
  const open = disputes.filter((dispute) => !isOver(dispute.status))
  const dispute = open.find(({ status }) => !status.startsWith('warning_'))
  if (dispute)
    return stop(
      `A dispute is open (${whyOf(dispute)}). The bank has already taken the money back; a refund now would pay twice.`,
    )
  if (disputes.some(({ status }) => status === 'prevented'))
    return stop(
      'A dispute on this payment was prevented, as a rule by giving the money back. Look at it in the Stripe Dashboard before anything is refunded.',
    )
  const lost = disputes.filter(({ status }) => status === 'lost')
  const afterLoss = lost.length === 0 ? null : judgeLost(payment, lost)
  if (afterLoss?.verdict === 'stop') return afterLoss
  // An inquiry takes no money, and Stripe takes a refund while it is open.
  const [inquiry] = open
  const warnings = [
    ...(afterLoss === null ? [] : [afterLoss.text]),
    ...(inquiry === undefined
      ? []
      : [
          `The bank is asking about this payment (inquiry: ${whyOf(inquiry)}). A full refund usually settles it.`,
        ]),
  ]
  if (warnings.length > 0) return { verdict: 'warn', text: warnings.join(' '), left: afterLoss?.left ?? left }
  if (payment.disputed && disputes.length === 0)
    return stop(
      'Stripe marks this payment as disputed, and the dispute itself could not be read. Look at it in the Stripe Dashboard.',
    )
  // The money is the business's again: nobody else asks whether it is to be given back all the same.
  if (disputes.some(({ status }) => status === 'won'))
    return {
      verdict: 'warn',
      text: 'A dispute on this payment was won: the bank decided that the money is yours. A refund gives it back all the same.',
      left,
    }
  return { verdict: 'ok', text: 'No open dispute.', left }
}

/**
 * Of a payment that was disputed or lost in part, the rest can be refunded: what neither refunds nor the bank gave back, and only where
 * Stripe itself still calls the payment refundable. What can't be told for sure is not.
 */
function judgeLost({ currency, left }: DisputedPayment, lost: readonly KnownDispute[]): DisputeVerdict {
  const stop = (text: string): DisputeVerdict => ({ verdict: 'stop', text, left })
  const taken = lost.map(takenOf)
  const rest = left - taken.reduce((sum, amount) => sum + amount, 0)
  if (lost.some((dispute) => dispute.currency !== currency) || taken.includes(0))
    return stop(
      'A dispute on this payment was lost, and how much of it the customer has from the bank can’t be told here. Look at it in the Stripe Dashboard before anything is refunded.',
    )
  if (rest <= 0) return stop('A dispute on this payment was lost: the customer already has the money back.')
  const had = `A dispute on this payment was lost: the customer has ${spokenAmount(left - rest, currency)} of it from the bank already`
  return lost.every(({ refundable }) => refundable)
    ? { verdict: 'warn', text: `${had}. Only what is left beside that can be refunded.`, left: rest }
    : stop(
        `${had}, and Stripe says that nothing more of it can be refunded. Look at it in the Stripe Dashboard.`,
      )
}

const whyOf = ({ reason }: KnownDispute): string => reason.replaceAll('_', ' ')
