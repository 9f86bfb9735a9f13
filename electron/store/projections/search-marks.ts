// Marks that stand in a payment's search text for a whole e-mail address, an amount, the last digits of a card or a status: most parts of
// those are in every text, and to find one among them takes long. They must never be anything that a person could type.
import { hash } from 'node:crypto'
import { folded } from '../../../src/domain/fold.ts'

const isWhole = /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/

/** The same for the same address in any case; null for what is no address. */
export function emailMark(text: string): string | null {
  return isWhole.test(text) ? markOf(folded(text), 4) : null
}

/** `milli`: thousandths of the major unit; the same in every currency. One trigram. */
export const amountMark = (milli: bigint): string => markOf(`amount ${milli}`, 3)

/** One trigram. */
export const last4Mark = (last4: string): string => markOf(`last4 ${last4}`, 3)

/** One trigram. */
export const statusMark = (status: string): string => markOf(`status ${status}`, 3)

/** So many characters without meaning (U+E000 to U+EFFF). Two texts share three of them once in 10^11. */
function markOf(text: string, length: number): string {
  const digest = hash('sha1', text, 'buffer')
  return Array.from({ length }, (_, place) =>
    String.fromCodePoint(0xe000 + (digest.readUInt16BE(place * 2) & 0xfff)),
  ).join('')
}
