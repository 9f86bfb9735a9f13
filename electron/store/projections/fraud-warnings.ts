// Early fraud warnings, a row each, as the newest of their events tells them. A row depends on its events alone, and not on the order in
// which they came.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { eventBodies } from '../events/bodies.ts'
import { readEvent, type StripeEvent } from '../events/read-event.ts'
import { syncFact } from '../sync/sync-state.ts'

const types = ['radar.early_fraud_warning.created', 'radar.early_fraud_warning.updated'] as const

const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
const warningShape = z.looseObject({
  id: z.string(),
  charge: reference,
  payment_intent: reference.nullish(),
  fraud_type: z.string(),
  actionable: z.boolean(),
  created: z.int(),
})

export interface FraudWarnings {
  remember(event: Pick<StripeEvent, 'id' | 'type' | 'created' | 'object'>): void
  /** What the log told before there was a table of them, once: nothing may be refunded without. Inside the caller's transaction. */
  fillOnce(): void
}

export function fraudWarnings(database: Database): FraudWarnings {
  const filled = syncFact(database, 'fraud_warnings_filled', z.literal(1))
  // Created is said of it once; of what changed since, the newest holds.
  const write = database.prepare(
    `INSERT INTO fraud_warnings (id, charge_id, payment_intent_id, fraud_type, actionable, created, changed, told_at, event_id)
     VALUES (@id, @charge, @payment, @fraudType, @actionable, @created, @changed, @toldAt, @eventId)
     ON CONFLICT (id) DO UPDATE SET charge_id = excluded.charge_id, payment_intent_id = excluded.payment_intent_id,
       fraud_type = excluded.fraud_type, actionable = excluded.actionable, created = excluded.created,
       changed = excluded.changed, told_at = excluded.told_at, event_id = excluded.event_id
     WHERE (excluded.changed, excluded.told_at, excluded.event_id) > (changed, told_at, event_id)`,
  )

  function remember({
    id: eventId,
    type,
    created: toldAt,
    object,
  }: Parameters<FraudWarnings['remember']>[0]): void {
    if (!types.some((each) => each === type)) return
    const warning = warningShape.safeParse(object).data
    if (warning === undefined) return
    write.run({
      id: warning.id,
      charge: warning.charge,
      payment: warning.payment_intent ?? null,
      fraudType: warning.fraud_type,
      actionable: Number(warning.actionable),
      created: warning.created,
      changed: Number(type === 'radar.early_fraud_warning.updated'),
      toldAt,
      eventId,
    })
  }

  return {
    remember,
    fillOnce() {
      if (filled.read() !== null) return
      const bodies = eventBodies(database)
      for (const type of types)
        for (const packed of database
          .prepare<[string], { dictionary: number | null; body: Buffer }>(
            'SELECT dictionary, body FROM events INDEXED BY events_by_type WHERE type = ?',
          )
          .all(type)) {
          const event = readEvent(jsonOf(() => bodies.unpack(packed)))
          if (event !== null) remember(event)
        }
      filled.write(1)
    },
  }
}

/** null for a body that can't be unpacked: a fault of that event alone. */
function jsonOf(body: () => string): unknown {
  try {
    return JSON.parse(body())
  } catch {
    return null
  }
}
