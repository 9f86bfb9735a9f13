// The bulk runs as a table for a spreadsheet, and what stands above the receipt of one: what it is and what its columns mean. Pure.
import type { Desk } from '../../../contract/desks.ts'
import type { RowState } from '../../../contract/run-bounds.ts'
import type { Run } from '../../../contract/runs.ts'
import { editableAmount } from '../../../domain/money.ts'
import { modeWord } from '../../ui/words/desk-words.ts'
import { isoMoment } from '../../ui/dates/time.ts'
import type { CsvTable } from '../../ui/lists/use-csv-export.ts'
import { rowLooks, runLook } from './run-looks.ts'
import { isOfBackup } from './run-words.ts'

/** What a run comes to in one of its currencies: amounts of two are never added, so each has a row. */
interface SumOfRun {
  run: Run
  sum: Run['totals'][number]
}

export const sumsOf = (run: Run): SumOfRun[] => run.totals.map((sum) => ({ run, sum }))

const counted = ['made', 'failed', 'unknown', 'sending', 'waiting', 'skipped'] as const satisfies RowState[]

export function runTable(desk: Desk, now: Date): CsvTable<SumOfRun> {
  return {
    desk,
    name: 'bulk-refunds',
    idOf: ({ run, sum }) => `${run.id} ${sum.currency}`,
    head: [
      ['Bulk refunds', `${desk.businessName}, ${modeWord(desk)}`],
      ['Exported at', now.toISOString()],
      ['Definition', 'One row for each run and currency. How many refunds are made, failed and so on is told of the whole run, in each of its rows.'],
      ['Definition', 'Ordered and made: in the currency of the row. Made: succeeded, or not finished at Stripe yet.'],
      ['Definition', 'Times are UTC. Amounts have a decimal point.'],
    ],
    columns: [
      { name: 'Run', cell: ({ run }) => run.id },
      { name: 'Name', cell: ({ run }) => run.name },
      { name: 'State', cell: ({ run }) => runLook(run).word },
      { name: 'State by name', cell: ({ run }) => run.state },
      { name: 'Paused because', cell: ({ run }) => run.pausedBecause?.replaceAll('_', ' ') ?? '' },
      { name: 'Currency', cell: ({ sum }) => sum.currency.toUpperCase() },
      { name: 'Refunds in this currency', cell: ({ sum }) => String(sum.rows) },
      { name: 'Ordered', cell: ({ sum }) => editableAmount(sum.ordered, sum.currency) },
      { name: 'Made', cell: ({ sum }) => editableAmount(sum.made, sum.currency) },
      { name: 'Refunds of the run', cell: ({ run }) => String(run.rows) },
      ...counted.map((state) => ({
        name: `Refunds ${rowLooks[state].word.toLowerCase()}`,
        cell: ({ run }: SumOfRun) => String(run.counts[state]),
      })),
      { name: 'Note', cell: ({ run }) => run.note ?? '' },
      { name: 'By', cell: ({ run }) => run.operator },
      { name: 'Placed', cell: ({ run }) => isoMoment(run.placedAt) },
      { name: 'Ended', cell: ({ run }) => (run.endedAt === null ? '' : isoMoment(run.endedAt)) },
      { name: 'Retry of', cell: ({ run }) => run.retryOf ?? '' },
    ],
  } // prettier-ignore
}

/** `shown`: the state that the rows are in; null: any. */
export function receiptHead(desk: Desk, run: Run, shown: RowState | null, now: Date): string[][] {
  return [
    ['Bulk refund', `${desk.businessName}, ${modeWord(desk)}`],
    ['Run', run.name],
    ['Run id', run.id],
    ...(run.note === null ? [] : [['Note', run.note]]),
    ['Placed', `${isoMoment(run.placedAt)} by ${run.operator}`],
    ['State', runLook(run).word],
    ...(run.problem === null ? [] : [['Problem', run.problem.message]]),
    ['Exported at', now.toISOString()],
    ['Filter', `State: ${shown === null ? 'any' : rowLooks[shown].word}`],
    ['Definition', 'Line: where the row stood in the file, or in the choice. Amount: what was ordered, in the currency of the row.'],
    ['Definition', `State: made is a refund that succeeded, or is not finished at Stripe yet; failed gave nothing back; unknown is looked up at Stripe; skipped ${isOfBackup(run) ? 'was not sent when the backup of the journal was made, and may have been since' : 'was never sent'}.`],
    ['Definition', 'Request ids: Stripe’s, of every answer to the order; its support finds the request by them.'],
    ['Definition', 'Times are UTC. Amounts have a decimal point.'],
    [''],
  ] // prettier-ignore
}
