// What happened to a payment that failed, in one sentence; and the message to its customer. Pure. What must not be told never gets into a
// message: its words come from the engine, masked already.
import type { FailureDetail, FailureRow } from '../../../contract/failures.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { nameOf } from '../../ui/words/customer-words.ts'
import { methodText } from '../../ui/words/method-words.ts'
import { dayOf } from '../../ui/dates/time.ts'
import { lostWords, reasonWord } from './failure-looks.ts'

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)

/** "€29.00 for invoice LB-1042 failed 3 times since 12 Nov 2026, last with Visa •••• 4242: not enough money." */
export function whatHappened(row: FailureRow): string {
  const what = row.invoiceNumber === null ? '' : ` for invoice ${row.invoiceNumber}`
  const since =
    row.failedAttempts === 1
      ? ` on ${dayOf(row.firstFailedAt * 1000)}`
      : ` since ${dayOf(row.firstFailedAt * 1000)}`
  const method =
    row.method === null ? '' : `, ${row.failedAttempts === 1 ? '' : 'last '}with ${methodText(row.method)}`
  return `${spokenAmount(row.amount, row.currency)}${what} failed ${times(row.failedAttempts)}${since}${method}: ${lowered(reasonWord(row))}.${afterwards(row)}`
}

function afterwards({ state, settledAt, lostWhy }: FailureRow): string {
  const when = settledAt === null ? '' : ` on ${dayOf(settledAt * 1000)}`
  switch (state) {
    case 'trying':
      return ''
    case 'recovered':
      return ` It was paid${when}.`
    case 'lost':
      return ` It is lost${when}${lostWhy === null ? '' : `: ${lostWords[lostWhy]}`}.`
  }
}

/** Only the first letter, and not of a name such as CVC. */
const lowered = (text: string): string =>
  /^[A-Z][A-Z]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1)

export function mailSubject({ invoiceNumber }: FailureRow, business: string): string {
  return invoiceNumber === null
    ? `Your payment to ${business}`
    : `Your payment for invoice ${invoiceNumber} of ${business}`
}

/** What may be said, with the page on which it can be paid or confirmed where there is one. */
export function mailBody({ row, advice, page }: FailureDetail, business: string): string {
  const name = nameOf(row)
  const hello = name === null ? 'Hello,' : `Hello ${name},`
  const about = `your payment of ${spokenAmount(row.amount, row.currency)} to ${business}${
    row.invoiceNumber === null ? '' : ` (invoice ${row.invoiceNumber})`
  } did not go through.`
  const link = page === null || row.group === 'ours' ? '' : `\n\nYou can pay on this page:\n${page.url}`
  return `${hello}\n\n${about} ${advice.toCustomer}${link}\n`
}
