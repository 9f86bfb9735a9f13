// What is to be done about a failure and how it came back, worked out from the simulator's own records by hand: the second opinion that
// the product's groups and ways are held against. It must share nothing with the product, and refuse a code it has no opinion of.
import type { Book } from '../../../../../electron/simulator/book.ts'
import type { Charge, PaymentIntent } from '../../../../../electron/simulator/records.ts'

const byCode: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    fraud: 'fraudulent lost_card stolen_card pickup_card restricted_card merchant_blacklist',
    never: 'do_not_try_again revocation_of_authorization revocation_of_all_authorizations stop_payment_order',
    authentication: 'authentication_required payment_intent_authentication_failure',
    new_method:
      'expired_card incorrect_cvc incorrect_number incorrect_zip invalid_account card_not_supported transaction_not_allowed currency_not_supported',
    ours: 'duplicate_transaction invalid_amount',
    retry:
      'insufficient_funds generic_decline do_not_honor card_declined processing_error issuer_not_available try_again_later card_velocity_exceeded withdrawal_count_limit_exceeded security_violation call_issuer',
  }).flatMap(([group, codes]) => codes.split(' ').map((code) => [code, group])),
)
const saysNever = ['do_not_try_again', '03', '21']
const saysData = ['confirm_card_data', '01']
const blind = ['generic_decline', 'do_not_honor', 'card_declined']

interface LastTry {
  code: string
  advice: string[]
  /** Radar stopped it, or would rather have. */
  risky: boolean
  print: string | null
}

/** Whatever came last: a charge that failed, or an error that left none. */
export function lastTryOf(failed: readonly Charge[], error: PaymentIntent['last_payment_error']): LastTry {
  const last = failed.toSorted((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1)).at(-1)
  if (last === undefined || (error !== null && !failed.some(({ id }) => id === error['charge'])))
    return { code: String(error?.['decline_code'] ?? error?.['code']), advice: [], risky: false, print: null }
  const outcome = (last.outcome ?? {}) as Record<string, string | null | undefined>
  const declined = outcome['type'] === 'issuer_declined' && last.failure_code === 'card_declined'
  const card = (last.payment_method_details['card'] ?? {}) as Record<string, string | null | undefined>
  const code = (declined ? outcome['reason'] : last.failure_code) ?? 'card_declined'
  return {
    code,
    advice: [
      outcome['advice_code'] ?? '',
      card['brand'] === 'mastercard' ? (outcome['network_advice_code'] ?? '') : '',
    ],
    risky: outcome['type'] === 'blocked' || (outcome['risk_level'] === 'highest' && blind.includes(code)),
    print: card['fingerprint'] ?? null,
  }
}

/** `waits`: for the customer's bank, now. `planned`: Stripe tries again. */
export function groupByHand({ code, advice, risky }: LastTry, waits: boolean, planned: boolean): string {
  if (waits) return 'authentication'
  const group = byCode[code]
  if (group === undefined) throw new Error(`No opinion of ${code}`)
  if (group === 'fraud' || risky) return 'fraud'
  if (group === 'never' || advice.some((word) => saysNever.includes(word))) return 'never'
  if (group !== 'retry') return group
  if (advice.some((word) => saysData.includes(word))) return 'new_method'
  return planned ? 'retry_scheduled' : 'retry_possible'
}

/** How a payment came back whose last failed try is `failed`. */
export function wayByHand(book: Book, paymentId: string, failed: LastTry, paid: Charge): string {
  const onPage = book.checkoutSessions
    .all()
    .some((session) => session.payment_intent === paymentId && session.status === 'complete')
  if (onPage) return 'hosted_page'
  const print = (paid.payment_method_details['card'] as { fingerprint?: string } | undefined)?.fingerprint
  if (print === undefined || failed.print === null) return 'unknown'
  return print === failed.print ? 'retry' : 'new_method'
}
