// What a key can do is found out exactly, and nothing at Stripe is changed by it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { checkKey, probeKey } from '../../../../electron/engine/accounts/check-key.ts'
import { makeClient } from '../../../../electron/engine/gateway/client.ts'
import { openGateway } from '../../../../electron/engine/gateway/gateway.ts'
import { permissions } from '../../../../src/domain/permissions.ts'
import { openBench, type Bench } from '../../simulator/harness.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
  await bench.post('/v1/refunds', { payment_intent: (await bench.pay(5000)).id, amount: 100 })
})
afterAll(() => bench.close())
afterEach(() => {
  bench.simulator.chaos.script.length = 0
})

/** Stripe's own names, and one that lets in by itself. */
const slugs: Record<string, string> = {
  account: 'rak_accounts_kyc_basic_read',
  payments: 'rak_payment_intent_read',
  charges: 'rak_charge_read',
  refunds: 'rak_refund_read',
  customers: 'rak_customer_read',
  make_refunds: 'rak_refund_write',
  change_customers: 'rak_customer_write',
  change_subscriptions: 'rak_subscription_write',
  change_invoices: 'rak_invoice_write',
  retry_payments: 'rak_payment_intent_write',
  change_methods: 'rak_payment_method_write',
  make_sessions: 'rak_checkout_session_write',
  events: 'rak_event_read',
  balance: 'rak_balance_read',
  disputes: 'rak_dispute_read',
  methods: 'rak_payment_method_read',
  invoices: 'rak_invoice_read',
  invoice_items: 'rak_invoice_item_read',
  subscriptions: 'rak_subscription_read',
  products: 'rak_product_read',
  prices: 'rak_plan_read',
  sessions: 'rak_checkout_session_read',
  payouts: 'rak_payout_read',
  transactions: 'rak_balance_transaction_source_read',
}
const allBut = (...lacking: string[]): string[] =>
  Object.entries(slugs).flatMap(([id, slug]) => (lacking.includes(id) ? [] : [slug]))

function doorOf(key: string, baseUrl = bench.simulator.baseUrl, livemode = false) {
  const gateway = openGateway({
    client: makeClient(key, baseUrl),
    livemode,
    requestsPerSecond: 1000,
    backoffMs: () => 1,
  })
  onTestFinished(() => gateway.close())
  return gateway
}

function truth(): string {
  const { requests: _, ...rest } = bench.simulator.ledger(bench.account, 'test')
  return JSON.stringify(Object.entries(rest).map(([name, of]) => [name, [...of]]))
}

describe('a key that is asked what it can do', () => {
  test('every permission that Bursar names can be probed', () => {
    expect(permissions.map(({ id }) => id).toSorted()).toEqual(Object.keys(slugs).toSorted())
  })

  test('changes nothing at Stripe, whether it could or not', async () => {
    const before = truth()
    const [first] = bench.simulator.accounts
    const all = await checkKey(doorOf(first!.keys.secretTest))
    expect(all).toMatchObject({ value: { accountId: first!.id, accountName: first!.name } })
    expect(all.ok && new Set(Object.values(all.value.capabilities))).toEqual(new Set(['yes']))
    await checkKey(doorOf(bench.simulator.createRestrictedKey(bench.account, 'test', allBut('make_refunds'))))
    expect(truth()).toBe(before)
  })

  // The permission to see the balance shows its transactions too, and whoever may write may read.
  const along: Record<string, string> = {
    transactions: 'balance',
    customers: 'change_customers',
    methods: 'change_methods',
    subscriptions: 'change_subscriptions',
    sessions: 'make_sessions',
    invoices: 'change_invoices',
    payments: 'retry_payments',
  }
  const without = (id: string): string[] => [id, along[id] ?? []].flat()
  const alone: readonly string[][] = permissions
    .filter(({ optional }) => optional)
    .map(({ id }) => without(id))
  test.each(alone)('and lacks only %s opens a desk, and just that is said', async (...lacking) => {
    const names = lacking.filter((one) => typeof one === 'string')
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', allBut(...names))
    const checked = await checkKey(doorOf(key))
    const expected = Object.fromEntries(
      Object.keys(slugs).map((id) => [id, names.includes(id) ? 'no' : 'yes']),
    )
    expect(checked).toMatchObject({ ok: true, value: { capabilities: expected } })
  })

  test.each(['account', 'payments', 'charges', 'customers'])(
    'and lacks %s is told the permission by the name of the Dashboard and by that of Stripe',
    async (id) => {
      const key = bench.simulator.createRestrictedKey(bench.account, 'test', allBut(...without(id)))
      const { resource } = permissions.find((one) => one.id === id)!
      expect(await checkKey(doorOf(key))).toMatchObject({
        error: {
          code: 'key_permission',
          message: expect.stringContaining(`${resource}: read (${slugs[id]})`),
        },
      })
    },
  )

  test('and is turned away for no permission that Stripe names is told so in Stripe’s words, not that it lacks any', async () => {
    const message = 'We are unable to serve your request.'
    const server = createServer((_, response) => {
      response.writeHead(403, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { type: 'invalid_request_error', message } }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const gateway = doorOf(
      bench.simulator.accounts[0]!.keys.secretTest,
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    )
    const refused = { code: 'key_permission', message: `This key may not do that: ${message}` }
    expect(await checkKey(gateway)).toMatchObject({ error: refused })
    expect(await probeKey(gateway)).toMatchObject({ error: refused })
  })

  test('and could not be asked about something it need not have says that it is not known', async () => {
    const script = { match: { pathStartsWith: '/v1/disputes' }, action: '500_before', times: 4 } as const
    bench.simulator.chaos.script.push({ ...script })
    const probed = await probeKey(doorOf(bench.simulator.accounts[0]!.keys.secretTest))
    expect(probed).toMatchObject({ value: { disputes: 'unknown', payments: 'yes' } })
  })

  test('and could not be asked about something it must have is not judged at all', async () => {
    const script = { match: { pathStartsWith: '/v1/charges' }, action: '500_before', times: 4 } as const
    bench.simulator.chaos.script.push({ ...script })
    expect(await checkKey(doorOf(bench.simulator.accounts[0]!.keys.secretTest))).toMatchObject({
      error: { code: 'stripe_failed' },
    })
  })

  test.each(['/v1/charges', '/v1/events', '/v1/balance'])(
    'and whose answer at %s is of the other mode is refused, needed or not',
    async (pathStartsWith) => {
      await bench.pay(100)
      bench.simulator.chaos.script.push({ match: { pathStartsWith }, action: 'other_mode', times: 1 })
      const checked = await checkKey(doorOf(bench.simulator.accounts[0]!.keys.secretTest))
      expect(checked).toMatchObject({ error: { code: 'mode_mismatch' } })
    },
  )

  test('of the other mode than it is asked in is refused', async () => {
    const { secretTest } = bench.simulator.accounts[0]!.keys
    expect(await checkKey(doorOf(secretTest, undefined, true))).toMatchObject({
      error: { code: 'mode_mismatch' },
    })
  })
})
