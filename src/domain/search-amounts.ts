// Amounts as people type them into a search, with or without a currency. It must never round, and where a text could mean two
// amounts it gives both: to find too much is better than to miss.
import { currencyRule, editableAmount, parseAmount, thousandths } from './money.ts'

export interface TypedAmount {
  /** In thousandths of the major unit, so that amounts of any currency compare. */
  milli: bigint
  /** One of these; null when none was typed. */
  currencies: readonly string[] | null
  /** As understood: "49.90 EUR". */
  words: string
}

/** What a sign may stand for, the most usual first. */
const signs = new Map<string, readonly string[]>(
  Object.entries({
    '€': ['eur'],
    $: ['usd', 'cad', 'aud', 'nzd', 'sgd', 'hkd', 'mxn', 'brl', 'clp', 'cop', 'twd'],
    '£': ['gbp'],
    '¥': ['jpy', 'cny'],
    '₹': ['inr'],
    '₩': ['krw'],
    '₺': ['try'],
    '₪': ['ils'],
    '₱': ['php'],
    '₫': ['vnd'],
    '₦': ['ngn'],
    '₴': ['uah'],
    '฿': ['thb'],
    zł: ['pln'],
    kč: ['czk'],
    ft: ['huf'],
    kr: ['sek', 'nok', 'dkk', 'isk'],
    fr: ['chf'],
    // As the Stripe Dashboard and banks write them where another dollar is at home.
    us$: ['usd'],
    ca$: ['cad'],
    c$: ['cad'],
    a$: ['aud'],
    au$: ['aud'],
    nz$: ['nzd'],
    s$: ['sgd'],
    hk$: ['hkd'],
    mx$: ['mxn'],
    r$: ['brl'],
    nt$: ['twd'],
    'cn¥': ['cny'],
    'jp¥': ['jpy'],
  }),
)

let codes: ReadonlySet<string> | undefined

/** "eur" for "EUR", several for a sign; null when it is neither. */
export function currenciesOf(word: string): readonly string[] | null {
  const lower = word.toLowerCase().replace(/\.$/, '')
  // Intl knows which codes there are; how many digits each has it is never asked.
  codes ??= new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()))
  return signs.get(lower) ?? (codes.has(lower) ? [lower] : null)
}

/** Whether it is the code of a currency: "eur", "EUR". */
export const isCurrencyCode = (word: string): boolean =>
  /^[a-z]{3}$/i.test(word) && currenciesOf(word) !== null

/** What came out of the balance stands with a minus. */
const withSign = /^[-−]?([^\d\s.,'’-]{1,3})?(\d[\d.,'’]*|[.,]\d+)([^\d\s.,'’-]{1,3})?$/u

/** The amounts that a single word can mean; empty when it is none. `beside`: the currency written beside it. */
export function amountsOf(word: string, beside: readonly string[] | null): TypedAmount[] {
  const parts = withSign.exec(word)
  if (!parts) return []
  const [, before, figure = '', after] = parts
  const sign = before ?? after
  const named = sign === undefined ? null : currenciesOf(sign)
  if (sign !== undefined && named === null) return []
  const currencies = named ?? beside
  const found = new Map<bigint, TypedAmount>()
  // Without a currency: as people write hundredths, wholes and thousandths.
  for (const currency of currencies ?? ['eur', 'jpy', 'kwd'])
    for (const amount of meantBy(figure, currency)) {
      const milli = thousandths(amount, currency)
      const known = found.get(milli)
      const all = [...(known?.currencies ?? []), currency]
      found.set(
        milli,
        currencies === null
          ? { milli, currencies: null, words: figures(milli) }
          : {
              milli,
              currencies: all,
              words: `${known?.words.split(' ')[0] ?? editableAmount(amount, currency)} ${spoken(all)}`,
            },
      )
    }
  return [...found.values()]
}

/** In minor units; "11,250" is eleven thousand and more, or eleven and a quarter. */
function meantBy(figure: string, currency: string): number[] {
  const parsed = parseAmount(figure, currency)
  if (parsed.ok) return [parsed.amount]
  if (parsed.reason !== 'ambiguous') return []
  const [whole = '', rest = ''] = figure.split(/[.,]/)
  return [whole + rest, `${whole}.${rest.replace(/0+$/, '')}`]
    .map((text) => parseAmount(text, currency))
    .flatMap((each) => (each.ok ? [each.amount] : []))
}

const spoken = (currencies: readonly string[]): string =>
  `${currencies.slice(0, 3).join('/').toUpperCase()}${currencies.length > 3 ? '/…' : ''}`

/** Two decimals, or three where they say something. */
function figures(milli: bigint): string {
  const digits = milli.toString().padStart(4, '0')
  const [whole, fraction] = [digits.slice(0, -3), digits.slice(-3)]
  return `${whole}.${fraction.endsWith('0') ? fraction.slice(0, 2) : fraction}`
}

/** The amount in minor units of a currency; null where the currency has no such amount. */
export function minorOf(milli: bigint, currency: string): number | null {
  const unit = 10n ** BigInt(3 - currencyRule(currency).exponent)
  return milli % unit === 0n ? Number(milli / unit) : null
}
