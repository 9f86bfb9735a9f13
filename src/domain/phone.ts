// Telephone numbers as people write them: the same one with a country's code or without, in groups or in one.

/** Fewer digits are no number of somebody's, but an amount, a year or the end of a card's. */
const fewest = 7

/**
 * The digits of a text that may be a telephone number, without what is only dialled before it ("00", "(0)", "0"); null for any other.
 * So many at the end of whatever was kept of the number are the same.
 */
export function phoneDigits(text: string): string | null {
  const plain = text.trim()
  if (!/^[+(]?[\d\s()./-]+$/.test(plain)) return null
  const digits = plain
    .replace('(0)', '')
    .replaceAll(/\D/g, '')
    .replace(/^(00|0)/, '')
  return digits.length < fewest ? null : digits
}
