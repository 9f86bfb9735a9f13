// The life of a refund in words: which state it is in, what that means, and what somebody should do. Pure. It must never promise
// more than Stripe does (docs.stripe.com/refunds).
import { methodWord } from './card-words.ts'
import { isOver } from './dispute-state.ts'

export type LifeState =
  | 'held'
  | 'sent'
  | 'unknown'
  | 'pending'
  | 'requires_action'
  | 'failed'
  | 'succeeded'
  | 'canceled'
  | 'refused'
  | 'withdrawn'

/** Of a refund of which Stripe says no status. */
export const unsaidStatus = 'pending'

/** Stripe's words for the state of a refund. */
const stripeStates = ['pending', 'requires_action', 'failed', 'succeeded', 'canceled'] as const

/** A word that is not known is not taken for one that is. */
export function stateOfRefund(status: string): LifeState {
  return stripeStates.find((known) => known === status) ?? 'unknown'
}

export function stateOfOrder(
  state: 'held' | 'withdrawn' | 'sending' | 'done' | 'refused' | 'unknown',
  refundStatus: string | null,
): LifeState {
  switch (state) {
    case 'sending':
      return 'sent'
    case 'done':
      return stateOfRefund(refundStatus ?? unsaidStatus)
    case 'held':
    case 'withdrawn':
    case 'refused':
    case 'unknown':
      return state
  }
}

/** When an order was placed and when its hold ends, in milliseconds, and why it came to nothing. */
interface PlacedOrder {
  placedAt: number
  sendAt: number
  problem: { code: string; message: string } | null
}

/** Whether Stripe judged nothing: it was too busy, could not be reached, or answered with an error of its own. */
export const isNoAnswer = ({ code }: { code: string }): boolean =>
  code === 'stripe_rate_limited' || code === 'stripe_unreachable' || code === 'stripe_failed'

/**
 * Whether Bursar withdrew an order of a bulk refund, which alone has no hold: its row gets another one when that goes on. Where Stripe did
 * not answer, the row has failed.
 */
export const leavesRow = ({ placedAt, sendAt, problem }: PlacedOrder): boolean =>
  problem !== null && sendAt <= placedAt && !isNoAnswer(problem)

/** Why an order was withdrawn, as a sentence; null where it was undone by hand. It must never ask to place again what a run sends. */
export const whyWithdrawn = (order: PlacedOrder): string | null =>
  leavesRow(order)
    ? 'It stood for a row of a bulk refund: whether that was sent after all is told there.'
    : (order.problem?.message ?? null)

/** Stripe lets a refund be canceled only while it waits for the customer. */
export function isCancelable(status: string): boolean {
  return status === 'requires_action'
}

export interface LifeFacts {
  state: LifeState
  pendingReason: string | null
  failureReason: string | null
  /** Why an order was refused, withdrawn or is unknown. */
  problem: string | null
  /** Stripe's type of the payment method; null where it is not known. */
  methodType: string | null
  /** It was paid another way since, and that was noted. */
  settledOtherwise: boolean
}

export interface Explained {
  means: string
  next: string | null
}

export function explainRefund(facts: LifeFacts): Explained {
  const { state, pendingReason, failureReason, problem } = facts
  const nothing = (means: string): Explained => ({ means, next: null })
  switch (state) {
    case 'held':
      return nothing('Ordered and not sent yet: it can still be undone.')
    case 'sent':
      return nothing('On its way to Stripe.')
    case 'unknown':
      return problem === null
        ? {
            means: 'Whether this refund was made is not known.',
            next: 'Look it up at Stripe before anything else is refunded.',
          }
        : {
            means: `Sent, but whether it was made is not known. ${problem}`,
            next: 'Check again: the same order under the same key can’t happen twice. Until it is known, nothing else can be refunded on this payment.',
          }
    case 'pending':
      return {
        means: `Stripe took it and has not finished it. ${pendingReason === null ? '' : statusReasonWord(state, pendingReason)}`.trim(),
        next: pendingReason === 'insufficient_funds' ? 'Add money to the Stripe balance, or wait for payments to fill it.' : null,
      }
    case 'requires_action':
      return {
        means: 'The customer must say where the money goes: Stripe asked them by e-mail. They have about 45 days, then it fails.',
        next: 'Ask the customer to look for Stripe’s e-mail. Until they answer, this refund can still be canceled.',
      }
    case 'failed':
      return failed(facts, failureReason ?? 'unknown')
    case 'succeeded':
      return nothing(succeededWord(facts.methodType))
    case 'canceled':
      return nothing('It was canceled before the customer got anything: the money is in the Stripe balance and can be refunded again.')
    case 'refused':
      return nothing(`No refund was made and no money moved. ${problem ?? ''}`.trim())
    case 'withdrawn':
      return nothing(`It was not sent and never will be. ${problem ?? ''}`.trim())
  }
} // prettier-ignore

function failed({ settledOtherwise }: LifeFacts, reason: string): Explained {
  const back = 'The money is in the Stripe balance; the customer has not got it.'
  return {
    means: `It failed: ${lowered(statusReasonWord('failed', reason))} ${back}`,
    next: settledOtherwise ? null : (afterFailure[reason] ?? anotherWay),
  }
}

const anotherWay =
  'Agree on another way with the customer (a bank transfer, a credit), and record it with this refund.'

/** failure_reason of a refund (docs.stripe.com/refunds#failed-refunds). */
const afterFailure: Readonly<Record<string, string>> = {
  charge_for_pending_refund_disputed:
    'Don’t pay another way: the customer disputed the payment, and the dispute decides who gets the money. Answer the dispute.',
  insufficient_funds: 'Add money to the Stripe balance, then refund the payment again.',
  merchant_request: 'Refund the payment again if it is still wanted.',
}

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1)

function succeededWord(methodType: string | null): string {
  switch (methodType) {
    case 'card':
      return 'Refunded. The customer’s bank shows it within 5 to 10 business days; soon after the payment, it may look as if that had never been.'
    case null:
      return 'Refunded. The customer’s bank shows it within some days.'
    default:
      return `Refunded by ${methodWord(methodType)}. It can take some days to arrive.`
  }
}

/** pending_reason and failure_reason of a refund, as sentences. */
const statusReasonWords: Readonly<Record<string, string>> = {
  processing: 'The bank is processing it.',
  charge_pending: 'The payment itself has not settled yet; the refund follows it.',
  insufficient_funds: 'The Stripe balance is too low; Stripe sends it when there is enough.',
  lost_or_stolen_card: 'The card was reported lost or stolen.',
  expired_or_canceled_card: 'The card has expired or was canceled.',
  charge_for_pending_refund_disputed: 'The customer disputed the payment while the refund was pending.',
  declined: 'The bank declined the refund.',
  merchant_request: 'It was canceled at your request.',
  unknown: 'Stripe gives no reason.',
}

/** Why a refund waits or failed, in words; the same word means different things in the two states. */
export function statusReasonWord(status: string | null, reason: string): string {
  if (status === 'failed' && reason === 'insufficient_funds') return 'The Stripe balance was too low.'
  const plain = reason.replaceAll('_', ' ')
  return statusReasonWords[reason] ?? `${plain.charAt(0).toUpperCase()}${plain.slice(1)}.`
}

/** The same word for a state wherever it is told: "Failed", "Needs the customer". */
export function stateWord(state: LifeState): string {
  return stateWords[state]
}

const stateWords: Readonly<Record<LifeState, string>> = {
  held: 'Held',
  sent: 'Sending',
  unknown: 'Unknown',
  pending: 'Pending',
  requires_action: 'Needs the customer',
  failed: 'Failed',
  succeeded: 'Succeeded',
  canceled: 'Canceled',
  refused: 'Refused',
  withdrawn: 'Not sent',
}

/** What open disputes and warnings of the card's bank mean for a refund in this state. */
export function cautionsOf(
  state: LifeState,
  disputes: readonly { status: string }[],
  warnings: readonly { actionable: boolean }[],
): string[] {
  const ended = ['failed', 'canceled', 'refused', 'withdrawn'].includes(state)
  const open = disputes.find(({ status }) => !isOver(status))
  const lost = disputes.some(({ status }) => status === 'lost')
  return [
    ...(open === undefined
      ? []
      : open.status.startsWith('warning_')
        ? [
            ended
              ? 'The bank is asking about this payment (an inquiry). A full refund usually settles it.'
              : 'The bank is asking about this payment (an inquiry). Send proof of this refund with the answer: it usually settles it.',
          ]
        : [
            ended
              ? 'A dispute is open: the bank has already taken the money back. Stripe refuses refunds until it is decided.'
              : 'A dispute was opened as well: the bank has taken the money back, and this refund may give it a second time. Answer the dispute with proof of this refund.',
          ]),
    ...(lost
      ? ['A dispute of this payment was lost: the customer has the money from the bank. Don’t pay it again.']
      : []),
    ...(warnings.some(({ actionable }) => actionable)
      ? [
          'The card’s bank warned of fraud. A full refund now usually keeps it from becoming a dispute.',
        ]
      : warnings.length > 0
        ? ['The card’s bank warned of fraud. It was refunded or disputed since: nothing more to do about the warning.']
        : []),
  ]
} // prettier-ignore
