// How a payment method is called, the same everywhere. It must never show more of a card than brand and last four digits.

const names: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'Amex',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
  cartes_bancaires: 'Cartes Bancaires',
  eftpos_au: 'eftpos',
  acss_debit: 'Canadian debit',
  afterpay_clearpay: 'Afterpay',
  au_becs_debit: 'BECS debit',
  bacs_debit: 'Bacs debit',
  blik: 'BLIK',
  cashapp: 'Cash App Pay',
  customer_balance: 'Bank transfer',
  eps: 'EPS',
  fpx: 'FPX',
  ideal: 'iDEAL',
  nz_bank_account: 'NZ bank account',
  oxxo: 'OXXO',
  p24: 'Przelewy24',
  paypal: 'PayPal',
  sepa_debit: 'SEPA debit',
  twint: 'TWINT',
  us_bank_account: 'US bank account',
  wechat_pay: 'WeChat Pay',
}

/** Stripe calls a few brands otherwise where it says which one is shown (`display_brand`). */
const sameBrand: Readonly<Record<string, string>> = {
  american_express: 'amex',
  diners_club: 'diners',
  eftpos_australia: 'eftpos_au',
  union_pay: 'unionpay',
}

/** "amex" for "american_express": one word for a brand, to compare and to count by. */
export const oneBrand = (brand: string): string => sameBrand[brand] ?? brand

/** "Amex", "SEPA debit", "Klarna" for Stripe's word for a brand or a type. */
export function methodWord(word: string): string {
  const plain = word.replaceAll('_', ' ')
  return names[oneBrand(word)] ?? plain.charAt(0).toUpperCase() + plain.slice(1)
}

/** "Visa •••• 4242", "SEPA debit •••• 3000", "PayPal". `brand` and `last4` where there are any. */
export function spokenMethod(type: string, brand: string | null, last4: string | null): string {
  const name = methodWord(brand ?? type)
  return last4 === null ? name : `${name} •••• ${last4}`
}
