// What is only read: products, prices, subscriptions, invoices and their payments, checkout sessions, payouts. Empty lists, exact refusals, true filters.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Stripe } from 'stripe'
import type {
  CheckoutSession,
  Price,
  Product,
  Subscription,
} from '../../../electron/simulator/billing-records.ts'
import type { Invoice, InvoicePayment } from '../../../electron/simulator/invoice-records.ts'
import { createBook, type Book } from '../../../electron/simulator/book.ts'
import { createClock } from '../../../electron/simulator/clock.ts'
import { readForm } from '../../../electron/simulator/form.ts'
import { isPage } from '../../../electron/simulator/operations.ts'
import { parseFields } from '../../../electron/simulator/parameters.ts'
import { OPERATIONS } from '../../../electron/simulator/resources/index.ts'
import { ACCOUNTS } from '../../../electron/simulator/seed/business.ts'
import { fullLine } from '../../../electron/simulator/life/billing-lines.ts'
import { draftRecord, invoicePaymentRecord } from '../../../electron/simulator/life/invoice-shape.ts'
import { sessionRecord } from '../../../electron/simulator/life/checkout.ts'
import { makePrice, makeProduct } from '../../../electron/simulator/life/prices.ts'
import { subscriptionRecord } from '../../../electron/simulator/life/subscriptions.ts'
import { ANCHOR, openBench, type Bench } from './harness.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const resources = [
  ['products', 'rak_product_read', "No such product: 'x_missing'", 'id'],
  ['prices', 'rak_plan_read', "No such price: 'x_missing'", 'price'],
  ['subscriptions', 'rak_subscription_read', "No such subscription: 'x_missing'", 'id'],
  ['invoices', 'rak_invoice_read', "No such invoice: 'x_missing'", 'invoice'],
  ['invoice_payments', 'rak_invoice_read', "No such invoice_payment: 'x_missing'", 'invoice_payment'],
  ['checkout/sessions', 'rak_checkout_session_read', 'No such checkout.session: x_missing', undefined],
  ['payouts', 'rak_payout_read', "No such payout: 'x_missing'", 'payout'],
] as const

describe.each(resources)('/v1/%s', (path, permission, message, param) => {
  it('lists nothing in a new account', async () => {
    const { status, body } = await bench.get(`/v1/${path}?limit=100&created[gte]=1`)
    expect([status, body]).toEqual([200, { object: 'list', data: [], has_more: false, url: `/v1/${path}` }])
  })

  it('has its own permission, which the ready-made restricted key has too', async () => {
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_charge_write'])
    for (const place of [path, `${path}/x_missing`]) {
      const refused = await bench.get(`/v1/${place}`, { key })
      expect(refused.status).toBe(403)
      expect(refused.body.error.message).toContain(`Having the '${permission}' permission`)
    }
    const allowed = bench.simulator.createRestrictedKey(bench.account, 'test', [permission])
    expect((await bench.get(`/v1/${path}`, { key: allowed })).status).toBe(200)
    const usual = bench.simulator.accounts[0]?.keys.restrictedTest ?? ''
    expect((await bench.get(`/v1/${path}`, { key: usual })).status).toBe(200)
  })

  it('names what is missing as Stripe does', async () => {
    const { status, body } = await bench.get(`/v1/${path}/x_missing`)
    expect(status).toBe(404)
    expect(body.error).toMatchObject({ code: 'resource_missing', message, type: 'invalid_request_error' })
    expect(body.error.param).toBe(param)
  })

  it('refuses what Stripe does not know', async () => {
    expect((await bench.get(`/v1/${path}?colour=red`)).body.error.message).toBe(
      'Received unknown parameter: colour',
    )
    expect((await bench.get(`/v1/${path}?limit=101`)).body.error.param).toBe('limit')
    expect((await bench.get(`/v1/${path}?starting_after=x_missing`)).body.error.code).toBe('resource_missing')
  })
})

it('every list is served to the official SDK, and walks to its end', async () => {
  const stripe = new Stripe(bench.simulator.accounts[0]?.keys.restrictedTest ?? '', {
    host: '127.0.0.1',
    port: bench.simulator.port,
    protocol: 'http',
  })
  const lists = [
    stripe.products.list({ limit: 3 }),
    stripe.prices.list({ limit: 3 }),
    stripe.subscriptions.list({ limit: 3, status: 'all' }),
    stripe.invoices.list({ limit: 3 }),
    stripe.invoicePayments.list({ limit: 3 }),
    stripe.checkout.sessions.list({ limit: 3 }),
    stripe.payouts.list({ limit: 3 }),
  ]
  for (const list of lists) for await (const object of list) expect(object).toBeUndefined()
})

it.each([
  ['/v1/invoice_payments?payment[payment_intent]=pi_1', 'Missing required param: payment[type].'],
  [
    '/v1/subscriptions?status=asleep',
    'Invalid status: must be one of active, canceled, incomplete, incomplete_expired, past_due, paused, trialing, unpaid, all, or ended',
  ],
  [
    '/v1/subscriptions?plan=plan_1',
    "The parameter 'plan' is known to Stripe but not part of this simulation.",
  ],
])('%s is refused', async (path, message) => {
  const { status, body } = await bench.get(path)
  expect([status, body.error.message]).toEqual([400, message])
})

describe('filters, on a book with something in it', () => {
  let book: Book
  beforeAll(() => {
    const [account] = ACCOUNTS
    book = createBook(account, false, createClock(ANCHOR), 'filters')
    // Made elsewhere, so that only those below are in the book.
    const scratch = createBook(account, false, createClock(ANCHOR), 'scratch')
    const product = (id: string, created: number, more: Partial<Product> = {}) =>
      book.products.put({
        ...makeProduct(scratch, { name: id, type: 'good' }),
        shippable: true,
        id,
        created,
        ...more,
      })
    product('prod_1', 1)
    product('prod_2', 2, {
      active: false,
      shippable: null,
      type: 'service',
      url: 'https://shop.example.com/2',
    })
    const price = (id: string, created: number, made: Price, more: Partial<Price> = {}): Price =>
      book.prices.put({ ...made, id, created, ...more })
    price('price_1', 1, makePrice(scratch, { currency: 'eur', product: 'prod_1', unitAmount: 100 }))
    const monthly = price(
      'price_2',
      2,
      makePrice(scratch, {
        currency: 'usd',
        product: 'prod_2',
        unitAmount: 100,
        lookupKey: 'box',
        recurring: { interval: 'month' },
      }),
    )
    const subscription = (id: string, created: number, status: Subscription['status']) => {
      const made = subscriptionRecord(scratch, { customer: `cus_${created}`, price: monthly, status })
      const data = made.items.data.map((item) => ({
        ...item,
        current_period_end: created * 100,
        current_period_start: created * 10,
      }))
      book.subscriptions.put({
        ...made,
        id,
        created,
        automatic_tax: { ...made.automatic_tax, enabled: created > 1 },
        items: { ...made.items, data },
      })
    }
    subscription('sub_1', 1, 'active')
    subscription('sub_2', 2, 'canceled')
    subscription('sub_3', 3, 'incomplete_expired')
    const billed = subscriptionRecord(scratch, { customer: 'cus_1', price: monthly })
    const period = { start: ANCHOR, end: ANCHOR + 1 }
    const lines = billed.items.data.map((item) => fullLine(item, period, () => 'Box'))
    const draft = draftRecord(
      scratch,
      { ...billed, subscription: billed },
      { reason: 'subscription_cycle', lines },
      [],
    )
    const invoice = (id: string, created: number, more: Partial<Invoice> = {}) =>
      book.invoices.put({
        ...draft,
        id,
        created,
        collection_method: 'send_invoice',
        parent: null,
        status: 'open',
        ...more,
      })
    invoice('in_1', 1)
    invoice('in_2', 2, {
      collection_method: 'charge_automatically',
      customer: 'cus_2',
      due_date: 50,
      parent: {
        quote_details: null,
        subscription_details: { metadata: {}, subscription: 'sub_2' },
        type: 'subscription_details',
      },
      status: 'paid',
    })
    const payment = (id: string, created: number, more: Partial<InvoicePayment> = {}) =>
      book.invoicePayments.put({
        ...invoicePaymentRecord(scratch, { ...draft, id: 'in_1' }, 'pi_1'),
        id,
        created,
        ...more,
      })
    payment('inpay_1', 1)
    payment('inpay_2', 2, {
      invoice: 'in_2',
      payment: { payment_record: 'prec_2', type: 'payment_record' },
      status: 'paid',
    })
    const session = (id: string, created: number, more: Partial<CheckoutSession> = {}) =>
      book.checkoutSessions.put({
        ...sessionRecord(scratch, { mode: 'payment', successUrl: 'https://shop.example.com' }, null),
        id,
        created,
        ...more,
      })
    session('cs_1', 1)
    session('cs_2', 2, {
      customer: 'cus_2',
      customer_details: { email: 'mia@example.com' },
      payment_intent: 'pi_2',
      payment_link: 'plink_2',
      status: 'complete',
      subscription: 'sub_2',
    })
  })

  const idsOf = (path: string): string[] => {
    const [place = '', query = ''] = path.split('?')
    const operation = OPERATIONS.find((one) => one.method === 'GET' && one.path === `/v1/${place}`)
    const parameters = operation === undefined ? {} : parseFields(operation.parameters, readForm(query))
    const answer = operation?.run({ book, ids: {}, parameters: parameters as never, otherMode: () => book })
    if (answer === undefined || !isPage(answer)) throw new Error(`${path} was refused`)
    return answer.page.map((record) => (record as { id: string }).id)
  }

  it.each([
    ['products', ['prod_2', 'prod_1']],
    ['products?active=true', ['prod_1']],
    ['products?ids[]=prod_2', ['prod_2']],
    ['products?shippable=false', ['prod_2']],
    ['products?type=good', ['prod_1']],
    ['products?url=https://shop.example.com/2', ['prod_2']],
    ['products?created[lt]=2', ['prod_1']],
    ['prices?currency=eur', ['price_1']],
    ['prices?lookup_keys[]=box', ['price_2']],
    ['prices?product=prod_2', ['price_2']],
    ['prices?recurring[interval]=month', ['price_2']],
    ['prices?recurring[interval]=year', []],
    ['prices?type=one_time', ['price_1']],
    ['subscriptions', ['sub_3', 'sub_1']],
    ['subscriptions?status=all', ['sub_3', 'sub_2', 'sub_1']],
    ['subscriptions?status=ended', ['sub_3', 'sub_2']],
    ['subscriptions?status=canceled', ['sub_2']],
    ['subscriptions?status=all&customer=cus_2', ['sub_2']],
    ['subscriptions?status=all&current_period_end[gt]=100', ['sub_3', 'sub_2']],
    ['subscriptions?status=all&current_period_start[lte]=10', ['sub_1']],
    ['subscriptions?status=all&price=price_1', []],
    ['subscriptions?automatic_tax[enabled]=false', ['sub_1']],
    ['invoices?status=paid', ['in_2']],
    ['invoices?customer=cus_1', ['in_1']],
    ['invoices?subscription=sub_2', ['in_2']],
    ['invoices?due_date[gte]=50', ['in_2']],
    ['invoices?collection_method=send_invoice', ['in_1']],
    ['invoice_payments?invoice=in_1', ['inpay_1']],
    ['invoice_payments?payment[type]=payment_intent&payment[payment_intent]=pi_1', ['inpay_1']],
    ['invoice_payments?payment[type]=payment_record', ['inpay_2']],
    ['invoice_payments?status=paid', ['inpay_2']],
    ['checkout/sessions?status=open', ['cs_1']],
    ['checkout/sessions?payment_intent=pi_2', ['cs_2']],
    ['checkout/sessions?customer=cus_2', ['cs_2']],
    ['checkout/sessions?customer_details[email]=mia@example.com', ['cs_2']],
    ['checkout/sessions?subscription=sub_2', ['cs_2']],
  ])('%s finds %j', (path, ids) => {
    expect(idsOf(path)).toEqual(ids)
  })
})
