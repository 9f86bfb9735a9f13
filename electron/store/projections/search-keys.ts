// Row ids for search tables, in order of creation, so that the newest matches of a common word are found first.

/** A key is the second of creation times this, and a number within the second. Never changed: files hold keys. */
const searchKeysPerSecond = 1024
/** Added to the keys of customers, so that theirs are no other object's. Never changed either. */
export const customerKeys = 2 ** 44

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

/** A full second lends keys from the next; more than an hour of them is no business's. */
const lentAtMost = 3600
/** Seconds, so far off that the keys just fit into 64 bits. */
const farOff = 2 ** 52

/**
 * Between which keys everything is that was created in a stretch of time (Unix seconds), and little else; `base` as they have it. BigInt, because a number is
 * bound as a real, and a search table takes no bound on its row ids from that.
 */
export function searchKeysWithin(
  from = 0,
  before = farOff,
  base = 0,
): { keyFrom: bigint; keyBefore: bigint } {
  const key = (seconds: number): bigint =>
    BigInt(base) + BigInt(Math.min(seconds, farOff)) * BigInt(searchKeysPerSecond)
  return { keyFrom: key(from), keyBefore: key(before + lentAtMost) }
}
