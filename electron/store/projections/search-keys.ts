// Row ids for search tables, in order of creation, so that the newest matches of a common word are found first.
import { searchKeysPerSecond } from '../migrations/cache/0004-questions.ts'

/**
 * The next free key of a second, from `base` on. A second that is full lends from the next.
 * `lastKey`: the highest key in use from the first to before the second argument.
 */
export function nextSearchKey(
  created: number,
  base: number,
  lastKey: (from: number, before: number) => number | null | undefined,
): number {
  for (let from = base + created * searchKeysPerSecond; ; from += searchKeysPerSecond) {
    const next = (lastKey(from, from + searchKeysPerSecond) ?? from - 1) + 1
    if (next < from + searchKeysPerSecond) return next
  }
}

export function isKeyOfSecond(key: number, created: number, base: number): boolean {
  return Math.floor((key - base) / searchKeysPerSecond) === created
}
