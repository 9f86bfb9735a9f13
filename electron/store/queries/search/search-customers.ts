// Finds customers: by their name, their e-mail, and anything else that their text holds.
import { firstUnspaced, isUnspaced, wordsOfName } from '../../../../src/domain/fold.ts'
import type { Reading } from '../../../../src/domain/search-words.ts'
import { customerKeys, searchKeysWithin } from '../../projections/search-keys.ts'
import type { Parameters } from '../payments/payment-filter.ts'
import { addWalk, ranks, type Search } from './search-found.ts'
import { objectMatch } from './object-match.ts'

/** Of a common beginning so many names are read to find the newest. */
const mostNames = 20_000

/** @returns row ids of those that fit the words, whatever day was named: what is theirs may be meant. */
export function findCustomers(search: Search): number[] {
  const { reading } = search
  const { words, amounts, last4, brand, state, created, kinds } = reading
  const isNarrow = amounts.length > 0 || last4 !== null || brand !== null || state !== null
  if (words.length === 0) {
    if (!isNarrow && (created !== null || kinds?.includes('customer') === true))
      addWalk(
        search,
        'customer',
        ranks.dayOrState,
        `SELECT rowid, created AS at, 1 AS fits, NULL AS amount, NULL AS currency
         FROM customers INDEXED BY customers_by_created ${created === null ? '' : 'WHERE created >= @from AND created < @before'}
         ORDER BY created DESC, rowid DESC`,
        created === null ? {} : { from: created.from, before: created.before },
      )
    return []
  }
  // Those who joined then are meant themselves; everybody who fits, by what is theirs.
  if (created === null && !isNarrow) return byWords(search)
  if (!isNarrow) byWords(search)
  const anytime: Reading = { ...reading, amounts: [], created: null }
  return byWords({ ...search, reading: anytime, finds: { ...search.finds, add: () => undefined } })
}

function byWords(search: Search): number[] {
  const text = search.reading.words.join(' ')
  const addressed = byEmail(search, text)
  // Whose whole address was typed is nobody else.
  if (addressed.isWhole) return addressed.rowids
  const named = [...addressed.rowids, ...byName(search, text)]
  // Whoever only holds the words somewhere comes after all of those.
  const found = named.length > search.limit ? named : [...named, ...byText(search)]
  return [...new Set(found)].slice(0, search.limit)
}

const inTime = ({ reading: { created } }: Search): string =>
  created === null ? '1' : 'o.created >= @from AND o.created < @before'

const times = ({ reading: { created } }: Search): Parameters =>
  created === null
    ? {}
    : {
        from: created.from,
        before: created.before,
        ...searchKeysWithin(created.from, created.before, customerKeys),
      }

/** Keys are in order of creation: only the days in question are walked. */
const withinKeys = ({ reading: { created } }: Search, key: string): string =>
  created === null ? '' : `AND ${key} >= @keyFrom AND ${key} < @keyBefore`

function byEmail(search: Search, text: string): { rowids: number[]; isWhole: boolean } {
  if (/\s/.test(text) || text.length < 3) return { rowids: [], isWhole: false }
  const select = (condition: string): string =>
    `SELECT o.rowid, o.created AS at, ${inTime(search)} AS fits, NULL AS amount, NULL AS currency
     FROM customers AS o INDEXED BY customers_by_email WHERE ${condition}`
  const parameters = { ...times(search), text }
  const whole = addWalk(
    search,
    'customer',
    ranks.wholeEmail,
    select('o.email = @text COLLATE NOCASE'),
    parameters,
  )
  if (whole.length > 0) return { rowids: whole, isWhole: true }
  const rowids = addWalk(
    search,
    'customer',
    ranks.beginning,
    select('o.email > @text COLLATE NOCASE AND o.email < @end COLLATE NOCASE'),
    { ...parameters, end: `${text}\u{10FFFF}` },
  )
  return { rowids, isWhole: false }
}

/** Every word typed is a word of the name, or begins one; or stands within one, where names are written without spaces. */
function byName(search: Search, text: string): number[] {
  const words = wordsOfName(text)
  // What holds other signs than a name does is no name.
  if (words.length === 0 || /[@_\d]/.test(text)) return []
  // The longest first: fewest names have it.
  const sorted = words.toSorted((a, b) => b.length - a.length)
  const parameters: Parameters = { ...times(search) }
  for (const [index, word] of sorted.entries())
    Object.assign(parameters, { [`word${index}`]: word, [`end${index}`]: `${word}\u{10FFFF}` })
  const isWord = (index: number): string => `word = @word${index}`
  const beginsWord = (index: number): string => `word >= @word${index} AND word < @end${index}`
  const isWithin = (index: number): string =>
    isUnspaced(sorted[index] ?? '')
      ? `word >= '${firstUnspaced}' AND instr(word, @word${index}) > 0`
      : beginsWord(index)
  const walk = (
    rank: number,
    matches: (index: number) => string,
    fits: string,
    more: Parameters,
  ): number[] => {
    const others = sorted
      .slice(1)
      .map(
        (_, index) =>
          `key IN (SELECT key FROM customer_words WHERE ${matches(index + 1)} LIMIT ${mostNames})`,
      )
    const keys = `SELECT key FROM customer_words
      WHERE ${[matches(0), ...others].join(' AND ')} ${withinKeys(search, 'key')} LIMIT ${mostNames}`
    return addWalk(
      search,
      'customer',
      rank,
      `SELECT o.rowid, o.created AS at, (${fits} AND ${inTime(search)}) AS fits, NULL AS amount, NULL AS currency
       FROM (SELECT key FROM (${keys}) ORDER BY key DESC) AS found
       CROSS JOIN searchables AS s ON s.key = found.key CROSS JOIN customers AS o ON o.rowid = s.object`,
      { ...parameters, ...more },
    )
  }
  return [
    // Of one word everybody who has it would be gone through for somebody who has no other.
    ...(words.length > 1
      ? walk(ranks.wholeName, isWord, 's.words = @typed', { typed: words.join(' ') })
      : []),
    ...walk(ranks.nameWords, isWord, '1', {}),
    ...walk(ranks.namePrefix, beginsWord, '1', {}),
    ...(words.some(isUnspaced) ? walk(ranks.partOfCustomer, isWithin, '1', {}) : []),
  ]
}

function byText(search: Search): number[] {
  const match = objectMatch(search.reading.words)
  if (match === null) return []
  return addWalk(
    search,
    'customer',
    search.reading.created === null ? ranks.partOfCustomer : ranks.wordsAndMore,
    `SELECT o.rowid, o.created AS at, ${inTime(search)} AS fits, NULL AS amount, NULL AS currency
     FROM customer_search CROSS JOIN searchables AS s ON s.key = customer_search.rowid CROSS JOIN customers AS o ON o.rowid = s.object
     WHERE customer_search MATCH @match ${withinKeys(search, 'customer_search.rowid')} ORDER BY customer_search.rowid DESC`,
    { ...times(search), match },
  )
}
