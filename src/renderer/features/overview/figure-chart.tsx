// One figure over time, beside the stretch before it, with its numbers. Each column opens the rows behind it.
import { useMemo, type ReactNode } from 'react'
import type { Bucket, Figure, Overview } from '../../../contract/finance.ts'
import { formatAmount } from '../../../domain/money.ts'
import { ChartCard } from '../../ui/charts/chart-card.tsx'
import {
  amountValue,
  countValue,
  textValue,
  type ChartData,
  type Headings,
} from '../../ui/charts/chart-data.ts'
import { ColumnChart } from '../../ui/charts/column-chart.tsx'
import { moneyWords } from '../../ui/charts/money-axis.ts'
import { bucketName, bucketPart, bucketTick } from '../../ui/charts/time-words.ts'
import { countedWord, figureWords } from './figure-words.ts'

export const bucketWords: Record<Bucket, string> = { hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' }

interface FigureChartProps {
  overview: Overview
  currency: string
  /** Of the stretch before, as far as it goes; null while there is none. */
  before: Overview['buckets'] | null
  figure: Figure
  bucket: Bucket
  /** Where the column begins whose rows are open, Unix seconds. */
  openAt: number | null
  headings: Headings
  beside: ReactNode
  onRows: (at: number) => void
}

export function FigureChart(props: FigureChartProps) {
  const { overview, currency, before, figure, bucket, openAt, headings, beside, onRows } = props
  const { word, means } = figureWords[figure]
  const { buckets } = overview
  const columns = useMemo(
    () =>
      buckets.map((stretch) => ({
        key: String(stretch.from),
        name: bucketName(bucket, stretch),
        tick: bucketTick(bucket, stretch),
        part: bucketPart(bucket, stretch),
      })),
    [buckets, bucket],
  )
  const series = useMemo(
    () => [{ word, look: 'solid' as const, values: buckets.map(({ figures }) => figures[figure].amount) }],
    [word, buckets, figure],
  )
  const compared = useMemo(
    () =>
      before && {
        word: 'The period before',
        values: buckets.map((_, index) => before[index]?.figures[figure].amount ?? null),
      },
    [before, buckets, figure],
  )
  const axis = useMemo(() => (ticks: readonly number[]) => moneyWords(ticks, currency), [currency])
  const openIndex = buckets.findIndex(({ from }) => from === openAt)
  const title = `${word} by ${bucketWords[bucket].toLowerCase()}`
  return (
    <ChartCard
      title={title}
      says={means}
      data={dataOf(title, props, columns)}
      headings={headings}
      beside={beside}
      className="border-t-0"
    >
      {(svg) => (
        <ColumnChart
          svgRef={svg}
          label={title}
          columns={columns}
          series={series}
          {...(compared ? { compared } : {})}
          unit={currency.toUpperCase()}
          axis={axis}
          lines={(index) => linesOf(props, index)}
          hint="Enter opens the rows"
          onOpen={(index) => {
            const stretch = buckets[index]
            if (stretch) onRows(stretch.from)
          }}
          openIndex={openIndex === -1 ? null : openIndex}
          height={380}
        />
      )}
    </ChartCard>
  )
}

function linesOf({ overview, before, figure, currency, bucket }: FigureChartProps, index: number) {
  const sum = overview.buckets[index]?.figures[figure]
  const earlier = before?.[index]
  if (!sum) return []
  return [
    { word: figureWords[figure].word, value: formatAmount(sum.amount, currency) },
    { word: 'Of', value: countedWord(figure, sum.count) },
    ...(earlier
      ? [
          { word: 'Before', value: formatAmount(earlier.figures[figure].amount, currency) },
          { word: '', value: bucketName(bucket, earlier) },
        ]
      : []),
  ]
}

const none = { kind: 'none' } as const

function dataOf(
  caption: string,
  { overview, before, figure, bucket, currency }: FigureChartProps,
  columns: readonly { name: string }[],
): ChartData {
  const { word } = figureWords[figure]
  return {
    caption,
    columns: [
      bucketWords[bucket],
      `${word} ${currency.toUpperCase()}`,
      'Count',
      ...(before ? ['Compared with', `${word} then`, 'Count then'] : []),
    ],
    rows: overview.buckets.map(({ figures }, index) => {
      const earlier = before?.[index]
      const then = earlier?.figures[figure]
      return [
        textValue(columns[index]?.name ?? ''),
        amountValue(figures[figure].amount, currency),
        countValue(figures[figure].count),
        ...(before
          ? [
              earlier ? textValue(bucketName(bucket, earlier)) : none,
              then ? amountValue(then.amount, currency) : none,
              then ? countValue(then.count) : none,
            ]
          : []),
      ]
    }),
  }
}
