// What is written here about failed payments, in words. Pure.
import type { CaseEntry, FailureRow } from '../../../contract/failures.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { countText } from '../../ui/count.ts'
import { whoOf } from '../../ui/words/customer-words.ts'
import { dayAndTime } from '../../ui/dates/time.ts'
import { totalsOf, totalsWord } from '../../ui/totals.ts'

/** "€29.00 of Ada Lovelace", or "12 payments, €340.00 and $20.00". */
export function aboutRows(rows: readonly FailureRow[]): string {
  const [row] = rows
  if (row && rows.length === 1) {
    const who = whoOf(row)
    return `${spokenAmount(row.amount, row.currency)}${who === null ? '' : ` of ${who}`}`
  }
  return `${countText(rows.length)} payments, ${totalsWord(totalsOf(rows))}`
}

/** Snoozed, closed or written off, every one: then they are opened again instead of closed. */
export const noneIsOpen = (rows: readonly FailureRow[]): boolean =>
  rows.every((row) => row.case.state !== 'open')

/** What an entry says happened, without who and when. `me`: the name of this operator. */
export function entryWords({ kind, assignee, until }: CaseEntry, me: string | null): string {
  switch (kind) {
    case 'assigned':
      if (assignee === null) return 'took the assignment back'
      return assignee === me ? 'assigned it to you' : `assigned it to ${assignee}`
    case 'noted':
      return 'noted'
    case 'snoozed':
      return `snoozed it${until === null ? '' : ` until ${dayAndTime(until)}`}`
    case 'closed':
      return 'closed it'
    case 'reopened':
      return 'opened it again'
    case 'written_off':
      return 'wrote it off'
  }
}
