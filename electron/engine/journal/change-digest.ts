// A change as the journal keeps it: its digest and its idempotency key. Pure but for the hash.
// What is journalled is what is sent: nothing may be added to or left out of the payload later.
import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../src/domain/canonical-json.ts'
import type { Change, ChangeKind } from '../../../src/contract/index.ts'

/** What is ordered, judged and ready to be journalled. */
export interface ChangeIntent {
  orderId: string
  deskId: string
  change: Change
  objectId: string
  /** No two orders that may still have an effect share this. */
  blocks: string
  /** Exactly the parameters of the call. */
  payload: object
  /** What is replaced, as it is now; null where nothing is. */
  base: string | null
  words: string
  subject: string | null
  note: string | null
}

/** The columns that make this order this order. */
export interface DigestedChange {
  id: string
  desk_id: string
  kind: ChangeKind
  object_id: string
  blocks: string
  request: string
  payload: string
  base: string | null
  words: string
  note: string | null
  operator: string
}

/** SHA-256 (hex): a row whose digest does not match its contents was altered and is never sent. */
export function digestOfChange(row: DigestedChange): string {
  const { id, desk_id, kind, object_id, blocks, request, payload, base, words, note, operator } = row
  const digested = { id, desk_id, kind, object_id, blocks, request, payload, base, words, note, operator }
  return createHash('sha256').update(canonicalJson(digested)).digest('hex')
}

/** One order, one key, for ever: derived from the order's id, so that no path can invent a second one. */
export function changeKeyOf(kind: ChangeKind, orderId: string): string {
  return `bursar-${kind}-${orderId}`
}
