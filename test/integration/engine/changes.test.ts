// Changes that are not refunds from order to outcome, against a real simulator and real files: what is promised is what is there.
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { failure, type Change } from '../../../src/contract/index.ts'
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
import { aStore, requestsTo, script, type ChaosAction } from './desk.ts'

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

describe('each kind, end to end', () => {
  test('a customer’s default is set, marked, confirmed by its event, and nothing else is sent', async () => {
    const { order, events, changes, journal, statesOf } = openChangeRooms(bench)
    const orderId = randomUUID()
    expect(await order(some().newDefault, { orderId, note: '  asked on the phone ' })).toMatchObject({
      value: { state: 'done', resultId: at.customer, note: 'asked on the phone', confirmedByEvent: false },
    })
    expect(defaultOf(bench, at.customer)).toBe(at.second)
    expect(truth(bench).customers.get(at.customer)?.metadata).toEqual({
      bursar_order: orderId,
      bursar_operator: 'ada',
    })
    expect(statesOf(orderId)).toEqual(['held', 'sending', 'done'])
    const key = `bursar-customer_default_method-${orderId}`
    const event = truth(bench).events.find(({ request }) => request.idempotency_key === key)
    expect(event?.type).toBe('customer.updated')
    events.set(key, event?.id ?? '')
    changes.noteEvent(key)
    expect(journal.find(orderId)?.confirmedByEvent).toBe(true)
    expect(ownOf(bench, at.apart)).toBe(at.second)
  })

  test('what was done is confirmed at the next start by an event that nobody told of', async () => {
    const { order, events, changes, journal } = openChangeRooms(bench)
    const orderId = randomUUID()
    await order(some().newDefault, { orderId })
    events.set(`bursar-customer_default_method-${orderId}`, 'evt_1')
    expect(journal.find(orderId)?.confirmedByEvent).toBe(false)
    changes.start({ journalRestored: false })
    expect(journal.find(orderId)?.confirmedByEvent).toBe(true)
  })

  test('a subscription is given a method of its own', async () => {
    const { order } = openChangeRooms(bench)
    expect(await order(some().newOwn)).toMatchObject({ value: { state: 'done', resultId: at.follows } })
    expect(ownOf(bench, at.follows)).toBe(at.second)
    expect(defaultOf(bench, at.customer)).toBe(at.first)
  })

  test('a method is detached for good', async () => {
    const { order, changes } = openChangeRooms(bench)
    expect(await order(some().detach)).toMatchObject({ value: { state: 'done', resultId: at.second } })
    expect(truth(bench).paymentMethods.get(at.second)?.customer).toBeNull()
    expect(await changes.place(placeRequest(some().detach))).toMatchObject({
      error: { code: 'not_changeable' },
    })
  })

  test('a page for a payment method is made at once, can be sent, and the card left on it is the customer’s', async () => {
    const { changes, statesOf } = openChangeRooms(bench)
    const request = placeRequest(some().setupPage)
    const placed = await changes.place(request)
    const [session, ...more] = sessionsOf(bench, request.orderId)
    expect(more).toEqual([])
    expect(placed).toMatchObject({
      value: {
        state: 'done',
        resultId: session?.id,
        result: { url: session?.url, expiresAt: (session?.expires_at ?? 0) * 1000 },
      },
    })
    expect(statesOf(request.orderId)).toEqual(['sending', 'done'])
    bench.simulator.completeSession(bench.account, 'test', session?.id ?? '')
    const left = [...truth(bench).paymentMethods.values()].filter(({ customer }) => customer === at.customer)
    expect(left).toHaveLength(3)
  })

  test.each<[string, () => Partial<Extract<Change, { kind: 'payment_session' }>>, number]>([
    ['an amount for a customer', () => ({}), 4990],
    ['an amount for whoever gets the link', () => ({ customerId: null }), 4990],
    ['a price', () => ({ what: { priceId: at.price, quantity: 3 } }), 7200],
  ])('a payment page for %s', async (_, more, total) => {
    const { changes } = openChangeRooms(bench)
    const request = placeRequest({ ...some().paymentPage, ...more() })
    expect(await changes.place(request)).toMatchObject({ value: { state: 'done' } })
    const [session] = sessionsOf(bench, request.orderId)
    expect(session).toMatchObject({ amount_total: total, currency: 'eur', success_url: successUrl })
    bench.simulator.completeSession(bench.account, 'test', session?.id ?? '')
    const paid = [...truth(bench).paymentIntents.values()].find(
      ({ metadata }) => metadata['bursar_order'] === request.orderId,
    )
    expect(paid).toMatchObject({ amount_received: total, status: 'succeeded' })
  })

  test('without an address of its own a page leads to the website of the business', async () => {
    const { changes } = openChangeRooms(bench)
    const request = placeRequest({ ...some().setupPage, successUrl: null })
    await changes.place(request)
    expect(sessionsOf(bench, request.orderId)[0]?.success_url).toBe('https://alderquill.example.com')
  })
})

describe('asking twice', () => {
  test('two placings of one order are one page', async () => {
    const { changes } = openChangeRooms(bench)
    const request = placeRequest(some().paymentPage)
    const answers = await Promise.all([
      changes.place(request),
      changes.place(request),
      changes.place(request),
    ])
    for (const answer of answers) expect(answer).toMatchObject({ value: { state: 'done' } })
    expect(await changes.place(request)).toMatchObject({ value: { state: 'done' } })
    expect(sessionsOf(bench, request.orderId)).toHaveLength(1)
    expect(requestsTo(bench, 'POST', '/v1/checkout/sessions')).toBe(1)
  })

  test('the same number with other contents is a conflict', async () => {
    const { changes } = openChangeRooms(bench)
    const request = placeRequest(some().newDefault)
    await changes.place(request)
    expect(await changes.place({ ...request, change: some().detach })).toMatchObject({
      error: { code: 'order_conflict' },
    })
  })

  test('a card number in the note, or in what a page says, is never written down', async () => {
    const { changes, journal } = openChangeRooms(bench)
    const text = 'card 4242 4242 4242 4242'
    const noted = { ...placeRequest(some().newDefault), note: text }
    expect(await changes.place(noted)).toMatchObject({ error: { code: 'bad_request' } })
    const page = placeRequest({
      kind: 'payment_session',
      customerId: at.customer,
      what: { amount: 500, currency: 'usd', description: text },
      successUrl: null,
    })
    expect(await changes.place(page)).toMatchObject({ error: { code: 'not_changeable' } })
    for (const { orderId } of [noted, page]) expect(journal.find(orderId)).toBeNull()
    expect(requestsTo(bench, 'POST', '/v1/checkout/sessions')).toBe(0)
  })

  test('an order that was undone is never sent', async () => {
    const { changes, statesOf } = openChangeRooms(bench)
    const request = placeRequest(some().newDefault)
    await changes.place(request)
    expect(changes.undo(request.orderId)).toMatchObject({ value: { state: 'withdrawn' } })
    expect(await changes.sendNow(request.orderId)).toMatchObject({ value: { state: 'withdrawn' } })
    expect(statesOf(request.orderId)).toEqual(['held', 'withdrawn'])
    expect(defaultOf(bench, at.customer)).toBe(at.first)
  })
})

describe('whether anything may be ordered', () => {
  const readOnly = failure('read_only', 'Look, do not touch.').error

  test('is asked when it is placed, and again before it is sent', async () => {
    const { changes, denied, order } = openChangeRooms(bench)
    denied.by = readOnly
    expect(await order(some().newDefault)).toMatchObject({ error: readOnly })
    expect(await changes.preflight(some().newDefault)).toMatchObject({ value: { canPlace: false } })
    denied.by = null
    const request = placeRequest(some().newDefault)
    await changes.place(request)
    denied.by = readOnly
    expect(await changes.sendNow(request.orderId)).toMatchObject({
      value: {
        state: 'withdrawn',
        problem: { code: 'read_only', message: 'This was never sent. Look, do not touch.' },
      },
    })
    expect(defaultOf(bench, at.customer)).toBe(at.first)
  })

  test('an order whose outcome is not known is looked up, but not sent again while nothing may be', async () => {
    const { changes, denied, store } = openChangeRooms(bench)
    script(bench, 'POST', '/v1/checkout/sessions', ...Array<ChaosAction>(5).fill('refuse'))
    const request = placeRequest(some().setupPage)
    await changes.place(request)
    denied.by = readOnly
    expect(await changes.reconcile(request.orderId)).toMatchObject({
      value: {
        state: 'unknown',
        problem: {
          code: 'read_only',
          message: expect.stringMatching(/nothing can be sent now.* Look, do not touch\.$/),
        },
      },
    })
    // However often it is looked up, what is no news is written down once.
    const written = (): unknown => store.journal.prepare('SELECT count(*) FROM audit').pluck().get()
    const before = written()
    for (let times = 0; times < 3; times += 1) await changes.reconcile(request.orderId)
    expect(written()).toBe(before)
    denied.by = null
    expect(await changes.reconcile(request.orderId)).toMatchObject({ value: { state: 'done' } })
  })
})

describe('after a restart', () => {
  const again = async (restored: boolean, prepare: (rooms: ReturnType<typeof openChangeRooms>) => void) => {
    const store = aStore()
    const before = openChangeRooms(bench, { store })
    const request = placeRequest(some().newDefault)
    await before.changes.place(request)
    prepare(before)
    const after = openChangeRooms(bench, { store })
    after.changes.start({ journalRestored: restored })
    await vi.waitFor(() =>
      expect(['held', 'sending', 'unknown']).not.toContain(after.journal.find(request.orderId)?.state),
    )
    return after.journal.find(request.orderId)
  }

  test('a held order is withdrawn', async () => {
    expect(await again(false, () => undefined)).toMatchObject({ state: 'withdrawn' })
    expect(defaultOf(bench, at.customer)).toBe(at.first)
  })

  test('a held order of a restored journal is looked up and never sent', async () => {
    expect(await again(true, () => undefined)).toMatchObject({
      state: 'refused',
      problem: { code: 'order_too_late' },
    })
    expect(defaultOf(bench, at.customer)).toBe(at.first)
  })

  test('an order that was cut off while it was sent is sent again under its own key', async () => {
    const settled = await again(false, ({ journal, clock }) => {
      const [order] = journal.open()
      journal.move(order?.id ?? '', ['held'], { state: 'sending', sentAt: clock.now })
    })
    expect(settled).toMatchObject({ state: 'done' })
    expect(defaultOf(bench, at.customer)).toBe(at.second)
  })

  test('a row that was altered meanwhile is not sent', async () => {
    const settled = await again(false, ({ journal, clock, store }) => {
      const [order] = journal.open()
      journal.move(order?.id ?? '', ['held'], { state: 'sending', sentAt: clock.now })
      store.journal.exec('DROP TRIGGER changes_say_what_they_said')
      store.journal.exec(`UPDATE changes SET payload = '{}'`)
    })
    expect(settled).toMatchObject({ state: 'refused', problem: { code: 'internal' } })
    expect(defaultOf(bench, at.customer)).toBe(at.first)
  })
})
