// The simulator's own currency facts, so that it can disagree with the rest of the house: exponents, smallest charges, and amounts as Stripe words them.

const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '))
const WHOLE_UNITS_IN_HUNDREDTHS = new Set(['isk', 'ugx'])
const SYMBOLS: Readonly<Record<string, string>> = { usd: '$', eur: '€', gbp: '£', jpy: '¥' }
const SMALLEST_CHARGE: Readonly<Record<string, number>> = {
  usd: 50, aed: 200, aud: 50, bgn: 100, brl: 50, cad: 50, chf: 50, czk: 1500, dkk: 250, eur: 50, gbp: 30, hkd: 400,
  huf: 17500, inr: 50, jpy: 50, mxn: 1000, myr: 200, nok: 300, nzd: 50, pln: 200, ron: 200, sek: 300, sgd: 50, thb: 1000,
} // prettier-ignore

/** Digits after the point in Stripe's minor unit. */
export function exponentOf(currency: string): 0 | 2 | 3 {
  if (ZERO_DECIMAL.has(currency)) return 0
  return THREE_DECIMAL.has(currency) ? 3 : 2
}

/** Amounts in this currency are multiples of this many minor units. */
export function stepOf(currency: string): number {
  if (WHOLE_UNITS_IN_HUNDREDTHS.has(currency)) return 100
  return THREE_DECIMAL.has(currency) ? 10 : 1
}

/** The smallest amount that can be charged, in minor units. */
export const smallestCharge = (currency: string): number => SMALLEST_CHARGE[currency] ?? 1

/** "$40.00", as in Stripe's messages. */
export function worded(amount: number, currency: string): string {
  const exponent = exponentOf(currency)
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent).replace(/\B(?=(\d{3})+$)/g, ',')
  const figure = exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`
  const sign = amount < 0 ? '-' : ''
  const symbol = SYMBOLS[currency]
  return symbol === undefined ? `${sign}${figure} ${currency.toUpperCase()}` : `${sign}${symbol}${figure}`
}
