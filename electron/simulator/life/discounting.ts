// What discounts take off the lines of an invoice. Counting only.
import type { Coupon, Discount } from '../coupon-records.ts'
import { stepOf } from '../currencies.ts'
import type { DiscountAmount } from '../invoice-records.ts'
import { shareOf } from './rounding.ts'

/** A discount with the coupon it was made with. */
export interface Reduction {
  readonly discount: Pick<Discount, 'id'>
  readonly coupon: Pick<Coupon, 'amount_off' | 'applies_to' | 'duration' | 'percent_off'>
}

export interface Charge {
  /** Minor units. */
  readonly amount: number
  readonly discountable: boolean
  readonly product: string
}

/**
 * Of each charge, what each discount takes off: one after the other, each from what the one before left. A percentage is rounded line
 * by line; an amount is spread over the lines by their size, the odd units to the first.
 */
export function discountAmounts(
  charges: readonly Charge[],
  reductions: readonly Reduction[],
  currency: string,
): readonly (readonly DiscountAmount[])[] {
  const step = stepOf(currency)
  const left = charges.map(({ amount, discountable }) => (discountable ? Math.max(0, amount) : 0))
  const taken = charges.map((): DiscountAmount[] => [])
  for (const { coupon, discount } of reductions) {
    const open = charges.map(({ product }, place) => (appliesTo(coupon, product) ? (left[place] ?? 0) : 0))
    const percent = Math.round((coupon.percent_off ?? 0) * 100)
    const shares =
      coupon.percent_off === null
        ? spread(coupon.amount_off ?? 0, open, step)
        : open.map((amount) => Math.min(amount, shareOf(amount, percent, 10_000, step)))
    for (const [place, amount] of shares.entries()) {
      left[place] = (left[place] ?? 0) - amount
      if ((open[place] ?? 0) > 0) taken[place]?.push({ amount, discount: discount.id })
    }
  }
  return taken
}

const appliesTo = ({ applies_to: only }: Reduction['coupon'], product: string): boolean =>
  only === undefined || only.products.includes(product)

/** At most everything; each its part by size, rounded down, what is left over to the first that still have room. */
function spread(amount: number, open: readonly number[], step: number): readonly number[] {
  const total = open.reduce((sum, part) => sum + part, 0)
  const whole = Math.min(amount, total)
  if (whole === 0) return open.map(() => 0)
  const shares = open.map(
    (part) => Number((BigInt(whole) * BigInt(part)) / (BigInt(total) * BigInt(step))) * step,
  )
  let over = whole - shares.reduce((sum, part) => sum + part, 0)
  return shares.map((share, place) => {
    const room = Math.min(over, (open[place] ?? 0) - share)
    over -= room
    return share + room
  })
}

/** What is left of each charge once every discount has taken its part. */
export function netAmounts(
  charges: readonly Charge[],
  reductions: readonly Reduction[],
  currency: string,
): readonly number[] {
  const taken = discountAmounts(charges, reductions, currency)
  return charges.map(
    ({ amount }, place) => amount - (taken[place] ?? []).reduce((sum, off) => sum + off.amount, 0),
  )
}
