// Keeps each Stripe event once, as it came (less what may not be kept). It must never apply or keep the same event twice.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { keepable } from '../../../src/domain/redaction.ts'
import { eventLogOf } from '../events/log.ts'
import { readEvent } from '../events/read-event.ts'

export const eventShape = z.looseObject({
  id: z.string(),
  type: z.string(),
  created: z.int(),
  livemode: z.boolean(),
  request: z.object({ id: z.string().nullish(), idempotency_key: z.string().nullish() }).nullish(),
  data: z.looseObject({
    object: z.looseObject({ id: z.string().optional(), object: z.string().optional() }),
  }),
})
export type EventShape = z.infer<typeof eventShape>

/** @returns a function that is true for an event seen for the first time. `receivedAt` in milliseconds. */
export function eventLog(
  database: Database,
): (event: EventShape, source: 'catch_up', receivedAt: number) => boolean {
  const log = eventLogOf(database)
  return (event, source, receivedAt) => {
    const kept = keepable(event)
    const read = readEvent(kept)
    if (read === null || log.has(read.id)) return false
    const outcome = { state: 'applied', attempts: 1, nextAttemptAt: null, problem: null } as const
    log.add(read, JSON.stringify(kept), { source, receivedAt }, outcome)
    return true
  }
}
