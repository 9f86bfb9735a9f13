// Keys: who may ask, in which mode, and how the others are turned away.
import { Stripe } from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBench, type Bench } from './harness.ts'

let bench: Bench
let payment: string
beforeAll(async () => {
  bench = await openBench()
  payment = (await bench.pay(5000)).id
})
afterAll(() => bench.close())

const keys = () => bench.simulator.accounts[0]?.keys ?? expect.fail('no account')

describe('authentication', () => {
  it.each([
    ['no key', '', 401, /^You did not provide an API key\./],
    ['an unknown key', 'sk_test_unknown4242', 401, /^Invalid API Key provided: sk_test_\*+/],
    [
      'a publishable key',
      'pk_test_whatever',
      403,
      /^This API call cannot be made with a publishable API key\./,
    ],
  ])('%s', async (_name, key, status, message) => {
    const reply = await bench.get('/v1/account', { key })
    expect(reply.status).toBe(status)
    expect(reply.body.error.message).toMatch(message)
  })

  it('a rolled key is expired', async () => {
    const reply = await bench.get('/v1/account', { key: keys().revoked })
    expect(reply.status).toBe(401)
    expect(reply.body.error.code).toBe('api_key_expired')
    expect(reply.body.error.message).not.toContain(keys().revoked)
  })

  it('Basic with the key as user works as Bearer does', async () => {
    const basic = `Basic ${Buffer.from(`${keys().secretTest}:`).toString('base64')}`
    const reply = await bench.get('/v1/account', { headers: { authorization: basic } })
    expect(reply.body.id).toBe(bench.account)
  })

  it('the official SDK is served', async () => {
    const stripe = new Stripe(keys().secretTest, {
      host: '127.0.0.1',
      port: bench.simulator.port,
      protocol: 'http',
    })
    expect((await stripe.accounts.retrieveCurrent()).id).toBe(bench.account)
    const refund = await stripe.refunds.create({ payment_intent: payment, amount: 1 })
    expect(refund.status).toBe('succeeded')
  })

  it('a foreign account is out of reach', async () => {
    const reply = await bench.get('/v1/balance', { headers: { 'stripe-account': 'acct_other' } })
    expect(reply.status).toBe(403)
    expect(reply.body.error.code).toBe('account_invalid')
  })
})

describe('modes', () => {
  it('a live key sees live objects only, and is told where the test object is', async () => {
    const reply = await bench.get(`/v1/payment_intents/${payment}`, { key: keys().secretLive })
    expect(reply.status).toBe(404)
    expect(reply.body.error.message).toBe(
      `No such payment_intent: '${payment}'; a similar object exists in test mode, but a live mode key was used to make this request.`,
    )
    const customer = await bench.post('/v1/customers', { name: 'Live' }, { key: keys().secretLive })
    expect(customer.body.livemode).toBe(true)
    expect((await bench.get('/v1/customers')).body.data).toEqual([])
  })

  it('test cards do not pay in live mode', async () => {
    const reply = await bench.post(
      '/v1/payment_intents',
      { amount: 500, currency: 'usd', payment_method: 'pm_card_visa', confirm: true },
      { key: keys().secretLive },
    )
    expect(reply.body.error.decline_code).toBe('live_mode_test_card')
  })
})

describe('restricted keys', () => {
  it('without the permission the answer names it, before looking anything up', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_payment_intent_read'])
    expect((await bench.get(`/v1/payment_intents/${payment}`, { key })).status).toBe(200)
    const reply = await bench.post('/v1/refunds', { payment_intent: 'pi_missing' }, { key })
    expect(reply.status).toBe(403)
    expect(reply.body.error.message).toMatch(
      new RegExp(
        `^The provided key 'rk_test_\\*+\\w{4}' does not have the required permissions for this endpoint on account '${bench.account}'\\. Having the 'rak_refund_write' permission would allow this request to continue\\.$`,
      ),
    )
    expect(reply.body.error.message).not.toContain(key)
  })

  it('a permission can be probed without effect: 404 where it is held', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_charge_write'])
    expect((await bench.post('/v1/refunds', { payment_intent: 'pi_missing' }, { key })).status).toBe(404)
  })

  it('write includes read', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_customer_write'])
    expect((await bench.get('/v1/customers', { key })).status).toBe(200)
  })

  it('expansion does not uncover what the key may not read', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_payment_intent_read'])
    const reply = await bench.get('/v1/payment_intents?expand[]=data.customer', { key })
    expect(reply.status).toBe(403)
    expect(reply.body.error.message).toContain("'rak_customer_read'")
  })

  it.each([
    ['items of invoices', '/v1/invoiceitems', 'rak_invoice_item_read'],
    ['payments inside of invoices', '/v1/invoices?expand[]=data.payments', 'rak_credit_note_read'],
  ])('whoever may read invoices may not read %s for that', async (_, path, permission) => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_invoice_read'])
    expect((await bench.get('/v1/invoices', { key })).status).toBe(200)
    expect((await bench.get('/v1/invoice_payments', { key })).status).toBe(200)
    const reply = await bench.get(path, { key })
    expect([reply.status, reply.body.error?.message]).toEqual([403, expect.stringContaining(permission)])
  })

  it('the ready-made one can do all a payments desk does', async () => {
    const key = keys().restrictedTest
    for (const path of [
      'account',
      'balance',
      'charges',
      'customers',
      'disputes',
      'events',
      'payment_intents',
      'refunds',
    ])
      expect([path, (await bench.get(`/v1/${path}`, { key })).status]).toEqual([path, 200])
  })
})
