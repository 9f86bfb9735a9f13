// The few sums that benches make of their measurements.

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))
