// A subscription is changed for what was previewed or not at all; kept, stopped, resumed and started again, once, whatever answers are lost.
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Change, SubscriptionPreview } from '../../../src/contract/index.ts'
import { dayOf } from '../../../src/domain/day-words.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { openChangeRooms, placeRequest, truth } from './changes.support.ts'
import { script, type ChaosAction } from './desk.ts'
import {
  aSubscriber,
  changeOf,
  newestInvoice,
  ordering,
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
const itemOf = (subscription: string): string => subscriptionAt(bench, subscription).items.data[0]!.id
const endOf = (subscription: string): number =>
  subscriptionAt(bench, subscription).items.data[0]!.current_period_end
const resuming = (subscriptionId: string, { expected }: SubscriptionPreview): Change => ({
  kind: 'resume_service',
  subscriptionId,
  anchor: 'now',
  expected: { prorationDate: expected.prorationDate, today: expected.today },
})
const forward = (seconds: number): void => {
  bench.simulator.clock.advance(seconds)
  rooms.clock.now += seconds * 1000
}

/** Places it, and sends it while no answer comes, nor to any look-up after it. @returns the order's id, whose outcome is not known. */
async function lost(change: Change, how: 'lose_response' | 'refuse'): Promise<string> {
  const request = placeRequest(change)
  await rooms.changes.place(request)
  const push = rooms.told.push.bind(rooms.told)
  rooms.told.push = (...orders) => {
    if (orders.some(({ state }) => state === 'sending')) {
      for (const method of ['POST', 'DELETE'] as const)
        script(bench, method, '/v1/subscriptions', ...Array.from({ length: 9 }, () => how))
      script(bench, 'GET', '/v1/', ...Array.from({ length: 30 }, () => '500_before' as const))
    }
    return push(...orders)
  }
  expect(await rooms.changes.sendNow(request.orderId)).toMatchObject({ value: { state: 'unknown' } })
  rooms.told.push = push
  bench.simulator.chaos.script.length = 0
  return request.orderId
}

describe('a change', () => {
  test('that is invoiced now costs what was previewed, to the minor unit, whatever the hold lasts', async () => {
    const subscription = await at.subscribe()
    forward(11 * day + 4321)
    const update = updateOf(subscription, {
      items: [otherPrice(itemOf(subscription), at.pro, 3)],
      prorationBehavior: 'always_invoice',
    })
    const { preview, change } = await changeOf(rooms, update)
    expect(preview.today?.total).toBeGreaterThan(0)
    expect(preview.today?.lines.every(({ proration }) => proration)).toBe(true)
    expect(preview.next?.total).toBe(18_000)
    const request = placeRequest(change)
    await rooms.changes.place(request)
    forward(8)
    const sent = await rooms.changes.sendNow(request.orderId)
    const invoice = newestInvoice(bench, subscription)
    expect(invoice).toMatchObject({
      status: 'paid',
      total: preview.today?.total,
      amount_due: preview.today?.amountDue,
    })
    expect(sent).toMatchObject({
      value: {
        state: 'done',
        result: { invoiced: { invoiceId: invoice.id, total: invoice.total, differs: false } },
      },
    })
    expect(subscriptionAt(bench, subscription).items.data).toMatchObject([
      { quantity: 3, price: { id: at.pro } },
    ])
    forward(endOf(subscription) - subscriptionAt(bench, subscription).items.data[0]!.current_period_start)
    expect(newestInvoice(bench, subscription)).toMatchObject({ total: preview.next?.total })
  })

  test('whose parts come with the next invoice makes none today, and the next as previewed', async () => {
    const subscription = await at.subscribe()
    forward(3 * day)
    const update = updateOf(subscription, {
      items: [{ what: 'add', priceId: at.pro, quantity: 1 }],
    })
    const { preview, change } = await changeOf(rooms, update)
    expect(preview.today).toBeNull()
    expect(preview.next).toMatchObject({ at: endOf(subscription) })
    const before = newestInvoice(bench, subscription).id
    expect(await rooms.order(change)).toMatchObject({ value: { state: 'done' } })
    expect(newestInvoice(bench, subscription).id).toBe(before)
    forward(30 * day)
    expect(newestInvoice(bench, subscription)).toMatchObject({
      total: preview.next?.total,
      amount_due: preview.next?.amountDue,
    })
  })

  test('is not sent where it would cost something else by now, and both figures are told', async () => {
    const subscription = await at.subscribe()
    forward(3 * day)
    const { change } = await changeOf(
      rooms,
      updateOf(subscription, {
        items: [otherPrice(itemOf(subscription), at.pro)],
        prorationBehavior: 'always_invoice',
      }),
    )
    const request = placeRequest(change)
    await rooms.changes.place(request)
    await at.post(`/v1/subscriptions/${subscription}`, {
      items: [{ id: itemOf(subscription), quantity: 5 }],
      proration_behavior: 'none',
    })
    expect(await rooms.changes.sendNow(request.orderId)).toMatchObject({
      value: {
        state: 'refused',
        problem: {
          message: expect.stringMatching(
            /Nothing was sent\. It would cost something else.*would be €\d.*ordered was €\d/,
          ),
        },
      },
    })
    expect(subscriptionAt(bench, subscription).items.data[0]).toMatchObject({
      quantity: 5,
      price: { id: at.basic },
    })
  })

  test('is ordered by figures that were read out for ten minutes', async () => {
    const subscription = await at.subscribe()
    forward(3 * day)
    const { preview, change } = await changeOf(
      rooms,
      updateOf(subscription, {
        items: [otherPrice(itemOf(subscription), at.pro)],
        prorationBehavior: 'always_invoice',
      }),
    )
    forward(600)
    expect(await rooms.order(change)).toMatchObject({
      value: { state: 'done', result: { invoiced: { total: preview.today?.total, differs: false } } },
    })
  })

  test('of one subscription is not sent to another', async () => {
    const [one, other] = [await at.subscribe(), await at.subscribe()]
    const { change } = await changeOf(
      rooms,
      updateOf(one, { items: [{ what: 'add', priceId: at.pro, quantity: 9 }] }),
    )
    expect(
      await rooms.changes.place(placeRequest({ ...change, subscriptionId: other } as Change)),
    ).toMatchObject({
      error: { code: 'not_changeable', message: expect.stringContaining('another subscription') },
    })
  })

  test.each([0, 90])(
    'that was executed is found although another machine marked the subscription since, by a clock %d minutes ahead',
    async (minutes) => {
      rooms.clock.now += minutes * 60_000
      const subscription = await at.subscribe()
      forward(3 * day)
      const { preview, change } = await changeOf(
        rooms,
        updateOf(subscription, {
          items: [otherPrice(itemOf(subscription), at.pro)],
          prorationBehavior: 'always_invoice',
        }),
      )
      const order = await lost(change, 'lose_response')
      await at.post(`/v1/subscriptions/${subscription}`, { metadata: { bursar_order: 'of-another-machine' } })
      expect(await rooms.changes.reconcile(order)).toMatchObject({
        value: { state: 'done', result: { invoiced: { total: preview.today?.total, differs: false } } },
      })
    },
  )

  test('that was executed is not compared with the renewal that came before it was found', async () => {
    const subscription = await at.subscribe()
    forward(3 * day)
    const { change } = await changeOf(
      rooms,
      updateOf(subscription, {
        items: [otherPrice(itemOf(subscription), at.pro)],
        prorationBehavior: 'always_invoice',
      }),
    )
    const order = await lost(change, 'lose_response')
    bench.simulator.clock.advance(31 * day)
    expect(await rooms.changes.reconcile(order)).toMatchObject({ value: { state: 'done', result: null } })
  })

  test.each([
    ['is paused', { pause_collection: { behavior: 'void' } }, 'not collected (void)'],
    [
      'is by invoices that are sent',
      { collection_method: 'send_invoice', days_until_due: 9 },
      'pays it by themselves',
    ],
  ])('whose collection %s is not said to be charged', async (_, more, words) => {
    const subscription = await at.subscribe()
    await at.post(`/v1/subscriptions/${subscription}`, more)
    forward(3 * day)
    const { change } = await changeOf(
      rooms,
      updateOf(subscription, {
        items: [otherPrice(itemOf(subscription), at.pro)],
        prorationBehavior: 'always_invoice',
      }),
    )
    const checked = await rooms.changes.preflight(change)
    const said = checked.ok ? checked.value.findings.map(({ text }) => text).join(' ') : ''
    expect(said).toContain(words)
    expect(said).not.toContain('charged at once')
  })

  test('with figures that nobody previewed is not ordered', async () => {
    const subscription = await at.subscribe()
    const update = updateOf(subscription, { items: [otherPrice(itemOf(subscription), at.pro)] })
    const { preview } = await changeOf(rooms, update)
    const expected = { ...preview.expected, next: { total: 1, amountDue: 1 } }
    expect(await rooms.changes.place(placeRequest(ordering(update, expected)))).toMatchObject({
      error: { code: 'not_changeable', message: expect.stringContaining('something else than was shown') },
    })
  })

  test('that the bank declines stands, and says that the invoice waits for the customer', async () => {
    const subscription = await at.subscribe()
    forward(3 * day)
    const broken = await at.attach('pm_card_chargeCustomerFail')
    const update = updateOf(subscription, {
      items: [otherPrice(itemOf(subscription), at.pro)],
      prorationBehavior: 'always_invoice',
      paymentMethodId: broken,
    })
    const { change } = await changeOf(rooms, update)
    expect(await rooms.order(change)).toMatchObject({
      value: { state: 'done', result: { awaits: 'customer', url: expect.stringContaining('http') } },
    })
    expect(subscriptionAt(bench, subscription).status).toBe('past_due')
  })

  test('that bills nothing says nothing of an older invoice that is open', async () => {
    const broken = await at.attach('pm_card_chargeCustomerFail')
    const subscription = await at.subscribe({ default_payment_method: at.card })
    await at.post(`/v1/subscriptions/${subscription}`, { default_payment_method: broken })
    forward(32 * day)
    expect(subscriptionAt(bench, subscription).status).toBe('past_due')
    const { change } = await changeOf(rooms, updateOf(subscription, { paymentMethodId: at.card }))
    expect(await rooms.order(change)).toMatchObject({ value: { state: 'done', result: null } })
  })

  test('that takes a discount away says that the customer’s own counts then, which no preview tells', async () => {
    await at.post('/v1/coupons', { id: 'tenth', percent_off: 10, duration: 'forever' })
    const subscription = await at.subscribe({ discounts: [{ coupon: 'tenth' }] })
    const { change } = await changeOf(rooms, updateOf(subscription, { discount: 'none' }))
    const told = async (): Promise<string> => JSON.stringify(await rooms.changes.preflight(change))
    expect(await told()).not.toContain('discount of their own')
    Object.assign(truth(bench).customers.get(at.customer)!, { discount: { id: 'di_1', object: 'discount' } })
    expect(await told()).toContain('The customer has a discount of their own, which counts from then on')
  })

  test('of the method or the collection alone is ordered without figures', async () => {
    const subscription = await at.subscribe()
    const other = await at.attach('pm_card_mastercard')
    const { change } = await changeOf(
      rooms,
      updateOf(subscription, {
        paymentMethodId: other,
        collection: { method: 'send_invoice', daysUntilDue: 14 },
      }),
    )
    expect(await rooms.order(change)).toMatchObject({ value: { state: 'done' } })
    expect(subscriptionAt(bench, subscription)).toMatchObject({
      default_payment_method: other,
      collection_method: 'send_invoice',
      days_until_due: 14,
    })
  })

  test('of what is not billed goes through with a key that may not read invoices', async () => {
    const subscription = await at.subscribe()
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_subscription_write'])
    const restricted = openChangeRooms(bench, { key })
    const update = updateOf(subscription, { collection: { method: 'send_invoice', daysUntilDue: 14 } })
    const change = ordering(update, { prorationDate: 1, today: null, next: null })
    expect(await restricted.order(change)).toMatchObject({ value: { state: 'done' } })
    expect(subscriptionAt(bench, subscription)).toMatchObject({ collection_method: 'send_invoice' })
  })

  test.each([
    ['nothing', {}, 'Nothing would be different'],
    ['the last item', { items: 'remove' }, 'cancel it instead'],
    ['another currency', { items: 'usd' }, 'another currency'],
  ] as const)('of %s is stopped with the reason', async (_, asked, reason) => {
    const subscription = await at.subscribe()
    const usd = (await at.post('/v1/prices', { product: (await at.post('/v1/products', { name: 'X' })).id, currency: 'usd', unit_amount: 100, recurring: { interval: 'month' } })).id // prettier-ignore
    const wanted = 'items' in asked ? asked.items : null
    const update = updateOf(subscription, {
      items:
        wanted === 'remove'
          ? [{ what: 'remove', itemId: itemOf(subscription) }]
          : wanted === 'usd'
            ? [{ what: 'add', priceId: usd, quantity: 1 }]
            : [],
    })
    const expected = { prorationDate: 1, today: null, next: null }
    expect(await rooms.changes.preflight(ordering(update, expected))).toMatchObject({
      value: {
        canPlace: false,
        findings: expect.arrayContaining([
          expect.objectContaining({ verdict: 'stop', text: expect.stringContaining(reason) }),
        ]),
      },
    })
  })
})

describe('an end', () => {
  test('now, with a credit, gives about what was previewed and says why the customer leaves', async () => {
    const subscription = await at.subscribe()
    forward(10 * day)
    const preview = await previewed(rooms, { kind: 'cancel_now', subscriptionId: subscription })
    expect(preview.unused).toBeGreaterThan(1500)
    const { prorationDate, today } = preview.expected
    const change: Change = {
      kind: 'cancel_subscription',
      subscriptionId: subscription,
      at: 'now',
      feedback: 'too_expensive',
      comment: 'Found a cheaper one',
      credit: { prorationDate, today },
    }
    expect(await rooms.order(change)).toMatchObject({ value: { state: 'done' } })
    expect(subscriptionAt(bench, subscription)).toMatchObject({
      status: 'canceled',
      cancellation_details: {
        feedback: 'too_expensive',
        comment: expect.stringMatching(/^Found a cheaper one — /),
      },
    })
    const { balance } = truth(bench).customers.get(at.customer)!
    expect(Math.abs(-balance - preview.unused!)).toBeLessThanOrEqual(1)
  })

  test('at a date is scheduled without a credit, and taken back while it has not come', async () => {
    const subscription = await at.subscribe()
    const then = endOf(subscription) - 5 * day
    const change: Change = { kind: 'cancel_subscription', subscriptionId: subscription, at: then }
    expect(await rooms.order(change)).toMatchObject({ value: { state: 'done' } })
    expect(subscriptionAt(bench, subscription).cancel_at).toBe(then)
    const keep: Change = { kind: 'keep_subscription', subscriptionId: subscription }
    expect(await rooms.order(keep)).toMatchObject({ value: { state: 'done' } })
    expect(subscriptionAt(bench, subscription)).toMatchObject({ cancel_at: null, status: 'active' })
    expect(await rooms.changes.place(placeRequest(keep))).toMatchObject({
      error: { message: expect.stringContaining('nothing to take back') },
    })
    await rooms.order({ kind: 'cancel_subscription', subscriptionId: subscription, at: 'period_end' })
    expect(subscriptionAt(bench, subscription).cancel_at_period_end).toBe(true)
    await rooms.order(keep)
    forward(31 * day)
    expect(subscriptionAt(bench, subscription).status).toBe('active')
  })
})

describe('an end of one that never began', () => {
  const ending = (subscriptionId: string): Change => ({
    kind: 'cancel_subscription',
    subscriptionId,
    at: 'now',
  })
  const unpaid = () => at.subscribe({ payment_behavior: 'default_incomplete' })

  test('is done where Stripe calls it expired instead of canceled, and says what becomes of its invoice', async () => {
    const subscription = await unpaid()
    expect(await rooms.changes.preflight(ending(subscription))).toMatchObject({
      value: {
        findings: expect.arrayContaining([
          expect.objectContaining({
            id: 'invoices',
            text: expect.stringContaining('voids its first invoice'),
          }),
        ]),
      },
    })
    expect(await rooms.order(ending(subscription))).toMatchObject({ value: { state: 'done', problem: null } })
    expect(subscriptionAt(bench, subscription).status).toBe('incomplete_expired')
    expect(newestInvoice(bench, subscription).status).toBe('void')
  })

  test('is found by the events of its own call where its comment was written over since', async () => {
    const subscription = await unpaid()
    const order = await lost(ending(subscription), 'lose_response')
    Object.assign(subscriptionAt(bench, subscription).cancellation_details, { comment: 'Another word' })
    expect(await rooms.changes.reconcile(order)).toMatchObject({ value: { state: 'done' } })
  })

  test('that somebody else has ended meanwhile is not told done', async () => {
    const subscription = await unpaid()
    const order = await lost(ending(subscription), 'refuse')
    await bench.del(`/v1/subscriptions/${subscription}`)
    expect(await rooms.changes.reconcile(order)).not.toMatchObject({ value: { state: 'done' } })
  })
})

describe('an end with the period', () => {
  const ending = (subscriptionId: string): Change => ({
    kind: 'cancel_subscription',
    subscriptionId,
    at: 'period_end',
  })

  test('of items with periods of their own is told for the first that ends, as Stripe ends it then', async () => {
    const subscription = await at.subscribe({ items: [{ price: at.basic }, { price: at.pro }] })
    const [first, yearly] = subscriptionAt(bench, subscription).items.data
    Object.assign(yearly!, { current_period_end: first!.current_period_end + 300 * day })
    const [soon, late] = [first!, yearly!].map((item) => dayOf(item.current_period_end * 1000))
    expect(await rooms.changes.preflight(ending(subscription))).toMatchObject({
      value: {
        words: expect.stringContaining(`ends with its period, on ${soon}`),
        findings: expect.arrayContaining([
          expect.objectContaining({
            verdict: 'warn',
            text: expect.stringContaining(`What is paid for until ${late} is lost to the customer.`),
          }),
        ]),
      },
    })
  })

  test('of one that a schedule drives is not ordered, nor taken back: Stripe lets it be changed only there', async () => {
    const subscriptionId = await at.subscribe()
    const { id: schedule } = await at.post('/v1/subscription_schedules', {
      from_subscription: subscriptionId,
    })
    await at.post(`/v1/subscription_schedules/${schedule}`, { end_behavior: 'cancel' })
    const asked: Change[] = [ending(subscriptionId), { kind: 'keep_subscription', subscriptionId }]
    for (const change of asked)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await rooms.changes.place(placeRequest(change))).toMatchObject({
        error: { code: 'not_changeable', message: expect.stringContaining('lets be changed only there') },
      })
    const now: Change = { kind: 'cancel_subscription', subscriptionId, at: 'now' }
    expect(await rooms.changes.preflight(now)).toMatchObject({
      value: {
        canPlace: true,
        findings: expect.arrayContaining([
          expect.objectContaining({ id: 'phases', verdict: 'warn', about: [schedule] }),
        ]),
      },
    })
    expect(await rooms.order(now)).toMatchObject({ value: { state: 'done' } })
  })

  test('says which other end it replaces', async () => {
    const subscription = await at.subscribe()
    const then = endOf(subscription) - 5 * day
    await rooms.order({ kind: 'cancel_subscription', subscriptionId: subscription, at: then })
    expect(await rooms.changes.preflight(ending(subscription))).toMatchObject({
      value: {
        canPlace: true,
        findings: expect.arrayContaining([
          expect.objectContaining({
            id: 'replaced',
            text: `It ends on ${dayOf(then * 1000)} as things stand: that is replaced.`,
          }),
        ]),
      },
    })
  })
})

describe('a standstill', () => {
  test('is made and ended where billing is flexible', async () => {
    const subscription = await at.subscribe({ billing_mode: { type: 'flexible' } })
    forward(5 * day)
    const pause: Change = { kind: 'pause_service', subscriptionId: subscription, unused: 'credit' }
    expect(await rooms.order(pause)).toMatchObject({ value: { state: 'done' } })
    expect(subscriptionAt(bench, subscription).status).toBe('paused')
    const preview = await previewed(rooms, { kind: 'resume', subscriptionId: subscription, anchor: 'now' })
    expect(preview.today?.total).toBeGreaterThan(0)
    expect(await rooms.order(resuming(subscription, preview))).toMatchObject({
      value: {
        state: 'done',
        result: { invoiced: { total: preview.today?.total, differs: false, status: 'paid' } },
      },
    })
    expect(subscriptionAt(bench, subscription).status).toBe('active')
  })

  test('is not ended for another price than was shown: a colleague changed the plan during the hold', async () => {
    const subscription = await at.subscribe()
    await at.post(`/v1/subscriptions/${subscription}/pause`)
    const preview = await previewed(rooms, { kind: 'resume', subscriptionId: subscription, anchor: 'now' })
    const request = placeRequest(resuming(subscription, preview))
    await rooms.changes.place(request)
    await at.post(`/v1/subscriptions/${subscription}`, {
      items: [{ id: itemOf(subscription), price: at.pro, quantity: 50 }],
    })
    expect(await rooms.changes.sendNow(request.orderId)).toMatchObject({
      value: {
        state: 'refused',
        problem: { message: expect.stringContaining('something else than was shown') },
      },
    })
    expect(subscriptionAt(bench, subscription).status).toBe('paused')
  })

  test('that never came about is not told done because somebody else did the like', async () => {
    const ended = await at.subscribe()
    await at.post(`/v1/subscriptions/${ended}/pause`)
    const preview = await previewed(rooms, { kind: 'resume', subscriptionId: ended, anchor: 'now' })
    const resumed = await lost(resuming(ended, preview), 'refuse')
    await bench.del(`/v1/subscriptions/${ended}`)
    expect(await rooms.changes.reconcile(resumed)).not.toMatchObject({ value: { state: 'done' } })
    const paused = await at.subscribe()
    const order = await lost({ kind: 'pause_service', subscriptionId: paused, unused: 'credit' }, 'refuse')
    await at.post(`/v1/subscriptions/${paused}/pause`, { bill_for: { unused_time_from: { type: 'none' } } })
    expect(await rooms.changes.reconcile(order)).not.toMatchObject({ value: { state: 'done' } })
  })

  test('ends also where the bank declines, as was said before: then it is past due', async () => {
    const subscription = await at.subscribe({ billing_mode: { type: 'flexible' } })
    const nothingBack = { bill_for: { unused_time_from: { type: 'none' } } }
    await at.post(`/v1/subscriptions/${subscription}/pause`, nothingBack)
    const broken = await at.attach('pm_card_chargeCustomerFail')
    await at.post(`/v1/subscriptions/${subscription}`, { default_payment_method: broken })
    const preview = await previewed(rooms, { kind: 'resume', subscriptionId: subscription, anchor: 'now' })
    expect(await rooms.changes.preflight(resuming(subscription, preview))).toMatchObject({
      value: {
        findings: expect.arrayContaining([
          expect.objectContaining({
            id: 'notices',
            text: expect.stringContaining('Where the bank declines, it goes on all the same and is past due'),
          }),
        ]),
      },
    })
    expect(await rooms.order(resuming(subscription, preview))).toMatchObject({
      value: { state: 'done', result: { awaits: 'customer' } },
    })
    expect(subscriptionAt(bench, subscription).status).toBe('past_due')
  })

  test('is not offered where billing is classic', async () => {
    const subscription = await at.subscribe({ billing_mode: { type: 'classic' } })
    const pause: Change = { kind: 'pause_service', subscriptionId: subscription, unused: 'none' }
    expect(await rooms.changes.place(placeRequest(pause))).toMatchObject({
      error: { message: expect.stringContaining('classic') },
    })
  })
})

describe('a new start', () => {
  test('makes another subscription with the same items for what was previewed, once', async () => {
    const subscription = await at.subscribe({ items: [{ price: at.basic, quantity: 2 }] })
    await at.post(`/v1/subscriptions/${subscription}`, { metadata: { plan: 'gold' } })
    expect(await rooms.changes.preview({ kind: 'start_again', subscriptionId: subscription })).toMatchObject({
      error: { code: 'not_changeable' },
    })
    await bench.del(`/v1/subscriptions/${subscription}`)
    const preview = await previewed(rooms, { kind: 'start_again', subscriptionId: subscription })
    expect(preview).toMatchObject({ today: { total: 4800, amountDue: 4800 }, next: null })
    const change: Change = {
      kind: 'start_subscription_again',
      subscriptionId: subscription,
      expected: { today: preview.expected.today },
    }
    const placed = await rooms.order(change)
    expect(placed).toMatchObject({ value: { state: 'done', result: { invoiced: { differs: false } } } })
    const id = placed.ok ? placed.value.resultId! : ''
    expect(subscriptionAt(bench, id)).toMatchObject({
      status: 'active',
      metadata: { plan: 'gold' },
      items: { data: [{ quantity: 2 }] },
    })
    expect(await rooms.changes.preflight(change)).toMatchObject({
      value: {
        findings: expect.arrayContaining([
          expect.objectContaining({ id: 'subscriptions', verdict: 'warn', about: [id] }),
        ]),
      },
    })
    expect(
      await rooms.changes.place(placeRequest({ ...change, expected: { today: { total: 1, amountDue: 1 } } })),
    ).toMatchObject({ error: { message: expect.stringContaining('something else than was shown') } })
  })

  test('whose invoices are sent says when they are due, not that it is today', async () => {
    const subscriptionId = await at.subscribe({ collection_method: 'send_invoice', days_until_due: 14 })
    await bench.del(`/v1/subscriptions/${subscriptionId}`)
    const { expected } = await previewed(rooms, { kind: 'start_again', subscriptionId })
    const change: Change = {
      kind: 'start_subscription_again',
      subscriptionId,
      expected: { today: expected.today },
    }
    expect(await rooms.changes.preflight(change)).toMatchObject({
      value: { words: expect.stringMatching(/€24\.00 is invoiced today, due in 14 days\.$/) },
    })
  })
})

describe('a new start with nothing to pay with', () => {
  const withoutMethod = async (more: Record<string, unknown> = {}): Promise<Change> => {
    const subscriptionId = await at.subscribe(more)
    await bench.del(`/v1/subscriptions/${subscriptionId}`)
    await at.post(`/v1/payment_methods/${at.card}/detach`)
    await at.post(`/v1/customers/${at.customer}`, { invoice_settings: { default_payment_method: '' } })
    const { expected } = await previewed(rooms, { kind: 'start_again', subscriptionId })
    return { kind: 'start_subscription_again', subscriptionId, expected: { today: expected.today } }
  }

  test('waits for the customer, who gets the page of its first invoice', async () => {
    const change = await withoutMethod()
    expect(await rooms.changes.preflight(change)).toMatchObject({
      value: {
        words: expect.stringMatching(/€24\.00 is due today\.$/),
        findings: expect.arrayContaining([expect.objectContaining({ id: 'method', verdict: 'warn' })]),
      },
    })
    const placed = await rooms.order(change)
    expect(placed).toMatchObject({
      value: {
        state: 'done',
        result: {
          invoiced: { total: 2400, differs: false },
          awaits: 'customer',
          url: expect.stringContaining('invoice'),
        },
      },
    })
    const id = placed.ok ? placed.value.resultId! : ''
    expect(subscriptionAt(bench, id)).toMatchObject({ status: 'incomplete' })
  })

  test('goes on at once where its invoices are sent', async () => {
    const placed = await rooms.order(
      await withoutMethod({ collection_method: 'send_invoice', days_until_due: 14 }),
    )
    expect(placed).toMatchObject({ value: { state: 'done' } })
    const id = placed.ok ? placed.value.resultId! : ''
    expect(subscriptionAt(bench, id)).toMatchObject({ status: 'active' })
  })
})

describe('whatever answers are lost', () => {
  const makers: Record<string, () => Promise<{ change: Change; isThere: () => boolean }>> = {
    async update() {
      const subscription = await at.subscribe()
      forward(3 * day)
      const update = updateOf(subscription, {
        items: [otherPrice(itemOf(subscription), at.pro)],
        prorationBehavior: 'always_invoice',
      })
      const { change } = await changeOf(rooms, update)
      const invoices = truth(bench).invoices.size
      return {
        change,
        isThere: () =>
          truth(bench).invoices.size === invoices + 1 &&
          subscriptionAt(bench, subscription).items.data[0]?.price.id === at.pro,
      }
    },
    async keep() {
      const subscription = await at.subscribe({ cancel_at_period_end: true })
      return {
        change: { kind: 'keep_subscription', subscriptionId: subscription },
        isThere: () => !subscriptionAt(bench, subscription).cancel_at_period_end,
      }
    },
    async 'pause service'() {
      const subscription = await at.subscribe()
      return {
        change: { kind: 'pause_service', subscriptionId: subscription, unused: 'none' },
        isThere: () => subscriptionAt(bench, subscription).status === 'paused',
      }
    },
    async 'resume service'() {
      const subscription = await at.subscribe()
      await at.post(`/v1/subscriptions/${subscription}/pause`)
      return {
        change: resuming(
          subscription,
          await previewed(rooms, { kind: 'resume', subscriptionId: subscription, anchor: 'now' }),
        ),
        isThere: () => subscriptionAt(bench, subscription).status === 'active',
      }
    },
    async 'start again'() {
      const subscription = await at.subscribe()
      await bench.del(`/v1/subscriptions/${subscription}`)
      const running = () =>
        [...truth(bench).subscriptions.values()].filter(({ status }) => status === 'active')
      return {
        change: {
          kind: 'start_subscription_again',
          subscriptionId: subscription,
          expected: { today: { total: 2400, amountDue: 2400 } },
        },
        isThere: () => running().length === 1,
      }
    },
  }

  test.each(
    Object.keys(makers).flatMap((name) =>
      (['lose_response', '500_after', 'refuse'] as const).map((action) => [name, action] as const),
    ),
  )('%s is found out (%s), and never done twice', async (name, action: ChaosAction) => {
    const { change, isThere } = await makers[name]!()
    script(bench, 'POST', '/v1/subscriptions', ...Array.from({ length: 5 }, () => action))
    const sent = await rooms.order(change)
    if (!sent.ok) throw new Error(sent.error.message)
    bench.simulator.chaos.script.length = 0
    const settled = await rooms.changes.reconcile(sent.value.id)
    expect(settled).toMatchObject({ value: { state: 'done' } })
    expect(isThere()).toBe(true)
  })
})
