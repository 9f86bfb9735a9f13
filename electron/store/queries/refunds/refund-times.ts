// When a refund came to the state it is in, by the events that told of it. It must never guess: what no event tells has no time.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { eventBodies } from '../../events/bodies.ts'
import { prepared } from '../prepared.ts'

export interface Told {
  /** Unix seconds, by Stripe's clock. */
  at: number
  status: string
  pendingReason: string | null
  failureReason: string | null
  /** The acquirer's reference was known. */
  hasReference: boolean
}

/** A refund is told of some ten times at most; of a stranger one the newest are enough. */
export const toldSql = `
  SELECT created, dictionary, body FROM events INDEXED BY events_by_object
  WHERE object_id = ? AND object_type = 'refund' ORDER BY created DESC, rowid DESC LIMIT 40`

const toldShape = z.looseObject({
  data: z.looseObject({
    object: z.looseObject({
      object: z.literal('refund'),
      status: z.string(),
      pending_reason: z.string().nullish(),
      failure_reason: z.string().nullish(),
      destination_details: z
        .looseObject({ card: z.looseObject({ reference: z.string().nullish() }).nullish() })
        .nullish(),
    }),
  }),
})

/** What the events told of this refund, oldest first. */
export function toldOf(cache: Database): (refundId: string) => Told[] {
  const bodies = eventBodies(cache)
  return (refundId) =>
    prepared<[string], { created: number; dictionary: number | null; body: Buffer }>(cache, toldSql)
      .all(refundId)
      .flatMap(({ created, dictionary, body }): Told[] => {
        const told = toldShape.safeParse(JSON.parse(bodies.unpack({ dictionary, body })))
        if (!told.success) return []
        const { object } = told.data.data
        return [
          {
            at: created,
            status: object.status,
            pendingReason: object.pending_reason ?? null,
            failureReason: object.failure_reason ?? null,
            hasReference: (object.destination_details?.card?.reference ?? null) !== null,
          },
        ]
      })
      .toReversed()
}

/** Unix seconds; null when no event tells of this state. Events of one second come in any order. */
export function sinceOf(told: readonly Told[], status: string): number | null {
  const other = Math.max(0, ...told.filter((each) => each.status !== status).map(({ at }) => at))
  const current = told.filter((each) => each.status === status && each.at >= other).map(({ at }) => at)
  return current.length === 0 ? null : Math.min(...current)
}
