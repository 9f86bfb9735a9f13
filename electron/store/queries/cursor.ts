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

/** The text of whatever marks a place, with the name of its order first: it means nothing in another. */
export function packCursor(order: string, ...place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([order, ...place])).toString('base64url')
}

/** What `packCursor` made of such parts; null for anything else. */
export function unpackCursor<Shape extends z.ZodType>(shape: Shape, text: string): z.output<Shape> | null {
  try {
    const parsed = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** `order`: the name of the order that the page was in; the cursor means nothing in another. */
export function writeCursor(order: string, value: bigint | number | string, rowid: number): string {
  return packCursor(order, String(value), rowid)
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
  const cursor = unpackCursor(cursorShape, text)
  return cursor === null || cursor[0] !== order ? null : { value: cursor[1], rowid: cursor[2] }
}

/** What a list answers to a cursor that is null by these. */
export const strangeCursor = (): { ok: false; error: Failure } =>
  failure('cursor_invalid', 'This page marker is not one of ours. Start the list again.')
