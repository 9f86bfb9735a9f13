// What reading from Stripe hands on: it goes the same way as what the webhook delivers, and the projector's commit carries the
// note of how far was read. It must never let a page count as read that the projector did not take.
import type { Database } from 'better-sqlite3'
import { failure, success, type Result } from '../../../src/contract/index.ts'
import { eventLogOf } from '../../store/events/log.ts'
import { undeliveredIn } from '../../store/queries/events/undelivered.ts'
import { markUnlisted } from '../../store/projections/unlisted.ts'
import type { Projector } from '../projector/projector.ts'
import { listKinds, type ListKind } from './lists.ts'

export interface Intake {
  /** The lists that are read, those first that somebody waits for. */
  kinds: readonly ListKind[]
  /**
   * Stores what a list brought. `andThen` runs in the transaction that stores the last of it: after a crash either all of
   * it is there and noted as read, or it is read again.
   * @param asOf Stripe's clock in milliseconds at which the objects were so.
   * @returns false when the desk is being closed and they were not stored.
   */
  objects(kind: ListKind, objects: readonly unknown[], asOf: number, andThen: () => void): Promise<boolean>
  /** A list was read anew, from `begunAt` (Unix seconds by Stripe's clock): what it did not tell of is read one by one. Inside `andThen`. */
  unlisted(kind: ListKind, begunAt: number): void
  /** Whether the event is in the log already. */
  knows(eventId: string): boolean
  /**
   * How many events of a stretch of time (Unix seconds by Stripe's clock) the webhook should have delivered and did not. It is enough
   * that they were in the inbox before `events` resolved.
   */
  undelivered(from: number, to: number): number
  /**
   * Takes in events that are not in the log, oldest first; `andThen` as for objects. A failure means that they are not in
   * effect yet, and have to be brought again.
   */
  events(events: readonly unknown[], andThen: () => void): Promise<Result<void>>
}

export function intakeOf({
  cache,
  projector,
  now,
}: {
  cache: Database
  /** Our clock, milliseconds. */
  now: () => number
  projector: Pick<Projector, 'ingest' | 'ingestObjects'>
}): Intake {
  const log = eventLogOf(cache)
  return {
    kinds: listKinds,
    unlisted: (kind, begunAt) => markUnlisted(cache, kind, begunAt, now()),
    knows: (eventId) => log.has(eventId),
    // What waits in the inbox is taken in before anything that was asked for, so that this tells of it too.
    undelivered: undeliveredIn(cache),
    async objects(kind, objects, asOf, andThen) {
      const page = objects as readonly object[]
      const { stopped } =
        kind === 'past_events'
          ? // Listed newest first; of those of one second, the log keeps the order in which they are taken in.
            await projector.ingest(page.toReversed(), 'backfill', andThen)
          : await projector.ingestObjects(page, asOf, andThen)
      return !stopped
    },
    async events(events, andThen) {
      const { stopped } = await projector.ingest(events as readonly object[], 'catch_up', andThen)
      return stopped ? failure('stopping', 'The desk was closed before this was stored.') : success(undefined)
    },
  }
}
