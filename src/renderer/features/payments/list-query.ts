// What the payments list is asked for, and how that stands in the address. A link restores it exactly; whatever an address
// holds that is not a filter is ignored. Pure, but for the local time zone of dates.
import type { PaymentFilter, PaymentStatus } from '../../../contract/payments.ts'
import type { PaymentSort } from '../../bridge/queries.ts'
import { paymentLooks } from '../../ui/looks.ts'

export type DatePreset = 'today' | '7d' | '30d' | 'month'
export const datePresets: Record<DatePreset, string> = {
  today: 'Today',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  month: 'This month',
}

/** Local calendar days, "2026-11-23", both inclusive; either may be empty. */
export interface DateSpan {
  from: string
  to: string
}

export interface ListQuery {
  status: readonly PaymentStatus[]
  when: DatePreset | DateSpan | null
  /** Major units with a point, as the contract wants them; empty: no bound. */
  amountFrom: string
  amountTo: string
  currency: string
  text: string
  sort: PaymentSort
}

export const emptyQuery: ListQuery = {
  status: [],
  when: null,
  amountFrom: '',
  amountTo: '',
  currency: '',
  text: '',
  sort: 'created_desc',
}

const sorts: readonly PaymentSort[] = ['created_desc', 'created_asc', 'amount_desc', 'amount_asc']
const amountPattern = /^\d{1,13}(\.\d{1,3})?$/
const dayPattern = /^\d{4}-\d{2}-\d{2}$/

/** Reads an amount bound as typed ("49,90", " 50 "); null if it is no such amount. */
export function readBound(typed: string): string | null {
  const text = typed.trim().replace(',', '.')
  return text === '' || amountPattern.test(text) ? text : null
}

function readDay(text: string | null): string {
  return text !== null && dayPattern.test(text) && !Number.isNaN(Date.parse(text)) ? text : ''
}

export function parseListQuery(search: string): ListQuery {
  const given = new URLSearchParams(search)
  const status = (given.get('status') ?? '')
    .split(',')
    .filter((word): word is PaymentStatus => Object.hasOwn(paymentLooks, word))
  const preset = given.get('when') ?? ''
  const span = { from: readDay(given.get('from')), to: readDay(given.get('to')) }
  const currency = given.get('currency') ?? ''
  return {
    status: [...new Set(status)],
    when: Object.hasOwn(datePresets, preset)
      ? (preset as DatePreset)
      : span.from === '' && span.to === ''
        ? null
        : span,
    amountFrom: readBound(given.get('min') ?? '') ?? '',
    amountTo: readBound(given.get('max') ?? '') ?? '',
    currency: /^[a-z]{3}$/.test(currency) ? currency : '',
    text: (given.get('q') ?? '').slice(0, 200),
    sort: sorts.find((sort) => sort === given.get('sort')) ?? 'created_desc',
  }
}

export function formatListQuery(query: ListQuery): string {
  const parts = new URLSearchParams()
  const put = (name: string, value: string): void => {
    if (value !== '') parts.set(name, value)
  }
  put('status', query.status.join(','))
  if (typeof query.when === 'string') put('when', query.when)
  else if (query.when !== null) {
    put('from', query.when.from)
    put('to', query.when.to)
  }
  put('min', query.amountFrom)
  put('max', query.amountTo)
  put('currency', query.currency)
  put('q', query.text)
  if (query.sort !== 'created_desc') put('sort', query.sort)
  return parts.toString().replaceAll('%2C', ',')
}

/** True when something narrows the list (the order of rows does not). */
export function isNarrowed(query: ListQuery): boolean {
  return formatListQuery({ ...query, sort: 'created_desc' }) !== ''
}

/** Unix seconds of the local midnight that begins a day, `days` after it. */
function midnight(day: Date, days = 0): number {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).getTime() / 1000
}

const localDay = (text: string): Date => new Date(`${text}T00:00:00`)

function spanOf(when: ListQuery['when'], today: Date): Pick<PaymentFilter, 'createdFrom' | 'createdBefore'> {
  switch (when) {
    case null:
      return {}
    case 'today':
      return { createdFrom: midnight(today) }
    case '7d':
      return { createdFrom: midnight(today, -6) }
    case '30d':
      return { createdFrom: midnight(today, -29) }
    case 'month':
      return { createdFrom: midnight(new Date(today.getFullYear(), today.getMonth(), 1)) }
    default:
      return {
        ...(when.from === '' ? {} : { createdFrom: Math.max(0, midnight(localDay(when.from))) }),
        ...(when.to === '' ? {} : { createdBefore: Math.max(0, midnight(localDay(when.to), 1)) }),
      }
  }
}

/** The filter as the contract takes it. `today`: any moment of the local day from which presets count back. */
export function toFilter(query: ListQuery, today: Date): PaymentFilter {
  const text = query.text.trim()
  return {
    ...(query.status.length === 0 ? {} : { status: [...query.status] }),
    ...spanOf(query.when, today),
    ...(query.currency === '' ? {} : { currency: query.currency }),
    ...(query.amountFrom === '' ? {} : { amountFrom: query.amountFrom }),
    ...(query.amountTo === '' ? {} : { amountTo: query.amountTo }),
    ...(text === '' ? {} : { text }),
  }
}

/** "Last 7 days", "from 2026-01-01", "2026-01-01 to 2026-01-31". */
export function whenWord(when: NonNullable<ListQuery['when']>): string {
  if (typeof when === 'string') return datePresets[when]
  if (when.to === '') return `From ${when.from}`
  if (when.from === '') return `Until ${when.to}`
  return when.from === when.to ? when.from : `${when.from} to ${when.to}`
}
