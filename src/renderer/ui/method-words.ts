// Payment methods in words: "Visa •••• 4242", "SEPA Direct Debit •••• 3000". Pure; it knows no more of a card than brand and last4.
import type { Method } from '../../contract/payments.ts'
import { plainWord } from './looks.ts'

const brands: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'Amex',
  discover: 'Discover',
  diners: 'Diners',
  jcb: 'JCB',
  unionpay: 'UnionPay',
  cartes_bancaires: 'CB',
  eftpos_au: 'eftpos',
}

const types: Record<string, string> = {
  card: 'Card',
  sepa_debit: 'SEPA',
  bacs_debit: 'Bacs',
  us_bank_account: 'Bank account',
  ideal: 'iDEAL',
  link: 'Link',
  paypal: 'PayPal',
  klarna: 'Klarna',
  bancontact: 'Bancontact',
}

const wallets: Record<string, string> = {
  apple_pay: 'Apple Pay',
  google_pay: 'Google Pay',
  samsung_pay: 'Samsung Pay',
  link: 'Link',
}

/** "Visa", or the type's name where there is no brand. */
export function methodName(method: Method): string {
  if (method.brand !== null) return brands[method.brand] ?? plainWord(method.brand)
  return types[method.type] ?? plainWord(method.type)
}

export function walletName(method: Method): string | null {
  return method.wallet === null ? null : (wallets[method.wallet] ?? plainWord(method.wallet))
}

/** "Visa •••• 4242". */
export function methodText(method: Method): string {
  return method.last4 === null ? methodName(method) : `${methodName(method)} •••• ${method.last4}`
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })

/** "Germany" for "DE"; the code itself where there is no such country. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code
}
