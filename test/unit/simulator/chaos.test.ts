// Chaos: what fails, when the effect stands, and that the seed decides.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChaosAction } from '../../../electron/simulator/chaos.ts'
import { openBench, type Bench } from './harness.ts'

let bench: Bench
let payment: string
beforeEach(async () => {
  bench = await openBench()
  payment = (await bench.pay(5000)).id
})
afterEach(() => bench.close())

const script = (action: ChaosAction, times = 1) => {
  bench.simulator.chaos.script = [{ match: { method: 'POST', pathStartsWith: '/v1/refunds' }, action, times }]
}
const refundOnce = (signal?: AbortSignal) =>
  fetch(`${bench.simulator.baseUrl}/v1/refunds`, {
    method: 'POST',
    body: `payment_intent=${payment}&amount=1000`,
    headers: {
      authorization: `Bearer ${bench.simulator.accounts[0]?.keys.secretTest}`,
      'idempotency-key': 'k1',
    },
    ...(signal === undefined ? {} : { signal }),
  })
const ledger = () => bench.simulator.ledger(bench.account, 'test')

describe('scripted', () => {
  it('a lost response has had its effect, and the same key tells what it was', async () => {
    script('lose_response')
    await expect(refundOnce()).rejects.toThrow('fetch failed')
    expect(ledger().refunds.size).toBe(1)
    const again = await refundOnce()
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(ledger().refunds.size).toBe(1)
    expect(ledger().requests.at(-2)).toMatchObject({
      fate: 'lose_response',
      status: 200,
      idempotencyKey: 'k1',
    })
  })

  it('a refused connection has had no effect', async () => {
    script('refuse')
    await expect(refundOnce()).rejects.toThrow('fetch failed')
    expect(ledger().refunds.size).toBe(0)
    expect((await refundOnce()).headers.get('idempotent-replayed')).toBeNull()
  })

  it.each([
    ['500_before', 500, 0, false],
    ['500_after', 500, 1, true],
    ['500_kept', 500, 0, true],
    ['429', 429, 0, false],
  ] as const)('%s answers %i with %i refunds, kept: %s', async (action, status, refunds, isKept) => {
    script(action)
    expect((await refundOnce()).status).toBe(status)
    expect(ledger().refunds.size).toBe(refunds)
    const again = await refundOnce()
    expect(again.headers.get('idempotent-replayed') === 'true').toBe(isKept)
    expect(again.status).toBe(isKept ? 500 : 200)
  })

  it('a hanging request holds its key until the caller hangs up, and never happens', async () => {
    script('hang')
    const hanging = new AbortController()
    const first = refundOnce(hanging.signal)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect((await refundOnce()).status).toBe(409)
    hanging.abort()
    await expect(first).rejects.toThrow(/aborted/)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(ledger().refunds.size).toBe(0)
    expect((await refundOnce()).status).toBe(200)
  })

  it('hits only what it matches, only so often', async () => {
    script('500_before', 2)
    expect((await bench.get('/v1/refunds')).status).toBe(200)
    expect((await refundOnce()).status).toBe(500)
    expect((await refundOnce()).status).toBe(500)
    expect((await refundOnce()).status).toBe(200)
  })
})

it('a 429 gives its reason in the header', async () => {
  bench.simulator.chaos.share429 = 1
  const reply = await bench.get('/v1/balance')
  expect(reply.status).toBe(429)
  expect(reply.body.error.code).toBe('rate_limit')
  expect(reply.headers.get('stripe-rate-limited-reason')).toBe('global-rate')
})

it('the rate limit lets through what it says and no more', async () => {
  bench.simulator.chaos.rateLimit = { perSecond: 5 }
  const began = performance.now()
  const statuses = await Promise.all(
    Array.from({ length: 12 }, async () => (await bench.get('/v1/balance')).status),
  )
  const seconds = (performance.now() - began) / 1000
  const answered = statuses.filter((status) => status === 200).length
  expect(answered).toBeGreaterThanOrEqual(5)
  // What came to be allowed meanwhile is answered, too.
  expect(answered).toBeLessThanOrEqual(5 + 5 * seconds)
})

it('each endpoint has a limit of its own, beside that of all', async () => {
  bench.simulator.chaos.rateLimit = { perSecond: 100, perEndpoint: 3 }
  const began = performance.now()
  const replies = await Promise.all(
    ['customers', 'charges'].flatMap((list) =>
      Array.from({ length: 5 }, async () => ({ list, reply: await bench.get(`/v1/${list}`) })),
    ),
  )
  const seconds = (performance.now() - began) / 1000
  for (const list of ['customers', 'charges']) {
    const answered = replies.filter((each) => each.list === list && each.reply.status === 200).length
    expect(answered).toBeGreaterThanOrEqual(3)
    expect(answered).toBeLessThanOrEqual(3 + 3 * seconds)
  }
  const refused = replies.filter(({ reply }) => reply.status === 429)
  for (const { reply } of refused)
    expect(reply.headers.get('stripe-rate-limited-reason')).toBe('endpoint-rate')
})

it('latency is at least what it says', async () => {
  bench.simulator.chaos.latencyMs = [40, 50]
  const start = performance.now()
  await bench.get('/v1/balance')
  expect(performance.now() - start).toBeGreaterThanOrEqual(39)
})

it('the same seed throws the same dice', async () => {
  const outcomes = async (seed: string) => {
    const one = await openBench({ seed, chaos: { share429: 0.3, share500Before: 0.3 } })
    const statuses: number[] = []
    for (let count = 0; count < 30; count += 1) statuses.push((await one.get('/v1/balance')).status)
    await one.close()
    return statuses
  }
  const first = await outcomes('dice')
  expect(new Set(first)).toEqual(new Set([200, 429, 500]))
  expect(await outcomes('dice')).toEqual(first)
  expect(await outcomes('other')).not.toEqual(first)
})
