// The subscriptions as a table for a spreadsheet: what the list is, which filters were in force, and what each column means. Pure.
import type { Desk } from '../../../contract/desks.ts'
import type { SubscriptionRow } from '../../../contract/subscriptions.ts'
import { editableAmount } from '../../../domain/money.ts'
import { modeWord } from '../../ui/words/desk-words.ts'
import { subscriptionLook } from '../../ui/words/hit-looks.ts'
import { isoTime } from '../../ui/dates/time.ts'
import type { CsvTable } from '../../ui/lists/use-csv-export.ts'
import { attentionLook, monthlyMeans, partialWords } from './subscription-looks.ts'
import { filterWords, type SubscriptionQuery } from './subscription-query.ts'

/** `partial`: with these words only the newest were looked through. */
export function subscriptionTable(
  desk: Desk,
  query: SubscriptionQuery,
  partial: boolean,
  now: Date,
): CsvTable<SubscriptionRow> {
  return {
    desk,
    name: 'subscriptions',
    idOf: ({ id }) => id,
    head: [
      ['Subscriptions', `${desk.businessName}, ${modeWord(desk)}`],
      ['Exported at', now.toISOString()],
      ...filterWords(query, now).map((word) => ['Filter', word]),
      ...(partial ? [['Filter', partialWords]] : []),
      ['Definition', `Monthly value, where it counts: ${monthlyMeans}`],
      ['Definition', 'The column tells it for every subscription, also for those that do not count.'],
      ['Definition', 'Period ends: of its items the one that ends first.'],
      ['Definition', 'Times are UTC. Amounts have a decimal point.'],
    ],
    columns: [
      { name: 'Subscription', cell: ({ id }) => id },
      { name: 'Customer', cell: ({ customerName }) => customerName ?? '' },
      { name: 'E-mail', cell: ({ customerEmail }) => customerEmail ?? '' },
      { name: 'Customer id', cell: ({ customerId }) => customerId ?? '' },
      { name: 'Products', cell: ({ products }) => products.join('; ') },
      { name: 'Status', cell: ({ status }) => subscriptionLook(status).word },
      { name: 'Status at Stripe', cell: ({ status }) => status },
      { name: 'Attention', cell: ({ attention }) => attention.map((each) => attentionLook(each).word).join('; ') },
      { name: 'Monthly value', cell: ({ monthly, currency }) => (monthly === null || currency === null ? '' : editableAmount(monthly, currency)) },
      { name: 'Currency', cell: ({ currency }) => currency?.toUpperCase() ?? '' },
      { name: 'Period ends', cell: ({ currentPeriodEnd }) => isoTime(currentPeriodEnd) },
      { name: 'Trial ends', cell: ({ trialEnd }) => isoTime(trialEnd) },
      { name: 'Ends at', cell: ({ cancelAt }) => isoTime(cancelAt) },
      { name: 'Ends with its period', cell: ({ cancelAtPeriodEnd }) => (cancelAtPeriodEnd ? 'yes' : 'no') },
      { name: 'Collection paused', cell: ({ pause }) => pause?.behavior ?? '' },
      { name: 'Collected again at', cell: ({ pause }) => isoTime(pause?.resumesAt ?? null) },
      { name: 'Collected', cell: ({ collectionMethod }) => collectionMethod ?? '' },
      { name: 'Created', cell: ({ created }) => isoTime(created) },
      { name: 'Ended', cell: ({ endedAt }) => isoTime(endedAt) },
    ],
  } // prettier-ignore
}
