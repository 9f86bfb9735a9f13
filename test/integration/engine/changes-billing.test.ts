// Invoices that are given up and subscriptions that are paused, resumed or ended: what will happen is said before, it happens once, and
// never to what somebody else has changed meanwhile.
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Change } from '../../../src/contract/index.ts'
import { dayOf } from '../../../src/domain/day-words.ts'
import type { Bench } from '../../unit/simulator/harness.ts'
import { openChangeRooms, placeRequest, truth } from './changes.support.ts'
import { aDebtor, invoiceAt, openBench, retryOf } from './collecting.support.ts'
import { script, type ChaosAction } from './desk.ts'

let bench: Bench
let at: Awaited<ReturnType<typeof aDebtor>>
beforeEach(async () => {
  bench = await openBench()
  onTestFinished(() => bench.close())
  at = await aDebtor(bench)
})

const subscriptionAt = (id: string) => truth(bench).subscriptions.get(id)!
const month = 30 * 86_400
/** Seconds; the simulator's clock stands. */
const later = 1_795_000_000 + month

const changes = {
  void: () => ({ kind: 'void_invoice', invoiceId: at.invoice }),
  uncollectible: () => ({ kind: 'uncollectible_invoice', invoiceId: at.invoice }),
  pause: () => ({
    kind: 'pause_subscription',
    subscriptionId: at.subscription,
    behavior: 'void',
    resumesAt: later,
  }),
  cancel: () => ({ kind: 'cancel_subscription', subscriptionId: at.subscription, at: 'now' }),
  end: () => ({ kind: 'cancel_subscription', subscriptionId: at.subscription, at: 'period_end' }),
} satisfies Record<string, () => Change>
const resume = (): Change => ({ kind: 'resume_subscription', subscriptionId: at.subscription })

/** Whether it is as it was ordered. */
const isThere: Record<keyof typeof changes, () => boolean> = {
  void: () => invoiceAt(bench, at.invoice).status === 'void',
  uncollectible: () => invoiceAt(bench, at.invoice).status === 'uncollectible',
  pause: () => subscriptionAt(at.subscription).pause_collection?.behavior === 'void',
  cancel: () => subscriptionAt(at.subscription).status === 'canceled',
  end: () => subscriptionAt(at.subscription).cancel_at_period_end,
}
test('an invoice of which a part is paid can be given up, but Stripe does not let it be voided', async () => {
  Object.assign(invoiceAt(bench, at.invoice), { amount_paid: 900 })
  const { changes: desk } = openChangeRooms(bench)
  const saying = (verdict: string, text: RegExp) => ({
    findings: expect.arrayContaining([
      expect.objectContaining({ id: 'amount', verdict, text: expect.stringMatching(text) }),
    ]),
  })
  expect(await desk.preflight(changes.void())).toMatchObject({
    value: { canPlace: false, ...saying('stop', /Stripe voids no such invoice/) },
  })
  expect(await desk.preflight(changes.uncollectible())).toMatchObject({
    value: { canPlace: true, ...saying('warn', /stays with the business/) },
  })
})

test('an open invoice of no subscription, that nobody tried to pay yet, is voided as any other', async () => {
  const make = async (path: string, sent: Record<string, unknown>) => (await bench.post(path, sent)).body
  const { customer } = at
  const drafted = await make('/v1/invoices', {
    customer,
    collection_method: 'send_invoice',
    days_until_due: 30,
  })
  await make('/v1/invoiceitems', { customer, invoice: drafted.id, amount: 1200, currency: 'eur' })
  const { id, status } = await make(`/v1/invoices/${drafted.id}/finalize`, {})
  expect(status).toBe('open')
  const { order } = openChangeRooms(bench)
  expect(await order({ kind: 'void_invoice', invoiceId: id })).toMatchObject({
    value: { state: 'done', words: expect.stringContaining('for €12.00 is voided') },
  })
  expect(invoiceAt(bench, id).status).toBe('void')
})

/** Of an invoice of which a part was credited since it failed, and of a subscription that was made dearer. */
test.each<[string, () => Change]>([
  ['is tried again', () => retryOf(at.invoice)],
  ['is voided', changes.void],
  ['is given up', changes.uncollectible],
])(
  'an invoice that %s is about what is still due of it, not what its payment was to pay',
  async (_, wanted) => {
    Object.assign(invoiceAt(bench, at.invoice), { amount_remaining: 900 })
    const checked = await openChangeRooms(bench).changes.preflight(wanted())
    expect(checked).toMatchObject({
      value: { words: expect.stringContaining('€9.00'), money: { amount: 900, currency: 'eur' } },
    })
  },
)

test('an invoice that was given up as uncollectible can still be voided, as it was said', async () => {
  const rooms = openChangeRooms(bench)
  await rooms.order(changes.uncollectible())
  expect(await rooms.changes.place(placeRequest(changes.uncollectible()))).toMatchObject({
    error: { code: 'not_changeable' },
  })
  expect(await rooms.order(changes.void())).toMatchObject({ value: { state: 'done' } })
  expect(invoiceAt(bench, at.invoice).status).toBe('void')
})

const keep = (): Change => ({ kind: 'keep_subscription', subscriptionId: at.subscription })
test.each<[string, () => Change, before?: () => Change]>([
  ['paused', changes.pause],
  ['resumed', resume, changes.pause],
  ['ended now', changes.cancel],
  ['ended later', changes.end],
  ['kept', keep, changes.end],
])(
  'a subscription is %s for what it is worth, and not if it is worth something else by the time of the yes',
  async (_, wanted, before) => {
    const { changes: room, order } = openChangeRooms(bench)
    if (before) await order(before())
    const worth = async (amount: number): Promise<string | null> => {
      const checked = await room.preflight(wanted())
      if (!checked.ok) throw new Error(checked.error.message)
      expect(checked.value).toMatchObject({ canPlace: true, money: { amount, currency: 'eur' } })
      return checked.value.base
    }
    const base = await worth(2400)
    const [item] = subscriptionAt(at.subscription).items.data
    await bench.post(`/v1/subscriptions/${at.subscription}`, { items: [{ id: item!.id, quantity: 50 }] })
    await worth(120_000)
    expect(await room.place(placeRequest(wanted(), { base }))).toMatchObject({
      error: { code: 'not_changeable', message: expect.stringContaining('somebody else has changed') },
    })
  },
)

const names = Object.keys(changes) as (keyof typeof changes)[]

describe.each(names)('%s', (name) => {
  test('is held, can be undone, and is done once', async () => {
    const rooms = openChangeRooms(bench)
    const undone = placeRequest(changes[name]())
    await rooms.changes.place(undone)
    expect(rooms.changes.undo(undone.orderId)).toMatchObject({ value: { state: 'withdrawn' } })
    expect(isThere[name]()).toBe(false)
    const request = placeRequest(changes[name]())
    await Promise.all([rooms.changes.place(request), rooms.changes.place(request)])
    await Promise.all([rooms.changes.sendNow(request.orderId), rooms.changes.sendNow(request.orderId)])
    expect(rooms.statesOf(request.orderId)).toEqual(['held', 'sending', 'done'])
    expect(isThere[name]()).toBe(true)
    const writes = truth(bench).requests.filter(({ idempotencyKey }) =>
      idempotencyKey?.endsWith(request.orderId),
    )
    expect(writes).toHaveLength(1)
  })

  test.each(['lose_response', '500_after', 'refuse'] as const)(
    'is found out where answers fail (%s), and never done twice or told otherwise',
    async (action: ChaosAction) => {
      const rooms = openChangeRooms(bench)
      const method = name === 'cancel' ? 'DELETE' : 'POST'
      script(bench, method, '/v1/', ...Array.from({ length: 5 }, () => action))
      const sent = await rooms.order(changes[name]())
      if (!sent.ok) throw new Error(sent.error.message)
      const { id } = sent.value
      bench.simulator.chaos.script.length = 0
      const settled = await rooms.changes.reconcile(id)
      expect(settled).toMatchObject({ value: { state: 'done' } })
      expect(isThere[name]()).toBe(true)
    },
  )

  test('is not ordered a second time: it is there already', async () => {
    const rooms = openChangeRooms(bench)
    await rooms.order(changes[name]())
    expect(await rooms.changes.place(placeRequest(changes[name]()))).toMatchObject({
      error: { code: 'not_changeable' },
    })
  })
})

describe('it is said before', () => {
  const wordsOf = async (change: Change) => {
    const checked = await openChangeRooms(bench).changes.preflight(change)
    if (!checked.ok) throw new Error(checked.error.message)
    return checked.value
  }

  test('that a void invoice is void for good, and that Stripe’s next try is not made', async () => {
    const { words, findings } = await wordsOf(changes.void())
    expect(words).toMatch(/^Invoice \S+ for €24\.00 is voided: nobody owes it any more\.$/)
    expect(findings.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['object', 'ok'],
      ['permanent', 'warn'],
      ['schedule', 'ok'],
    ])
  })

  test('a subscription by its product and its customer where their names are known, and the day as everywhere', async () => {
    const rooms = openChangeRooms(bench)
    const objectsAt = async (path: string): Promise<object[]> => (await bench.get(path)).body.data
    const known = [...(await objectsAt('/v1/products')), ...(await objectsAt('/v1/customers'))]
    rooms.projector.takeNow(known.map((object) => ({ object, asOf: rooms.clock.now })))
    const checked = await rooms.changes.preflight(changes.pause())
    expect(checked).toMatchObject({
      value: {
        words: `Nothing is collected for Box of Mia Vogel (€24.00 a month) until ${dayOf(later * 1000)}. Invoices made meanwhile are void: nothing is ever owed for that time.`,
      },
    })
  })

  test('what a subscription costs, what of it is open, and that nothing is refunded', async () => {
    const { words, findings } = await wordsOf(changes.cancel())
    expect(words).toBe(`${at.subscription} (€24.00 a month) ends now. Nothing is refunded.`)
    expect(findings.find(({ id }) => id === 'invoices')).toMatchObject({
      verdict: 'warn',
      text: expect.stringMatching(/^One invoice of it for €24\.00 is open\./),
      about: [at.invoice],
    })
  })

  test('until when nothing is collected, and what becomes of the invoices meanwhile', async () => {
    const { words } = await wordsOf(changes.pause())
    expect(words).toBe(
      `Nothing is collected for ${at.subscription} (€24.00 a month) until ${dayOf(later * 1000)}. Invoices made meanwhile are void: nothing is ever owed for that time.`,
    )
  })

  test('why an invoice that is paid, or whose payment is under way, is not voided', async () => {
    const card = await at.attach('pm_card_visa')
    await bench.post(`/v1/invoices/${at.invoice}/pay`, { payment_method: card })
    const { canPlace, findings } = await wordsOf(changes.void())
    expect(canPlace).toBe(false)
    expect(findings[0]).toMatchObject({ id: 'object', verdict: 'stop', text: 'This invoice is paid.' })
  })
})

test('a paused subscription is resumed, and one that is not paused is not', async () => {
  const rooms = openChangeRooms(bench)
  expect(await rooms.changes.place(placeRequest(resume()))).toMatchObject({
    error: { code: 'not_changeable', message: 'Its collection is not paused.' },
  })
  await rooms.order(changes.pause())
  expect(subscriptionAt(at.subscription).pause_collection).toEqual({ behavior: 'void', resumes_at: later })
  expect(await rooms.order(resume())).toMatchObject({ value: { state: 'done' } })
  expect(subscriptionAt(at.subscription).pause_collection).toBeNull()
})

test('a pause that somebody else has put in place since is not replaced', async () => {
  const rooms = openChangeRooms(bench)
  const request = placeRequest(changes.pause())
  await rooms.changes.place(request)
  await bench.post(`/v1/subscriptions/${at.subscription}`, {
    pause_collection: { behavior: 'keep_as_draft' },
  })
  expect(await rooms.changes.sendNow(request.orderId)).toMatchObject({
    value: {
      state: 'refused',
      problem: { message: expect.stringMatching(/somebody else has changed the same/) },
    },
  })
  expect(subscriptionAt(at.subscription).pause_collection?.behavior).toBe('keep_as_draft')
})

test('a subscription that somebody else ended is not told as ended by us', async () => {
  const rooms = openChangeRooms(bench)
  const request = placeRequest(changes.cancel())
  await rooms.changes.place(request)
  await bench.del(`/v1/subscriptions/${at.subscription}`)
  expect(await rooms.changes.sendNow(request.orderId)).toMatchObject({ value: { state: 'refused' } })
})
