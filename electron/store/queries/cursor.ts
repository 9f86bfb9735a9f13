// Keyset cursors: where a page ended, as an opaque text. What comes back from the face is parsed like any stranger's input.
import { z } from 'zod'

/** The sort value may pass 2^53 (thousandths of an amount), so it travels as a text of digits. */
const cursorShape = z.tuple([z.string(), z.string().regex(/^-?\d{1,19}$/), z.int().nonnegative()])

export interface Cursor {
  value: bigint
  rowid: number
}

/** `order`: the name of the order that the page was in; the cursor means nothing in another. */
export function writeCursor(order: string, value: bigint | number, rowid: number): string {
  return Buffer.from(JSON.stringify([order, String(value), rowid])).toString('base64url')
}

/** null for anything that `writeCursor` did not make for this order. */
export function readCursor(order: string, text: string): Cursor | null {
  try {
    const parsed = cursorShape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    if (!parsed.success || parsed.data[0] !== order) return null
    const value = BigInt(parsed.data[1])
    // SQLite's integers have 64 bits.
    return BigInt.asIntN(64, value) === value ? { value, rowid: parsed.data[2] } : null
  } catch {
    return null
  }
}
