// What the entries of both journals, refunds and changes, have in common. Small and pure; it must know neither table.
import type { Failure, OrderState } from '../../../src/contract/index.ts'

/** Stripe may forget an idempotency key after 24 hours (docs.stripe.com/api/idempotent_requests); an hour is kept in hand. */
export const keyRetentionMs = 23 * 60 * 60 * 1000

/** Of these request ids, those that the entry (JSON) has not yet. */
export function newRequestIds(known: string, told: readonly string[] | undefined): string[] {
  const ids = JSON.parse(known) as string[]
  return [...new Set(told)].filter((id) => !ids.includes(id))
}

/** The cell of all request ids, null where none is new. */
export function requestIdsCell(known: string, added: readonly string[]): string | null {
  return added.length === 0 ? null : JSON.stringify([...(JSON.parse(known) as string[]), ...added])
}

/** Whether looking an order up again found anything to write down. It is looked up for as long as it takes, and said once. */
export function isNews(
  { state, problem }: { state: OrderState; problem: Failure | null },
  found: Failure,
  requestIds: readonly string[],
): boolean {
  return state !== 'unknown' || problem?.code !== found.code || requestIds.length > 0
}

/** Null keeps what is there; JSON 'null' clears it. */
export function problemCell(problem: Failure | null | undefined): string | null {
  return problem === undefined ? null : JSON.stringify(problem)
}

/** Why a second order has to wait for one in this state on the same thing. */
export function explainBlock(state: OrderState, thing: string): string {
  return state === 'unknown'
    ? `The outcome of an earlier order on ${thing} is not known yet. Until it is, nothing else can be ordered here: check it again first.`
    : `Another order on ${thing} is still under way. Wait until it is done, or undo it.`
}

export const orderConflict =
  'An order with this number was already placed with other contents. Nothing was sent; open the form again.'
