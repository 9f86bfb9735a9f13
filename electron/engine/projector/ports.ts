// What the projector needs and what it offers. It must stay free of how it is done.
import type { Database } from 'better-sqlite3'
import type { EventSource, EventState } from '../../store/events/log.ts'
import type { StripeEvent } from '../../store/events/read-event.ts'
import type { ObjectTable } from '../../store/projections/kind.ts'
import type { ReadAgain } from './reread.ts'
import type { Tally } from './take-in.ts'

export interface InboxRow {
  seq: number
  /** Our clock, milliseconds. */
  receivedAt: number
  body: Uint8Array
}

export interface InboxPort {
  /** Rows above `seq`, oldest first. */
  after(seq: number, limit: number): readonly InboxRow[]
  /** Everything up to here is in the cache for good. */
  forget(upTo: number): void
}

export interface ProjectorPorts {
  cache: Database
  inbox: InboxPort
  readAgain: ReadAgain
  /** Our clock, milliseconds. */
  now: () => number
  /** Rows changed, by table. */
  changed: (changes: Map<ObjectTable, Set<string>>) => void
  /** Events that came in for the first time, after their commit. */
  seen?: (events: readonly StripeEvent[]) => void
  /** An event came, came again, or came to another state. */
  logChanged?: () => void
  /** Something was thrown that is not about one event: it is tried again, or was thrown by one of those that are told. Must not throw. */
  onTrouble: (thrown: unknown) => void
  /** How long a doubtful object is left alone before it is read again, so that a burst makes one read; milliseconds. */
  settleMs?: number
}

export interface ProjectorState {
  /** The inbox's number up to which everything is in the cache. */
  inboxSeq: number
  /** Deliveries since this was opened of events that were known already. */
  duplicates: number
  waiting: number
  failed: number
  readsDue: number
  rebuilding: { done: number; total: number } | null
  /** Why it stands still, in words; null while it does not. */
  problem: string | null
}

export type Ingested = Tally & { /** The projector was stopped before all of it was in. */ stopped: boolean }

/** `ok` is false for an event that is not in the log. */
export type Replayed = { ok: true; state: EventState; problem: string | null } | { ok: false }

export interface Projector {
  /** Something may have come into the inbox. */
  wake(): void
  /**
   * Events as the Events API lists them. Resolves after the commit of the last one. `along` runs in that commit, for what must
   * be stored with them (how far was read).
   */
  ingest(events: readonly object[], source: EventSource, along?: () => void): Promise<Ingested>
  /** Objects as a list or a read answered them, `asOf` the Date of the answer (Stripe's clock, milliseconds). */
  ingestObjects(objects: readonly object[], asOf: number, along?: () => void): Promise<{ stopped: boolean }>
  /**
   * Objects that somebody waits for, before everything else: in the tables when this returns. Where the cache can't be
   * written, `onTrouble` is told, and what was read counts all the same: the tables follow when the events of it come.
   */
  takeNow(statements: readonly { object: object; asOf: number }[]): void
  /** Tries an event once more, now; that takes none of its own tries from it. */
  replay(eventId: string): Promise<Replayed>
  /** Makes all tables again from the log. `done` is false when it was stopped; it goes on when the cache is opened again. */
  rebuild(progress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<{ done: boolean }>
  state(): ProjectorState
  /** As in `state()`, without counting anything else. */
  duplicates(): number
  /** Resolves when nothing is left to do now (what waits for a time does not count). */
  idle(): Promise<void>
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}
