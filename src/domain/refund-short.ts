// What the state of a refund means in so few words that a row of a list shows all of them; explainRefund tells the whole (refund-life.ts).
// Pure. It must never say more than that does.
import { methodWord } from './card-words.ts'
import { statusReasonWord, type LifeFacts } from './refund-life.ts'

type ShortFacts = Pick<LifeFacts, 'state' | 'methodType' | 'pendingReason' | 'failureReason'>

/** `ageMs`: since it was made. */
export function shortOfRefund(
  { state, methodType, pendingReason, failureReason }: ShortFacts,
  ageMs: number,
): string {
  switch (state) {
    case 'held':
      return 'Can still be undone'
    case 'sent':
      return 'On its way to Stripe'
    case 'unknown':
      return 'Not known whether it was made'
    case 'pending':
      return pendingReason === null
        ? 'Stripe has not finished it'
        : reasonIn(whyPending, state, pendingReason)
    case 'requires_action':
      return 'Stripe asked where to send it'
    case 'failed':
      return reasonIn(whyFailed, state, failureReason ?? 'unknown')
    case 'succeeded':
      return ageMs > arrivesWithinMs ? 'Should have arrived by now' : arrival(methodType)
    case 'canceled':
      return 'Nothing was given back'
    case 'refused':
      return 'No money moved'
    case 'withdrawn':
      return 'Never sent'
  }
}

/** Ten business days and then some, with holidays between; milliseconds. */
const arrivesWithinMs = 21 * 86_400_000

function arrival(methodType: string | null): string {
  if (methodType === 'card') return 'Takes 5 to 10 business days'
  return methodType === null ? 'Takes some days' : `Takes some days by ${methodWord(methodType)}`
}

const whyPending: Readonly<Record<string, string>> = {
  processing: 'The bank is processing it',
  charge_pending: 'The payment has not settled yet',
  insufficient_funds: 'The Stripe balance is too low',
}

const whyFailed: Readonly<Record<string, string>> = {
  lost_or_stolen_card: 'Card reported lost or stolen',
  expired_or_canceled_card: 'Card expired or was canceled',
  charge_for_pending_refund_disputed: 'The payment was disputed',
  insufficient_funds: 'The Stripe balance was too low',
  declined: 'The bank declined it',
  merchant_request: 'Canceled at your request',
  unknown: 'Stripe gives no reason',
}

/** A reason that is not known yet in Stripe's own word. */
const reasonIn = (
  words: Readonly<Record<string, string>>,
  state: ShortFacts['state'],
  reason: string,
): string => words[reason] ?? statusReasonWord(state, reason).replace(/\.$/, '')
