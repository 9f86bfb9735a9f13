// How a failure looks that nothing is to be done about, and why it failed in words. Exhaustive by type.
import { Ban, Check, Loader } from 'lucide-react'
import type { FailureRow, FailureState } from '../../../contract/failures.ts'
import { codeWord } from '../../ui/words/decline-words.ts'
import type { Look } from '../../ui/pill.tsx'

export const stateWords: Record<FailureState, string> = {
  trying: 'Still trying',
  recovered: 'Recovered',
  lost: 'Lost',
}

const wayBackWords: Record<NonNullable<FailureRow['how']>, string> = {
  retry: 'by a retry',
  new_method: 'with a new method',
  hosted_page: 'on a hosted page',
  outside_stripe: 'outside Stripe',
  unknown: 'not known how',
}

export const lostWords: Record<NonNullable<FailureRow['lostWhy']>, string> = {
  canceled: 'payment canceled',
  void: 'invoice void',
  uncollectible: 'uncollectible',
  written_off: 'written off',
  lapsed: 'nothing for 30 days',
}

/** What is said of one whose try is under way. */
export const underWayWords = {
  word: 'Under way',
  todo: 'Nothing: wait for what comes of the try.',
} as const

/** Of one of which nobody can say whether Stripe tries again. */
export const unknownNextWords =
  'Whether Stripe tries again is not known: its invoice was not read, or can’t be read with this key.'

/** What became of it, or that something is about to; null while there is something to do. */
export function settledLook({ state, how, lostWhy, underWay }: FailureRow): Look | null {
  if (underWay) return { tone: 'blue', icon: Loader, word: underWayWords.word }
  switch (state) {
    case 'trying':
      return null
    case 'recovered':
      return { tone: 'green', icon: Check, word: `Recovered${how === null ? '' : ` ${wayBackWords[how]}`}` }
    case 'lost':
      return { tone: 'grey', icon: Ban, word: `Lost${lostWhy === null ? '' : `: ${lostWords[lostWhy]}`}` }
  }
}

/** Why the last try failed, in a few words. */
export function reasonWord({ declineCode, outcomeReason, group }: FailureRow): string {
  // Stripe tells some reasons by the outcome alone, such as a rule of Radar's.
  const code = declineCode ?? outcomeReason
  if (code !== null) return codeWord(code)
  return group === 'authentication' ? 'Waits for 3-D Secure' : 'No reason given'
}
