// A discount in words, from its coupon as Stripe tells it. It must never name a discount whose terms are not known.
import { spokenAmount } from './money.ts'

export interface CouponFacts {
  /** Percent, at most two decimals. */
  percentOff: number | null
  /** Minor units. */
  amountOff: number | null
  currency: string | null
  /** Stripe's: forever, once, repeating. */
  duration: string | null
  months: number | null
}

/** "20 % off for 3 months", "€5.00 off once". */
export function discountWords(coupon: CouponFacts | null): string {
  if (coupon === null) return 'A discount whose terms are not known here'
  const { percentOff, amountOff, currency } = coupon
  const off =
    percentOff !== null
      ? `${percentOff} % off`
      : amountOff !== null && currency !== null
        ? `${spokenAmount(amountOff, currency)} off`
        : 'A discount'
  return `${off}${lasting(coupon)}`
}

function lasting({ duration, months }: CouponFacts): string {
  switch (duration) {
    case 'once':
      return ' once'
    case 'forever':
      return ' for good'
    case 'repeating':
      return months === null ? ' for some months' : ` for ${months} ${months === 1 ? 'month' : 'months'}`
    case null:
    default:
      return ''
  }
}
