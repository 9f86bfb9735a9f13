// What a note may hold, and how long it may be. Pure. It must let nothing through that must never be written down.
import { mentionsCardNumber, redact } from './redaction.ts'

/** UTF-16 units, as the contract has it: of a note on this machine, and of one at Stripe (a value of metadata). */
export const longestNote = 2000
export const longestStripeNote = 500

/** Why this may not be written down, as a sentence; null when it may. */
export function whyNotWritten(text: string | null): string | null {
  if (text === null) return null
  if (mentionsCardNumber(text))
    return 'This seems to hold a card number. Card numbers are never kept here: the last four digits are enough.'
  return redact(text) === text
    ? null
    : 'This seems to hold a key or another secret, which is never kept in a note.'
}
