// Which disputes are asked for, and how that stands in the address: state, currency, when (or from and to), q, sort. Pure, but for the
// local time zone of dates.
import type { DisputeFilter, DisputeState } from '../../../contract/disputes.ts'
import type { DisputeSort } from '../../bridge/failure-queries.ts'
import { currencyIn, searchOf, textIn } from '../../state/address-query.ts'
import { formatRange, parseRange, secondsOfRange, type DateRange } from '../../ui/dates/date-range.ts'
import { rangeInFull } from '../../ui/dates/range-in-full.ts'
import { isState, stateLook } from './dispute-looks.ts'

export interface DisputeQuery {
  state: DisputeState | ''
  currency: string
  when: DateRange
  text: string
  sort: DisputeSort
}

export const emptyQuery: DisputeQuery = { state: '', currency: '', when: null, text: '', sort: 'due_asc' }

/** All of it, in the same order. */
export const withoutFilters = ({ sort }: DisputeQuery): DisputeQuery => ({ ...emptyQuery, sort })

const sorts: readonly DisputeSort[] = ['due_asc', 'created_desc', 'amount_desc']

export function parseDisputeQuery(search: string): DisputeQuery {
  const given = new URLSearchParams(search)
  const state = given.get('state') ?? ''
  return {
    state: isState(state) ? state : '',
    currency: currencyIn(given),
    when: parseRange(given),
    text: textIn(given),
    sort: sorts.find((sort) => sort === given.get('sort')) ?? 'due_asc',
  }
}

export function formatDisputeQuery({ state, currency, when, text, sort }: DisputeQuery): string {
  return searchOf({
    state,
    currency,
    ...formatRange(when),
    q: text,
    sort: sort === 'due_asc' ? '' : sort,
  })
}

export function isNarrowed(query: DisputeQuery): boolean {
  return formatDisputeQuery({ ...query, sort: 'due_asc' }) !== ''
}

/** The filter as the contract takes it. `today`: any moment of the local day from which presets count back. */
export function toFilter({ state, currency, when, text }: DisputeQuery, today: Date): DisputeFilter {
  const words = text.trim()
  return {
    ...(state === '' ? {} : { state: [state] }),
    ...(currency === '' ? {} : { currency }),
    ...secondsOfRange(when, today),
    ...(words === '' ? {} : { text: words }),
  }
}

/** What the filters say, one after the other, for the head of an export. */
export function filterWords({ state, currency, when, text }: DisputeQuery, today: Date): string[] {
  return [
    `State: ${state === '' ? 'any' : stateLook(state).word}`,
    ...(currency === '' ? [] : [`Currency: ${currency.toUpperCase()}`]),
    ...(when === null ? [] : [`Opened: ${rangeInFull(when, today)}`]),
    ...(text.trim() === '' ? [] : [`Text: ${text.trim()}`]),
  ]
}
