// The sender alone, where the moment between two calls decides: what it believes and what it looks into first.
import type Stripe from 'stripe'
import { describe, expect, test, vi } from 'vitest'
import {
  stillUnderWayMs,
  type Gateway,
  type WriteResult,
} from '../../../../electron/engine/gateway/gateway.ts'
import { openJournalOf } from '../../../../electron/engine/journal/orders.ts'
import { openSender } from '../../../../electron/engine/refunds/send.ts'
import type { PaymentRead } from '../../../../electron/engine/payments/read-payment.ts'
import { failure, success, type Failure, type Result } from '../../../../src/contract/index.ts'
import { aStore, anOrder } from '../../../integration/engine/desk.ts'

const payment = { id: 'pi_1', currency: 'eur' }
const request = anOrder(payment, 700)

const refund = (more: object = {}): Stripe.Refund =>
  ({
    id: 're_1',
    object: 'refund',
    amount: 700,
    currency: 'eur',
    created: 1_795_000_000,
    status: 'succeeded',
    payment_intent: 'pi_1',
    metadata: { bursar_order: request.orderId },
    ...more,
  }) as unknown as Stripe.Refund

function read(...refunds: Stripe.Refund[]): Result<PaymentRead> {
  return readWith({}, refunds)
}

function readWith(more: object, refunds: Stripe.Refund[] = []): Result<PaymentRead> {
  const charge = { paid: true, captured: true, amount_captured: 1000, amount_refunded: 0, disputed: false }
  const asOf = 1_795_000_000_000
  return success({ intent: payment, charge, refunds, disputes: [], asOf, ...more } as unknown as PaymentRead)
}

const answered = (value: unknown): WriteResult<unknown> => ({ ok: true, value, asOf: 0, requestId: 'req_1' })
const refusedWith = (effect: 'none' | 'unsure', settled: boolean): WriteResult<unknown> => ({
  ...failure('stripe_refused', 'Stripe said no.'),
  effect,
  settled,
  requestIds: [],
})
const unreachable: Result<PaymentRead> = failure('stripe_unreachable', 'Out of reach.')

/** An order in the journal, a Stripe that gives these answers in turn, and a desk that says so often whether it is closed. */
function open(writes: WriteResult<unknown>[], reads: Result<PaymentRead>[], closed: (Failure | null)[] = []) {
  const now = { value: 1_795_000_000_000 }
  const journal = openJournalOf(aStore().journal, () => now.value)
  /** Called for what really goes out. */
  const write = vi.fn<() => Promise<unknown>>(async () => writes.shift())
  const gateway = {
    async write(_object: string, _key: string, _send: unknown, whyNot: () => Failure | null) {
      const error = whyNot()
      return error ? { ok: false, error, effect: 'none', settled: false, requestIds: [] } : write()
    },
  } as unknown as Gateway
  const told: string[] = []
  const sender = openSender({
    gateway,
    journal,
    readPayment: async () => reads.shift() ?? unreachable,
    paidOtherWay: () => [],
    fraudWarnings: () => [],
    access: { whyNotSend: () => closed.shift() ?? null },
    now: () => now.value,
    changed: ({ state, problem }) => void told.push(`${state} ${problem?.code ?? ''}`.trim()),
  })
  journal.place(request, { placedAt: now.value, sendAt: now.value }, null)
  return { sender, journal, write, now, told }
}

describe('the first sending', () => {
  test('a plain refusal is believed', async () => {
    const { sender } = open([refusedWith('none', true)], [read()])
    expect(await sender.send(request.orderId)).toMatchObject({ state: 'refused' })
  })

  test('a refusal after a try with unknown outcome is not believed, though nothing is found yet', async () => {
    const { sender } = open([refusedWith('unsure', false)], [read(), read()])
    expect(await sender.send(request.orderId)).toMatchObject({ state: 'unknown' })
  })

  test.each([
    ['no refund at all', {}],
    ['null', null],
    ['a text', 'ok'],
    ['another amount', refund({ amount: 7000 })],
    ['another currency', refund({ currency: 'usd' })],
    ["another order's refund", refund({ metadata: { bursar_order: 'other' } })],
  ])('an answer that is %s does not count as done', async (_, value) => {
    const { sender } = open([answered(value)], [read(), read()])
    expect(await sender.send(request.orderId)).toMatchObject({ state: 'unknown', refundId: null })
  })

  test('a refund of another amount with our number is not taken for ours when it is looked up', async () => {
    const { sender } = open([refusedWith('unsure', true)], [read(), read(refund({ amount: 1 }))])
    expect(await sender.send(request.orderId)).toMatchObject({ state: 'refused', refundId: null })
  })
})

test('an order in another currency than its payment is never sent', async () => {
  const { sender, write } = open(
    [answered(refund())],
    [readWith({ intent: { ...payment, currency: 'usd' } })],
  )
  expect(await sender.send(request.orderId)).toMatchObject({
    state: 'refused',
    problem: { code: 'amount_invalid', message: expect.stringContaining('in USD, the order in EUR') },
  })
  expect(write).not.toHaveBeenCalled()
})

describe('of a payment of which a dispute was lost in part', () => {
  const lost = (amount: number, refundable: boolean) => ({
    disputes: [
      {
        id: 'dp_1',
        status: 'lost',
        reason: 'fraudulent',
        amount,
        currency: 'eur',
        is_charge_refundable: refundable,
        balance_transactions: [],
      },
    ],
  })

  test('what is left is refunded where Stripe still takes a refund of it', async () => {
    const { sender, write } = open([answered(refund())], [readWith(lost(300, true))])
    expect(await sender.send(request.orderId)).toMatchObject({ state: 'done' })
    expect(write).toHaveBeenCalledOnce()
  })

  test.each([
    ['more than is left', lost(301, true), /less has become refundable/],
    ['anything of one that Stripe no longer takes a refund of', lost(300, false), /Stripe says/],
    ['anything where all of it was lost', lost(1000, true), /already has the money back/],
  ])('%s is never sent', async (_, disputes, message) => {
    const { sender, write } = open([answered(refund())], [readWith(disputes)])
    expect(await sender.send(request.orderId)).toMatchObject({
      state: expect.not.stringMatching('done'),
      problem: { code: 'not_refundable', message: expect.stringMatching(message) },
    })
    expect(write).not.toHaveBeenCalled()
  })
})

describe('an unknown order, of whose payment a dispute would make a second sending pay twice', () => {
  const lost = {
    id: 'dp_1',
    status: 'lost',
    reason: 'fraudulent',
    amount: 1000,
    currency: 'eur',
    is_charge_refundable: true,
    balance_transactions: [],
  }
  const movement = { id: 'txn_1', fee: 0, currency: 'eur', created: 1 }
  const moved = (...amounts: number[]) => amounts.map((amount) => ({ ...movement, amount }))

  test.each([
    ['left less than was ordered', { amount: 400 }, /less has become refundable/],
    ['left nothing', {}, /already has the money back/],
    ['took what can’t be told', { balance_transactions: moved(-1000, 1000) }, /can’t be told/],
    ['was prevented', { status: 'prevented' }, /was prevented/],
    ['is open', { status: 'under_review' }, /dispute is open/],
  ])('is not sent again where it %s, whatever Stripe would take', async (_, told, message) => {
    const since = readWith({ disputes: [{ ...lost, ...told }] })
    const { sender, write } = open(
      [refusedWith('unsure', false), answered(refund())],
      [read(), read(), ...Array.from({ length: 9 }, () => since)],
    )
    expect(await sender.send(request.orderId)).toMatchObject({ state: 'unknown' })
    expect(await sender.resolve(request.orderId)).toMatchObject({
      state: 'unknown',
      problem: { code: 'not_refundable', message: expect.stringMatching(message) },
    })
    expect(write).toHaveBeenCalledOnce()
  })
})

describe('a desk that was locked', () => {
  const locked = failure('locked', 'This live desk is locked.').error

  test('before the hold was over sends nothing, and the order says why', async () => {
    const { sender, write } = open([answered(refund())], [read()], [locked])
    expect(await sender.send(request.orderId)).toMatchObject({
      state: 'withdrawn',
      problem: { code: 'locked', message: expect.stringMatching(/never sent\. This live desk is locked/) },
    })
    expect(write).not.toHaveBeenCalled()
  })

  test('does not send an unknown order again, keeps looking, and says so once', async () => {
    const unsure = refusedWith('unsure', false)
    const { sender, journal, write, told } = open(
      [unsure, answered(refund())],
      Array.from({ length: 9 }, () => read()),
      [null, locked, locked, null],
    )
    expect(await sender.send(request.orderId)).toMatchObject({ state: 'unknown' })
    const waiting = await sender.resolve(request.orderId)
    expect(waiting).toMatchObject({ state: 'unknown', problem: { code: 'locked' } })
    expect(await sender.resolve(request.orderId)).toEqual(waiting)
    expect(write).toHaveBeenCalledTimes(1)
    expect(await sender.resolve(request.orderId)).toMatchObject({ state: 'done' })
    expect(write).toHaveBeenCalledTimes(2)
    expect(journal.open()).toEqual([])
    expect(told).toEqual(['sending', 'unknown stripe_refused', 'unknown locked', 'sending locked', 'done'])
  })

  test('still finds the refund of an unknown order', async () => {
    const { sender, write } = open(
      [refusedWith('unsure', false)],
      [read(), read(), read(refund())],
      [null, locked],
    )
    await sender.send(request.orderId)
    expect(await sender.resolve(request.orderId)).toMatchObject({ state: 'done' })
    expect(write).toHaveBeenCalledTimes(1)
  })
})

describe('sending again', () => {
  test('a plain refusal is looked into: the first call may have come through at the last moment', async () => {
    const { sender } = open(
      [refusedWith('unsure', false), refusedWith('none', true)],
      [read(), unreachable, read(), read(), read(refund())],
    )
    expect(await sender.send(request.orderId)).toMatchObject({ state: 'unknown' })
    expect(await sender.resolve(request.orderId)).toMatchObject({ state: 'done', refundId: 're_1' })
  })

  test('a plain refusal is believed once nothing was found after it', async () => {
    const { sender } = open(
      [refusedWith('unsure', false), refusedWith('none', true)],
      [read(), unreachable, read(), read(), read()],
    )
    await sender.send(request.orderId)
    expect(await sender.resolve(request.orderId)).toMatchObject({ state: 'refused' })
  })

  test('does not happen while the payment can’t be read again just before', async () => {
    const { sender, write } = open(
      [refusedWith('unsure', false), answered(refund())],
      [read(), unreachable, read(), unreachable, read(), read(), read()],
    )
    await sender.send(request.orderId)
    expect(await sender.resolve(request.orderId)).toMatchObject({ state: 'unknown' })
    expect(write).toHaveBeenCalledTimes(1)
    expect(await sender.resolve(request.orderId)).toMatchObject({ state: 'done' })
  })

  test('does not happen where the refund turns up just before', async () => {
    const { sender, write } = open([refusedWith('unsure', false)], [read(), read(), read(), read(refund())])
    await sender.send(request.orderId)
    expect(await sender.resolve(request.orderId)).toMatchObject({ state: 'done', refundId: 're_1' })
    expect(write).toHaveBeenCalledTimes(1)
  })

  test('what can not be looked up stays unknown, however often it is tried', async () => {
    const { sender, write } = open([refusedWith('unsure', false)], [read()])
    await sender.send(request.orderId)
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await sender.resolve(request.orderId)).toMatchObject({ state: 'unknown' })
    }
    expect(write).toHaveBeenCalledTimes(1)
  })

  test.each([
    [23 * 3600_000 + 1, 'refused'],
    [48 * 3600_000, 'refused'],
    [-1, 'unknown'],
    [-48 * 3600_000, 'refused'],
  ])('does not happen when the order is %d ms old: it is %s', async (age, state) => {
    const { sender, write, now } = open(
      [refusedWith('unsure', false), answered(refund())],
      [read(), unreachable, read(), read(), read()],
    )
    await sender.send(request.orderId)
    now.value += age
    expect(await sender.resolve(request.orderId)).toMatchObject({ state })
    expect(write).toHaveBeenCalledTimes(1)
  })
})

test('an order that must not be sent again is called refused once its latest call can’t come through any more, not its first', async () => {
  const byHand = read(refund({ id: 're_2', amount: 100, metadata: {} }))
  const { sender, now } = open(
    [refusedWith('unsure', false), refusedWith('unsure', false)],
    [...Array.from({ length: 5 }, () => read()), byHand, byHand, byHand, byHand],
  )
  await sender.send(request.orderId)
  now.value += 3_600_000
  await sender.resolve(request.orderId)
  now.value += stillUnderWayMs
  expect(await sender.resolve(request.orderId)).toMatchObject({
    state: 'unknown',
    problem: { message: expect.stringContaining('refunded otherwise') },
  })
  now.value += 1
  expect(await sender.resolve(request.orderId)).toMatchObject({ state: 'refused' })
})

describe('refunds that are read', () => {
  test('settle an unknown order, and follow what becomes of a done one', async () => {
    const { sender, journal } = open([refusedWith('unsure', false)], [read(), unreachable])
    await sender.send(request.orderId)
    sender.noteRefunds([refund({ status: 'pending', pending_reason: 'insufficient_funds' })])
    expect(journal.find(request.orderId)).toMatchObject({
      state: 'done',
      refundStatus: 'pending',
      refundStatusReason: 'insufficient_funds',
    })
    sender.noteRefunds([refund({ status: 'failed', failure_reason: 'declined' })])
    expect(journal.find(request.orderId)).toMatchObject({
      state: 'done',
      refundStatus: 'failed',
      refundStatusReason: 'declined',
    })
  })

  test('settle an order that was taken for refused', async () => {
    const { sender, journal, told } = open([refusedWith('none', true)], [read(), read()])
    await sender.send(request.orderId)
    expect(journal.find(request.orderId)?.state).toBe('refused')
    sender.noteRefunds([refund({ amount: 1 })])
    expect(journal.find(request.orderId)?.state).toBe('refused')
    sender.noteRefunds([refund()])
    expect(journal.find(request.orderId)).toMatchObject({
      state: 'done',
      refundId: 're_1',
      refundStatus: 'succeeded',
      problem: null,
    })
    sender.noteRefunds([refund()])
    expect(told).toEqual(['sending', 'refused stripe_refused', 'done'])
  })

  test('settle an order that another copy of the journal sent after it was undone in this one', () => {
    const { sender, journal } = open([], [])
    journal.move(request.orderId, ['held'], { state: 'withdrawn' })
    sender.noteRefunds([refund({ status: 'pending' })])
    expect(journal.find(request.orderId)).toMatchObject({ state: 'done', refundStatus: 'pending' })
  })

  test('are found by an order that is held or being sent itself, and do not settle it before', async () => {
    const { sender, journal } = open([], [])
    sender.noteRefunds([refund()])
    expect(journal.find(request.orderId)?.state).toBe('held')
    journal.move(request.orderId, ['held'], { state: 'sending' })
    sender.noteRefunds([refund()])
    expect(journal.find(request.orderId)?.state).toBe('sending')
  })

  test('made elsewhere, or on another payment, touch no order', async () => {
    const { sender, journal } = open([refusedWith('unsure', false)], [read(), unreachable])
    await sender.send(request.orderId)
    sender.noteRefunds([
      refund({ metadata: {} }),
      refund({ metadata: null }),
      refund({ payment_intent: 'pi_2' }),
      refund({ payment_intent: null }),
      refund({ amount: 1 }),
    ])
    expect(journal.find(request.orderId)?.state).toBe('unknown')
  })
})
