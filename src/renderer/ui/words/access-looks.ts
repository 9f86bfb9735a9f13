// Access in words: on or off, and the reason in short. Exhaustive by type. Pure.
import { Check, CirclePause, Clock, Hourglass, X } from 'lucide-react'
import type { AccessReason } from '../../../contract/subscription-lists.ts'
import { accessReasons } from '../../../contract/subscription-lists.ts'
import type { Look } from '../pill.tsx'

const onLook: Look = { tone: 'green', icon: Check, word: 'On' }
const offLook: Look = { tone: 'grey', icon: X, word: 'Off' }

const looks: Record<AccessReason, Look> = {
  on_paid: { tone: 'green', icon: Check, word: 'Active' },
  on_trial: { tone: 'blue', icon: Clock, word: 'Trial' },
  on_grace: { tone: 'amber', icon: Hourglass, word: 'Grace after a failed payment' },
  on_collection_paused: { tone: 'grey', icon: CirclePause, word: 'Collection paused, left on' },
  off_incomplete: { tone: 'amber', icon: Hourglass, word: 'First payment not through' },
  off_grace_over: { tone: 'red', icon: X, word: 'Grace is over' },
  off_unpaid: { tone: 'red', icon: X, word: 'Unpaid' },
  off_paused: { tone: 'grey', icon: CirclePause, word: 'Stands still' },
  off_ended: { tone: 'grey', icon: X, word: 'Ended' },
  off_collection_paused: { tone: 'grey', icon: CirclePause, word: 'Collection paused, taken away' },
}

export const reasonLook = (reason: AccessReason): Look => looks[reason]
export const accessLook = ({ on }: { on: boolean }): Look => (on ? onLook : offLook)

export const isReason = (word: string): word is AccessReason => accessReasons.some((each) => each === word)
