// What needs attention about a subscription, and from when on. Pure: the same facts at the same moment give the same.
import { isEnded } from './subscription-ended.ts'

/** attentions of src/contract/subscription-lists.ts */
export type Attention =
  | 'past_due'
  | 'unpaid'
  | 'incomplete'
  | 'trial_ending'
  | 'cancel_scheduled'
  | 'pause_ending'
  | 'paused'
  | 'price_retired'
  | 'change_scheduled'

/** All times are Unix seconds. */
export interface AttentionFacts {
  /** Stripe's. */
  status: string
  trialEnd: number | null
  cancelAt: number | null
  cancelAtPeriodEnd: boolean
  /** Collection is paused. */
  pauseBehavior: string | null
  pauseResumesAt: number | null
  /** One of its prices is not sold any more. */
  priceRetired: boolean
  /** When the last phase of its schedule begins; null where no schedule drives it. A schedule not known here: Infinity. */
  lastPhaseStart: number | null
}

/** Days ahead of which an end is told. */
export const soonDays = 7
const soon = soonDays * 86_400

/** In the order of the contract's list. `now`: Unix seconds. */
export function attentionsOf(facts: AttentionFacts, now: number): Attention[] {
  if (isEnded(facts.status)) return []
  const isCollectionPaused = facts.pauseBehavior !== null
  const holds: Record<Attention, boolean> = {
    past_due: facts.status === 'past_due',
    unpaid: facts.status === 'unpaid',
    incomplete: facts.status === 'incomplete',
    trial_ending: facts.status === 'trialing' && facts.trialEnd !== null && facts.trialEnd <= now + soon,
    cancel_scheduled: facts.cancelAt !== null || facts.cancelAtPeriodEnd,
    pause_ending: isCollectionPaused && facts.pauseResumesAt !== null && facts.pauseResumesAt <= now + soon,
    paused: isCollectionPaused || facts.status === 'paused',
    price_retired: facts.priceRetired,
    change_scheduled: facts.lastPhaseStart !== null && facts.lastPhaseStart > now,
  }
  return (Object.keys(holds) as Attention[]).filter((attention) => holds[attention])
}
