// What to ask Stripe's own search for a text that somebody typed: the query of each kind, in Stripe's search language. Pure. It must
// never let what was typed become a part of the language: every value is quoted, and its quotes and backslashes are escaped.
import { tellingWords } from './fold.ts'
import { minorOf, type TypedAmount } from './search-amounts.ts'
import { metadataOf, type TypedMetadata } from './search-metadata.ts'
import { readSearch, type KindWord, type Reading } from './search-words.ts'

/** What Stripe can search that the desk knows. Refunds, methods, events and disputes it can only read by their ids. */
export type StripeSearchKind = 'customer' | 'payment' | 'charge' | 'invoice' | 'subscription'

export interface StripeQuery {
  kind: StripeSearchKind
  /** In Stripe's language. */
  query: string
  /** How the text was read for it; what is found must fit its amounts, whatever their currency's decimals are. */
  reading: Reading
}

export interface StripeQuestions {
  queries: StripeQuery[]
  /** What must hold of the payments of customers that were found; null where those are not asked for. */
  theirPayments: string[] | null
}

/** What Stripe can be asked for by its id. */
export type StripeIdKind = StripeSearchKind | 'refund' | 'dispute' | 'card'

const idKinds: Readonly<Record<string, StripeIdKind>> = {
  pi: 'payment',
  cus: 'customer',
  ch: 'charge',
  py: 'charge',
  in: 'invoice',
  sub: 'subscription',
  re: 'refund',
  pyr: 'refund',
  dp: 'dispute',
  du: 'dispute',
  pm: 'card',
}

/** The id that the whole text is, or is a client secret of; null where it is none that Stripe could read. */
export function stripeIdOf(text: string): { kind: StripeIdKind; id: string } | null {
  const [id, prefix = ''] =
    /^([a-z]{2,3})_[A-Za-z0-9_]{5,250}$/.exec(text.trim().replace(/_secret_\w+$/, '')) ?? []
  const kind = Object.hasOwn(idKinds, prefix) ? idKinds[prefix] : undefined
  return id === undefined || kind === undefined ? null : { kind, id }
}

/** Stripe finds parts of a text only from so many characters on. */
const shortestPart = 3
/** Stripe takes so many clauses in one query. */
const mostClauses = 10
/** A question is not worth more requests: Stripe allows 20 searches a second for everything that searches the account. */
export const mostQueries = 8

/** A value of the language: quoted, with whatever would end or bend the quotes escaped. */
export function quotedValue(text: string): string {
  // oxlint-disable-next-line no-control-regex -- no value of Stripe's has any, and a line break would be one in the query
  const plain = text.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ')
  return `"${plain.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}

/** `field:"value"`, any case. */
const is = (field: string, value: string): string => `${field}:${quotedValue(value)}`
/** `field~"part"`. */
const holds = (field: string, part: string): string => `${field}~${quotedValue(part)}`

/** `now`: milliseconds, what "yesterday" is counted from. Empty where Stripe has no way to search for such a thing. */
export function stripeQuestions(text: string, now: number): StripeQuestions {
  const metadata = metadataOf(text)
  const [first, ...others] = readSearch(text, now)
  if (first === undefined) return { queries: [], theirPayments: null }
  const named = metadata === null ? [] : metadataQueries(metadata, first)
  if (metadata !== null && !mayBeWords.test(text)) return { queries: named, theirPayments: null }
  const readings = [first, ...others]
  const queries = [...readings.flatMap((reading) => queriesOf(reading)), ...named]
  const known = new Map(queries.map((query) => [`${query.kind} ${query.query}`, query]))
  return {
    queries: [...known.values()].slice(0, mostQueries),
    theirPayments: asksForTheirs(first) ? (paymentClauses(first)[0] ?? null) : null,
  }
}

/** "ada: lovelace" is a key with its value, or two words. */
const mayBeWords = /^\s*\S+:\s+[^"\s]/

/** The query for the payments of a customer that was found, with what must hold of them besides. */
export function paymentsOfCustomer(customerId: string, also: readonly string[]): string {
  return [is('customer', customerId), ...also].join(' AND ')
}

function metadataQueries({ key, value }: TypedMetadata, reading: Reading): StripeQuery[] {
  const query = `metadata[${quotedValue(key)}]:${quotedValue(value)}`
  const literal = {
    ...reading,
    words: [value],
    amounts: [],
    last4: null,
    brand: null,
    created: null,
    state: null,
  }
  return (['customer', 'payment', 'invoice', 'subscription'] as const).map((kind) => ({
    kind,
    query,
    reading: literal,
  }))
}

function queriesOf(reading: Reading): StripeQuery[] {
  const { kinds } = reading
  const wants = (kind: KindWord): boolean => kinds === null || kinds.includes(kind)
  const all: [StripeSearchKind, string[][]][] = [
    // Whose the payments are has to be found first.
    ['customer', wants('customer') || asksForTheirs(reading) ? customerClauses(reading) : []],
    // What is left of words is no part of a payment that Stripe would search.
    ['payment', wants('payment') && reading.words.length === 0 ? paymentClauses(reading) : []],
    ['charge', wants('payment') && reading.words.length === 0 ? chargeClauses(reading) : []],
    ['invoice', wants('invoice') ? invoiceClauses(reading) : []],
    ['subscription', kinds?.includes('subscription') === true ? subscriptionClauses(reading) : []],
  ]
  return all.flatMap(([kind, alternatives]) =>
    alternatives
      .filter((clauses) => clauses.length > 0)
      .map((clauses) => ({ kind, query: clauses.slice(0, mostClauses).join(' AND '), reading })),
  )
}

/** Words that name somebody, with nothing that only their charges have. */
function asksForTheirs({ words, kinds, brand, last4 }: Reading): boolean {
  return words.length > 0 && brand === null && last4 === null && (kinds === null || kinds.includes('payment'))
}

/** Each alternative is a list of clauses that must all hold; none where nothing of it can be searched. */
function customerClauses({ words, amounts, last4, brand, state, created, kinds }: Reading): string[][] {
  if (last4 !== null || brand !== null) return []
  // Beside words a day is that of what is theirs.
  if (words.length === 0) return kinds?.includes('customer') === true ? [createdClauses(created)] : []
  // A name has letters in all of its words, but for signs between them; parts that are too short narrow nothing.
  const telling = tellingWords(words)
  if (!telling.every((word) => /\p{L}/u.test(word))) return []
  const parts = telling.filter((word) => word.length >= shortestPart)
  const [word, ...more] = parts
  if (word === undefined) return []
  const isAlone = words.length === 1
  if (isAlone && word.includes('@')) return [[holds('email', word)]]
  const named = [word, ...more].map((part) => holds('name', part))
  return isAlone && amounts.length === 0 && state === null ? [named, [holds('email', word)]] : [named]
}

/** What a state that people name is called of PaymentIntents. Failed, refunded and disputed ones their charges know. */
const intentStates: Readonly<Record<string, string>> = {
  succeeded: 'succeeded',
  paid: 'succeeded',
  canceled: 'canceled',
  pending: 'processing',
  uncaptured: 'requires_capture',
}

/** The first three only charges know. */
const chargeStates: Readonly<Record<string, string>> = {
  failed: is('status', 'failed'),
  refunded: is('refunded', 'true'),
  disputed: is('disputed', 'true'),
  succeeded: is('status', 'succeeded'),
  paid: is('status', 'succeeded'),
  pending: is('status', 'pending'),
}
const onlyOfCharges = ['failed', 'refunded', 'disputed']

function paymentClauses({ amounts, last4, brand, state, created }: Reading): string[][] {
  const status = state === null ? [] : intentStates[state]
  if (last4 !== null || brand !== null || status === undefined) return []
  const also = [...[status].flat().map((each) => is('status', each)), ...createdClauses(created)]
  return withAmounts('amount', amounts, also)
}

function chargeClauses({ amounts, last4, brand, state, created }: Reading): string[][] {
  const status = state === null ? null : chargeStates[state]
  const isOfCard = last4 !== null || brand !== null
  if (status === undefined || !(isOfCard || (state !== null && onlyOfCharges.includes(state)))) return []
  const also = [
    // Four digits, as Stripe's own examples write them.
    ...(last4 === null ? [] : [`payment_method_details.card.last4:${last4}`]),
    ...(brand === null ? [] : [is('payment_method_details.card.brand', brand)]),
    ...(status === null ? [] : [status]),
    ...createdClauses(created),
  ]
  return withAmounts('amount', amounts, also)
}

const invoiceStates: Readonly<Record<string, string>> = { paid: 'paid', unpaid: 'open' }

function invoiceClauses({ words, amounts, last4, brand, state, created, kinds }: Reading): string[][] {
  const status = state === null ? null : invoiceStates[state]
  if (last4 !== null || brand !== null || status === undefined) return []
  const [word = '', ...more] = words
  const isAskedFor = kinds?.includes('invoice') === true
  if (words.length > 0) {
    // A number has digits in it, or was called one.
    const isNumber = more.length === 0 && /^[\w-]{3,}$/.test(word) && (isAskedFor || /\d/.test(word))
    return isNumber && amounts.length === 0 ? [[is('number', word)]] : []
  }
  const also = [...(status === null ? [] : [is('status', status)]), ...createdClauses(created)]
  return amounts.length > 0 || isAskedFor ? withAmounts('total', amounts, also) : []
}

const subscriptionStates = ['past_due', 'unpaid', 'canceled', 'active', 'trialing']

function subscriptionClauses({ words, amounts, last4, brand, state, created }: Reading): string[][] {
  if (words.length > 0 || amounts.length > 0 || last4 !== null || brand !== null) return []
  if (state !== null && !subscriptionStates.includes(state)) return []
  return [[...(state === null ? [] : [is('status', state)]), ...createdClauses(created)]]
}

function createdClauses(created: Reading['created']): string[] {
  return created === null ? [] : [`created>=${created.from}`, `created<${created.before}`]
}

/** Without a currency: as many hundredths, wholes or thousandths; which of them it was, what is found tells. */
const anyCurrency = ['eur', 'jpy', 'kwd']

/** `currency` belongs to the amount: one alternative for each that can be meant. */
function withAmounts(field: string, amounts: readonly TypedAmount[], also: string[]): string[][] {
  if (amounts.length === 0) return [also]
  const figures = amounts.flatMap(({ milli, currencies }) =>
    (currencies ?? anyCurrency).flatMap((currency) => {
      const minor = minorOf(milli, currency)
      if (minor === null) return []
      return [[`${field}:${minor}`, ...(currencies === null ? [] : [is('currency', currency)])]]
    }),
  )
  const distinct = new Map(figures.map((clauses) => [clauses.join(' '), clauses]))
  return [...distinct.values()].slice(0, 3).map((clauses) => [...clauses, ...also])
}
