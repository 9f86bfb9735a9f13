// Who has access to what as a table for a spreadsheet: at which moment, which filters were in force, and what each column means. Pure.
import type { AccessPolicy, AccessRow } from '../../../contract/access.ts'
import type { Desk } from '../../../contract/desks.ts'
import { accessId } from '../../bridge/subscription-queries.ts'
import { reasonLook } from '../../ui/words/access-looks.ts'
import { modeWord } from '../../ui/words/desk-words.ts'
import { machineZone } from '../../ui/dates/period.ts'
import { isoTime } from '../../ui/dates/time.ts'
import type { CsvTable } from '../../ui/lists/use-csv-export.ts'
import { filterWords, secondsOf, type AccessQuery } from './access-query.ts'

export function accessTable(
  desk: Desk,
  query: AccessQuery,
  policy: AccessPolicy | undefined,
  knownFrom: number | null,
  now: Date,
): CsvTable<AccessRow> {
  const at = secondsOf(query.at)
  return {
    desk,
    name: 'access',
    idOf: accessId,
    head: [
      ['Access', `${desk.businessName}, ${modeWord(desk)}`],
      ['As it was at', at === null ? now.toISOString() : isoTime(at)],
      ['Exported at', now.toISOString()],
      ...(knownFrom === null ? [] : [['Known for sure from', isoTime(knownFrom)]]),
      ...filterWords(query).map((word) => ['Filter', word]),
      ...(policy === undefined ? [] : [
        ['Policy', `${policy.graceDays} days of grace after the first failed try of the oldest invoice still owed`],
        ['Policy', policy.onWhileCollectionPaused ? 'On while collection is paused' : 'Off while collection is paused'],
      ]),
      ['Definition', 'Derived per customer and product from events and, where none is kept, from the dates of the objects: one that is on wins over one that is off. It switches nothing in anybody’s product.'],
      ['Definition', 'Until: when it turns by itself. Of a trial at the earliest: it may go on as paid.'],
      ['Definition', `Times are UTC; the days that Why tells are those of ${machineZone()}.`],
    ],
    columns: [
      { name: 'Access', cell: ({ on }) => (on ? 'on' : 'off') },
      { name: 'Customer', cell: ({ customerName }) => customerName ?? '' },
      { name: 'E-mail', cell: ({ customerEmail }) => customerEmail ?? '' },
      { name: 'Customer id', cell: ({ customerId }) => customerId },
      { name: 'Product', cell: ({ productName }) => productName ?? '' },
      { name: 'Product id', cell: ({ productId }) => productId },
      { name: 'Reason', cell: ({ reason }) => reasonLook(reason).word },
      { name: 'Why', cell: ({ why }) => why },
      { name: 'Since', cell: ({ since }) => isoTime(since) },
      { name: 'Until', cell: ({ until }) => isoTime(until) },
      { name: 'Subscription', cell: ({ subscriptionId }) => subscriptionId },
      { name: 'Event', cell: ({ eventId }) => eventId ?? '' },
    ],
  } // prettier-ignore
}
