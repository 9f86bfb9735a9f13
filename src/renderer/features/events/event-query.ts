// What the events list is asked for, and how that stands in the address. A link restores it exactly; whatever an address
// holds that is not a filter is ignored. Pure, but for the local time zone of dates.
import type { EventFilter } from '../../bridge/event-queries.ts'
import { searchOf, textIn } from '../../state/address-query.ts'
import { formatRange, parseRange, secondsOfRange, type DateRange } from '../../ui/dates/date-range.ts'
import { rangeInFull } from '../../ui/dates/range-in-full.ts'
import { sourceLooks, stateLooks, type EventSource, type EventState } from './event-looks.ts'

export interface EventQuery {
  state: EventState | ''
  source: EventSource | ''
  /** Exact types, or groups such as "invoice.*". */
  types: readonly string[]
  when: DateRange
  objectId: string
  text: string
}

export const emptyQuery: EventQuery = { state: '', source: '', types: [], when: null, objectId: '', text: '' }

const mostTypes = 20
/** Some of API v2 name a part of the object: `v2.core.account[requirements].updated`. */
const typePattern = /^[a-z0-9_]+(\[[a-z0-9_.]+\])?(\.[a-z0-9_]+(\[[a-z0-9_.]+\])?)*(\.\*)?$/

/** Reads a type, or a group such as "invoice.*", as typed; null if it is neither. */
export function readType(typed: string): string | null {
  const text = typed.trim().toLowerCase()
  return text.length <= 100 && typePattern.test(text) ? text : null
}

function oneOf<Word extends string>(words: Readonly<Record<Word, unknown>>, given: string | null): Word | '' {
  return given !== null && Object.hasOwn(words, given) ? (given as Word) : ''
}

export function parseEventQuery(search: string): EventQuery {
  const given = new URLSearchParams(search)
  const types = (given.get('type') ?? '').split(',').map(readType)
  return {
    state: oneOf(stateLooks, given.get('state')),
    source: oneOf(sourceLooks, given.get('source')),
    types: [...new Set(types.filter((type) => type !== null))].slice(0, mostTypes),
    when: parseRange(given),
    objectId: (given.get('object') ?? '').slice(0, 255),
    text: textIn(given),
  }
}

export function formatEventQuery(query: EventQuery): string {
  return searchOf({
    state: query.state,
    source: query.source,
    type: query.types.join(','),
    ...formatRange(query.when),
    object: query.objectId,
    q: query.text,
  })
}

export function isNarrowed(query: EventQuery): boolean {
  return formatEventQuery(query) !== ''
}

/** The filter as the contract takes it. `today`: any moment of the local day from which presets count back. */
export function toFilter(query: EventQuery, today: Date): EventFilter {
  const text = query.text.trim()
  return {
    ...(query.state === '' ? {} : { state: query.state }),
    ...(query.source === '' ? {} : { source: query.source }),
    ...(query.types.length === 0 ? {} : { types: [...query.types] }),
    ...secondsOfRange(query.when, today),
    ...(query.objectId === '' ? {} : { objectId: query.objectId }),
    ...(text === '' ? {} : { text }),
  }
}

/** What the filters say, one after the other, for the head of an export. */
export function filterWords(
  { state, source, types, when, objectId, text }: EventQuery,
  today: Date,
): string[] {
  return [
    ...(state === '' ? [] : [`State: ${stateLooks[state].word}`]),
    ...(source === '' ? [] : [`Source: ${sourceLooks[source].word}`]),
    ...(types.length === 0 ? [] : [`Type: ${types.join(', ')}`]),
    ...(when === null ? [] : [`Created: ${rangeInFull(when, today)}`]),
    ...(objectId === '' ? [] : [`Object: ${objectId}`]),
    ...(text.trim() === '' ? [] : [`Text: ${text.trim()}`]),
  ]
}
