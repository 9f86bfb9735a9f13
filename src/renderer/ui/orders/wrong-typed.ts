// Why an amount that was typed to confirm an order does not confirm it, in words. Pure. It must never leave a button asleep without a word.
import { explainAmount, parseExpected, spokenAmount } from '../../../domain/money.ts'

/** `amount`: what is meant, minor units. Null where that was typed, or nothing yet. */
export function wrongTyped(typed: string, currency: string, amount: number): string | null {
  const read = parseExpected(typed, currency, amount)
  if (!read.ok) return read.reason === 'empty' ? null : explainAmount(read.reason, currency)
  return read.amount === amount
    ? null
    : `That is ${spokenAmount(read.amount, currency)}, not ${spokenAmount(amount, currency)}.`
}
