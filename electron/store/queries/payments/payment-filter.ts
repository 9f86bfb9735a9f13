// A payment filter as SQL conditions with their parameters. Every text from outside is a bound parameter, never SQL.
import type { Database } from 'better-sqlite3'
import type { PaymentFilter, PaymentStatus } from '../../../../src/contract/index.ts'
import { tellingWords, wordsOf } from '../../../../src/domain/fold.ts'
import { thousandthsOfText } from '../../../../src/domain/money.ts'
import { isCurrencyCode } from '../../../../src/domain/search-amounts.ts'
import { amountMark, emailMark, statusMark } from '../../projections/search-marks.ts'
import { prepared } from '../prepared.ts'

export type Parameters = Record<string, string | number | bigint>

/** A filter taken apart by how its parts are found. Conditions are over `payment_intents AS p`. */
export interface FilterParts {
  statuses: readonly PaymentStatus[]
  currency: string | undefined
  created: string[]
  amount: string[]
  /** Words that the search can't find (a single letter, two signs), where there are no others: looked for row by row. */
  shortWords: string[]
  /** What payment_search is asked, status and currency included; null when there is nothing that it knows. */
  match: string | null
  parameters: Parameters
}

/** `more`: phrases that payment_search is asked for as well. */
export function partsOf(cache: Database, filter: PaymentFilter, more: readonly string[] = []): FilterParts {
  const parameters: Parameters = {}
  const created: string[] = []
  const amount: string[] = []
  const shortWords: string[] = []
  const bind = (conditions: string[], condition: string, name: string, value: string | number | bigint) => {
    conditions.push(`${condition} @${name}`)
    parameters[name] = value
  }
  if (filter.createdFrom !== undefined) bind(created, 'p.created >=', 'createdFrom', filter.createdFrom)
  if (filter.createdBefore !== undefined) bind(created, 'p.created <', 'createdBefore', filter.createdBefore)
  if (filter.amountFrom !== undefined)
    bind(amount, 'p.amount_milli >=', 'amountFrom', thousandthsOfText(filter.amountFrom))
  if (filter.amountTo !== undefined)
    bind(amount, 'p.amount_milli <=', 'amountTo', thousandthsOfText(filter.amountTo))
  const found = tellingWords(wordsOf(filter.text ?? '')).map((word) => ({
    word,
    // The payments in "CHF", and those whose text has the word, as "cup". A sign may stand for many currencies and is passed over.
    clauses: isCurrencyCode(word)
      ? [`{text currency} : ${quoted(word)}`]
      : (knownMark(cache, word) ?? phrasesOf(word)).map(inText),
  }))
  const clauses = [...more.map(inText), ...found.flatMap((each) => each.clauses)]
  const isFindable = found.some((each) => each.clauses.length > 0)
  // Beside other words one that trigrams don't know is passed over: where it stands in a text that no column has, it would be missed.
  for (const [index, { word }] of isFindable ? [] : found.entries()) {
    shortWords.push(`(p.method_last4 LIKE @word${index} ESCAPE '\\' OR p.description LIKE @word${index} ESCAPE '\\'
      OR EXISTS (SELECT 1 FROM customers WHERE id = p.customer_id AND (name LIKE @word${index} ESCAPE '\\' OR email LIKE @word${index} ESCAPE '\\')))`)
    parameters[`word${index}`] = `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  }
  const statuses = [...new Set(filter.status)]
  const { currency } = filter
  return {
    statuses,
    currency,
    created,
    amount,
    shortWords,
    match: clauses.length === 0 ? null : matchOf(clauses, statuses, currency),
    parameters,
  }
}

const inText = (phrase: string): string => `text : ${phrase}`

function matchOf(
  clauses: readonly string[],
  statuses: readonly PaymentStatus[],
  currency: string | undefined,
): string {
  const parts = [...clauses]
  if (statuses.length > 0) parts.push(`status : ${oneOf(statuses.map(statusMark))}`)
  if (currency !== undefined) parts.push(`currency : ${quoted(currency)}`)
  return parts.join(' AND ')
}

/**
 * A whole e-mail address, or an amount with two decimals, that a payment has is found by its mark, and then means no other that ends
 * like it.
 */
function knownMark(cache: Database, word: string): string[] | null {
  const amount = plainAmount(word)
  // With one decimal it is still being typed, or is none ("Plan 2.0").
  const isWhole = amount !== null && /\.\d\d$/.test(amount)
  const mark = isWhole ? amountMark(thousandthsOfText(amount)) : emailMark(word)
  if (mark === null) return null
  const known = prepared<[string], { rowid: number }>(
    cache,
    'SELECT rowid FROM payment_search WHERE payment_search MATCH ? LIMIT 1',
  ).get(quoted(mark))
  return known === undefined ? null : [oneOf([mark])]
}

/** What a search table is asked to find a word, all of them; empty for what it can't find. */
export function phrasesOf(word: string): string[] {
  if (searchable(word)) return [...tellingParts(word), oneOf(spellings(word))]
  return twoLetters.test(word) ? [oneOf(beginnings.map((mark) => mark + word))] : []
}

/** Two letters are looked for where words begin: with what stands before them they are a trigram. */
const twoLetters = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}]{2}$/u
const beginnings = ['\n', ' ', '.', '@', '-', '+', '/', "'", '’', '(', '"', '#'] as const

/** A trigram needs three characters that are left when accents are taken off; a Hangul syllable is one. */
function searchable(word: string): boolean {
  return Array.from(word.normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC')).length >= 3
}

/** Stripe's ids end in letters drawn by lot. Twelve of them are in no other text, and found sooner than what all ids share. */
const wholeId = /^[a-z]{2,10}_\w{14,}$/

/** As typed, with either apostrophe; and an amount as it is kept. */
function spellings(word: string): string[] {
  if (wholeId.test(word)) return [word.slice(-12)]
  const amount = plainAmount(word)
  if (amount !== null) return [...new Set([word, amount])]
  return [...new Set([word, word.replaceAll('’', "'"), word.replaceAll("'", '’')])]
}

/** An amount with decimals as it is kept ("1234.50"), however it is written ("€1,234.50", "1234,50"); null for anything else. */
function plainAmount(word: string): string | null {
  const amount = /^[€$£¥]?(\d{1,3}(?:[,.'’]\d{3})+|\d+)[.,](\d{1,2})$/.exec(word)
  return amount === null ? null : `${amount[1]?.replaceAll(/\D/g, '')}.${amount[2]}`
}

/**
 * The part of a long word that few texts share, asked for beside the whole word: its end, or what stands around the @ of an
 * e-mail. Most trigrams of such a word are in every text, and going through all of those takes long.
 */
function tellingParts(word: string): string[] {
  const at = word.indexOf('@')
  const part = at > 3 ? word.slice(Math.max(0, at - 5), at + 2) : word.slice(-8)
  return word.length > 12 && !wholeId.test(word) && searchable(part) && !/['’\uD800-\uDFFF]/.test(part)
    ? [quoted(part)]
    : []
}

export function oneOf(texts: readonly string[]): string {
  return `(${texts.map(quoted).join(' OR ')})`
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
