// By the week in which it failed: how much of it was paid by the end of that week and of each after. The deeper the blue the more; the
// number is there in any case.
import type { Recovery } from '../../../contract/recovery.ts'
import { formatAmount } from '../../../domain/money.ts'
import { ChartCard } from '../../ui/charts/chart-card.tsx'
import { amountValue, countValue, rateWord, textValue, type Headings } from '../../ui/charts/chart-data.ts'
import { stretchWord } from '../../ui/charts/time-words.ts'
import { useTurns } from '../../ui/in-turn.tsx'
import { classes } from '../../ui/classes.ts'
import { ScrollBox } from '../../ui/scroll-box.tsx'
import { paymentsWord } from './recovery-tiles.tsx'

/** A third of what its box shows; its columns are of fixed width, so that each turn lays out only its own rows. */
const rowsATurn = 6

type Cohort = Recovery['cohorts'][number]

export function Cohorts({
  cohorts,
  currency,
  headings,
}: {
  cohorts: readonly Cohort[]
  currency: string
  headings: Headings
}) {
  const failed = cohorts.filter((cohort) => cohort.failed.count > 0)
  const weeks = Math.max(0, ...failed.map(({ recovered }) => recovered.length))
  const numbers = Array.from({ length: weeks }, (_, week) => week)
  const standing = useTurns(failed.length, rowsATurn)
  if (failed.length === 0) return null
  return (
    <ChartCard
      title="By week of the first failed try"
      className="drawn-near"
      says="The share of its amount that was paid by the end of that week (0) and of each week after. Empty: that week is not over."
      headings={headings}
      data={{
        caption: 'Paid by the end of each week, cumulated',
        columns: [
          'Week of the failure',
          `Failed ${currency.toUpperCase()}`,
          'Payments',
          ...numbers.map((week) => `Paid by week ${week} ${currency.toUpperCase()}`),
        ],
        rows: failed.map((cohort) => [
          textValue(stretchWord(cohort)),
          amountValue(cohort.failed.amount, currency),
          countValue(cohort.failed.count),
          ...numbers.map((week) => {
            const paid = cohort.recovered[week] ?? null
            return paid === null ? ({ kind: 'none' } as const) : amountValue(paid, currency)
          }),
        ]),
      }}
      table={
        <ScrollBox label="Weeks" className="max-h-[440px]">
          <table className="w-full min-w-[960px] table-fixed border-separate border-spacing-0.5">
            <caption className="unseen">Paid by the end of each week, cumulated</caption>
            <thead>
              <tr>
                {['Week', `Failed ${currency.toUpperCase()}`, ...numbers.map(String)].map((word, column) => (
                  <th
                    key={word}
                    scope="col"
                    className={classes(
                      'sticky top-0 bg-bg py-1 text-sm font-medium text-ink-3',
                      column === 0 ? 'w-[184px] text-left' : 'px-2 text-right',
                      column === 1 && 'w-[212px]',
                    )}
                  >
                    {column > 1 && <span className="unseen">Week </span>}
                    {word}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {failed.slice(0, standing).map((cohort) => (
                <tr key={cohort.from}>
                  <th scope="row" className="figures py-px pr-3 text-left font-normal whitespace-nowrap">
                    {stretchWord(cohort)}
                  </th>
                  <td className="figures px-2 text-right whitespace-nowrap">
                    {formatAmount(cohort.failed.amount, currency, false)}
                    <span className="ml-1.5 text-sm text-ink-3">{paymentsWord(cohort.failed.count)}</span>
                  </td>
                  {numbers.map((week) => (
                    <HeatCell key={week} cohort={cohort} week={week} currency={currency} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      }
    />
  )
}

/** In five steps, each light enough for the ink on it. */
const heats = ['bg-chart-1/0', 'bg-chart-1/8', 'bg-chart-1/15', 'bg-chart-1/22', 'bg-chart-1/30'] as const

function HeatCell({ cohort, week, currency }: { cohort: Cohort; week: number; currency: string }) {
  const paid = cohort.recovered[week] ?? null
  if (paid === null || cohort.failed.amount === 0)
    return (
      <td className="px-2 text-right">
        <span className="unseen">not over</span>
      </td>
    )
  const share = paid / cohort.failed.amount
  const heat = heats[Math.min(4, Math.ceil(share * 5 - 1e-9))] ?? ''
  return (
    <td
      title={`${formatAmount(paid, currency)} of ${formatAmount(cohort.failed.amount, currency)}`}
      className={`figures px-2 py-0.5 text-right ${heat}`}
    >
      {rateWord(share, 0)}
    </td>
  )
}
