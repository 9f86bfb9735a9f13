// Opens one desk: its files, its door to Stripe, its journal, its refund desk and its sync, wired together.
import type { Database } from 'better-sqlite3'
import type { Order, PushName, PushOf } from '../../../src/contract/index.ts'
import { backUpJournal } from '../../store/backup.ts'
import { projectionsOf } from '../../store/projections/payments.ts'
import { oddObjects, tolerant } from '../../store/projections/tolerant.ts'
import { refundableOf } from '../../store/queries/refundable.ts'
import { openGateway, type Gateway } from '../gateway/gateway.ts'
import { makeClient } from '../gateway/client.ts'
import { openJournalOf, type Journal } from '../journal/journal.ts'
import { idempotencyKeyOf } from '../journal/orders.ts'
import { paymentReader } from '../payments/read-payment.ts'
import { openRefundDesk, type RefundDesk } from '../refunds/refunds.ts'
import { openSender } from '../refunds/send.ts'
import { intakeByReading } from '../sync/intake-by-reading.ts'
import { openSync, type Sync } from '../sync/sync.ts'

export interface OpenDesk {
  refunds: RefundDesk
  sync: Sync
  journal: Journal
  gateway: Gateway
  close(): Promise<void>
}

export interface OpenDeskOptions {
  deskId: string
  folder: string
  mode: 'test' | 'live'
  stripeKey: string
  baseUrl?: string
  cache: Database
  journal: Database
  journalRestored: boolean
  readOnlyReason: () => string | undefined
  push: <Name extends PushName>(name: Name, payload: PushOf<Name>) => void
  /** A failed backup: said, never fatal. */
  onNotice: (text: string) => void
  /** A throw where nobody waits for an answer: recorded, and the desk goes on. */
  onBug: (error: unknown) => void
}

/** Below Stripe's own limits (25 a second in test mode, 100 in live), so that other programs of the account have room. */
const requestsPerSecond = { test: 20, live: 80 } as const
/** A server on this machine has no such limit. */
const requestsPerSecondOnLoopback = 500

export function openDesk(options: OpenDeskOptions): OpenDesk {
  const { deskId, mode, baseUrl, cache, push, onBug } = options
  const now = Date.now
  const budget = baseUrl === undefined ? requestsPerSecond[mode] : requestsPerSecondOnLoopback
  const gateway = openGateway({
    client: makeClient(options.stripeKey, baseUrl),
    livemode: mode === 'live',
    requestsPerSecond: budget,
  })
  const odd = oddObjects(cache)
  const projections = tolerant(cache, projectionsOf(cache), odd)
  const journal = openJournalOf(options.journal, now)
  const readPayment = paymentReader(gateway, cache, projections)
  const backUp = backUpSoon(options)

  const eventOfKey = cache.prepare<[string], { id: string }>(
    'SELECT id FROM events WHERE idempotency_key = ? ORDER BY created LIMIT 1',
  )

  /** The event that confirms an order may come before or after the order is known to be done. */
  function confirmed(order: Order): Order {
    if (order.state !== 'done' || order.confirmedByEvent) return order
    const event = eventOfKey.get(idempotencyKeyOf(order.id))
    if (!event) return order
    return journal.move(order.id, ['done'], { state: 'done', eventId: event.id }) ?? order
  }

  function changed(moved: Order): void {
    const order = confirmed(moved)
    push('order.changed', order)
    push('data.changed', { deskId, kinds: order.state === 'done' ? ['orders', 'payments'] : ['orders'] })
    backUp.soon()
  }

  const stored = (): void => push('data.changed', { deskId, kinds: ['payments'] })
  const sender = openSender({ gateway, journal, readPayment, now, changed, reread: stored })
  const refunds = openRefundDesk({
    deskId,
    gateway,
    journal,
    sender,
    readPayment,
    refundable: (paymentIntentId) => refundableOf(cache, paymentIntentId),
    readOnlyReason: options.readOnlyReason,
    now,
    changed,
    onBug,
  })
  const intake = intakeByReading({
    gateway,
    cache,
    projections,
    odd,
    readPayment,
    now,
    noteRefunds: (refunds) => sender.noteRefunds(refunds),
    seen(event) {
      const order = journal.findByKey(event.request?.idempotency_key ?? '')
      if (order?.state === 'done' && !order.confirmedByEvent) changed(order)
    },
  })
  const sync: Sync = openSync({
    deskId,
    gateway,
    cache,
    intake,
    requestsPerSecond: budget,
    notUnderstood: () => odd.read(),
    webhook: () => null,
    now,
    changed: () => push('sync.changed', sync.state()),
    stored,
    onBug,
  })
  refunds.start({ journalRestored: options.journalRestored })
  sync.start()
  return {
    refunds,
    sync,
    journal,
    gateway,
    async close() {
      refunds.stop()
      // Ends what is under way at once; the sender still journals that its outcome is not known.
      gateway.close()
      await Promise.all([sender.idle(), sync.stop()])
      backUp.last()
      cache.close()
      options.journal.close()
    },
  }
}

/** Waiting after a change before the journal is copied, so that a burst of orders makes one copy. In milliseconds. */
const backUpAfterMs = 5000

function backUpSoon({ journal, folder, onNotice }: OpenDeskOptions): { soon(): void; last(): void } {
  let timer: NodeJS.Timeout | undefined
  function copy(): void {
    timer = undefined
    const copied = backUpJournal(journal, folder)
    if (copied.ok) return
    onNotice(
      `The journal could not be backed up (${copied.detail}). Orders are safe in the journal itself; free some disk space.`,
    )
  }
  return {
    soon() {
      timer ??= setTimeout(copy, backUpAfterMs)
    },
    last() {
      if (timer === undefined) return
      clearTimeout(timer)
      copy()
    },
  }
}
