// Stripe's test cards by token, and what each does when it is charged or refunded. No other card number is ever accepted.

export type CardBehaviour =
  /** Of some the money is available at once. */
  | { readonly kind: 'succeeds'; readonly isAvailable?: boolean }
  | { readonly kind: 'declines'; readonly code: string; readonly onAttach: boolean }
  | { readonly kind: 'asks_for_authentication'; readonly thenDeclines: boolean }
  | { readonly kind: 'refund_stays_pending' }
  | { readonly kind: 'refund_fails_later' }
  | { readonly kind: 'is_disputed'; readonly reason: string; readonly isInquiry: boolean }

export interface TestCard {
  readonly token: string
  readonly number: string
  readonly brand: string
  readonly country: string
  readonly funding: 'credit' | 'debit' | 'prepaid'
  readonly behaviour: CardBehaviour
}

const succeeds: CardBehaviour = { kind: 'succeeds' }
const declines = (code: string): CardBehaviour => ({ kind: 'declines', code, onAttach: true })
const authenticates: CardBehaviour = { kind: 'asks_for_authentication', thenDeclines: false }

const card = (
  token: string,
  number: string,
  behaviour: CardBehaviour = succeeds,
  more: Partial<Pick<TestCard, 'country' | 'funding'>> = {},
): TestCard => ({
  token,
  number,
  brand: brandOf(number),
  country: 'US',
  funding: 'credit',
  behaviour,
  ...more,
})

const TEST_CARDS: readonly TestCard[] = [
  card('pm_card_visa', '4242424242424242'),
  card('pm_card_bypassPending', '4000000000000077', { kind: 'succeeds', isAvailable: true }),
  card('pm_card_visa_debit', '4000056655665556', succeeds, { funding: 'debit' }),
  card('pm_card_mastercard', '5555555555554444'),
  card('pm_card_mastercard_debit', '5200828282828210', succeeds, { funding: 'debit' }),
  card('pm_card_mastercard_prepaid', '5105105105105100', succeeds, { funding: 'prepaid' }),
  card('pm_card_amex', '371449635398431'),
  card('card_378282246310005', '378282246310005'),
  card('pm_card_discover', '6011000990139424'),
  card('card_6011111111111117', '6011111111111117'),
  card('pm_card_diners', '3056930009020004'),
  card('pm_card_jcb', '3566002020360505', succeeds, { country: 'JP' }),
  card('pm_card_unionpay', '6200000000000005', succeeds, { country: 'CN' }),
  card('pm_card_visa_chargeDeclined', '4000000000000002', declines('generic_decline')),
  card('pm_card_visa_chargeDeclinedInsufficientFunds', '4000000000009995', declines('insufficient_funds')),
  card('pm_card_visa_chargeDeclinedLostCard', '4000000000009987', declines('lost_card')),
  card('pm_card_visa_chargeDeclinedStolenCard', '4000000000009979', declines('stolen_card')),
  card('pm_card_chargeDeclinedExpiredCard', '4000000000000069', declines('expired_card')),
  card('pm_card_chargeDeclinedIncorrectCvc', '4000000000000127', declines('incorrect_cvc')),
  card('pm_card_chargeDeclinedProcessingError', '4000000000000119', declines('processing_error')),
  card(
    'pm_card_visa_chargeDeclinedVelocityLimitExceeded',
    '4000000000006975',
    declines('card_velocity_exceeded'),
  ),
  card('pm_card_chargeCustomerFail', '4000000000000341', {
    kind: 'declines',
    code: 'generic_decline',
    onAttach: false,
  }),
  card('pm_card_authenticationRequired', '4000002760003184', authenticates, { country: 'DE' }),
  card('pm_card_authenticationRequiredOnSetup', '4000002500003155', authenticates, { country: 'DE' }),
  card('pm_card_threeDSecureRequired', '4000000000003220', authenticates),
  card('pm_card_threeDSecureRequiredChargeDeclined', '4000008400001629', {
    kind: 'asks_for_authentication',
    thenDeclines: true,
  }),
  card('pm_card_threeDSecureOptional', '4000000000003055'),
  card('pm_card_createDispute', '4000000000000259', {
    kind: 'is_disputed',
    reason: 'fraudulent',
    isInquiry: false,
  }),
  card('pm_card_createDisputeProductNotReceived', '4000000000002685', {
    kind: 'is_disputed',
    reason: 'product_not_received',
    isInquiry: false,
  }),
  card('pm_card_createDisputeInquiry', '4000000000001976', {
    kind: 'is_disputed',
    reason: 'fraudulent',
    isInquiry: true,
  }),
  card('pm_card_pendingRefund', '4000000000007726', { kind: 'refund_stays_pending' }),
  card('pm_card_refundFail', '4000000000005126', { kind: 'refund_fails_later' }),
]

const ALIASES: Readonly<Record<string, string>> = {
  pm_card_chargeDeclined: 'pm_card_visa_chargeDeclined',
  pm_card_chargeDeclinedInsufficientFunds: 'pm_card_visa_chargeDeclinedInsufficientFunds',
  pm_card_threeDSecure2Required: 'pm_card_threeDSecureRequired',
}

const byToken = new Map(TEST_CARDS.map((entry) => [entry.token, entry]))
const byNumber = new Map(TEST_CARDS.map((entry) => [entry.number, entry]))

export const testCardByToken = (token: string): TestCard | undefined => byToken.get(ALIASES[token] ?? token)
/** The older tokens stand for the same cards: `tok_visa` for `pm_card_visa`. */
export const testCardByOldToken = (token: string): TestCard | undefined =>
  token.startsWith('tok_') ? testCardByToken(`pm_card_${token.slice('tok_'.length)}`) : undefined
export const testCardByNumber = (number: string): TestCard | undefined =>
  byNumber.get(number.replaceAll(' ', ''))

function brandOf(number: string): string {
  if (/^3[47]/.test(number)) return 'amex'
  if (/^3[068]/.test(number)) return 'diners'
  if (number.startsWith('35')) return 'jcb'
  if (number.startsWith('4')) return 'visa'
  if (number.startsWith('5')) return 'mastercard'
  return number.startsWith('62') ? 'unionpay' : 'discover'
}
