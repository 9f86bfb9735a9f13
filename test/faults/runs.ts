// Puts a bulk run through a bad day: Stripe slow, busy and losing answers, the process killed again and again at any moment, and resumed
// after each. Then every row is compared with what is really there. It must judge by the simulator's refunds, never by what was told.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { applyChaos, calmChaos } from '../../electron/simulator/chaos.ts'
import { startSimulator, type Simulator } from '../../electron/simulator/server.ts'
import type { RequestOf, Run, RunRow } from '../../src/contract/index.ts'
import { editableAmount } from '../../src/domain/money.ts'
import { connected, until, type Driver } from './driver.ts'
import { randomNumbers } from './random.ts'
import { payablesOf, type Payable } from './refunds.ts'

export interface RunsReport {
  kills: number
  /** Rows that ended in each state. */
  ended: Run['counts']
  /** Rows that were given another order because the one before was never sent. */
  orderedAgain: number
  /** What must never happen, in words; empty when all is well. */
  violations: string[]
}

export interface RunFaultOptions {
  rows: number
  kills: number
  seed: number
  /** Called after each life, with the rows that were made. */
  onLife?: (made: number) => void
}

type Placed = RequestOf<'run.place'>

/** Per call: about one in twenty goes wrong. */
const badDay = {
  latencyMs: [0, 8] as [number, number],
  share429: 0.01,
  share500Before: 0.01,
  share500After: 0.01,
  shareLostResponse: 0.012,
  shareRefusedConnection: 0.005,
}
/** Of so many payments one was refunded before by somebody else. */
const spentEvery = 40

export async function runRunFaults({ rows, kills, seed, onLife }: RunFaultOptions): Promise<RunsReport> {
  const random = randomNumbers(seed)
  const home = mkdtempSync(join(tmpdir(), 'bursar-runs-'))
  const size = { customers: 60, payments: Math.max(300, rows * 2) }
  const simulator = await startSimulator({ seed: `runs ${seed}`, size })
  const account = simulator.accounts[0]!
  const payments = payablesOf(simulator, account.id).slice(0, rows)
  if (payments.length < rows) throw new Error(`the simulator has only ${payments.length} payments to refund`)
  await refundElsewhere(simulator, payments.filter((_, place) => isSpent(place))) // prettier-ignore
  const before = new Set(simulator.ledger(account.id, 'test').refunds.keys())
  const request = aRunOf(payments, random)
  let made = 0

  const desk = { key: account.keys.secretTest, baseUrl: simulator.baseUrl }

  async function live(work: (driver: Driver, deskId: string) => Promise<void>): Promise<Driver> {
    applyChaos(simulator.chaos, calmChaos())
    const { driver, deskId } = await connected(home, desk, {
      order: (order) => void (made += order.state === 'done' ? 1 : 0),
    })
    applyChaos(simulator.chaos, badDay)
    await work(driver, deskId)
    return driver
  }

  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const driver = await live(async (running, deskId) => {
        const asked = running.call('run.place', { ...request, deskId })
        // The first life ends while it is placed, the second in its hold.
        if (kill === 0) return sleep(random() * 60)
        const placed = await asked
        if (!placed.ok) throw new Error(`${placed.error.code}: ${placed.error.message}`)
        if (kill === 1) return sleep(random() * 200)
        const enough = made + Math.floor(random() * 2 * (rows / kills))
        let isOver = false
        // It ends with the process, or with the run.
        const ends = (): void => void (isOver = true)
        void going(running, deskId, request.runId).then(ends, ends)
        await until(() => isOver || made >= enough, 300_000)
        await sleep(random() * 40)
      })
      await driver.kill()
      onLife?.(made)
    }
    const found: { rows: RunRow[]; receipt: string; run: Run | null; broken: boolean } = {
      rows: [],
      receipt: '',
      run: null,
      broken: false,
    }
    const driver = await live(async (running, deskId) => {
      const placed = await running.call('run.place', { ...request, deskId })
      if (!placed.ok) throw new Error(`${placed.error.code}: ${placed.error.message}`)
      await going(running, deskId, request.runId)
      applyChaos(simulator.chaos, calmChaos())
      for (const row of await rowsOf(running, deskId, request.runId))
        if (row.state === 'unknown' && row.orderId !== null)
          await running.call('order.reconcile', { deskId, orderId: row.orderId })
      found.rows = await rowsOf(running, deskId, request.runId)
      const [run, receipt, chain] = await Promise.all([
        running.call('runs.detail', { deskId, runId: request.runId }),
        running.call('runs.receipt', { deskId, runId: request.runId }),
        running.call('audit.verify', { deskId }),
      ])
      if (!run.ok || !receipt.ok || !chain.ok) throw new Error('the reader does not answer')
      found.run = run.value
      found.receipt = receipt.value.text
      found.broken = chain.value.broken !== null
    })
    const code = await driver.end()
    if (code !== 0) throw new Error(`the driver ended with ${code}: ${driver.errors()}`)
    if (found.run === null) throw new Error('the run is not there')
    const violations = judge(simulator, account.id, before, request, found.rows, found.receipt)
    if (found.run.state !== 'finished') violations.push(`the run ended ${found.run.state}`)
    if (found.broken) violations.push('the audit is broken')
    const first = new Map(request.rows.map((row) => [row.line, row.orderId]))
    const orderedAgain = found.rows.filter(
      ({ line, orderId }) => orderId !== null && orderId !== first.get(line),
    ).length
    return { kills, ended: found.run.counts, orderedAgain, violations }
  } finally {
    await simulator.close()
    rmSync(home, { recursive: true, force: true })
  }
}

/** Not among the first, which the run would wait for. */
const isSpent = (place: number): boolean => place % spentEvery === spentEvery - 1

async function refundElsewhere(simulator: Simulator, payments: readonly Payable[]): Promise<void> {
  for (const { id } of payments) {
    const refunded = await fetch(`${simulator.baseUrl}/v1/refunds`, {
      method: 'POST',
      headers: { authorization: `Bearer ${simulator.accounts[0]!.keys.secretTest}` },
      body: new URLSearchParams({ payment_intent: id }),
    })
    if (!refunded.ok) throw new Error(await refunded.text())
  }
}

/** All of some, part of others. */
function aRunOf(payments: readonly Payable[], random: () => number): Omit<Placed, 'deskId'> {
  return {
    runId: randomUUID(),
    name: 'returns.csv',
    note: 'batch',
    afterCanary: 'go_on',
    rows: payments.map(({ id, currency, refundable }, place) => ({
      orderId: randomUUID(),
      line: place + 2,
      paymentIntentId: id,
      amount: random() < 0.5 || refundable < 400 ? refundable : 100 * (1 + Math.floor(random() * (refundable / 100 - 1))),
      currency,
      reason: 'requested_by_customer',
      customerLabel: '=cmd()',
      refunded: 0,
    })),
  }
} // prettier-ignore

/** Resumes it whenever it is paused, until it has finished. */
async function going(driver: Driver, deskId: string, runId: string): Promise<void> {
  for (;;) {
    const run = await driver.call('runs.detail', { deskId, runId })
    if (!run.ok) throw new Error(run.error.message)
    if (run.value.state === 'finished') return
    if (run.value.state === 'stopped') throw new Error(`stopped: ${run.value.problem?.message}`)
    if (run.value.state === 'paused') await driver.call('run.resume', { deskId, runId })
    await sleep(200)
  }
}

async function rowsOf(driver: Driver, deskId: string, runId: string): Promise<RunRow[]> {
  const rows: RunRow[] = []
  for (let after: string | undefined; ; ) {
    const page = await driver.call('runs.rows', { deskId, runId, limit: 500, ...(after !== undefined && { after }) })
    if (!page.ok) throw new Error(page.error.message)
    rows.push(...page.value.rows)
    if (page.value.next === null) return rows
    after = page.value.next
  }
} // prettier-ignore

/** What is really there, against what was ordered, what the rows say, and what the receipt says. */
function judge(
  simulator: Simulator,
  accountId: string,
  before: ReadonlySet<string>,
  { rows: ordered }: Pick<Placed, 'rows'>,
  rows: readonly RunRow[],
  receipt: string,
): string[] {
  const violations: string[] = []
  const made = [...simulator.ledger(accountId, 'test').refunds.values()].filter(({ id }) => !before.has(id))
  const ofPayment = Map.groupBy(made, ({ payment_intent: payment }) => payment ?? '')
  const byLine = new Map(rows.map((row) => [row.line, row]))
  if (rows.length !== ordered.length)
    violations.push(`${rows.length} rows of ${ordered.length} that were ordered`)
  for (const { line, paymentIntentId, amount, currency } of ordered) {
    const row = byLine.get(line)
    const refunds = ofPayment.get(paymentIntentId) ?? []
    ofPayment.delete(paymentIntentId)
    const complain = (what: string): void =>
      void violations.push(`line ${line}, ${paymentIntentId} (${row?.state} ${row?.orderState}): ${what}`)
    if (!row) complain('is not among the rows')
    else if (row.state === 'made') {
      const [refund] = refunds
      if (refunds.length !== 1 || !refund) complain(`is said to be made and has ${refunds.length} refunds`)
      else if (
        refund.amount !== amount ||
        refund.currency !== currency ||
        refund.id !== row.refundId ||
        refund.metadata['bursar_order'] !== row.orderId
      )
        complain(`has another refund: ${JSON.stringify(refund)}`)
    } else if (row.state !== 'failed') complain('never settled')
    else if (row.orderState === 'done') {
      // A refund that Stripe made, and that could not be paid.
      if (refunds.length !== 1 || refunds[0]?.status !== row.refundStatus)
        complain(`is said to have ended ${row.refundStatus} and has ${refunds.length} refunds`)
    } else if (refunds.length > 0) complain(`has ${refunds.length} refunds`)
    else if (row.problem === null) complain('failed without a reason')
  }
  for (const [payment, refunds] of ofPayment)
    violations.push(`${refunds.length} refunds of ${payment} that nobody ordered`)
  const said = receipt
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) => cell))
  const claimed = said.filter((cells) => cells[7] !== '').map((cells) => [cells[1], cells[3], cells[4], cells[7], cells[9]].join(' ')) // prettier-ignore
  const really = made.map((refund) => [refund.payment_intent, editableAmount(refund.amount, refund.currency), refund.currency.toUpperCase(), refund.id, refund.metadata['bursar_order']].join(' ')) // prettier-ignore
  if (said.length !== ordered.length || claimed.toSorted().join('\n') !== really.toSorted().join('\n'))
    violations.push('the receipt is not what is really there')
  return violations
}
