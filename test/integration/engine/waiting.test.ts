// A payment that waits for 3-D Secure is followed to its end: it stops waiting when the customer is through, or when it is canceled.
import { expect, onTestFinished, test, vi } from 'vitest'
import { paymentDetail } from '../../../electron/store/queries/payments/payment-detail.ts'
import { openBench } from '../../unit/simulator/harness.ts'
import { openRooms } from './desk.ts'
import { openSome } from './desks.support.ts'

async function waitingPayment() {
  const bench = await openBench()
  onTestFinished(() => bench.close())
  const { projector, readPayment, store } = openRooms(bench)
  const payment = await bench.pay(5000, { payment_method: 'pm_card_authenticationRequired' })
  expect(payment.status).toBe('requires_action')
  await readPayment(payment.id)
  const detail = () => {
    const read = paymentDetail(store.cache, store.journal, { accountId: 'acct_1', mode: 'test' }, payment.id)
    if (!read.ok) throw new Error(read.error.message)
    return read.value
  }
  const follow = () =>
    projector.ingest(bench.simulator.ledger(bench.account, 'test').events.toReversed(), 'catch_up')
  return { bench, payment, detail, follow }
}

test('it waits for the authentication since Stripe asked for it, until the customer is through', async () => {
  const { bench, payment, detail, follow } = await waitingPayment()
  expect(detail().waiting).toMatchObject({ step: 'authentication', sinceIsKnown: false, page: null })
  await follow()
  expect(detail().waiting).toMatchObject({ step: 'authentication', sinceIsKnown: true })
  bench.simulator.clock.advance(60)
  bench.simulator.authenticate(bench.account, 'test', payment.id)
  await follow()
  expect(detail()).toMatchObject({ waiting: null, payment: { status: 'succeeded' } })
})

test('one that is canceled waits no more', async () => {
  const { bench, payment, detail, follow } = await waitingPayment()
  bench.simulator.clock.advance(60)
  await bench.post(`/v1/payment_intents/${payment.id}/cancel`)
  await follow()
  expect(detail()).toMatchObject({ waiting: null, payment: { status: 'canceled' } })
})

test(
  'a hosted page that ends is told as a change of payments, so that what shows it asks again',
  { timeout: 60_000 },
  async () => {
    const bench = await openBench()
    onTestFinished(() => bench.close())
    const { connect, desks, kindsTold } = await openSome(bench)
    const connected = await connect(bench.simulator.accounts[0]?.keys.secretTest ?? '')
    if (!connected.ok) throw new Error(connected.error.message)
    const product = await bench.post('/v1/products', { name: 'Gift box' })
    const price = { product: product.body.id, currency: 'eur', unit_amount: 2400 }
    const { body: page } = await bench.post('/v1/checkout/sessions', {
      mode: 'payment',
      success_url: 'https://shop.example.com',
      line_items: [{ price: (await bench.post('/v1/prices', price)).body.id, quantity: 1 }],
    })
    // Lists are read up to a second that is over.
    bench.simulator.clock.advance(60)
    const sync = desks.find(connected.value.id)!.sync
    await sync.refresh()
    await vi.waitFor(() => expect(kindsTold).toContain('payments'), 15_000)
    // What was read is told in one go with what follows within a moment.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    kindsTold.length = 0
    bench.simulator.clock.advance(60)
    await bench.post(`/v1/checkout/sessions/${page.id}/expire`)
    await sync.refresh()
    await vi.waitFor(() => expect(kindsTold).toContain('payments'), 15_000)
  },
)
