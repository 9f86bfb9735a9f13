// Sums of money side by side, each in its currency: they are never added.
import { formatAmount } from '../../domain/money.ts'
import { countText } from './count.ts'
import type { CurrencySum } from './totals.ts'

/** `noun`: what there are so many of, for one: "dispute". */
export function Sums({ sums, noun }: { sums: readonly CurrencySum[]; noun: string }) {
  return sums.map(({ currency, amount, count }) => (
    <span key={currency} className="figures" title={`Of ${countText(count)}`}>
      <strong className="font-semibold text-ink">{formatAmount(amount, currency)}</strong>
      <span className="unseen">
        {' '}
        of {countText(count)} {noun}
        {count === 1 ? '' : 's'}
      </span>
    </span>
  ))
}
