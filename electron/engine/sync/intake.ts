// What reading from Stripe needs of the tables: somewhere to put objects and events. It says nothing of how they get there.
import type { Result } from '../../../src/contract/index.ts'
import type { ListKind } from './lists.ts'

export interface Intake {
  /** The lists whose objects have a table. */
  kinds: readonly ListKind[]
  /**
   * Stores what a list brought. `andThen` runs in the transaction that stores the last of it: after a crash either all of
   * it is there and noted as read, or it is read again.
   * @param asOf Stripe's clock in milliseconds at which the objects were so.
   * @returns false when the desk is being closed and they were not stored.
   */
  objects(kind: ListKind, objects: readonly unknown[], asOf: number, andThen: () => void): Promise<boolean>
  /** Whether the event is in the log already. */
  knows(eventId: string): boolean
  /**
   * Takes in events that are not in the log, oldest first; `andThen` as for objects. A failure means that they are not in
   * effect yet, and have to be brought again.
   */
  events(events: readonly unknown[], found: FoundEvents, andThen: () => void): Promise<Result<void>>
}

export interface FoundEvents {
  source: 'catch_up'
  /** Those that the webhook should have delivered and did not; empty when there is no webhook. */
  missed: ReadonlySet<string>
}
