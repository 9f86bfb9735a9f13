// What the preflight of a change finds at Stripe, in words and with the ids it speaks of; what stops it stops the order too.
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Change } from '../../../src/contract/index.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { aCustomer, changesOf, openChangeRooms, placeRequest } from './changes.support.ts'

let bench: Bench
let at: Awaited<ReturnType<typeof aCustomer>>
const some = () => changesOf(at)
beforeEach(async () => {
  bench = await openBench()
  onTestFinished(() => bench.close())
  at = await aCustomer(bench)
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
    const { of, canPlace, words } = await findingsOf({
      ...some().newDefault,
      paymentMethodId: third,
    })
    expect(of('subscriptions')).toEqual([
      expect.objectContaining({ verdict: 'warn', about: [at.apart] }),
      expect.objectContaining({ verdict: 'ok', about: [at.follows] }),
    ])
    expect(canPlace).toBe(true)
    expect(words).toContain('Visa •••• 4242 becomes the default of Mia Vogel')
    const same = await findingsOf(some().newDefault)
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
    const { of, canPlace } = await findingsOf(some().detach, key)
    expect(of('subscriptions')).toEqual([expect.objectContaining({ verdict: 'unknown' })])
    expect(canPlace).toBe(true)
  })

  test.each<[string, () => Promise<Change> | Change]>([
    ['what is the default already', () => ({ ...some().newDefault, paymentMethodId: at.first })],
    [
      'a method of somebody else',
      async () => {
        const other = await aCustomer(bench)
        return { ...some().newDefault, paymentMethodId: other.first }
      },
    ],
    [
      'a method of nobody',
      async () => {
        await bench.post(`/v1/payment_methods/${at.second}/detach`)
        return some().newOwn
      },
    ],
    [
      'an ended subscription',
      () => {
        const wanted = { customer: at.customer, price: at.monthly, status: 'canceled' as const }
        const ended = bench.simulator.subscribe(bench.account, 'test', wanted)
        return { ...some().newOwn, subscriptionId: ended?.id } as Change
      },
    ],
    ['a price that recurs', () => ({ ...some().paymentPage, what: { priceId: at.monthly, quantity: 1 } })],
    [
      'an amount that Stripe does not take',
      () => ({ ...some().paymentPage, what: { amount: 1001, currency: 'kwd', description: 'x' } }),
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

  test('of a page says that another of the same customer can still be paid, and no more once it was', async () => {
    const { order } = openChangeRooms(bench)
    const made = await order(some().paymentPage)
    const page = made.ok ? (made.value.resultId ?? '') : ''
    const { of, canPlace } = await findingsOf(some().paymentPage)
    expect(of('already')).toEqual([
      {
        id: 'already',
        verdict: 'warn',
        text: 'A page for €49.90 was made for this customer before, and can still be paid: if it is for the same, they pay twice.',
        about: [page],
      },
    ])
    expect(canPlace).toBe(true)
    expect((await findingsOf({ ...some().paymentPage, customerId: null })).of('already')).toEqual([])
    bench.simulator.completeSession(bench.account, 'test', page)
    expect((await findingsOf(some().paymentPage)).of('already')).toEqual([])
  })

  test('shows an order that is still under way', async () => {
    const { changes } = openChangeRooms(bench)
    const first = placeRequest(some().newDefault)
    await changes.place(first)
    const again = await changes.preflight(some().newDefault)
    expect(again).toMatchObject({ value: { canPlace: false } })
    expect(await changes.place(placeRequest(some().newDefault))).toMatchObject({
      error: { code: 'order_blocked' },
    })
    changes.undo(first.orderId)
    expect(await changes.preflight(some().newDefault)).toMatchObject({
      value: { canPlace: true, holdMs: 8000 },
    })
  })
})
