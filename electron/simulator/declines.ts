// Declined cards: the code, sentence and advice Stripe gives for each reason. Knows no payment.
import { refuse, type Refusal } from './refusals.ts'

/** Decline reasons that are error codes of their own; all others are `card_declined` with a decline_code. */
const OWN_CODE = new Set([
  'authentication_required',
  'expired_card',
  'incorrect_cvc',
  'incorrect_number',
  'incorrect_zip',
  'processing_error',
])

const SENTENCES: Readonly<Record<string, string>> = {
  authentication_required: 'Your card was declined. This transaction requires authentication.',
  card_not_supported: 'Your card does not support this type of purchase.',
  card_velocity_exceeded:
    'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
  currency_not_supported: 'Your card does not support this currency.',
  expired_card: 'Your card has expired.',
  incorrect_cvc: "Your card's security code is incorrect.",
  incorrect_number: 'Your card number is incorrect.',
  incorrect_zip: "Your card's postal code is incorrect.",
  insufficient_funds: 'Your card has insufficient funds.',
  invalid_account: 'Your card was declined.',
  processing_error: 'An error occurred while processing your card. Try again in a little bit.',
}

const FINAL = new Set([
  'do_not_try_again',
  'fraudulent',
  'invalid_account',
  'lost_card',
  'pickup_card',
  'restricted_card',
  'revocation_of_authorization',
  'stolen_card',
  'stop_payment_order',
])
const CONFIRM = new Set(['expired_card', 'incorrect_cvc', 'incorrect_number', 'incorrect_zip'])

export interface Decline {
  readonly code: string
  readonly decline_code?: string
  readonly message: string
  readonly advice_code: 'confirm_card_data' | 'do_not_try_again' | 'try_again_later'
  readonly network_decline_code: string
}

export function declineFor(reason: string): Decline {
  const advice = FINAL.has(reason)
    ? 'do_not_try_again'
    : CONFIRM.has(reason)
      ? 'confirm_card_data'
      : 'try_again_later'
  const shared = {
    message: SENTENCES[reason] ?? 'Your card was declined.',
    advice_code: advice,
    network_decline_code: reason === 'insufficient_funds' ? '51' : reason === 'do_not_honor' ? '05' : '01',
  } as const
  if (!OWN_CODE.has(reason)) return { code: 'card_declined', decline_code: reason, ...shared }
  return reason === 'authentication_required'
    ? { code: reason, decline_code: reason, ...shared }
    : { code: reason, ...shared }
}

/** The 402 a declined card answers with; `more` names the charge, PaymentIntent and payment method. */
export function cardError(decline: Decline, more: Readonly<Record<string, unknown>>): Refusal {
  return refuse(402, { type: 'card_error', ...decline, ...more })
}
