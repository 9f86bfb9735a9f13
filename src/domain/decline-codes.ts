// What Stripe's decline codes mean for the one who works on a failed payment, and what may be said to the customer. Data and
// look-ups alone; what is to be done about one failure is judged in failure-group.ts. Codes and what Stripe says of them:
// docs.stripe.com/declines/codes. `toDo` and `action` are our judgement, Stripe's own advice is in network-advice.ts.
// It must never give the customer the reason behind a masked code.

/** failureGroups of src/contract/failure-lists.ts; retry_scheduled is no property of a code. */
export type UsualToDo = 'authentication' | 'new_method' | 'retry_possible' | 'never' | 'fraud' | 'ours'

/** Which sentence the customer may be told. */
type Words = 'declined' | 'funds' | 'expired' | 'data' | 'confirm' | 'bank' | 'other_card' | 'later' | 'ours'

export interface DeclineCode {
  code: string
  toDo: UsualToDo
  /** What a person does about it, a sentence. */
  action: string
  /** The reason is not told to the customer. */
  masked: boolean
  /** It names no reason: what else is known weighs more. */
  vague: boolean
  words: Words
}

/** Stripe asks that these look like any other decline to the customer. */
const maskedCodes: ReadonlySet<string> = new Set([
  'fraudulent',
  'lost_card',
  'stolen_card',
  'pickup_card',
  'restricted_card',
  'merchant_blacklist',
])

const vagueCodes: ReadonlySet<string> = new Set(['generic_decline', 'do_not_honor', 'card_declined'])

type Line = readonly [code: string, toDo: UsualToDo, words: Words, action: string]

/** The decline codes of cards. */
// prettier-ignore
const ofCards: readonly Line[] = [
  ['authentication_required', 'authentication', 'confirm', 'Send the customer a page on which they can confirm with their bank (3-D Secure).'],
  ['authentication_not_handled', 'authentication', 'confirm', 'The confirmation was skipped: have the customer pay again and confirm with their bank.'],
  ['mobile_device_authentication_required', 'authentication', 'confirm', 'The customer has to confirm on their phone, at the reader.'],
  ['approve_with_id', 'retry_possible', 'bank', 'Try once more; if it fails again, the customer has to call their bank.'],
  ['call_issuer', 'retry_possible', 'bank', 'The customer has to call their bank, then it can be tried again.'],
  ['card_not_supported', 'new_method', 'other_card', 'The card can’t be used for this kind of purchase: ask for another one.'],
  ['card_velocity_exceeded', 'retry_possible', 'later', 'The card’s limit is used up: try later, or ask for another card.'],
  ['currency_not_supported', 'new_method', 'other_card', 'The card can’t pay in this currency: ask for another one.'],
  ['do_not_honor', 'retry_possible', 'bank', 'The bank gives no reason: try later; if it fails again, the customer has to call their bank.'],
  ['do_not_try_again', 'never', 'bank', 'Do not try again: ask for another way to pay.'],
  ['duplicate_transaction', 'ours', 'ours', 'The same amount was paid with this card just before: look for that payment before anything else.'],
  ['expired_card', 'new_method', 'expired', 'The card has expired: ask for the new one.'],
  ['fraudulent', 'fraud', 'declined', 'Stripe suspects fraud: look at the customer, and do not say why it was declined.'],
  ['generic_decline', 'retry_possible', 'declined', 'No reason is given: try later; if it fails again, the customer has to call their bank.'],
  ['incorrect_address', 'new_method', 'data', 'The billing address is wrong: ask the customer to put it right.'],
  ['incorrect_cvc', 'new_method', 'data', 'The security code is wrong: ask the customer to enter the card again.'],
  ['incorrect_number', 'new_method', 'data', 'The card number is wrong: ask the customer to enter the card again.'],
  ['incorrect_pin', 'new_method', 'data', 'The PIN was wrong at the reader: the customer has to pay again.'],
  ['incorrect_zip', 'new_method', 'data', 'The postal code is wrong: ask the customer to put it right.'],
  ['insufficient_funds', 'retry_possible', 'funds', 'There is not enough money: try later, around payday, or ask for another card.'],
  ['invalid_account', 'new_method', 'other_card', 'The card or its account is not valid any more: ask for another one.'],
  ['invalid_amount', 'ours', 'ours', 'The amount is not allowed, or above what the bank allows: check the amount.'],
  ['invalid_cvc', 'new_method', 'data', 'The security code is wrong: ask the customer to enter the card again.'],
  ['invalid_expiry_month', 'new_method', 'data', 'The expiry month is wrong: ask the customer to enter the card again.'],
  ['invalid_expiry_year', 'new_method', 'data', 'The expiry year is wrong: ask the customer to enter the card again.'],
  ['invalid_number', 'new_method', 'data', 'The card number is wrong: ask the customer to enter the card again.'],
  ['invalid_pin', 'new_method', 'data', 'The PIN was wrong at the reader: the customer has to pay again.'],
  ['issuer_not_available', 'retry_possible', 'later', 'The bank could not be reached: try again.'],
  ['lost_card', 'fraud', 'declined', 'The card was reported lost: do not try again and do not say why. Ask for another card.'],
  ['merchant_blacklist', 'fraud', 'declined', 'The payment is on your own block list at Stripe: look there, and do not say why.'],
  ['new_account_information_available', 'new_method', 'other_card', 'The card was replaced: ask for the new one.'],
  ['no_action_taken', 'retry_possible', 'bank', 'The customer has to call their bank, then it can be tried again.'],
  ['not_permitted', 'retry_possible', 'bank', 'The customer has to call their bank, then it can be tried again.'],
  ['offline_pin_required', 'new_method', 'data', 'The card has to be put into the reader, with its PIN.'],
  ['online_or_offline_pin_required', 'new_method', 'data', 'The card has to be put into the reader, with its PIN.'],
  ['pickup_card', 'fraud', 'declined', 'The bank wants the card taken away: do not try again and do not say why. Ask for another card.'],
  ['pin_try_exceeded', 'new_method', 'other_card', 'The PIN was wrong too often: ask for another card.'],
  ['processing_error', 'retry_possible', 'later', 'Something went wrong on the way: try again.'],
  ['reenter_transaction', 'retry_possible', 'later', 'The bank could not process it: try again; if it fails again, the customer has to call their bank.'],
  ['restricted_card', 'fraud', 'declined', 'The card may be reported lost or stolen: do not try again and do not say why. Ask for another card.'],
  ['revocation_of_all_authorizations', 'never', 'bank', 'The customer told their bank to allow no more payments: stop charging, and ask them.'],
  ['revocation_of_authorization', 'never', 'bank', 'The customer told their bank not to allow this payment: stop charging, and ask them.'],
  ['security_violation', 'retry_possible', 'bank', 'The customer has to call their bank, then it can be tried again.'],
  ['service_not_allowed', 'retry_possible', 'bank', 'The customer has to call their bank, then it can be tried again.'],
  ['stolen_card', 'fraud', 'declined', 'The card was reported stolen: do not try again and do not say why. Ask for another card.'],
  ['stop_payment_order', 'never', 'bank', 'The customer told their bank to stop this payment: stop charging, and ask them.'],
  ['testmode_decline', 'ours', 'other_card', 'A test card was used for real money, or a real one for a test.'],
  ['transaction_not_allowed', 'new_method', 'other_card', 'The bank does not allow this kind of payment with the card: ask for another one.'],
  ['try_again_later', 'retry_possible', 'later', 'The bank gives no reason: try later; if it fails again, the customer has to call their bank.'],
  ['withdrawal_count_limit_exceeded', 'retry_possible', 'later', 'The card’s limit is used up: try later, or ask for another way to pay.'],
]

/** Error codes that stand where no decline code does: of the API before 2016, and of methods other than cards (docs.stripe.com/error-codes). */
// prettier-ignore
const otherCodes: readonly Line[] = [
  ['card_declined', 'retry_possible', 'declined', 'No reason is given: try later; if it fails again, the customer has to call their bank.'],
  ['payment_intent_authentication_failure', 'authentication', 'confirm', 'The customer did not confirm with their bank: send them a page on which they can.'],
  ['authentication_failure', 'authentication', 'confirm', 'The customer did not confirm with their bank: send them a page on which they can.'],
  ['payment_method_customer_decline', 'authentication', 'confirm', 'The customer turned it down on the way: send them a page on which they can pay.'],
  ['payment_intent_payment_attempt_expired', 'authentication', 'confirm', 'The customer did not finish in time: send them a page on which they can pay.'],
  ['payment_intent_payment_attempt_failed', 'retry_possible', 'declined', 'No reason is given: try later, or ask for another way to pay.'],
  ['expired_payment_method', 'new_method', 'expired', 'The card has expired: ask for the new one.'],
  ['missing', 'new_method', 'other_card', 'The customer had no card: ask for one.'],
  ['payment_method_unactivated', 'new_method', 'other_card', 'The way to pay is not active: ask for another one.'],
  ['payment_method_provider_decline', 'new_method', 'other_card', 'Its provider turned it down: ask for another way to pay.'],
  ['payment_method_provider_timeout', 'retry_possible', 'later', 'Its provider did not answer: try again.'],
  ['payment_method_not_available', 'retry_possible', 'later', 'Its provider could not be reached: try again.'],
  ['charge_exceeds_source_limit', 'retry_possible', 'later', 'The limit of this way to pay is used up: try later.'],
  ['charge_exceeds_transaction_limit', 'ours', 'ours', 'The amount is above what may be paid this way: check the amount.'],
  ['card_decline_rate_limit_exceeded', 'retry_possible', 'later', 'The card was declined too often: wait a day before it is tried again.'],
  ['account_closed', 'new_method', 'other_card', 'The bank account is closed: ask for another one.'],
  ['bank_account_restricted', 'new_method', 'other_card', 'The bank account allows no debits: ask for another one.'],
  ['bank_account_declined', 'new_method', 'other_card', 'The bank account can’t be used: ask for another one.'],
  ['bank_account_unusable', 'new_method', 'other_card', 'The bank account can’t be used: ask for another one.'],
  ['no_account', 'new_method', 'other_card', 'There is no such bank account: ask for another one.'],
  ['debit_not_authorized', 'never', 'bank', 'The customer told their bank that they did not allow this debit: stop charging, and ask them.'],
  ['refer_to_customer', 'retry_possible', 'bank', 'The customer’s bank refused it: ask the customer, then try again.'],
  ['billing_invalid_mandate', 'new_method', 'data', 'The mandate is not valid any more: ask the customer for a new one.'],
  ['amount_too_large', 'ours', 'ours', 'The amount is above what Stripe allows: check the amount.'],
  ['amount_too_small', 'ours', 'ours', 'The amount is below what Stripe allows: check the amount.'],
  ['invalid_charge_amount', 'ours', 'ours', 'The amount is not allowed: check the amount.'],
  ['invalid_currency', 'new_method', 'other_card', 'This way to pay can’t pay in this currency: ask for another one.'],
  ['payment_method_currency_mismatch', 'new_method', 'other_card', 'This way to pay can’t pay in this currency: ask for another one.'],
  ['payment_method_invalid_parameter', 'ours', 'ours', 'Something in our request was wrong: look at it in Stripe’s Dashboard.'],
]

const codeOf = ([code, toDo, words, action]: Line): DeclineCode => ({
  code,
  toDo,
  action,
  masked: maskedCodes.has(code),
  vague: vagueCodes.has(code),
  words,
})

/** Stripe's decline codes of cards, in alphabetical order but for those of authentication. */
export const declineCodes: readonly DeclineCode[] = ofCards.map(codeOf)

const byCode = new Map([...declineCodes, ...otherCodes.map(codeOf)].map((known) => [known.code, known]))

/** Null for a code that is not known here. */
export function declineCodeOf(code: string | null): DeclineCode | null {
  return code === null ? null : (byCode.get(code) ?? null)
}

export function isMasked(code: string | null): boolean {
  return code !== null && maskedCodes.has(code)
}

/** `method`: "card", or "way to pay" where it may have been something else. */
// prettier-ignore
const sentences: Readonly<Record<Words, (method: 'card' | 'way to pay', hasPage: boolean) => string>> = {
  declined: (method) => `Your bank declined the payment. Please use another ${method}, or ask your bank.`,
  funds: (method) => `Your bank declined the payment: there was not enough money available. Please try again later, or use another ${method}.`,
  expired: (method) => `Your ${method} has expired. Please enter ${method === 'card' ? 'your new card' : 'another one'}.`,
  data: (method) => `Your bank declined the payment${method === 'card' ? ': something about the card was not entered as the bank has it. Please enter it again.' : '. Please enter your way to pay again, or another one.'}`,
  confirm: (_, hasPage) => `Your bank wants you to confirm the payment. ${hasPage ? 'Please open the page and confirm it.' : 'Please ask us how you can.'}`,
  bank: (method) => `Your bank declined the payment. Please ask your bank, or use another ${method}.`,
  other_card: (method) => `Your ${method} can’t be used for this payment. Please use another ${method}.`,
  later: (method) => `The payment could not be made. Please try again later, or use another ${method}.`,
  ours: () => 'We are looking into why: you need not do anything for now.',
}

export interface TellableFacts {
  /** Of the last failed try; null where none is known. */
  code: string | null
  /** The reason is not theirs to know, whatever the code is: fraud is suspected. */
  hidden: boolean
  /** They have to confirm with their bank now, whatever failed before. */
  awaitsCustomer: boolean
  /** What they are told comes with the page on which they can pay or confirm. */
  hasPage: boolean
  /** It is known that a card was declined. */
  isCard: boolean
}

/** What may be said to the customer. */
export function customerWords(facts: TellableFacts): string {
  return sentences[wordsOf(facts)](facts.isCard ? 'card' : 'way to pay', facts.hasPage)
}

/** Whether the customer is to pay at all: not before what is our mistake was put right, or they may pay twice. */
export function mayPayNow(facts: TellableFacts): boolean {
  return wordsOf(facts) !== 'ours'
}

function wordsOf({ code, hidden, awaitsCustomer }: TellableFacts): Words {
  if (hidden || isMasked(code)) return 'declined'
  return awaitsCustomer ? 'confirm' : (declineCodeOf(code)?.words ?? 'declined')
}
