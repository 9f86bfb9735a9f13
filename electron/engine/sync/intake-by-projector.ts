// The intake of a desk with a projector: everything goes the same way as what the webhook delivers, and the projector's
// commit carries the note of how far was read. It must never let a page count as read that the projector did not take.
import type { Database } from 'better-sqlite3'
import { failure, success } from '../../../src/contract/index.ts'
import { eventLogOf } from '../../store/events/log.ts'
import type { Projector } from '../projector/projector.ts'
import type { Intake } from './intake.ts'
import { listKinds, type ListKind } from './lists.ts'

export interface IntakeByProjectorPorts {
  cache: Database
  projector: Pick<Projector, 'ingest' | 'ingestObjects'>
  /** After objects of a list were stored: who waits for refunds may look at them. */
  listed?: (kind: ListKind, objects: readonly unknown[]) => void
}

export function intakeByProjector({ cache, projector, listed }: IntakeByProjectorPorts): Intake {
  const log = eventLogOf(cache)
  return {
    kinds: listKinds,
    knows: (eventId) => log.has(eventId),
    async objects(kind, objects, asOf, andThen) {
      const { stopped } = await projector.ingestObjects(objects as readonly object[], asOf, andThen)
      if (!stopped) listed?.(kind, objects)
      return !stopped
    },
    async events(events, { source }, andThen) {
      const { stopped } = await projector.ingest(events as readonly object[], source, andThen)
      return stopped ? failure('stopping', 'The desk was closed before this was stored.') : success(undefined)
    },
  }
}
