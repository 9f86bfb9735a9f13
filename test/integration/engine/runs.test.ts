// Bulk runs: placed whole or not at all, sent as ordered, and stopped by whatever should stop them.
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { digestOfRun, intentOf } from '../../../electron/engine/journal/run-digest.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { anOrder, refundsOf, script } from './desk.ts'
import { aMoment, aRun, openRunRooms, payments, refundsIn, statesOf, type RunRooms } from './runs.support.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
  const open = bench
  onTestFinished(() => open.close())
})

/** Sets our clock by Stripe's, so many minutes off; gives what lets time pass on both. */
function followed({ clock }: RunRooms, minutes = 0): (seconds: number) => void {
  clock.now = (bench.simulator.clock.nowSeconds() + minutes * 60) * 1000
  return (seconds) => {
    bench.simulator.clock.advance(seconds)
    clock.now += seconds * 1000
  }
}

describe('placing', () => {
  test('writes the run and all its rows before anything is sent, and says so in the audit', async () => {
    const rooms = openRunRooms(bench, { holdMs: 60_000 })
    const run = await rooms.placed(aRun(await payments(bench, 3)))
    expect(run).toMatchObject({
      state: 'held',
      rows: 3,
      counts: { waiting: 3, made: 0 },
      totals: [{ currency: 'usd', rows: 3, ordered: 3003, made: 0 }],
      perMinute: null,
    })
    expect(rooms.rowsOf(run.id)).toMatchObject([{ line: 1, state: 'waiting', orderId: null }, {}, {}])
    const entry = rooms.store.journal
      .prepare(`SELECT text, detail FROM audit WHERE kind = 'run_placed'`)
      .get() as { text: string; detail: string }
    expect(entry.text).toBe('Ordered: run of 3 refunds, 30.03 USD.')
    expect(entry.detail).toContain('digest')
    expect(refundsIn(bench)).toEqual([])
  })

  test('the same run twice is the run as it stands; with other contents it is a conflict', async () => {
    const rooms = openRunRooms(bench, { holdMs: 60_000 })
    const request = aRun(await payments(bench, 2))
    await rooms.placed(request)
    rooms.runs.stop(request.runId)
    expect(await rooms.runs.place({ ...request, rows: request.rows.toReversed() })).toMatchObject({
      value: { state: 'stopped' },
    })
    for (const change of [{ name: 'another' }, { note: 'x' }, { canary: 2 }, { rows: request.rows.slice(1) }])
      expect(await rooms.runs.place({ ...request, ...change })).toMatchObject({
        error: { code: 'order_conflict' },
      })
  })

  test('twice at once is one run', async () => {
    const rooms = openRunRooms(bench, { holdMs: 60_000 })
    const request = aRun(await payments(bench, 2))
    const both = await Promise.all([rooms.runs.place(request), rooms.runs.place(request)])
    expect(both).toMatchObject([{ value: { state: 'held' } }, { value: { state: 'held' } }])
    expect(rooms.store.journal.prepare('SELECT count(*) FROM run_rows').pluck().get()).toBe(2)
  })

  test('what names one thing twice is refused whole, and that is in the audit', async () => {
    const rooms = openRunRooms(bench, { holdMs: 60_000 })
    const [first, second] = await payments(bench, 2)
    const order = anOrder(first!, 100)
    await rooms.refunds.place(order)
    rooms.refunds.undo(order.orderId)
    const good = aRun([first!, second!])
    const [one, other] = good.rows
    const wrong = [
      [one!, { ...other!, paymentIntentId: one!.paymentIntentId }],
      [one!, { ...other!, line: 1 }],
      [one!, { ...other!, orderId: one!.orderId }],
      [one!, { ...other!, orderId: order.orderId }],
      [one!, { ...other!, amount: Number.MAX_SAFE_INTEGER }],
    ]
    for (const rows of wrong)
      expect(await rooms.runs.place({ ...good, rows })).toMatchObject({ error: { code: 'bad_request' } })
    expect(await rooms.runs.place({ ...good, retryOf: randomUUID() })).toMatchObject({
      error: { code: 'bad_request' },
    })
    expect(rooms.store.journal.prepare('SELECT count(*) FROM runs').pluck().get()).toBe(0)
    const denied = rooms.store.journal.prepare(`SELECT count(*) FROM audit WHERE kind = 'order_denied'`)
    expect(denied.pluck().get()).toBe(6)
    expect((await rooms.runs.place(good)).ok).toBe(true)
  })

  test('a card number in its name or its note is never written down', async () => {
    const rooms = openRunRooms(bench, { holdMs: 60_000 })
    const run = aRun(await payments(bench, 1))
    for (const wrong of [{ note: 'card 4242 4242 4242 4242' }, { name: '4242424242424242.csv' }])
      expect(await rooms.runs.place({ ...run, ...wrong })).toMatchObject({ error: { code: 'bad_request' } })
    expect(rooms.store.journal.prepare('SELECT count(*) FROM runs').pluck().get()).toBe(0)
  })

  test('a payment that waits in another run is refused until that has ended', async () => {
    const rooms = openRunRooms(bench, { holdMs: 60_000 })
    const paid = await payments(bench, 2)
    const first = await rooms.placed(aRun(paid))
    const again = aRun(paid.slice(1))
    expect(await rooms.runs.place(again)).toMatchObject({
      error: { code: 'order_blocked', message: expect.stringContaining('October returns') },
    })
    rooms.runs.stop(first.id)
    expect((await rooms.runs.place(again)).ok).toBe(true)
  })
})

describe('a payment that waits in a run', () => {
  test('is not refunded by itself besides, and its preflight says so', async () => {
    const rooms = openRunRooms(bench)
    const paid = await payments(bench, 2)
    const run = await rooms.placed(aRun(paid, { afterCanary: 'ask' }))
    await rooms.until(run.id, 'paused')
    const waiting = paid[1]!
    expect(await rooms.refunds.preflight(waiting.id)).toMatchObject({
      value: {
        canRefund: false,
        findings: expect.arrayContaining([expect.objectContaining({ id: 'open_order' })]),
      },
    })
    expect(await rooms.refunds.place(anOrder(waiting, 500))).toMatchObject({
      error: { code: 'order_blocked' },
    })
    rooms.runs.resume(run.id)
    await rooms.until(run.id, 'finished')
    expect(refundsOf(bench, waiting.id)).toHaveLength(1)
  })

  test.each([0, 10, -10])(
    'and of which somebody else gave a part back meanwhile is not sent, though Stripe would take it and our clock is off by %d minutes',
    async (minutes) => {
      const rooms = openRunRooms(bench)
      const pass = followed(rooms, minutes)
      const paid = await payments(bench, 3)
      // Somebody's of before is no news: the check of the rows told of it.
      await bench.post('/v1/refunds', { payment_intent: paid[2]!.id, amount: 100 })
      pass(60)
      const request = aRun(paid, { afterCanary: 'ask' })
      const rows = request.rows.map((row, place) => ({
        ...row,
        amount: 500,
        refunded: place === 2 ? 100 : 0,
      }))
      const run = await rooms.placed({ ...request, rows })
      await rooms.until(run.id, 'paused')
      pass(60)
      await bench.post('/v1/refunds', { payment_intent: paid[1]!.id, amount: 500 })
      rooms.runs.resume(run.id)
      await rooms.until(run.id, 'finished')
      expect(statesOf(rooms.rowsOf(run.id))).toEqual(['made', 'failed', 'made'])
      expect(rooms.rowsOf(run.id)[1]?.problem?.message).toContain('refunded otherwise')
      expect(refundsOf(bench, paid[1]!.id)).toHaveLength(1)
    },
  )

  test('and of which more was given back than its check knew is not sent, though that was before the run was placed', async () => {
    const rooms = openRunRooms(bench)
    const pass = followed(rooms)
    const paid = await payments(bench, 1)
    await bench.post('/v1/refunds', { payment_intent: paid[0]!.id, amount: 100 })
    const checked = await rooms.checkRows([{ ref: paid[0]!.id, amount: '3', currency: null, reason: null }])
    if (!checked.ok) throw new Error(checked.error.message)
    const [{ refunded } = { refunded: null }] = checked.value.rows
    expect(refunded).toBe(100)
    pass(60)
    await bench.post('/v1/refunds', { payment_intent: paid[0]!.id, amount: 300 })
    pass(60)
    const request = aRun(paid)
    const rows = request.rows.map((row) => ({ ...row, amount: 300, refunded: refunded! }))
    const run = await rooms.placed({ ...request, rows })
    await rooms.until(run.id, 'finished', 'paused')
    expect(rooms.rowsOf(run.id)[0]?.problem?.message).toContain('Since this was reviewed, $3.00')
    expect(refundsOf(bench, paid[0]!.id)).toHaveLength(2)
  })

  test('and of which it was noted meanwhile that it was paid another way is not sent', async () => {
    const rooms = openRunRooms(bench)
    const pass = followed(rooms)
    const [first] = await payments(bench, 1)
    const paid = await bench.pay(5000, { payment_method: 'pm_card_refundFail' })
    await bench.post('/v1/refunds', { payment_intent: paid.id, amount: 1000 })
    pass(60)
    await rooms.intake.events(bench.simulator.ledger(bench.account, 'test').events, () => undefined)
    const [refund] = refundsOf(bench, paid.id)
    expect(refund?.status).toBe('failed')
    const request = aRun([first!, { ...paid, amount: 1000 }], { afterCanary: 'ask' })
    const run = await rooms.placed(request)
    await rooms.until(run.id, 'paused')
    // As of a journal that was written before a waiting row kept notes away.
    rooms.store.journal
      .prepare(
        `INSERT INTO refund_notes (id, refund_id, at, operator, how, reference) VALUES ('n', ?, ?, 'ada', 'cash', 'till 3')`,
      )
      .run(refund?.id, run.placedAt - 1)
    rooms.runs.resume(run.id)
    await rooms.until(run.id, 'finished', 'paused')
    expect(rooms.rowsOf(run.id)[1]?.problem?.message).toContain(
      '$10.00 of this payment was given back another way',
    )
    expect(refundsOf(bench, paid.id)).toHaveLength(1)
  })

  test('of before it was kept what its check knew is compared with what was so when the run was placed', async () => {
    const rooms = openRunRooms(bench)
    const pass = followed(rooms)
    const paid = await payments(bench, 3)
    await bench.post('/v1/refunds', { payment_intent: paid[1]!.id, amount: 100 })
    pass(60)
    const request = aRun(paid, { afterCanary: 'ask' })
    const rows = request.rows.map((row) => ({ ...row, amount: 500 }))
    const run = await rooms.placed({ ...request, rows })
    await rooms.until(run.id, 'paused')
    const intent = intentOf({ ...request, rows }, rooms.audit.operator)
    const digest = digestOfRun({ ...intent, rows: intent.rows.map((row) => ({ ...row, refunded: null })) })
    rooms.store.journal.exec(`DROP TRIGGER run_rows_are_never_rewritten; DROP TRIGGER runs_say_what_they_said;
      UPDATE run_rows SET refunded = NULL; UPDATE runs SET digest = '${digest}'`)
    pass(60)
    await bench.post('/v1/refunds', { payment_intent: paid[2]!.id, amount: 500 })
    rooms.runs.resume(run.id)
    await rooms.until(run.id, 'finished')
    expect(statesOf(rooms.rowsOf(run.id))).toEqual(['made', 'made', 'failed'])
  })

  test('again once a retry has made it is refused in another retry of the same run', async () => {
    const rooms = openRunRooms(bench)
    const paid = await payments(bench, 2)
    const rows = (of: typeof paid) => aRun(of).rows.map((row) => ({ ...row, amount: 300 }))
    const first = await rooms.placed({ ...aRun(paid), rows: rows(paid) })
    rooms.runs.stop(first.id)
    const retry = () => ({ ...aRun(paid), retryOf: first.id, rows: rows(paid.slice(1)) })
    const second = await rooms.placed(retry())
    await rooms.until(second.id, 'finished')
    expect(await rooms.runs.place(retry())).toMatchObject({
      error: { code: 'order_blocked', message: expect.stringContaining('was tried again already') },
    })
    expect(refundsOf(bench, paid[1]!.id)).toHaveLength(1)
  })
})

describe('sending', () => {
  test('every row is made once, as ordered, by the order of its own', async () => {
    const rooms = openRunRooms(bench)
    const paid = await payments(bench, 12)
    const request = aRun(paid, { note: 'batch 7', canary: 2 })
    await rooms.placed(request)
    const run = await rooms.until(request.runId, 'finished')
    expect(run).toMatchObject({ counts: { made: 12, waiting: 0, failed: 0 }, problem: null })
    expect(run.totals).toEqual([{ currency: 'usd', rows: 12, ordered: 12_066, made: 12_066 }])
    for (const { orderId, paymentIntentId, amount } of request.rows)
      expect(refundsOf(bench, paymentIntentId)).toMatchObject([
        { amount, metadata: { bursar_order: orderId, bursar_note: 'batch 7' } },
      ])
    expect(rooms.rowsOf(run.id).map(({ orderId }) => orderId)).toEqual(
      request.rows.map(({ orderId }) => orderId),
    )
    expect(rooms.bugs).toEqual([])
  })

  test('the first rows go alone, and the others wait until they were looked at', async () => {
    const rooms = openRunRooms(bench)
    const request = aRun(await payments(bench, 5), { canary: 2, afterCanary: 'ask' })
    await rooms.placed(request)
    expect(await rooms.until(request.runId, 'paused')).toMatchObject({
      pausedBecause: 'canary',
      counts: { made: 2, waiting: 3 },
    })
    await aMoment()
    expect(refundsIn(bench)).toHaveLength(2)
    expect(rooms.runs.resume(request.runId)).toMatchObject({ value: { state: 'running' } })
    expect(await rooms.until(request.runId, 'finished')).toMatchObject({ counts: { made: 5 } })
  })

  test('paused while the last of the first rows is on its way, it waits once more for somebody to look', async () => {
    const rooms = openRunRooms(bench)
    bench.simulator.chaos.latencyMs = [30, 30]
    const request = aRun(await payments(bench, 4), { afterCanary: 'ask' })
    await rooms.placed(request)
    await expect.poll(() => rooms.stands(request.runId).counts.sending, { interval: 5 }).toBe(1)
    rooms.runs.pause(request.runId)
    await rooms.runs.idle()
    expect(rooms.stands(request.runId)).toMatchObject({
      pausedBecause: 'operator',
      counts: { made: 1, waiting: 3 },
      canaryOver: false,
    })
    rooms.runs.resume(request.runId)
    expect(await rooms.until(request.runId, 'paused')).toMatchObject({
      pausedBecause: 'canary',
      counts: { made: 1, waiting: 3 },
    })
    expect(rooms.runs.resume(request.runId)).toMatchObject({ value: { canaryOver: true } })
    await rooms.until(request.runId, 'finished')
  })

  test('one of the first rows that is not made pauses the run at once; going on is for somebody to say', async () => {
    const rooms = openRunRooms(bench)
    const paid = await payments(bench, 4)
    await bench.post('/v1/refunds', { payment_intent: paid[0]!.id })
    const request = aRun(paid, { canary: 2 })
    await rooms.placed(request)
    expect(await rooms.until(request.runId, 'paused')).toMatchObject({
      pausedBecause: 'canary_failed',
      problem: { code: 'not_refundable' },
      counts: { failed: 1, waiting: 3 },
    })
    rooms.runs.resume(request.runId)
    // The second of them is made; that the first was not is said once more, now that they are through.
    expect(await rooms.until(request.runId, 'paused')).toMatchObject({
      pausedBecause: 'canary_failed',
      counts: { failed: 1, made: 1, waiting: 2 },
    })
    rooms.runs.resume(request.runId)
    expect(await rooms.until(request.runId, 'finished')).toMatchObject({ counts: { failed: 1, made: 3 } })
    expect(statesOf(rooms.rowsOf(request.runId))).toEqual(['failed', 'made', 'made', 'made'])
  })

  test('many failures in a row pause it', async () => {
    const rooms = openRunRooms(bench)
    const paid = await payments(bench, 20)
    for (const { id } of paid.slice(1)) await bench.post('/v1/refunds', { payment_intent: id })
    const request = aRun(paid)
    await rooms.placed(request)
    const run = await rooms.until(request.runId, 'paused')
    expect(run).toMatchObject({ pausedBecause: 'failures', problem: { code: 'not_refundable' } })
    expect(run.counts.failed).toBeGreaterThanOrEqual(5)
    expect(run.counts.failed).toBeLessThanOrEqual(8)
    expect(run.counts.waiting).toBeGreaterThanOrEqual(11)
  })

  test('a row whose outcome is not known is shown as that, never ordered again, and looked up before going on', async () => {
    const rooms = openRunRooms(bench)
    const request = aRun(await payments(bench, 2))
    script(bench, 'POST', '/v1/refunds', 'hang_after')
    await rooms.placed(request)
    await expect.poll(() => refundsIn(bench).length).toBe(1)
    bench.simulator.chaos.shareRefusedConnection = 1
    expect(await rooms.until(request.runId, 'paused')).toMatchObject({
      pausedBecause: 'canary_failed',
      counts: { unknown: 1, waiting: 1 },
    })
    expect(rooms.rowsOf(request.runId)[0]).toMatchObject({ state: 'unknown', orderState: 'unknown' })
    bench.simulator.chaos.shareRefusedConnection = 0
    rooms.runs.resume(request.runId)
    expect(await rooms.until(request.runId, 'finished')).toMatchObject({ counts: { made: 2, unknown: 0 } })
    expect(refundsIn(bench).map(({ metadata }) => metadata['bursar_order'])).toEqual(
      request.rows.map(({ orderId }) => orderId),
    )
  })

  test('a run that has ended can’t be paused, resumed or stopped', async () => {
    const rooms = openRunRooms(bench)
    const request = aRun(await payments(bench, 1))
    await rooms.placed(request)
    await rooms.until(request.runId, 'finished')
    for (const act of [rooms.runs.pause, rooms.runs.resume, rooms.runs.stop])
      expect(act(request.runId)).toMatchObject({ error: { code: 'order_too_late' } })
    for (const act of [rooms.runs.pause, rooms.runs.resume, rooms.runs.stop])
      expect(act(randomUUID())).toMatchObject({ error: { code: 'not_found' } })
  })
})

describe('what the operator says', () => {
  test('pausing begins nothing new, at once, and resuming goes on where it was', async () => {
    const rooms = openRunRooms(bench)
    bench.simulator.chaos.latencyMs = [20, 20]
    const request = aRun(await payments(bench, 16))
    await rooms.placed(request)
    await expect.poll(() => rooms.stands(request.runId).counts.made).toBeGreaterThan(2)
    expect(rooms.runs.pause(request.runId)).toMatchObject({
      value: { state: 'paused', pausedBecause: 'operator' },
    })
    const ordered = rooms.rowsOf(request.runId).filter(({ orderId }) => orderId !== null).length
    await rooms.runs.idle()
    const paused = rooms.stands(request.runId)
    expect(paused.counts.made).toBe(ordered)
    expect(paused.counts.waiting).toBe(16 - ordered)
    expect(paused.counts.waiting).toBeGreaterThan(0)
    bench.simulator.chaos.latencyMs = null
    rooms.runs.resume(request.runId)
    expect(await rooms.until(request.runId, 'finished')).toMatchObject({ counts: { made: 16 } })
    expect(refundsIn(bench)).toHaveLength(16)
  })

  test('resuming right after pausing sends nothing twice', async () => {
    const rooms = openRunRooms(bench)
    const request = aRun(await payments(bench, 12))
    await rooms.placed(request)
    for (let turn = 0; turn < 5; turn += 1) {
      await expect.poll(() => rooms.stands(request.runId).counts.made).toBeGreaterThan(turn)
      rooms.runs.pause(request.runId)
      rooms.runs.resume(request.runId)
    }
    expect(await rooms.until(request.runId, 'finished')).toMatchObject({ counts: { made: 12 } })
    expect(refundsIn(bench)).toHaveLength(12)
    expect(rooms.bugs).toEqual([])
  })

  test('stopping during the hold sends nothing; all rows were skipped', async () => {
    const rooms = openRunRooms(bench, { holdMs: 80 })
    const request = aRun(await payments(bench, 2))
    await rooms.placed(request)
    expect(rooms.runs.stop(request.runId)).toMatchObject({ value: { state: 'stopped' } })
    await aMoment()
    expect(rooms.stands(request.runId)).toMatchObject({ state: 'stopped', counts: { skipped: 2 } })
    expect(refundsIn(bench)).toEqual([])
    expect(rooms.runs.resume(request.runId)).toMatchObject({ error: { code: 'order_too_late' } })
  })

  test('stopping on the way skips what waits and lets end what was sent', async () => {
    const rooms = openRunRooms(bench)
    bench.simulator.chaos.latencyMs = [20, 20]
    const request = aRun(await payments(bench, 12))
    await rooms.placed(request)
    await expect.poll(() => rooms.stands(request.runId).counts.made).toBeGreaterThan(0)
    rooms.runs.stop(request.runId)
    await rooms.runs.idle()
    const { state, counts } = rooms.stands(request.runId)
    expect({ state, sum: counts.made + counts.skipped }).toEqual({ state: 'stopped', sum: 12 })
    expect(counts.skipped).toBeGreaterThan(0)
    expect(refundsIn(bench)).toHaveLength(counts.made)
  })

  test('one order that is taken back by hand is a row that was not made, and is not ordered again', async () => {
    const rooms = openRunRooms(bench)
    bench.simulator.chaos.latencyMs = [30, 30]
    const request = aRun(await payments(bench, 2), { canary: 1 })
    await rooms.placed(request)
    const [first] = request.rows
    await expect.poll(() => rooms.journal.find(first!.orderId)?.state, { interval: 5 }).toBe('held')
    rooms.refunds.undo(first!.orderId)
    expect(await rooms.until(request.runId, 'paused')).toMatchObject({ pausedBecause: 'canary_failed' })
    bench.simulator.chaos.latencyMs = null
    rooms.runs.resume(request.runId)
    await rooms.until(request.runId, 'finished')
    expect(statesOf(rooms.rowsOf(request.runId))).toEqual(['failed', 'made'])
    expect(rooms.rowsOf(request.runId)[0]).toMatchObject({ why: 'Taken back before it was sent.' })
    expect(rooms.receiptOf(request.runId)).toContain('Taken back before it was sent.')
  })
})

describe('telling', () => {
  test('is a few times a second while rows come through, and at once for every change of state', async () => {
    const rooms = openRunRooms(bench)
    const request = aRun(await payments(bench, 30))
    const began = performance.now()
    await rooms.placed(request)
    await rooms.until(request.runId, 'finished')
    const seconds = (performance.now() - began) / 1000
    const states = rooms.told.map(({ state }) => state)
    expect(states.at(0)).toBe('held')
    expect(states.at(-1)).toBe('finished')
    expect(states).toContain('running')
    expect(rooms.told.length).toBeLessThan(3 + 5 * (seconds + 1))
  })

  test('the run that was told is committed: every state has its entry in the audit', async () => {
    const rooms = openRunRooms(bench)
    const request = aRun(await payments(bench, 2), { afterCanary: 'ask' })
    await rooms.placed(request)
    await rooms.until(request.runId, 'paused')
    rooms.runs.stop(request.runId)
    const entries = rooms.store.journal
      .prepare<[string], { text: string; detail: string }>(
        'SELECT text, detail FROM audit WHERE subject = ? ORDER BY seq',
      )
      .all(request.runId)
    expect(entries.map(({ text }) => text)).toEqual([
      'Ordered: run of 2 refunds, 20.01 USD.',
      'Running: run of 2 refunds, 0 made, 0 failed.',
      'Paused (first row made): run of 2 refunds, 1 made, 0 failed.',
      'Stopped: run of 2 refunds, 1 made, 0 failed.',
    ])
    // In words that the screen has too.
    expect(entries[0]?.detail).toContain('first row alone, the rest when told to')
    expect(JSON.stringify(entries)).not.toMatch(/canary/i)
  })
})
