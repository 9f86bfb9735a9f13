// What is given back of a period is no more than what was paid for it and kept, and an order about one period is not sent in another.
import type Stripe from 'stripe'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { startSubscriptionAgain } from '../../../electron/engine/changes/kinds/start-again.ts'
import { previewOf } from '../../../electron/engine/changes/previews.ts'
import { stripeReader, type StripeReader } from '../../../electron/engine/changes/reader.ts'
import type { Change, ItemChange } from '../../../src/contract/index.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { openChangeRooms, placeRequest, truth } from './changes.support.ts'
import {
  aSubscriber,
  changeOf,
  newestInvoice,
  otherPrice,
  previewed,
  subscriptionAt,
  updateOf,
} from './subscriptions.support.ts'

let bench: Bench
let at: Awaited<ReturnType<typeof aSubscriber>>
let rooms: ReturnType<typeof openChangeRooms>
beforeEach(async () => {
  bench = await openBench()
  onTestFinished(() => bench.close())
  at = await aSubscriber(bench)
  rooms = openChangeRooms(bench)
})

const day = 86_400
const forward = (seconds: number): void => {
  bench.simulator.clock.advance(seconds)
  rooms.clock.now += seconds * 1000
}
const itemOf = (subscription: string): string => subscriptionAt(bench, subscription).items.data[0]!.id
const stopping = (text: RegExp) => ({
  value: {
    canPlace: false,
    findings: expect.arrayContaining([
      expect.objectContaining({ verdict: 'stop', text: expect.stringMatching(text) }),
    ]),
  },
})

/** Of a month that was paid, and a second whose invoice could not be. */
async function pastDue(): Promise<string> {
  const subscription = await at.subscribe({ default_payment_method: at.card })
  const broken = await at.attach('pm_card_chargeCustomerFail')
  await at.post(`/v1/subscriptions/${subscription}`, { default_payment_method: broken })
  forward(32 * day)
  expect(subscriptionAt(bench, subscription).status).toBe('past_due')
  return subscription
}

async function endingWithCredit(subscriptionId: string): Promise<{ change: Change; unused: number | null }> {
  const { expected, unused } = await previewed(rooms, { kind: 'cancel_now', subscriptionId })
  const { prorationDate, today } = expected
  const change: Change = {
    kind: 'cancel_subscription',
    subscriptionId,
    at: 'now',
    credit: { prorationDate, today },
  }
  return { change, unused }
}

const refundOf = (subscription: string, amount?: number): Promise<void> =>
  refundInvoice(newestInvoice(bench, subscription).id, amount)
const refundInvoice = async (invoice: string, amount?: number): Promise<void> => {
  const paid = [...truth(bench).invoicePayments.values()].find((each) => each.invoice === invoice)
  await at.post('/v1/refunds', {
    payment_intent: paid?.payment.payment_intent,
    ...(amount === undefined ? {} : { amount }),
  })
}

describe('time that is not used', () => {
  test('of a period that nobody paid is worth nothing, and is not credited', async () => {
    const { change, unused } = await endingWithCredit(await pastDue())
    expect(unused).toBe(0)
    expect(await rooms.changes.preflight(change)).toMatchObject(stopping(/was not paid: there is nothing/))
    expect(await rooms.order(change)).toMatchObject({ ok: false })
    expect(truth(bench).customers.get(at.customer)?.balance).toBe(0)
  })

  test('of a period that nobody paid is not said to be lost to the customer', async () => {
    const lost = (change: Change) =>
      rooms.changes.preflight(change).then((told) => JSON.stringify(told).includes('is lost to the customer'))
    const now = (subscriptionId: string): Change => ({
      kind: 'cancel_subscription',
      subscriptionId,
      at: 'now',
    })
    expect(await lost(now(await at.subscribe()))).toBe(true)
    expect(await lost(now(await pastDue()))).toBe(false)
  })

  test('of a period whose payment went back is not credited on top', async () => {
    const subscription = await at.subscribe()
    forward(2 * day)
    const before = await endingWithCredit(subscription)
    expect(before.unused).toBeGreaterThan(2000)
    await refundOf(subscription)
    const { change, unused } = await endingWithCredit(subscription)
    expect(unused).toBe(0)
    expect(await rooms.changes.preflight(change)).toMatchObject(stopping(/given back twice/))
  })

  test('of a period whose payment is on its way back is not credited on top', async () => {
    const card = await at.attach('pm_card_pendingRefund')
    const subscription = await at.subscribe({ default_payment_method: card })
    forward(2 * day)
    await refundOf(subscription)
    expect([...truth(bench).refunds.values()].map(({ status }) => status)).toEqual(['pending'])
    const { change, unused } = await endingWithCredit(subscription)
    expect(unused).toBe(0)
    expect(await rooms.changes.preflight(change)).toMatchObject(stopping(/given back twice/))
  })

  test('of a period that was refunded in part is worth no more than what is left, and a refund during the hold stops the credit', async () => {
    const subscription = await at.subscribe()
    forward(2 * day)
    const { change } = await endingWithCredit(subscription)
    const request = placeRequest(change)
    expect(await rooms.changes.place(request)).toMatchObject({ ok: true })
    await refundOf(subscription, 2000)
    expect(await rooms.changes.sendNow(request.orderId)).toMatchObject({
      value: { state: 'refused', problem: { message: expect.stringMatching(/only €4\.00 is still kept/) } },
    })
    expect((await endingWithCredit(subscription)).unused).toBe(400)
    expect(subscriptionAt(bench, subscription).status).toBe('active')
  })

  test.each<[string, string[], (items: string[]) => ItemChange[], number]>([
    ['a cheaper plan', ['pro'], ([item]) => [otherPrice(item!, at.basic)], 6000],
    ['a plan less', ['basic', 'pro'], ([, item]) => [{ what: 'remove', itemId: item! }], 8400],
  ])(
    'of a period that was credited in part for %s is worth that much less',
    async (_, plans, items, paid) => {
      const prices = plans.map((plan) => ({ price: plan === 'pro' ? at.pro : at.basic }))
      const subscriptionId = await at.subscribe({ items: prices })
      const { id: invoice } = newestInvoice(bench, subscriptionId)
      forward(2 * day)
      const update = updateOf(subscriptionId, {
        items: items(subscriptionAt(bench, subscriptionId).items.data.map(({ id }) => id)),
        prorationBehavior: 'always_invoice',
      })
      expect(await rooms.order((await changeOf(rooms, update)).change)).toMatchObject({
        value: { state: 'done' },
      })
      const credited = -(truth(bench).customers.get(at.customer)?.balance ?? 0)
      expect(credited).toBeGreaterThan(3000)
      await refundInvoice(invoice, 2500)
      const left = paid - 2500 - credited
      expect((await endingWithCredit(subscriptionId)).unused).toBe(left)
    },
  )

  test.each([
    [2300, /only €1\.00 is still kept/],
    [200, null],
  ])(
    'of a period of which %d was refunded is credited by a standstill only where as much is kept',
    async (refunded, reason) => {
      const subscriptionId = await at.subscribe({ billing_mode: { type: 'flexible' } })
      forward(4 * day)
      await refundOf(subscriptionId, refunded)
      const pause = (unused: 'credit' | 'none'): Change => ({ kind: 'pause_service', subscriptionId, unused })
      expect(await rooms.changes.preflight(pause('credit'))).toMatchObject(
        reason === null ? { value: { canPlace: true } } : stopping(reason),
      )
      expect(await rooms.changes.preflight(pause('none'))).toMatchObject({ value: { canPlace: true } })
    },
  )

  test('is credited by a standstill only where as much is kept, whatever else waits to be invoiced', async () => {
    const subscription = await at.subscribe({ billing_mode: { type: 'flexible' } })
    forward(4 * day)
    await refundOf(subscription, 2300)
    await at.post('/v1/invoiceitems', { customer: at.customer, subscription, amount: 9900, currency: 'eur' })
    const change: Change = { kind: 'pause_service', subscriptionId: subscription, unused: 'credit' }
    expect(await rooms.changes.preflight(change)).toMatchObject(stopping(/only €1\.00 is still kept/))
  })

  test('is credited at the end only where as much is kept, whatever else waits to be invoiced', async () => {
    const subscription = await at.subscribe()
    forward(4 * day)
    await refundOf(subscription, 1000)
    await at.post('/v1/invoiceitems', { customer: at.customer, subscription, amount: 1000, currency: 'eur' })
    const { change } = await endingWithCredit(subscription)
    expect(await rooms.changes.preflight(change)).toMatchObject(stopping(/only €14\.00 is still kept/))
  })

  test('of a period that went back is not credited, also where its invoice has more lines than come with it', async () => {
    const subscription = await at.subscribe()
    const extra = { customer: at.customer, subscription, amount: 100, currency: 'eur' }
    for (let each = 0; each < 11; each += 1) await at.post('/v1/invoiceitems', extra)
    forward(32 * day)
    expect(newestInvoice(bench, subscription).lines.data).toHaveLength(12)
    expect((await endingWithCredit(subscription)).unused).toBeGreaterThan(2000)
    await refundOf(subscription)
    const { change, unused } = await endingWithCredit(subscription)
    expect(unused).toBe(0)
    expect(await rooms.changes.preflight(change)).toMatchObject(stopping(/given back twice/))
  })

  test('is credited by a standstill where this key may not read what was paid', async () => {
    const subscriptionId = await at.subscribe({ billing_mode: { type: 'flexible' } })
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_subscription_read'])
    const { changes } = openChangeRooms(bench, { key })
    const change: Change = { kind: 'pause_service', subscriptionId, unused: 'credit' }
    expect(await changes.preflight(change)).toMatchObject({ value: { canPlace: true } })
  })

  test('of a period that nobody paid is not credited by a standstill either', async () => {
    const subscriptionId = await pastDue()
    const pause = (unused: 'credit' | 'none'): Change => ({ kind: 'pause_service', subscriptionId, unused })
    expect(await rooms.changes.preflight(pause('credit'))).toMatchObject(stopping(/was not paid/))
    expect(await rooms.changes.preflight(pause('none'))).toMatchObject({ value: { canPlace: true } })
  })
})

describe('what waits to be invoiced', () => {
  const told = async (change: Change): Promise<string> => {
    const preflight = await rooms.changes.preflight(change)
    return preflight.ok ? preflight.value.findings.map(({ text }) => text).join(' ') : ''
  }

  test.each([
    ['period_end', /€\d+\.\d\d owed for changes made before is in no invoice yet\. It comes with the last/],
    ['now', /€\d+\.\d\d owed for changes made before is in no invoice yet\. It is dropped/],
  ] as const)('is said before one ends (%s)', async (when, words) => {
    const subscriptionId = await at.subscribe()
    const change: Change = { kind: 'cancel_subscription', subscriptionId, at: when }
    expect(await told(change)).not.toMatch(/in no invoice yet/)
    forward(5 * day)
    const update = updateOf(subscriptionId, { items: [otherPrice(itemOf(subscriptionId), at.pro)] })
    expect(await rooms.order((await changeOf(rooms, update)).change)).toMatchObject({
      value: { state: 'done' },
    })
    expect(await told(change)).toMatch(words)
  })

  test('is said not to be known where the key may not read invoice items', async () => {
    const subscriptionId = await at.subscribe()
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', [
      'rak_subscription_write',
      'rak_invoice_read',
      'rak_payment_intent_read',
      'rak_charge_read',
      'rak_refund_read',
    ])
    const { changes } = openChangeRooms(bench, { key })
    const change: Change = { kind: 'cancel_subscription', subscriptionId, at: 'period_end' }
    expect(await changes.preflight(change)).toMatchObject({
      value: {
        canPlace: true,
        findings: expect.arrayContaining([
          expect.objectContaining({ verdict: 'unknown', text: expect.stringContaining('invoice items') }),
        ]),
      },
    })
  })

  test('besides what changes have left is not said to be dropped: Stripe may bill it later', async () => {
    const subscriptionId = await at.subscribe()
    const item = { customer: at.customer, subscription: subscriptionId, amount: 1000, currency: 'eur' }
    await at.post('/v1/invoiceitems', item)
    const words = await told({ kind: 'cancel_subscription', subscriptionId, at: 'now' })
    expect(words).toMatch(/€10\.00 owed besides is in no invoice yet\. It goes on waiting/)
    expect(words).not.toMatch(/dropped/)
  })
})

describe('a renewal during the hold', () => {
  test.each(['period_end', 'now'] as const)(
    'stops an end (%s): another period was paid for',
    async (when) => {
      const subscriptionId = await at.subscribe()
      const request = placeRequest({ kind: 'cancel_subscription', subscriptionId, at: when })
      expect(await rooms.changes.place(request)).toMatchObject({ ok: true })
      forward(32 * day)
      expect(await rooms.changes.sendNow(request.orderId)).toMatchObject({ value: { state: 'refused' } })
      expect(subscriptionAt(bench, subscriptionId)).toMatchObject({
        status: 'active',
        cancel_at_period_end: false,
      })
    },
  )

  test('stops a change that was to show with the next invoice, which comes a period later now', async () => {
    const subscriptionId = await at.subscribe()
    const update = updateOf(subscriptionId, {
      items: [otherPrice(itemOf(subscriptionId), at.pro)],
      prorationBehavior: 'none',
    })
    const { change } = await changeOf(rooms, update)
    const request = placeRequest(change)
    expect(await rooms.changes.place(request)).toMatchObject({ ok: true })
    forward(32 * day)
    expect(await rooms.changes.sendNow(request.orderId)).toMatchObject({
      value: {
        state: 'refused',
        problem: { message: expect.stringMatching(/would be made on .*; ordered was/) },
      },
    })
    expect(await rooms.changes.place(placeRequest(change))).toMatchObject({ ok: false })
    expect(subscriptionAt(bench, subscriptionId).items.data[0]?.price.id).toBe(at.basic)
  })
})

describe('a renewal while it is read over', () => {
  test.each(['period_end', 'now'] as const)(
    'stops the order (%s) that says what was read, and leaves it open where none does',
    async (when) => {
      const subscriptionId = await at.subscribe()
      const change: Change = { kind: 'cancel_subscription', subscriptionId, at: when }
      const read = await rooms.changes.preflight(change)
      const base = read.ok ? read.value.base : null
      expect(base).toMatch(/^active, goes on, period until /)
      forward(32 * day)
      expect(await rooms.changes.place(placeRequest(change, { base }))).toMatchObject({
        error: {
          code: 'not_changeable',
          message: expect.stringMatching(/^Since this was checked, .* has changed the same \(from active/),
        },
      })
      expect(rooms.journal.open()).toEqual([])
      expect(await rooms.changes.place(placeRequest(change))).toMatchObject({ value: { state: 'held' } })
    },
  )

  test('leaves an order as it is that was taken before', async () => {
    const subscriptionId = await at.subscribe()
    const change: Change = { kind: 'cancel_subscription', subscriptionId, at: 'period_end' }
    const read = await rooms.changes.preflight(change)
    const request = placeRequest(change, { base: read.ok ? read.value.base : null })
    expect(await rooms.changes.place(request)).toMatchObject({ value: { state: 'held' } })
    forward(32 * day)
    expect(await rooms.changes.place(request)).toMatchObject({ value: { state: 'held' } })
  })
})

describe('a new start', () => {
  test('is not made where not all of what it had has come', async () => {
    const subscriptionId = await at.subscribe()
    await bench.del(`/v1/subscriptions/${subscriptionId}`)
    const { expected } = await previewed(rooms, { kind: 'start_again', subscriptionId })
    const change = { kind: 'start_subscription_again', subscriptionId, expected } as const
    const own = { rules: () => new Map(), isWrittenOff: () => false, nameOf: () => null }
    const whole = stripeReader(rooms.gateway, rooms.projector, () => rooms.clock.now, own)
    const told = async (stripe: StripeReader): Promise<string> =>
      JSON.stringify([
        await startSubscriptionAgain.judge(stripe, change),
        await previewOf(stripe, { kind: 'start_again', subscriptionId }),
      ])
    const cut = async <Value>(ask: (sdk: Stripe) => Promise<Value>, sdk: Stripe): Promise<Value> => {
      const answer = await ask(sdk)
      const { items } = answer as { items?: { has_more: boolean } }
      if (items !== undefined) items.has_more = true
      return answer
    }
    const inPart: StripeReader = {
      ...whole,
      one: (ask) => whole.one((sdk) => cut(ask, sdk)),
      peek: (ask) => whole.peek((sdk) => cut(ask, sdk)),
    }
    const stops =
      /"verdict":"stop","text":"It had more items than can be.*"not_changeable","message":"It had more/
    expect(await told(whole)).not.toMatch(/more items/)
    expect(await told(inPart)).toMatch(stops)
  })

  test('is not made beside another that was made during its hold', async () => {
    const subscriptionId = await at.subscribe()
    await bench.del(`/v1/subscriptions/${subscriptionId}`)
    const { expected } = await previewed(rooms, { kind: 'start_again', subscriptionId })
    const request = placeRequest({ kind: 'start_subscription_again', subscriptionId, expected })
    expect(await rooms.changes.place(request)).toMatchObject({ ok: true })
    await at.subscribe()
    expect(await rooms.changes.sendNow(request.orderId)).toMatchObject({
      value: { state: 'refused', problem: { message: expect.stringContaining('has changed the same') } },
    })
    const running = [...truth(bench).subscriptions.values()].filter(({ status }) => status === 'active')
    expect(running).toHaveLength(1)
  })
})
