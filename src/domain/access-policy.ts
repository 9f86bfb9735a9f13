// Whether access is on at a moment, by the policy, and why. Pure: the same stretches, policy and moment give the same.
import type { AccessStretch } from './access.ts'

export interface AccessPolicy {
  /** Days during which access stays on after the first failed try that counts (src/domain/access.ts). */
  graceDays: number
  onWhileCollectionPaused: boolean
}

export const usualPolicy: AccessPolicy = { graceDays: 7, onWhileCollectionPaused: true }

/** accessReasons of src/contract/subscription-lists.ts */
export type AccessReason =
  | 'on_paid'
  | 'on_trial'
  | 'on_grace'
  | 'on_collection_paused'
  | 'off_incomplete'
  | 'off_grace_over'
  | 'off_unpaid'
  | 'off_paused'
  | 'off_ended'
  | 'off_collection_paused'

/** The one of most weight decides where several subscriptions give the same. */
export const reasonWeights: Record<AccessReason, number> = {
  on_paid: 9,
  on_trial: 8,
  on_collection_paused: 7,
  on_grace: 6,
  off_collection_paused: 5,
  off_grace_over: 4,
  off_unpaid: 3,
  off_paused: 2,
  off_incomplete: 1,
  off_ended: 0,
}

export interface AccessStanding {
  on: boolean
  reason: AccessReason
  /** Unix seconds: since when it has been on, or off. */
  since: number
  /** When it will turn by itself, whichever subscription gives it by then; null: not by itself. */
  until: number | null
  stretch: AccessStretch
  /** The event that decided; null where no event of it is kept. */
  eventId: string | null
}

export const graceSeconds = ({ graceDays }: AccessPolicy): number => graceDays * 86_400

export function reasonOf(stretch: AccessStretch, policy: AccessPolicy, at: number): AccessReason {
  const { state, collectionPaused, failedAt } = stretch
  const isTakenAway = collectionPaused && !policy.onWhileCollectionPaused
  switch (state) {
    case 'trial':
      return 'on_trial'
    case 'paid':
      if (isTakenAway) return 'off_collection_paused'
      return collectionPaused ? 'on_collection_paused' : 'on_paid'
    case 'failing':
      if (at >= (failedAt ?? stretch.from) + graceSeconds(policy)) return 'off_grace_over'
      return isTakenAway ? 'off_collection_paused' : 'on_grace'
    case 'incomplete':
      return 'off_incomplete'
    case 'unpaid':
      return 'off_unpaid'
    case 'paused':
      return 'off_paused'
    case 'ended':
      return 'off_ended'
  }
}

/**
 * Access of a customer to a product. `stretches`: all of that pair, of any subscription.
 * @returns null for a moment before the first of them.
 */
export function accessAt(
  stretches: readonly AccessStretch[],
  policy: AccessPolicy,
  at: number,
): AccessStanding | null {
  return standingBy(judged(heldAt(stretches, at), policy, at), stretches, policy, at)
}

/**
 * Access as it is, by every stretch that is still open: also by one that began ahead of this machine's clock, which Stripe's may be.
 * `stretches`: all of that pair, of any subscription.
 * @returns null where none is open.
 */
export function accessNow(
  stretches: readonly AccessStretch[],
  policy: AccessPolicy,
  now: number,
): AccessStanding | null {
  const open = stretches.filter(({ to }) => to === null)
  const latest = Math.max(now, ...open.map(({ from }) => from))
  return standingBy(judged(open, policy, now), stretches, policy, latest)
}

function standingBy(
  held: readonly Decisive[],
  stretches: readonly AccessStretch[],
  policy: AccessPolicy,
  at: number,
): AccessStanding | null {
  const winner = decisive(held)
  if (winner === null) return null
  const { stretch, reason } = winner
  const on = isOn(reason)
  return {
    on,
    reason,
    since: sinceWhen(stretches, policy, at, on),
    until: on ? offAt(held, policy) : untilOf(stretch, reason, policy),
    stretch,
    eventId: firstOfRun(stretches, stretch).eventId,
  }
}

export function isOn(reason: AccessReason): boolean {
  return reason.startsWith('on_')
}

function heldAt(stretches: readonly AccessStretch[], at: number): AccessStretch[] {
  return stretches.filter(({ from, to }) => from <= at && (to === null || to > at))
}

interface Decisive {
  stretch: AccessStretch
  reason: AccessReason
}

/** None is judged by a moment before it began. */
const judged = (held: readonly AccessStretch[], policy: AccessPolicy, at: number): Decisive[] =>
  held.map((stretch) => ({ stretch, reason: reasonOf(stretch, policy, Math.max(at, stretch.from)) }))

/** Of those that hold. One that is on wins over one that is off; then by weight, then the one that became so last. */
function decisive(held: readonly Decisive[]): Decisive | null {
  let best: Decisive | null = null
  for (const each of held) if (best === null || outweighs(each, best)) best = each
  return best
}

function outweighs(one: Decisive, other: Decisive): boolean {
  const weight = reasonWeights[one.reason] - reasonWeights[other.reason]
  if (weight !== 0) return weight > 0
  const later = one.stretch.from - other.stretch.from
  return later === 0 ? one.stretch.subscriptionId > other.stretch.subscriptionId : later > 0
}

function sinceWhen(
  stretches: readonly AccessStretch[],
  policy: AccessPolicy,
  at: number,
  on: boolean,
): number {
  const turns = stretches
    .flatMap(({ from, state, failedAt }) => {
      const graceEnd = state === 'failing' ? [(failedAt ?? from) + graceSeconds(policy)] : []
      return [from, ...graceEnd]
    })
    .filter((turn) => turn <= at)
    .toSorted((a, b) => b - a)
  let since = turns[0] ?? at
  for (const turn of turns) {
    const then = decisive(judged(heldAt(stretches, turn), policy, turn))
    if (then === null || isOn(then.reason) !== on) break
    since = turn
  }
  return since
}

/** When the last of those that give it gives it no more; null: one of them does not end by itself. */
function offAt(held: readonly Decisive[], policy: AccessPolicy): number | null {
  const ends = held
    .filter(({ reason }) => isOn(reason))
    .map(({ stretch, reason }) => untilOf(stretch, reason, policy))
  return ends.reduce((last, end) => (last === null || end === null ? null : Math.max(last, end)))
}

/** The end of grace, of a trial or of the subscription; of a pause that takes access away, its end. */
function untilOf(stretch: AccessStretch, reason: AccessReason, policy: AccessPolicy): number | null {
  const graceEnd = (stretch.failedAt ?? stretch.from) + graceSeconds(policy)
  switch (reason) {
    case 'on_trial':
      return earliest(stretch.trialEnd, stretch.endsAt)
    case 'on_grace':
      return earliest(graceEnd, stretch.endsAt)
    case 'on_paid':
    case 'on_collection_paused':
      return stretch.endsAt
    case 'off_collection_paused':
      return stretch.resumesAt
    case 'off_incomplete':
    case 'off_grace_over':
    case 'off_unpaid':
    case 'off_paused':
    case 'off_ended':
      return null
  }
}

function earliest(...times: (number | null)[]): number | null {
  const told = times.filter((time) => time !== null)
  return told.length === 0 ? null : Math.min(...told)
}

/** Where the state began of which this is a part: what was arranged meanwhile decided nothing. */
function firstOfRun(stretches: readonly AccessStretch[], stretch: AccessStretch): AccessStretch {
  let first = stretch
  for (;;) {
    const before = stretches.find(
      (each) =>
        each.subscriptionId === first.subscriptionId &&
        each.to === first.from &&
        each.state === first.state &&
        each.failedAt === first.failedAt &&
        each.collectionPaused === first.collectionPaused,
    )
    if (before === undefined) return first
    first = before
  }
}

/** One sentence for a person. `day`: how a moment (Unix seconds) is written. */
export function whyAccess(
  { reason, stretch }: Pick<AccessStanding, 'reason' | 'stretch'>,
  { graceDays }: AccessPolicy,
  day: (at: number) => string,
): string {
  const ends = stretch.endsAt === null ? '' : ` It ends on ${day(stretch.endsAt)}.`
  const failed = day(stretch.failedAt ?? stretch.from)
  const trialEnd = earliest(stretch.trialEnd, stretch.endsAt)
  switch (reason) {
    case 'on_paid':
      return `It is active, and nothing of it is overdue.${ends}`
    case 'on_trial':
      return `It is on trial${trialEnd === null ? '' : ` until ${day(trialEnd)}`}.`
    case 'on_grace':
      return `A payment failed on ${failed}; the days of grace (${graceDays}) are not over.${ends}`
    case 'on_collection_paused':
      return `Its collection is paused, and the policy leaves access on meanwhile.${ends}`
    case 'off_collection_paused':
      return 'Its collection is paused, and the policy takes access away meanwhile.'
    case 'off_incomplete':
      return 'Its first payment is not through.'
    case 'off_grace_over':
      return `A payment failed on ${failed}, and the days of grace (${graceDays}) are over.`
    case 'off_unpaid':
      return 'Its tries are over, and Stripe calls it unpaid.'
    case 'off_paused':
      return 'The subscription is paused as a whole.'
    case 'off_ended':
      return 'The subscription has ended, or is for something else now.'
  }
}
