// The events as a table for a spreadsheet: what the list is, which filters were in force, and what each column means; not what they hold. Pure.
import type { Desk } from '../../../contract/desks.ts'
import type { EventRow } from '../../../contract/events.ts'
import { modeWord } from '../../ui/words/desk-words.ts'
import { isoTime } from '../../ui/dates/time.ts'
import type { CsvTable } from '../../ui/lists/use-csv-export.ts'
import { sourceLooks, stateLooks } from './event-looks.ts'
import { filterWords, type EventQuery } from './event-query.ts'

export function eventTable(desk: Desk, query: EventQuery, now: Date): CsvTable<EventRow> {
  return {
    desk,
    name: 'events',
    idOf: ({ id }) => id,
    head: [
      ['Events', `${desk.businessName}, ${modeWord(desk)}`],
      ['Exported at', now.toISOString()],
      ...filterWords(query, now).map((word) => ['Filter', word]),
      ['Definition', 'State: what became of it in the tables here. Source: what brought it.'],
      ['Definition', 'Deliveries: how often it was delivered to the listener.'],
      ['Definition', 'Created: at Stripe. Received: here. Times are UTC.'],
    ],
    columns: [
      { name: 'Event', cell: ({ id }) => id },
      { name: 'Type', cell: ({ type }) => type },
      { name: 'Object', cell: ({ objectId }) => objectId ?? '' },
      { name: 'Object type', cell: ({ objectType }) => objectType ?? '' },
      { name: 'State', cell: ({ state }) => stateLooks[state].word },
      { name: 'Source', cell: ({ source }) => sourceLooks[source].word },
      { name: 'Deliveries', cell: ({ deliveries }) => String(deliveries) },
      { name: 'Created', cell: ({ created }) => isoTime(created) },
      { name: 'Received', cell: ({ receivedAt }) => new Date(receivedAt).toISOString() },
      { name: 'API version', cell: ({ apiVersion }) => apiVersion ?? '' },
    ],
  } // prettier-ignore
}
