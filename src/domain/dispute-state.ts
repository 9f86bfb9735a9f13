// What a dispute's status means for a person. It must give every status, also one that is not known yet, exactly one state.
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

export function stateOfDispute(status: string): DisputeState {
  for (const [state, statuses] of Object.entries(statusesOfState))
    if (statuses.includes(status)) return state as DisputeState
  return 'other'
}
