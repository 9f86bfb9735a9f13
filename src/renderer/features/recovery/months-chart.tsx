// What failed by month, divided by what became of it.
import { useMemo } from 'react'
import type { Recovery } from '../../../contract/recovery.ts'
import { formatAmount } from '../../../domain/money.ts'
import { ChartCard } from '../../ui/charts/chart-card.tsx'
import { amountValue, countValue, rateWord, textValue, type Headings } from '../../ui/charts/chart-data.ts'
import { ColumnChart } from '../../ui/charts/column-chart.tsx'
import { countWords, moneyWords } from '../../ui/charts/money-axis.ts'
import { bucketName, bucketPart, bucketTick } from '../../ui/charts/time-words.ts'
import { shareOf, type Formula, type Measure } from './formula.ts'
import { paymentsWord, recoveryDefinitions, shareWord } from './recovery-tiles.tsx'

export const outcomes = ['recovered', 'lost', 'trying'] as const
export const outcomeLooks = { recovered: 'solid', lost: 'hatched', trying: 'hollow' } as const

interface MonthsProps {
  months: Recovery['months']
  currency: string
  counted: 'failed' | 'settled'
  formula: Formula
  measure: Measure
  headings: Headings
}

export function MonthsChart({ months, currency, counted, formula, measure, headings }: MonthsProps) {
  const title = counted === 'failed' ? 'By month in which it failed' : 'By month in which it was settled'
  const columns = useMemo(
    () =>
      months.map((month) => ({
        key: String(month.from),
        name: bucketName('month', month),
        tick: bucketTick('month', month),
        part: bucketPart('month', month),
      })),
    [months],
  )
  const series = useMemo(
    () =>
      outcomes
        .filter((each) => each !== 'trying' || counted === 'failed')
        .map((each) => ({
          word: recoveryDefinitions[each].word,
          look: outcomeLooks[each],
          values: months.map((month) => month[each][measure]),
        })),
    [months, counted, measure],
  )
  const axis = useMemo(
    () => (ticks: readonly number[]) =>
      measure === 'count' ? countWords(ticks) : moneyWords(ticks, currency),
    [measure, currency],
  )
  return (
    <ChartCard
      title={title}
      headings={headings}
      data={{
        caption: title,
        columns: [
          'Month',
          'Rate',
          ...(['failed', ...outcomes] as const).flatMap((each) => [
            `${recoveryDefinitions[each].word} ${currency.toUpperCase()}`,
            `${recoveryDefinitions[each].word}, payments`,
          ]),
        ],
        rows: months.map((month, index) => [
          textValue(columns[index]?.name ?? ''),
          { kind: 'rate', rate: shareOf(month, formula, measure).rate },
          ...(['failed', ...outcomes] as const).flatMap((each) => [
            amountValue(month[each].amount, currency),
            countValue(month[each].count),
          ]),
        ]),
      }}
    >
      {(svg) => (
        <ColumnChart
          svgRef={svg}
          label={title}
          columns={columns}
          series={series}
          unit={measure === 'count' ? 'payments' : currency.toUpperCase()}
          axis={axis}
          height={230}
          lines={(index) => {
            const month = months[index]
            if (!month) return []
            const { rate, part, of } = shareOf(month, formula, measure)
            return [
              ...(['failed', ...outcomes] as const).map((each) => ({
                word: recoveryDefinitions[each].word,
                value:
                  measure === 'count'
                    ? paymentsWord(month[each].count)
                    : `${formatAmount(month[each].amount, currency)} (${month[each].count})`,
              })),
              { word: 'Rate', value: rateWord(rate) },
              ...(rate === null ? [] : [{ word: '', value: shareWord(part, of, measure, currency) }]),
            ]
          }}
        />
      )}
    </ChartCard>
  )
}
