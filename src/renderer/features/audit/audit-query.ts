// What the audit is asked for, and how that stands in the address. A link restores it exactly; whatever an address holds that
// is not a filter is ignored. Pure, but for the local time zone of dates.
import type { AuditFilter, AuditKind } from '../../../contract/audit.ts'
import { searchOf } from '../../state/address-query.ts'
import { formatRange, millisecondsOfRange, parseRange, type DateRange } from '../../ui/dates/date-range.ts'
import { inOrder } from './audit-looks.ts'

export interface AuditQuery {
  /** Empty: all. In the contract's order. */
  kinds: readonly AuditKind[]
  when: DateRange
  text: string
}

export const emptyQuery: AuditQuery = { kinds: [], when: null, text: '' }

export function parseAuditQuery(search: string): AuditQuery {
  const given = new URLSearchParams(search)
  return {
    kinds: inOrder((given.get('kind') ?? '').split(',')),
    when: parseRange(given),
    text: (given.get('q') ?? '').slice(0, 200),
  }
}

export function formatAuditQuery({ kinds, when, text }: AuditQuery): string {
  return searchOf({ kind: inOrder(kinds).join(','), ...formatRange(when), q: text })
}

export function isNarrowed(query: AuditQuery): boolean {
  return formatAuditQuery(query) !== ''
}

/** The filter as the contract takes it. `today`: any moment of the local day from which presets count back. */
export function toFilter({ kinds, when, text }: AuditQuery, today: Date): AuditFilter {
  const words = text.trim()
  return {
    ...(kinds.length === 0 ? {} : { kinds: [...kinds] }),
    ...millisecondsOfRange(when, today),
    ...(words === '' ? {} : { text: words }),
  }
}

/** The number of an entry as it stands in an address; null where it is none. */
export function readSeq(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}
