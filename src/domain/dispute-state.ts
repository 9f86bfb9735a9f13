// What a dispute's status means for a person, and what it is called. It must give every status, also one that is not known yet,
// exactly one state.
// Source: docs.stripe.com/api/disputes/object.

export type DisputeState = 'answer' | 'waiting' | 'won' | 'lost' | 'other'

/** Whatever is not named is `other`: closed inquiries, prevented disputes, statuses to come. */
export const statusesOfState: Readonly<Record<Exclude<DisputeState, 'other'>, readonly string[]>> = {
  answer: ['needs_response', 'warning_needs_response', 'appeal_needs_response'],
  waiting: ['under_review', 'warning_under_review', 'appeal_under_review'],
  won: ['won'],
  lost: ['lost'],
}

/** Not decided yet. */
export const openStatuses: readonly string[] = [...statusesOfState.answer, ...statusesOfState.waiting]

/** The amount is out of the balance, for now or for good: inquiries take nothing. */
export const takenStatuses: readonly string[] = [
  ...openStatuses.filter((status) => !status.startsWith('warning_')),
  ...statusesOfState.lost,
]

/** Over, and the money is the business's, or was refunded: whether it was ever disputed makes no difference to the payment any more. */
export const settledStatuses: readonly string[] = [
  ...statusesOfState.won,
  'warning_closed',
  // Told by old API versions of one that ended with a refund: the charge counts that.
  'charge_refunded',
]

export function stateOfDispute(status: string): DisputeState {
  for (const [state, statuses] of Object.entries(statusesOfState))
    if (statuses.includes(status)) return state as DisputeState
  return 'other'
}

const words: Readonly<Record<string, string>> = {
  warning_needs_response: 'Inquiry, needs an answer',
  warning_under_review: 'Inquiry, bank decides',
  warning_closed: 'Inquiry closed',
  needs_response: 'Needs an answer',
  under_review: 'Bank decides',
  appeal_needs_response: 'Appeal, needs an answer',
  appeal_under_review: 'Appeal, bank decides',
  charge_refunded: 'Refunded',
  won: 'Won',
  lost: 'Lost',
  prevented: 'Prevented',
}

export const knownStatuses: readonly string[] = Object.keys(words)

/** Whether what a status means is known: of one to come nothing may be said. */
export const isKnown = (status: string): boolean => knownStatuses.includes(status)

/** Whether nothing is decided any more. A status to come counts as open. */
export const isOver = (status: string): boolean => isKnown(status) && !openStatuses.includes(status)

/** Stripe's word with its underscores taken out, for what we have no name for. */
export function disputeWord(status: string): string {
  const plain = status.replaceAll('_', ' ')
  return words[status] ?? plain.charAt(0).toUpperCase() + plain.slice(1)
}
