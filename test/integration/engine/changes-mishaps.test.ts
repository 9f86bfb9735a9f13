// What goes wrong between a change and Stripe: one order, one effect, told as it is.
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Change } from '../../../src/contract/index.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import {
  aCustomer,
  changesOf,
  defaultOf,
  openChangeRooms,
  ownOf,
  placeRequest,
  sessionsOf,
  successUrl,
  truth,
} from './changes.support.ts'
import { requestsTo, script, type ChaosAction } from './desk.ts'
import { aSubscriber, subscriptionAt } from './subscriptions.support.ts'

let bench: Bench
let at: Awaited<ReturnType<typeof aCustomer>>
const some = () => changesOf(at)
beforeEach(async () => {
  bench = await openBench()
  onTestFinished(() => bench.close())
  at = await aCustomer(bench)
  // The engine's clock and Stripe's agree.
  bench.simulator.clock.freeze(1_795_000_000)
})

describe('what goes wrong on the way', () => {
  const faults: [string, ChaosAction[], string][] = [
    ['a lost response', ['lose_response'], 'done'],
    ['a refused connection', ['refuse', 'refuse'], 'done'],
    ['a 500 before anything happened', ['500_before'], 'done'],
    ['a 500 after the effect', ['500_after'], 'done'],
    ['a 500 that was rolled back and kept', ['500_kept'], 'refused'],
    ['429s', ['429', '429'], 'done'],
    ['429 until every try is spent', ['429', '429', '429', '429', '429'], 'withdrawn'],
    ['a call that has its effect and never comes back', ['hang_after'], 'done'],
    ['responses lost until every try is spent', Array<ChaosAction>(5).fill('lose_response'), 'done'],
  ]

  test.each(faults)('%s: one order, one page, told as it is', async (_, actions, expected) => {
    const { changes } = openChangeRooms(bench)
    script(bench, 'POST', '/v1/checkout/sessions', ...actions)
    const request = placeRequest(some().paymentPage)
    const placed = await changes.place(request)
    const urls = sessionsOf(bench, request.orderId).map(({ url }) => url)
    expect(urls).toHaveLength(expected === 'done' ? 1 : 0)
    expect(placed).toMatchObject({ value: { state: expected } })
    expect(placed.ok && placed.value.result?.url).toBe(urls[0])
  })

  test.each(faults)('%s: one order, one new default, told as it is', async (_, actions, expected) => {
    const { order } = openChangeRooms(bench)
    script(bench, 'POST', '/v1/customers', ...actions)
    expect(await order(some().newDefault)).toMatchObject({ value: { state: expected } })
    expect(defaultOf(bench, at.customer)).toBe(expected === 'done' ? at.second : at.first)
  })

  test.each<[string, () => Change, string, () => boolean]>([
    [
      'detaching',
      () => some().detach,
      '/v1/payment_methods',
      () => truth(bench).paymentMethods.get(at.second)?.customer === null,
    ],
    [
      'a subscription’s method',
      () => some().newOwn,
      '/v1/subscriptions',
      () => ownOf(bench, at.follows) === at.second,
    ],
  ])('%s whose answers are lost is found', async (_, change, path, isThere) => {
    const { order } = openChangeRooms(bench)
    script(bench, 'POST', path, ...Array<ChaosAction>(5).fill('lose_response'))
    expect(await order(change())).toMatchObject({ value: { state: 'done' } })
    expect(isThere()).toBe(true)
  })

  test('an answer that was lost and is given once more does not undo what happened to the customer since', async () => {
    const { order, projector, store, clock } = openChangeRooms(bench)
    script(bench, 'POST', '/v1/customers', 'hang_after')
    const ordered = order(some().newDefault)
    await vi.waitFor(() => expect(defaultOf(bench, at.customer)).toBe(at.second))
    bench.simulator.clock.advance(30)
    await bench.post(`/v1/customers/${at.customer}`, { name: 'Mia Sommer' })
    const told = [...truth(bench).events].filter(({ type }) => type === 'customer.updated')
    await projector.ingest(told, 'catch_up')
    bench.simulator.clock.advance(30)
    clock.now += 60_000
    expect(await ordered).toMatchObject({ value: { state: 'done' } })
    await projector.idle()
    expect(store.cache.prepare('SELECT name FROM customers WHERE id = ?').pluck().get(at.customer)).toBe(
      'Mia Sommer',
    )
  })

  /** A page that was made, of which nothing came back, and which can't be looked up for now. */
  async function unknownPage(rooms: ReturnType<typeof openChangeRooms>) {
    const request = placeRequest(some().paymentPage)
    script(bench, 'POST', '/v1/checkout/sessions', 'hang_after', ...Array<ChaosAction>(4).fill('refuse'))
    const placing = rooms.changes.place(request)
    await vi.waitFor(() => expect(sessionsOf(bench, request.orderId)).toHaveLength(1))
    script(bench, 'GET', '/v1/checkout/sessions', ...Array<ChaosAction>(4).fill('refuse'))
    expect(await placing).toMatchObject({
      value: { state: 'unknown', problem: { code: 'stripe_unreachable' } },
    })
    return request
  }

  test('an outcome that is not known is told as unknown, blocks a second page, and is found later', async () => {
    const rooms = openChangeRooms(bench)
    const { changes } = rooms
    const request = await unknownPage(rooms)
    expect(await changes.place(placeRequest(some().paymentPage))).toMatchObject({
      error: { code: 'order_blocked' },
    })
    expect(changes.hasUnsettled()).toBe(true)
    const found = await changes.reconcile(request.orderId)
    const pages = sessionsOf(bench, request.orderId)
    expect(pages).toHaveLength(1)
    expect(found).toMatchObject({ value: { state: 'done', result: { url: pages[0]?.url } } })
    expect(changes.hasUnsettled()).toBe(false)
  })

  test('an event that names its key says that an unknown order was executed: it is looked up at once', async () => {
    const rooms = openChangeRooms(bench)
    const request = await unknownPage(rooms)
    rooms.changes.noteEvent('bursar-payment_session-of-somebody-else')
    rooms.changes.noteEvent(`bursar-payment_session-${request.orderId}`)
    await vi.waitFor(() => expect(rooms.journal.find(request.orderId)?.state).toBe('done'))
  })

  test('a page that somebody else made is not taken for the one that was ordered', async () => {
    const { changes } = openChangeRooms(bench)
    const request = placeRequest(some().setupPage)
    const alike = { mode: 'setup', customer: at.customer, currency: 'eur', success_url: successUrl }
    await bench.post('/v1/checkout/sessions', { ...alike, metadata: { bursar_order: randomUUID() } })
    await bench.post('/v1/checkout/sessions', alike)
    script(bench, 'POST', '/v1/checkout/sessions', ...Array<ChaosAction>(5).fill('refuse'))
    expect(await changes.place(request)).toMatchObject({ value: { state: 'unknown', resultId: null } })
    const settled = await changes.reconcile(request.orderId)
    const [mine] = sessionsOf(bench, request.orderId)
    expect(settled).toMatchObject({ value: { state: 'done', resultId: mine?.id } })
  })

  test('what never reached Stripe is sent again under its own key, once it is known not to be there', async () => {
    const { changes, clock } = openChangeRooms(bench)
    script(bench, 'POST', '/v1/checkout/sessions', ...Array<ChaosAction>(5).fill('refuse'))
    const request = placeRequest(some().setupPage)
    expect(await changes.place(request)).toMatchObject({ value: { state: 'unknown' } })
    clock.now += 3600_000
    expect(await changes.reconcile(request.orderId)).toMatchObject({ value: { state: 'done' } })
    expect(sessionsOf(bench, request.orderId)).toHaveLength(1)
  })

  test.each([
    [23 * 3600_000 + 1, 'refused'],
    [48 * 3600_000, 'refused'],
    [-1, 'unknown'],
  ])('nothing is sent again when the order is %d ms old: it is %s', async (age, state) => {
    const { changes, clock } = openChangeRooms(bench)
    script(bench, 'POST', '/v1/checkout/sessions', ...Array<ChaosAction>(5).fill('refuse'))
    const request = placeRequest(some().setupPage)
    await changes.place(request)
    const sent = requestsTo(bench, 'POST', '/v1/checkout/sessions')
    clock.now += age
    expect(await changes.reconcile(request.orderId)).toMatchObject({
      value: { state, problem: { code: 'order_too_late' } },
    })
    expect(requestsTo(bench, 'POST', '/v1/checkout/sessions')).toBe(sent)
  })

  test('what somebody else changed during the hold is not changed back', async () => {
    const { changes } = openChangeRooms(bench)
    const request = placeRequest({ ...some().newDefault, paymentMethodId: at.second })
    await changes.place(request)
    await bench.post('/v1/payment_methods/pm_card_amex/attach', { customer: at.customer })
    const third = (await bench.get(`/v1/customers/${at.customer}/payment_methods?limit=1`)).body.data[0].id
    await bench.post(`/v1/customers/${at.customer}`, { invoice_settings: { default_payment_method: third } })
    expect(await changes.sendNow(request.orderId)).toMatchObject({
      value: { state: 'refused', problem: { message: expect.stringContaining('somebody else has changed') } },
    })
    expect(defaultOf(bench, at.customer)).toBe(third)
  })

  test('what somebody else changed since a lost call is not changed back either, once that call can not come through any more', async () => {
    const { order, changes, clock } = openChangeRooms(bench)
    script(bench, 'POST', '/v1/customers', ...Array<ChaosAction>(5).fill('refuse'))
    const orderId = randomUUID()
    expect(await order(some().newDefault, { orderId })).toMatchObject({ value: { state: 'unknown' } })
    await bench.post('/v1/payment_methods/pm_card_amex/attach', { customer: at.customer })
    const third = (await bench.get(`/v1/customers/${at.customer}/payment_methods?limit=1`)).body.data[0].id
    await bench.post(`/v1/customers/${at.customer}`, { invoice_settings: { default_payment_method: third } })
    expect(await changes.reconcile(orderId)).toMatchObject({ value: { state: 'unknown' } })
    // The call may have been tried for ten minutes, and its last try be executed for ten more.
    clock.now += 19 * 60_000
    expect(await changes.reconcile(orderId)).toMatchObject({ value: { state: 'unknown' } })
    clock.now += 2 * 60_000
    expect(await changes.reconcile(orderId)).toMatchObject({
      value: { state: 'refused', problem: { message: expect.not.stringContaining('Nothing was sent') } },
    })
    expect(defaultOf(bench, at.customer)).toBe(third)
  })

  test.each([0, 6, 90])(
    'an effect that only events tell of is found by a clock %d minutes ahead',
    async (minutes) => {
      const { subscribe } = await aSubscriber(bench)
      const subscriptionId = await subscribe({ billing_mode: { type: 'flexible' } })
      const { order, clock } = openChangeRooms(bench)
      clock.now = (bench.simulator.clock.nowSeconds() + minutes * 60) * 1000
      script(
        bench,
        'POST',
        `/v1/subscriptions/${subscriptionId}/pause`,
        ...Array<ChaosAction>(5).fill('lose_response'),
      )
      const change: Change = { kind: 'pause_service', subscriptionId, unused: 'none' }
      expect(await order(change)).toMatchObject({ value: { state: 'done' } })
      expect(subscriptionAt(bench, subscriptionId).status).toBe('paused')
    },
  )

  test('Stripe’s own words are told when it refuses', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', [
      'rak_customer_read',
      'rak_payment_method_read',
      'rak_subscription_read',
    ])
    const { order } = openChangeRooms(bench, { key })
    expect(await order(some().newDefault)).toMatchObject({
      value: { state: 'refused', problem: { code: 'key_permission', stripe: { status: 403 } } },
    })
  })
})
