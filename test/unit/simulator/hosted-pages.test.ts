// The hosted pages, opened and pressed over HTTP as a browser would: an invoice's, Checkout's, the bank's for 3-D Secure.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openBench, type Bench, type Reply } from './harness.ts'

let bench: Bench
let customer: string
beforeEach(async () => {
  bench = await openBench()
  customer = (await bench.post('/v1/customers', { email: 'mia@example.com', name: 'Mia <Vogel>' })).body.id
})
afterEach(() => bench.close())

/** Stripe's address, at the simulator. */
const here = (url: string) => `${bench.simulator.baseUrl}${new URL(url).pathname}${new URL(url).search}`
const buttonsOf = async (url: string): Promise<string[]> => {
  const text = await (await fetch(here(url))).text()
  return [...text.matchAll(/value="(\w+)"/g)].map(([, name]) => name ?? '')
}
const press = async (url: string, button: string, headers: Record<string, string> = {}): Promise<number> => {
  const body = new URLSearchParams({ button })
  return (await fetch(here(url), { method: 'POST', body, headers, redirect: 'manual' })).status
}
const read = async (path: string): Promise<Reply['body']> => (await bench.get(path)).body

async function billed(card: string): Promise<{ path: string; url: string }> {
  const product = (await bench.post('/v1/products', { name: 'Box & more' })).body.id
  const facts = { currency: 'eur', product, recurring: { interval: 'month' }, unit_amount: 2400 }
  const price = (await bench.post('/v1/prices', facts)).body.id
  const paymentMethod = (await bench.post(`/v1/payment_methods/${card}/attach`, { customer })).body.id
  const made = bench.simulator.subscribe(bench.account, 'test', { customer, price, paymentMethod })
  const invoice = bench.simulator.bill(bench.account, 'test', made?.id ?? '')
  return { path: `/v1/invoices/${invoice?.id}`, url: invoice?.hosted_invoice_url ?? '' }
}

it('an invoice’s page takes a card, and says that it is paid', async () => {
  const { path, url } = await billed('pm_card_chargeCustomerFail')
  const page = await fetch(here(url))
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await page.text()).toContain('1 × Box &amp; more (at €24.00 / month)')
  expect(await buttonsOf(url)).toEqual(['pay', 'decline', 'pay_asking'])
  expect(await press(url, 'decline')).toBe(303)
  expect((await read(path)).status).toBe('open')
  await press(url, 'pay')
  expect((await read(path)).status).toBe('paid')
  expect(await buttonsOf(url)).toEqual([])
  const { data } = (await bench.get(`/v1/customers/${customer}/payment_methods`)).body
  expect(data.map(({ card }: Reply['body']) => card.last4)).toContain('4242')
})

it('3-D Secure can be failed and passed there', async () => {
  const { path, url } = await billed('pm_card_authenticationRequired')
  expect((await buttonsOf(url)).slice(0, 2)).toEqual(['authenticate', 'fail'])
  await press(url, 'fail')
  const [{ payment }] = (await read(`${path}?expand[]=payments`)).payments.data
  expect(await read(`/v1/payment_intents/${payment.payment_intent}`)).toMatchObject({
    last_payment_error: { code: 'payment_intent_authentication_failure' },
    status: 'requires_payment_method',
  })
  await press(url, 'pay_asking')
  await press(url, 'authenticate')
  expect((await read(path)).status).toBe('paid')
  const [charge] = (await bench.get('/v1/charges?limit=1')).body.data
  expect(charge.payment_method_details.card.three_d_secure.result).toBe('authenticated')
})

it('the bank’s page of a payment, and Checkout’s', async () => {
  const asked = await bench.pay(5000, {
    payment_method: 'pm_card_threeDSecureRequired',
    return_url: 'https://shop.example.com',
  })
  const { url } = asked.next_action.redirect_to_url
  expect(await buttonsOf(url)).toEqual(['authenticate', 'fail'])
  await press(url, 'authenticate')
  expect((await read(`/v1/payment_intents/${asked.id}`)).status).toBe('succeeded')
  expect(await buttonsOf(url)).toEqual([])

  const session = await bench.post('/v1/checkout/sessions', {
    currency: 'eur',
    customer,
    mode: 'setup',
    success_url: 'https://shop.example.com',
  })
  await press(session.body.url, 'pay')
  expect((await read(`/v1/checkout/sessions/${session.body.id}`)).status).toBe('complete')
})

it('is nobody else’s to press, and is not there where there is nothing', async () => {
  const { path, url } = await billed('pm_card_chargeCustomerFail')
  expect(await press(url, 'pay', { origin: 'https://elsewhere.example.com' })).toBe(403)
  expect(await press(url, 'open_sesame')).toBe(303)
  expect((await read(path)).status).toBe('open')
  expect((await fetch(`${bench.simulator.baseUrl}/i/${bench.account}/test_nothing`)).status).toBe(404)
})

it('what was pressed survives a restart, and so does a subscription that was ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'))
  const options = { seed: 'kept', stateFile: join(folder, 'state'), size: { customers: 60, payments: 500 } }
  await bench.close()
  bench = await openBench(options)
  const open = (await bench.get('/v1/invoices?status=open&limit=100')).body.data
  const [invoice] = open
  await press(invoice.hosted_invoice_url, 'pay')
  const paid = await read(`/v1/invoices/${invoice.id}`)
  expect(paid.status).toBe('paid')
  const [one] = (await bench.get('/v1/subscriptions?limit=1')).body.data
  const ended = await bench.del(`/v1/subscriptions/${one.id}?cancellation_details[comment]=Moved`)
  await bench.close()
  bench = await openBench(options)
  expect(await read(`/v1/invoices/${invoice.id}`)).toEqual(paid)
  expect(await read(`/v1/subscriptions/${one.id}`)).toEqual(ended.body)
  rmSync(folder, { recursive: true })
})
