// Which desks are one business, and how businesses stand in the list. Pure: the profile keeps what comes out of here. A business
// on a local server, or the demo's, must never be taken for the account of the same id at Stripe.
import { businessColors, type BusinessColor } from '../../../src/contract/index.ts'
import type { DeskRecord } from './desk-record.ts'

/** In the order of the list. */
export interface Business {
  id: string
  /** As the operator calls it; null: as Stripe does. */
  name: string | null
  color: BusinessColor
}

type OfBusiness = Pick<DeskRecord, 'kind' | 'accountId' | 'baseUrl'>

export function businessIdOf({ kind, accountId, baseUrl }: OfBusiness): string {
  if (kind === 'demo') return 'demo'
  return baseUrl === undefined ? accountId : `${accountId}-local`
}

/** Those that have a desk, in the order in which they were; new ones at the end, with the next colour. */
export function businessesOf(desks: readonly OfBusiness[], before: readonly Business[]): Business[] {
  const ids = new Set(desks.map(businessIdOf))
  const businesses = before.filter(({ id }) => ids.has(id))
  for (const id of ids) {
    if (businesses.some((business) => business.id === id)) continue
    businesses.push({ id, name: null, color: nextColor(businesses) })
  }
  return businesses
}

/** In turn, and again from the first one when all are taken. */
function nextColor(businesses: readonly Business[]): BusinessColor {
  const worn = (color: BusinessColor): number => businesses.filter((one) => one.color === color).length
  return businessColors.reduce((best, color) => (worn(color) < worn(best) ? color : best))
}

/** Desks of one business side by side, test before live. */
export function inOrder<Desk extends OfBusiness & Pick<DeskRecord, 'mode'>>(
  desks: readonly Desk[],
  businesses: readonly Business[],
): Desk[] {
  const place = new Map(businesses.map(({ id }, index) => [id, index * 2]))
  const placeOf = (desk: Desk): number =>
    (place.get(businessIdOf(desk)) ?? place.size * 2) + (desk.mode === 'live' ? 1 : 0)
  return desks.toSorted((one, other) => placeOf(one) - placeOf(other))
}

/** As wanted; those that were not named follow as they were. Null when one is named that does not exist. */
export function reordered(businesses: readonly Business[], wanted: readonly string[]): Business[] | null {
  const byId = new Map(businesses.map((business) => [business.id, business]))
  const first = [...new Set(wanted)].map((id) => byId.get(id))
  if (!first.every((business) => business !== undefined)) return null
  return [...first, ...businesses.filter(({ id }) => !wanted.includes(id))]
}
