// Sums that are exact or not told at all. SQLite adds up in 64 bits, a double holds 53: it must never let the rest be rounded off.
import { failure, type Result } from '../../../src/contract/index.ts'

class TooLargeToTell extends Error {}

/** An integer of SQLite's as a number. @throws TooLargeToTell where a double does not hold it exactly. */
export function exactly(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new TooLargeToTell()
  return number
}

/** @throws TooLargeToTell as `exactly`. */
export function plus(a: number, b: number): number {
  const sum = a + b
  if (!Number.isSafeInteger(sum)) throw new TooLargeToTell()
  return sum
}

/** The answer, or `too_large` where a sum in it can't be told exactly. */
export function orTooLarge<Value>(answer: () => Result<Value>): Result<Value> {
  try {
    return answer()
  } catch (thrown) {
    const isTooLarge = thrown instanceof TooLargeToTell || isOverflow(thrown)
    if (!isTooLarge) throw thrown
    return failure('too_large', 'A sum is larger than can be told exactly. Choose a shorter time.')
  }
}

/** What SQLite's sum() throws beyond 64 bits. */
function isOverflow(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.message === 'integer overflow'
}
