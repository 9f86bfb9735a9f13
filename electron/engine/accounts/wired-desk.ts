// What an open desk can do. Types alone: wire-desk.ts makes one.
import type { Freshness } from '../../../src/contract/index.ts'
import type { Audit, AuditNote } from '../audit/audit.ts'
import type { CheckDay } from '../finance/day-check.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { Projector } from '../projector/projector.ts'
import type { AskStripe } from '../search/stripe-search.ts'
import type { Sync } from '../sync/sync.ts'
import type { DeskListener } from '../webhook/desk-listener.ts'
import type { RefusalCounts } from '../webhook/refusals.ts'
import type { DeskActs } from './desk-orders.ts'

export interface WiredDesk extends DeskActs {
  deskId: string
  sync: Sync
  /** Stripe's own search. */
  askStripe: AskStripe
  /** Compares a day with Stripe. */
  checkDay: CheckDay
  gateway: Gateway
  projector: Projector
  listener: DeskListener
  audit: Audit
  /** Writes to the audit what was done already: that it can't be written is said, and undoes nothing. */
  record(note: AuditNote): void
  /** Something that was asked of it threw: where that shows that a file of it is damaged, the desk says so from now on. */
  threw(error: unknown): void
  /** Deliveries for this desk were refused, so many for each reason. */
  deliveriesRefused(counts: RefusalCounts): void
  /** Begins to make the tables again from the log, or leaves it at it; how far it is, `projection.rebuilding` tells. */
  rebuild(): Freshness
  /** Gives up the reading of the history. */
  cancelHistory(): Promise<Freshness>
  /** What the threads of the listener said of this desk changed. */
  listenerChanged(): void
  /** Withdraws what is held: nothing new is sent from now on. */
  stop(): void
  close(): Promise<void>
}
