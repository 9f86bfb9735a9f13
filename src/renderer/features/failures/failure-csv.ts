// The failed payments as a table for a spreadsheet: what the list is, which filters were in force, and what each column means. Pure.
import type { Desk } from '../../../contract/desks.ts'
import type { FailureRow } from '../../../contract/failures.ts'
import { editableAmount } from '../../../domain/money.ts'
import { modeWord } from '../../ui/words/desk-words.ts'
import { methodText } from '../../ui/words/method-words.ts'
import { isoTime } from '../../ui/dates/time.ts'
import type { CsvTable } from '../../ui/lists/use-csv-export.ts'
import { groupLook } from '../../ui/words/failure-groups.ts'
import { lostWords, reasonWord, stateWords, underWayWords } from './failure-looks.ts'
import { filterWords, type FailureQuery } from './failure-query.ts'

export function failureTable(desk: Desk, query: FailureQuery, now: Date): CsvTable<FailureRow> {
  return {
    desk,
    name: 'failed-payments',
    idOf: ({ paymentIntentId }) => paymentIntentId,
    head: [
      ['Failed payments', `${desk.businessName}, ${modeWord(desk)}`],
      ['Exported at', now.toISOString()],
      ...filterWords(query, now).map((word) => ['Filter', word]),
      ['Definition', 'A failed payment is a PaymentIntent with at least one failed try. One row for each.'],
      ['Definition', 'Amount: in the currency of the row; what was to be paid, and of what was recovered what came in, which may be less.'],
      ['Definition', 'Recovered: it succeeded after a failed try, or its invoice was paid in another way. Lost: canceled, void, uncollectible, written off, or neither tried nor confirmed for 30 days with no try to come.'],
      ['Definition', 'Paid so far: what this customer has paid in this currency, less refunds.'],
      ['Definition', 'Under way: a try is on its way, or its money is set aside. Who asks for it now may be paid twice.'],
      ['Definition', 'Times are UTC. Amounts have a decimal point.'],
    ],
    columns: [
      { name: 'Payment', cell: (row) => row.paymentIntentId },
      { name: 'Invoice', cell: (row) => row.invoiceNumber ?? row.invoiceId ?? '' },
      { name: 'Customer', cell: (row) => row.customerName ?? '' },
      { name: 'E-mail', cell: (row) => row.customerEmail ?? '' },
      { name: 'Customer id', cell: (row) => row.customerId ?? '' },
      { name: 'Amount', cell: (row) => editableAmount(row.amount, row.currency) },
      { name: 'Currency', cell: (row) => row.currency.toUpperCase() },
      { name: 'Paid so far', cell: (row) => (row.customerId === null ? '' : editableAmount(row.customerPaid, row.currency)) },
      { name: 'State', cell: (row) => stateWords[row.state] },
      { name: 'Lost because', cell: (row) => (row.lostWhy === null ? '' : lostWords[row.lostWhy]) },
      { name: 'Recovered how', cell: (row) => row.how ?? '' },
      { name: 'Settled at', cell: (row) => isoTime(row.settledAt) },
      { name: 'What to do', cell: (row) => (row.underWay ? underWayWords.word : groupLook(row.group).word) },
      { name: 'Reason', cell: reasonWord },
      { name: 'Decline code', cell: (row) => row.declineCode ?? '' },
      { name: 'Network code', cell: (row) => row.networkDeclineCode ?? '' },
      { name: 'Network advice', cell: (row) => row.networkAdviceCode ?? '' },
      { name: 'Advice', cell: (row) => row.adviceCode ?? '' },
      { name: 'Outcome reason', cell: (row) => row.outcomeReason ?? '' },
      { name: 'Risk', cell: (row) => row.riskLevel ?? '' },
      { name: 'Failed tries', cell: (row) => String(row.failedAttempts) },
      { name: 'First failed', cell: (row) => isoTime(row.firstFailedAt) },
      { name: 'Last failed', cell: (row) => isoTime(row.lastFailedAt) },
      { name: 'Next try', cell: (row) => (row.nextAttemptKnown ? isoTime(row.nextAttemptAt) : 'not known') },
      { name: 'Method', cell: (row) => (row.method === null ? '' : methodText(row.method)) },
      { name: 'Funding', cell: (row) => row.funding ?? '' },
      { name: 'Assigned to', cell: (row) => row.case.assignee ?? '' },
      { name: 'On this machine', cell: (row) => row.case.state.replaceAll('_', ' ') },
    ],
  } // prettier-ignore
}
