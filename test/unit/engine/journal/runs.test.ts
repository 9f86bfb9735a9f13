// The journal keeps a bulk run and its rows exactly as ordered, and the file itself refuses a second order for a row that may have been sent.
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openAudit } from '../../../../electron/engine/audit/audit.ts'
import { openJournalOf } from '../../../../electron/engine/journal/orders.ts'
import { digestOfRun, intentOf } from '../../../../electron/engine/journal/run-digest.ts'
import { openRunJournal } from '../../../../electron/engine/journal/runs.ts'
import { listRunRows, runRowsOf, toRunRow } from '../../../../electron/store/queries/runs/run-rows.ts'
import { runReceipt } from '../../../../electron/store/queries/runs/run-receipt.ts'
import { listRuns, paceOfRuns } from '../../../../electron/store/queries/runs/runs.ts'
import {
  failure,
  rowStates,
  runStates,
  type OrderState,
  type RowState,
} from '../../../../src/contract/index.ts'
import { aStore, deskId } from '../../../integration/engine/desk.ts'
import { aRun } from '../../../integration/engine/runs.support.ts'

const now = (): number => 1_795_000_000_000
const times = { placedAt: now(), sendAt: now() + 8000 }
const fine = (): null => null
const payments = ['pi_1', 'pi_2', 'pi_3'].map((id, place) => ({ id, currency: 'eur', amount: 100 + place }))

/** Where it came to, or that the file refused it. */
function wentTo(go: () => { state: string } | null): string | undefined {
  try {
    return go()?.state
  } catch (error) {
    return String(error).includes('can not go') ? 'refused' : String(error)
  }
}

function open(more: Parameters<typeof aRun>[1] = {}) {
  const { journal: database } = aStore()
  const audit = openAudit(database, { now })
  const journal = openJournalOf(database, now, audit)
  const runs = openRunJournal(database, now, audit)
  const request = aRun(payments, more)
  const run = runs.place(request, times, false, fine)
  if (!run.ok) throw new Error(run.error.message)
  const { runId } = request

  /** Places an order for a line, as the first try or another one. */
  function order(line: number, attempts: number, change: object = {}): string {
    const { paymentIntentId, amount, currency, reason } = request.rows[line - 1]!
    const orderId = randomUUID()
    const intent = { orderId, deskId, paymentIntentId, amount, currency, reason, note: null, ...change }
    const placed = journal.place(intent, times, null, fine, () =>
      runs.linkOrder({ runId, line, attempts }, orderId),
    )
    if (!placed.ok) throw new Error(placed.error.message)
    return orderId
  }

  return { database, journal, runs, request, runId, order, stateOf: (line: number) => runRowsOf(database, runId)[line - 1]?.state } // prettier-ignore
}

describe('what a run says', () => {
  test.each([
    `UPDATE runs SET name = 'x'`,
    `UPDATE runs SET note = 'x'`,
    'UPDATE runs SET canary = 9',
    'UPDATE runs SET rows = 1',
    'UPDATE runs SET approved = 1',
    `UPDATE runs SET digest = replace(digest, 'a', 'b')`,
    'DELETE FROM runs',
    'UPDATE run_rows SET amount = 1',
    'UPDATE run_rows SET payment = payment',
    'DELETE FROM run_rows',
  ])('never changes: %s', (sql) => {
    const { database } = open()
    expect(() => database.exec(sql)).toThrow(/never/)
  })

  test('gets no rows after it has begun', () => {
    const { database, runs, runId } = open()
    runs.move(runId, ['held'], { state: 'running' })
    const add = `INSERT INTO run_rows SELECT run_id, 9, 'o', 'pi_9', amount, currency, reason, customer_label, refunded FROM run_rows LIMIT 1`
    expect(() => database.exec(add)).toThrow('after it was ordered')
  })

  test('is found out when it is altered with the guards away', () => {
    const { database, runs, runId } = open({ name: 'Returns \uD800', note: ' ' })
    expect(runs.isIntact(runs.record(runId)!)).toBe(true)
    database.exec('DROP TRIGGER run_rows_are_kept')
    database.exec('DELETE FROM run_rows WHERE line = 3')
    expect(runs.isIntact(runs.record(runId)!)).toBe(false)
  })

  test('is found out when what a check knew is altered or taken away', () => {
    for (const refunded of ['5', 'NULL']) {
      const { database, runs, runId } = open()
      database.exec('DROP TRIGGER run_rows_are_never_rewritten')
      database.exec(`UPDATE run_rows SET refunded = ${refunded} WHERE line = 2`)
      expect(runs.isIntact(runs.record(runId)!)).toBe(false)
    }
  })

  test('has the digest that it had before it was kept what its check knew', () => {
    const { request } = open()
    const { rows, ...intent } = intentOf({ ...request, runId: 'r', rows: request.rows.slice(0, 1) }, 'ada')
    const row = { ...rows[0]!, orderId: 'o', refunded: null }
    expect(digestOfRun({ ...intent, rows: [row] })).toBe(
      '9a787de5afbacc181c81f0ca66d52e224144fd3533c0b930e3ea7ee9047e7150',
    )
  })
})

describe('the ways of a run', () => {
  const allowed = new Set([
    'held > running',
    'held > paused',
    'held > stopped',
    'running > paused',
    'running > stopped',
    'running > finished',
    'paused > running',
    'paused > stopped',
    'paused > finished',
  ])
  const ways = runStates.flatMap((from) =>
    runStates.filter((to) => to !== from && to !== 'held').map((to) => [from, to] as const),
  )
  test.each(ways)('%s to %s', (from, to) => {
    const { runs, runId } = open()
    const go = (state: (typeof runStates)[number]) => {
      if (state === 'held') return null
      return runs.move(runId, [...runStates], state === 'paused' ? { state, because: 'operator' } : { state })
    }
    if (from === 'finished') go('running')
    go(from)
    expect(wentTo(() => go(to))).toBe(allowed.has(`${from} > ${to}`) ? to : 'refused')
  })

  test('end where someone was faster', () => {
    const { runs, runId } = open()
    runs.move(runId, ['held'], { state: 'stopped' })
    expect(runs.move(runId, ['held', 'running'], { state: 'paused', because: 'locked' })).toBeNull()
  })
})

describe('the order of a row', () => {
  test.each<[OrderState[], object]>([
    [[], {}],
    [['sending'], { sentAt: 1 }],
    [['sending', 'unknown'], { sentAt: 1 }],
    [['sending', 'done'], { sentAt: 1 }],
    [['sending', 'refused'], { sentAt: 1 }],
    [['sending', 'unknown', 'refused'], { sentAt: 1 }],
  ])('that went through %j is never followed by another', (states, change) => {
    const { database, journal, runs, runId, order } = open()
    const first = order(1, 0)
    for (const state of states)
      journal.move(first, ['held', 'sending', 'unknown'], { state, ...(state === 'sending' ? change : {}) })
    // Written past the journal's own block on the payment.
    const copy = `INSERT INTO orders (id, desk_id, kind, state, object_id, amount, currency, reason, payload, digest, idempotency_key, placed_at, send_at)
      SELECT 'other', desk_id, kind, 'withdrawn', object_id, amount, currency, reason, payload, digest, 'k', placed_at, send_at FROM orders`
    database.exec(copy)
    expect(() => runs.linkOrder({ runId, line: 1, attempts: 1 }, 'other')).toThrow('never sent')
  })

  test.each<OrderState>(['withdrawn', 'refused'])('that was %s unsent may be', (state) => {
    const { journal, runs, runId, order, stateOf } = open()
    const first = order(1, 0)
    const { error: problem } = failure('stopping', 'closed')
    journal.move(first, ['held'], { state, problem })
    expect(stateOf(1)).toBe('waiting')
    expect(() => order(1, 5)).toThrow('never sent')
    const second = order(1, 1)
    expect(stateOf(1)).toBe('sending')
    expect(runs.runOf(second)).toBe(runId)
  })

  test.each([[{ amount: 99 }], [{ currency: 'usd' }], [{ paymentIntentId: 'pi_2' }], [{ reason: null }]])(
    'that orders something else is not its own: %j',
    (change) => {
      const { database, order } = open()
      expect(() => order(1, 0, change)).toThrow('what the row says')
      // Neither is left without the other.
      expect(database.prepare('SELECT count(*) FROM orders').pluck().get()).toBe(0)
    },
  )

  test('is never rewritten, nor the reason why there is none', () => {
    const { database, runs, runId, request, order, stateOf } = open()
    order(1, 0)
    runs.noteProblem({ runId, line: 2, attempts: 0 }, request.rows[1]!, failure('policy_refused', 'x').error)
    expect(stateOf(2)).toBe('failed')
    expect(() => database.exec('UPDATE run_orders SET line = 3')).toThrow('never rewritten')
    expect(() => database.exec('DELETE FROM run_orders')).toThrow('never rewritten')
    expect(() => order(2, 1)).toThrow('never sent')
  })
})

describe('the state of a row', () => {
  test('is what its order says, and a refund that failed is not made', () => {
    const { database, journal, order, stateOf, runs, runId } = open()
    const orderId = order(1, 0)
    const seen = [stateOf(1)]
    const go = (state: OrderState, more: object = {}) => {
      journal.move(orderId, ['held', 'sending', 'unknown', 'done'], { state, ...more })
      seen.push(stateOf(1))
    }
    go('sending', { sentAt: 1 })
    go('unknown', { problem: failure('stripe_unreachable', 'x').error })
    go('done', { refundId: 're_1', refundStatus: 'pending', problem: null })
    go('done', { refundStatus: 'failed', refundStatusReason: 'expired_or_canceled_card' })
    expect(seen).toEqual(['sending', 'sending', 'unknown', 'made', 'failed'])
    runs.move(runId, ['held'], { state: 'stopped' })
    expect(stateOf(2)).toBe('skipped')
    const why =
      'It failed: the card has expired or was canceled. The money is in the Stripe balance; the customer has not got it.'
    expect(toRunRow(runRowsOf(database, runId)[0]!)).toMatchObject({ problem: null, why })
    const receipt = runReceipt(database, runId, now())
    expect(receipt).toMatchObject({ value: { text: expect.stringContaining(why) } })
  })

  test('is what pages are filtered by, and they follow on without a gap', () => {
    const { database, runId, order } = open()
    order(2, 0)
    const ask = (more: object) =>
      listRunRows(database, { deskId, runId, retriable: false, limit: 1, ...more })
    const first = ask({ state: ['waiting'] })
    if (!first.ok || first.value.next === null) throw new Error('no first page')
    expect(first.value.rows).toMatchObject([{ line: 1 }])
    const second = ask({ state: ['waiting'], after: first.value.next })
    expect(second).toMatchObject({ value: { rows: [{ line: 3 }], next: null } })
    expect(ask({ after: 'nonsense' })).toMatchObject({ error: { code: 'cursor_invalid' } })
    expect(runRowsOf(database, runId, { states: [...rowStates] })).toHaveLength(3)
  })
})

test('a failed row can be tried again until a retry has made it, or may yet make it', () => {
  const { database, journal, runs, request, runId } = open()
  for (const row of request.rows.slice(0, 2))
    runs.noteProblem({ runId, line: row.line, attempts: 0 }, row, failure('policy_refused', 'x').error)
  runs.move(runId, ['held'], { state: 'stopped' })
  const retriable = () => {
    const page = listRunRows(database, { deskId, runId, retriable: true, limit: 9 })
    const lines = page.ok ? page.value.rows.map(({ line }) => line) : []
    expect(runs.find(runId)?.retriable).toBe(lines.length)
    return lines
  }
  const retry = () => {
    const next = aRun(payments.slice(1, 2), { retryOf: runId })
    const placed = runs.place(next, times, false, fine)
    return placed.ok ? next : placed.error.code
  }
  expect(retriable()).toEqual([1, 2, 3])
  const first = retry()
  if (typeof first === 'string') throw new Error(first)
  expect(retriable()).toEqual([1, 3])
  expect(retry()).toBe('order_blocked')
  runs.move(first.runId, ['held'], { state: 'stopped' })
  expect(retriable()).toEqual([1, 2, 3])

  const second = retry()
  if (typeof second === 'string') throw new Error(second)
  const { orderId, paymentIntentId, amount, currency, reason } = second.rows[0]!
  const intent = { orderId, deskId, paymentIntentId, amount, currency, reason, note: null }
  const link = () => runs.linkOrder({ runId: second.runId, line: 1, attempts: 0 }, orderId)
  journal.place(intent, times, null, fine, link)
  journal.move(orderId, ['held'], { state: 'sending', sentAt: 1 })
  journal.move(orderId, ['sending'], { state: 'done', refundId: 're_1', refundStatus: 'succeeded' })
  expect(retriable()).toEqual([1, 3])
  journal.move(orderId, ['done'], { state: 'done', refundStatus: 'failed' })
  expect(retriable()).toEqual([1, 2, 3])
})

test('a row that was never sent is left for a new run like one that failed, and waits for nothing else', () => {
  const { database, runs, request, runId } = open()
  const [first, second] = request.rows
  runs.noteProblem({ runId, line: 1, attempts: 0 }, first!, failure('stripe_unreachable', 'x').error)
  const left = () => runRowsOf(database, runId, { retriable: true }).map(({ line, state }) => `${line} ${state}`)
  expect(left()).toEqual(['1 failed'])
  runs.move(runId, ['held'], { state: 'stopped' })
  expect(left()).toEqual(['1 failed', '2 skipped', '3 skipped'])
  expect(runs.find(runId)?.retriable).toBe(3)
  const rest = { ...aRun(payments.slice(1, 2)), retryOf: runId }
  expect(runs.place(rest, times, false, fine)).toMatchObject({ ok: true })
  expect(left()).toEqual(['1 failed', '3 skipped'])
  expect(runs.place({ ...aRun(payments.slice(1)), retryOf: runId }, times, false, fine)).toMatchObject({
    error: { code: 'order_blocked', message: expect.stringContaining(second!.paymentIntentId) },
  })
}) // prettier-ignore

test('what is left of a run is placed only where nothing more was given back since its check', () => {
  const { database, runs, runId } = open()
  runs.move(runId, ['held'], { state: 'stopped' })
  const rest = (refunded: number) => {
    const next = { ...aRun(payments.slice(1, 2)), retryOf: runId }
    return { ...next, rows: next.rows.map((row) => ({ ...row, refunded })) }
  }
  expect(runs.place(rest(1), times, false, fine)).toMatchObject({
    error: { code: 'order_blocked', message: expect.stringContaining('more of pi_2 was given back') },
  })
  expect(runs.refundedBefore(runId, 'pi_9')).toBeNull()
  // Of before it was kept: whatever was given back speaks against it.
  database.exec('DROP TRIGGER run_rows_are_never_rewritten; UPDATE run_rows SET refunded = NULL')
  expect(runs.place(rest(1), times, false, fine)).toMatchObject({ error: { code: 'order_blocked' } })
  expect(runs.place(rest(0), times, false, fine)).toMatchObject({ ok: true })
})

test('a failed row that a retry of a retry has made is tried again from none of them', () => {
  const { database, journal, runs, request, runId } = open()
  const paid = payments.slice(1, 2)
  const isRetriable = (id: string): boolean =>
    runRowsOf(database, id, { retriable: true }).some(({ payment }) => payment === paid[0]?.id)
  const retryOf = (id: string) => {
    const next = aRun(paid, { retryOf: id })
    const placed = runs.place(next, times, false, fine)
    if (!placed.ok) throw new Error(placed.error.code)
    return { id: next.runId, row: next.rows[0]! }
  }
  const fail = (id: string, row: (typeof request.rows)[number]): void => {
    runs.noteProblem({ runId: id, line: row.line, attempts: 0 }, row, failure('policy_refused', 'x').error)
    runs.move(id, ['held'], { state: 'stopped' })
  }
  fail(runId, request.rows[1]!)
  const second = retryOf(runId)
  fail(second.id, second.row)
  const other = retryOf(runId)
  fail(other.id, other.row)
  expect([runId, second.id, other.id].map(isRetriable)).toEqual([true, true, true])

  const { id: last, row } = retryOf(second.id)
  const { orderId, paymentIntentId, amount, currency, reason } = row
  const intent = { orderId, deskId, paymentIntentId, amount, currency, reason, note: null }
  journal.place(intent, times, null, fine, () =>
    runs.linkOrder({ runId: last, line: 1, attempts: 0 }, orderId),
  )
  journal.move(orderId, ['held'], { state: 'sending', sentAt: 1 })
  journal.move(orderId, ['sending'], { state: 'done', refundId: 're_1', refundStatus: 'succeeded' })
  runs.move(last, ['held'], { state: 'stopped' })
  expect([runId, second.id, other.id].map(isRetriable)).toEqual([false, false, false])
  for (const id of [runId, second.id, other.id]) expect(() => retryOf(id)).toThrow('order_blocked')
})

test('how fast a run goes is counted since it went on last, in the last minute, and not by a moment', () => {
  let at = now()
  const { journal: database } = aStore()
  const clock = (): number => at
  const audit = openAudit(database, { now: clock })
  const runs = openRunJournal(database, clock, audit)
  const many = Array.from({ length: 20 }, (_, place) => ({ id: `pi_${place}`, currency: 'eur', amount: 100 }))
  const request = aRun(many)
  const { runId } = request
  runs.place(request, times, false, fine)
  const perMinute = (): number | null | undefined => runs.find(runId)?.perMinute
  const come = (...lines: number[]): void => {
    for (const line of lines)
      runs.noteProblem({ runId, line, attempts: 0 }, request.rows[line - 1]!, failure('policy_refused', 'x').error)
  }
  runs.move(runId, ['held'], { state: 'running' })
  at += 1000
  come(1, 2, 3)
  expect(perMinute()).toBe(0)
  runs.move(runId, ['running'], { state: 'paused', because: 'operator' })
  expect(perMinute()).toBeNull()
  at += 30_000
  runs.move(runId, ['paused'], { state: 'running' })
  at += 5000
  come(4, 5, 6, 7, 8)
  at += 5000
  expect(perMinute()).toBe(30)
  at += 110_000
  come(9, 10)
  expect(perMinute()).toBe(2)
}) // prettier-ignore

test('how fast runs went is told without their pauses, once enough rows were sent', () => {
  let at = now()
  const { journal: database } = aStore()
  const clock = (): number => at
  const runs = openRunJournal(database, clock, openAudit(database, { now: clock }))
  const send = (ids: string, count: number): void => {
    const many = Array.from({ length: count }, (_, place) => ({ id: `${ids}_${place}`, currency: 'eur', amount: 100 }))
    const request = aRun(many)
    runs.place(request, times, false, fine)
    for (const row of request.rows) {
      at += row.line === 6 ? 3_600_000 : 500
      runs.noteProblem({ runId: request.runId, line: row.line, attempts: 0 }, row, failure('policy_refused', 'x').error)
    }
  }
  expect(paceOfRuns(database)).toBeNull()
  send('pi_a', 8)
  expect(paceOfRuns(database)).toBeNull()
  send('pi_b', 8)
  expect(paceOfRuns(database)).toBe(120)
}) // prettier-ignore

test('runs are listed newest first', () => {
  const { database, runs, runId } = open()
  runs.move(runId, ['held'], { state: 'stopped' })
  const next = runs.place(aRun(payments, { retryOf: runId }), times, false, fine)
  const page = listRuns(database, { deskId, limit: 1 }, now())
  if (!page.ok || !next.ok || page.value.next === null) throw new Error('no page')
  expect(page.value.rows).toMatchObject([{ id: next.value.id, retryOf: runId }])
  expect(listRuns(database, { deskId, limit: 5, after: page.value.next }, now())).toMatchObject({
    value: { rows: [{ id: runId, counts: { skipped: 3 } }], next: null },
  })
})

test('the receipt is safe to open in a spreadsheet, and has a line for every row', () => {
  const { journal: database } = aStore()
  const runs = openRunJournal(database, now, openAudit(database, { now }))
  const request = aRun([...payments, { id: 'pi_kwd', currency: 'kwd', amount: 12_340 }])
  const rows = request.rows.map((row) => ({ ...row, customerLabel: '=HYPERLINK("http://x")' }))
  runs.place({ ...request, rows }, times, false, fine)
  const receipt = runReceipt(database, request.runId, now())
  if (!receipt.ok) throw new Error(receipt.error.message)
  expect(receipt.value.fileName).toBe(`bursar-run-${request.runId.slice(0, 8)}-2026-11-18.csv`)
  const lines = receipt.value.text.split('\r\n')
  expect(lines).toHaveLength(6)
  expect(lines[1]).toContain(`"'=HYPERLINK(""http://x"")"`)
  expect(lines[4]).toContain('"12.340","KWD"')
  expect(runRowsOf(database, request.runId).map(toRunRow)).toHaveLength(4)
})

test('the receipt tells Stripe’s requests of each order, and can be of the rows in one state', () => {
  const { database, journal, runId, order } = open()
  const refused = failure('stripe_refused', 'Stripe refused this refund.').error
  const locked = failure('locked', 'The desk was locked.').error
  journal.move(order(1, 0), ['held'], { state: 'withdrawn', problem: locked, requestIds: ['req_c'] })
  journal.move(order(2, 0), ['held'], { state: 'refused', problem: refused, requestIds: ['req_a', 'req_b'] })
  const linesOf = (...states: RowState[]): string[] => {
    const receipt = runReceipt(database, runId, now(), states)
    return receipt.ok ? receipt.value.text.trimEnd().split('\r\n').slice(1) : []
  }
  expect(linesOf()).toHaveLength(3)
  expect(linesOf('failed')).toEqual([
    expect.stringMatching(/^"2","pi_2",.*,"Stripe refused this refund\.","req_a; req_b"$/),
  ])
  // What waits again has no order that counts, so none of its requests either.
  expect(linesOf('waiting').map((line) => line.split(',').at(-1))).toEqual(['""', '""'])
})
