// The customers as a table for a spreadsheet: what the list is, which filters were in force, and what each column means. Pure.
import type { CustomerRow } from '../../../contract/customers.ts'
import type { Desk } from '../../../contract/desks.ts'
import { modeWord } from '../../ui/words/desk-words.ts'
import { isoTime } from '../../ui/dates/time.ts'
import type { CsvTable } from '../../ui/lists/use-csv-export.ts'
import type { CustomerQuery } from './customer-query.ts'
import { countWord } from './customer-words.ts'

export function customerTable(desk: Desk, { text }: CustomerQuery, now: Date): CsvTable<CustomerRow> {
  return {
    desk,
    name: 'customers',
    idOf: ({ id }) => id,
    head: [
      ['Customers', `${desk.businessName}, ${modeWord(desk)}`],
      ['Exported at', now.toISOString()],
      ...(text.trim() === '' ? [] : [['Filter', `Text: ${text.trim()}`]]),
      ['Definition', 'Payments and subscriptions: how many there are of each, in any state; counting stops at 1,000.'],
      ['Definition', 'Deleted: gone at Stripe; what was known stays.'],
      ['Definition', 'Times are UTC.'],
    ],
    columns: [
      { name: 'Customer id', cell: ({ id }) => id },
      { name: 'Name', cell: ({ name }) => name ?? '' },
      { name: 'E-mail', cell: ({ email }) => email ?? '' },
      { name: 'Phone', cell: ({ phone }) => phone ?? '' },
      { name: 'Payments', cell: ({ payments }) => countWord(payments) },
      { name: 'Subscriptions', cell: ({ subscriptions }) => countWord(subscriptions) },
      { name: 'Created', cell: ({ created }) => isoTime(created) },
      { name: 'Deleted', cell: ({ deleted }) => (deleted ? 'yes' : 'no') },
    ],
  } // prettier-ignore
}
