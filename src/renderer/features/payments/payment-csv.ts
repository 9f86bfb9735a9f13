// The payments as a table for a spreadsheet: what the list is, which filters were in force, and what each column means. Pure.
import type { Desk } from '../../../contract/desks.ts'
import type { PaymentRow } from '../../../contract/payments.ts'
import { editableAmount } from '../../../domain/money.ts'
import { modeWord } from '../../ui/words/desk-words.ts'
import { paymentLooks } from '../../ui/words/looks.ts'
import { methodText } from '../../ui/words/method-words.ts'
import { isoTime } from '../../ui/dates/time.ts'
import type { CsvTable } from '../../ui/lists/use-csv-export.ts'
import { filterWords, type ListQuery } from './list-query.ts'

export function paymentTable(desk: Desk, query: ListQuery, now: Date): CsvTable<PaymentRow> {
  return {
    desk,
    name: 'payments',
    idOf: ({ id }) => id,
    head: [
      ['Payments', `${desk.businessName}, ${modeWord(desk)}`],
      ['Exported at', now.toISOString()],
      ...filterWords(query, now).map((word) => ['Filter', word]),
      ['Definition', 'Amount: what was to be paid, in the currency of the row, whatever became of it.'],
      ['Definition', 'Received: paid and captured, before refunds. Refund under way: not refunded yet, as far as is known here.'],
      ['Definition', 'Times are UTC. Amounts have a decimal point.'],
    ],
    columns: [
      { name: 'Payment', cell: ({ id }) => id },
      { name: 'Customer', cell: ({ customerName }) => customerName ?? '' },
      { name: 'E-mail', cell: ({ customerEmail }) => customerEmail ?? '' },
      { name: 'Customer id', cell: ({ customerId }) => customerId ?? '' },
      { name: 'Amount', cell: ({ amount, currency }) => editableAmount(amount, currency) },
      { name: 'Currency', cell: ({ currency }) => currency.toUpperCase() },
      { name: 'Received', cell: ({ amountReceived, currency }) => editableAmount(amountReceived, currency) },
      { name: 'Refunded', cell: ({ amountRefunded, currency }) => editableAmount(amountRefunded, currency) },
      { name: 'Refund under way', cell: ({ amountPending, currency }) => editableAmount(amountPending, currency) },
      { name: 'Status', cell: ({ status }) => paymentLooks[status].word },
      { name: 'Created', cell: ({ created }) => isoTime(created) },
      { name: 'Method', cell: ({ method }) => (method === null ? '' : methodText(method)) },
      { name: 'Description', cell: ({ description }) => description ?? '' },
      { name: 'Decline code', cell: ({ declineCode }) => declineCode ?? '' },
    ],
  } // prettier-ignore
}
