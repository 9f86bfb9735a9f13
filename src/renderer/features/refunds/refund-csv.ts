// The refunds as a table for a spreadsheet: what the list is, which filters were in force, and what each column means. Pure.
import type { Desk } from '../../../contract/desks.ts'
import type { RefundLife } from '../../../contract/refund-life.ts'
import { editableAmount } from '../../../domain/money.ts'
import { modeWord } from '../../ui/words/desk-words.ts'
import { refundReasonWord } from '../../ui/words/looks.ts'
import { methodText } from '../../ui/words/method-words.ts'
import type { CsvTable } from '../../ui/lists/use-csv-export.ts'
import { lifeLook } from './refund-looks.ts'
import { filterWords, partlyWords, type RefundQuery } from './refund-query.ts'

/** `partly`: with these words only the newest were looked through. */
export function refundTable(
  desk: Desk,
  query: RefundQuery,
  partly: boolean,
  now: Date,
): CsvTable<RefundLife> {
  return {
    desk,
    name: 'refunds',
    idOf: ({ id }) => id,
    head: [
      ['Refunds', `${desk.businessName}, ${modeWord(desk)}`],
      ['Exported at', now.toISOString()],
      ...filterWords(query).map((word) => ['Filter', word]),
      ...(partly ? [['Filter', partlyWords]] : []),
      ['Definition', 'One row for each refund at Stripe, and for each order of Bursar that has none.'],
      ['Definition', 'Amount: what is refunded, in the currency of the row.'],
      ['Definition', 'Made: at Stripe, or when it was ordered where it was not made. Since: when it came to its state, where anything tells.'],
      ['Definition', 'Times are UTC. Amounts have a decimal point.'],
    ],
    columns: [
      { name: 'Refund', cell: ({ refundId }) => refundId ?? '' },
      { name: 'Order', cell: ({ order }) => order?.id ?? '' },
      { name: 'Payment', cell: ({ paymentIntentId }) => paymentIntentId ?? '' },
      { name: 'Customer', cell: ({ customerLabel }) => customerLabel ?? '' },
      { name: 'Customer id', cell: ({ customerId }) => customerId ?? '' },
      { name: 'Amount', cell: ({ amount, currency }) => editableAmount(amount, currency) },
      { name: 'Currency', cell: ({ currency }) => currency.toUpperCase() },
      { name: 'State', cell: (row) => lifeLook(row).word },
      { name: 'State by name', cell: ({ state }) => state },
      { name: 'Since', cell: ({ since }) => isoMoment(since) },
      { name: 'Made', cell: ({ at }) => isoMoment(at) },
      { name: 'What it means', cell: ({ means }) => means },
      { name: 'What to do', cell: ({ next }) => next ?? '' },
      { name: 'Reason', cell: ({ reason }) => (reason === null ? '' : refundReasonWord(reason)) },
      { name: 'Note', cell: ({ note }) => note ?? '' },
      { name: 'Pending because', cell: ({ pendingReason }) => pendingReason ?? '' },
      { name: 'Failed because', cell: ({ failureReason }) => failureReason ?? '' },
      { name: 'Method', cell: ({ method }) => (method === null ? '' : methodText(method)) },
      { name: 'Bank reference', cell: ({ reference }) => reference?.value ?? '' },
      { name: 'Kind of reference', cell: ({ reference }) => reference?.type ?? '' },
      { name: 'Ordered in Bursar', cell: ({ orderedHere }) => (orderedHere ? 'yes' : 'no') },
      { name: 'Paid another way', cell: ({ otherWay }) => otherWay?.how.replaceAll('_', ' ') ?? '' },
      { name: 'Reference of that', cell: ({ otherWay }) => otherWay?.reference ?? '' },
    ],
  } // prettier-ignore
}

const isoMoment = (milliseconds: number | null): string =>
  milliseconds === null ? '' : new Date(milliseconds).toISOString()
