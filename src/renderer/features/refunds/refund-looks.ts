// How a refund's life looks, which of its states stand together, and when one has lasted too long. Exhaustive by type.
import { Check } from 'lucide-react'
import type { OtherWay, RefundLife, RefundState } from '../../../contract/refund-life.ts'
import type { RefundSort } from '../../bridge/refund-queries.ts'
import type { Look } from '../../ui/pill.tsx'
import { elapsed } from '../../ui/dates/time.ts'
import { refundStateLook } from '../../ui/words/looks.ts'

/** A failed refund that was paid another way needs nobody any more. */
export function lifeLook({ state, otherWay }: Pick<RefundLife, 'state' | 'otherWay'>): Look {
  return otherWay === null ? refundStateLook(state) : { tone: 'grey', icon: Check, word: 'Paid another way' }
}

export interface StateGroup {
  name: string
  word: string
  states: readonly RefundState[]
  /** What waits longest is seen first; what is over, the newest. */
  sort: RefundSort
  /** What stands where it is empty. */
  none: string
  /** What the word leaves open. */
  means?: string
}

/** The tabs of the list, and the columns of the board. */
export const stateGroups = [
  { name: 'requested', word: 'Requested', states: ['held', 'sent'], sort: 'created_asc', none: 'Nothing is on its way to Stripe.' },
  { name: 'unknown', word: 'Unknown', states: ['unknown'], sort: 'created_asc', none: 'Every outcome is known.' },
  { name: 'pending', word: 'Pending', states: ['pending'], sort: 'created_asc', none: 'Stripe has finished all of them.' },
  { name: 'customer', word: 'Needs the customer', states: ['requires_action'], sort: 'created_asc', none: 'No customer is asked for anything.' },
  { name: 'failed', word: 'Failed', states: ['failed'], sort: 'created_desc', none: 'None failed.' },
  { name: 'succeeded', word: 'Succeeded', states: ['succeeded'], sort: 'created_desc', none: 'None yet.' },
  { name: 'ended', word: 'Not made', states: ['canceled', 'refused', 'withdrawn'], sort: 'created_desc', none: 'None was canceled, refused or undone.', means: 'Canceled, refused or undone' },
] as const satisfies readonly StateGroup[] // prettier-ignore

const day = 86_400_000
/** Milliseconds from which a state has lasted long enough to be looked into; states that may last are absent. */
const longFrom: Partial<Record<RefundState, number>> = {
  unknown: 0,
  pending: 10 * day,
  requires_action: 7 * day,
  failed: 3 * day,
}

export interface Age {
  /** "3 d". */
  word: string
  long: boolean
  /** Nothing tells when this state began, so it is counted from when the refund was made: it is at most this. */
  atMost: boolean
}

/** For how long it has been as it is; null for what is over. `now`: Unix milliseconds. */
export function ageOf({ state, since, at, otherWay }: RefundLife, now: number): Age | null {
  const isOver = otherWay !== null || ['succeeded', 'canceled', 'refused', 'withdrawn'].includes(state)
  if (isOver) return null
  const lasted = Math.max(0, now - (since ?? at))
  const long = longFrom[state]
  return { word: elapsed(lasted), long: long !== undefined && lasted >= long, atMost: since === null }
}

export const wayWords: Record<OtherWay, string> = {
  bank_transfer: 'Bank transfer',
  cash: 'Cash',
  check: 'Check',
  store_credit: 'Store credit or voucher',
  other: 'Another way',
}

export function canRecordOtherWay({ refundId, state, otherWay }: RefundLife): boolean {
  return refundId !== null && (state === 'failed' || state === 'canceled') && otherWay === null
}
