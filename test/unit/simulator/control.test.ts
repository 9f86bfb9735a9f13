// The control channel and the worker thread: for other processes on this machine, never for a web page.
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { programOf } from '../../programs.ts'
import { openBench, type Bench } from './harness.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const control = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
  fetch(`${bench.simulator.baseUrl}/_simulator/${path}`, {
    method,
    body: body === undefined ? null : JSON.stringify(body),
    headers: { 'x-simulator-control': '1', ...headers },
  })

describe('who may speak', () => {
  it('nobody without the header', async () => {
    expect((await fetch(`${bench.simulator.baseUrl}/_simulator/accounts`)).status).toBe(403)
  })
  it('no web page', async () => {
    expect((await control('GET', 'accounts', undefined, { origin: 'https://evil.example' })).status).toBe(403)
  })
  it('no other Host, so that a rebound name does not help', async () => {
    const { request } = await import('node:http')
    const status = await new Promise<number>((resolve, reject) => {
      request(
        `${bench.simulator.baseUrl}/_simulator/accounts`,
        { headers: { 'x-simulator-control': '1', host: 'evil.example' } },
        (response) => {
          response.resume()
          resolve(response.statusCode ?? 0)
        },
      )
        .on('error', reject)
        .end()
    })
    expect(status).toBe(403)
  })
})

it('moves the clock', async () => {
  await control('POST', 'clock', { freeze: 1_800_000_000 })
  const reply = await control('POST', 'clock', { advance: 5 })
  expect(await reply.json()).toEqual({ nowSeconds: 1_800_000_005 })
  expect((await bench.get('/v1/balance')).headers.get('date')).toBe(new Date(1_800_000_005_000).toUTCString())
})

it('switches chaos on and off', async () => {
  await control('POST', 'chaos', { share500Before: 1 })
  expect((await bench.get('/v1/balance')).status).toBe(500)
  await control('POST', 'chaos', { share500Before: 0 })
  expect((await bench.get('/v1/balance')).status).toBe(200)
})

it('makes restricted keys and revokes them', async () => {
  const { key } = (await (await control('POST', 'keys', { permissions: ['rak_balance_read'] })).json()) as {
    key: string
  }
  expect((await bench.get('/v1/balance', { key })).status).toBe(200)
  await control('POST', 'keys/revoke', { key })
  expect((await bench.get('/v1/balance', { key })).body.error.code).toBe('api_key_expired')
})

it('shows the ledger', async () => {
  const payment = await bench.pay(700)
  const ledger = (await (await control('POST', 'ledger', {})).json()) as {
    paymentIntents: Record<string, { amount: number }>
  }
  expect(ledger.paymentIntents[payment.id]?.amount).toBe(700)
})

it('lets the customer pass 3-D Secure', async () => {
  const payment = await bench.pay(700, { payment_method: 'pm_card_authenticationRequired' })
  expect(payment.status).toBe('requires_action')
  await control('POST', 'authenticate', { payment_intent: payment.id })
  expect((await bench.get(`/v1/payment_intents/${payment.id}`)).body.status).toBe('succeeded')
})

it('sends webhooks to loopback only', async () => {
  const reply = await control('POST', 'webhook', { url: 'http://example.com/hook', secret: 'whsec_x' })
  expect(reply.status).toBe(400)
})

it('listens on 127.0.0.1 only', () => {
  expect(bench.simulator.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

it('runs as a worker thread: says where it listens, ends when told', async () => {
  const worker = new Worker(programOf('simulator'), {
    workerData: { seed: 'worker', size: { customers: 2, payments: 5 } },
  })
  const message = await new Promise<{
    ready: { baseUrl: string; accounts: { keys: { secretTest: string } }[] }
  }>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  const reply = await fetch(`${message.ready.baseUrl}/v1/payment_intents`, {
    headers: { authorization: `Bearer ${message.ready.accounts[0]?.keys.secretTest}` },
  })
  expect(((await reply.json()) as { data: unknown[] }).data).toHaveLength(5)
  const ended = new Promise<number>((resolve) => {
    worker.once('exit', resolve)
  })
  worker.postMessage('close')
  expect(await ended).toBe(0)
})
