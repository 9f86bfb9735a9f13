// What a subscription is worth in a month: exact fractions of whole numbers, rounded half up once. It must never use a float for
// an amount, nor tell a sum of which a part is not known.

/** What Stripe says of a price beside its amounts per unit, which options tell for other currencies where they were asked for. */
interface PriceFacts<Unit> {
  currency?: string | null | undefined
  recurring?: { usage_type?: string | null | undefined } | null | undefined
  transform_quantity?: unknown
  currency_options?: Readonly<Record<string, Unit>> | null | undefined
}

/** The amounts per unit in a currency; null where a quantity does not just multiply them (usage, packages), or they are not told. */
export function unitIn<Unit>(price: Unit & PriceFacts<Unit>, currency: string | null): Unit | null {
  const isMultiplied =
    price.recurring?.usage_type !== 'metered' && (price.transform_quantity ?? null) === null
  if (!isMultiplied || currency === null) return null
  return price.currency === currency ? price : (price.currency_options?.[currency] ?? null)
}

/** What is billed again and again. */
export interface ValuedItem {
  /** Of one and one period, minor units as a decimal number ("1250", "0.05"); null where Stripe works it out. */
  unitAmount: string | null
  quantity: number
  /** Stripe's: day, week, month, year. */
  interval: string | null
  intervalCount: number
}

/** Months in one interval, as a fraction: a year has 12 months, 52 weeks or 365 days. */
const monthsIn: Readonly<Record<string, readonly [bigint, bigint]>> = {
  year: [12n, 1n],
  month: [1n, 1n],
  week: [12n, 52n],
  day: [12n, 365n],
}

type Fraction = readonly [top: bigint, bottom: bigint]

/** In a month, minor units; discounts and taxes are not taken off. Null where it is not known, or too large to be told exactly. */
export function monthlyValue(items: readonly ValuedItem[]): number | null {
  if (items.length === 0) return null
  let sum: Fraction = [0n, 1n]
  for (const item of items) {
    const value = ofItem(item)
    if (value === null) return null
    sum = [sum[0] * value[1] + value[0] * sum[1], sum[1] * value[1]]
  }
  const rounded = Number(roundedHalfUp(sum))
  return Number.isSafeInteger(rounded) ? rounded : null
}

function ofItem({ unitAmount, quantity, interval, intervalCount }: ValuedItem): Fraction | null {
  const months = monthsIn[interval ?? '']
  const unit = fractionOf(unitAmount)
  if (months === undefined || unit === null || !Number.isSafeInteger(quantity) || intervalCount < 1)
    return null
  return [unit[0] * BigInt(quantity) * months[1], unit[1] * BigInt(intervalCount) * months[0]]
}

function fractionOf(decimal: string | null): Fraction | null {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal ?? '')
  if (parts === null) return null
  const [, sign, whole = '', rest = ''] = parts
  return [BigInt(`${sign}${whole}${rest}`), 10n ** BigInt(rest.length)]
}

/** Halves away from zero only upwards: 0.5 is 1, -0.5 is 0. */
function roundedHalfUp([top, bottom]: Fraction): bigint {
  const doubled = 2n * top + bottom
  const divisor = 2n * bottom
  const quotient = doubled / divisor
  return doubled % divisor < 0n ? quotient - 1n : quotient
}
