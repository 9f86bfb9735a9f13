// Finds objects of any kind by their id or the beginning of it, and invoices by their number.
import type { SearchKind } from '../../../../src/contract/index.ts'
import { addWalk, ranks, type Search } from './search-found.ts'
import { eventPage } from '../events/event-page.ts'

/** Where the objects of each kind are. */
export const searchTables: readonly (readonly [SearchKind, string])[] = [
  ['payment', 'payment_intents'],
  ['customer', 'customers'],
  ['refund', 'refunds'],
  ['invoice', 'invoices'],
  ['subscription', 'subscriptions'],
  ['card', 'payment_methods'],
  ['dispute', 'disputes'],
  ['event', 'events'],
]

const select = 'SELECT o.rowid, o.created AS at, 1 AS fits, NULL AS amount, NULL AS currency'
/** @returns whether an object has exactly this id. */
export function findById(search: Search, wanted: (kind: SearchKind) => boolean): boolean {
  const [text = '', ...more] = search.reading.words
  if (more.length > 0 || !/^[a-z]{2,12}_\w*$/i.test(text)) return false
  let isWhole = false
  const parameters = { text, end: `${text}\u{10FFFF}` }
  const both = (kind: SearchKind, from: string, id: string): void => {
    const whole = addWalk(search, kind, ranks.wholeId, `${select} FROM ${from} WHERE ${id} = @text`, { text })
    isWhole ||= whole.length > 0
    addWalk(
      search,
      kind,
      ranks.beginning,
      `${select} FROM ${from} WHERE ${id} > @text AND ${id} < @end`,
      parameters,
    )
  }
  for (const [kind, table] of searchTables) if (wanted(kind)) both(kind, `${table} AS o`, 'o.id')
  if (wanted('payment'))
    both('payment', 'charges AS c JOIN payment_intents AS o ON o.id = c.payment_intent_id', 'c.id')
  if (isWhole && wanted('event')) addEvents(search, { objectId: text }, ranks.aboutIt)
  return isWhole
}

export function findByNumber(search: Search): void {
  const text = search.reading.words.join(' ')
  if (text.length < 3) return
  const from = `${select} FROM invoices AS o INDEXED BY invoices_by_number WHERE o.number`
  addWalk(search, 'invoice', ranks.invoiceNumber, `${from} = @text COLLATE NOCASE`, { text })
  addWalk(
    search,
    'invoice',
    ranks.beginning,
    `${from} > @text COLLATE NOCASE AND o.number < @end COLLATE NOCASE`,
    {
      text,
      end: `${text}\u{10FFFF}`,
    },
  )
}

/** Events are many and about everything: found by a type, by a part of an id, or when nothing else was asked for. */
export function findEvents(search: Search): void {
  const { words, amounts, last4, brand, created, kinds, state } = search.reading
  if (amounts.length > 0 || last4 !== null || brand !== null || state !== null || words.length > 1) return
  const [text] = words
  const isAskedFor = kinds?.includes('event') === true
  if (text === undefined ? !isAskedFor : !isAskedFor && !/^[a-z_]+\.[a-z_.]+$|^(?=.*\d)\w{8,}$/i.test(text))
    return
  addEvents(
    search,
    {
      ...(text !== undefined && { text }),
      ...(created !== null && { createdFrom: created.from, createdBefore: created.before }),
    },
    ranks.ofCustomer,
  )
}

function addEvents(search: Search, filter: Parameters<typeof eventPage>[1]['filter'], rank: number): void {
  const page = eventPage(search.cache, { filter, limit: search.limit })
  if (page === null) return
  addWalk(
    search,
    'event',
    rank,
    `SELECT page.r AS rowid, page.v AS at, 1 AS fits, NULL AS amount, NULL AS currency FROM (${page.sql}) AS page`,
    page.parameters,
  )
}
