// What disputes mean, in words: the reason, how much time is left to answer, and what to do. A word of Stripe's that is not known is shown
// as it came. Pure.
import { Clock, Hourglass, TriangleAlert, X } from 'lucide-react'
import type { DisputeRow, DisputeState } from '../../../contract/disputes.ts'
import { openStatuses, takenStatuses } from '../../../domain/dispute-state.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { disputeStateLooks, plainWord } from '../../ui/words/looks.ts'
import type { Look } from '../../ui/pill.tsx'

export const stateLook = (state: DisputeState): Look => disputeStateLooks[state]

export const isOpenInquiry = (status: string): boolean =>
  status.startsWith('warning_') && openStatuses.includes(status)

/** What is to be answered first. */
export const states = Object.keys(disputeStateLooks) as DisputeState[]

export function isState(word: string): word is DisputeState {
  return Object.hasOwn(disputeStateLooks, word)
}

const reasonWords: Record<string, string> = {
  bank_cannot_process: 'Bank could not process it',
  check_returned: 'Check returned',
  credit_not_processed: 'Refund not received',
  customer_initiated: 'Customer started it',
  debit_not_authorized: 'Debit not authorized',
  duplicate: 'Charged twice',
  fraudulent: 'Customer says it was not them',
  general: 'No reason given',
  incorrect_account_details: 'Wrong account details',
  insufficient_funds: 'Not enough money',
  noncompliant: 'Against the network’s rules',
  product_not_received: 'Not received',
  product_unacceptable: 'Not as described',
  subscription_canceled: 'Subscription was canceled',
  unrecognized: 'Not recognized',
}

export const disputeReason = (reason: string): string => reasonWords[reason] ?? plainWord(reason)

const day = 86_400_000

export interface Deadline {
  /** "3 days left", "Overdue". */
  word: string
  look: Look
}

/** How much time is left to answer; null where no answer is wanted. `now`: Unix milliseconds. */
export function deadlineOf({ state, evidenceDueBy }: DisputeRow, now: number): Deadline | null {
  if (state !== 'answer') return null
  if (evidenceDueBy === null) {
    const word = 'No deadline given'
    return { word, look: { tone: 'grey', icon: Clock, word } }
  }
  const left = evidenceDueBy * 1000 - now
  const word = left <= 0 ? 'Overdue' : leftWord(left)
  if (left <= 0) return { word, look: { tone: 'red', icon: X, word } }
  if (left < 3 * day) return { word, look: { tone: 'red', icon: TriangleAlert, word } }
  if (left < 7 * day) return { word, look: { tone: 'amber', icon: Hourglass, word } }
  return { word, look: { tone: 'grey', icon: Clock, word } }
}

/** Rounded down: what is promised is there. */
function leftWord(left: number): string {
  const days = Math.floor(left / day)
  if (days >= 1) return days === 1 ? '1 day left' : `${days} days left`
  const hours = Math.floor(left / 3_600_000)
  return hours >= 1 ? `${hours} h left` : 'Less than 1 h'
}

/** What a dispute did to the balance, added up, minor units of the balance's currency; null where nothing has moved. */
export function movedBy({ movements }: DisputeRow): {
  taken: number
  back: number
  fees: number
  currency: string
} | null {
  const [first] = movements
  if (first === undefined) return null
  const sum = (each: (movement: DisputeRow['movements'][number]) => number): number =>
    movements.reduce((total, movement) => total + each(movement), 0)
  return {
    taken: sum(({ amount }) => Math.max(0, -amount)),
    back: sum(({ amount }) => Math.max(0, amount)),
    fees: sum(({ fee }) => fee),
    currency: first.currency,
  }
}

/** What it means and what to do, a sentence or two. `now`: Unix milliseconds. */
export function whatItMeans(dispute: DisputeRow, now: number): string {
  const { state, status, submissions, evidenceDueBy } = dispute
  const inquiry = status.startsWith('warning_')
  switch (state) {
    case 'answer':
      if (evidenceDueBy !== null && evidenceDueBy * 1000 <= now)
        return 'The day by which evidence was wanted has passed. See in the Stripe Dashboard whether it still takes some.'
      return inquiry
        ? 'The bank asks before it takes the money. Answer, or refund the payment: both prevent a dispute.'
        : `The money is taken back already. Only evidence can bring it back${submissions > 0 ? '; some was handed in' : ''}.`
    case 'waiting':
      return 'The evidence is with the bank. It decides within some weeks, up to three months.'
    case 'won':
      return 'The bank decided for you: the money is back.'
    case 'lost':
      return lostWords(movedBy(dispute))
    case 'other':
      return 'Nothing is wanted of you.'
  }
}

/** Of what was refunded before it was disputed, Stripe gives that back, and calls the dispute lost all the same. */
function lostWords(moved: ReturnType<typeof movedBy>): string {
  return moved === null || moved.back === 0
    ? 'The bank decided for the customer: the money is gone, and this can’t be answered any more.'
    : `The bank decided for the customer, but ${spokenAmount(moved.back, moved.currency)} came back: the rest of the money is gone, and this can’t be answered any more.`
}

/** What a refund of the payment would do now; null where that is not known. */
export function refundWords({ status, refundable }: DisputeRow): string | null {
  if (isOpenInquiry(status))
    return refundable
      ? 'It is an inquiry still: a refund of the payment ends it, before it costs anything.'
      : null
  if (takenStatuses.includes(status))
    return 'It can’t be refunded: the bank has taken the money back already, and a refund would pay the customer twice.'
  if (status === 'won' || status === 'warning_closed')
    return 'It is over, and nothing asks for a refund any more: one made now would be a gift.'
  return null
}
