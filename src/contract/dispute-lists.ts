// The closed list of disputes, where they are counted by: apart from the schemas, which whoever counts does not need.

/** `answer`: evidence is wanted. `waiting`: the bank decides. */
export const disputeStates = ['answer', 'waiting', 'won', 'lost', 'other'] as const
export type DisputeState = (typeof disputeStates)[number]
