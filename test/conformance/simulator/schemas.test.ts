// Every answer of a tour through the simulator is what Stripe's own schemas describe, and every parameter it accepts is one of Stripe's.
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Operation } from '../../../electron/simulator/operations.ts'
import type { Rules } from '../../../electron/simulator/parameters.ts'
import { OPERATIONS } from '../../../electron/simulator/resources/index.ts'
import { openBench, type Bench, type Json, type Reply } from '../../unit/simulator/harness.ts'
import { fact, hasFacts } from './shared-facts.ts'

interface Schema {
  $defs: Record<string, { properties: Record<string, unknown> }>
}
interface Parameters {
  properties?: Record<string, Parameters>
  anyOf?: Parameters[]
  items?: Parameters
  additionalProperties?: unknown
  required?: string[]
}
interface StripeOperation {
  verb: string
  path: string
  returns: string[]
  params?: Parameters | null
}

describe.skipIf(!hasFacts)('answers', () => {
  let bench: Bench
  let schema: Schema
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { decimal: true } })
  const seen = new Map<string, number>()

  beforeAll(async () => {
    schema = fact('endive/resources.schema.json') as Schema
    ajv.addSchema({ ...schema, $id: 'stripe' })
    bench = await openBench({ size: { customers: 60, payments: 700 }, seed: 'tour' })
  })
  afterAll(() => bench.close())

  const check = (object: { object: string; deleted?: boolean }, where: string): void => {
    const name = object.deleted === true ? `deleted_${object.object}` : object.object
    const validate = ajv.getSchema(`stripe#/$defs/${name}`) ?? ajv.compile({ $ref: `stripe#/$defs/${name}` })
    const isValid = validate(object)
    expect(
      isValid,
      `${where}: ${name} ${JSON.stringify(validate.errors?.slice(0, 3))} in ${JSON.stringify(object)}`,
    ).toBe(true)
    const known = schema.$defs[name]?.properties ?? {}
    const strange = Object.keys(object).filter(
      (field) => !(field in known) && !LEGACY_FIELDS.has(`${name}.${field}`),
    )
    expect(strange, `${where}: ${name} has fields Stripe's schema does not`).toEqual([])
    seen.set(name, (seen.get(name) ?? 0) + 1)
  }

  const checkReply = (reply: Reply, where: string) => {
    expect(reply.status, `${where}: ${JSON.stringify(reply.body)}`).toBe(200)
    const isSearch = reply.body.object === 'search_result'
    if (reply.body.object !== 'list' && !isSearch) return check(reply.body, where)
    expect(Object.keys(reply.body).toSorted()).toEqual([
      'data',
      'has_more',
      ...(isSearch ? ['next_page'] : []),
      'object',
      'url',
    ])
    for (const item of reply.body.data) {
      check(item, where)
      if (item.object === 'event') check(item.data.object, `${where} ${item.type}`)
    }
  }
  const tour = async (...paths: string[]) => {
    for (const path of paths) checkReply(await bench.get(path), path)
  }

  it('lists and single objects, plain and expanded', async () => {
    await tour(
      '/v1/account',
      '/v1/balance',
      '/v1/customers?limit=60',
      '/v1/payment_methods?limit=100',
      '/v1/payment_intents?limit=100',
      '/v1/payment_intents?limit=100&expand[]=data.customer&expand[]=data.payment_method&expand[]=data.latest_charge.refunds.data.balance_transaction',
      '/v1/charges?limit=100&expand[]=data.balance_transaction&expand[]=data.payment_intent&expand[]=data.refunds',
      '/v1/refunds?limit=100',
      '/v1/refunds?limit=100&expand[]=data.charge.payment_intent&expand[]=data.payment_method&expand[]=data.customer&expand[]=data.balance_transaction',
      '/v1/disputes?expand[]=data.charge',
      '/v1/balance_transactions?limit=100',
      '/v1/payouts?limit=100',
      '/v1/payouts?limit=100&expand[]=data.balance_transaction',
      '/v1/products?expand[]=data.default_price',
      '/v1/prices?expand[]=data.product',
      '/v1/subscriptions?status=all&expand[]=data.customer&expand[]=data.latest_invoice',
      '/v1/invoices?expand[]=data.customer',
      '/v1/invoice_payments?expand[]=data.invoice&expand[]=data.payment.payment_intent',
      '/v1/checkout/sessions?expand[]=data.payment_intent',
      '/v1/setup_intents?expand[]=data.customer',
      '/v1/coupons',
      '/v1/entitlements/features',
      '/v1/subscription_schedules?expand[]=data.subscription&expand[]=data.customer',
      '/v1/subscriptions?status=all&limit=100&expand[]=data.schedule&expand[]=data.discounts.source.coupon',
      '/v1/invoiceitems?limit=100',
      '/v1/events?limit=100',
      '/v1/customers/search?query=created%3E0',
      '/v1/payment_intents/search?query=created%3E0&limit=100&expand[]=data.latest_charge.refunds&expand[]=data.customer',
      '/v1/charges/search?query=created%3E0&limit=100&expand[]=data.payment_intent.latest_charge',
      '/v1/invoices/search?query=total%3E0&expand[]=data.customer',
      '/v1/subscriptions/search?query=created%3E0&expand[]=data.customer',
    )
    const [invoice] = (await bench.get('/v1/invoices?limit=1')).body.data
    await tour(`/v1/invoices/${invoice.id}/lines`)
    const [payout] = (await bench.get('/v1/payouts')).body.data
    await tour(`/v1/payouts/${payout.id}`, `/v1/balance_transactions?payout=${payout.id}`)
    let after = ''
    for (let page = 0; page < 6; page += 1) {
      const reply = await bench.get(`/v1/events?limit=100${after}`)
      checkReply(reply, 'events')
      if (reply.body.data.length === 0) break
      after = `&starting_after=${reply.body.data.at(-1).id}`
    }
    expect(seen.get('event')).toBeGreaterThan(100)
  }, 60_000)

  it('everything that can be made and done', async () => {
    const customer = await bench.post('/v1/customers', {
      email: 'mia@example.com',
      name: 'Mia Vogel',
      address: { city: 'Berlin', country: 'DE' },
      shipping: { name: 'Mia Vogel', address: { city: 'Berlin' } },
      metadata: { a: 1 },
    })
    checkReply(customer, 'POST customers')
    checkReply(await bench.post(`/v1/customers/${customer.body.id}`, { phone: '1' }), 'POST customer')
    checkReply(
      await bench.post('/v1/payment_methods/pm_card_visa/attach', { customer: customer.body.id }),
      'attach',
    )
    checkReply(await bench.get(`/v1/customers/${customer.body.id}/payment_methods`), 'methods of a customer')
    const cards = [
      'pm_card_visa',
      'pm_card_amex',
      'pm_card_pendingRefund',
      'pm_card_refundFail',
      'pm_card_authenticationRequired',
      'pm_card_createDispute',
    ]
    for (const card of cards) check(await bench.pay(5000, { payment_method: card }), card)
    const held = await bench.pay(5000, { capture_method: 'manual' })
    checkReply(
      await bench.post(`/v1/payment_intents/${held.id}/capture`, { amount_to_capture: 4000 }),
      'capture',
    )
    const open = await bench.post('/v1/payment_intents', {
      amount: 5000,
      currency: 'eur',
      customer: customer.body.id,
    })
    checkReply(await bench.post(`/v1/payment_intents/${open.body.id}`, { description: 'Changed' }), 'update')
    checkReply(
      await bench.post(`/v1/payment_intents/${open.body.id}/cancel`, { cancellation_reason: 'abandoned' }),
      'cancel',
    )
    for (const type of ['sepa_debit', 'ideal', 'bancontact', 'klarna', 'konbini', 'multibanco', 'paypal']) {
      const payment = await bench.payBy(type, 5000, 'eur')
      check(payment, type)
      checkReply(await bench.get(`/v1/payment_methods/${payment.payment_method}`), type)
      checkReply(await bench.get(`/v1/charges/${payment.latest_charge}`), type)
      checkReply(
        await bench.post('/v1/refunds', { payment_intent: payment.id, amount: 100 }),
        `refund ${type}`,
      )
    }
    for (const card of ['pm_card_visa', 'pm_card_pendingRefund', 'pm_card_refundFail']) {
      const payment = await bench.pay(5000, { payment_method: card })
      checkReply(
        await bench.post('/v1/refunds', { payment_intent: payment.id, reason: 'duplicate' }),
        `refund ${card}`,
      )
    }
    const payment = await bench.payBy('konbini', 5000, 'jpy')
    const refund = await bench.post('/v1/refunds', { payment_intent: payment.id })
    checkReply(await bench.post(`/v1/refunds/${refund.body.id}`, { metadata: { b: 2 } }), 'refund metadata')
    checkReply(await bench.post(`/v1/refunds/${refund.body.id}/cancel`), 'refund cancel')
    const product = await bench.post('/v1/products', { name: 'Box', metadata: { a: 1 } })
    checkReply(product, 'POST products')
    const facts = { product: product.body.id, currency: 'eur', unit_amount: 2400 }
    const monthly = await bench.post('/v1/prices', { ...facts, recurring: { interval: 'month' } })
    checkReply(monthly, 'POST prices')
    const [method] = (await bench.get(`/v1/customers/${customer.body.id}/payment_methods`)).body.data
    const subscription = bench.simulator.subscribe(bench.account, 'test', {
      customer: customer.body.id,
      price: monthly.body.id,
    })
    checkReply(
      await bench.post(`/v1/subscriptions/${subscription?.id}`, {
        default_payment_method: method.id,
        pause_collection: { behavior: 'void' },
      }),
      'POST subscription',
    )
    for (const card of ['pm_card_visa', 'pm_card_chargeCustomerFail', 'pm_card_authenticationRequired']) {
      const attached = await bench.post(`/v1/payment_methods/${card}/attach`, { customer: customer.body.id })
      const billed = bench.simulator.subscribe(bench.account, 'test', {
        customer: customer.body.id,
        price: monthly.body.id,
        paymentMethod: attached.body.id,
      })
      const invoice = bench.simulator.bill(bench.account, 'test', billed?.id ?? '')
      checkReply(await bench.get(`/v1/invoices/${invoice?.id}?expand[]=payments`), `invoice ${card}`)
      checkReply(await bench.del(`/v1/subscriptions/${billed?.id}`), 'DELETE subscription')
      if (card !== 'pm_card_visa')
        checkReply(
          await bench.post(
            `/v1/invoices/${invoice?.id}/${card === 'pm_card_chargeCustomerFail' ? 'void' : 'mark_uncollectible'}`,
          ),
          'closed invoice',
        )
    }
    const page = { customer: customer.body.id, success_url: 'https://shop.example.com' }
    const pages = [
      await bench.post('/v1/checkout/sessions', { ...page, mode: 'setup', currency: 'eur' }),
      await bench.post('/v1/checkout/sessions', {
        ...page,
        mode: 'payment',
        line_items: [{ price: (await bench.post('/v1/prices', facts)).body.id, quantity: 1 }],
      }),
    ]
    for (const made of pages) {
      checkReply(made, 'POST checkout sessions')
      bench.simulator.completeSession(bench.account, 'test', made.body.id)
    }
    const expiring = await bench.post('/v1/checkout/sessions', { ...page, mode: 'setup', currency: 'eur' })
    checkReply(await bench.post(`/v1/checkout/sessions/${expiring.body.id}/expire`), 'expire')
    await tour(
      '/v1/products',
      '/v1/prices',
      '/v1/subscriptions?expand[]=data.customer&expand[]=data.default_payment_method',
      '/v1/checkout/sessions?expand[]=data.payment_intent&expand[]=data.setup_intent',
      '/v1/setup_intents?expand[]=data.payment_method',
      '/v1/invoices?expand[]=data.customer&expand[]=data.payments.data.payment.payment_intent',
      '/v1/invoice_payments?expand[]=data.invoice&expand[]=data.payment.payment_intent',
    )
    checkReply(await bench.post(`/v1/payment_methods/${method.id}/detach`), 'detach')
    checkReply(await bench.del(`/v1/customers/${customer.body.id}`), 'DELETE customer')
    bench.simulator.clock.advance(10 * 86400)
    await tour(
      '/v1/refunds?limit=100',
      '/v1/disputes',
      '/v1/events?limit=100',
      '/v1/events?limit=100&type=payout.*',
      `/v1/customers/${customer.body.id}`,
    )
    expect(seen.get('refund')).toBeGreaterThan(10)
  })

  it('what a shop sells, who may use it, and where customers look after it', async () => {
    const made = async (path: string, sent: Json): Promise<Reply['body']> => {
      const reply = await bench.post(path, sent)
      checkReply(reply, `POST ${path}`)
      return reply.body
    }
    const customer = await made('/v1/customers', { email: 'ren@example.com' })
    const feature = await made('/v1/entitlements/features', { lookup_key: 'exports', name: 'Exports' })
    const product = await made('/v1/products', { name: 'Log', unit_label: 'seat' })
    const attached = await made(`/v1/products/${product.id}/features`, { entitlement_feature: feature.id })
    const price = await made('/v1/prices', {
      product: product.id,
      currency: 'eur',
      unit_amount: 1200,
      recurring: { interval: 'month' },
    })
    const subscription = bench.simulator.subscribe(bench.account, 'test', {
      customer: customer.id,
      price: price.id,
    })
    await made(`/v1/products/${product.id}`, { default_price: price.id })
    await made(`/v1/prices/${price.id}`, { active: false })
    await made('/v1/coupons', { percent_off: 12.5, duration: 'repeating', duration_in_months: 3 })
    await made('/v1/coupons', { amount_off: 500, currency: 'eur', applies_to: { products: [product.id] } })
    await made('/v1/billing_portal/sessions', { customer: customer.id })
    for (const type of ['subscription_cancel', 'subscription_update'])
      await made('/v1/billing_portal/sessions', {
        customer: customer.id,
        flow_data: { type, [type]: { subscription: subscription?.id } },
      })
    const setup = await made('/v1/setup_intents', { customer: customer.id })
    await made(`/v1/setup_intents/${setup.id}/confirm`, { payment_method: 'pm_card_authenticationRequired' })
    await made(`/v1/setup_intents/${setup.id}/cancel`, { cancellation_reason: 'duplicate' })
    await made('/v1/setup_intents', { customer: customer.id, confirm: true, payment_method: 'pm_card_visa' })
    const declined = await bench.post('/v1/setup_intents', {
      confirm: true,
      payment_method: 'pm_card_visa_chargeDeclined',
    })
    check(declined.body.error.setup_intent, 'declined setup')
    const [schedule] = (await bench.get('/v1/subscription_schedules')).body.data
    await made(`/v1/subscription_schedules/${schedule.id}/release`, {})
    const [entitlement] = (await bench.get(`/v1/entitlements/active_entitlements?customer=${customer.id}`))
      .body.data
    await tour(
      '/v1/entitlements/features',
      `/v1/entitlements/features/${feature.id}`,
      `/v1/entitlements/active_entitlements?customer=${customer.id}&expand[]=data.feature`,
      `/v1/entitlements/active_entitlements/${entitlement.id}`,
      `/v1/products/${product.id}/features`,
      `/v1/products/${product.id}/features/${attached.id}`,
      `/v1/subscription_items?subscription=${subscription?.id}`,
      '/v1/coupons',
      '/v1/products?expand[]=data.default_price',
      '/v1/events?limit=100',
    )
    expect(seen.get('billing_portal.session')).toBeGreaterThan(2)
  })

  it('subscriptions through their whole life, and what is shown of it beforehand', async () => {
    const customer = (await bench.post('/v1/customers', { email: 'ada@example.com' })).body.id
    const card = (await bench.post('/v1/payment_methods/pm_card_visa/attach', { customer })).body.id
    await bench.post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: card } })
    const product = (await bench.post('/v1/products', { name: 'Crate' })).body.id
    const facts = { currency: 'eur', product, recurring: { interval: 'month' } }
    const [small, large] = [
      (await bench.post('/v1/prices', { ...facts, unit_amount: 1000 })).body.id,
      (await bench.post('/v1/prices', { ...facts, unit_amount: 3000 })).body.id,
    ]
    const coupon = (await bench.post('/v1/coupons', { percent_off: 15, duration: 'forever' })).body.id
    const expand =
      'expand[]=discounts.source.coupon&expand[]=latest_invoice.total_discount_amounts.discount&expand[]=latest_invoice.payments'
    const made = await bench.post(`/v1/subscriptions?${expand}`, {
      customer,
      items: [{ price: small, quantity: 2 }],
      discounts: [{ coupon }],
      trial_period_days: 3,
    })
    checkReply(made, 'POST subscriptions')
    check(made.body.latest_invoice, 'its first invoice')
    check(made.body.discounts[0], 'its discount')
    const path = `/v1/subscriptions/${made.body.id}`
    const item = made.body.items.data[0].id
    bench.simulator.clock.advance(10 * 86_400)
    const details = {
      items: [{ id: item, price: large }, { price: small }],
      proration_behavior: 'always_invoice',
    }
    const asked = { subscription: made.body.id, subscription_details: details }
    checkReply(await bench.post('/v1/invoices/create_preview?expand[]=discounts', asked), 'preview')
    checkReply(
      await bench.post('/v1/invoices/create_preview', { ...asked, preview_mode: 'recurring' }),
      'preview of what recurs',
    )
    checkReply(await bench.post(`${path}?${expand}`, details), 'POST subscription with items')
    checkReply(await bench.post(path, { items: [{ id: item, quantity: 4 }] }), 'POST subscription')
    await tour(
      '/v1/invoiceitems?expand[]=data.customer',
      `/v1/invoiceitems?customer=${customer}&pending=true`,
    )
    checkReply(await bench.post(`${path}/pause`), 'pause')
    checkReply(await bench.post(`${path}/resume`), 'resume')
    checkReply(await bench.post(path, { cancel_at: bench.simulator.clock.nowSeconds() + 100 }), 'cancel_at')
    checkReply(await bench.post(path, { cancel_at: '', discounts: '' }), 'undone')
    checkReply(await bench.del(`${path}?prorate=true&invoice_now=true`), 'DELETE subscription')
    await tour(
      `/v1/invoices?customer=${customer}&limit=100&expand[]=data.total_discount_amounts.discount`,
      '/v1/events?limit=100&type=customer.*',
      '/v1/events?limit=100&type=invoice*',
    )
    expect(seen.get('discount')).toBeGreaterThan(0)
  })

  it('invoices that somebody asks for', async () => {
    const made = async (path: string, sent: Json): Promise<Reply['body']> => {
      const reply = await bench.post(path, sent)
      checkReply(reply, `POST ${path}`)
      return reply.body
    }
    const customer = await made('/v1/customers', { email: 'lea@example.com' })
    const item = { customer: customer.id, amount: 1500, currency: 'eur', description: 'Work' }
    const include = { customer: customer.id, pending_invoice_items_behavior: 'include' }
    const waiting = await made('/v1/invoiceitems', item)
    await made(`/v1/invoiceitems/${waiting.id}`, { amount: 1600 })
    const sent = await made('/v1/invoices', {
      ...include,
      collection_method: 'send_invoice',
      days_until_due: 3,
    })
    await made(`/v1/invoices/${sent.id}`, { description: 'For your work', auto_advance: true })
    const added = await made('/v1/invoiceitems', { ...item, invoice: sent.id })
    checkReply(await bench.del(`/v1/invoiceitems/${added.id}`), 'DELETE invoiceitem')
    await made(`/v1/invoices/${sent.id}/send?expand[]=payments`, {})
    await made('/v1/invoiceitems', item)
    const gone = await made('/v1/invoices', include)
    checkReply(await bench.del(`/v1/invoices/${gone.id}`), 'DELETE invoice')
    const paid = await made('/v1/invoices', include)
    const card = await made('/v1/payment_methods/pm_card_visa/attach', { customer: customer.id })
    await made(`/v1/invoices/${paid.id}/pay`, { payment_method: card.id })
    await tour(
      `/v1/invoices?customer=${customer.id}&expand[]=data.payments.data.payment.payment_intent`,
      `/v1/invoiceitems?customer=${customer.id}&expand[]=data.invoice`,
      '/v1/events?limit=60',
      '/v1/products?active=false',
      '/v1/prices?active=false',
    )
    expect(seen.get('deleted_invoice')).toBe(1)
  })

  it('what is asked of disputes, payouts, methods and the catalogue, and what is deleted', async () => {
    const made = async (path: string, sent: Json): Promise<Reply['body']> => {
      const reply = await bench.post(path, sent)
      checkReply(reply, `POST ${path}`)
      return reply.body
    }
    for (const card of ['pm_card_createDispute', 'pm_card_createDisputeInquiry', 'pm_card_bypassPending'])
      check(await bench.pay(5000, { payment_method: card }), card)
    bench.simulator.clock.advance(1)
    const [inquiry, dispute] = (await bench.get('/v1/disputes?limit=2')).body.data
    await made(`/v1/disputes/${dispute.id}`, { evidence: { customer_name: 'Mia' }, metadata: { a: 1 } })
    await made(`/v1/disputes/${inquiry.id}/close`, {})
    const payout = await made('/v1/payouts', { amount: 700, currency: 'usd', statement_descriptor: 'SHOP' })
    await made(`/v1/payouts/${payout.id}`, { metadata: { a: 1 } })
    const customer = await made('/v1/customers', {})
    const { id } = await made('/v1/payment_methods/pm_card_visa/attach', { customer: customer.id })
    await made(`/v1/payment_methods/${id}`, { billing_details: { name: 'Mia' } })
    const coupon = await made('/v1/coupons', { percent_off: 5 })
    const promotion = { coupon: coupon.id, type: 'coupon' }
    const code = await made('/v1/promotion_codes?expand[]=promotion.coupon', { code: 'FIVE', promotion })
    await made(`/v1/promotion_codes/${code.id}`, { active: false })
    const shown = { features: { subscription_cancel: { enabled: true } }, metadata: { a: 1 } }
    const configuration = await made('/v1/billing_portal/configurations', shown)
    await made(`/v1/billing_portal/configurations/${configuration.id}`, { active: false })
    const product = await made('/v1/products', { name: 'Crate' })
    for (const path of [`products/${product.id}`, `coupons/${coupon.id}`])
      checkReply(await bench.del(`/v1/${path}`), `DELETE ${path}`)
    await tour(
      '/v1/events?limit=60',
      '/v1/disputes',
      '/v1/payouts?limit=5&expand[]=data.balance_transaction',
      '/v1/promotion_codes?expand[]=data.promotion.coupon',
      '/v1/billing_portal/configurations',
    )
    expect(seen.get('balance')).toBeGreaterThan(1)
  })

  it('schedules, and the time of a test clock', async () => {
    const made = async (path: string, sent: Json): Promise<Reply['body']> => {
      const reply = await bench.post(path, sent)
      checkReply(reply, `POST ${path}`)
      return reply.body
    }
    const clock = await made('/v1/test_helpers/test_clocks', { frozen_time: 1_577_836_800 })
    const customer = await made('/v1/customers?expand[]=test_clock', {
      source: 'tok_mastercard',
      test_clock: clock.id,
    })
    const product = await made('/v1/products', { name: 'Crate' })
    const facts = { currency: 'eur', product: product.id, recurring: { interval: 'month' } }
    const price = (await made('/v1/prices', { ...facts, unit_amount: 700 })).id
    const phases = [{ items: [{ price }] }, { items: [{ price, quantity: 2, metadata: { a: 1 } }] }]
    const asked = { customer: customer.id, phases, start_date: 1_577_836_800 }
    const schedule = await made('/v1/subscription_schedules?expand[]=subscription', asked)
    await made(`/v1/subscription_schedules/${schedule.id}`, { end_behavior: 'cancel', metadata: { b: 2 } })
    const later = await made('/v1/subscription_schedules', { ...asked, start_date: 1_600_000_000 })
    await made(`/v1/subscription_schedules/${later.id}/cancel`, {})
    await made(`/v1/test_helpers/test_clocks/${clock.id}/advance`, { frozen_time: 1_590_000_000 })
    bench.simulator.clock.advance(1)
    await tour(
      `/v1/subscriptions?customer=${customer.id}&status=all&expand[]=data.test_clock`,
      `/v1/invoices?customer=${customer.id}&expand[]=data.payments&expand[]=data.test_clock`,
      `/v1/subscription_schedules?customer=${customer.id}&expand[]=data.subscription`,
      '/v1/test_helpers/test_clocks',
      '/v1/events?limit=100',
    )
    checkReply(await bench.del(`/v1/test_helpers/test_clocks/${clock.id}`), 'DELETE test clock')
    await tour('/v1/events?limit=10')
    expect(seen.get('card')).toBe(1)
  })

  it('what customers do by themselves while the shop is open', async () => {
    bench.simulator.setTrade(30)
    bench.simulator.clock.advance(1800)
    bench.simulator.setTrade(null)
    await tour('/v1/payment_intents?limit=50', '/v1/customers?limit=20', '/v1/events?limit=100')
    const { body } = await bench.get('/v1/events?limit=100&type=customer.updated')
    expect(body.data.length).toBeGreaterThan(0)
  })

  it('covered every kind of object it serves', () => {
    const wanted = [
      'account',
      'balance',
      'balance_transaction',
      'billing_portal.configuration',
      'billing_portal.session',
      'charge',
      'checkout.session',
      'coupon',
      'customer',
      'deleted_coupon',
      'deleted_customer',
      'deleted_product',
      'dispute',
      'entitlements.active_entitlement',
      'entitlements.active_entitlement_summary',
      'entitlements.feature',
      'event',
      'deleted_invoice',
      'deleted_invoiceitem',
      'invoice',
      'invoice_payment',
      'invoiceitem',
      'line_item',
      'discount',
      'payment_intent',
      'payment_method',
      'payout',
      'price',
      'product',
      'product_feature',
      'promotion_code',
      'refund',
      'setup_intent',
      'subscription',
      'subscription_item',
      'subscription_schedule',
      'test_helpers.test_clock',
      'deleted_test_helpers.test_clock',
    ]
    expect(wanted.filter((name) => !seen.has(name))).toEqual([])
  })
})

/** Fields the recorded exchanges show although the SDK's types, from which the schemas are made, do not name them. */
const LEGACY_FIELDS = new Set<string>()

describe.skipIf(!hasFacts)('parameters', () => {
  const operations = hasFacts ? (fact('endive/operations.json') as { ops: StripeOperation[] }).ops : []
  const shapeOf = (path: string) => path.replaceAll(/:\w+|\{\w+\}/g, '{}')
  const stripeOperation = (operation: Operation) =>
    operations.find(
      ({ verb, path }) => verb === operation.method && shapeOf(path) === shapeOf(operation.path),
    )

  /** Not in the SDK's types, but still in Stripe's API. */
  const BEYOND_THE_SDK = new Set(['GET /v1/charges/:charge/refunds'])

  const namesOf = (parameters: Parameters | undefined | null): Map<string, Parameters> => {
    const names = new Map<string, Parameters>()
    for (const part of parameters === undefined || parameters === null
      ? []
      : [parameters, ...(parameters.anyOf ?? [])]) {
      for (const [name, inner] of Object.entries(part.properties ?? {})) names.set(name, inner)
      if (part.items !== undefined) for (const [name, inner] of namesOf(part.items)) names.set(name, inner)
    }
    return names
  }
  const unknownNames = (rules: Rules, stripe: Parameters | undefined | null, prefix = ''): string[] =>
    Object.entries(rules).flatMap(([name, rule]) => {
      const known = namesOf(stripe).get(name)
      if (known === undefined) return [`${prefix}${name}`]
      return rule.fields === undefined ? [] : unknownNames(rule.fields, known, `${prefix}${name}.`)
    })

  it.each(OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s accepts only what Stripe does, and leaves nothing unsaid',
    (name, operation) => {
      if (BEYOND_THE_SDK.has(name)) return
      const stripe = stripeOperation(operation)
      expect(stripe, `${name} is not an operation of Stripe's`).toBeDefined()
      // A subscription that is ended is answered whole.
      const isGone = operation.method === 'DELETE' && operation.answers !== 'subscription'
      expect(stripe?.returns).toContain(`${isGone ? 'deleted_' : ''}${operation.answers}`)
      expect(unknownNames(operation.parameters, stripe?.params)).toEqual([])
      for (const required of stripe?.params?.required ?? [])
        expect([...(operation.required ?? []), ...(operation.notSimulated ?? [])]).toContain(required)
      const spoken = new Set([
        ...Object.keys(operation.parameters),
        ...(operation.notSimulated ?? []),
        'expand',
      ])
      const silent = [...namesOf(stripe?.params).keys()].filter((parameter) => !spoken.has(parameter))
      expect(name === 'POST /v1/payment_methods' ? [] : silent).toEqual([])
    },
  )
})
