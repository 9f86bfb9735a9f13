// The scale of an axis of money or of counts: where its ticks stand and what is written at them. Ticks are whole minor units and are
// written exactly: "20k" is twenty thousand, never about it. Pure.
import { nice, ticks as ticksBetween } from 'd3-array'
import { amountParts, currencyRule, formatAmount } from '../../../domain/money.ts'
import { countText } from '../count.ts'

export interface AxisScale {
  /** From the value (minor units, or a count) to pixels. */
  place: (value: number) => number
  ticks: { value: number; word: string }[]
}

/** `low` and `high` of the data; zero is always on it. `bottom` and `top` in pixels. */
export function axisScale(
  { low, high }: { low: number; high: number },
  { bottom, top }: { bottom: number; top: number },
  words: (ticks: readonly number[]) => string[],
): AxisScale {
  const wanted = Math.max(2, Math.round(Math.abs(bottom - top) / 44))
  const [start, stop] = low === 0 && high === 0 ? [0, 1] : nice(Math.min(0, low), Math.max(0, high), wanted)
  const values = ticksBetween(start, stop, wanted).filter((tick) => Number.isInteger(tick))
  const written = words(values)
  return {
    place: (value) => bottom + ((value - start) / (stop - start)) * (top - bottom),
    ticks: values.map((value, index) => ({ value, word: written[index] ?? '' })),
  }
}

const stepOf = (ticks: readonly number[]): number =>
  ticks.length < 2 ? 0 : Math.abs((ticks[1] ?? 0) - (ticks[0] ?? 0))

function shortened(ticks: readonly number[], unit: number, letter: string): string[] {
  return ticks.map((tick) => {
    const figure = countText(Math.abs(tick) / unit)
    return `${tick < 0 ? '−' : ''}${figure}${tick === 0 ? '' : letter}`
  })
}

/** Amounts in minor units as short as they are exact: "0", "20k", "1M", "1,500", "0.50". */
export function moneyWords(ticks: readonly number[], currency: string): string[] {
  const step = stepOf(ticks)
  const major = 10 ** currencyRule(currency).exponent
  for (const [size, letter] of [
    [1_000_000, 'M'],
    [1000, 'k'],
  ] as const) {
    if (step > 0 && step % (major * size) === 0) return shortened(ticks, major * size, letter)
  }
  if (ticks.every((tick) => tick % major === 0))
    return ticks.map((tick) => {
      const { sign, whole } = amountParts(tick, currency)
      return `${sign}${whole}`
    })
  return ticks.map((tick) => formatAmount(tick, currency, false))
}

/** Counts: "0", "5", "1,500", "20k". */
export function countWords(ticks: readonly number[]): string[] {
  const step = stepOf(ticks)
  if (step > 0 && step % 1000 === 0) return shortened(ticks, 1000, 'k')
  return ticks.map((tick) => countText(tick))
}
