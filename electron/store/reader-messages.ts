// What the engine and the reader tell each other over their own port, the only way a file key travels. Types alone: each side belongs to a
// thread of its own.
import type { DeskFacts } from './queries/payments/payment-detail.ts'

export interface DeskToOpen {
  deskId: string
  folder: string
  /** 32 raw bytes. */
  fileKey: Uint8Array
  facts: ReaderFacts
}

/** `operator`: who is at the machine, as the audit names them. */
export type ReaderFacts = DeskFacts & { operator: string }

/** `open` a desk's files (answered by `opened`), or `close` them (answered by `closed`). */
export type ReaderOrder = { open: DeskToOpen } | { close: { deskId: string } }
/** `problem`: why questions on the desk can't be answered; null when they can. `damaged`: a question met damage in its files. */
export type ReaderAnswer = { opened: string; problem: string | null } | { closed: string; damaged?: boolean }
