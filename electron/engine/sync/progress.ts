// How far a reading of the history has come and how long it will take. An estimate is null rather than a wild guess.
import type { DueWindow, ListRead } from '../../store/sync/windows.ts'

/** The speed is that of the last so many milliseconds. */
const recentMs = 10_000

export interface Speedometer {
  add(objects: number): void
  /** Objects a second. */
  perSecond(): number
}

/** `now`: milliseconds of a clock that never jumps. */
export function speedometer(now: () => number = () => performance.now()): Speedometer {
  let recent: { at: number; objects: number }[] = []
  let begunAt: number | null = null
  return {
    add(objects) {
      begunAt ??= now()
      recent.push({ at: now(), objects })
    },
    perSecond() {
      const at = now()
      recent = recent.filter((entry) => entry.at > at - recentMs)
      if (recent.length === 0 || begunAt === null) {
        begunAt = null
        return 0
      }
      // Not less than a second: the first page alone says nothing of a speed.
      const seconds = Math.max(1000, Math.min(recentMs, at - begunAt)) / 1000
      return recent.reduce((sum, entry) => sum + entry.objects, 0) / seconds
    },
  }
}

/**
 * How many objects a reading will have stored in the end: what is due is taken to be as dense as what was read. Null while
 * it is not known how far back an account goes, which the first list that was read to its beginning tells.
 */
export function estimateWhole(lists: readonly ListRead[], due: readonly DueWindow[]): number | null {
  const dueOf = (kind: string): DueWindow[] => due.filter((window) => window.kind === kind)
  const beginnings = lists
    .filter((list) => list.oldest !== null && dueOf(list.kind).every((window) => window.from > 0))
    .map((list) => list.oldest ?? 0)
  const done = lists.reduce((sum, list) => sum + list.objects, 0)
  if (due.length === 0) return done
  if (beginnings.length === 0) return null
  const beginning = Math.min(...beginnings)
  let left = 0
  for (const { kind, begunAt, oldest, objects } of lists) {
    const windows = dueOf(kind)
    if (windows.length === 0) continue
    // Only news of it is due, which is not counted.
    if (begunAt === null) continue
    // A list of which nothing was read yet can be of any length.
    if (oldest === null) return null
    const from = Math.min(beginning, oldest)
    const seconds = windows.reduce(
      (sum, window) => sum + Math.max(0, window.to - Math.max(window.from, from)),
      0,
    )
    const read = Math.max(1, begunAt - from - seconds)
    left += (objects / read) * seconds
  }
  return Math.round(done + left)
}
