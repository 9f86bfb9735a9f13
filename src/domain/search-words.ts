// What a person meant by what they typed into the search: amounts, cards, days, kinds and states, and words to be found as they
// stand. It must never throw on any text, and where a text can be read in two ways it gives both.
import { methodWord } from './card-words.ts'
import { withoutComma, wordsOf } from './fold.ts'
import { amountsOf, currenciesOf, type TypedAmount } from './search-amounts.ts'
import { stretchAt, type Stretch } from './search-dates.ts'

export type { TypedAmount }

export type KindWord =
  'customer' | 'payment' | 'refund' | 'invoice' | 'subscription' | 'card' | 'event' | 'dispute'

/** One way to read the text. All parts must fit what is found. */
export interface Reading {
  /** As typed. */
  words: string[]
  /** Any of them. */
  amounts: TypedAmount[]
  last4: string | null
  /** Stripe's names of card brands and payment method types. */
  brand: string | null
  created: Stretch | null
  kinds: KindWord[] | null
  /** A word of `stateWords`. */
  state: string | null
}

const kindWords = new Map<string, KindWord>(
  Object.entries({
    customer: 'customer',
    payment: 'payment',
    charge: 'payment',
    refund: 'refund',
    invoice: 'invoice',
    subscription: 'subscription',
    card: 'card',
    event: 'event',
    dispute: 'dispute',
    chargeback: 'dispute',
  }),
)

/** States that people ask for by name; what each is called of which kind of object the search knows. */
const stateWords = new Map<string, string>(
  Object.entries({
    failed: 'failed',
    declined: 'failed',
    refunded: 'refunded',
    disputed: 'disputed',
    succeeded: 'succeeded',
    paid: 'paid',
    unpaid: 'unpaid',
    pending: 'pending',
    canceled: 'canceled',
    cancelled: 'canceled',
    uncaptured: 'uncaptured',
    overdue: 'past_due',
    'past due': 'past_due',
  }),
)

const brands = new Map<string, string>(
  Object.entries({
    visa: 'visa',
    mastercard: 'mastercard',
    mc: 'mastercard',
    amex: 'amex',
    'american express': 'amex',
    discover: 'discover',
    diners: 'diners',
    jcb: 'jcb',
    unionpay: 'unionpay',
    sepa: 'sepa_debit',
  }),
)

/** The ways to read a text, the likeliest first. `now`: milliseconds. Empty for a text without any word. */
export function readSearch(text: string, now: number): Reading[] {
  const plain = wordsOf(text).join(' ')
  const quoted = /^["“„](.+)["”“]$/.exec(plain)?.[1]
  const words = wordsOf(quoted ?? plain).map(withoutComma)
  if (words.length === 0) return []
  const literal = { ...nothing(), words }
  if (quoted !== undefined) return [literal]
  const readings = numberUses.map((use) => read(words, now, use))
  return distinct([...readings, literal])
}

/** A number by itself may be the end of a card's, an amount, or a part of something else. */
const numberUses = ['card', 'amount', 'text'] as const
type NumberUse = (typeof numberUses)[number]

function read(words: readonly string[], now: number, use: NumberUse): Reading {
  const reading = nothing()
  for (let at = 0; at < words.length;) at += take(words.slice(at), reading, now, use)
  return reading
}

/** Reads what stands at the beginning; how many words that was. */
function take(words: readonly string[], reading: Reading, now: number, use: NumberUse): number {
  const [word = '', second] = words
  const pair = second === undefined ? null : `${word} ${second}`.toLowerCase()
  const card = reading.last4 === null ? cardAt(words) : null
  const money = reading.amounts.length === 0 ? amountAt(words) : null
  const isCard = card !== null && (card.marked || (use === 'card' && money?.marked !== true))
  if (card !== null && isCard) {
    reading.last4 = card.last4
    reading.brand ??= card.brand
    return card.taken
  }
  if (money !== null && (use !== 'text' || money.marked)) {
    // "3 nov" is no amount.
    const day = /^\d{1,4}$/.test(word) ? stretchAt(words, now) : null
    if (day === null || day.taken === 1) {
      reading.amounts = money.amounts
      return money.taken
    }
  }
  const time = reading.created === null ? stretchAt(words, now) : null
  if (time !== null) {
    reading.created = time.stretch
    return time.taken
  }
  const ofPair = pair === null ? undefined : stateWords.get(pair)
  if (ofPair !== undefined && reading.state === null) {
    reading.state = ofPair
    return 2
  }
  const lower = word.toLowerCase()
  const kind = kindWords.get(lower) ?? kindWords.get(lower.replace(/s$/, ''))
  if (kind !== undefined) {
    reading.kinds = [...(reading.kinds ?? []), kind]
    return 1
  }
  const state = stateWords.get(lower)
  if (state !== undefined && reading.state === null) {
    reading.state = state
    return 1
  }
  reading.words.push(word)
  return 1
}

interface CardWords {
  last4: string | null
  brand: string | null
  /** Written so that nothing else can be meant. */
  marked: boolean
  taken: number
}

/** "4242", "•••• 4242", "****4242", "x4242", "ending in 4242", "visa 4242", "amex". */
function cardAt(words: readonly string[]): CardWords | null {
  for (const taken of [2, 1]) {
    const brand = words.length < taken ? undefined : brands.get(words.slice(0, taken).join(' ').toLowerCase())
    if (brand === undefined) continue
    const number = numberAt(words.slice(taken))
    return number === null
      ? { last4: null, brand, marked: true, taken }
      : { last4: number.last4, brand, marked: true, taken: taken + number.taken }
  }
  const number = numberAt(words)
  return number === null ? null : { ...number, brand: null }
}

function numberAt(words: readonly string[]): { last4: string; marked: boolean; taken: number } | null {
  for (const taken of [3, 2, 1]) {
    if (words.length < taken) continue
    const found = /^(?:(ending(?: in)? |[•*·∙xX.…]{1,12} ?))?(\d{4})$/.exec(words.slice(0, taken).join(' '))
    if (found?.[2] !== undefined) return { last4: found[2], marked: found[1] !== undefined, taken }
  }
  return null
}

/** "49.90", "49,90 €", "€ 49.90", "JPY 1000", "1 234,50". `marked`: with a currency or with decimals. */
function amountAt(
  words: readonly string[],
): { amounts: TypedAmount[]; marked: boolean; taken: number } | null {
  const [word = ''] = words
  const before = currenciesOf(word)
  const rest = before === null ? words : words.slice(1)
  const groups = groupedAt(rest)
  const figure = rest.slice(0, groups).join('')
  const after = before === null && rest[groups] !== undefined ? currenciesOf(rest[groups]) : null
  const amounts = amountsOf(figure, before ?? after)
  if (amounts.length === 0) return null
  const currencyWords = (before === null ? 0 : 1) + (after === null ? 0 : 1)
  const marked = currencyWords > 0 || /[^\d]/.test(figure)
  return { amounts, marked, taken: groups + currencyWords }
}

/** How many words "1 234,50" takes, also with a sign before or behind it; one for anything else. */
function groupedAt(words: readonly string[]): number {
  if (!/^[^\d\s.,'’-]{0,3}\d{1,3}$/u.test(words[0] ?? '')) return 1
  let taken = 1
  while (/^\d{3}$/.test(words[taken] ?? '')) taken += 1
  return /^\d{3}(?:[.,]\d{1,3})?[^\d\s.,'’-]{0,3}$/u.test(words[taken] ?? '') ? taken + 1 : taken
}

function nothing(): Reading {
  return { words: [], amounts: [], last4: null, brand: null, created: null, kinds: null, state: null }
}

/** What was understood beside the words, for a person. */
export function spokenReading({ amounts, last4, brand, created, kinds, state }: Reading): string[] {
  return [
    ...(kinds ?? []).map((kind) => `only ${kind}s`),
    ...(state === null ? [] : [state.replaceAll('_', ' ')]),
    ...(last4 === null
      ? brand === null
        ? []
        : [`paid by ${methodWord(brand)}`]
      : [`${brand === null ? 'card' : methodWord(brand)} ending ${last4}`]),
    ...(amounts.length === 0 ? [] : [`amount ${amounts.map(({ words }) => words).join(' or ')}`]),
    ...(created === null ? [] : [created.words]),
  ]
}

function distinct(readings: readonly Reading[]): Reading[] {
  const seen = new Map<string, Reading>()
  for (const reading of readings) {
    const form = JSON.stringify(reading, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    if (!seen.has(form)) seen.set(form, reading)
  }
  return [...seen.values()]
}
