// What the refunds are asked for, and how that stands in the address. A link restores it exactly; whatever an address holds that
// is not a filter is ignored. Pure.
import type { RefundCounts, RefundFilter } from '../../../contract/refund-life.ts'
import { searchOf, textIn } from '../../state/address-query.ts'
import { stateGroups } from './refund-looks.ts'

type Group = (typeof stateGroups)[number]['name']

export interface RefundQuery {
  view: 'list' | 'board'
  group: Group | ''
  /** Days since it was made or ordered, at least; 0: any. */
  olderThan: number
  text: string
}

/** The refunds that are asked for, and the ways to ask for others and to open one. */
export interface RefundsAddress {
  query: RefundQuery
  change: (changes: Partial<RefundQuery>) => void
  open: (id: string | null, options?: { replace: boolean }) => void
  filter: RefundFilter
}

export const emptyQuery: RefundQuery = { view: 'list', group: '', olderThan: 0, text: '' }

/** All of them, in the same view. */
export const withoutFilters = ({ view }: RefundQuery): RefundQuery => ({ ...emptyQuery, view })

/** Days. */
export const ages = [1, 3, 7, 14, 30, 90] as const

export function parseRefundQuery(search: string): RefundQuery {
  const given = new URLSearchParams(search)
  const older = Number(given.get('older'))
  return {
    view: given.get('view') === 'board' ? 'board' : 'list',
    group: stateGroups.find(({ name }) => name === given.get('state'))?.name ?? '',
    olderThan: ages.find((days) => days === older) ?? 0,
    text: textIn(given),
  }
}

export function formatRefundQuery({ view, group, olderThan, text }: RefundQuery): string {
  return searchOf({
    view: view === 'board' ? 'board' : '',
    state: group,
    older: olderThan === 0 ? '' : String(olderThan),
    q: text,
  })
}

/** The board shows all states, whichever the list showed before. */
const groupOf = ({ view, group }: RefundQuery): Group | '' => (view === 'board' ? '' : group)

/** Whether filters leave something out. */
export function isNarrowed(query: RefundQuery): boolean {
  return groupOf(query) !== '' || query.olderThan !== 0 || query.text !== ''
}

/** The filter as the contract takes it, without the states. `today`: any moment of the local day from which ages count back. */
export function toFilter({ olderThan, text }: RefundQuery, today: Date): RefundFilter {
  const words = text.trim()
  const before = new Date(today)
  before.setHours(0, 0, 0, 0)
  before.setDate(before.getDate() - olderThan)
  return {
    ...(olderThan === 0 ? {} : { createdBefore: Math.floor(before.getTime() / 1000) }),
    ...(words === '' ? {} : { text: words }),
  }
}

/** Words by so many that the oldest were not looked through. */
export const partlyWords = 'So much matches that only the newest was looked through.'
export const isPartly = ({ text }: RefundQuery, counts: RefundCounts | undefined): boolean =>
  text !== '' && counts?.atLeast === true

/** The age as one chooses it. */
export const ageWord = (days: number): string =>
  days === 0 ? 'Any age' : days === 1 ? 'Older than a day' : `Older than ${days} days`

/** What the list was asked for, in words. */
export function filterWords(query: RefundQuery): string[] {
  const { olderThan, text } = query
  return [
    `State: ${stateGroups.find(({ name }) => name === groupOf(query))?.word ?? 'any'}`,
    ...(olderThan === 0 ? [] : [`Age: ${ageWord(olderThan)}`]),
    ...(text.trim() === '' ? [] : [`Text: ${text.trim()}`]),
  ]
}

export function statesOf(query: RefundQuery): Pick<RefundFilter, 'state'> {
  const found = stateGroups.find(({ name }) => name === groupOf(query))
  return found === undefined ? {} : { state: [...found.states] }
}
