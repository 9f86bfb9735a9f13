// Pairs of customer and product that a typed text means: in whose names, e-mail and ids its words occur.
import type { Database } from 'better-sqlite3'
import { folded, tellingWords, wordsOf } from '../../../../src/domain/fold.ts'
import { prepared } from '../prepared.ts'

/** Of the text that was asked for last: an export asks for each of its pages with the same one. */
const meantLast = new WeakMap<Database, { text: string; version: string; meant: string }>()

/** Pairs in whose names, e-mail and ids all of the words occur, as JSON; null where nothing was typed. */
export function meantBy(cache: Database, text: string): string | null {
  const words = tellingWords(wordsOf(text)).map(folded)
  if (words.length === 0) return null
  const version = versionOf(cache)
  const last = meantLast.get(cache)
  if (last?.text === text && last.version === version) return last.meant
  const meant = pairsNamed(cache, words)
  meantLast.set(cache, { text, version, meant })
  return meant
}

/** Another one once anything was written, by this connection or by another. */
const versionOf = (cache: Database): string =>
  `${String(cache.pragma('data_version', { simple: true }))} ${prepared<[], number>(cache, 'SELECT total_changes()').pluck().get()}`

function pairsNamed(cache: Database, words: readonly string[]): string {
  const found: string[] = []
  const rows = prepared<[], [string, string]>(
    cache,
    `SELECT pair.customer_id || char(10) || pair.product_id,
       concat_ws(char(10), pair.customer_id, pair.product_id, c.name, c.email, p.name)
     FROM (SELECT DISTINCT customer_id, product_id FROM access_stretches INDEXED BY access_stretches_by_customer) AS pair
     LEFT JOIN customers AS c ON c.id = pair.customer_id LEFT JOIN products AS p ON p.id = pair.product_id`,
  ).raw()
  for (const [key, held] of rows.iterate()) {
    const all = folded(held)
    if (words.every((word) => all.includes(word))) found.push(key)
  }
  return JSON.stringify(found)
}
