// Decline codes in a few words, the same wherever one is named. A code of Stripe's that is not known here is shown as it came.
import { plainWord } from './looks.ts'

const codeWords: Record<string, string> = {
  authentication_required: 'The bank wants 3-D Secure',
  authentication_not_handled: '3-D Secure was skipped',
  approve_with_id: 'Could not be authorized',
  call_issuer: 'The bank wants a call',
  card_not_supported: 'Card does not support this',
  card_velocity_exceeded: 'Over the card’s limit',
  currency_not_supported: 'Card does not do this currency',
  do_not_honor: 'Declined, no reason given',
  do_not_try_again: 'Do not try again',
  duplicate_transaction: 'Same payment a moment ago',
  expired_card: 'Card has expired',
  fraudulent: 'Taken for fraud',
  generic_decline: 'Declined, no reason given',
  incorrect_cvc: 'Wrong CVC',
  incorrect_number: 'Wrong card number',
  incorrect_zip: 'Wrong postal code',
  insufficient_funds: 'Not enough money',
  invalid_account: 'Account is not valid',
  invalid_cvc: 'CVC is not valid',
  invalid_expiry_month: 'Expiry month is not valid',
  invalid_expiry_year: 'Expiry year is not valid',
  invalid_number: 'Card number is not valid',
  issuer_not_available: 'Bank could not be reached',
  lost_card: 'Reported lost',
  merchant_blacklist: 'On our own block list',
  new_account_information_available: 'New card data is available',
  no_action_taken: 'Declined, no reason given',
  not_permitted: 'Not permitted for this card',
  pickup_card: 'To be taken in by the bank',
  processing_error: 'Error while processing',
  reenter_transaction: 'Could not be processed',
  restricted_card: 'Card is restricted',
  revocation_of_all_authorizations: 'Customer revoked every charge',
  revocation_of_authorization: 'Customer revoked this charge',
  stolen_card: 'Reported stolen',
  stop_payment_order: 'Customer stopped the payment',
  transaction_not_allowed: 'Bank does not allow it',
  try_again_later: 'Declined, try again later',
  withdrawal_count_limit_exceeded: 'Over the card’s limit',
}

/** "Not enough money", for a code of Stripe's. */
export function codeWord(code: string): string {
  return codeWords[code] ?? plainWord(code)
}
