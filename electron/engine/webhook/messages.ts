// What the engine, the listener thread and the writer thread say to each other; secrets and file keys go down, never up.
import type { MessagePort } from 'node:worker_threads'
import type { StoreRefusal } from '../../store/open-problem.ts'
import type { RefusalCounts, RefusalReason } from './refusals.ts'

/** A signing secret and how it is called: where something is said of it, that is said by the id alone. */
export interface NamedSecret {
  id: string
  /** Whole, as Stripe shows it (`whsec_…`). */
  secret: string
}

/** An event by which it can be asked at Stripe whose account a signing secret is of. */
export interface Witness {
  id: string
  /** Unix seconds. */
  created: number
}

/** The engine to the listener. */
export type ToListener =
  | { kind: 'link'; port: MessagePort }
  | {
      kind: 'desk'
      deskId: string
      path: string
      livemode: boolean
      accountId: string
      secrets: readonly NamedSecret[]
    }
  | { kind: 'secrets'; deskId: string; secrets: readonly NamedSecret[] }
  /** Answered by `removed` once nothing of the desk is on its way any more. */
  | { kind: 'remove'; deskId: string }
  /** A secret that is good for one event of the self-test. Answered by `permitted`. */
  | { kind: 'permit'; deskId: string; eventId: string; secret: string }
  | { kind: 'stop' }

/** The listener to the engine. */
export type FromListener =
  | { kind: 'listening'; port: number; addresses: readonly string[]; note: string | null }
  | { kind: 'deaf'; problem: string }
  | { kind: 'report'; report: ListenerReport }
  | { kind: 'removed'; deskId: string }
  | { kind: 'permitted'; eventId: string }
  /** Milliseconds since the request's head was read. */
  | { kind: 'tested'; eventId: string; signatureMs: number; storedMs: number }

/** What happened since the last report; at most four a second, however much arrives. */
export interface ListenerReport {
  accepted: {
    deskId: string
    count: number
    lastAt: number
    /** The newest one of each secret that was looked into, by the secret's id; absent where none was. */
    witnesses?: ReadonlyMap<string, Witness>
  }[]
  /** deskId null: before it was known whose it is. */
  refused: { deskId: string | null; counts: RefusalCounts; last: { reason: RefusalReason; at: number } }[]
}

/** The engine to the writer. */
export type ToWriter =
  | { kind: 'link'; port: MessagePort }
  /** Answered by `opened`. */
  | {
      kind: 'open'
      deskId: string
      folder: string
      fileKey: Uint8Array
      livemode: boolean
      accountId: string
    }
  /** Rows up to here are in the event log: they may go. */
  | { kind: 'forget'; deskId: string; upTo: number }
  /** Answered by `closed`. */
  | { kind: 'close'; deskId: string }
  | { kind: 'stop' }

/** The writer to the engine. */
export type FromWriter =
  /** Comes again when a file had to be opened anew and was found damaged. */
  | { kind: 'opened'; deskId: string; result: { ok: true; damagedFile: string | null } | StoreRefusal }
  /** Rows up to here are durable and wait to be moved on. */
  | { kind: 'stored'; deskId: string; upTo: number }
  /** Commits fail, with what SQLite says; null when they succeed again. */
  | { kind: 'trouble'; deskId: string; detail: string | null }
  | { kind: 'closed'; deskId: string }

/** The listener to the writer: well signed bodies of one desk, one after the other in `bytes`, which moves over. */
export interface Batch {
  id: number
  deskId: string
  /** Unix milliseconds. */
  receivedAt: number
  lengths: Uint32Array
  bytes: ArrayBuffer
}

/** The writer to the listener, after the commit: what became of a batch. */
export interface Settled {
  id: number
  /** False: nothing of it could be stored. */
  isStored: boolean
  /** What is no event of the desk, by its place in the batch; everything else is durable if `isStored`. */
  refused: ReadonlyMap<number, RefusalReason>
}
