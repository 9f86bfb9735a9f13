// The audit of a desk that works: denials, request ids, the operator at Stripe, and the orders of before it was kept.
import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { operatorName } from '../../../electron/operator.ts'
import { verifyAudit, walkAudit } from '../../../electron/store/audit/read-audit.ts'
import { journalOfOrders } from '../../../electron/store/migrations/journal/0001-orders.ts'
import { journalFile } from '../../../electron/store/open-connection.ts'
import { openFile } from '../../../electron/store/open.ts'
import { canonicalJson } from '../../../src/domain/canonical-json.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { aHome, anOrder, aStore, deskId, openRooms, refundsOf, script, type Rooms } from './desk.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
  bench.simulator.adjustBalance(bench.account, 'test', 'usd', 100_000_000)
})
afterAll(() => bench.close())
afterEach(() => {
  bench.simulator.chaos.script.length = 0
})

const entriesOf = ({ store }: Pick<Rooms, 'store'>) =>
  [...walkAudit(store.journal)].map((entry) => ({
    ...entry,
    detail: JSON.parse(entry.detail) as Record<string, unknown>,
  }))

test('a refund carries who ordered it, at Stripe and in the chain, with the id of the request that made it', async () => {
  const payment = await bench.pay(5000)
  const rooms = openRooms(bench)
  const order = anOrder(payment, 2000)
  await rooms.refunds.place(order)
  await rooms.refunds.sendNow(order.orderId)
  const [refund] = refundsOf(bench, payment.id)
  expect(refund?.metadata).toMatchObject({ bursar_order: order.orderId, bursar_operator: operatorName() })
  const entries = entriesOf(rooms)
  expect(entries.map(({ kind }) => kind)).toEqual(['order_placed', 'order_changed', 'order_changed'])
  for (const { operator, subject } of entries)
    expect([operator, subject]).toEqual([operatorName(), order.orderId])
  expect(entries[2]?.detail).toMatchObject({
    before: { state: 'sending' },
    after: { state: 'done', refundId: refund!.id, refundStatus: 'succeeded' },
    requestIds: [expect.stringMatching(/^req_/)],
  })
  expect(verifyAudit(rooms.store.journal).broken).toBeNull()
})

test("a refusal of Stripe's is in the chain with its code and request id", async () => {
  const payment = await bench.pay(5000)
  const rooms = openRooms(bench)
  const order = anOrder(payment, 2000)
  await rooms.refunds.place(order)
  script(bench, 'POST', '/v1/refunds', 'hang')
  const sending = rooms.refunds.sendNow(order.orderId)
  await expect.poll(() => bench.simulator.chaos.script[0]?.times).toBe(0)
  await bench.post('/v1/refunds', { payment_intent: payment.id })
  await sending
  await rooms.refunds.reconcile(order.orderId)
  expect(entriesOf(rooms).at(-1)?.detail).toMatchObject({
    after: { state: 'refused' },
    requestIds: [expect.stringMatching(/^req_/)],
    problem: { code: 'stripe_refused', stripeCode: 'charge_already_refunded' },
  })
})

describe('what was denied', () => {
  test('is in the chain with its code: amount, block, conflict', async () => {
    const payment = await bench.pay(5000)
    const rooms = openRooms(bench)
    const first = anOrder(payment, 2000)
    await rooms.refunds.place(anOrder(payment, 9999))
    await rooms.refunds.place(first)
    await rooms.refunds.place(anOrder(payment, 1))
    await rooms.refunds.place({ ...first, amount: 1 })
    await rooms.refunds.place(first)
    expect(
      entriesOf(rooms).map(({ kind, detail }) => [kind, (detail['problem'] as { code?: string })?.code]),
    ).toEqual([
      ['order_denied', 'amount_invalid'],
      ['order_placed', undefined],
      ['order_denied', 'order_blocked'],
      ['order_denied', 'order_conflict'],
    ])
  })

  test('on a read-only desk is too, and stays denied where it can not be written down', async () => {
    const payment = await bench.pay(5000)
    const rooms = openRooms(bench, { readOnlyReason: 'Not here.' })
    await rooms.refunds.place(anOrder(payment, 100))
    expect(entriesOf(rooms)).toMatchObject([
      { kind: 'order_denied', detail: { problem: { code: 'read_only' } } },
    ])
    rooms.store.journal.exec(
      `CREATE TRIGGER full_disk BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
    )
    expect(await rooms.refunds.place(anOrder(payment, 100))).toMatchObject({ error: { code: 'read_only' } })
    expect(rooms.bugs).toHaveLength(1)
  })
})

describe('an order of before the audit was kept', () => {
  /** A journal as it was then, with one order in that state, written as it was written then. */
  async function before(state: 'held' | 'sending' | 'unknown') {
    const payment = await bench.pay(5000)
    const folder = join(aHome(), 'desk')
    const key = Buffer.alloc(32, 7)
    const opened = openFile(folder, key, journalFile, [journalOfOrders], {})
    if (!opened.ok) throw new Error(opened.detail)
    const order = { ...anOrder(payment, 2000), orderId: randomUUID(), note: 'a note' }
    const { orderId, amount, currency, reason, note } = order
    const intent = {
      kind: 'refund',
      orderId,
      deskId,
      paymentIntentId: payment.id,
      amount,
      currency,
      reason,
      note,
    }
    const digest = createHash('sha256').update(canonicalJson(intent)).digest('hex')
    const payload = canonicalJson({
      payment_intent: payment.id,
      amount,
      reason,
      metadata: { bursar_order: orderId, bursar_digest: digest.slice(0, 16), bursar_note: note },
    })
    opened.database
      .prepare(
        `INSERT INTO orders (id, desk_id, kind, state, object_id, amount, currency, reason, note, payload, digest,
                             idempotency_key, placed_at, send_at, sent_at)
         VALUES (?, ?, 'refund', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        orderId,
        deskId,
        state,
        payment.id,
        amount,
        currency,
        reason,
        note,
        payload,
        digest,
        `bursar-refund-${orderId}`,
        1_795_000_000_000,
        1_795_000_008_000,
        state === 'held' ? null : 1_795_000_000_000,
      )
    opened.database.close()
    const rooms = openRooms(bench, { store: aStore(folder, key) })
    return { order, payment, rooms, payload }
  }

  test.each(['held', 'sending', 'unknown'] as const)(
    'that was %s is still sent, as it was written and under its key, and its changes are in the chain',
    async (state) => {
      const { order, payment, rooms, payload } = await before(state)
      expect(canonicalJson(rooms.journal.contentsOf(order.orderId)?.payload)).toBe(payload)
      const settled =
        state === 'held'
          ? await rooms.refunds.sendNow(order.orderId)
          : await rooms.refunds.reconcile(order.orderId)
      expect(settled).toMatchObject({ ok: true, value: { state: 'done', refundStatus: 'succeeded' } })
      const refunds = refundsOf(bench, payment.id)
      expect(refunds).toHaveLength(1)
      expect(Object.keys(refunds[0]!.metadata as object).toSorted()).toEqual([
        'bursar_digest',
        'bursar_note',
        'bursar_order',
      ])
      expect(entriesOf(rooms).at(-1)).toMatchObject({
        seq: rooms.store.journal.prepare('SELECT count(*) FROM audit').pluck().get(),
        kind: 'order_changed',
      })
      expect(verifyAudit(rooms.store.journal).broken).toBeNull()
    },
  )

  test('that is asked for again is the order as it stands; with an operator slipped in it is never sent', async () => {
    const { order, rooms } = await before('held')
    expect(await rooms.refunds.place(order)).toMatchObject({ ok: true, value: { id: order.orderId } })
    const alter = (): unknown => rooms.store.journal.exec(`UPDATE orders SET operator = 'somebody'`)
    expect(alter).toThrow(/never changes/)
    rooms.store.journal.exec('DROP TRIGGER orders_keep_who_placed_them')
    alter()
    expect(rooms.journal.contentsOf(order.orderId)).toBeNull()
  })
})
