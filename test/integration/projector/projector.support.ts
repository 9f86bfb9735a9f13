// A projector over a real cache in memory, with an inbox, a clock and answers that the test decides.
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import {
  openProjector,
  type Projector,
  type ProjectorPorts,
} from '../../../electron/engine/projector/projector.ts'
import { migrate } from '../../../electron/store/migrate.ts'
import { cacheMigrations } from '../../../electron/store/migrations/index.ts'
import type { StripeEvent } from '../../../electron/store/events/read-event.ts'

export interface Desk {
  cache: Database.Database
  projector: Projector
  clock: { now: number }
  seen: StripeEvent[]
  changed: string[]
  troubles: unknown[]
  /** Puts bodies into the inbox, as the listener commits them. */
  deliver(...bodies: unknown[]): void
  /** The same, with numbers from `first` on. */
  deliverFrom(first: number, ...bodies: unknown[]): void
  inbox: { rows: { seq: number; receivedAt: number; body: Uint8Array }[]; forgottenUpTo: number }
  state(eventId: string): Record<string, unknown> | undefined
}

export function aDesk(more: Partial<ProjectorPorts> & { cache?: Database.Database } = {}): Desk {
  const cache = more.cache ?? new Database(':memory:')
  migrate(cache, cacheMigrations)
  const clock = { now: 1_800_000_000_000 }
  const inbox: Desk['inbox'] = { rows: [], forgottenUpTo: 0 }
  const [seen, changed, troubles]: [StripeEvent[], string[], unknown[]] = [[], [], []]
  const projector = openProjector({
    cache,
    inbox: {
      after: (seq, limit) => inbox.rows.filter((row) => row.seq > seq).slice(0, limit),
      forget: (upTo) => void (inbox.forgottenUpTo = upTo),
    },
    readAgain: () => Promise.resolve({ ok: false, error: { code: 'internal', message: 'No way out.' } }),
    now: () => clock.now,
    changed: (changes) => changed.push(...changes.keys()),
    seen: (events) => seen.push(...events),
    onTrouble: (thrown) => troubles.push(thrown),
    settleMs: 0,
    ...more,
  })
  onTestFinished(async () => {
    await projector.stop()
    cache.close()
  })
  let seq = 0
  function deliverFrom(first: number, ...bodies: unknown[]): void {
    seq = first - 1
    for (const body of bodies) {
      const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(JSON.stringify(body))
      inbox.rows.push({ seq: (seq += 1), receivedAt: clock.now, body: bytes })
    }
    projector.wake()
  }
  return {
    cache,
    projector,
    clock,
    seen,
    changed,
    troubles,
    inbox,
    deliver: (...bodies) => deliverFrom(seq + 1, ...bodies),
    deliverFrom,
    state: (eventId) =>
      cache
        .prepare<[string], Record<string, unknown>>(
          'SELECT state, attempts, next_attempt_at, problem, source, deliveries FROM events WHERE id = ?',
        )
        .get(eventId),
  }
}
