// Which of two statements about an object is the later one. It must never depend on which of them arrived first, and where
// Stripe's times can't tell, it must say so: docs/decisions/0007-precedence.md.

/** How an object is known, in the order in which statements of one second can have come about. */
export const said = { created: 0, event: 1, read: 2, deleted: 3 } as const
export type Said = (typeof said)[keyof typeof said]

/** When and how it was said that an object is so. */
export interface Statement {
  /** Milliseconds by Stripe's clock: an event's `created`, or the Date of the answer that held the object. */
  asOf: number
  said: Said
  /** False when only a part of the object was told. */
  whole: boolean
}

/**
 * While tables are made again, a row whose contents are in doubt keeps its time, below zero (rebuild.ts): what is told again takes
 * its place, and what is new is judged by what was known.
 */
export function isDoubted({ asOf }: Statement): boolean {
  return asOf < 0
}

/** The statement as it was before it was in doubt. */
export function undoubted<Known extends Statement>(known: Known): Known {
  return isDoubted(known) ? { ...known, asOf: -1 - known.asOf } : known
}

/** Whether the next statement is the later one; `unsure` when it only counts as that (or not) until the object was read again. */
export interface Verdict {
  later: boolean
  unsure: boolean
}

/** Stripe's clock counts whole seconds, in `created` and in Date. */
const secondMs = 1000
/** An answer's Date is when it was sent; the object was looked up before that, by at most this much. */
export const readTakesMs = 5000

/**
 * Compares what is known with what is said next.
 * Every statement is true of some moment: an event of one within its second, a read of one within the time that the request
 * may have taken. Where those spans do not meet, the later one is the later statement. Where they meet, it is unsure.
 * Creation comes before and deletion after everything else, whatever the times are. A part never replaces the whole.
 */
export function judge(known: Statement, next: Statement): Verdict {
  if (known.whole !== next.whole) return { later: next.whole, unsure: false }
  const rank = rankOf(next.said) - rankOf(known.said)
  if (rank !== 0) return { later: rank > 0, unsure: false }
  const unsure =
    known.said === next.said && known.said !== said.event && known.said !== said.read
      ? false
      : earliest(next) < known.asOf + secondMs && earliest(known) < next.asOf + secondMs
  if (known.asOf !== next.asOf) return { later: next.asOf > known.asOf, unsure }
  // A read is complete; between two reads of one second the one that was asked for later is the better guess.
  return { later: next.said >= known.said, unsure }
}

/** Whether `next` was surely said after everything up to `asOf` (milliseconds). */
export function settles(asOf: number, next: Statement): boolean {
  return next.whole && (next.said === said.deleted || earliest(next) >= asOf + secondMs)
}

function earliest({ asOf, said: how }: Statement): number {
  return how === said.read ? asOf - readTakesMs : asOf
}

/** Creation, then everything else, then deletion, whatever the times are. */
export function rankOf(how: Said): number {
  return how === said.created ? 0 : how === said.deleted ? 2 : 1
}
