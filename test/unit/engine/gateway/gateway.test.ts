// The one door to Stripe: how often, in which order, under which key, and for how long it knocks.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Stripe } from 'stripe'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { makeClient } from '../../../../electron/engine/gateway/client.ts'
import { openGateway, type Answer, type GatewayOptions } from '../../../../electron/engine/gateway/gateway.ts'
import { failure, type Failure } from '../../../../src/contract/index.ts'
import { openBench, type Bench } from '../../simulator/harness.ts'
import { script, type ChaosAction } from '../../../integration/engine/desk.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const secretOf = (): string => bench.simulator.accounts[0]!.keys.secretTest

function open(more: Partial<GatewayOptions> = {}) {
  const gateway = openGateway({
    client: makeClient(secretOf(), bench.simulator.baseUrl, 2000),
    livemode: false,
    requestsPerSecond: 1000,
    backoffMs: () => 1,
    ...more,
  })
  onTestFinished(() => {
    gateway.close()
    bench.simulator.chaos.script.length = 0
  })
  return gateway
}

const aCustomer = (stripe: Stripe, options: { idempotencyKey: string }): Promise<Stripe.Customer> =>
  stripe.customers.create({ name: 'Ada' }, options)

/** The idempotency keys of the customers' POSTs so far. */
const keysSeen = (): (string | null | undefined)[] =>
  bench.simulator
    .ledger(bench.account, 'test')
    .requests.filter(({ method, path }) => method === 'POST' && path === '/v1/customers')
    .map((request) => request.idempotencyKey)

/** What a write comes to where Stripe says yes, under these headers. */
async function answeredWith(headers: Record<string, string>): Promise<Partial<Answer<unknown>>> {
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end('{}'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const client = makeClient(
    'sk_test_1234567890',
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  )
  const answer = await open({ client }).write('cus', 'key', aCustomer)
  return answer.ok ? answer : {}
}

describe('a write', () => {
  test.each<[string, ChaosAction[], number]>([
    ['succeeds', [], 1],
    ['is rate-limited', ['429', '429'], 3],
    ['meets a 500', ['500_before'], 2],
    ['loses its answers', ['lose_response', 'lose_response'], 3],
    ['finds the connection closed', ['refuse', 'refuse', 'refuse'], 4],
  ])('that %s is asked for under one key only, so many times', async (_, actions, times) => {
    const before = keysSeen().length
    script(bench, 'POST', '/v1/customers', ...actions)
    const key = `key ${Math.random()}`
    const answer = await open().write('cus', key, aCustomer)
    expect(answer.ok).toBe(true)
    expect(keysSeen().slice(before)).toEqual(Array(times).fill(key))
  })

  test('gives up after five tries, and says that the outcome is not known', async () => {
    const before = keysSeen().length
    script(bench, 'POST', '/v1/customers', ...Array<ChaosAction>(9).fill('refuse'))
    expect(await open().write('cus', 'given up', aCustomer)).toMatchObject({
      ok: false,
      effect: 'unsure',
      settled: false,
      error: { code: 'stripe_unreachable' },
    })
    expect(keysSeen().length - before).toBe(5)
  })

  test('that is rate-limited to the end did nothing, and says nothing of an earlier one under its key', async () => {
    script(bench, 'POST', '/v1/customers', ...Array<ChaosAction>(5).fill('429'))
    expect(await open().write('cus', 'limited', aCustomer)).toMatchObject({
      effect: 'unsent',
      settled: false,
      error: { code: 'stripe_rate_limited' },
      requestIds: expect.objectContaining({ length: 5 }),
    })
  })

  test('that lost an answer and is rate-limited to the end may have done something', async () => {
    script(bench, 'POST', '/v1/customers', 'lose_response', ...Array<ChaosAction>(4).fill('429'))
    expect(await open().write('cus', 'lost, then limited', aCustomer)).toMatchObject({
      effect: 'unsure',
      settled: false,
    })
  })

  test('that the key may not make did nothing, and says nothing of an earlier one under its key', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_charge_read'])
    const gateway = open({ client: makeClient(key, bench.simulator.baseUrl) })
    expect(await gateway.write('cus', 'not allowed', aCustomer)).toMatchObject({
      effect: 'none',
      settled: false,
      error: { code: 'key_permission' },
    })
  })

  test('that is refused does nothing and is not repeated', async () => {
    const before = keysSeen().length
    const refused = await open().write('cus', 'refused', (stripe, options) =>
      stripe.customers.create({ nonsense: 'x' } as Stripe.CustomerCreateParams, options),
    )
    expect(refused).toMatchObject({ effect: 'none', settled: true, error: { code: 'stripe_refused' } })
    expect(keysSeen().length - before).toBe(1)
  })

  test.each<[ChaosAction]>([['500_kept'], ['500_after']])(
    'whose %s is replayed has ended, with an outcome to be looked up',
    async (action) => {
      script(bench, 'POST', '/v1/customers', action)
      expect(await open().write('cus', `kept ${action}`, aCustomer)).toMatchObject({
        effect: 'unsure',
        settled: true,
        error: { code: 'stripe_failed' },
      })
    },
  )

  test('under the key of another is no plain refusal: that one may have been done', async () => {
    const gateway = open()
    expect(await gateway.write('cus', 'of another', aCustomer)).toMatchObject({ ok: true })
    const other = await gateway.write('cus', 'of another', (stripe, options) =>
      stripe.customers.create({ name: 'Grace' }, options),
    )
    expect(other).toMatchObject({ error: { code: 'stripe_failed' }, effect: 'unsure', settled: false })
  })

  test('without a key is a bug', () => {
    expect(() => open().write('cus', '', aCustomer)).toThrow(TypeError)
  })

  test('to one object waits for the one before; to another it does not', async () => {
    const gateway = open()
    const running: string[] = []
    const during = (name: string) => async (): Promise<object> => {
      running.push(`${name} starts`)
      await new Promise((resolve) => setTimeout(resolve, 20))
      running.push(`${name} ends`)
      return {}
    }
    const first = gateway.write('a', 'k1', during('a1'))
    const others = [gateway.write('a', 'k2', during('a2')), gateway.write('b', 'k3', during('b1'))]
    await first
    await Promise.all([...others, gateway.write('a', 'k4', during('a3'))])
    expect(running.indexOf('a2 starts')).toBeGreaterThan(running.indexOf('a1 ends'))
    expect(running.indexOf('a3 starts')).toBeGreaterThan(running.indexOf('a2 ends'))
    expect(running.indexOf('b1 starts')).toBeLessThan(running.indexOf('a1 ends'))
  })

  test.each([
    ['slept for a day', 25 * 3600_000],
    ['slept for more than ten minutes', 600_001],
    ['had its clock moved back', -5000],
  ])('is not repeated after the machine %s: Stripe may have forgotten the key', async (_, later) => {
    let now = 1_795_000_000_000
    const send = vi.fn<() => Promise<never>>(async () => {
      throw new Stripe.errors.StripeConnectionError({ message: 'cut' })
    })
    const gateway = open({
      now: () => now,
      backoffMs: () => {
        now += later
        return 1
      },
    })
    expect(await gateway.write('pi', 'slept', send)).toMatchObject({ effect: 'unsure', settled: false })
    expect(send).toHaveBeenCalledTimes(1)
  })

  test('that waited in line through a sleep is not sent at all', async () => {
    let now = 1_795_000_000_000
    const gateway = open({ now: () => now })
    const first = gateway.write('pi', 'first', async () => {
      now += 25 * 3600_000
      return {}
    })
    const send = vi.fn<() => Promise<object>>(async () => ({}))
    const second = gateway.write('pi', 'second', send)
    expect(await first).toMatchObject({ ok: true })
    expect(await second).toMatchObject({ effect: 'unsent', error: { code: 'stopping' } })
    expect(send).not.toHaveBeenCalled()
  })
})

describe('a write that may not go on', () => {
  const locked = failure('locked', 'This desk is locked.').error
  const slow = new Stripe.errors.StripeRateLimitError({
    message: 'slow',
    type: 'rate_limit_error',
    statusCode: 429,
  })
  const cut = new Stripe.errors.StripeConnectionError({ message: 'cut' })

  test.each([
    ['before it is sent', [], { effect: 'unsent', settled: false }],
    ['after a try that did nothing', [slow], { effect: 'unsent', settled: false }],
    ['after a try with unknown outcome', [cut], { effect: 'unsure', settled: false }],
  ])('%s is not tried again', async (_, thrown, expected) => {
    const send = vi.fn<() => Promise<object>>(async () => {
      throw thrown[send.mock.calls.length - 1] ?? new Error('it was sent once too often')
    })
    const whyNot = (): Failure | null => (send.mock.calls.length < thrown.length ? null : locked)
    expect(await open({ backoffMs: () => 1 }).write('pi', 'key', send, whyNot)).toMatchObject({
      ok: false,
      error: locked,
      ...expected,
    })
    expect(send).toHaveBeenCalledTimes(thrown.length)
  })
})

test('a write of a desk that is closed after tries that did nothing leaves no doubt: the next one was never made', async () => {
  const slow = new Stripe.errors.StripeRateLimitError({
    message: 'slow',
    type: 'rate_limit_error',
    statusCode: 429,
  })
  const gateway = open({ backoffMs: () => 60_000 })
  const send = vi.fn<() => Promise<object>>(async () => {
    setImmediate(() => gateway.close())
    throw slow
  })
  expect(await gateway.write('pi', 'key', send)).toMatchObject({
    effect: 'unsent',
    settled: false,
    error: { code: 'stopping' },
  })
  expect(send).toHaveBeenCalledTimes(1)
})

describe('the budget', () => {
  test('is kept in every second, wherever it begins', async () => {
    const gateway = open({ requestsPerSecond: 15 })
    const starts: number[] = []
    const note = async (): Promise<object> => {
      starts.push(performance.now())
      return {}
    }
    await gateway.read(note)
    // So that a second of the clock ends between two bursts.
    await new Promise((resolve) => setTimeout(resolve, 900))
    await Promise.all(Array.from({ length: 31 }, () => gateway.read(note)))
    for (const start of starts) {
      // Timers are allowed to be 5 ms early.
      expect(starts.filter((other) => other >= start && other < start + 995).length).toBeLessThanOrEqual(15)
    }
  })

  test('lets an order go before the reading of a history', async () => {
    const gateway = open({ requestsPerSecond: 2 })
    const order: string[] = []
    const note = (name: string) => async (): Promise<object> => {
      order.push(name)
      return {}
    }
    await Promise.all([
      ...['r1', 'r2', 'r3', 'r4'].map((name) => gateway.read(note(name))),
      gateway.write('pi', 'urgent', note('write')),
    ])
    expect(order.indexOf('write')).toBe(2)
  })

  test('each wait before a repeat is longer than the one before', async () => {
    script(bench, 'GET', '/v1/balance', '429', '429', '429')
    const waits: number[] = []
    const gateway = open({ backoffMs: (repeat) => (waits.push(repeat), 1) })
    expect(await gateway.read((stripe) => stripe.balance.retrieve())).toMatchObject({ ok: true })
    expect(waits).toEqual([0, 1, 2])
  })
})

describe('an answer', () => {
  const date = 'Wed, 25 Nov 2026 14:03:20 GMT'
  test.each<[string, Record<string, string>, object]>([
    [
      'is dated by Stripe’s clock',
      { date, 'request-id': 'req_1' },
      { asOf: Date.parse(date), requestId: 'req_1' },
    ],
    ['that is given once more says so', { date, 'idempotent-replayed': 'true' }, { replayed: true }],
  ])('%s', async (_, headers, expected) => {
    const { asOf, requestId, replayed } = await answeredWith(headers)
    expect({ asOf, requestId, replayed }).toEqual({
      asOf: Date.parse(date),
      requestId: null,
      replayed: undefined,
      ...expected,
    })
  })
})

describe('the mode', () => {
  test.each([
    [false, { livemode: true }, 'livemode'],
    [true, { livemode: false }, 'livemode'],
    [false, { data: [{ livemode: false }, { livemode: true }] }, 'data[1].livemode'],
    [false, { latest_charge: { livemode: true } }, 'latest_charge.livemode'],
    [true, { data: [{ data: { object: { livemode: false } } }] }, 'data[0].data.object.livemode'],
  ])('of a desk with livemode %s is not that of %j: refused and told', async (livemode, value, path) => {
    const answer = await open({ livemode }).read(async () => value)
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'mode_mismatch', message: expect.stringContaining(path) },
    })
  })

  test.each([
    [false, { livemode: false, metadata: { livemode: true } }],
    [true, { livemode: true }],
    [false, { id: 're_1', amount: 5 }],
    [false, null],
  ])('of a desk with livemode %s fits %j', async (livemode, value) => {
    expect(await open({ livemode }).read(async () => value)).toMatchObject({ ok: true, value })
  })

  test("a live key's answers never pass a test desk, and are told of", async () => {
    const client = makeClient(bench.simulator.accounts[0]!.keys.secretLive, bench.simulator.baseUrl)
    const onStranger = vi.fn<(place: string) => void>()
    const answer = await open({ client, onStranger }).read((stripe) => stripe.balance.retrieve())
    expect(answer).toMatchObject({ ok: false, error: { code: 'mode_mismatch' } })
    expect(onStranger).toHaveBeenCalledOnce()
  })
})

describe('a read', () => {
  test.each<ChaosAction>(['429', '500_before', 'refuse'])(
    'that meets %s gives up after four tries',
    async (action) => {
      script(bench, 'GET', '/v1/balance', ...Array<ChaosAction>(9).fill(action))
      const ask = vi.fn<(stripe: Stripe) => Promise<Stripe.Balance>>((stripe) => stripe.balance.retrieve())
      expect(await open().read(ask)).toMatchObject({ ok: false })
      expect(ask).toHaveBeenCalledTimes(4)
    },
  )

  test('of what is not there is not repeated', async () => {
    const ask = vi.fn<(stripe: Stripe) => Promise<object>>((stripe) => stripe.customers.retrieve('cus_none'))
    expect(await open().read(ask)).toMatchObject({ ok: false, error: { code: 'not_found' } })
    expect(ask).toHaveBeenCalledOnce()
  })
})

describe('closing', () => {
  test('ends what waits, what is under way and what comes later', async () => {
    const gateway = open({ requestsPerSecond: 1 })
    const never = (): Promise<never> => new Promise(() => undefined)
    const running = gateway.read(never)
    const waiting = gateway.read(never)
    const writing = gateway.write('pi', 'key', never)
    gateway.close()
    const later = gateway.read(async () => ({}))
    for (const answer of await Promise.all([running, waiting, writing, later])) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'stopping' } })
    }
    expect(await writing).toMatchObject({ effect: 'unsent', settled: false })
  })

  test('leaves a write in doubt that was begun', async () => {
    const gateway = open()
    const send = vi.fn<() => Promise<never>>(() => new Promise(() => undefined))
    const writing = gateway.write('pi', 'key', send)
    await vi.waitFor(() => expect(send).toHaveBeenCalledOnce())
    gateway.close()
    expect(await writing).toMatchObject({ effect: 'unsure', settled: false, error: { code: 'stopping' } })
  })
})

describe('what is told of a failure', () => {
  test.each([
    ['a key that does not exist', 'sk_test_sim_doesnotexist000000', 'key_revoked'],
    ['a key that was rolled', null, 'key_revoked'],
  ])('of %s never has the key in it, and is told of', async (_, key, code) => {
    const used = key ?? bench.simulator.accounts[0]!.keys.revoked
    const onKeyRevoked = vi.fn<(error: Failure) => void>()
    const client = makeClient(used, bench.simulator.baseUrl)
    const answer = await open({ client, onKeyRevoked }).read((stripe) => stripe.balance.retrieve())
    expect(answer).toMatchObject({ ok: false, error: { code } })
    expect(onKeyRevoked).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code }))
    expect(JSON.stringify(answer)).not.toContain(used.slice(-6))
  })

  test('has no key in whatever Stripe says of it', async () => {
    const key = 'sk_test_51AbcDEF0123456789'
    const error = { type: key, code: key, decline_code: key, param: key, message: key }
    const server = createServer((_, response) =>
      response
        .writeHead(402, { 'content-type': 'application/json', 'request-id': key })
        .end(JSON.stringify({ error })),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const client = makeClient(key, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const answer = await open({ client }).write('pi', 'key', aCustomer)
    expect(answer).toMatchObject({
      error: { stripe: { code: 'sk_test_[redacted]', requestId: 'sk_test_[redacted]' } },
    })
    expect(JSON.stringify(answer)).not.toContain(key)
  })

  test('of a missing permission names it', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_charge_read'])
    const answer = await open({ client: makeClient(key, bench.simulator.baseUrl) }).read((stripe) =>
      stripe.balance.retrieve(),
    )
    expect(answer).toMatchObject({
      error: { code: 'key_permission', message: expect.stringContaining('rak_balance_read') },
    })
    expect(JSON.stringify(answer)).not.toContain(key.slice(-6))
  })

  test.each([
    [408, 'unsure', 'stripe_failed'],
    [424, 'unsure', 'stripe_failed'],
    [409, 'unsure', 'stripe_rate_limited'],
    [400, 'none', 'stripe_refused'],
    [402, 'none', 'stripe_refused'],
    [404, 'none', 'not_found'],
    [500, 'unsure', 'stripe_failed'],
    [503, 'unsure', 'stripe_failed'],
  ])('of a %d says for a write that the effect is %s, and calls it %s', async (status, effect, code) => {
    const server = createServer((_, response) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end('{"error":{"message":"words","type":"api_error"}}'),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const client = makeClient(
      'sk_test_1234567890',
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    )
    const answer = await open({ client }).write('pi', 'key', aCustomer)
    expect(answer).toMatchObject({ ok: false, effect, error: { code } })
  })

  test('that is no failure of Stripe is a bug and thrown on', async () => {
    await expect(
      open().read(async () => {
        throw new RangeError('ours')
      }),
    ).rejects.toThrow(RangeError)
  })
})
