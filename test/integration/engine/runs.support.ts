// A desk's bulk runs over the real simulator and real encrypted files: the rooms of a refund, and the one that sends many of them.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { openRunJournal } from '../../../electron/engine/journal/runs.ts'
import { openCheck } from '../../../electron/engine/runs/check.ts'
import { openRunsDesk } from '../../../electron/engine/runs/runs.ts'
import { explainBlock } from '../../../electron/engine/journal/entries.ts'
import { paidOtherWay } from '../../../electron/store/queries/refunds/refund-notes.ts'
import { runReceipt } from '../../../electron/store/queries/runs/run-receipt.ts'
import { runRowsOf, toRunRow } from '../../../electron/store/queries/runs/run-rows.ts'
import { runDetail } from '../../../electron/store/queries/runs/runs.ts'
import type { ParsedRequestOf, Policy, Run, RunRow, RunState } from '../../../src/contract/index.ts'
import { firstPolicy } from '../../../src/domain/policy.ts'
import type { Bench } from '../../unit/simulator/harness.ts'
import { deskId, openRooms, type DeskOptions } from './desk.ts'

export const passphrase = 'correct horse battery'

/** `holdMs`: none unless told. */
export function openRunRooms(bench: Bench, options: DeskOptions & { holdMs?: number } = {}) {
  const rooms = openRooms(bench, options)
  const { store, clock, audit, access, refunds, bugs, gateway, readPayment } = rooms
  const now = (): number => clock.now
  const told: Run[] = []
  const runJournal = openRunJournal(store.journal, now, audit)
  const runs = openRunsDesk({
    database: store.journal,
    journal: runJournal,
    access: { ...access, holdMs: () => options.holdMs ?? 0 },
    refunds,
    audit,
    requestsPerSecond: 48,
    now,
    tell: (run) => void told.push(run),
    onBug: (error) => bugs.push(error),
  })
  rooms.also.changed = ({ id }) => runs.orderChanged(id)
  rooms.also.locked = () => runs.locked()
  rooms.also.runsUnderWay = () => runs.underWay()
  rooms.also.waitsInRun = (payment) => runJournal.waitingElsewhere([payment])?.name ?? null
  onTestFinished(async () => {
    runs.close()
    gateway.close()
    await runs.idle()
  })

  const stands = (runId: string): Run => {
    const run = runDetail(store.journal, runId, now())
    if (!run.ok) throw new Error(run.error.message)
    return run.value
  }

  return {
    ...rooms,
    runs,
    runJournal,
    told,
    stands,
    checkRows: openCheck({
      cache: store.cache,
      isCurrent: () => rooms.also.isCurrent(),
      gateway,
      readPayment,
      access,
      openOn(payment) {
        const order = rooms.journal.openOn(payment)
        if (order !== null) return explainBlock(order.state, 'this payment')
        return runJournal.waitingElsewhere([payment])?.name ?? null
      },
      paidOtherWay: (payment) => paidOtherWay(store.cache, store.journal, payment),
      refundedBefore: runJournal.refundedBefore,
      onBug: (error) => bugs.push(error),
    }),
    rowsOf: (runId: string): RunRow[] => runRowsOf(store.journal, runId).map(toRunRow),
    receiptOf(runId: string): string {
      const receipt = runReceipt(store.journal, runId, now())
      if (!receipt.ok) throw new Error(receipt.error.message)
      return receipt.value.text
    },
    /** Sets another policy, whatever it pauses, with the passphrase that is set first where there is none. */
    async setPolicy(change: Partial<Policy>): Promise<void> {
      await access.setPassphrase(null, passphrase)
      const set = await access.setPolicy(passphrase, { ...firstPolicy('Europe/Berlin'), ...change }, true)
      if (!set.ok) throw new Error(set.error.message)
    },
    async placed(request: ParsedRequestOf<'run.place'>): Promise<Run> {
      const run = await runs.place(request)
      if (!run.ok) throw new Error(`${run.error.code}: ${run.error.message}`)
      return run.value
    },
    /** Waits until the run is so, and everything that was under way has ended. */
    async until(runId: string, ...states: RunState[]): Promise<Run> {
      await expect.poll(() => stands(runId).state, { timeout: 15_000, interval: 10 }).toBeOneOf(states)
      await runs.idle()
      return stands(runId)
    },
  }
}

export type RunRooms = ReturnType<typeof openRunRooms>

/** Succeeded payments of 10.00, 10.01, … in one currency. */
export async function payments(bench: Bench, count: number): Promise<{ id: string; currency: string; amount: number }[]> {
  const paid: { id: string; currency: string; amount: number }[] = []
  for (let place = 0; place < count; place += 1) paid.push(await bench.pay(1000 + place))
  return paid
} // prettier-ignore

/** A run of all of each payment. */
export function aRun(
  of: readonly { id: string; currency: string; amount: number }[],
  more: Partial<ParsedRequestOf<'run.place'>> = {},
): ParsedRequestOf<'run.place'> {
  return {
    deskId,
    runId: randomUUID(),
    name: 'October returns',
    note: null,
    retryOf: null,
    canary: 1,
    afterCanary: 'go_on',
    rows: of.map(({ id, currency, amount }, place) => ({
      orderId: randomUUID(),
      line: place + 1,
      paymentIntentId: id,
      amount,
      currency,
      reason: 'requested_by_customer',
      customerLabel: null,
      refunded: 0,
    })),
    approval: null,
    ...more,
  }
}

export const statesOf = (rows: readonly RunRow[]): string[] => rows.map(({ state }) => state)

/** All refunds that are really there. */
export const refundsIn = (bench: Bench) => [...bench.simulator.ledger(bench.account, 'test').refunds.values()]

export const aMoment = (): Promise<void> => sleep(120)
