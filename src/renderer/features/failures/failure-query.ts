// Which failed payments are asked for, and how that stands in the address: group, state, put, assigned, code, currency, when (or from and
// to), q, sort. A link restores it exactly; what is no filter is ignored. Pure, but for the local time zone of dates.
import type { FailureFilter, FailureGroup, FailureState } from '../../../contract/failures.ts'
import type { FailureSort } from '../../bridge/failure-queries.ts'
import { currencyIn, searchOf, textIn } from '../../state/address-query.ts'
import { formatRange, parseRange, secondsOfRange, type DateRange } from '../../ui/dates/date-range.ts'
import { groupLook, isGroup } from '../../ui/words/failure-groups.ts'
import { codeWord } from '../../ui/words/decline-words.ts'
import { rangeInFull } from '../../ui/dates/range-in-full.ts'
import { stateWords } from './failure-looks.ts'

const states = ['trying', 'recovered', 'lost', 'any'] as const
const puts = ['open', 'snoozed', 'closed', 'all'] as const
export type StateChoice = FailureState | 'any'
export type PutChoice = (typeof puts)[number]

export interface FailureQuery {
  group: FailureGroup | ''
  state: StateChoice
  /** Empty: what is open of those still tried, and all of the others, which nobody needs to act on. */
  put: PutChoice | ''
  assigned: 'mine' | 'none' | ''
  code: string
  currency: string
  /** Of the first failed try. */
  when: DateRange
  text: string
  sort: FailureSort
}

export const emptyQuery: FailureQuery = {
  group: '',
  state: 'trying',
  put: '',
  assigned: '',
  code: '',
  currency: '',
  when: null,
  text: '',
  sort: 'last_desc',
}

/** All of it, in the same order. */
export const withoutFilters = ({ sort }: FailureQuery): FailureQuery => ({ ...emptyQuery, sort })

const sorts: readonly FailureSort[] = ['last_desc', 'amount_desc', 'next_asc']

const oneOf = <Word extends string>(words: readonly Word[], given: string | null): Word | undefined =>
  words.find((word) => word === given)

export function parseFailureQuery(search: string): FailureQuery {
  const given = new URLSearchParams(search)
  const group = given.get('group') ?? ''
  const code = given.get('code') ?? ''
  return {
    group: isGroup(group) ? group : '',
    state: oneOf(states, given.get('state')) ?? 'trying',
    put: oneOf(puts, given.get('put')) ?? '',
    assigned: oneOf(['mine', 'none'], given.get('assigned')) ?? '',
    code: /^[a-z0-9_]{2,100}$/.test(code) ? code : '',
    currency: currencyIn(given),
    when: parseRange(given),
    text: textIn(given),
    sort: oneOf(sorts, given.get('sort')) ?? 'last_desc',
  }
}

export function formatFailureQuery(query: FailureQuery): string {
  const { group, state, put, assigned, code, currency, when, text, sort } = query
  return searchOf({
    group,
    state: state === 'trying' ? '' : state,
    put,
    assigned,
    code,
    currency,
    ...formatRange(when),
    q: text,
    sort: sort === 'last_desc' ? '' : sort,
  })
}

/** Whether more is left out than what the screen begins with. */
export function isNarrowed(query: FailureQuery): boolean {
  return formatFailureQuery({ ...query, sort: 'last_desc' }) !== ''
}

export const putOf = ({ put, state }: Pick<FailureQuery, 'put' | 'state'>): PutChoice =>
  put === '' ? (state === 'trying' ? 'open' : 'all') : put

/** The filter as the contract takes it. `today`: any moment of the local day from which presets count back. */
export function toFilter(query: FailureQuery, today: Date): FailureFilter {
  const { group, state, assigned, code, currency, when } = query
  const text = query.text.trim()
  const { createdFrom, createdBefore } = secondsOfRange(when, today)
  return {
    ...(group === '' ? {} : { group: [group] }),
    ...(state === 'any' ? {} : { state: [state] }),
    put: putOf(query),
    ...(assigned === '' ? {} : { assigned }),
    ...(code === '' ? {} : { declineCode: code }),
    ...(currency === '' ? {} : { currency }),
    ...(createdFrom === undefined ? {} : { failedFrom: createdFrom }),
    ...(createdBefore === undefined ? {} : { failedBefore: createdBefore }),
    ...(text === '' ? {} : { text }),
  }
}

export const putWords: Record<PutChoice, string> = {
  open: 'Open',
  snoozed: 'Snoozed',
  closed: 'Closed',
  all: 'All of them',
}

export const stateChoiceWord = (state: StateChoice): string =>
  state === 'any' ? 'Any state' : stateWords[state]

/** What the filters say, one after the other, for the head of an export. */
export function filterWords(query: FailureQuery, today: Date): string[] {
  return [
    `State: ${stateChoiceWord(query.state)}`,
    `On this machine: ${putWords[putOf(query)].toLowerCase()}`,
    ...(query.group === '' ? [] : [`What to do: ${groupLook(query.group).short}`]),
    ...(query.assigned === '' ? [] : [query.assigned === 'mine' ? 'Assigned to me' : 'Assigned to nobody']),
    ...(query.code === '' ? [] : [`Code: ${query.code} (${codeWord(query.code)})`]),
    ...(query.currency === '' ? [] : [`Currency: ${query.currency.toUpperCase()}`]),
    ...(query.when === null ? [] : [`First failed: ${rangeInFull(query.when, today)}`]),
    ...(query.text.trim() === '' ? [] : [`Text: ${query.text.trim()}`]),
  ]
}
