// What the figures and lists of a desk lack, where that is said beside them. Pure; it must never call complete what the engine does not.
import type { Freshness } from '../../contract/events.ts'

/** Why the desk's key may not read a list of Stripe's ("balance transactions"); null where it may, and while that is not known. */
export function refusedList(freshness: Freshness | undefined, list: string): string | null {
  const begin = `${list}: `
  const refused = freshness?.missing.find(({ what }) => what.startsWith(begin))
  return refused?.what.slice(begin.length) ?? null
}
