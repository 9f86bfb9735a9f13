// Schedules that are asked for: made for a customer or of a subscription, begun now or later, changed, canceled, released, and run to their end.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ANCHOR, openBench, type Bench, type Json, type Reply } from './harness.ts'

const DAY = 86_400
const PATH = '/v1/subscription_schedules'
let bench: Bench
let customer: string
let small: string
let large: string

const ok = async (asked: Promise<Reply>): Promise<Reply['body']> => {
  const reply = await asked
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return reply.body
}
const make = (path: string, sent: Json = {}) => ok(bench.post(path, sent))
const read = (path: string) => ok(bench.get(path))
const since = (count: number) => bench.eventTypes().slice(count)
const refused = async (path: string, sent: Json = {}): Promise<string> =>
  (await bench.post(path, sent)).body.error.message

beforeEach(async () => {
  bench = await openBench()
  customer = (await make('/v1/customers', { email: 'mia@example.com', source: 'tok_visa' })).id
  const product = (await make('/v1/products', { name: 'Box' })).id
  const facts = { currency: 'eur', product, recurring: { interval: 'month' } }
  small = (await make('/v1/prices', { ...facts, unit_amount: 1000 })).id
  large = (await make('/v1/prices', { ...facts, unit_amount: 3000 })).id
})
afterEach(() => bench.close())

/** A month of the small price, then one of the large. */
const phases = () => [{ items: [{ price: small, quantity: 1 }] }, { items: [{ price: large, quantity: 2 }] }]
const schedule = (more: Json = {}) => make(PATH, { customer, start_date: 'now', phases: phases(), ...more })

describe('a schedule for a customer', () => {
  it('begins its subscription at once, and changes it with the period', async () => {
    const before = bench.eventTypes().length
    const made = await schedule()
    expect(made).toMatchObject({
      current_phase: { start_date: ANCHOR },
      end_behavior: 'release',
      status: 'active',
    })
    expect(since(before)).toEqual([
      'subscription_schedule.created',
      'customer.subscription.created',
      'invoice.created',
    ])
    const path = `/v1/subscriptions/${made.subscription}`
    const begun = await read(`${path}?expand[]=latest_invoice`)
    // As of every period: a draft for an hour.
    expect(begun).toMatchObject({
      latest_invoice: { auto_advance: true, status: 'draft', total: 1000 },
      schedule: made.id,
      status: 'active',
    })
    bench.simulator.clock.advance(3600)
    expect(await read(`/v1/invoices/${begun.latest_invoice.id}`)).toMatchObject({ amount_paid: 1000 })
    const [first, second] = made.phases
    expect(second.start_date).toBe(first.end_date)
    bench.simulator.clock.freeze(first.end_date + 3600)
    expect(await read(`${path}?expand[]=latest_invoice`)).toMatchObject({
      items: { data: [{ price: { id: large }, quantity: 2 }] },
      latest_invoice: { amount_paid: 6000, status: 'paid' },
    })
    expect((await read(`${PATH}/${made.id}`)).current_phase.end_date).toBe(second.end_date)
    const count = bench.eventTypes().length
    bench.simulator.clock.freeze(second.end_date)
    expect(since(count).filter((type) => type.startsWith('subscription_schedule.'))).toEqual([
      'subscription_schedule.expiring',
      'subscription_schedule.completed',
    ])
    expect(await read(path)).toMatchObject({ schedule: null, status: 'active' })
  })

  it('begins later, and not where its customer is gone by then', async () => {
    const start = ANCHOR + 5 * DAY
    const made = await schedule({ start_date: start })
    const other = (await make('/v1/customers', {})).id
    const orphan = await schedule({ customer: other, start_date: start })
    expect(made).toMatchObject({ current_phase: null, status: 'not_started', subscription: null })
    await ok(bench.del(`/v1/customers/${other}`))
    bench.simulator.clock.freeze(start - 1)
    expect((await read('/v1/subscriptions')).data).toEqual([])
    bench.simulator.clock.freeze(start)
    const begun = await read(`${PATH}/${made.id}`)
    expect(begun).toMatchObject({ current_phase: { start_date: start }, status: 'active' })
    expect(await read(`/v1/subscriptions/${begun.subscription}`)).toMatchObject({
      schedule: made.id,
      start_date: start,
    })
    expect((await read(`${PATH}/${orphan.id}`)).status).toBe('canceled')
  })

  it('changes in the middle of a period with what its time costs', async () => {
    const middle = ANCHOR + 15 * DAY
    const [first, second] = phases()
    const made = await schedule({
      phases: [
        { ...first, end_date: middle },
        { ...second, duration: { interval: 'month', interval_count: 2 } },
      ],
    })
    const path = `/v1/subscriptions/${made.subscription}`
    const { current_period_end: end } = (await read(path)).items.data[0]
    bench.simulator.clock.freeze(middle)
    const items = (await read(`/v1/invoiceitems?customer=${customer}&pending=true`)).data
    const share = (end - middle) / (end - ANCHOR)
    expect(
      items.map(({ amount }: { amount: number }) => amount).toSorted((a: number, b: number) => a - b),
    ).toEqual([-Math.round(1000 * share), Math.round(6000 * share)])
    expect((await read(path)).items.data).toMatchObject([{ price: { id: large }, quantity: 2 }])
  })

  it('that is to end with its last phase ends the subscription there, and is completed', async () => {
    const [first] = phases()
    const made = await schedule({ end_behavior: 'cancel', phases: [first] })
    const end = made.phases[0].end_date
    const path = `/v1/subscriptions/${made.subscription}`
    expect((await read(path)).cancel_at).toBe(end)
    bench.simulator.clock.freeze(end)
    expect(await read(path)).toMatchObject({ ended_at: end, status: 'canceled' })
    expect(await read(`${PATH}/${made.id}`)).toMatchObject({ completed_at: end, status: 'completed' })
  })
})

describe('a schedule of a subscription', () => {
  it('takes its period over, and lets more follow', async () => {
    const subscription = await make('/v1/subscriptions', { customer, items: [{ price: small }] })
    const made = await make(PATH, { from_subscription: subscription.id })
    const [now] = made.phases
    expect(now).toMatchObject({ items: [{ price: small, quantity: 1 }], start_date: ANCHOR })
    expect((await read(`/v1/subscriptions/${subscription.id}`)).schedule).toBe(made.id)
    expect(await refused(PATH, { from_subscription: subscription.id })).toMatch(/already attached/)
    for (const ending of [{ cancel_at_period_end: true }, { cancel_at: '' }])
      expect(await refused(`/v1/subscriptions/${subscription.id}`, ending)).toMatch(
        /update the schedule instead/,
      )
    const [first, second] = phases()
    const changed = await make(`${PATH}/${made.id}`, {
      end_behavior: 'cancel',
      phases: [{ ...first, end_date: now.end_date, start_date: ANCHOR }, second],
    })
    expect(changed.phases).toHaveLength(2)
    const end = changed.phases[1].end_date
    expect((await read(`/v1/subscriptions/${subscription.id}`)).cancel_at).toBe(end)
    await make(`${PATH}/${made.id}`, { end_behavior: 'release' })
    expect((await read(`/v1/subscriptions/${subscription.id}`)).cancel_at).toBeNull()
    await make(`${PATH}/${made.id}`, { end_behavior: 'cancel' })
    bench.simulator.clock.freeze(now.end_date)
    expect((await read(`/v1/subscriptions/${subscription.id}`)).items.data[0].price.id).toBe(large)
    bench.simulator.clock.freeze(end)
    expect((await read(`/v1/subscriptions/${subscription.id}`)).status).toBe('canceled')
  })

  it('whose phase that runs is changed changes the subscription at once', async () => {
    const made = await schedule()
    const [, second] = phases()
    await make(`${PATH}/${made.id}`, {
      phases: [{ ...second, start_date: ANCHOR }],
      proration_behavior: 'none',
    })
    expect((await read(`/v1/subscriptions/${made.subscription}`)).items.data).toMatchObject([
      { price: { id: large }, quantity: 2 },
    ])
    expect((await read(`/v1/invoiceitems?customer=${customer}&pending=true`)).data).toEqual([])
  })
})

describe('a schedule that is not wanted any more', () => {
  it('is aborted before it began, and canceled with its subscription after', async () => {
    const later = await schedule({ start_date: ANCHOR + DAY })
    const before = bench.eventTypes().length
    expect((await make(`${PATH}/${later.id}/cancel`)).status).toBe('canceled')
    expect(since(before)).toEqual(['subscription_schedule.aborted'])
    bench.simulator.clock.freeze(ANCHOR + 2 * DAY)
    expect((await read('/v1/subscriptions')).data).toEqual([])
    const made = await schedule()
    const count = bench.eventTypes().length
    expect((await make(`${PATH}/${made.id}/cancel`, { invoice_now: false, prorate: false })).status).toBe(
      'canceled',
    )
    expect((await read(`/v1/subscriptions/${made.subscription}`)).status).toBe('canceled')
    expect(since(count).slice(-2)).toEqual([
      'customer.subscription.deleted',
      'subscription_schedule.canceled',
    ])
    expect(await refused(`${PATH}/${made.id}/cancel`)).toMatch(/currently in the `canceled` status/)
  })

  it('is released, and does not end the subscription that it was to end', async () => {
    const made = await schedule({ end_behavior: 'cancel' })
    expect((await make(`${PATH}/${made.id}/release`)).released_subscription).toBe(made.subscription)
    expect(await read(`/v1/subscriptions/${made.subscription}`)).toMatchObject({
      cancel_at: null,
      schedule: null,
    })
    bench.simulator.clock.freeze(ANCHOR + 100 * DAY)
    expect(await read(`/v1/subscriptions/${made.subscription}`)).toMatchObject({
      items: { data: [{ price: { id: small } }] },
      status: 'active',
    })
  })

  it('is aborted where nobody pays', async () => {
    customer = (await make('/v1/customers', {})).id
    const made = await schedule({
      phases: [{ items: [{ price: small }], duration: { interval: 'year' } }],
    })
    const before = bench.eventTypes().length
    bench.simulator.clock.freeze(ANCHOR + 60 * DAY)
    expect((await read(`/v1/subscriptions/${made.subscription}`)).status).toBe('canceled')
    expect(since(before)).toContain('subscription_schedule.aborted')
  })
})

it('refuses what it can’t be, and who may not', async () => {
  expect(await refused(PATH, { phases: phases(), start_date: 'now' })).toMatch(/customer/)
  expect(await refused(PATH, { customer, phases: phases() })).toMatch(/start_date/)
  expect(await refused(PATH, { customer, phases: phases(), start_date: ANCHOR - 1 })).toMatch(/in the past/)
  expect(await refused(PATH, { customer, start_date: 'now' })).toMatch(/phases/)
  const [first] = phases()
  const gone = { ...first, end_date: ANCHOR - 5 }
  expect(await refused(PATH, { customer, phases: [gone], start_date: 'now' })).toMatch(/must end after/)
  const unknown = { ...first, trial: true }
  expect(await refused(PATH, { customer, phases: [unknown], start_date: 'now' })).toMatch(/unknown parameter/)
  const made = await schedule()
  const moved = [{ ...first, start_date: ANCHOR + 1 }]
  expect(await refused(`${PATH}/${made.id}`, { phases: moved })).toMatch(/start date of the current phase/)
  const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_subscription_read'])
  for (const path of [PATH, `${PATH}/${made.id}`, `${PATH}/${made.id}/cancel`])
    expect((await bench.post(path, {}, { key })).status).toBe(403)
})
