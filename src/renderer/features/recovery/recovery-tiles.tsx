// What failed and what became of it, and the rate with what it is a share of. Each says what it means.
import type { ReactNode } from 'react'
import type { Sum } from '../../../contract/finance.ts'
import type { Outcome, Recovery } from '../../../contract/recovery.ts'
import { formatAmount } from '../../../domain/money.ts'
import { rateWord } from '../../ui/charts/chart-data.ts'
import { Defined } from '../../ui/defined.tsx'
import { TileAmount } from '../../ui/tile-amount.tsx'
import { formulaWords, shareOf, type Formula, type Measure } from './formula.ts'
import { daysWord } from './recovery-words.ts'
import { countText } from '../../ui/count.ts'

export const recoveryDefinitions = {
  failed: {
    word: 'Failed',
    means: 'Payments with at least one failed try, each counted once however often it was tried.',
  },
  recovered: {
    word: 'Recovered',
    means:
      'Those that succeeded after failing, or whose invoice was paid in another way. Counted by when it failed, also where it is not known when it came back.',
  },
  lost: {
    word: 'Lost',
    means:
      'Canceled, their invoice void or uncollectible, written off here, or neither tried nor confirmed for 30 days with no try to come.',
  },
  trying: {
    word: 'Still trying',
    means:
      'Open: a try is planned or under way, or it is not 30 days since it failed or its customer was asked to confirm.',
  },
  rate: { word: 'Rate', means: 'The share that was recovered, by the formula chosen above.' },
  median: {
    word: 'Median time',
    means:
      'Half of the payments recovered at a time that is known came back within so many days of the first failed try.',
  },
} as const

export const paymentsWord = (count: number): string =>
  `${countText(count)} ${count === 1 ? 'payment' : 'payments'}`

/** "125 of 200 payments", "1,250.00 of 2,000.00 EUR". */
export function shareWord(part: number, of: number, measure: Measure, currency: string): string {
  return measure === 'count'
    ? `${countText(part)} of ${paymentsWord(of)}`
    : `${formatAmount(part, currency, false)} of\u00a0${formatAmount(of, currency).replaceAll(' ', '\u00a0')}`
}

export function RecoveryTiles({
  total,
  currency,
  days,
  medianDays,
  formula,
  measure,
}: {
  total: Outcome
  currency: string
  /** What was recovered at a time that is known. */
  days: Recovery['days']
  medianDays: number | null
  formula: Formula
  measure: Measure
}) {
  const rate = shareOf(total, formula, measure)
  return (
    <ul
      aria-label="Figures"
      className="grid grid-cols-2 gap-px border-y border-line bg-line @min-[640px]:grid-cols-3 @min-[1040px]:grid-cols-6"
    >
      {(['failed', 'recovered', 'lost', 'trying'] as const).map((part) => (
        <SumTile key={part} part={part} sum={total[part]} currency={currency} />
      ))}
      <Tile part="rate" figure={rateWord(rate.rate)}>
        {rate.rate === null ? 'nothing to count' : shareWord(rate.part, rate.of, measure, currency)}
        <span className="unseen">, {formulaWords[formula]}</span>
      </Tile>
      <Tile part="median" figure={daysWord(medianDays)}>
        of {paymentsWord(days.reduce((sum, { count }) => sum + count, 0))}
      </Tile>
    </ul>
  )
}

function SumTile({ part, sum, currency }: { part: keyof Outcome; sum: Sum; currency: string }) {
  return (
    <Tile part={part} figure={<TileAmount amount={sum.amount} currency={currency} />}>
      {paymentsWord(sum.count)}
    </Tile>
  )
}

function Tile({
  part,
  figure,
  children,
}: {
  part: keyof typeof recoveryDefinitions
  figure: ReactNode
  children: ReactNode
}) {
  const { word, means } = recoveryDefinitions[part]
  return (
    <li className="min-w-0 bg-bg px-4 py-2.5">
      <p className="text-sm font-medium text-ink-2">
        <Defined word={word} means={means} />
      </p>
      <p className="figures text-xl font-semibold tracking-[-0.01em]">{figure}</p>
      <p className="figures text-sm text-ink-3">{children}</p>
    </li>
  )
}
