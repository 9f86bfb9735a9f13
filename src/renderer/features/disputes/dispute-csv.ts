// The disputes as a table for a spreadsheet: what the list is, which filters were in force, and what each column means. Pure.
import type { Desk } from '../../../contract/desks.ts'
import type { DisputeRow } from '../../../contract/disputes.ts'
import { disputeReason } from '../../../domain/dispute-reason.ts'
import { editableAmount } from '../../../domain/money.ts'
import { modeWord } from '../../ui/words/desk-words.ts'
import { isoTime } from '../../ui/dates/time.ts'
import type { CsvTable } from '../../ui/lists/use-csv-export.ts'
import { movedBy, stateLook } from './dispute-looks.ts'
import { filterWords, type DisputeQuery } from './dispute-query.ts'

export function disputeTable(desk: Desk, query: DisputeQuery, now: Date): CsvTable<DisputeRow> {
  return {
    desk,
    name: 'disputes',
    idOf: ({ id }) => id,
    head: [
      ['Disputes', `${desk.businessName}, ${modeWord(desk)}`],
      ['Exported at', now.toISOString()],
      ...filterWords(query, now).map((word) => ['Filter', word]),
      ['Definition', 'Amount: what is disputed, in the currency of the row.'],
      ['Definition', 'Evidence due: until when Stripe takes evidence; empty where none is wanted.'],
      ['Definition', 'Taken, Came back, Fees: on the balance so far, in its currency; empty where nothing has moved.'],
      ['Definition', 'Times are UTC. Amounts have a decimal point.'],
    ],
    columns: [
      { name: 'Dispute', cell: ({ id }) => id },
      { name: 'Payment', cell: ({ paymentIntentId }) => paymentIntentId ?? '' },
      { name: 'Charge', cell: ({ chargeId }) => chargeId ?? '' },
      { name: 'Customer', cell: ({ customerName }) => customerName ?? '' },
      { name: 'Customer id', cell: ({ customerId }) => customerId ?? '' },
      { name: 'Amount', cell: ({ amount, currency }) => editableAmount(amount, currency) },
      { name: 'Currency', cell: ({ currency }) => currency.toUpperCase() },
      { name: 'State', cell: ({ state }) => stateLook(state).word },
      { name: 'Status at Stripe', cell: ({ status }) => status },
      { name: 'Reason', cell: ({ reason }) => disputeReason(reason) },
      { name: 'Reason at Stripe', cell: ({ reason }) => reason },
      { name: 'Opened', cell: ({ created }) => isoTime(created) },
      { name: 'Evidence due', cell: ({ evidenceDueBy }) => isoTime(evidenceDueBy) },
      { name: 'Evidence handed in', cell: ({ submissions }) => String(submissions) },
      { name: 'Taken', cell: (row) => movedCell(row, 'taken') },
      { name: 'Came back', cell: (row) => movedCell(row, 'back') },
      { name: 'Fees', cell: (row) => movedCell(row, 'fees') },
      { name: 'Currency of the balance', cell: (row) => movedBy(row)?.currency.toUpperCase() ?? '' },
      { name: 'Can be refunded', cell: ({ refundable }) => (refundable ? 'yes' : 'no') },
    ],
  } // prettier-ignore
}

function movedCell(row: DisputeRow, what: 'taken' | 'back' | 'fees'): string {
  const moved = movedBy(row)
  return moved === null ? '' : editableAmount(moved[what], moved.currency)
}
