// What the page needs to know of bulk runs as values. No schema here: the page must not carry the library that judges them.

/** How many rows a run takes, and how many are checked at once. */
export const mostRowsOfRun = 5000
export const mostRowsToCheck = 200

/**
 * waiting: not ordered yet. skipped: the run was stopped before it was. failed: refused, withdrawn, or a refund that failed or was
 * canceled. made: a refund that succeeded, or that Stripe has not finished.
 */
export const rowStates = ['waiting', 'sending', 'made', 'failed', 'unknown', 'skipped'] as const
export type RowState = (typeof rowStates)[number]
