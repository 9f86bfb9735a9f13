// How a payment method is called in a line of text. It must never show more of a card than brand and last four digits.

const names: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
  cartes_bancaires: 'Cartes Bancaires',
  card: 'Card',
  sepa_debit: 'SEPA debit',
  us_bank_account: 'US bank account',
  bacs_debit: 'Bacs debit',
  ideal: 'iDEAL',
  paypal: 'PayPal',
}

/** "Visa •••• 4242", "SEPA debit •••• 3000", "PayPal". `brand` and `last4` where there are any. */
export function spokenMethod(type: string, brand: string | null, last4: string | null): string {
  const word = brand ?? type
  const plain = word.replaceAll('_', ' ')
  const name = names[word] ?? plain.charAt(0).toUpperCase() + plain.slice(1)
  return last4 === null ? name : `${name} •••• ${last4}`
}
