// What the cache does not hold is found at Stripe, kept so that it can be opened, and never put over anything newer.
import { describe, expect, onTestFinished, test } from 'vitest'
import { searchLagMs, stripeSearchOf } from '../../../electron/engine/search/stripe-search.ts'
import { customerDetail } from '../../../electron/store/queries/customers/customer-detail.ts'
import { paymentDetail } from '../../../electron/store/queries/payments/payment-detail.ts'
import { schemas, type StripeSearchReply } from '../../../src/contract/index.ts'
import { ANCHOR, openBench } from '../../unit/simulator/harness.ts'
import { openRooms, requestsTo, script, type ChaosAction, type DeskOptions } from './desk.ts'

const facts = { accountId: 'acct_1', mode: 'test' } as const

async function open(options: (bench: Awaited<ReturnType<typeof openBench>>) => DeskOptions = () => ({})) {
  const bench = await openBench()
  onTestFinished(() => bench.close())
  const rooms = openRooms(bench, options(bench))
  const { gateway, projector, readPayment, clock, store } = rooms
  const ask = stripeSearchOf({ gateway, projector, readPayment, cache: store.cache, now: () => clock.now })
  const find = async (text: string): Promise<StripeSearchReply> => {
    const answer = await ask(text)
    if (!answer.ok) throw new Error(`${answer.error.code} ${answer.error.message}`)
    return schemas['search.stripe'].reply.parse(answer.value)
  }
  const idsOf = async (text: string): Promise<string[]> => (await find(text)).hits.map(({ id }) => id)
  const customer = await bench.post('/v1/customers', {
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    metadata: { crm: 'A "12" \\' },
  })
  return { ...rooms, bench, ask, find, idsOf, customerId: customer.body.id as string }
}

describe('what is found', () => {
  test('somebody by e-mail, with their payments, both of which can be opened', async () => {
    const { bench, find, store, customerId } = await open()
    const payment = await bench.pay(4990, { customer: customerId, description: 'Binding' })
    const { hits, asked, notAsked } = await find('ada@example.com')
    expect(hits.map(({ kind, id }) => [kind, id])).toEqual([
      ['customer', customerId],
      ['payment', payment.id],
    ])
    expect(hits[0]).toMatchObject({ title: 'Ada Lovelace', matched: { field: 'e-mail' } })
    expect(hits[1]).toMatchObject({ status: 'succeeded', amount: 4990, customerId })
    expect([asked, notAsked]).toEqual([['customer', 'payment'], []])
    expect(paymentDetail(store.cache, store.journal, facts, payment.id)).toMatchObject({
      ok: true,
      value: { payment: { customerName: 'Ada Lovelace' }, amountRefundable: 4990 },
    })
    expect(customerDetail(store.cache, store.journal, facts, customerId, Date.now()).ok).toBe(true)
  })

  test('a payment by amount and currency, and none that only has as many minor units', async () => {
    const { bench, idsOf } = await open()
    const euros = await bench.pay(4990, { currency: 'eur' })
    await bench.pay(4990, { currency: 'jpy' })
    await bench.pay(4990, { currency: 'usd' })
    expect(await idsOf('49.90 eur')).toEqual([euros.id])
    expect((await idsOf('49.90')).length).toBe(2)
  })

  test('a payment by the last digits of its card, as far refunded as it is', async () => {
    const { bench, find } = await open()
    const payment = await bench.pay(5000)
    await bench.pay(5000, { payment_method: 'pm_card_amex' })
    await bench.post('/v1/refunds', { payment_intent: payment.id })
    const { hits } = await find('visa 4242')
    expect(hits).toMatchObject([
      { kind: 'payment', id: payment.id, status: 'refunded', matched: { field: 'card' } },
    ])
  })

  test('whatever carries a word in its metadata, quotes and backslashes and all', async () => {
    const { bench, idsOf, customerId } = await open()
    const payment = await bench.pay(5000, { metadata: { order_id: '8841' } })
    expect(await idsOf('order_id: 8841')).toEqual([payment.id])
    expect(await idsOf('crm:A "12" \\')).toEqual([customerId])
    expect(await idsOf('order_id:8841" OR created>0')).toEqual([])
  })

  test('one object by its id, even as the part of a payment', async () => {
    const { bench, find, idsOf, store } = await open()
    const payment = await bench.pay(5000)
    const refund = await bench.post('/v1/refunds', { payment_intent: payment.id, amount: 1000 })
    expect(await idsOf(payment.latest_charge)).toEqual([payment.id])
    expect((await find(refund.body.id)).hits).toMatchObject([
      { kind: 'refund', id: refund.body.id, paymentIntentId: payment.id },
    ])
    const detail = paymentDetail(store.cache, store.journal, facts, payment.id)
    expect(detail).toMatchObject({ value: { amountRefundable: 4000, refunds: [{ id: refund.body.id }] } })
    expect(await find('pi_3QNowhere12345')).toEqual({
      hits: [],
      asked: ['payment'],
      notAsked: [],
      more: false,
    })
    expect(requestsTo(bench, 'GET', '/v1/payment_intents/search')).toBe(0)
  })

  test('nothing, where Stripe has no search for what was typed', async () => {
    const { bench, find } = await open()
    const before = bench.simulator.ledger(bench.account, 'test').requests.length
    expect(await find('§§§')).toMatchObject({ hits: [], asked: [], notAsked: [{ kinds: [] }] })
    expect(bench.simulator.ledger(bench.account, 'test').requests).toHaveLength(before)
  })
})

describe('what is kept', () => {
  test('a row that is here already stays as it is, however old it is', async () => {
    const { bench, idsOf, readPayment, store } = await open()
    const payment = await bench.pay(5000)
    await readPayment(payment.id)
    const row = () => store.cache.prepare('SELECT * FROM payment_intents WHERE id = ?').get(payment.id)
    const before = row()
    // Longer than the search may lag.
    bench.simulator.clock.advance(3 * 3600)
    await bench.post(`/v1/payment_intents/${payment.id}`, { description: 'Another' })
    expect(await idsOf('50.00 usd')).toEqual([payment.id])
    expect(row()).toEqual(before)
  })

  test('an event of the hour in which the search may lag counts for more than what it answered', async () => {
    const { bench, find, projector, store } = await open()
    const payment = await bench.pay(5000, { capture_method: 'manual' })
    await find('50.00 usd')
    const status = () =>
      store.cache.prepare('SELECT stripe_status FROM payment_intents WHERE id = ?').pluck().get(payment.id)
    expect(status()).toBe('requires_capture')
    const canceled = (id: string, created: number) => ({
      id,
      object: 'event',
      type: 'payment_intent.canceled',
      api_version: '2026-10-28.endive',
      created,
      livemode: false,
      data: { object: { ...payment, status: 'canceled' } },
    })
    await projector.ingest([canceled('evt_1', ANCHOR - searchLagMs / 1000 - 60)], 'catch_up')
    expect(status()).toBe('requires_capture')
    await projector.ingest([canceled('evt_2', ANCHOR - 60)], 'catch_up')
    expect(status()).toBe('canceled')
  })
})

describe('what can go wrong', () => {
  test('a key without a permission is said of what it stands for, and the rest is asked', async () => {
    const { find } = await open((bench) => ({
      key: bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_customer_read']),
    }))
    const { hits, asked, notAsked } = await find('ada')
    expect(hits.map(({ kind }) => kind)).toEqual(['customer'])
    expect(asked).toEqual(['customer'])
    expect(notAsked).toEqual([
      { kinds: ['payment'], why: expect.stringContaining('rak_payment_intent_read') },
    ])
  })

  test('a key that may not read customers still reads an invoice and a payment method by their ids', async () => {
    const { bench, idsOf, customerId } = await open((bench) => ({
      key: bench.simulator.createRestrictedKey(bench.account, 'test', [
        'rak_invoice_read',
        'rak_payment_method_read',
      ]),
    }))
    const invoice = await bench.post('/v1/invoices', { customer: customerId })
    const method = await bench.post('/v1/payment_methods/pm_card_visa/attach', { customer: customerId })
    expect(await idsOf(invoice.body.id)).toEqual([invoice.body.id])
    expect(await idsOf(method.body.id)).toEqual([method.body.id])
  })

  test('a key that may read invoices but not what credits them finds them all the same, by number and by id', async () => {
    const { bench, idsOf, customerId } = await open((each) => ({
      key: each.simulator.createRestrictedKey(each.account, 'test', [
        'rak_customer_read',
        'rak_invoice_read',
      ]),
    }))
    await bench.post('/v1/invoiceitems', { customer: customerId, amount: 1500, currency: 'eur' })
    const asked = { customer: customerId, pending_invoice_items_behavior: 'include' }
    const { body: draft } = await bench.post('/v1/invoices', asked)
    const { body: invoice } = await bench.post(`/v1/invoices/${draft.id}/finalize`)
    expect(await idsOf(invoice.number)).toEqual([invoice.id])
    expect(await idsOf(invoice.id)).toEqual([invoice.id])
  })

  test('Stripe that can not be reached is a failure', async () => {
    const { bench, ask } = await open()
    script(bench, 'GET', '/v1/customers/search', ...Array<ChaosAction>(4).fill('refuse'))
    expect(await ask('ada')).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^stripe_/) } })
  })

  test('a newer question takes the place of the one before, which asks no further', async () => {
    const { bench, ask } = await open()
    const [older, newer] = await Promise.all([ask('ada'), ask('ada@example.com')])
    expect(older).toMatchObject({ ok: false, error: { code: 'question_ended' } })
    expect(newer).toMatchObject({ ok: true, value: { hits: [{ title: 'Ada Lovelace' }] } })
    expect(requestsTo(bench, 'GET', '/v1/customers/search')).toBeLessThanOrEqual(2)
  })
})
