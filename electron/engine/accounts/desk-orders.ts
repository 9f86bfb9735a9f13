// What a desk orders of Stripe, wired together: its journals, who may order what, refunds, runs of many, and all other changes. It must never let one of
// them send what the others' rules forbid.
import type { Failure, PushName, PushOf } from '../../../src/contract/index.ts'
import type { Database } from 'better-sqlite3'
import { paymentOf } from '../../store/queries/payments/paid-with.ts'
import { fraudWarningsOn } from '../../store/queries/disputes/fraud-warnings.ts'
import { nameOf } from '../../store/queries/names.ts'
import { rulesOf } from '../../store/queries/failures/decline-rules.ts'
import { casesOf } from '../../store/queries/failures/failure-cases.ts'
import { paidOtherWay } from '../../store/queries/refunds/refund-notes.ts'
import { refundableOf } from '../../store/queries/payments/refundable.ts'
import { allRefundsOfOrders, refundsOfOrders } from '../../store/queries/refunds/refunds-of-orders.ts'
import type { StripeEvent } from '../../store/events/read-event.ts'
import { openAccess, type Access } from '../access/access.ts'
import { verifierInJournal } from '../access/verifier-in-journal.ts'
import type { Verifier } from '../access/passphrase.ts'
import type { Audit, AuditNote } from '../audit/audit.ts'
import { openChanges, type ChangesDesk } from '../changes/changes.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { openChangeJournal } from '../journal/changes.ts'
import { explainBlock } from '../journal/entries.ts'
import { openJournalOf, type Journal } from '../journal/orders.ts'
import { openRunJournal } from '../journal/runs.ts'
import { paymentReader } from '../payments/read-payment.ts'
import type { Projector } from '../projector/projector.ts'
import { openRefundDesk, type RefundDesk } from '../refunds/refunds.ts'
import { openSender } from '../refunds/send.ts'
import { openCheck, type CheckRows } from '../runs/check.ts'
import { openRunsDesk, type RunsDesk } from '../runs/runs.ts'
import { openDeskWritings, type DeskWritings } from './desk-writings.ts'

/** What can be ordered, noted and looked up at a desk. */
export interface DeskActs extends DeskWritings {
  journal: Journal
  access: Access
  refunds: RefundDesk
  changes: ChangesDesk
  runs: RunsDesk
  checkRows: CheckRows
}

export interface DeskOrders {
  acts: DeskActs
  /** Rows of these refunds changed. */
  noteRefunds(refundIds: ReadonlySet<string>): void
  /** Events that came into the log: they may confirm orders. */
  seen(events: readonly StripeEvent[]): void
  /**
   * Settles what an earlier run left open, and tells the journals again what they may have missed: a refund or an event can be
   * in the cache although the process was ended before the journal heard of it.
   */
  takeUp(): void
  /** Withdraws what is still held; what is under way goes on. */
  stop(): void
  /** Resolves when nothing is under way any more. */
  idle(): Promise<unknown>
}

export interface DeskOrdersPorts {
  deskId: string
  mode: 'test' | 'live'
  gateway: Gateway
  /** The most that Stripe is asked by it for long. */
  requestsPerSecond: number
  projector: Pick<Projector, 'takeNow'>
  cache: Database
  journal: Database
  journalRestored: boolean
  audit: Audit
  record: (note: AuditNote) => void
  passphrase?: Verifier | undefined
  keepPassphrase: ((verifier: Verifier) => Promise<void>) | null
  /** That the journal was found to be damaged since it was opened; null while it was not. */
  damage: () => Failure | null
  /** Whether everything that happened at Stripe until about now is in the cache. */
  isCurrent: () => boolean
  keyRefusal: (action: 'refund' | 'change') => Failure | undefined
  accessChanged: () => void
  /** Milliseconds. */
  now: () => number
  push: <Name extends PushName>(name: Name, payload: PushOf<Name>) => void
  /** An order is not what it was. */
  changed: () => void
  onBug: (error: unknown) => void
}

export function openDeskOrders(ports: DeskOrdersPorts): DeskOrders {
  const { deskId, mode, gateway, projector, cache, audit, now, push, onBug } = ports
  const journal = openJournalOf(ports.journal, now, audit)
  const readPayment = paymentReader(gateway, projector)
  const refundsOf = refundsOfOrders(cache)
  const eventOfKey = cache
    .prepare<[string], string>('SELECT id FROM events WHERE idempotency_key = ? ORDER BY created LIMIT 1')
    .pluck()
  const eventOf = (idempotencyKey: string): string | null => eventOfKey.get(idempotencyKey) ?? null

  const access = openAccess({
    mode,
    wall: now,
    monotonic: () => performance.now(),
    database: ports.journal,
    audit,
    record: ports.record,
    ...(ports.keepPassphrase === null
      ? verifierInJournal(ports.journal)
      : { verifier: ports.passphrase ?? null, keepVerifier: ports.keepPassphrase }),
    damage: ports.damage,
    refused: ports.keyRefusal,
    orderedSince: (currency, since) => journal.orderedSince(currency, since),
    held: (action) => changes.held(action) + (action === 'refund' ? heldRefunds() : 0),
    runsUnderWay: () => runs.underWay(),
    unlocked() {
      refunds.settleUnknown()
      changes.settleUnknown()
    },
    locked(problem) {
      runs.locked()
      refunds.withdrawHeld(problem)
      changes.withdrawHeld(problem)
    },
    changed: ports.accessChanged,
  })
  const fraudWarnings = (paymentIntentId: string) => fraudWarningsOn(cache, paymentIntentId)
  const paidOtherWayOn = (paymentIntentId: string, since?: number) =>
    paidOtherWay(cache, ports.journal, paymentIntentId, since)
  const sender = openSender({
    gateway,
    journal,
    readPayment,
    fraudWarnings,
    paidOtherWay: paidOtherWayOn,
    access,
    now,
    changed: (moved) => refunds.tell(moved),
  })
  const refunds = openRefundDesk({
    deskId,
    gateway,
    journal,
    audit,
    sender,
    readPayment,
    paymentOf: (id) => paymentOf(cache, id),
    refundable: (paymentIntentId) => refundableOf(cache, paymentIntentId),
    fraudWarnings,
    paidOtherWay: paidOtherWayOn,
    waitsInRun,
    access,
    eventOf,
    now,
    changed(moved) {
      push('order.changed', moved)
      runs.orderChanged(moved.id)
      ports.changed()
    },
    onBug,
  })
  const changes = openChanges({
    deskId,
    gateway,
    projector,
    journal: openChangeJournal(ports.journal, now, audit),
    audit,
    access,
    own: {
      rules: () => rulesOf(ports.journal),
      isWrittenOff: (paymentIntentId) => casesOf(cache, ports.journal).writtenOffAt(paymentIntentId) !== null,
      nameOf: (id) => nameOf(cache, id),
    },
    eventOf,
    now,
    changed(moved) {
      push('change.changed', moved)
      ports.changed()
    },
    onBug,
  })

  const runJournal = openRunJournal(ports.journal, now, audit)
  const runs = openRunsDesk({
    database: ports.journal,
    journal: runJournal,
    access,
    refunds,
    audit,
    requestsPerSecond: ports.requestsPerSecond,
    now,
    tell(run) {
      push('run.changed', run)
      ports.changed()
    },
    onBug,
  })

  const heldRefunds = (): number =>
    journal.open().filter(({ id, state }) => state === 'held' && runJournal.runOf(id) === null).length

  /** In words; null when nothing is. */
  function openOn(paymentIntentId: string): string | null {
    const order = journal.openOn(paymentIntentId)
    return order === null ? waitsInRun(paymentIntentId) : explainBlock(order.state, 'this payment')
  }

  function waitsInRun(paymentIntentId: string): string | null {
    const waiting = runJournal.waitingElsewhere([paymentIntentId])
    return waiting === null
      ? null
      : `This payment waits in the run “${waiting.name}”, which has not ended: it is refunded there once that goes on. Stop that run first, or leave it to it.`
  }

  const writings = openDeskWritings({
    cache,
    journal: ports.journal,
    audit,
    access,
    openOn,
    damage: ports.damage,
    now,
    changed: ports.changed,
  })

  return {
    acts: {
      journal,
      access,
      refunds,
      changes,
      runs,
      checkRows: openCheck({
        cache,
        isCurrent: ports.isCurrent,
        gateway,
        readPayment,
        access,
        openOn,
        paidOtherWay: paidOtherWayOn,
        refundedBefore: runJournal.refundedBefore,
        onBug,
      }),
      ...writings,
    },
    noteRefunds: (refundIds) => sender.noteRefunds(refundsOf(refundIds)),
    seen(events) {
      for (const { idempotencyKey } of events) {
        if (idempotencyKey === null) continue
        refunds.noteEvent(idempotencyKey)
        changes.noteEvent(idempotencyKey)
      }
    },
    takeUp() {
      const { journalRestored } = ports
      sender.noteRefunds(refundsOf(allRefundsOfOrders(cache)))
      refunds.start({ journalRestored })
      changes.start({ journalRestored })
      // After the refunds: what they withdraw waits again.
      runs.start({ journalRestored })
    },
    stop() {
      runs.close()
      refunds.stop()
      changes.stop()
    },
    idle: () => Promise.all([runs.idle(), sender.idle(), changes.idle()]),
  }
}
