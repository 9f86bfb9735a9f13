// A request that is given up is not waited for, and leaves room for those after it.
import { expect, onTestFinished, test } from 'vitest'
import { makeClient } from '../../../../electron/engine/gateway/client.ts'
import { openGateway } from '../../../../electron/engine/gateway/gateway.ts'
import { askPage } from '../../../../electron/engine/sync/ask.ts'

const page = { data: [{ id: 're_1', created: 5 }], has_more: false }
const none = new AbortController().signal

function aGateway() {
  const gateway = openGateway({
    client: makeClient('sk_test_x', 'http://127.0.0.1:1'),
    livemode: false,
    requestsPerSecond: 1000,
  })
  onTestFinished(() => gateway.close())
  return gateway
}

test('requests on dead connections keep no place in the gateway once they are given up', async () => {
  const gateway = aGateway()
  const halt = new AbortController()
  const onRateLimited = (): void => undefined
  let asked = 0
  const dead = Array.from({ length: 40 }, () =>
    askPage(
      { gateway, onRateLimited, signal: halt.signal },
      () => {
        asked += 1
        return new Promise(() => undefined)
      },
      { limit: 100 },
    ),
  )
  await expect.poll(() => asked).toBeGreaterThan(10)
  halt.abort()
  for (const answer of await Promise.all(dead))
    expect(answer).toMatchObject({ ok: false, problem: { kind: 'given_up' } })
  const tried = asked
  const answer = await askPage({ gateway, onRateLimited, signal: none }, async () => page, { limit: 100 })
  expect(answer).toMatchObject({ ok: true, page: { oldest: 5, more: false } })
  expect(asked).toBe(tried)
})

test('nothing is asked under a signal that is aborted', async () => {
  let asked = 0
  const gateway = { ...aGateway(), read: () => Promise.reject(new Error(`asked ${(asked += 1)}`)) }
  const ports = { gateway, onRateLimited: () => undefined, signal: AbortSignal.abort() }
  expect(await askPage(ports, async () => page, { limit: 100 })).toMatchObject({
    problem: { kind: 'given_up' },
  })
  expect(asked).toBe(0)
})
