// Webhooks: signed as the official SDK expects, sent again until accepted, and disturbed on request.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Stripe } from 'stripe'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openBench, type Bench } from './harness.ts'

const SECRET = 'whsec_simulator_test'
let bench: Bench
let receiver: Server
let received: { body: string; signature: string }[]
let answers: number[]

beforeEach(async () => {
  received = []
  answers = []
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
    request.on('end', () => {
      received.push({ body, signature: String(request.headers['stripe-signature']) })
      response.writeHead(answers.shift() ?? 200).end()
    })
  })
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve)
  })
  bench = await openBench()
  bench.simulator.setWebhook(bench.account, 'test', {
    url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`,
    secret: SECRET,
  })
})
afterEach(async () => {
  await bench.close()
  receiver.closeAllConnections()
  receiver.close()
})

const types = () => received.map(({ body }) => (JSON.parse(body) as { type: string }).type)

it('every event arrives, signed so that the official SDK accepts it', async () => {
  await bench.pay(5000)
  await bench.simulator.webhooksIdle()
  expect(types().toSorted()).toEqual(bench.eventTypes().toSorted())
  for (const { body, signature } of received) {
    const event = Stripe.webhooks.constructEvent(body, signature, SECRET)
    expect(event.object).toBe('event')
    expect(() => Stripe.webhooks.constructEvent(body, signature, `${SECRET}x`)).toThrow(/signature/)
  }
})

it('an event says how many endpoints it still has to reach', async () => {
  answers = [500]
  await bench.post('/v1/customers', { name: 'Mia' })
  await bench.simulator.webhooksIdle()
  const listed = async (success: boolean) =>
    (await bench.get(`/v1/events?delivery_success=${success}`)).body.data.map(
      ({ type }: { type: string }) => type,
    )
  expect(await listed(false)).toEqual(['customer.created'])
  bench.simulator.clock.advance(11)
  await bench.simulator.webhooksIdle()
  expect(await listed(false)).toEqual([])
  expect(await listed(true)).toEqual(['customer.created'])
})

it('is tried again with growing delay until it is accepted', async () => {
  answers = [500, 503, 302]
  await bench.post('/v1/customers', { name: 'Mia' })
  await bench.simulator.webhooksIdle()
  const attemptsAfter = async (seconds: number) => {
    bench.simulator.clock.advance(seconds)
    await bench.simulator.webhooksIdle()
    return received.length
  }
  expect(received).toHaveLength(1)
  expect(await attemptsAfter(9)).toBe(1)
  expect(await attemptsAfter(1)).toBe(2)
  expect(await attemptsAfter(59)).toBe(2)
  expect(await attemptsAfter(1)).toBe(3)
  expect(await attemptsAfter(300)).toBe(4)
  expect(await attemptsAfter(86400)).toBe(4)
})

it('can be duplicated', async () => {
  bench.simulator.chaos.webhooks.shareDuplicated = 1
  await bench.post('/v1/customers', { name: 'Mia' })
  await bench.simulator.webhooksIdle()
  expect(types()).toEqual(['customer.created', 'customer.created'])
})

it('can be dropped, and stays undelivered', async () => {
  bench.simulator.chaos.webhooks.shareDropped = 1
  await bench.post('/v1/customers', { name: 'Mia' })
  await bench.simulator.webhooksIdle()
  expect(received).toEqual([])
  expect((await bench.get('/v1/events?delivery_success=false')).body.data).toHaveLength(1)
})

it('can overtake one another', async () => {
  bench.simulator.chaos.webhooks.shareReordered = 1
  await bench.post('/v1/customers', { name: 'First' })
  bench.simulator.chaos.webhooks.shareReordered = 0
  const second = await bench.post('/v1/customers', { name: 'Second' })
  await bench.simulator.webhooksIdle()
  const names = received.map(
    ({ body }) => (JSON.parse(body) as { data: { object: { id: string } } }).data.object.id,
  )
  expect(names).toHaveLength(2)
  expect(names[0]).toBe(second.body.id)
})
