// How each group of failures looks, is called and what is to be done about it. Exhaustive by type.
import {
  CircleHelp,
  CreditCard,
  Fingerprint,
  Hourglass,
  OctagonX,
  RotateCw,
  ShieldAlert,
  Wrench,
  type LucideIcon,
} from 'lucide-react'
import type { FailureGroup } from '../../../contract/failures.ts'
import type { Look, Tone } from '../pill.tsx'

/** Its `word` is of one payment of the group, none of which is under way: that is said apart (failure-looks.ts). */
interface GroupLook extends Look {
  /** Of all of the group, short enough for a tab. */
  short: string
  /** What a person does about one of it that is not under way. */
  todo: string
}

const looks: Record<
  FailureGroup,
  { tone: Tone; icon: LucideIcon; word: string; short: string; todo: string }
> = {
  authentication: {
    tone: 'amber',
    icon: Fingerprint,
    word: 'Needs 3-D Secure',
    short: '3-D Secure',
    todo: 'Send the customer the page on which they confirm with their bank.',
  },
  new_method: {
    tone: 'amber',
    icon: CreditCard,
    word: 'Needs a new card',
    short: 'New card',
    todo: 'Ask the customer for another payment method.',
  },
  retry_possible: {
    tone: 'blue',
    icon: RotateCw,
    word: 'Retry possible',
    short: 'Retry possible',
    todo: 'Nobody has planned to try it again: do it, or ask the customer.',
  },
  retry_scheduled: {
    tone: 'grey',
    icon: Hourglass,
    word: 'Retry planned',
    short: 'Planned or under way',
    todo: 'Nothing: Stripe tries it again by itself.',
  },
  never: {
    tone: 'red',
    icon: OctagonX,
    word: 'Bank says never',
    short: 'Never again',
    todo: 'Do not try this card again. Ask for another one.',
  },
  fraud: {
    tone: 'red',
    icon: ShieldAlert,
    word: 'Fraud',
    short: 'Fraud',
    todo: 'Look into it before anything else. Do not tell the customer the reason.',
  },
  ours: {
    tone: 'amber',
    icon: Wrench,
    word: 'Our mistake',
    short: 'Our mistake',
    todo: 'Put our request or account right, then try again.',
  },
  unknown: {
    tone: 'grey',
    icon: CircleHelp,
    word: 'Unknown',
    short: 'Unknown',
    todo: 'The bank gave no reason that is known. Ask the customer.',
  },
}

export const groupLook = (group: FailureGroup): GroupLook => looks[group]

/** In the order of urgency for a person. */
export const groups = Object.keys(looks) as FailureGroup[]

export function isGroup(word: string): word is FailureGroup {
  return Object.hasOwn(looks, word)
}
