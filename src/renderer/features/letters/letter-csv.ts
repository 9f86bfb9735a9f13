// The letters as a table for a spreadsheet: what the list is, which were asked for, and what each column means; not what they say. Pure.
import type { Draft } from '../../../contract/letters.ts'
import type { Desk } from '../../../contract/desks.ts'
import { modeWord } from '../../ui/words/desk-words.ts'
import { isoMoment, isoTime } from '../../ui/dates/time.ts'
import type { CsvTable } from '../../ui/lists/use-csv-export.ts'
import { letterLook } from './letter-looks.ts'
import { stateWord, type LetterQuery } from './letter-query.ts'

export function letterTable(desk: Desk, { state }: LetterQuery, now: Date): CsvTable<Draft> {
  return {
    desk,
    name: 'letters',
    idOf: ({ invoiceId }) => invoiceId,
    head: [
      ['Letters', `${desk.businessName}, ${modeWord(desk)}`],
      ['Exported at', now.toISOString()],
      ['Filter', `State: ${stateWord(state)}`],
      ['Definition', 'One row for each invoice whose payment failed. Its text and the link to pay are not in this file.'],
      ['Definition', 'Sent and dismissed: as noted on this machine; Bursar sends nothing.'],
      ['Definition', 'Event: of the failed try that it tells of; where none is kept, its payment instead.'],
      ['Definition', 'Times are UTC.'],
    ],
    columns: [
      { name: 'State', cell: (row) => letterLook(row.state).word },
      { name: 'E-mail', cell: ({ to }) => to ?? '' },
      { name: 'Subject', cell: ({ subject }) => subject },
      { name: 'Customer id', cell: ({ customerId }) => customerId ?? '' },
      { name: 'Invoice', cell: ({ invoiceNumber }) => invoiceNumber ?? '' },
      { name: 'Invoice id', cell: ({ invoiceId }) => invoiceId },
      { name: 'Payment', cell: ({ paymentIntentId }) => paymentIntentId ?? '' },
      { name: 'Event', cell: ({ eventId, paymentIntentId }) => (paymentIntentId === null ? eventId : '') },
      { name: 'Tries', cell: ({ attempts }) => String(attempts) },
      { name: 'Next try', cell: ({ nextAttemptAt }) => isoTime(nextAttemptAt) },
      { name: 'Made', cell: ({ madeAt }) => isoTime(madeAt) },
      { name: 'Noted at', cell: ({ markedAt }) => (markedAt === null ? '' : isoMoment(markedAt)) },
      { name: 'Noted by', cell: ({ markedBy }) => markedBy ?? '' },
    ],
  } // prettier-ignore
}
