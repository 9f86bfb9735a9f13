// A shop that is open: customers buy while the clock runs, as seed and moment decide, and what they did is there after a restart.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Stripe } from 'stripe'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ANCHOR, openBench, type Bench, type Json } from './harness.ts'

let bench: Bench
const open = (more: Parameters<typeof openBench>[0] = {}) =>
  openBench({ seed: 'shop', size: { customers: 30, payments: 100 }, ...more })
const ledger = () => bench.simulator.ledger(bench.account, 'test')
/** The payments that were begun after the anchor, oldest first. */
/** Renewals are not bought: they come due by themselves. */
const bought = () =>
  [...ledger().paymentIntents.values()].filter(
    ({ created, description }) => created > ANCHOR && description !== 'Subscription update',
  )
/** A fingerprint of everything there is, so that a difference does not print it all. */
const contents = () => {
  const { requests: _requests, ...rest } = ledger()
  const text = JSON.stringify(
    Object.entries(rest).map(([name, value]) => [name, value instanceof Map ? [...value] : value]),
  )
  return createHash('sha256').update(text).digest('hex')
}

describe('while the shop is open', () => {
  beforeEach(async () => {
    bench = await open({ trade: { everySeconds: 30 } })
  })
  afterEach(() => bench.close())

  it('somebody buys every 20 to 40 seconds of the clock', () => {
    bench.simulator.clock.advance(3600)
    const times = bought().map(({ created }) => created)
    expect(times.length).toBeGreaterThanOrEqual(90)
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(20)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(40)
    expect(new Set(gaps).size).toBeGreaterThan(10)
  })

  it('most pay, some are declined, some pass 3-D Secure and some do not come back', () => {
    bench.simulator.clock.advance(4 * 3600)
    const types = ledger()
      .events.filter(({ created }) => created > ANCHOR)
      .map(({ type }) => type)
    const count = (type: string) => types.filter((one) => one === type).length
    const purchases = bought().length
    expect(count('payment_intent.created')).toBe(purchases)
    expect(count('payment_intent.succeeded') / purchases).toBeGreaterThan(0.7)
    expect(count('payment_intent.payment_failed') / purchases).toBeGreaterThan(0.05)
    const asked = count('payment_intent.requires_action')
    expect(asked / purchases).toBeGreaterThan(0.05)
    const waiting = bought().filter(({ status }) => status === 'requires_action')
    expect(waiting.length).toBeGreaterThan(0)
    expect(waiting.length).toBeLessThan(asked / 2)
    expect(count('customer.created')).toBeGreaterThan(10)
    expect(count('customer.subscription.created')).toBeGreaterThan(5)
    expect(count('payment_method.attached')).toBeGreaterThanOrEqual(count('customer.created'))
    expect(new Set(bought().map(({ currency }) => currency)).size).toBeGreaterThan(3)
  })

  it('a payment is tried some seconds after it was begun, and each step told at its second', () => {
    bench.simulator.clock.advance(600)
    const paid = bought().find(({ status }) => status === 'succeeded')
    const told = ledger().events.filter(({ data }) => (data.object as Json)['id'] === paid?.id)
    expect(told.map(({ type }) => type)).toEqual(['payment_intent.created', 'payment_intent.succeeded'])
    expect((told[1]?.created ?? 0) - (told[0]?.created ?? 0)).toBeGreaterThanOrEqual(2)
    expect(told[0]?.request).toEqual({ id: null, idempotency_key: null })
  })

  it('a payment that was canceled meanwhile is left alone', async () => {
    let waiting = bought()
    for (; waiting.length === 0; waiting = bought()) bench.simulator.clock.advance(1)
    const [begun] = waiting
    await bench.post(`/v1/payment_intents/${begun?.id}/cancel`)
    bench.simulator.clock.advance(300)
    expect(ledger().paymentIntents.get(begun?.id ?? '')?.status).toBe('canceled')
  })

  it('the same seed sells the same things at the same moments', async () => {
    bench.simulator.clock.advance(900)
    const known = contents()
    await bench.close()
    bench = await open({ trade: { everySeconds: 30 } })
    for (let part = 0; part < 9; part += 1) bench.simulator.clock.advance(100)
    expect(contents()).toBe(known)
  })

  it('a clock that leaps over days is not made up for', () => {
    bench.simulator.clock.advance(10 * 86400)
    expect(bought().length).toBeGreaterThan(80)
    expect(bought().length).toBeLessThan(200)
    expect(bought()[0]?.created).toBeGreaterThan(ANCHOR + 10 * 86400 - 3700)
  })

  it('can be closed, and opened again at another pace', async () => {
    const control = (body: object) =>
      fetch(`${bench.simulator.baseUrl}/_simulator/trade`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'x-simulator-control': '1' },
      })
    expect((await control({ everySeconds: null })).status).toBe(200)
    bench.simulator.clock.advance(3600)
    expect(bought()).toEqual([])
    await control({ everySeconds: 3 })
    bench.simulator.clock.advance(300)
    expect(bought().length).toBeGreaterThanOrEqual(75)
    for (const everySeconds of [0, -1, 1.5, 'often', undefined])
      expect((await control({ everySeconds })).status).toBe(400)
  })
})

it('nobody buys unless told to', async () => {
  bench = await open()
  bench.simulator.clock.advance(86400)
  expect(bought()).toEqual([])
  await bench.close()
})

it('an empty account finds its first customers', async () => {
  bench = await openBench({ trade: { everySeconds: 30 } })
  bench.simulator.clock.advance(600)
  expect(bought().length).toBeGreaterThan(14)
  await bench.close()
})

it('what is bought is told by signed webhooks', async () => {
  const received: { body: string; signature: string }[] = []
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
    request.on('end', () => {
      received.push({ body, signature: String(request.headers['stripe-signature']) })
      response.end()
    })
  })
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  bench = await open({ trade: { everySeconds: 30 }, webhook: { url, secret: 'whsec_shop' } })
  bench.simulator.clock.advance(120)
  await bench.simulator.webhooksIdle()
  const told = received.map(({ body, signature }) =>
    Stripe.webhooks.constructEvent(body, signature, 'whsec_shop'),
  )
  const made = ledger().events.filter(({ created }) => created > ANCHOR)
  expect(told.map(({ id }) => id).toSorted()).toEqual(made.map(({ id }) => id).toSorted())
  expect(told.length).toBeGreaterThan(5)
  await bench.close()
  receiver.closeAllConnections()
  receiver.close()
})

describe('with a state file', () => {
  let folder: string
  const openFile = (more: Parameters<typeof openBench>[0] = {}) =>
    open({ stateFile: join(folder, 'state.jsonl'), nowSeconds: ANCHOR, ...more })
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bursar-trade-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('purchases, what followed, and refunds among them survive a restart, to the byte', async () => {
    bench = await openFile({ trade: { everySeconds: 30 } })
    bench.simulator.clock.freeze(ANCHOR)
    for (let round = 0; round < 20; round += 1) {
      bench.simulator.clock.advance(37)
      const paid = bought().findLast(({ status }) => status === 'succeeded')
      if (paid === undefined) continue
      await bench.post('/v1/refunds', { payment_intent: paid.id, amount: 100 })
    }
    // Requests and purchases of one second, too.
    for (let second = 0; second < 120; second += 1) {
      bench.simulator.clock.advance(1)
      await bench.pay(700, { payment_method: 'pm_card_createDispute' })
    }
    const now = bench.simulator.clock.nowSeconds()
    const known = contents()
    expect(bought().length).toBeGreaterThan(140)
    await bench.close()

    bench = await openFile({ nowSeconds: now })
    bench.simulator.clock.freeze(now)
    expect(contents()).toBe(known)
    await bench.close()
  })

  it('the shop was closed while nobody ran it', async () => {
    bench = await openFile({ trade: { everySeconds: 30 } })
    bench.simulator.clock.freeze(ANCHOR)
    bench.simulator.clock.advance(300)
    const before = bought().length
    await bench.close()
    bench = await openFile({ nowSeconds: ANCHOR + 86400, trade: { everySeconds: 30 } })
    expect(bought()).toHaveLength(before)
    bench.simulator.clock.freeze(ANCHOR + 86400)
    bench.simulator.clock.advance(300)
    expect(bought().length).toBeGreaterThan(before + 6)
    await bench.close()
  })

  it('the shop closes when purchases can not be remembered', async () => {
    mkdirSync(join(folder, 'gone'))
    bench = await openFile({ stateFile: join(folder, 'gone', 'state.jsonl'), trade: { everySeconds: 30 } })
    bench.simulator.clock.freeze(ANCHOR)
    rmSync(join(folder, 'gone'), { recursive: true })
    bench.simulator.clock.advance(3600)
    expect(bought()).toEqual([])
    await bench.close()
  })
})
