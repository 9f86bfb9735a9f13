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

/** What the networks answer for each reason (ISO 8583 and Visa's letters). Unlisted: 05, the one that says nothing. */
const NETWORK_CODES: Readonly<Record<string, string>> = {
  authentication_required: '1A', card_not_supported: '57', card_velocity_exceeded: '65', expired_card: '54', incorrect_cvc: 'N7',
  incorrect_number: '14', incorrect_zip: '05', insufficient_funds: '51', invalid_account: '14', issuer_not_available: '91',
  lost_card: '41', pickup_card: '04', processing_error: '96', restricted_card: '62', revocation_of_authorization: 'R1',
  security_violation: '63', stolen_card: '43', stop_payment_order: 'R0', transaction_not_allowed: '57', try_again_later: '19',
  withdrawal_count_limit_exceeded: '65',
} // prettier-ignore

/** Mastercard's merchant advice codes; the other networks send none here. */
const ADVICE_OF_MASTERCARD: Readonly<Record<string, string>> = {
  card_velocity_exceeded: '25', do_not_honor: '02', expired_card: '01', insufficient_funds: '28', invalid_account: '03',
  issuer_not_available: '24', lost_card: '03', pickup_card: '03', processing_error: '24', restricted_card: '03',
  revocation_of_authorization: '21', stolen_card: '03', stop_payment_order: '21', try_again_later: '02',
} // prettier-ignore

export interface Decline {
  readonly code: string
  readonly decline_code?: string
  readonly message: string
  readonly advice_code: 'confirm_card_data' | 'do_not_try_again' | 'try_again_later'
  readonly network_advice_code?: string
  /** Absent where the card's network was not asked. */
  readonly network_decline_code?: string
}

export function declineFor(reason: string, brand?: string): Decline {
  const advice = FINAL.has(reason)
    ? 'do_not_try_again'
    : CONFIRM.has(reason)
      ? 'confirm_card_data'
      : 'try_again_later'
  const networkAdvice = brand === 'mastercard' ? ADVICE_OF_MASTERCARD[reason] : undefined
  const shared = {
    message: SENTENCES[reason] ?? 'Your card was declined.',
    advice_code: advice,
    ...(networkAdvice === undefined ? {} : { network_advice_code: networkAdvice }),
    ...(isBlocked(reason) ? {} : { network_decline_code: NETWORK_CODES[reason] ?? '05' }),
  } as const
  if (!OWN_CODE.has(reason)) return { code: 'card_declined', decline_code: reason, ...shared }
  return reason === 'authentication_required'
    ? { code: reason, decline_code: reason, ...shared }
    : { code: reason, ...shared }
}

/** Whether Stripe's own rules declined it, before the bank was asked. */
export const isBlocked = (reason: string): boolean => reason === 'fraudulent'

/** The 402 a declined card answers with; `more` names the charge, PaymentIntent and payment method. */
export function cardError(decline: Decline, more: Readonly<Record<string, unknown>>): Refusal {
  return refuse(402, { type: 'card_error', ...decline, ...more })
}
