// A refund meets everything that can happen to it, against the simulator: money moves once, as ordered, and what is told is so.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import {
  anOrder,
  openRooms,
  refundsOf,
  requestsTo,
  script,
  type ChaosAction,
  type DeskOptions,
} from './desk.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
  bench.simulator.adjustBalance(bench.account, 'test', 'usd', 100_000_000)
})
afterAll(() => bench.close())
afterEach(() => {
  bench.simulator.chaos.script.length = 0
})

/** A payment of 50.00 USD, an order of 20.00 placed on it, and the rooms it is in. */
async function placed(options: DeskOptions & { card?: string; amount?: number } = {}) {
  const payment = await bench.pay(5000, options.card === undefined ? {} : { payment_method: options.card })
  const rooms = openRooms(bench, options)
  const request = anOrder(payment, options.amount ?? 2000)
  rooms.refunds.start({ journalRestored: false })
  const order = await rooms.refunds.place(request)
  if (!order.ok) throw new Error(order.error.message)
  expect(order.value).toMatchObject({
    state: 'held',
    amount: request.amount,
    sendAt: order.value.placedAt + 8000,
  })
  return { payment, request, ...rooms }
}

const meets = (...actions: ChaosAction[]): void => script(bench, 'POST', '/v1/refunds', ...actions)

describe('what Stripe answers', () => {
  test.each([
    ['pm_card_visa', 'succeeded'],
    ['pm_card_pendingRefund', 'pending'],
    ['pm_card_refundFail', 'succeeded'],
  ])('with %s the refund is %s, told as it is', async (card, status) => {
    const { refunds, request, payment, statesOf, logOf } = await placed({ card })
    const sent = await refunds.sendNow(request.orderId)
    const [refund, ...more] = refundsOf(bench, payment.id)
    expect(more).toEqual([])
    expect(refund).toMatchObject({ amount: 2000, currency: 'usd', status })
    expect(sent).toMatchObject({
      ok: true,
      value: {
        state: 'done',
        refundId: refund!.id,
        refundStatus: status,
        problem: null,
        sentAt: expect.any(Number),
      },
    })
    expect(statesOf(request.orderId)).toEqual(['held', 'sending', 'done'])
    expect(logOf(request.orderId)).toEqual(['held', 'sending', 'done'])
  })

  test('what is sent is what was journalled: key, amount, reason, note and nothing else', async () => {
    const payment = await bench.pay(5000)
    const { refunds, journal } = openRooms(bench)
    const request = anOrder(payment, 1234, { reason: 'duplicate', note: '  twice in the shop  ' })
    await refunds.place(request)
    await refunds.sendNow(request.orderId)
    expect(refundsOf(bench, payment.id)[0]).toMatchObject({
      amount: 1234,
      reason: 'duplicate',
      metadata: { bursar_order: request.orderId, bursar_note: 'twice in the shop' },
    })
    expect(journal.contentsOf(request.orderId)?.idempotencyKey).toBe(`bursar-refund-${request.orderId}`)
  })

  test('a note with a card number or a key in it is neither journalled nor sent', async () => {
    const payment = await bench.pay(5000)
    const { refunds, journal } = openRooms(bench)
    for (const note of ['card 4242 4242 4242 4242 cvc 123', 'sk_live_51AbCdEfGhIjKlMnOpQrStUv']) {
      const request = anOrder(payment, 1000, { note })
      expect(await refunds.place(request)).toMatchObject({
        error: { code: 'bad_request', message: expect.stringContaining('Nothing was ordered.') },
      })
      expect(journal.find(request.orderId)).toBeNull()
    }
    expect(refundsOf(bench, payment.id)).toEqual([])
  })

  test('a refund that waits for the customer is told as such', async () => {
    const payment = await bench.payBy('multibanco', 5000, 'eur')
    const { refunds } = openRooms(bench)
    const request = anOrder(payment, 2000)
    await refunds.place(request)
    const sent = await refunds.sendNow(request.orderId)
    expect(refundsOf(bench, payment.id)[0]?.status).toBe('requires_action')
    expect(sent).toMatchObject({ ok: true, value: { state: 'done', refundStatus: 'requires_action' } })
  })

  test('a refund that fails later is told with its reason, and the money can be given back again', async () => {
    const { refunds, sender, readPayment, request, payment, journal } = await placed({
      card: 'pm_card_refundFail',
    })
    await refunds.sendNow(request.orderId)
    bench.simulator.clock.advance(30 * 24 * 3600)
    const read = await readPayment(payment.id)
    sender.noteRefunds(read.ok ? read.value.refunds : [])
    expect(refundsOf(bench, payment.id)[0]?.status).toBe('failed')
    expect(journal.find(request.orderId)).toMatchObject({
      state: 'done',
      refundStatus: 'failed',
      refundStatusReason: refundsOf(bench, payment.id)[0]?.failure_reason,
    })
    const again = await refunds.place(anOrder(payment, 5000))
    expect(again).toMatchObject({ ok: true, value: { state: 'held' } })
  })

  test('an answer that was lost and is given once more does not hide that the refund has failed since', async () => {
    const { refunds, request, payment, projector, journal } = await placed({ card: 'pm_card_refundFail' })
    meets('hang_after')
    const sending = refunds.sendNow(request.orderId)
    const [refund] = await vi.waitUntil(() => {
      const made = refundsOf(bench, payment.id)
      return made.length > 0 && made
    })
    bench.simulator.clock.advance(30)
    const { events } = bench.simulator.ledger(bench.account, 'test')
    const about = [...events].filter(({ data }) => (data.object as { id?: string }).id === refund!.id)
    expect(about.map(({ type }) => type)).toContain('refund.failed')
    await projector.ingest(about, 'catch_up')
    expect(await sending).toMatchObject({ value: { state: 'done', refundStatus: 'failed' } })
    expect(journal.find(request.orderId)).toMatchObject({ state: 'done', refundStatus: 'failed' })
  })

  test('a refusal is told word for word, with the request id', async () => {
    const { refunds, request, payment } = await placed()
    // Another client refunds everything between our last look and our call.
    meets('hang')
    const sending = refunds.sendNow(request.orderId)
    await vi.waitFor(() => expect(bench.simulator.chaos.script[0]?.times).toBe(0))
    await bench.post('/v1/refunds', { payment_intent: payment.id })
    expect(await sending).toMatchObject({ value: { state: 'unknown' } })
    expect(await refunds.reconcile(request.orderId)).toMatchObject({
      value: {
        state: 'refused',
        refundId: null,
        problem: {
          code: 'stripe_refused',
          message: expect.stringContaining('has already been refunded'),
          stripe: { code: 'charge_already_refunded', requestId: expect.stringMatching(/^req_/), status: 400 },
        },
      },
    })
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
  })
})

describe('what the cache knows', () => {
  test('when it is behind, never turns an order away that Stripe would take', async () => {
    const { refunds, store } = openRooms(bench)
    const payment = await bench.pay(5000)
    await refunds.preflight(payment.id)
    // As an early event of it left the payment: not tried yet.
    store.cache.prepare('UPDATE payment_intents SET latest_charge_id = NULL WHERE id = ?').run(payment.id)
    expect(await refunds.place(anOrder(payment, 2000))).toMatchObject({
      value: { state: 'held', amount: 2000 },
    })
  })

  test('is not believed when it would let more be refunded than Stripe does: the last check is with Stripe', async () => {
    const { refunds } = openRooms(bench)
    const payment = await bench.pay(5000)
    await refunds.preflight(payment.id)
    await bench.post('/v1/refunds', { payment_intent: payment.id, amount: 4000 })
    const request = anOrder(payment, 2000)
    expect(await refunds.place(request)).toMatchObject({ value: { state: 'held' } })
    expect(await refunds.sendNow(request.orderId)).toMatchObject({ value: { state: 'refused' } })
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
  })
})

describe('what goes wrong on the way', () => {
  test.each<[string, ChaosAction[], string]>([
    ['a lost response', ['lose_response'], 'done'],
    ['three lost responses', ['lose_response', 'lose_response', 'lose_response'], 'done'],
    ['a refused connection', ['refuse', 'refuse'], 'done'],
    ['a 500 before anything happened', ['500_before', '500_before'], 'done'],
    ['a 500 after the refund was made', ['500_after'], 'done'],
    ['a 500 that was rolled back and kept', ['500_kept'], 'refused'],
    ['429s', ['429', '429', '429'], 'done'],
    ['429 until every try is spent', ['429', '429', '429', '429', '429'], 'withdrawn'],
    ['a call that never comes back', ['hang'], 'done'],
    ['a call that has its effect and never comes back', ['hang_after'], 'done'],
    ['one after the other', ['429', '500_before', 'refuse', 'lose_response'], 'done'],
    ['responses lost until every try is spent', Array<ChaosAction>(5).fill('lose_response'), 'done'],
  ])('%s: one order, one effect, told as it is', async (_, actions, expected) => {
    const { refunds, request, payment } = await placed()
    meets(...actions)
    const sent = await refunds.sendNow(request.orderId)
    expect(sent).toMatchObject({ ok: true, value: { state: expected } })
    expect(refundsOf(bench, payment.id).map(({ amount }) => amount)).toEqual(
      expected === 'done' ? [2000] : [],
    )
  })

  test('an outcome that is not known is told as unknown, blocks a second order, and is found later', async () => {
    const { refunds, request, payment, journal } = await placed()
    meets('hang_after', ...Array<ChaosAction>(4).fill('refuse'))
    const sending = refunds.sendNow(request.orderId)
    await vi.waitFor(() => expect(refundsOf(bench, payment.id)).toHaveLength(1))
    script(bench, 'GET', '/v1/refunds', ...Array<ChaosAction>(4).fill('refuse'))
    expect(await sending).toMatchObject({
      value: { state: 'unknown', problem: { code: 'stripe_unreachable' } },
    })
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
    expect(await refunds.place(anOrder(payment, 100))).toMatchObject({ error: { code: 'order_blocked' } })

    // Still out of reach: it stays unknown, and nothing breaks.
    script(bench, 'GET', '/v1/refunds', ...Array<ChaosAction>(4).fill('refuse'))
    expect(await refunds.reconcile(request.orderId)).toMatchObject({ value: { state: 'unknown' } })

    expect(await refunds.reconcile(request.orderId)).toMatchObject({
      value: { state: 'done', refundStatus: 'succeeded' },
    })
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
    expect(requestsTo(bench, 'POST', '/v1/refunds')).toBeGreaterThan(0)
    expect(journal.open()).toEqual([])
    expect(await refunds.place(anOrder(payment, 100))).toMatchObject({ ok: true })
  })

  test('an order whose outcome is unknown stops the preflight of the next, unless that finds the refund itself', async () => {
    const { refunds, request, payment, journal } = await placed()
    const before = requestsTo(bench, 'POST', '/v1/refunds')
    meets('hang', ...Array<ChaosAction>(4).fill('refuse'))
    const sending = refunds.sendNow(request.orderId)
    await vi.waitFor(() => expect(requestsTo(bench, 'POST', '/v1/refunds')).toBeGreaterThan(before))
    script(bench, 'GET', '/v1/refunds', ...Array<ChaosAction>(4).fill('refuse'))
    expect(await sending).toMatchObject({ value: { state: 'unknown' } })
    bench.simulator.chaos.script.length = 0
    expect(await refunds.preflight(payment.id)).toMatchObject({ value: { canRefund: false } })

    const { payload, idempotencyKey } = journal.contentsOf(request.orderId)!
    await bench.post('/v1/refunds', payload as never, { idempotencyKey })
    expect(await refunds.preflight(payment.id)).toMatchObject({ value: { canRefund: true } })
    expect(journal.find(request.orderId)).toMatchObject({ state: 'done', refundStatus: 'succeeded' })
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
  })

  test('an unknown outcome that never happened is sent again under its own key', async () => {
    const { refunds, request, payment } = await placed()
    meets(...Array<ChaosAction>(5).fill('refuse'))
    expect(await refunds.sendNow(request.orderId)).toMatchObject({ value: { state: 'unknown' } })
    expect(refundsOf(bench, payment.id)).toEqual([])
    expect(await refunds.reconcile(request.orderId)).toMatchObject({ value: { state: 'done' } })
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
  })

  test('an unknown outcome stays so where Stripe is too busy to take the order again: an earlier call may still come through', async () => {
    const { refunds, request, payment } = await placed()
    meets(...Array<ChaosAction>(5).fill('refuse'))
    await refunds.sendNow(request.orderId)
    meets(...Array<ChaosAction>(5).fill('429'))
    expect(await refunds.reconcile(request.orderId)).toMatchObject({
      value: { state: 'unknown', problem: { code: 'stripe_rate_limited' } },
    })
    expect(await refunds.reconcile(request.orderId)).toMatchObject({ value: { state: 'done' } })
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
  })

  test.each([
    ['429', 'withdrawn'],
    ['500_before', 'unknown'],
    ['refuse', 'unknown'],
  ] as const)('a desk that is closed while a try fails (%s) sends no second one: %s', async (fate, state) => {
    const before = requestsTo(bench, 'POST', '/v1/refunds')
    // Closed from the moment at which the first try has come to Stripe.
    const { refunds, request, payment } = await placed({
      readOnly: () => requestsTo(bench, 'POST', '/v1/refunds') > before,
    })
    meets(fate)
    expect(await refunds.sendNow(request.orderId)).toMatchObject({
      value: {
        state,
        problem: {
          code: 'read_only',
          message: expect.stringMatching(
            state === 'withdrawn'
              ? /^Stripe was too busy to take it\. Nothing more was sent\. /
              : /^Nothing more was sent\. /,
          ),
        },
      },
    })
    expect(requestsTo(bench, 'POST', '/v1/refunds')).toBe(before + 1)
    expect(await refunds.reconcile(request.orderId)).toMatchObject({ value: { state } })
    expect(refundsOf(bench, payment.id)).toEqual([])
  })

  test('an order that Stripe never took says that it is to be ordered again, and another takes its place', async () => {
    const { refunds, request, payment } = await placed()
    meets(...Array<ChaosAction>(5).fill('429'))
    expect(await refunds.sendNow(request.orderId)).toMatchObject({
      value: {
        state: 'withdrawn',
        sentAt: null,
        problem: {
          code: 'stripe_rate_limited',
          message: expect.stringMatching(/^Stripe was too busy to take it.* order it again/),
        },
      },
    })
    const again = anOrder(payment, 2000)
    expect(await refunds.place(again)).toMatchObject({ ok: true })
    expect(await refunds.sendNow(again.orderId)).toMatchObject({ value: { state: 'done' } })
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
  })

  test('reading fails just before sending: nothing is sent, and that is said', async () => {
    const { refunds, request, payment } = await placed()
    script(bench, 'GET', '/v1/payment_intents', ...Array<ChaosAction>(4).fill('500_before'))
    expect(await refunds.sendNow(request.orderId)).toMatchObject({
      value: {
        state: 'withdrawn',
        sentAt: null,
        problem: { message: expect.stringContaining('Nothing was sent') },
      },
    })
    expect(refundsOf(bench, payment.id)).toEqual([])
  })

  test('a key that is revoked on the way leaves the order unknown, not refused, until it can be looked up', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', [
      'rak_charge_write',
      'rak_payment_intent_write',
      'rak_refund_write',
      'rak_customer_write',
      'rak_payment_method_write',
      'rak_dispute_read',
    ])
    const { refunds, request, payment, store } = await placed({ key })
    meets('hang_after')
    const sending = refunds.sendNow(request.orderId)
    await vi.waitFor(() => expect(refundsOf(bench, payment.id)).toHaveLength(1))
    bench.simulator.revokeKey(key)
    expect(await sending).toMatchObject({ value: { state: 'unknown', problem: { code: 'key_revoked' } } })
    const later = openRooms(bench, { store })
    expect(await later.refunds.reconcile(request.orderId)).toMatchObject({ value: { state: 'done' } })
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
  })
})

describe('undo', () => {
  test('in the hold nothing was sent and nothing will be', async () => {
    const { refunds, request, payment } = await placed()
    expect(refunds.undo(request.orderId)).toMatchObject({ value: { state: 'withdrawn', problem: null } })
    expect(refunds.undo(request.orderId)).toMatchObject({ value: { state: 'withdrawn' } })
    expect(await refunds.sendNow(request.orderId)).toMatchObject({ value: { state: 'withdrawn' } })
    expect(refundsOf(bench, payment.id)).toEqual([])
    expect(await refunds.place(anOrder(payment, 5000))).toMatchObject({ ok: true })
  })

  test('while the payment is read before sending it still holds', async () => {
    const { refunds, request, payment } = await placed()
    const sending = refunds.sendNow(request.orderId)
    expect(refunds.undo(request.orderId)).toMatchObject({ value: { state: 'withdrawn' } })
    expect(await sending).toMatchObject({ value: { state: 'withdrawn' } })
    expect(refundsOf(bench, payment.id)).toEqual([])
  })

  test('after sending it is too late, and said so', async () => {
    const { refunds, request } = await placed()
    await refunds.sendNow(request.orderId)
    expect(refunds.undo(request.orderId)).toMatchObject({ error: { code: 'order_too_late' } })
    expect(refunds.undo('11111111-1111-4111-8111-111111111111')).toMatchObject({
      error: { code: 'not_found' },
    })
  })
})

describe('twice', () => {
  test('the same form placed and sent several times at once is one order and one refund', async () => {
    const payment = await bench.pay(5000)
    const { refunds, journal } = openRooms(bench)
    const request = anOrder(payment, 2000)
    const answers = await Promise.all([1, 2, 3].map(() => refunds.place(request)))
    expect(answers.every((answer) => answer.ok && answer.value.id === request.orderId)).toBe(true)
    expect(journal.open()).toHaveLength(1)
    await Promise.all([
      refunds.sendNow(request.orderId),
      refunds.reconcile(request.orderId),
      refunds.sendNow(request.orderId),
      refunds.place(request),
    ])
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
  })

  test('the same number with other contents is a conflict', async () => {
    const { refunds, request } = await placed()
    expect(await refunds.place({ ...request, amount: 2001 })).toMatchObject({
      error: { code: 'order_conflict' },
    })
    expect(await refunds.place({ ...request, note: 'other' })).toMatchObject({
      error: { code: 'order_conflict' },
    })
  })

  test('two orders on one payment: the second waits for the first, then the remainder can be refunded', async () => {
    const { refunds, request, payment } = await placed()
    expect(await refunds.place(anOrder(payment, 100))).toMatchObject({ error: { code: 'order_blocked' } })
    await refunds.sendNow(request.orderId)
    expect(await refunds.place(anOrder(payment, 3001))).toMatchObject({ error: { code: 'amount_invalid' } })
    const rest = anOrder(payment, 3000)
    await refunds.place(rest)
    expect(await refunds.sendNow(rest.orderId)).toMatchObject({ value: { state: 'done' } })
    expect(refundsOf(bench, payment.id).map(({ amount }) => amount)).toHaveLength(2)
    expect(await refunds.place(anOrder(payment, 1))).toMatchObject({ error: { code: 'amount_invalid' } })
  })

  test('two resolves of one unknown order send it once', async () => {
    const { refunds, request, payment } = await placed()
    meets(...Array<ChaosAction>(5).fill('refuse'))
    await refunds.sendNow(request.orderId)
    const before = requestsTo(bench, 'POST', '/v1/refunds')
    await Promise.all([refunds.reconcile(request.orderId), refunds.reconcile(request.orderId)])
    expect(requestsTo(bench, 'POST', '/v1/refunds') - before).toBe(1)
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
  })
})

describe('what changed meanwhile', () => {
  test('another client refunded: the order is refused and nothing is sent', async () => {
    const { refunds, request, payment } = await placed()
    await bench.post('/v1/refunds', { payment_intent: payment.id, amount: 4000 })
    expect(await refunds.sendNow(request.orderId)).toMatchObject({
      value: { state: 'refused', sentAt: null, problem: { code: 'not_refundable' } },
    })
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
  })

  test('another client gave a part back since it was reviewed: nothing is sent, though Stripe would take it', async () => {
    const { refunds } = openRooms(bench)
    const payment = await bench.pay(5000)
    const shown = await refunds.preflight(payment.id)
    const amountRefunded = shown.ok ? shown.value.amountRefunded : -1
    await bench.post('/v1/refunds', { payment_intent: payment.id, amount: 2000 })
    // The cache hears of it before the order is placed; whoever reviewed it did not.
    await refunds.preflight(payment.id)
    const request = { ...anOrder(payment, 2000), amountRefunded }
    await refunds.place(request)
    expect(await refunds.sendNow(request.orderId)).toMatchObject({
      value: {
        state: 'refused',
        sentAt: null,
        problem: { message: expect.stringContaining('$20.00 of this payment was refunded otherwise') },
      },
    })
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
    // Whoever has seen it may order it all the same.
    const again = { ...anOrder(payment, 2000), amountRefunded: 2000 }
    await refunds.place(again)
    expect(await refunds.sendNow(again.orderId)).toMatchObject({ value: { state: 'done' } })
  })

  test('somebody gave a part back by hand while the outcome was not known: it is not sent again', async () => {
    const { refunds, request, payment, clock } = await placed()
    meets(...Array<ChaosAction>(5).fill('refuse'))
    expect(await refunds.sendNow(request.orderId)).toMatchObject({ value: { state: 'unknown' } })
    await bench.post('/v1/refunds', { payment_intent: payment.id, amount: request.amount })
    // Placed once more, it is still the order of before.
    await refunds.preflight(payment.id)
    expect(await refunds.place(request)).toMatchObject({ value: { state: 'unknown' } })
    expect(await refunds.reconcile(request.orderId)).toMatchObject({
      value: { state: 'unknown', problem: { message: expect.stringContaining('refunded otherwise') } },
    })
    // Once nothing of it can be under way any more it is over.
    clock.now += 21 * 60_000
    expect(await refunds.reconcile(request.orderId)).toMatchObject({ value: { state: 'refused' } })
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
  })

  test('a dispute is open: no order is sent', async () => {
    const payment = await bench.pay(5000, { payment_method: 'pm_card_createDispute' })
    bench.simulator.clock.advance(3600)
    const { refunds } = openRooms(bench)
    const request = anOrder(payment, 2000)
    await refunds.place(request)
    expect(await refunds.sendNow(request.orderId)).toMatchObject({
      value: { state: 'refused', problem: { message: expect.stringContaining('dispute is open') } },
    })
    expect(refundsOf(bench, payment.id)).toEqual([])
    expect(await refunds.preflight(payment.id)).toMatchObject({ value: { canRefund: false } })
  })

  describe('a dispute was lost in part', () => {
    /** 50.00, of which the bank gave back 20.00. The simulator's disputes are over the whole amount. */
    async function lostInPart(refundable: boolean) {
      const payment = await bench.pay(5000, { payment_method: 'pm_card_createDispute' })
      bench.simulator.clock.advance(3600)
      const dispute = [...bench.simulator.ledger(bench.account, 'test').disputes.values()].find(
        ({ payment_intent: paid }) => paid === payment.id,
      )
      Object.assign(dispute ?? {}, {
        status: 'lost',
        amount: 2000,
        is_charge_refundable: refundable,
        balance_transactions: [],
      })
      return { ...openRooms(bench), payment }
    }

    test('the rest is refunded, and no more than that', async () => {
      const { refunds, payment } = await lostInPart(true)
      expect(await refunds.preflight(payment.id)).toMatchObject({
        value: { amountCaptured: 5000, amountRefunded: 0, amountRefundable: 3000, canRefund: true },
      })
      expect(await refunds.place(anOrder(payment, 3001))).toMatchObject({ error: { code: 'amount_invalid' } })
      const request = anOrder(payment, 3000)
      await refunds.place(request)
      expect(await refunds.sendNow(request.orderId)).toMatchObject({ value: { state: 'done' } })
      expect(await refunds.preflight(payment.id)).toMatchObject({ value: { canRefund: false } })
      expect(refundsOf(bench, payment.id)).toMatchObject([{ amount: 3000 }])
    })

    test('what others refunded since it was reviewed is not taken for what the bank took', async () => {
      const { refunds, payment, readPayment } = await lostInPart(true)
      await readPayment(payment.id)
      // Nobody says how much was shown as refunded: what is known here counts.
      const request = anOrder(payment, 1000)
      await refunds.place(request)
      await bench.post('/v1/refunds', { payment_intent: payment.id, amount: 1500 })
      expect(await refunds.sendNow(request.orderId)).toMatchObject({
        value: { state: 'refused', problem: { message: expect.stringContaining('was refunded otherwise') } },
      })
      expect(refundsOf(bench, payment.id)).toMatchObject([{ amount: 1500 }])
    })

    test('nothing is where Stripe takes no refund of it any more, as Stripe itself would say', async () => {
      const { refunds, payment } = await lostInPart(false)
      const request = anOrder(payment, 1000)
      await refunds.place(request)
      expect(await refunds.sendNow(request.orderId)).toMatchObject({
        value: { state: 'refused', problem: { message: expect.stringContaining('Stripe says') } },
      })
      expect(await bench.post('/v1/refunds', { payment_intent: payment.id, amount: 1000 })).toMatchObject({
        status: 400,
        body: { error: { code: 'charge_disputed' } },
      })
    })
  })

  test('a desk that is read-only takes no order', async () => {
    const payment = await bench.pay(5000)
    const { refunds } = openRooms(bench, { readOnlyReason: 'Live desks are read-only.' })
    expect(await refunds.place(anOrder(payment, 2000))).toMatchObject({
      error: { code: 'read_only', message: 'Live desks are read-only.' },
    })
  })

  test.each([
    [0, 'usd'],
    [-1, 'usd'],
    [Number.MAX_SAFE_INTEGER, 'usd'],
    [5001, 'usd'],
    [2000, 'eur'],
  ])('%d %s of 50.00 USD is refused before it is journalled', async (amount, currency) => {
    const payment = await bench.pay(5000)
    const { refunds, journal } = openRooms(bench)
    expect(await refunds.place(anOrder({ ...payment, currency }, amount))).toMatchObject({
      error: { code: 'amount_invalid' },
    })
    expect(journal.open()).toEqual([])
  })
})

describe('an earlier run', () => {
  test('left an order held: it is withdrawn, and said', async () => {
    const { request, payment, store } = await placed()
    const next = openRooms(bench, { store })
    next.refunds.start({ journalRestored: false })
    expect(next.journal.find(request.orderId)).toMatchObject({
      state: 'withdrawn',
      problem: { code: 'stopping' },
    })
    expect(refundsOf(bench, payment.id)).toEqual([])
  })

  test('left an order on its way: it is looked up and finished', async () => {
    const { request, payment, store, journal } = await placed()
    journal.move(request.orderId, ['held'], { state: 'sending', sentAt: 1_795_000_000_000 })
    const next = openRooms(bench, { store })
    next.clock.now += 60_000
    next.refunds.start({ journalRestored: false })
    await vi.waitFor(() => expect(next.journal.find(request.orderId)?.state).toBe('done'))
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
    expect(next.bugs).toEqual([])
  })

  test('left a journal that is a backup: a held order of it is looked up, never sent', async () => {
    const { request, payment, store } = await placed()
    const next = openRooms(bench, { store })
    next.refunds.start({ journalRestored: true })
    await vi.waitFor(() => expect(next.journal.find(request.orderId)?.state).toBe('refused'))
    expect(next.journal.find(request.orderId)?.problem?.code).toBe('order_too_late')
    expect(refundsOf(bench, payment.id)).toEqual([])
  })

  test('left a journal that is a backup, and had sent the order since: the refund is found', async () => {
    const { request, payment, store, journal } = await placed()
    const { payload, idempotencyKey } = journal.contentsOf(request.orderId)!
    await bench.post('/v1/refunds', payload as never, { idempotencyKey })
    const next = openRooms(bench, { store })
    next.refunds.start({ journalRestored: true })
    await vi.waitFor(() => expect(next.journal.find(request.orderId)?.state).toBe('done'))
    expect(refundsOf(bench, payment.id)).toHaveLength(1)
  })

  test.each([
    ['more than 23 hours ago', 23 * 3600_000 + 1, 'refused'],
    ['in the future, because the clock was moved back', -3600_000, 'unknown'],
  ])('sent an order %s: it is looked up and not sent again', async (_, later, state) => {
    const { refunds, request, payment, clock } = await placed()
    meets(...Array<ChaosAction>(5).fill('refuse'))
    await refunds.sendNow(request.orderId)
    clock.now += later
    const before = requestsTo(bench, 'POST', '/v1/refunds')
    expect(await refunds.reconcile(request.orderId)).toMatchObject({ value: { state } })
    expect(requestsTo(bench, 'POST', '/v1/refunds')).toBe(before)
    expect(refundsOf(bench, payment.id)).toEqual([])
  })

  test('left a row that was altered since: it is never sent', async () => {
    const { refunds, request, payment, store } = await placed()
    store.journal.prepare('UPDATE orders SET note = ? WHERE id = ?').run('altered', request.orderId)
    expect(await refunds.sendNow(request.orderId)).toMatchObject({
      value: { state: 'refused', sentAt: null },
    })
    expect(refundsOf(bench, payment.id)).toEqual([])
  })
})

describe('closing', () => {
  test('during the hold withdraws the order', async () => {
    const { refunds, request, journal } = await placed()
    refunds.stop()
    expect(journal.find(request.orderId)).toMatchObject({ state: 'withdrawn', problem: { code: 'stopping' } })
  })

  test('before what an earlier run left was taken up withdraws nothing of it: in a journal that is a backup it may have been sent', async () => {
    const { request, store } = await placed()
    const next = openRooms(bench, { store })
    next.refunds.stop()
    expect(next.journal.find(request.orderId)?.state).toBe('held')
  })

  test('during the call journals that the outcome is not known, and breaks nothing after the files are closed', async () => {
    const { refunds, request, payment, sender, gateway, journal, store, bugs } = await placed()
    meets('hang_after')
    const sending = refunds.sendNow(request.orderId)
    await vi.waitFor(() => expect(refundsOf(bench, payment.id)).toHaveLength(1))
    refunds.stop()
    gateway.close()
    await sender.idle()
    await sending
    expect(journal.find(request.orderId)?.state).toBe('unknown')
    store.close()
    await sleep(20)
    expect(bugs).toEqual([])
  })
})
