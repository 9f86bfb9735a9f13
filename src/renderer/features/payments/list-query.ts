// What the payments list is asked for, and how that stands in the address. A link restores it exactly; whatever an address
// holds that is not a filter is ignored. Pure, but for the local time zone of dates.
import type { PaymentFilter, PaymentStatus } from '../../../contract/payments.ts'
import { isBound } from '../../../domain/money.ts'
import type { PaymentSort } from '../../bridge/payment-queries.ts'
import { currencyIn, searchOf, textIn } from '../../state/address-query.ts'
import { formatRange, parseRange, secondsOfRange, type DateRange } from '../../ui/dates/date-range.ts'
import { paymentLooks } from '../../ui/words/looks.ts'
import { rangeInFull } from '../../ui/dates/range-in-full.ts'

export interface ListQuery {
  status: readonly PaymentStatus[]
  when: DateRange
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

/** All of it, in the same order. */
export const withoutFilters = ({ sort }: ListQuery): ListQuery => ({ ...emptyQuery, sort })

const sorts: readonly PaymentSort[] = ['created_desc', 'created_asc', 'amount_desc', 'amount_asc']
const boundOf = (given: string | null): string => (given !== null && isBound(given) ? given : '')

export function parseListQuery(search: string): ListQuery {
  const given = new URLSearchParams(search)
  const status = (given.get('status') ?? '')
    .split(',')
    .filter((word): word is PaymentStatus => Object.hasOwn(paymentLooks, word))
  return {
    status: [...new Set(status)],
    when: parseRange(given),
    amountFrom: boundOf(given.get('min')),
    amountTo: boundOf(given.get('max')),
    currency: currencyIn(given),
    text: textIn(given),
    sort: sorts.find((sort) => sort === given.get('sort')) ?? 'created_desc',
  }
}

export function formatListQuery(query: ListQuery): string {
  return searchOf({
    status: query.status.join(','),
    ...formatRange(query.when),
    min: query.amountFrom,
    max: query.amountTo,
    currency: query.currency,
    q: query.text,
    sort: query.sort === 'created_desc' ? '' : query.sort,
  })
}

/** True when something narrows the list (the order of rows does not). */
export function isNarrowed(query: ListQuery): boolean {
  return formatListQuery({ ...query, sort: 'created_desc' }) !== ''
}

/** What the list was asked for, in words. */
export function filterWords(
  { status, when, amountFrom, amountTo, currency, text }: ListQuery,
  today: Date,
): string[] {
  return [
    `Status: ${status.length === 0 ? 'any' : status.map((each) => paymentLooks[each].word).join(', ')}`,
    ...(when === null ? [] : [`Created: ${rangeInFull(when, today)}`]),
    ...(amountFrom === '' ? [] : [`Amount: from ${amountFrom}`]),
    ...(amountTo === '' ? [] : [`Amount: to ${amountTo}`]),
    ...(currency === '' ? [] : [`Currency: ${currency.toUpperCase()}`]),
    ...(text.trim() === '' ? [] : [`Text: ${text.trim()}`]),
  ]
}

/** The filter as the contract takes it. `today`: any moment of the local day from which presets count back. */
export function toFilter(query: ListQuery, today: Date): PaymentFilter {
  const text = query.text.trim()
  return {
    ...(query.status.length === 0 ? {} : { status: [...query.status] }),
    ...secondsOfRange(query.when, today),
    ...(query.currency === '' ? {} : { currency: query.currency }),
    ...(query.amountFrom === '' ? {} : { amountFrom: query.amountFrom }),
    ...(query.amountTo === '' ? {} : { amountTo: query.amountTo }),
    ...(text === '' ? {} : { text }),
  }
}
