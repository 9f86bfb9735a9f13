// A large amount on a tile, with its currency small beside it, or beneath where there is no room. It must never be cut off.
import { formatAmount } from '../../domain/money.ts'

/** `amount`: minor units. */
export function TileAmount({ amount, currency }: { amount: number; currency: string }) {
  return (
    <span className="figures [overflow-wrap:anywhere]">
      {formatAmount(amount, currency, false)}{' '}
      <span className="text-sm font-normal tracking-normal text-ink-3">{currency.toUpperCase()}</span>
    </span>
  )
}
