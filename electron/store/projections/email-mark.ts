// A mark that stands in a payment's search text for a whole e-mail address: most parts of addresses are in every text, and to find
// one among them takes long. It must never be anything that a person could type.
import { createHash } from 'node:crypto'
import { folded } from '../../../src/domain/fold.ts'

const isWhole = /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/

/** Four characters without meaning (U+E000 to U+EFFF), the same for the same address in any case; null for what is no address. */
export function emailMark(text: string): string | null {
  if (!isWhole.test(text)) return null
  const digest = createHash('sha1').update(folded(text)).digest()
  return [0, 1, 2, 3]
    .map((place) => String.fromCodePoint(0xe000 + (digest.readUInt16BE(place * 2) & 0xfff)))
    .join('')
}
