// Bands that failed payments are divided into by amount and by the age of the card. Our choice; every value is in exactly one band.
import { currencyRule } from './money.ts'

/** Where each band begins; it ends where the next one begins. Of amounts in units as people count them, times a power of ten. */
const amountBegins = [0, 10, 25, 50, 100, 250, 500, 1000] as const

/** Lower ends of the bands, minor units. A currency without minor units is counted in hundreds. */
export function amountBands(currency: string): readonly number[] {
  const { exponent, digits } = currencyRule(currency)
  const factor = 10 ** (exponent + (digits === 0 ? 2 : 0))
  return amountBegins.map((begin) => begin * factor)
}

/** Lower ends of the bands, months since the card was added. */
export const cardAgeBands: readonly number[] = [0, 1, 3, 6, 12, 24]

/** `1000-2499`: both ends in it; `100000-`: no end; `0`: this alone. `value`: not negative. */
export function bandOf(value: number, bands: readonly number[]): string {
  const place = bands.findLastIndex((begin) => begin <= value)
  const [low = 0, next] = [bands[place], bands[place + 1]]
  if (next === undefined) return `${low}-`
  return next - 1 === low ? String(low) : `${low}-${next - 1}`
}
