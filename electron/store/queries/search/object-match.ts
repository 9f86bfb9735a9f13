// What the search over objects is asked to find all of some words.
import { ownPart } from '../../projections/search-text.ts'
import { oneOf, phrasesOf } from '../payments/payment-filter.ts'

/** What object_search is asked to find all of the words; null when it knows none of them. */
export function objectMatch(words: readonly string[]): string | null {
  const phrases = words.flatMap((word) => (isId.test(word) ? [idPhrase(word)] : phrasesOf(word)))
  return phrases.length === 0 ? null : phrases.join(' AND ')
}

const isId = /^[a-z]{2,10}_\w{3,}$/
/** Of the kinds that it holds. */
const isOwnId = /^(?:cus|in|sub|re|pyr|dp|du|pm|card|src|ba)_/

/**
 * Of the id of an object it holds only what stands behind the prefix. One that somebody gave ("user_4821") stands whole in metadata, and as
 * an object's own at the beginning of a line: those digits in a telephone number are not meant.
 */
function idPhrase(word: string): string {
  const own = ownPart(word)
  return oneOf([word, isOwnId.test(word) ? own.slice(-12) : `\n${own}`])
}
