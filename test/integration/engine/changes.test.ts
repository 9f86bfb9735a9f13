// Changes that are not refunds from order to outcome, against a real simulator and real files: what is promised is what is there.
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { failure, type Change } from '../../../src/contract/index.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { aCustomer, openChangeRooms, placeRequest, sessionsOf, truth } from './changes.support.ts'
import { aStore, requestsTo, script, type ChaosAction } from './desk.ts'

let bench: Bench
let at: Awaited<ReturnType<typeof aCustomer>>
beforeEach(async () => {
  bench = await openBench()
  onTestFinished(() => bench.close())
  at = await aCustomer(bench)
  // The engine's clock and Stripe's agree.
  bench.simulator.clock.freeze(1_795_000_000)
})

const successUrl = 'https://shop.example.com/thanks'
const newDefault = (): Change => ({
  kind: 'customer_default_method',
  customerId: at.customer,
  paymentMethodId: at.second,
})
const newOwn = (): Change => ({
  kind: 'subscription_default_method',
  subscriptionId: at.follows,
  paymentMethodId: at.second,
})
const detach = (): Change => ({ kind: 'detach_method', paymentMethodId: at.second })
const setupPage = (): Change => ({
  kind: 'setup_session',
  customerId: at.customer,
  currency: 'eur',
  successUrl,
})
const paymentPage = (): Change => ({
  kind: 'payment_session',
  customerId: at.customer,
  what: { amount: 4990, currency: 'eur', description: 'Burr set' },
  successUrl,
})
const defaultOf = (id: string) => truth(bench).customers.get(id)?.invoice_settings.default_payment_method
const ownOf = (id: string) => truth(bench).subscriptions.get(id)?.default_payment_method

describe('each kind, end to end', () => {
  test('a customer’s default is set, marked, confirmed by its event, and nothing else is sent', async () => {
    const { order, events, changes, journal, statesOf } = openChangeRooms(bench)
    const orderId = randomUUID()
    expect(await order(newDefault(), { orderId, note: '  asked on the phone ' })).toMatchObject({
      value: { state: 'done', resultId: at.customer, note: 'asked on the phone', confirmedByEvent: false },
    })
    expect(defaultOf(at.customer)).toBe(at.second)
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
    expect(ownOf(at.apart)).toBe(at.second)
  })

  test('a subscription is given a method of its own', async () => {
    const { order } = openChangeRooms(bench)
    expect(await order(newOwn())).toMatchObject({ value: { state: 'done', resultId: at.follows } })
    expect(ownOf(at.follows)).toBe(at.second)
    expect(defaultOf(at.customer)).toBe(at.first)
  })

  test('a method is detached for good', async () => {
    const { order, changes } = openChangeRooms(bench)
    expect(await order(detach())).toMatchObject({ value: { state: 'done', resultId: at.second } })
    expect(truth(bench).paymentMethods.get(at.second)?.customer).toBeNull()
    expect(await changes.place(placeRequest(detach()))).toMatchObject({ error: { code: 'not_changeable' } })
  })

  test('a page for a payment method is made at once, can be sent, and the card left on it is the customer’s', async () => {
    const { changes, statesOf } = openChangeRooms(bench)
    const request = placeRequest(setupPage())
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
    const request = placeRequest({ ...paymentPage(), ...more() } as Change)
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
    const request = placeRequest({ ...setupPage(), successUrl: null } as Change)
    await changes.place(request)
    expect(sessionsOf(bench, request.orderId)[0]?.success_url).toBe('https://alderquill.example.com')
  })
})

describe('the preflight', () => {
  const findingsOf = async (change: Change, key?: string) => {
    const { changes } = openChangeRooms(bench, key === undefined ? {} : { key })
    const found = await changes.preflight(change)
    if (!found.ok) throw new Error(found.error.message)
    const of = (id: string) => found.value.findings.filter((each) => each.id === id)
    return { ...found.value, of }
  }

  test('of a new default names the subscriptions that would go on paying with their own', async () => {
    await bench.post('/v1/payment_methods/pm_card_visa/attach', { customer: at.customer })
    const third = (await bench.get(`/v1/customers/${at.customer}/payment_methods?limit=1`)).body.data[0].id
    const { of, canPlace, words } = await findingsOf({ ...newDefault(), paymentMethodId: third } as Change)
    expect(of('subscriptions')).toEqual([
      expect.objectContaining({ verdict: 'warn', about: [at.apart] }),
      expect.objectContaining({ verdict: 'ok', about: [at.follows] }),
    ])
    expect(canPlace).toBe(true)
    expect(words).toContain('visa 4242 becomes the default of Mia Vogel')
    const same = await findingsOf(newDefault())
    expect(same.of('subscriptions').map(({ verdict }) => verdict)).toEqual(['ok'])
  })

  test.each<[string, () => string, string[]]>([
    ['the customer’s default hits those without one of their own', () => at.first, ['follows']],
    ['a subscription’s own hits only that one', () => at.second, ['apart']],
  ])('of detaching %s', async (_, method, names) => {
    const { of } = await findingsOf({ kind: 'detach_method', paymentMethodId: method() })
    const failing = names.map((name) => (name === 'apart' ? at.apart : at.follows))
    expect(of('subscriptions')).toEqual([expect.objectContaining({ verdict: 'warn', about: failing })])
    expect(of('default')).toHaveLength(method() === at.first ? 1 : 0)
    expect(of('permanent')).toHaveLength(1)
  })

  test('does not count subscriptions that have ended or are paid by hand', async () => {
    const { customer, first, monthly } = at
    const before = await findingsOf({ kind: 'detach_method', paymentMethodId: first })
    const wanted = { customer, price: monthly, paymentMethod: first }
    bench.simulator.subscribe(bench.account, 'test', { ...wanted, status: 'canceled' })
    bench.simulator.subscribe(bench.account, 'test', { ...wanted, collectionMethod: 'send_invoice' })
    expect((await findingsOf({ kind: 'detach_method', paymentMethodId: first })).findings).toEqual(
      before.findings,
    )
  })

  test('says so where the key may not read subscriptions', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', [
      'rak_customer_write',
      'rak_payment_method_write',
    ])
    const { of, canPlace } = await findingsOf(detach(), key)
    expect(of('subscriptions')).toEqual([expect.objectContaining({ verdict: 'unknown' })])
    expect(canPlace).toBe(true)
  })

  test.each<[string, () => Promise<Change> | Change]>([
    ['what is the default already', () => ({ ...newDefault(), paymentMethodId: at.first }) as Change],
    [
      'a method of somebody else',
      async () => {
        const other = await aCustomer(bench)
        return { ...newDefault(), paymentMethodId: other.first } as Change
      },
    ],
    [
      'a method of nobody',
      async () => {
        await bench.post(`/v1/payment_methods/${at.second}/detach`)
        return newOwn()
      },
    ],
    [
      'an ended subscription',
      () => {
        const wanted = { customer: at.customer, price: at.monthly, status: 'canceled' as const }
        const ended = bench.simulator.subscribe(bench.account, 'test', wanted)
        return { ...newOwn(), subscriptionId: ended?.id } as Change
      },
    ],
    [
      'a price that recurs',
      () => ({ ...paymentPage(), what: { priceId: at.monthly, quantity: 1 } }) as Change,
    ],
    [
      'an amount that Stripe does not take',
      () => ({ ...paymentPage(), what: { amount: 1001, currency: 'kwd', description: 'x' } }) as Change,
    ],
  ])('stops at %s, and so does the order', async (_, change) => {
    const asked = await change()
    const { canPlace } = await findingsOf(asked)
    expect(canPlace).toBe(false)
    const { changes, store } = openChangeRooms(bench)
    expect(await changes.place(placeRequest(asked))).toMatchObject({ error: { code: 'not_changeable' } })
    const [entry] = store.journal.prepare('SELECT kind, text FROM audit').all()
    expect(entry).toMatchObject({ kind: 'order_denied', text: expect.stringContaining('(not_changeable)') })
  })

  test('shows an order that is still under way', async () => {
    const { changes } = openChangeRooms(bench)
    const first = placeRequest(newDefault())
    await changes.place(first)
    const again = await changes.preflight(newDefault())
    expect(again).toMatchObject({ value: { canPlace: false } })
    expect(await changes.place(placeRequest(newDefault()))).toMatchObject({
      error: { code: 'order_blocked' },
    })
    changes.undo(first.orderId)
    expect(await changes.preflight(newDefault())).toMatchObject({ value: { canPlace: true, holdMs: 8000 } })
  })
})

describe('what goes wrong on the way', () => {
  const faults: [string, ChaosAction[], string][] = [
    ['a lost response', ['lose_response'], 'done'],
    ['a refused connection', ['refuse', 'refuse'], 'done'],
    ['a 500 before anything happened', ['500_before'], 'done'],
    ['a 500 after the effect', ['500_after'], 'done'],
    ['a 500 that was rolled back and kept', ['500_kept'], 'refused'],
    ['429s', ['429', '429'], 'done'],
    ['429 until every try is spent', ['429', '429', '429', '429', '429'], 'refused'],
    ['a call that has its effect and never comes back', ['hang_after'], 'done'],
    ['responses lost until every try is spent', Array<ChaosAction>(5).fill('lose_response'), 'done'],
  ]

  test.each(faults)('%s: one order, one page, told as it is', async (_, actions, expected) => {
    const { changes } = openChangeRooms(bench)
    script(bench, 'POST', '/v1/checkout/sessions', ...actions)
    const request = placeRequest(paymentPage())
    const placed = await changes.place(request)
    const urls = sessionsOf(bench, request.orderId).map(({ url }) => url)
    expect(urls).toHaveLength(expected === 'done' ? 1 : 0)
    expect(placed).toMatchObject({ value: { state: expected } })
    expect(placed.ok && placed.value.result?.url).toBe(urls[0])
  })

  test.each(faults)('%s: one order, one new default, told as it is', async (_, actions, expected) => {
    const { order } = openChangeRooms(bench)
    script(bench, 'POST', '/v1/customers', ...actions)
    expect(await order(newDefault())).toMatchObject({ value: { state: expected } })
    expect(defaultOf(at.customer)).toBe(expected === 'done' ? at.second : at.first)
  })

  test.each<[string, () => Change, string, () => boolean]>([
    [
      'detaching',
      detach,
      '/v1/payment_methods',
      () => truth(bench).paymentMethods.get(at.second)?.customer === null,
    ],
    ['a subscription’s method', newOwn, '/v1/subscriptions', () => ownOf(at.follows) === at.second],
  ])('%s whose answers are lost is found', async (_, change, path, isThere) => {
    const { order } = openChangeRooms(bench)
    script(bench, 'POST', path, ...Array<ChaosAction>(5).fill('lose_response'))
    expect(await order(change())).toMatchObject({ value: { state: 'done' } })
    expect(isThere()).toBe(true)
  })

  /** A page that was made, of which nothing came back, and which can't be looked up for now. */
  async function unknownPage(rooms: ReturnType<typeof openChangeRooms>) {
    const request = placeRequest(paymentPage())
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
    expect(await changes.place(placeRequest(paymentPage()))).toMatchObject({
      error: { code: 'order_blocked' },
    })
    expect(changes.hasUnsettled()).toBe(true)
    const found = await changes.reconcile(request.orderId)
    const pages = sessionsOf(bench, request.orderId)
    expect(pages).toHaveLength(1)
    expect(found).toMatchObject({ value: { state: 'done', result: { url: pages[0]?.url } } })
    expect(changes.hasUnsettled()).toBe(false)
  })

  test('what never reached Stripe is sent again under its own key, once it is known not to be there', async () => {
    const { changes, clock } = openChangeRooms(bench)
    script(bench, 'POST', '/v1/checkout/sessions', ...Array<ChaosAction>(5).fill('refuse'))
    const request = placeRequest(setupPage())
    expect(await changes.place(request)).toMatchObject({ value: { state: 'unknown' } })
    clock.now += 3600_000
    expect(await changes.reconcile(request.orderId)).toMatchObject({ value: { state: 'done' } })
    expect(sessionsOf(bench, request.orderId)).toHaveLength(1)
  })

  test.each([23 * 3600_000 + 1, 48 * 3600_000, -1])(
    'nothing is sent again when the order is %d ms old',
    async (age) => {
      const { changes, clock } = openChangeRooms(bench)
      script(bench, 'POST', '/v1/checkout/sessions', ...Array<ChaosAction>(5).fill('refuse'))
      const request = placeRequest(setupPage())
      await changes.place(request)
      const sent = requestsTo(bench, 'POST', '/v1/checkout/sessions')
      clock.now += age
      expect(await changes.reconcile(request.orderId)).toMatchObject({
        value: { state: 'refused', problem: { code: 'order_too_late' } },
      })
      expect(requestsTo(bench, 'POST', '/v1/checkout/sessions')).toBe(sent)
    },
  )

  test('what somebody else changed during the hold is not changed back', async () => {
    const { changes } = openChangeRooms(bench)
    const request = placeRequest({ ...newDefault(), paymentMethodId: at.second } as Change)
    await changes.place(request)
    await bench.post('/v1/payment_methods/pm_card_amex/attach', { customer: at.customer })
    const third = (await bench.get(`/v1/customers/${at.customer}/payment_methods?limit=1`)).body.data[0].id
    await bench.post(`/v1/customers/${at.customer}`, { invoice_settings: { default_payment_method: third } })
    expect(await changes.sendNow(request.orderId)).toMatchObject({
      value: { state: 'refused', problem: { message: expect.stringContaining('somebody else has changed') } },
    })
    expect(defaultOf(at.customer)).toBe(third)
  })

  test('what somebody else changed since a lost call is not changed back either, once that call can not come through any more', async () => {
    const { order, changes, clock } = openChangeRooms(bench)
    script(bench, 'POST', '/v1/customers', ...Array<ChaosAction>(5).fill('refuse'))
    const orderId = randomUUID()
    expect(await order(newDefault(), { orderId })).toMatchObject({ value: { state: 'unknown' } })
    await bench.post('/v1/payment_methods/pm_card_amex/attach', { customer: at.customer })
    const third = (await bench.get(`/v1/customers/${at.customer}/payment_methods?limit=1`)).body.data[0].id
    await bench.post(`/v1/customers/${at.customer}`, { invoice_settings: { default_payment_method: third } })
    expect(await changes.reconcile(orderId)).toMatchObject({ value: { state: 'unknown' } })
    clock.now += 11 * 60_000
    expect(await changes.reconcile(orderId)).toMatchObject({ value: { state: 'refused' } })
    expect(defaultOf(at.customer)).toBe(third)
  })

  test('Stripe’s own words are told when it refuses', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', [
      'rak_customer_read',
      'rak_payment_method_read',
      'rak_subscription_read',
    ])
    const { order } = openChangeRooms(bench, { key })
    expect(await order(newDefault())).toMatchObject({
      value: { state: 'refused', problem: { code: 'key_permission', stripe: { status: 403 } } },
    })
  })
})

describe('asking twice', () => {
  test('two placings of one order are one page', async () => {
    const { changes } = openChangeRooms(bench)
    const request = placeRequest(paymentPage())
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
    const request = placeRequest(newDefault())
    await changes.place(request)
    expect(await changes.place({ ...request, change: detach() })).toMatchObject({
      error: { code: 'order_conflict' },
    })
  })

  test('an order that was undone is never sent', async () => {
    const { changes, statesOf } = openChangeRooms(bench)
    const request = placeRequest(newDefault())
    await changes.place(request)
    expect(changes.undo(request.orderId)).toMatchObject({ value: { state: 'withdrawn' } })
    expect(await changes.sendNow(request.orderId)).toMatchObject({ value: { state: 'withdrawn' } })
    expect(statesOf(request.orderId)).toEqual(['held', 'withdrawn'])
    expect(defaultOf(at.customer)).toBe(at.first)
  })
})

describe('whether anything may be ordered', () => {
  const readOnly = failure('read_only', 'Look, do not touch.').error

  test('is asked when it is placed, and again before it is sent', async () => {
    const { changes, denied, order } = openChangeRooms(bench)
    denied.by = readOnly
    expect(await order(newDefault())).toMatchObject({ error: readOnly })
    expect(await changes.preflight(newDefault())).toMatchObject({ value: { canPlace: false } })
    denied.by = null
    const request = placeRequest(newDefault())
    await changes.place(request)
    denied.by = readOnly
    expect(await changes.sendNow(request.orderId)).toMatchObject({
      value: { state: 'refused', problem: readOnly },
    })
    expect(defaultOf(at.customer)).toBe(at.first)
  })

  test('an order whose outcome is not known is looked up, but not sent again while nothing may be', async () => {
    const { changes, denied } = openChangeRooms(bench)
    script(bench, 'POST', '/v1/checkout/sessions', ...Array<ChaosAction>(5).fill('refuse'))
    const request = placeRequest(setupPage())
    await changes.place(request)
    denied.by = readOnly
    expect(await changes.reconcile(request.orderId)).toMatchObject({
      value: { state: 'unknown', problem: readOnly },
    })
    denied.by = null
    expect(await changes.reconcile(request.orderId)).toMatchObject({ value: { state: 'done' } })
  })
})

describe('after a restart', () => {
  const again = async (restored: boolean, prepare: (rooms: ReturnType<typeof openChangeRooms>) => void) => {
    const store = aStore()
    const before = openChangeRooms(bench, { store })
    const request = placeRequest(newDefault())
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
    expect(defaultOf(at.customer)).toBe(at.first)
  })

  test('a held order of a restored journal is looked up and never sent', async () => {
    expect(await again(true, () => undefined)).toMatchObject({
      state: 'refused',
      problem: { code: 'order_too_late' },
    })
    expect(defaultOf(at.customer)).toBe(at.first)
  })

  test('an order that was cut off while it was sent is sent again under its own key', async () => {
    const settled = await again(false, ({ journal, clock }) => {
      const [order] = journal.open()
      journal.move(order?.id ?? '', ['held'], { state: 'sending', sentAt: clock.now })
    })
    expect(settled).toMatchObject({ state: 'done' })
    expect(defaultOf(at.customer)).toBe(at.second)
  })

  test('a row that was altered meanwhile is not sent', async () => {
    const settled = await again(false, ({ journal, clock, store }) => {
      const [order] = journal.open()
      journal.move(order?.id ?? '', ['held'], { state: 'sending', sentAt: clock.now })
      store.journal.exec('DROP TRIGGER changes_say_what_they_said')
      store.journal.exec(`UPDATE changes SET payload = '{}'`)
    })
    expect(settled).toMatchObject({ state: 'refused', problem: { code: 'internal' } })
    expect(defaultOf(at.customer)).toBe(at.first)
  })
})
