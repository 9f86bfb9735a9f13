// How long it took until it was paid, by whole days.
import { useMemo } from 'react'
import type { Recovery } from '../../../contract/recovery.ts'
import { formatAmount } from '../../../domain/money.ts'
import { ChartCard } from '../../ui/charts/chart-card.tsx'
import { amountValue, countValue, textValue, type Headings } from '../../ui/charts/chart-data.ts'
import { ColumnChart } from '../../ui/charts/column-chart.tsx'
import { countWords, moneyWords } from '../../ui/charts/money-axis.ts'
import type { Measure } from './formula.ts'
import { paymentsWord } from './recovery-tiles.tsx'
import { daysWord } from './recovery-words.ts'

export function DaysChart({
  days,
  medianDays,
  currency,
  measure,
  headings,
}: {
  days: Recovery['days']
  medianDays: number | null
  currency: string
  measure: Measure
  headings: Headings
}) {
  const columns = useMemo(
    () =>
      days.map(({ day }, index) => {
        const open = index === days.length - 1 && days.length > 1
        return {
          key: String(day),
          name: open
            ? `${day} days and more`
            : day === 0
              ? 'Within a day'
              : day === 1
                ? '1 day'
                : `${day} days`,
          tick: open ? `${day}+` : String(day),
        }
      }),
    [days],
  )
  const series = useMemo(
    () => [{ word: 'Recovered', look: 'solid' as const, values: days.map((each) => each[measure]) }],
    [days, measure],
  )
  const axis = useMemo(
    () => (ticks: readonly number[]) =>
      measure === 'count' ? countWords(ticks) : moneyWords(ticks, currency),
    [measure, currency],
  )
  return (
    <ChartCard
      title="Days until it was paid"
      says={`From the first failed try.${medianDays === null ? '' : ` Half within ${daysWord(medianDays)}.`}`}
      headings={headings}
      data={{
        caption: 'Days until it was paid',
        columns: ['Days', `Recovered ${currency.toUpperCase()}`, 'Payments'],
        rows: days.map(({ amount, count }, index) => [
          textValue(columns[index]?.name ?? ''),
          amountValue(amount, currency),
          countValue(count),
        ]),
      }}
    >
      {(svg) => (
        <ColumnChart
          svgRef={svg}
          label="Days until it was paid"
          columns={columns}
          series={series}
          unit={measure === 'count' ? 'payments' : currency.toUpperCase()}
          axis={axis}
          height={200}
          lines={(index) => {
            const day = days[index]
            return day === undefined
              ? []
              : [
                  { word: 'Recovered', value: formatAmount(day.amount, currency) },
                  { word: 'Of', value: paymentsWord(day.count) },
                ]
          }}
        />
      )}
    </ChartCard>
  )
}
