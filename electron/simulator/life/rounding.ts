// The one place where an amount is cut into a share and rounded: prorations by the second and percentages alike. Counting only.

/**
 * `amount` × `part` / `whole`, to the nearest multiple of `step`, halves away from zero: a credit is the charge's mirror image.
 * Amounts in minor units; `part` and `whole` in any one unit, whole numbers, `whole` above zero. `step` is 10 where the last digit of
 * a three-decimal currency must be zero. Exact: no floating point on the way.
 */
export function shareOf(amount: number, part: number, whole: number, step = 1): number {
  const dividend = BigInt(Math.abs(amount)) * BigInt(part) * 2n
  const divisor = BigInt(whole) * BigInt(step) * 2n
  const share = Number((dividend + divisor / 2n) / divisor) * step
  return amount < 0 && share !== 0 ? -share : share
}
