// When an invoice that was not paid is tried again, as Stripe's automatic retries would: a few times, further and further apart, and
// never where the bank has said never.
import type { Invoice } from '../invoice-records.ts'
import type { PaymentIntent } from '../records.ts'

/** Days from one failed try by schedule to the next. */
const RETRY_AFTER_DAYS = [3, 5, 7, 7] as const

const DAY = 86_400
/** From the first failed try to the moment when nothing more is tried, days. */
const WHOLE_SCHEDULE_DAYS = RETRY_AFTER_DAYS.reduce((sum: number, days) => sum + days, 0)

/** Reasons that a later try can't cure: only another card can. */
const NEVER = new Set([
  'expired_card', 'incorrect_number', 'invalid_account', 'invalid_number', 'new_account_information_available',
  'lost_card', 'stolen_card', 'pickup_card', 'restricted_card', 'card_not_supported', 'currency_not_supported',
  'revocation_of_authorization', 'revocation_of_all_authorizations', 'stop_payment_order', 'transaction_not_allowed',
  'authentication_required', 'fraudulent', 'do_not_try_again', 'merchant_blacklist', 'payment_intent_authentication_failure',
]) // prettier-ignore

/** The second of the next try of an invoice whose PaymentIntent has just failed; null: none will be made. */
export function nextTryAt(invoice: Invoice, intent: PaymentIntent, now: number): number | null {
  if (!invoice.auto_advance || invoice.collection_method !== 'charge_automatically') return null
  if (isFinal(intent)) return null
  const days = RETRY_AFTER_DAYS[invoice.attempt_count - 1]
  return days === undefined ? null : now + days * DAY
}

/** Whether no later try with the same card is worth making. */
export function isFinal({ last_payment_error: error }: PaymentIntent): boolean {
  if (error === null) return false
  return (
    error['advice_code'] === 'do_not_try_again' || NEVER.has(String(error['decline_code'] ?? error['code']))
  )
}

/** The second at which a subscription is given up whose invoice is still not paid, and tried no more. */
export const givenUpAt = (invoice: Invoice, isExhausted: boolean, now: number): number =>
  isExhausted ? now : Math.max(now, (invoice.effective_at ?? now) + WHOLE_SCHEDULE_DAYS * DAY)
