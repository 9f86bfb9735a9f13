// Money as Stripe counts it: integers in a currency's minor unit, by Stripe's own exponents. It must never round,
// never use a float for an amount, and never ask Intl how many digits a currency has (Intl and Stripe disagree).
// Source of the exponents: docs.stripe.com/currencies (zero-decimal, three-decimal and special cases).

const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
/** Zero-decimal in the world, but Stripe takes them as hundredths whose last two digits are 0. */
const hundredthsOfWholes = new Set(['isk', 'ugx'])
/** Stripe takes thousandths whose last digit is 0. */
const threeDecimal = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd'])

export interface CurrencyRule {
  /** Minor units in one major unit are 10 to this power, at Stripe. */
  exponent: 0 | 2 | 3
  /** Digits after the point that people write. */
  digits: 0 | 2 | 3
  /** Amounts sent to Stripe must be a multiple of this many minor units. */
  step: 1 | 10 | 100
}

/** How Stripe counts a currency. Any other three-letter code has two decimals. */
export function currencyRule(currency: string): CurrencyRule {
  const code = currency.toLowerCase()
  if (zeroDecimal.has(code)) return { exponent: 0, digits: 0, step: 1 }
  if (hundredthsOfWholes.has(code)) return { exponent: 2, digits: 0, step: 100 }
  if (threeDecimal.has(code)) return { exponent: 3, digits: 3, step: 10 }
  return { exponent: 2, digits: 2, step: 1 }
}

/** An amount split for display; `whole` is grouped by commas, `fraction` has the currency's digits and may be empty. */
export interface AmountParts {
  sign: '' | '−'
  whole: string
  fraction: string
}

/**
 * Splits an amount in minor units. Exact for every safe integer. An amount that has more digits than people write
 * in its currency (1 in ISK hundredths) shows them rather than hiding money.
 * @throws RangeError for anything that is not a safe integer: that is a bug, not an input.
 */
export function amountParts(amount: number, currency: string): AmountParts {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not an amount in minor units: ${amount}`)
  const { exponent, digits, step } = currencyRule(currency)
  const plain = Math.abs(amount)
    .toString()
    .padStart(exponent + 1, '0')
  const whole = plain.slice(0, plain.length - exponent)
  const minor = plain.slice(plain.length - exponent)
  const fraction = digits === 0 && Math.abs(amount) % step === 0 ? '' : minor
  return { sign: amount < 0 ? '−' : '', whole: whole.replace(/\B(?=(\d{3})+$)/g, ','), fraction }
}

/** "49.90", "1,000", "12.340"; with the code: "49.90 EUR". */
export function formatAmount(amount: number, currency: string, withCode = true): string {
  const { sign, whole, fraction } = amountParts(amount, currency)
  const figure = `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`
  return withCode ? `${figure} ${currency.toUpperCase()}` : figure
}

const symbols: Record<string, string> = { eur: '€', usd: '$', gbp: '£', jpy: '¥' }

/** As a sentence about one amount says it; where those of several currencies stand together, `formatAmount` tells them apart: "€49.90", "¥1,000", "12.340 KWD". */
export function spokenAmount(amount: number, currency: string): string {
  const symbol = symbols[currency.toLowerCase()]
  if (symbol === undefined) return formatAmount(amount, currency)
  const { sign, whole, fraction } = amountParts(amount, currency)
  return `${sign}${symbol}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

export type ParsedAmount =
  | { ok: true; amount: number }
  | {
      ok: false
      reason:
        | 'empty'
        | 'not_a_number'
        | 'ambiguous'
        | 'too_many_digits'
        | 'not_a_step'
        | 'not_positive'
        | 'too_large'
    }

/**
 * Reads what a person typed, in major units, into minor units, exactly or not at all.
 * A point or a comma may mark the decimals; spaces, apostrophes and the other mark may group thousands ("1.234,50", "1,234.50").
 * A single mark followed by exactly three digits could be either ("1,234"): that is `ambiguous`, except where the
 * currency settles it (no decimals: a group; three decimals written with a point: decimals).
 */
export function parseAmount(text: string, currency: string): ParsedAmount {
  const { exponent, digits, step } = currencyRule(currency)
  const figure = readFigure(text, digits)
  if (typeof figure === 'string') return { ok: false, reason: figure }
  const { whole, fraction } = figure
  const meaningful = fraction.replace(/0+$/, '')
  if (meaningful.length > digits) return { ok: false, reason: 'too_many_digits' }
  const amount = BigInt(whole + meaningful.padEnd(exponent, '0'))
  if (amount > BigInt(Number.MAX_SAFE_INTEGER)) return { ok: false, reason: 'too_large' }
  if (amount <= 0n) return { ok: false, reason: 'not_positive' }
  if (amount % BigInt(step) !== 0n) return { ok: false, reason: 'not_a_step' }
  return { ok: true, amount: Number(amount) }
}

/**
 * As parseAmount, where `expected` is the amount that is meant if it is what was typed: written as a field shows it, it is read even
 * where it is no whole step. What is left of a payment may be none, and Stripe takes it.
 */
export function parseExpected(text: string, currency: string, expected: number): ParsedAmount {
  return expected > 0 && text.trim() === editableAmount(expected, currency)
    ? { ok: true, amount: expected }
    : parseAmount(text, currency)
}

/** A typed figure as its digits before and after the mark of the decimals; or why it is none, or could be two. */
function readFigure(
  text: string,
  digits: number,
): { whole: string; fraction: string } | 'empty' | 'not_positive' | 'not_a_number' | 'ambiguous' {
  const spaced = text.trim().replace(/[\s'’]/g, ' ')
  if (spaced === '') return 'empty'
  if (/^[-−]/.test(spaced)) return 'not_positive'
  // Spaces may group thousands and nothing else: "10 50" is not ten fifty, and not a thousand and fifty either.
  if (spaced.includes(' ') && !/^\d{1,3}( \d{3})+([.,]\d*)?$/.test(spaced)) return 'not_a_number'
  const typed = spaced.replaceAll(' ', '')
  if (!/^\d[\d.,]*$|^[.,]\d+$/.test(typed)) return 'not_a_number'
  return splitDecimals(typed, digits)
}

const boundPattern = /^\d{1,13}(\.\d{1,3})?$/

/** Whether it is a bound for amounts of any currency: a decimal with a point and at most three decimals. */
export function isBound(text: string): boolean {
  return boundPattern.test(text)
}

export type ReadBound = { ok: true; bound: string } | { ok: false; reason: 'not_a_number' | 'ambiguous' }

/**
 * Reads such a bound as typed; it is empty where nothing was. What could be two amounts in the currencies that have hundredths,
 * which are most, is refused, unless it is `before`, the bound in force.
 */
export function readBound(text: string, before = ''): ReadBound {
  if (text === before && isBound(before)) return { ok: true, bound: before }
  const figure = readFigure(text, 2)
  if (figure === 'empty') return { ok: true, bound: '' }
  if (figure === 'ambiguous') return { ok: false, reason: 'ambiguous' }
  if (typeof figure === 'string') return { ok: false, reason: 'not_a_number' }
  const fraction = figure.fraction.length > 3 ? figure.fraction.replace(/0+$/, '') : figure.fraction
  const bound = fraction === '' ? figure.whole : `${figure.whole}.${fraction}`
  return isBound(bound) ? { ok: true, bound } : { ok: false, reason: 'not_a_number' }
}

function splitDecimals(
  typed: string,
  digits: number,
): { whole: string; fraction: string } | 'not_a_number' | 'ambiguous' {
  const marks = typed.replace(/\d/g, '')
  if (marks === '') return { whole: typed, fraction: '' }
  const last = marks.at(-1) ?? '.'
  const other = last === '.' ? ',' : '.'
  const at = typed.lastIndexOf(last)
  const [before, after] = [typed.slice(0, at), typed.slice(at + 1)]
  const repeated = marks.split(last).length > 2
  if (repeated) {
    // "1.234.567": only groups can repeat, and then nothing else may stand there.
    return isGrouped(typed, last) ? { whole: typed.replaceAll(last, ''), fraction: '' } : 'not_a_number'
  }
  if (marks.includes(other)) {
    return isGrouped(before, other)
      ? { whole: before.replaceAll(other, ''), fraction: after }
      : 'not_a_number'
  }
  if (after.length === 3 && before !== '' && before.length <= 3 && !before.startsWith('0')) {
    if (digits === 0) return { whole: before + after, fraction: '' }
    if (digits === 3 && last === '.') return { whole: before, fraction: after }
    return 'ambiguous'
  }
  return { whole: before === '' ? '0' : before, fraction: after }
}

function isGrouped(text: string, mark: string): boolean {
  const [first = '', ...groups] = text.split(mark)
  return /^\d{1,3}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group))
}

/** How an amount of a currency is written, for a field that is empty: "49.90", "50" of yen, "49.900" of dinars. */
export const exampleOf = (currency: string): string => (49.9).toFixed(currencyRule(currency).digits)

/** Why a typed figure can't be read. `currency`: only for what is written instead. */
export function explainFigure(reason: 'not_a_number' | 'ambiguous', currency = 'eur'): string {
  return reason === 'ambiguous'
    ? `This could mean two amounts. Write all decimals, such as ${(1234).toFixed(currencyRule(currency).digits)}.`
    : `Enter an amount such as ${exampleOf(currency)}.`
}

/** Why a typed amount can't be used, for the field it was typed in. */
export function explainAmount(
  reason: Exclude<ParsedAmount, { ok: true }>['reason'],
  currency: string,
): string {
  const code = currency.toUpperCase()
  const { digits, step } = currencyRule(currency)
  switch (reason) {
    case 'empty':
      return 'Enter an amount.'
    case 'not_a_number':
    case 'ambiguous':
      return explainFigure(reason, currency)
    case 'too_many_digits':
      return digits === 0 ? `${code} has no decimals.` : `${code} has ${digits} decimals at most.`
    case 'not_a_step':
      return step === 10
        ? `Stripe takes ${code} amounts whose third decimal is 0.`
        : `Stripe takes whole ${code} only.`
    case 'not_positive':
      return 'The amount must be more than zero.'
    case 'too_large':
      return 'This amount is too large.'
  }
}

/** The amount as a field shows it: "1234.50", no grouping. */
export function editableAmount(amount: number, currency: string): string {
  return formatAmount(amount, currency, false).replaceAll(',', '')
}

/** Exact thousandths of the major unit, so that amounts of any currency compare. A bigint: ¥ times 1000 may pass 2^53. */
export function thousandths(amount: number, currency: string): bigint {
  return BigInt(amount) * 10n ** BigInt(3 - currencyRule(currency).exponent)
}

/** Thousandths of a decimal written with a point and up to three decimals ("49.90"). */
export function thousandthsOfText(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(3, '0'))
}
