// What a bulk run survives: the end of the process, a lock, a closed door, a backup, and rows that somebody altered.
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { paymentDetail } from '../../../electron/store/queries/payments/payment-detail.ts'
import { refundDetail } from '../../../electron/store/queries/refunds/refund-detail.ts'
import type { RunRow } from '../../../src/contract/index.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { aHome, aStore, refundsOf, requestsTo, script } from './desk.ts'
import {
  aMoment,
  aRun,
  openRunRooms,
  passphrase,
  payments,
  refundsIn,
  statesOf,
  type RunRooms,
} from './runs.support.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
  const open = bench
  onTestFinished(() => open.close())
})

/** As the next start of the process finds it; what was under way in this one goes nowhere. */
function afterRestart(before: RunRooms, journalRestored = false): RunRooms {
  before.runs.close()
  before.gateway.close()
  const rooms = openRunRooms(bench, { store: before.store })
  rooms.refunds.start({ journalRestored })
  rooms.runs.start({ journalRestored })
  return rooms
}

/** A run whose first row is placed and held still while its payment is read, as a process may end. */
async function caughtWhileHeld(rooms: RunRooms, count = 2) {
  const request = aRun(await payments(bench, count))
  script(bench, 'GET', '/v1/payment_intents', 'hang')
  await rooms.placed(request)
  await expect.poll(() => rooms.journal.find(request.rows[0]!.orderId)?.state).toBe('held')
  return request
}

describe('a restart', () => {
  test('pauses a run that was held: nothing was sent, and resuming sends it', async () => {
    const before = openRunRooms(bench, { holdMs: 60_000 })
    const request = aRun(await payments(bench, 2))
    await before.placed(request)
    const rooms = afterRestart(before)
    expect(rooms.stands(request.runId)).toMatchObject({ state: 'paused', pausedBecause: 'restart' })
    await aMoment()
    expect(refundsIn(bench)).toEqual([])
    rooms.runs.resume(request.runId)
    expect(await rooms.until(request.runId, 'finished')).toMatchObject({ counts: { made: 2 } })
  })

  test('gives a row whose order was withdrawn unsent a new order, and only when it is resumed', async () => {
    const before = openRunRooms(bench)
    const request = await caughtWhileHeld(before)
    const rooms = afterRestart(before)
    const [first] = request.rows
    expect(rooms.journal.find(first!.orderId)).toMatchObject({ state: 'withdrawn' })
    expect(rooms.stands(request.runId)).toMatchObject({ state: 'paused', counts: { waiting: 2, failed: 0 } })
    expect(rooms.rowsOf(request.runId)[0]).toMatchObject({ orderId: null, problem: null })
    const told = refundDetail(rooms.store.cache, rooms.store.journal, first!.orderId)
    const said = told.ok && [told.value.refund.means, ...told.value.steps.map(({ text }) => text)].join(' ')
    expect(said).toContain('It stood for a row of a bulk refund')
    expect(said).not.toContain('Place it again')
    rooms.runs.resume(request.runId)
    await rooms.until(request.runId, 'finished')
    const [row] = rooms.rowsOf(request.runId)
    expect(row).toMatchObject({ state: 'made', orderId: expect.not.stringMatching(first!.orderId) })
    expect(refundsOf(bench, first!.paymentIntentId)).toMatchObject([
      { metadata: { bursar_order: row!.orderId } },
    ])
    const attempts = rooms.store.journal.prepare('SELECT line, attempt FROM run_orders ORDER BY rowid')
    expect(attempts.all()).toEqual([
      { line: 1, attempt: 1 },
      { line: 1, attempt: 2 },
      { line: 2, attempt: 1 },
    ])
  })

  test('looks up a row that was being sent, and never orders it again', async () => {
    const before = openRunRooms(bench)
    const request = aRun(await payments(bench, 2))
    script(bench, 'POST', '/v1/refunds', 'hang_after')
    await before.placed(request)
    await expect.poll(() => refundsIn(bench).length).toBe(1)
    const rooms = afterRestart(before)
    const [first] = request.rows
    await expect.poll(() => rooms.journal.find(first!.orderId)?.state).toBe('done')
    expect(rooms.stands(request.runId)).toMatchObject({ state: 'paused', counts: { made: 1, waiting: 1 } })
    rooms.runs.resume(request.runId)
    await rooms.until(request.runId, 'finished')
    expect(refundsOf(bench, first!.paymentIntentId)).toHaveLength(1)
    expect(refundsIn(bench)).toHaveLength(2)
  })

  test('leaves a run that waits after its first rows where it was', async () => {
    const before = openRunRooms(bench)
    const request = aRun(await payments(bench, 3), { afterCanary: 'ask' })
    await before.placed(request)
    await before.until(request.runId, 'paused')
    const rooms = afterRestart(before)
    expect(rooms.stands(request.runId)).toMatchObject({ state: 'paused', pausedBecause: 'canary' })
    rooms.runs.resume(request.runId)
    expect(await rooms.until(request.runId, 'finished')).toMatchObject({ counts: { made: 3 } })
  })

  test('of a restored journal stops the run for good, in clear words', async () => {
    const before = openRunRooms(bench, { holdMs: 60_000 })
    const request = aRun(await payments(bench, 2))
    await before.placed(request)
    const rooms = afterRestart(before, true)
    expect(rooms.stands(request.runId)).toMatchObject({
      state: 'stopped',
      problem: { message: expect.stringContaining('backup') },
      counts: { skipped: 2 },
    })
    expect(rooms.runs.resume(request.runId)).toMatchObject({ error: { code: 'order_too_late' } })
    await aMoment()
    expect(refundsIn(bench)).toEqual([])
  })
})

describe('an older copy of the folder', () => {
  test('that is put back, days later, makes no row again that was made since: its refund is found and told', async () => {
    const [folder, copy] = [join(aHome(), 'desk'), join(aHome(), 'copy')]
    const before = openRunRooms(bench, { store: aStore(folder) })
    const request = aRun(await payments(bench, 3), { afterCanary: 'ask' })
    const rows = request.rows.map((row) => ({ ...row, amount: 300 }))
    await before.placed({ ...request, rows })
    await before.until(request.runId, 'paused')
    cpSync(folder, copy, { recursive: true })
    before.runs.resume(request.runId)
    await before.until(request.runId, 'finished')
    // Longer than Stripe keeps keys.
    bench.simulator.clock.advance(49 * 3600)
    const rooms = openRunRooms(bench, { store: aStore(copy) })
    rooms.runs.start({ journalRestored: false })
    rooms.runs.resume(request.runId)
    await rooms.until(request.runId, 'finished', 'paused')
    expect(refundsIn(bench)).toHaveLength(3)
    expect(rooms.rowsOf(request.runId)).toEqual(before.rowsOf(request.runId).map(asMade))
    const [, second] = request.rows
    expect(rooms.journal.find(second!.orderId)).toMatchObject({ state: 'done', sentAt: 0 })
    const facts = { accountId: 'acct_1', mode: 'test', operator: 'ada' } as const
    const told = paymentDetail(rooms.store.cache, rooms.store.journal, facts, second!.paymentIntentId)
    expect(told.ok && told.value.timeline.filter(({ at }) => at === 0)).toEqual([])
  })

  /** As it was made, whenever that was found. */
  const asMade = (row: RunRow): object => ({ ...row, state: 'made', settledAt: expect.any(Number) })
})

describe('a closed door', () => {
  test('pauses the run; the row that only met the door waits and is not failed', async () => {
    const door = { closed: false }
    const rooms = openRunRooms(bench, { readOnly: () => door.closed })
    const request = aRun(await payments(bench, 6))
    bench.simulator.chaos.latencyMs = [20, 20]
    await rooms.placed(request)
    await expect.poll(() => rooms.stands(request.runId).counts.made).toBeGreaterThan(0)
    door.closed = true
    const run = await rooms.until(request.runId, 'paused')
    expect(run).toMatchObject({
      pausedBecause: 'refused',
      problem: { code: 'read_only' },
      counts: { failed: 0 },
    })
    expect(run.counts.waiting).toBeGreaterThan(0)
    expect(rooms.runs.resume(request.runId)).toMatchObject({ error: { code: 'read_only' } })
    door.closed = false
    bench.simulator.chaos.latencyMs = null
    rooms.runs.resume(request.runId)
    expect(await rooms.until(request.runId, 'finished')).toMatchObject({ counts: { made: 6 } })
    expect(refundsIn(bench)).toHaveLength(6)
  })

  test('of the policy pauses it too, while a limit of the policy fails only the rows above it', async () => {
    const rooms = openRunRooms(bench)
    const paid = [...(await payments(bench, 2)), await bench.pay(5000), await bench.pay(1002)]
    const request = aRun(paid as never, { afterCanary: 'ask' })
    await rooms.placed(request)
    await rooms.until(request.runId, 'paused')
    await rooms.setPolicy({ allowed: ['refund', 'manage'] })
    expect(rooms.runs.rules()).toMatchObject({ value: { stop: expect.stringContaining('in bulk') } })
    expect(rooms.runs.resume(request.runId)).toMatchObject({ error: { code: 'policy_refused' } })
    await rooms.setPolicy({
      limits: [{ currency: 'usd', perOrder: 2000, perDay: null, typeAbove: null }],
    })
    rooms.runs.resume(request.runId)
    await rooms.until(request.runId, 'finished')
    const rows = rooms.rowsOf(request.runId)
    expect(statesOf(rows)).toEqual(['made', 'made', 'failed', 'made'])
    expect(rows[2]).toMatchObject({ orderId: null, problem: { code: 'policy_refused' } })
    expect(rooms.receiptOf(request.runId)).toContain('$20.00 in one refund at most')
    expect(refundsOf(bench, paid[2]!.id)).toEqual([])
  })

  test('a lock pauses it, takes back what was not sent, and an unlock goes on with nothing by itself', async () => {
    const rooms = openRunRooms(bench, { mode: 'live' })
    await rooms.access.setPassphrase(null, passphrase)
    await rooms.access.unlock(passphrase)
    const paid = await payments(bench, 3)
    script(bench, 'GET', '/v1/payment_intents', 'hang')
    const request = aRun(paid, { approval: { passphrase, totals: [{ currency: 'usd', amount: '30.03' }] } })
    await rooms.placed(request)
    await expect.poll(() => rooms.journal.find(request.rows[0]!.orderId)?.state).toBe('held')
    rooms.access.lock('key')
    expect(rooms.stands(request.runId)).toMatchObject({
      state: 'paused',
      pausedBecause: 'locked',
      counts: { waiting: 3, failed: 0 },
    })
    expect(rooms.runs.resume(request.runId)).toMatchObject({ error: { code: 'locked' } })
    const last = rooms.store.journal.prepare('SELECT text FROM audit ORDER BY seq DESC LIMIT 1').pluck()
    expect(last.get()).toBe('Run not resumed (locked).')
    await rooms.runs.idle()
    await rooms.access.unlock(passphrase)
    await aMoment()
    expect(refundsIn(bench)).toEqual([])
    rooms.runs.resume(request.runId)
    expect(await rooms.until(request.runId, 'finished')).toMatchObject({ counts: { made: 3 } })
  })
})

test('a door that closes after a try that Stripe was too busy for leaves the row waiting, which is then made once', async () => {
  const door = { isOpen: false }
  const tries = (): number => requestsTo(bench, 'POST', '/v1/refunds')
  const rooms = openRunRooms(bench, { readOnly: () => !door.isOpen && tries() > 0 })
  script(bench, 'POST', '/v1/refunds', '429')
  const request = aRun(await payments(bench, 2))
  await rooms.placed(request)
  expect(await rooms.until(request.runId, 'paused')).toMatchObject({
    pausedBecause: 'refused',
    problem: { code: 'read_only' },
    counts: { waiting: 2, failed: 0 },
  })
  expect(tries()).toBe(1)
  const { orderId } = request.rows[0]!
  expect(rooms.journal.find(orderId)).toMatchObject({ state: 'withdrawn', sentAt: null })
  expect(rooms.logOf(orderId)).toEqual(['held', 'sending', 'withdrawn'])
  expect(refundsIn(bench)).toEqual([])
  door.isOpen = true
  rooms.runs.resume(request.runId)
  expect(await rooms.until(request.runId, 'finished')).toMatchObject({ counts: { made: 2 } })
  expect(refundsIn(bench)).toHaveLength(2)
})

/** A live run whose first row was looked at and waits for its turn behind something else on the same payment. */
async function waitingForItsTurn() {
  const rooms = openRunRooms(bench, { mode: 'live' })
  await rooms.access.setPassphrase(null, passphrase)
  await rooms.access.unlock(passphrase)
  const paid = await payments(bench, 2)
  const turn = Promise.withResolvers<object>()
  const before = rooms.gateway.write(paid[0]!.id, 'before', () => turn.promise)
  const write = vi.spyOn(rooms.gateway, 'write')
  const request = aRun(paid, { approval: { passphrase, totals: [{ currency: 'usd', amount: '20.01' }] } })
  await rooms.placed(request)
  const [first] = request.rows
  await expect.poll(() => write.mock.calls.length, { timeout: 15_000 }).toBe(1)
  return { rooms, request, first: first!, turn, before }
}

describe('a row that waits for its turn', () => {
  test('waits in a paused run where the desk is locked meanwhile: nothing of it was sent', async () => {
    const { rooms, request, first, turn, before } = await waitingForItsTurn()
    rooms.access.lock('key')
    turn.resolve({})
    await Promise.all([before, rooms.runs.idle()])
    expect(rooms.journal.find(first.orderId)).toMatchObject({
      state: 'withdrawn',
      sentAt: null,
      problem: { code: 'locked', message: expect.stringContaining('never sent') },
    })
    expect(rooms.stands(request.runId)).toMatchObject({
      state: 'paused',
      pausedBecause: 'locked',
      counts: { waiting: 2, failed: 0 },
    })
    expect(refundsIn(bench)).toEqual([])
    await rooms.access.unlock(passphrase)
    rooms.runs.resume(request.runId)
    expect(await rooms.until(request.runId, 'finished')).toMatchObject({ counts: { made: 2 } })
    expect(refundsIn(bench)).toHaveLength(2)
  })

  test('waits in a paused run where it is cut off meanwhile', async () => {
    const { rooms, request, first, turn, before } = await waitingForItsTurn()
    rooms.gateway.close()
    turn.resolve({})
    await Promise.all([before, rooms.runs.idle()])
    expect(rooms.journal.find(first.orderId)).toMatchObject({ state: 'withdrawn', sentAt: null })
    expect(rooms.stands(request.runId)).toMatchObject({
      state: 'paused',
      pausedBecause: 'restart',
      counts: { waiting: 2, failed: 0 },
    })
  })

  test('can be taken back until then', async () => {
    const { rooms, request, first, turn, before } = await waitingForItsTurn()
    expect(rooms.refunds.undo(first.orderId)).toMatchObject({ value: { state: 'withdrawn' } })
    turn.resolve({})
    await before
    await rooms.until(request.runId, 'paused')
    expect(refundsOf(bench, first.paymentIntentId)).toEqual([])
  })
})

describe('a network that is down', () => {
  test('fails five rows at most before the run pauses', async () => {
    const rooms = openRunRooms(bench)
    const request = aRun(await payments(bench, 30), { afterCanary: 'ask' })
    await rooms.placed(request)
    await rooms.until(request.runId, 'paused')
    bench.simulator.chaos.shareRefusedConnection = 1
    rooms.runs.resume(request.runId)
    const run = await rooms.until(request.runId, 'paused')
    expect(run).toMatchObject({ pausedBecause: 'failures', problem: { code: 'stripe_unreachable' } })
    expect(run.counts.failed).toBeLessThanOrEqual(8)
    expect(refundsIn(bench)).toHaveLength(1)
  })
})

test('rows that were altered in the file stop the run before anything of it is sent', async () => {
  const rooms = openRunRooms(bench, { holdMs: 100, store: aStore() })
  const request = aRun(await payments(bench, 2))
  await rooms.placed(request)
  rooms.store.journal.exec('DROP TRIGGER run_rows_are_never_rewritten')
  rooms.store.journal.exec('UPDATE run_rows SET amount = 1 WHERE line = 2')
  expect(await rooms.until(request.runId, 'stopped')).toMatchObject({ problem: { code: 'internal' } })
  expect(refundsIn(bench)).toEqual([])
})

test('what is thrown on the way pauses the run, and nothing is lost or sent twice', async () => {
  const rooms = openRunRooms(bench)
  const request = aRun(await payments(bench, 3), { afterCanary: 'ask' })
  await rooms.placed(request)
  await rooms.until(request.runId, 'paused')
  // As a full disk would.
  rooms.store.journal.exec(
    `CREATE TRIGGER full BEFORE INSERT ON run_orders BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
  )
  rooms.runs.resume(request.runId)
  expect(await rooms.until(request.runId, 'paused')).toMatchObject({
    pausedBecause: 'failures',
    problem: { code: 'internal' },
    counts: { made: 1, waiting: 2 },
  })
  expect(rooms.bugs.length).toBeGreaterThan(0)
  rooms.store.journal.exec('DROP TRIGGER full')
  rooms.runs.resume(request.runId)
  expect(await rooms.until(request.runId, 'finished')).toMatchObject({ counts: { made: 3 } })
  expect(refundsIn(bench)).toHaveLength(3)
})
