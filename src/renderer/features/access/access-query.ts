// Which access is asked for, and how that stands in the address: on, reason, product, at (a local moment), q. Pure, but for the local time zone
// of moments.
import type { AccessReason } from '../../../contract/subscription-lists.ts'
import type { AccessFilter } from '../../bridge/subscription-queries.ts'
import { idIn, searchOf, textIn } from '../../state/address-query.ts'
import { isReason, reasonLook } from '../../ui/words/access-looks.ts'

export interface AccessQuery {
  on: 'on' | 'off' | ''
  reason: AccessReason | ''
  productId: string
  /** "2026-11-23T14:00", local; empty: now. */
  at: string
  text: string
}

export const emptyQuery: AccessQuery = { on: '', reason: '', productId: '', at: '', text: '' }

/** All of it, at the same moment. */
export const withoutFilters = ({ at }: AccessQuery): AccessQuery => ({ ...emptyQuery, at })

export function parseAccessQuery(search: string): AccessQuery {
  const given = new URLSearchParams(search)
  const on = given.get('on')
  const reason = given.get('reason') ?? ''
  const at = given.get('at') ?? ''
  return {
    on: on === 'on' || on === 'off' ? on : '',
    reason: isReason(reason) ? reason : '',
    productId: idIn(given, 'product'),
    at: secondsOf(at) === null ? '' : at,
    text: textIn(given),
  }
}

export function formatAccessQuery({ on, reason, productId, at, text }: AccessQuery): string {
  return searchOf({ on, reason, product: productId, at, q: text })
}

/** Whether rows are left out; another moment leaves none out. */
export const isNarrowed = (query: AccessQuery): boolean => formatAccessQuery({ ...query, at: '' }) !== ''

/** Unix seconds of a local moment such as "2026-11-23T14:00"; null for what is none. */
export function secondsOf(at: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(at)) return null
  const seconds = Math.floor(new Date(at).getTime() / 1000)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

/** "2026-11-23T14:00" of a moment, local. Unix milliseconds. */
export function localMoment(milliseconds: number): string {
  const date = new Date(milliseconds)
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`
}

export function toFilter({ on, reason, productId, text }: AccessQuery): AccessFilter {
  const words = text.trim()
  return {
    ...(on === '' ? {} : { on: on === 'on' }),
    ...(reason === '' ? {} : { reason: [reason] }),
    ...(productId === '' ? {} : { productId }),
    ...(words === '' ? {} : { text: words }),
  }
}

/** What the filters say, one after the other, for the head of an export. */
export function filterWords({ on, reason, productId, text }: AccessQuery): string[] {
  return [
    ...(on === '' ? [] : [`Access: ${on}`]),
    ...(reason === '' ? [] : [`Why: ${reasonLook(reason).word}`]),
    ...(productId === '' ? [] : [`Product: ${productId}`]),
    ...(text.trim() === '' ? [] : [`Text: ${text.trim()}`]),
  ]
}
