// What disputes mean, in words: how much time is left to answer, what they moved, and what to do. Pure.
import { Clock, Hourglass, TriangleAlert, X } from 'lucide-react'
import type { DisputeRow, DisputeState } from '../../../contract/disputes.ts'
import { isKnown, openStatuses, takenStatuses } from '../../../domain/dispute-state.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { disputeStateLooks } from '../../ui/words/looks.ts'
import type { Look } from '../../ui/pill.tsx'

export const stateLook = (state: DisputeState): Look => disputeStateLooks[state]

export const isOpenInquiry = (status: string): boolean =>
  status.startsWith('warning_') && openStatuses.includes(status)

/** What is to be answered first. */
export const states = Object.keys(disputeStateLooks) as DisputeState[]

export function isState(word: string): word is DisputeState {
  return Object.hasOwn(disputeStateLooks, word)
}

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
        ? 'The bank asks before it takes the money. A refund of all of it usually settles that; an answer may.'
        : `The money is taken back already. Only evidence can bring it back${submissions > 0 ? '; some was handed in' : ''}.`
    case 'waiting':
      return `${submissions > 0 ? 'The evidence is with the bank.' : 'No evidence was handed in.'} The bank decides within some weeks, up to three months.`
    case 'won':
      return 'The bank decided for you: the money is back.'
    case 'lost':
      return lostWords(movedBy(dispute))
    case 'other':
      return isKnown(status)
        ? 'Nothing is wanted of you.'
        : `Bursar does not know what “${status.replaceAll('_', ' ')}” means: look at it in the Stripe Dashboard.`
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
      ? 'It is an inquiry still: a refund of all of the payment usually ends it, before it costs anything.'
      : null
  if (status === 'lost' && refundable)
    return 'What the bank took can’t be refunded: that would pay the customer twice. If it left a rest of the payment, Stripe still takes a refund of that.'
  if (takenStatuses.includes(status))
    return 'It can’t be refunded: the bank has taken the money back already, and a refund would pay the customer twice.'
  if (status === 'won' || status === 'warning_closed')
    return 'It is over, and nothing asks for a refund any more: one made now would be a gift.'
  return null
}
