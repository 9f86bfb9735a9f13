// Idempotency keys: one key, one effect, and Stripe's exact answers when it is used again.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openBench, type Bench } from './harness.ts'

let bench: Bench
let payment: string
beforeEach(async () => {
  bench = await openBench()
  payment = (await bench.pay(5000)).id
})
afterEach(() => bench.close())

const refundOnce = (amount: number, idempotencyKey = 'k1') =>
  bench.post('/v1/refunds', { payment_intent: payment, amount }, { idempotencyKey })
const refunds = () => bench.simulator.ledger(bench.account, 'test').refunds.size

it('a second request with the same key is told the first answer and has no effect', async () => {
  const first = await refundOnce(1000)
  const second = await refundOnce(1000)
  expect(second.body).toEqual(first.body)
  expect(refunds()).toBe(1)
  expect(first.headers.get('idempotent-replayed')).toBeNull()
  expect(first.headers.get('original-request')).toBe(first.headers.get('request-id'))
  expect(second.headers.get('idempotent-replayed')).toBe('true')
  expect(second.headers.get('idempotency-key')).toBe('k1')
  expect(second.headers.get('original-request')).toBe(first.headers.get('request-id'))
  expect(second.headers.get('request-id')).not.toBe(first.headers.get('request-id'))
})

it('parameters in another order are the same parameters', async () => {
  await bench.post('/v1/refunds', { payment_intent: payment, amount: 1000 }, { idempotencyKey: 'k1' })
  const again = await bench.post(
    '/v1/refunds',
    { amount: 1000, payment_intent: payment },
    { idempotencyKey: 'k1' },
  )
  expect(again.headers.get('idempotent-replayed')).toBe('true')
})

it('other parameters under the same key are refused', async () => {
  await refundOnce(1000)
  const other = await refundOnce(2000)
  expect(other.status).toBe(400)
  expect(other.body.error).toMatchObject({
    type: 'idempotency_error',
    message:
      "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than 'k1' if you meant to execute a different request.",
  })
  expect(refunds()).toBe(1)
})

it('another endpoint under the same key is refused', async () => {
  await refundOnce(1000)
  const other = await bench.post('/v1/customers', { name: 'x' }, { idempotencyKey: 'k1' })
  expect(other.body.error).toMatchObject({ type: 'idempotency_error' })
})

it('while the first is in flight the second is told 409', async () => {
  bench.simulator.chaos.latencyMs = [80, 80]
  const [first, second] = await Promise.all([refundOnce(1000), refundOnce(1000)])
  const statuses = [first.status, second.status].toSorted((left, right) => left - right)
  expect(statuses).toEqual([200, 409])
  const conflict = first.status === 409 ? first : second
  expect(conflict.body.error.code).toBe('idempotency_key_in_use')
  expect(refunds()).toBe(1)
})

it('a failed validation is not kept: the key can be used again', async () => {
  expect((await refundOnce(0)).status).toBe(400)
  expect((await refundOnce(1000)).status).toBe(200)
})

it('an error of the execution is kept', async () => {
  const first = await refundOnce(9000)
  expect(first.status).toBe(400)
  const second = await refundOnce(9000)
  expect(second.headers.get('idempotent-replayed')).toBe('true')
  expect(second.body).toEqual(first.body)
})

it('a 500 after the effect is kept too, and the effect stands', async () => {
  bench.simulator.chaos.script = [
    { match: { method: 'POST', pathStartsWith: '/v1/refunds' }, action: '500_after', times: 1 },
  ]
  expect((await refundOnce(1000)).status).toBe(500)
  const again = await refundOnce(1000)
  expect(again.status).toBe(500)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(refunds()).toBe(1)
})

it('after a day the key is forgotten', async () => {
  await refundOnce(1000)
  bench.simulator.clock.advance(24 * 3600 - 1)
  expect((await refundOnce(1000)).headers.get('idempotent-replayed')).toBe('true')
  bench.simulator.clock.advance(2)
  expect((await refundOnce(1000)).headers.get('idempotent-replayed')).toBeNull()
  expect(refunds()).toBe(2)
})

it('keys belong to one account and mode', async () => {
  await refundOnce(1000)
  const other = await bench.post(
    '/v1/customers',
    { name: 'x' },
    { idempotencyKey: 'k1', key: bench.simulator.accounts[1]?.keys.secretTest ?? '' },
  )
  expect(other.status).toBe(200)
})

it('keys are at most 255 characters', async () => {
  expect((await refundOnce(1000, 'k'.repeat(256))).status).toBe(400)
  expect((await refundOnce(1000, 'k'.repeat(255))).status).toBe(200)
})
