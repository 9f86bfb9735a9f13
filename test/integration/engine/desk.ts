// One desk's engine over the real simulator and real encrypted files, with a clock and timeouts that tests can move.
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ChaosAction } from '../../../electron/simulator/chaos.ts'
import { makeClient } from '../../../electron/engine/gateway/client.ts'
import { openGateway } from '../../../electron/engine/gateway/gateway.ts'
import { openAccess } from '../../../electron/engine/access/access.ts'
import { verifierInJournal } from '../../../electron/engine/access/verifier-in-journal.ts'
import { openAudit } from '../../../electron/engine/audit/audit.ts'
import { openJournalOf } from '../../../electron/engine/journal/orders.ts'
import { paymentReader } from '../../../electron/engine/payments/read-payment.ts'
import { openRefundDesk } from '../../../electron/engine/refunds/refunds.ts'
import { openSender } from '../../../electron/engine/refunds/send.ts'
import { openProjector } from '../../../electron/engine/projector/projector.ts'
import { readAgainThrough } from '../../../electron/engine/projector/read-object.ts'
import { intakeOf } from '../../../electron/engine/sync/intake.ts'
import { oddObjects } from '../../../electron/store/projections/odd-objects.ts'
import { paymentOf } from '../../../electron/store/queries/payments/paid-with.ts'
import { fraudWarningsOn } from '../../../electron/store/queries/disputes/fraud-warnings.ts'
import { paidOtherWay } from '../../../electron/store/queries/refunds/refund-notes.ts'
import { refundableOf } from '../../../electron/store/queries/payments/refundable.ts'
import { refundsOfOrders } from '../../../electron/store/queries/refunds/refunds-of-orders.ts'
import { openDeskStore, type DeskStore } from '../../../electron/store/recover.ts'
import { failure, type Order, type ParsedRequestOf } from '../../../src/contract/index.ts'
import type { Bench } from '../../unit/simulator/harness.ts'

export type { ChaosAction } from '../../../electron/simulator/chaos.ts'

export const deskId = 'acct_1-test-local'

/** A folder of its own, removed after the test. */
export function aHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'bursar-engine-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return home
}

const usualKey = Buffer.alloc(32, 7)

/** Fresh encrypted files of a desk in a folder of their own; closed after the test unless they were before. */
export function aStore(folder = join(aHome(), 'desk'), key = usualKey): DeskStore & { close(): void } {
  if (key.equals(usualKey) && !existsSync(folder)) layOut(folder)
  const store = openDeskStore(folder, key)
  if (!store.ok) throw new Error(store.detail)
  const close = (): void => {
    store.cache.close()
    store.journal.close()
  }
  onTestFinished(close)
  return { ...store, close }
}

/** A copy of files that were made once: that takes a quarter of the time in which new ones are made and brought up to date. */
function layOut(folder: string): void {
  mkdirSync(folder)
  for (const [name, bytes] of (newFiles ??= filesOfNewDesk())) writeFileSync(join(folder, name), bytes)
}

let newFiles: ReadonlyMap<string, Buffer> | undefined

function filesOfNewDesk(): ReadonlyMap<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'bursar-new-'))
  try {
    const store = openDeskStore(folder, usualKey)
    if (!store.ok) throw new Error(store.detail)
    store.cache.close()
    store.journal.close()
    return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export interface DeskOptions {
  store?: ReturnType<typeof aStore>
  key?: string
  readOnlyReason?: string
  /** The same, from one moment to the next. */
  readOnly?: () => boolean
  mode?: 'test' | 'live'
  /** How long what is doubtful is left alone; longer where a burst has to make one read, however slow the machine. */
  settleMs?: number
}

/** The rooms of the engine that a refund walks through, wired as in a desk. `clock.now` in milliseconds; `moved`: by how much somebody set it. */
export function openRooms(bench: Bench, options: DeskOptions = {}) {
  const store = options.store ?? aStore()
  const clock = { now: 1_795_000_000_000, moved: 0 }
  const now = (): number => clock.now
  const told: Order[] = []
  const bugs: unknown[] = []
  const [account] = bench.simulator.accounts
  const gateway = openGateway({
    client: makeClient(options.key ?? account!.keys.secretTest, bench.simulator.baseUrl, 1500),
    livemode: false,
    requestsPerSecond: 1000,
    backoffMs: () => 1,
    now,
  })
  const odd = oddObjects(store.cache)
  const audit = openAudit(store.journal, { now })
  const journal = openJournalOf(store.journal, now, audit)
  const refundsOf = refundsOfOrders(store.cache)
  const projector = openProjector({
    cache: store.cache,
    inbox: { after: () => [], forget: () => undefined },
    readAgain: readAgainThrough(gateway),
    now: Date.now,
    changed: (rows) => sender.noteRefunds(refundsOf(rows.get('refunds') ?? [])),
    onTrouble: (thrown) => bugs.push(thrown),
    settleMs: options.settleMs ?? 50,
  })
  const readPayment = paymentReader(gateway, projector)
  /** What a room that was opened on top wants to hear of. */
  const also = {
    changed: (_order: Order): void => undefined,
    locked: (): void => undefined,
    waitsInRun: (_paymentIntentId: string): string | null => null,
    isCurrent: (): boolean => true,
    runsUnderWay: (): readonly string[] => [],
  }
  const changed = (order: Order): void => {
    told.push(order)
    also.changed(order)
  }
  const access = openAccess({
    mode: options.mode ?? 'test',
    wall: () => clock.now + clock.moved,
    monotonic: now,
    database: store.journal,
    audit,
    record: (note) => void audit.append(note),
    ...verifierInJournal(store.journal),
    damage: () => null,
    refused: () =>
      options.readOnlyReason === undefined && options.readOnly?.() !== true
        ? undefined
        : failure('read_only', options.readOnlyReason ?? 'This desk is read-only.').error,
    orderedSince: (currency, since) => journal.orderedSince(currency, since),
    held: () => 0,
    runsUnderWay: () => also.runsUnderWay(),
    unlocked: () => refunds.settleUnknown(),
    locked(problem) {
      also.locked()
      refunds.withdrawHeld(problem)
    },
    changed: () => undefined,
  })
  const fraudWarnings = (paymentIntentId: string) => fraudWarningsOn(store.cache, paymentIntentId)
  const paidOtherWayOn = (paymentIntentId: string, since?: number) =>
    paidOtherWay(store.cache, store.journal, paymentIntentId, since)
  const sender = openSender({
    gateway,
    journal,
    readPayment,
    fraudWarnings,
    paidOtherWay: paidOtherWayOn,
    access,
    now,
    changed: (order) => refunds.tell(order),
  })
  const refunds = openRefundDesk({
    deskId,
    gateway,
    journal,
    audit,
    sender,
    readPayment,
    paymentOf: (id) => paymentOf(store.cache, id),
    refundable: (paymentIntentId) => refundableOf(store.cache, paymentIntentId),
    fraudWarnings,
    paidOtherWay: paidOtherWayOn,
    waitsInRun: (paymentIntentId) => also.waitsInRun(paymentIntentId),
    access,
    eventOf: () => null,
    now,
    changed,
    onBug: (error) => bugs.push(error),
  })
  onTestFinished(async () => {
    gateway.close()
    if (store.journal.open) refunds.stop()
    await projector.stop()
  })

  return {
    store,
    clock,
    told,
    bugs,
    gateway,
    odd,
    projector,
    intake: intakeOf({ cache: store.cache, projector, now }),
    journal,
    audit,
    also,
    readPayment,
    sender,
    access,
    refunds,
    /** The states that were told for an order, in order. */
    statesOf: (orderId: string) => told.filter((order) => order.id === orderId).map((order) => order.state),
    /** The rows of the order's log. */
    logOf: (orderId: string) =>
      store.journal
        .prepare<[string], { to_state: string }>(
          'SELECT to_state FROM order_log WHERE order_id = ? ORDER BY rowid',
        )
        .all(orderId)
        .map((row) => row.to_state),
  }
}

export type Rooms = ReturnType<typeof openRooms>

export function anOrder(
  payment: { id: string; currency: string },
  amount: number,
  more: Partial<ParsedRequestOf<'refund.place'>> = {},
): ParsedRequestOf<'refund.place'> {
  return {
    deskId,
    orderId: randomUUID(),
    paymentIntentId: payment.id,
    amount,
    currency: payment.currency,
    reason: 'requested_by_customer',
    note: null,
    customerLabel: null,
    confirmation: null,
    ...more,
  }
}

/** What the next calls that match will meet, in turn. */
export function script(
  bench: Bench,
  method: string,
  pathStartsWith: string,
  ...actions: ChaosAction[]
): void {
  bench.simulator.chaos.script.push(
    ...actions.map((action) => ({ match: { method, pathStartsWith }, action, times: 1 })),
  )
}

/** The refunds that are really there. */
export function refundsOf(bench: Bench, paymentIntentId: string) {
  return [...bench.simulator.ledger(bench.account, 'test').refunds.values()].filter(
    (refund) => refund.payment_intent === paymentIntentId,
  )
}

/** How often the simulator was asked for this. */
export function requestsTo(bench: Bench, method: string, path: string): number {
  return bench.simulator
    .ledger(bench.account, 'test')
    .requests.filter((request) => request.method === method && request.path === path).length
}
