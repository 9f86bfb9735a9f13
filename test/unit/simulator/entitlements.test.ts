// Features come with products, and customers have those of what they subscribe to: each change of it is told once.
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SubscriptionStatus } from '../../../electron/simulator/billing-records.ts'
import { openBench, type Bench, type Reply } from './harness.ts'

const SUMMARY = 'entitlements.active_entitlement_summary.updated'
let bench: Bench
let customer: string
beforeEach(async () => {
  bench = await openBench()
  customer = (await bench.post('/v1/customers', { email: 'mia@example.com' })).body.id
})
afterEach(() => bench.close())

const feature = async (key: string): Promise<string> =>
  (await bench.post('/v1/entitlements/features', { lookup_key: key, name: key })).body.id

/** A monthly price of a new product with these features. */
async function plan(...features: string[]): Promise<string> {
  const product = (await bench.post('/v1/products', { name: 'Plan' })).body.id
  for (const id of features) await bench.post(`/v1/products/${product}/features`, { entitlement_feature: id })
  const facts = { product, currency: 'eur', unit_amount: 1200, recurring: { interval: 'month' } }
  return (await bench.post('/v1/prices', facts)).body.id
}

const subscribe = (price: string, status: SubscriptionStatus = 'active') =>
  bench.simulator.subscribe(bench.account, 'test', { customer, price, status })

const entitled = async (): Promise<string[]> => {
  const { body } = await bench.get(`/v1/entitlements/active_entitlements?customer=${customer}`)
  return body.data.map((entitlement: Reply['body']) => entitlement.lookup_key).toSorted()
}
const summaries = () =>
  bench.simulator.ledger(bench.account, 'test').events.filter(({ type }) => type === SUMMARY)

it('a subscription brings its features, and tells of it after the subscription', async () => {
  const price = await plan(await feature('recipes'), await feature('curves'))
  subscribe(price)
  expect(await entitled()).toEqual(['curves', 'recipes'])
  expect(bench.eventTypes().slice(-2)).toEqual(['customer.subscription.created', SUMMARY])
  const { body } = await bench.get(`/v1/events?type=${SUMMARY}`)
  const { object, previous_attributes: before } = body.data[0].data
  expect(object).toMatchObject({ customer, object: 'entitlements.active_entitlement_summary' })
  const { body: list } = await bench.get(`/v1/entitlements/active_entitlements?customer=${customer}`)
  expect(object.entitlements.data.toReversed()).toEqual(list.data)
  expect(before).toEqual({ entitlements: { data: [] } })
})

it('what does not change what a customer may use is not told', async () => {
  const curves = await feature('curves')
  const made = subscribe(await plan(curves))
  subscribe(await plan(curves))
  await bench.post(`/v1/subscriptions/${made?.id}`, { metadata: { a: 1 } })
  expect(summaries()).toHaveLength(1)
})

it('a feature that two subscriptions bring stays until both are gone, and comes back as itself', async () => {
  const curves = await feature('curves')
  const [basic, pro] = [await plan(curves), await plan(curves, await feature('api'))]
  const first = subscribe(basic)
  const second = subscribe(pro)
  const id = async () =>
    (await bench.get(`/v1/entitlements/active_entitlements?customer=${customer}`)).body.data.at(-1).id
  const before = await id()
  await bench.del(`/v1/subscriptions/${second?.id}`)
  expect(await entitled()).toEqual(['curves'])
  await bench.del(`/v1/subscriptions/${first?.id}`)
  expect(await entitled()).toEqual([])
  subscribe(basic)
  expect(await id()).toBe(before)
  expect(summaries().map(({ data }) => (data.object as Reply['body']).entitlements.data.length)).toEqual([
    1, 2, 1, 0, 1,
  ])
})

it.each([
  ['active', true],
  ['trialing', true],
  ['past_due', true],
  ['unpaid', false],
  ['paused', false],
  ['incomplete', false],
  ['incomplete_expired', false],
  ['canceled', false],
] as const)('one that is %s grants: %s', async (status, grants) => {
  subscribe(await plan(await feature('curves')), status)
  expect(await entitled()).toEqual(grants ? ['curves'] : [])
})

it('a feature attached later counts from the next event of the subscription', async () => {
  const price = await plan(await feature('curves'))
  const made = subscribe(price)
  const product = (await bench.get(`/v1/prices/${price}`)).body.product
  const attached = await bench.post(`/v1/products/${product}/features`, {
    entitlement_feature: await feature('api'),
  })
  expect((await bench.get(`/v1/products/${product}/features/${attached.body.id}`)).body).toEqual(
    attached.body,
  )
  expect(await entitled()).toEqual(['curves'])
  bench.simulator.bill(bench.account, 'test', made?.id ?? '')
  expect(await entitled()).toEqual(['api', 'curves'])
})

it('lists features by their key, and has each key once', async () => {
  await feature('curves')
  const api = await feature('api')
  const { body } = await bench.get('/v1/entitlements/features?lookup_key=api')
  expect(body.data).toEqual([(await bench.get(`/v1/entitlements/features/${api}`)).body])
  expect(body.data[0]).toMatchObject({ active: true, lookup_key: 'api', object: 'entitlements.feature' })
  expect((await bench.get('/v1/entitlements/features?archived=true')).body.data).toEqual([])
  const again = await bench.post('/v1/entitlements/features', { lookup_key: 'api', name: 'Again' })
  expect([again.status, again.body.error.code]).toEqual([400, 'resource_already_exists'])
})

it('one entitlement is read by its id, with its feature expanded where asked', async () => {
  subscribe(await plan(await feature('curves')))
  const path = `/v1/entitlements/active_entitlements?customer=${customer}&expand[]=data.feature`
  const [{ id, feature: whole }] = (await bench.get(path)).body.data
  expect(whole.lookup_key).toBe('curves')
  expect((await bench.get(`/v1/entitlements/active_entitlements/${id}`)).body.feature).toBe(whole.id)
  expect((await bench.get('/v1/entitlements/active_entitlements/ent_missing')).status).toBe(404)
  expect((await bench.get('/v1/entitlements/active_entitlements')).body.error.param).toBe('customer')
})
