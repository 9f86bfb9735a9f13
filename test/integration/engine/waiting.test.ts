// A payment that waits for 3-D Secure is followed to its end: it stops waiting when the customer is through, or when it is canceled.
import { expect, onTestFinished, test } from 'vitest'
import { paymentDetail } from '../../../electron/store/queries/payment-detail.ts'
import { openBench } from '../../unit/simulator/harness.ts'
import { openRooms } from './desk.ts'

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
