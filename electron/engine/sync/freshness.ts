// Puts together how fresh a desk is: from the windows covered, what is wanted and what is under way. It reads only.
import type { Freshness } from '../../../src/contract/events.ts'
import type { Failure } from '../../../src/contract/index.ts'
import type { ListRead, Windows } from '../../store/sync/windows.ts'
import { eventsKind } from './catch-up.ts'
import { completeTo, horizonAt, missing, type Known } from './completeness.ts'
import { isHistory, listOf, type ListKind } from './lists.ts'
import { estimateWhole } from './progress.ts'
import type { Will } from './reading.ts'

export interface FreshnessFacts {
  deskId: string
  windows: Windows
  /** The lists that are read. */
  kinds: readonly ListKind[]
  will: Will
  problem: Failure | null
  /** Whether changes were asked for with success since the desk was opened. */
  followed: boolean
  /** Whether Stripe is being asked. */
  busy: boolean
  /** Stripe's clock, Unix seconds; null when it was not heard yet. */
  now: number | null
  /** Objects a second that are being read. */
  perSecond: number
  /** Requests a second. */
  budget: number
  webhook: Freshness['webhook']
  projection: Freshness['projection']
  /** Null when every object was understood. */
  notUnderstood: Freshness['notUnderstood'] | null
}

export function freshnessOf(facts: FreshnessFacts): Freshness {
  const known = knownOf(facts)
  const complete = completeTo(known)
  return {
    deskId: facts.deskId,
    phase: phaseOf(facts, known),
    reading: facts.will,
    completeTo: complete === null ? null : complete * 1000,
    missing: missing(known),
    backfill: isLoading(known) ? backfillOf(facts) : null,
    horizonAt: horizonAt(known),
    webhook: facts.webhook,
    loaded: listsTaken(facts).reduce((sum, list) => sum + list.objects, 0),
    projection: facts.projection,
    ...(facts.notUnderstood && { notUnderstood: facts.notUnderstood }),
    ...(facts.problem && { problem: facts.problem }),
  }
}

/** The lists that fill the tables. */
function listsTaken({ windows, kinds }: FreshnessFacts): ListRead[] {
  return windows.lists().filter(({ kind }) => !isHistory(kind) && kinds.some((taken) => taken === kind))
}

function knownOf({ windows, kinds, now }: FreshnessFacts): Known {
  const due = windows.due()
  return {
    lists: windows.lists().flatMap(({ kind, wholeAt, begunAt, unreadable }) => {
      const taken = kinds.find((each) => each === kind)
      if (taken === undefined) return []
      const { noun, news } = listOf(taken)
      return [{ noun, news, wholeAt, begunAt, unreadable, due: due.filter((window) => window.kind === kind) }]
    }),
    events: windows.covered(eventsKind),
    now,
  }
}

/** Whether a list is due that was never read, or has to be read again as a whole. */
function isLoading({ lists }: Known): boolean {
  return lists.some(({ news, unreadable, wholeAt, due }) => {
    if (unreadable !== null || news === 'none') return false
    return wholeAt === null || (news === 'events' && due.length > 0)
  })
}

function phaseOf({ problem, will, followed, busy }: FreshnessFacts, known: Known): Freshness['phase'] {
  if (problem) return 'stalled'
  if (known.lists.length === 0)
    return will === 'paused' ? 'paused' : will === 'go' && busy ? 'loading' : 'idle'
  if (isLoading(known)) return will === 'go' ? 'loading' : will === 'paused' ? 'paused' : 'idle'
  // Only history is left: that it was canceled takes nothing from what is there, but a pause is to be seen, and ended.
  if (will === 'paused' && known.lists.some(({ news, due }) => news === 'none' && due.length > 0))
    return 'paused'
  return followed && horizonAt(known) === null ? 'current' : 'catching_up'
}

function backfillOf(facts: FreshnessFacts): Freshness['backfill'] {
  const { windows, perSecond, budget } = facts
  const lists = listsTaken(facts).filter((list) => list.unreadable === null)
  const done = lists.reduce((sum, list) => sum + list.objects, 0)
  const due = windows.due().filter((window) => lists.some((list) => list.kind === window.kind))
  const estimated = estimateWhole(lists, due)
  const remainingSeconds =
    estimated === null || perSecond === 0 ? null : Math.max(0, estimated - done) / perSecond
  return { done, estimated, perSecond, remainingSeconds, budget }
}
