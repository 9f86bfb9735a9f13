// Keyset cursors: where a page ended, as an opaque text. What comes back from the face is parsed like any stranger's input.
import { z } from 'zod'
import { failure, type Failure } from '../../../src/contract/index.ts'

/** The sort value may pass 2^53 (thousandths of an amount), so it travels as a text: of digits, or as it sorts. */
const cursorShape = z.tuple([z.string(), z.string(), z.int().nonnegative()])
const digits = /^-?\d{1,19}$/

export interface Cursor<Value = bigint> {
  value: Value
  rowid: number
}

/** `order`: the name of the order that the page was in; the cursor means nothing in another. */
export function writeCursor(order: string, value: bigint | number | string, rowid: number): string {
  return Buffer.from(JSON.stringify([order, String(value), rowid])).toString('base64url')
}

/** null for anything that `writeCursor` did not make of a whole number for this order. */
export function readCursor(order: string, text: string): Cursor | null {
  const cursor = readTextCursor(order, text)
  if (cursor === null || !digits.test(cursor.value)) return null
  const value = BigInt(cursor.value)
  // SQLite's integers have 64 bits.
  return BigInt.asIntN(64, value) === value ? { value, rowid: cursor.rowid } : null
}

/** The same of an order by a text, such as a name. */
export function readTextCursor(order: string, text: string): Cursor<string> | null {
  try {
    const parsed = cursorShape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    if (!parsed.success || parsed.data[0] !== order) return null
    return { value: parsed.data[1], rowid: parsed.data[2] }
  } catch {
    return null
  }
}

/** What a list answers to a cursor that is null by these. */
export const strangeCursor = (): { ok: false; error: Failure } =>
  failure('cursor_invalid', 'This page marker is not one of ours. Start the list again.')
