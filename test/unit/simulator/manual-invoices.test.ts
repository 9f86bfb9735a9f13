// Invoices that somebody asks for: items that wait, drafts that are changed, collected, sent, left lying and deleted, and the money of each.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBench, type Bench, type Json, type Reply } from './harness.ts'

const DAY = 86_400
let bench: Bench
let customer: string
beforeEach(async () => {
  bench = await openBench()
  customer = (await bench.post('/v1/customers', { email: 'mia@example.com' })).body.id
})
afterEach(() => bench.close())

const ok = async (asked: Promise<Reply>): Promise<Reply['body']> => {
  const reply = await asked
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return reply.body
}
const make = (path: string, sent: Json) => ok(bench.post(path, sent))
const read = (path: string) => ok(bench.get(path))
const item = (amount: number, more: Json = {}) =>
  make('/v1/invoiceitems', { customer, amount, currency: 'eur', ...more })
const draft = (more: Json = {}) =>
  make('/v1/invoices', { customer, pending_invoice_items_behavior: 'include', ...more })
const since = (count: number) => bench.eventTypes().slice(count)
const attach = async (card: string): Promise<string> =>
  (await make(`/v1/payment_methods/${card}/attach`, { customer })).id
const prefer = async (card: string) =>
  make(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: await attach(card) } })

describe('items', () => {
  it('wait for nobody’s subscription, in the shape that Stripe has recorded', async () => {
    const before = bench.eventTypes().length
    const made = await item(1000, { description: 'Set-up', metadata: { job: 7 } })
    expect(made).toMatchObject({
      amount: 1000,
      description: 'Set-up',
      discountable: true,
      invoice: null,
      metadata: { job: '7' },
      parent: null,
      pricing: { unit_amount_decimal: '1000' },
      proration: false,
      quantity: 1,
    })
    expect(made).not.toHaveProperty('proration_details')
    // The first that a customer is billed for says their currency.
    expect(since(before)).toEqual(['invoiceitem.created', 'customer.updated'])
    expect((await read(`/v1/customers/${customer}`)).currency).toBe('eur')
    expect((await read(`/v1/invoiceitems?customer=${customer}&pending=true`)).data).toEqual([made])
  })

  it('of one currency alone, with an amount or a price, and never with both', async () => {
    await item(1000)
    const refused = async (sent: Json) =>
      (await bench.post('/v1/invoiceitems', { customer, ...sent })).body.error
    expect((await refused({ amount: 5, currency: 'usd' })).message).toMatch(/cannot combine currencies/)
    expect((await refused({ currency: 'eur' })).code).toBe('parameter_missing')
    const product = (await make('/v1/products', { name: 'Box' })).id
    const price = (await make('/v1/prices', { currency: 'eur', product, unit_amount: 250 })).id
    expect((await refused({ amount: 5, pricing: { price } })).message).toMatch(/only specify one of these/)
    expect((await refused({ amount: 5, quantity: 2, currency: 'eur' })).message).toMatch(/only specify one/)
    expect((await refused({ amount: 5, discounts: [{ coupon: 'x' }] })).message).toMatch(/not part of this/)
    expect((await refused({ amount: 5, shoe_size: 42 })).code).toBe('parameter_unknown')
    const priced = await make('/v1/invoiceitems', { customer, pricing: { price }, quantity: 3 })
    expect(priced).toMatchObject({ amount: 750, description: 'Box', quantity: 3 })
    const monthly = await make('/v1/prices', {
      currency: 'eur',
      product,
      unit_amount: 5,
      recurring: { interval: 'month' },
    })
    expect((await refused({ pricing: { price: monthly.id } })).message).toMatch(/type=one_time/)
  })

  it('change and go while they wait, or their draft does', async () => {
    const waiting = await item(1000)
    expect(await make(`/v1/invoiceitems/${waiting.id}`, { amount: 700 })).toMatchObject({ amount: 700 })
    const invoice = await draft()
    const before = bench.eventTypes().length
    await make(`/v1/invoiceitems/${waiting.id}`, { amount: 800, description: 'Work' })
    expect(await read(`/v1/invoices/${invoice.id}`)).toMatchObject({
      amount_due: 800,
      lines: { data: [{ amount: 800, description: 'Work', id: invoice.lines.data[0].id }] },
      total: 800,
    })
    const added = await item(300, { invoice: invoice.id })
    expect((await read(`/v1/invoices/${invoice.id}`)).total).toBe(1100)
    expect(await ok(bench.del(`/v1/invoiceitems/${waiting.id}`))).toEqual({
      id: waiting.id,
      object: 'invoiceitem',
      deleted: true,
    })
    expect((await read(`/v1/invoices/${invoice.id}`)).total).toBe(300)
    expect(since(before)).toEqual([
      'invoice.updated',
      'invoiceitem.created',
      'invoice.updated',
      'invoiceitem.deleted',
      'invoice.updated',
    ])
    expect((await bench.get(`/v1/invoiceitems/${waiting.id}`)).status).toBe(404)
    await make(`/v1/invoices/${invoice.id}/finalize`, {})
    expect((await bench.post(`/v1/invoiceitems/${added.id}`, { amount: 1 })).status).toBe(400)
    expect((await bench.del(`/v1/invoiceitems/${added.id}`)).status).toBe(400)
  })

  it('go with the next invoice of a subscription, where none is made of them before', async () => {
    await prefer('pm_card_visa')
    const product = (await make('/v1/products', { name: 'Box' })).id
    const facts = { currency: 'eur', product, unit_amount: 2400, recurring: { interval: 'month' } }
    const price = (await make('/v1/prices', facts)).id
    const subscription = await make('/v1/subscriptions', { customer, items: [{ price }] })
    const [anyones, its] = [await item(500), await item(90, { subscription: subscription.id })]
    const preview = await make('/v1/invoices/create_preview', { subscription: subscription.id })
    expect(preview.total).toBe(2990)
    // Of the customer's own, not of the subscription's.
    expect((await draft({ description: 'Between' })).total).toBe(500)
    const billed = bench.simulator.bill(bench.account, 'test', subscription.id)
    expect(billed).toMatchObject({ amount_paid: 2490, status: 'paid' })
    const [line] = (await read(`/v1/invoices/${billed?.id}`)).lines.data
    expect(line.parent).toMatchObject({
      invoice_item_details: { invoice_item: its.id, subscription: subscription.id },
      type: 'invoice_item_details',
    })
    expect((await read(`/v1/invoiceitems/${anyones.id}`)).invoice).not.toBe(billed?.id)
  })
})

describe('a draft', () => {
  it('of more than ten lines tells ten wherever it is told of, and lists all by themselves', async () => {
    for (let each = 1; each <= 12; each += 1) await item(each * 100)
    const { id, lines } = await draft()
    expect([lines.data.length, lines.has_more, lines.total_count]).toEqual([10, true, 12])
    const [event] = (await read('/v1/events?type=invoice.created')).data
    expect(event.data.object.lines.data).toHaveLength(10)
    const first = await read(`/v1/invoices/${id}/lines?limit=5`)
    const rest = await read(`/v1/invoices/${id}/lines?limit=100&starting_after=${first.data.at(-1).id}`)
    expect([first.has_more, rest.has_more]).toEqual([true, false])
    const all = [...first.data, ...rest.data]
    expect([all.length, all.slice(0, 10)]).toEqual([12, lines.data])
  })

  it('is left alone unless told otherwise, and is then collected when its hour is over', async () => {
    await prefer('pm_card_visa')
    await item(1000)
    const invoice = await draft({ description: 'Work', metadata: { a: 1 } })
    expect(invoice).toMatchObject({
      amount_due: 1000,
      auto_advance: false,
      automatically_finalizes_at: null,
      billing_reason: 'manual',
      description: 'Work',
      next_payment_attempt: null,
      parent: null,
      status: 'draft',
    })
    bench.simulator.clock.advance(DAY)
    const path = `/v1/invoices/${invoice.id}`
    expect((await read(path)).status).toBe('draft')
    // Told, and told off again: only the hour that was told last counts.
    await make(path, { auto_advance: true })
    await make(path, { auto_advance: false })
    bench.simulator.clock.advance(1800)
    const at = bench.simulator.clock.nowSeconds() + 3600
    expect(await make(path, { auto_advance: true })).toMatchObject({
      automatically_finalizes_at: at,
      next_payment_attempt: at,
    })
    bench.simulator.clock.advance(3599)
    expect((await read(path)).status).toBe('draft')
    bench.simulator.clock.advance(1)
    expect(await read(`${path}?expand[]=payments.data.payment.payment_intent`)).toMatchObject({
      amount_paid: 1000,
      attempt_count: 1,
      payments: { data: [{ payment: { payment_intent: { description: 'Payment for Invoice' } } }] },
      status: 'paid',
    })
  })

  it('that is finalized by hand is still collected, by its schedule of tries', async () => {
    await prefer('pm_card_chargeCustomerFail')
    await item(1000)
    const { id } = await draft({ auto_advance: true })
    const open = await make(`/v1/invoices/${id}/finalize`, {})
    expect(open).toMatchObject({ attempted: false, status: 'open' })
    bench.simulator.clock.advance(3600)
    const failed = await read(`/v1/invoices/${id}`)
    expect(failed).toMatchObject({ attempt_count: 1, attempted: true, status: 'open' })
    expect(failed.next_payment_attempt).toBe(bench.simulator.clock.nowSeconds() + 3 * DAY)
    bench.simulator.clock.advance(40 * DAY)
    expect(await read(`/v1/invoices/${id}`)).toMatchObject({ attempt_count: 5, status: 'open' })
  })

  it('that is deleted lets what it billed wait again', async () => {
    const waiting = await item(1000)
    const invoice = await draft()
    expect((await read(`/v1/invoiceitems/${waiting.id}`)).invoice).toBe(invoice.id)
    expect(await ok(bench.del(`/v1/invoices/${invoice.id}`))).toEqual({
      id: invoice.id,
      object: 'invoice',
      deleted: true,
    })
    expect((await bench.get(`/v1/invoices/${invoice.id}`)).status).toBe(404)
    expect((await read(`/v1/invoices?customer=${customer}`)).data).toEqual([])
    expect((await read(`/v1/invoiceitems/${waiting.id}`)).invoice).toBeNull()
    expect((await draft()).total).toBe(1000)
  })

  it('is refused where there is nothing to invoice, and no longer changed once it is final', async () => {
    const nothing = await bench.post('/v1/invoices', { customer, pending_invoice_items_behavior: 'include' })
    expect(nothing.body.error.code).toBe('invoice_no_customer_line_items')
    const empty = await make('/v1/invoices', { customer })
    expect(empty).toMatchObject({ currency: 'eur', lines: { data: [] }, total: 0 })
    await ok(bench.del(`/v1/invoices/${empty.id}`))
    await item(1000)
    const { id } = await draft()
    await make(`/v1/invoices/${id}/finalize`, {})
    expect((await bench.del(`/v1/invoices/${id}`)).body.error.message).toMatch(/only delete draft/)
    const changed = await bench.post(`/v1/invoices/${id}`, { collection_method: 'send_invoice' })
    expect(changed.body.error.message).toBe("Finalized invoices can't be updated in this way")
    expect((await make(`/v1/invoices/${id}`, { description: 'Late', metadata: { a: 2 } })).description).toBe(
      'Late',
    )
    expect((await make(`/v1/invoices/${id}/pay`, { paid_out_of_band: true })).status).toBe('paid')
    expect((await bench.post(`/v1/invoices/${id}`, { auto_advance: true })).status).toBe(400)
  })
})

describe('what is sent', () => {
  it('is told so, and overdue when its day has come', async () => {
    await item(1000)
    const { id, due_date: due } = await draft({ collection_method: 'send_invoice', days_until_due: 7 })
    expect(due).toBe(bench.simulator.clock.nowSeconds() + 7 * DAY)
    const before = bench.eventTypes().length
    expect((await make(`/v1/invoices/${id}/send`, {})).status).toBe('open')
    expect(since(before)).toEqual([
      'payment_intent.created',
      'invoice.finalized',
      'invoice.updated',
      'invoice.sent',
    ])
    await make(`/v1/invoices/${id}/send`, {})
    bench.simulator.clock.advance(8 * DAY)
    expect(since(before).filter((type) => type === 'invoice.overdue')).toHaveLength(1)
    expect((await read(`/v1/invoices/${id}`)).status).toBe('open')
  })

  it('needs a day, somebody to write to, and an invoice that is sent', async () => {
    await item(1000)
    const noDay = await bench.post('/v1/invoices', { customer, collection_method: 'send_invoice' })
    expect(noDay.body.error.param).toBe('days_until_due')
    const noSending = await bench.post('/v1/invoices', { customer, days_until_due: 3 })
    expect(noSending.body.error.param).toBe('days_until_due')
    const charged = await draft()
    expect((await bench.post(`/v1/invoices/${charged.id}/send`)).body.error.message).toMatch(/send_invoice/)
    customer = (await make('/v1/customers', {})).id
    await item(1000)
    const nobody = await draft({ collection_method: 'send_invoice', days_until_due: 7 })
    expect((await bench.post(`/v1/invoices/${nobody.id}/send`)).body.error.message).toMatch(/Missing email/)
  })
})

describe('money', () => {
  it('of a customer’s credit is used first, and comes back when the invoice is voided', async () => {
    await make(`/v1/customers/${customer}`, { balance: -400 })
    await item(1000)
    const { id } = await draft()
    expect(await make(`/v1/invoices/${id}/finalize`, {})).toMatchObject({
      amount_due: 600,
      ending_balance: 0,
      starting_balance: -400,
      total: 1000,
    })
    expect((await read(`/v1/customers/${customer}`)).balance).toBe(0)
    await make(`/v1/invoices/${id}/void`, {})
    expect((await read(`/v1/customers/${customer}`)).balance).toBe(-400)
  })

  it('that is owed to the customer stays theirs', async () => {
    await item(-900)
    const { id } = await draft()
    expect(await make(`/v1/invoices/${id}/finalize`, {})).toMatchObject({ amount_due: 0, status: 'paid' })
    expect((await read(`/v1/customers/${customer}`)).balance).toBe(-900)
  })

  it.each([
    ['pm_card_visa', 'succeeded', 200, 'paid'],
    ['pm_card_chargeCustomerFail', 'requires_payment_method', 402, 'open'],
    ['pm_card_threeDSecureRequired', 'requires_action', 402, 'open'],
  ])('comes by the card that is named: %s', async (card, intent, status, becomes) => {
    await item(1000)
    const { id } = await draft()
    const before = bench.simulator.ledger(bench.account, 'test').balances.get('eur') ?? 0
    const reply = await bench.post(`/v1/invoices/${id}/pay`, { payment_method: await attach(card) })
    expect([reply.status, reply.body.error?.type]).toEqual([
      status,
      status === 402 ? 'card_error' : undefined,
    ])
    const invoice = await read(`/v1/invoices/${id}?expand[]=payments.data.payment.payment_intent`)
    expect(invoice).toMatchObject({ amount_paid: becomes === 'paid' ? 1000 : 0, status: becomes })
    expect(invoice.payments.data[0].payment.payment_intent).toMatchObject({
      amount: 1000,
      payment_details: { order_reference: id },
      status: intent,
    })
    const after = bench.simulator.ledger(bench.account, 'test').balances.get('eur') ?? 0
    expect(after > before).toBe(becomes === 'paid')
  })
})

it('needs the permission to write invoices, and makes one only once by one key', async () => {
  const reads = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_invoice_read'])
  for (const path of ['/v1/invoices', '/v1/invoices/in_x', '/v1/invoices/in_x/send', '/v1/invoiceitems']) {
    const refused = await bench.post(path, { customer }, { key: reads })
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      expect.stringMatching(path === '/v1/invoiceitems' ? /'rak_invoice_item_write'/ : /'rak_invoice_write'/),
    ])
  }
  const once = { idempotencyKey: 'one' }
  const sent = { customer, amount: 5, currency: 'eur' }
  const [first, again] = [
    await bench.post('/v1/invoiceitems', sent, once),
    await bench.post('/v1/invoiceitems', sent, once),
  ]
  expect(again.body.id).toBe(first.body.id)
  expect((await read('/v1/invoiceitems')).data).toHaveLength(1)
})
