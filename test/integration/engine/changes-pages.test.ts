// Hosted pages against the simulator: one that is open is ended, one that somebody was through with is not; and a second for the same is told of.
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { pageState } from '../../../electron/store/queries/page-state.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { aCustomer, changesOf, openChangeRooms, placeRequest, successUrl, truth } from './changes.support.ts'
import { requestsTo, script, type ChaosAction } from './desk.ts'

let bench: Bench
let at: Awaited<ReturnType<typeof aCustomer>>
beforeEach(async () => {
  bench = await openBench()
  onTestFinished(() => bench.close())
  at = await aCustomer(bench)
  // The engine's clock and Stripe's agree.
  bench.simulator.clock.freeze(1_795_000_000)
})

const pageAt = (id: string) => truth(bench).checkoutSessions.get(id)
const endOf = (sessionId: string) => ({ kind: 'expire_session', sessionId }) as const
const pay = (page: string) => bench.simulator.completeSession(bench.account, 'test', page)

/** A page that was made here, and the rooms that made it. */
async function aPage(which: 'paymentPage' | 'setupPage' = 'paymentPage') {
  const rooms = openChangeRooms(bench)
  const made = await rooms.order(changesOf(at)[which])
  const page = made.ok ? (made.value.resultId ?? '') : ''
  expect(pageAt(page)).toMatchObject({ status: 'open' })
  return { ...rooms, page }
}

describe('an open page', () => {
  test.each(['paymentPage', 'setupPage'] as const)('(%s) is ended at once, and only once', async (which) => {
    const { changes, store, clock, page, journal, events } = await aPage(which)
    const checked = await changes.preflight(endOf(page))
    expect(checked).toMatchObject({ value: { canPlace: true, holdMs: 0, base: 'open' } })
    const request = placeRequest(endOf(page))
    expect(await changes.place(request)).toMatchObject({
      value: { state: 'done', objectId: page, resultId: page },
    })
    expect(await changes.place(request)).toMatchObject({ value: { state: 'done' } })
    expect(requestsTo(bench, 'POST', `/v1/checkout/sessions/${page}/expire`)).toBe(1)
    expect(pageAt(page)).toMatchObject({ status: 'expired', url: null })
    expect(pageState(store.cache, page, clock.now)).toMatchObject({ value: { state: 'expired' } })
    const event = truth(bench).events.find(({ type }) => type === 'checkout.session.expired')
    const key = `bursar-expire_session-${request.orderId}`
    expect(event?.request.idempotency_key).toBe(key)
    events.set(key, event?.id ?? '')
    changes.noteEvent(key)
    expect(journal.find(request.orderId)?.confirmedByEvent).toBe(true)
    expect(await changes.place(placeRequest(endOf(page)))).toMatchObject({
      error: { code: 'not_changeable', message: expect.stringContaining('over already') },
    })
  })

  test.each<[string, ChaosAction[]]>([
    ['an answer that was lost', ['lose_response']],
    ['answers that are lost until every try is spent', Array<ChaosAction>(5).fill('lose_response')],
    ['a 500 after the effect', ['500_after']],
  ])('is ended once, whatever is met: %s', async (_, actions) => {
    const { order, page } = await aPage()
    script(bench, 'POST', '/v1/checkout/sessions', ...actions)
    expect(await order(endOf(page))).toMatchObject({ value: { state: 'done' } })
    const ended = truth(bench).events.filter(({ type }) => type === 'checkout.session.expired')
    expect(ended).toHaveLength(1)
  })

  test('that somebody was through with meanwhile is not, and the order says so', async () => {
    const { changes, page } = await aPage()
    const checked = await changes.preflight(endOf(page))
    pay(page)
    const base = checked.ok ? checked.value.base : null
    expect(await changes.place(placeRequest(endOf(page), { base }))).toMatchObject({
      error: { code: 'not_changeable', message: expect.stringContaining('it is paid') },
    })
    expect(requestsTo(bench, 'POST', `/v1/checkout/sessions/${page}/expire`)).toBe(0)
  })

  test('that Bursar did not make is left alone', async () => {
    const { changes } = openChangeRooms(bench)
    const { body } = await bench.post('/v1/checkout/sessions', {
      mode: 'setup',
      currency: 'eur',
      success_url: successUrl,
    })
    expect(await changes.place(placeRequest(endOf(body.id)))).toMatchObject({
      error: { code: 'not_changeable', message: expect.stringContaining('Bursar did not make this page') },
    })
    expect(pageAt(body.id)?.status).toBe('open')
  })
})

describe('a page for somebody new', () => {
  const pageOf = (amount: number, currency = 'eur') =>
    ({
      kind: 'payment_session',
      customerId: null,
      what: { amount, currency, description: 'Burr set' },
      successUrl,
    }) as const
  const another = (page: string | undefined) =>
    expect.objectContaining({
      id: 'already',
      verdict: 'warn',
      text: expect.stringMatching(/for €30\.00 was made for somebody new before.*they pay twice/),
      about: [page],
    })

  test('is told of where one for as much is open, and no more once that is ended', async () => {
    const { order, changes } = openChangeRooms(bench)
    const made = await order(pageOf(3000))
    const page = made.ok ? (made.value.resultId ?? '') : ''
    const told = async (...sum: Parameters<typeof pageOf>) => {
      const checked = await changes.preflight(pageOf(...sum))
      return checked.ok ? checked.value.findings.filter(({ id }) => id === 'already') : checked.error
    }
    expect(await told(3000)).toEqual([another(page)])
    expect(await told(3001)).toEqual([])
    expect(await told(3000, 'usd')).toEqual([])
    await order(endOf(page))
    expect(await told(3000)).toEqual([])
  })

  test('names on the payment what it is for', async () => {
    const { order } = openChangeRooms(bench)
    const made = await order(pageOf(3000))
    pay(made.ok ? (made.value.resultId ?? '') : '')
    const paid = [...truth(bench).paymentIntents.values()].find(({ amount }) => amount === 3000)
    expect(paid).toMatchObject({ description: 'Burr set', status: 'succeeded' })
  })
})
