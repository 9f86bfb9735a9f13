// An amount for the eye: exact tabular figures with a quiet currency code. It must never compute with what it shows.
import { formatAmount } from '../../domain/money.ts'
import { classes } from './classes.ts'

export function Amount({
  amount,
  currency,
  className,
}: {
  /** Minor units. */
  amount: number
  currency: string
  className?: string
}) {
  return (
    <span className={classes('figures whitespace-nowrap', className)}>
      {formatAmount(amount, currency, false)}
      {/* As wide for every currency, so that the figures of a column end in one line. */}
      <span className="ml-1 inline-block min-w-[2.35em] text-left text-[0.85em] text-ink-3">
        {currency.toUpperCase()}
      </span>
    </span>
  )
}
