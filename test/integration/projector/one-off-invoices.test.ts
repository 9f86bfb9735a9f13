// Invoices that are of no subscription, through the projector: as the simulated account has them, and none of them a trouble.
import { expect, onTestFinished, test } from 'vitest'
import { openBench, type Json } from '../../unit/simulator/harness.ts'
import { aDesk } from './projector.support.ts'

test('those that were paid, refused, sent, voided, left as drafts and deleted are as the ledger has them', async () => {
  const bench = await openBench()
  onTestFinished(() => bench.close())
  const post = async (path: string, sent: Json = {}): Promise<{ id: string }> => {
    const reply = await bench.post(path, sent)
    if (reply.status !== 200 && reply.status !== 402) throw new Error(JSON.stringify(reply.body))
    return reply.body as { id: string }
  }
  const customer = (await post('/v1/customers', { email: 'mia@example.com' })).id
  const draft = async (more: Json = {}) => {
    await post('/v1/invoiceitems', { customer, amount: 1500, currency: 'eur', description: 'Work' })
    return (await post('/v1/invoices', { customer, pending_invoice_items_behavior: 'include', ...more })).id
  }
  const attach = async (card: string) => (await post(`/v1/payment_methods/${card}/attach`, { customer })).id
  for (const card of ['pm_card_visa', 'pm_card_chargeCustomerFail', 'pm_card_threeDSecureRequired'])
    await post(`/v1/invoices/${await draft()}/pay`, { payment_method: await attach(card) })
  await post(`/v1/invoices/${await draft({ collection_method: 'send_invoice', days_until_due: 3 })}/send`)
  const voided = await draft()
  await post(`/v1/invoices/${voided}/finalize`)
  await post(`/v1/invoices/${voided}/void`)
  await post(`/v1/invoices/${await draft()}`, { description: 'Still open to change' })
  const gone = await draft()
  await bench.del(`/v1/invoices/${gone}`)

  const { events, invoices } = bench.simulator.ledger(bench.account, 'test')
  const expected = [...invoices.values()]
    .map(({ amount_due, amount_paid, attempt_count, id, lines, status }) => ({
      id,
      amount_due,
      amount_paid,
      attempt_count,
      billing_reason: 'manual',
      lines: lines.data.length,
      status,
      subscription_id: null,
    }))
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
  expect(new Set(expected.map(({ status }) => status))).toEqual(new Set(['draft', 'open', 'paid', 'void']))
  const desk = aDesk()
  await desk.projector.ingest(events, 'backfill')
  // All of it happened within one second, so that the objects are read again.
  const later = (bench.simulator.clock.nowSeconds() + 60) * 1000
  await desk.projector.ingestObjects([...invoices.values()], later)
  expect(
    desk.cache
      .prepare(
        `SELECT id, amount_due, amount_paid, attempt_count, billing_reason,
           (SELECT count(*) FROM invoice_lines WHERE invoice = invoices.rowid) AS lines, status, subscription_id
         FROM invoices WHERE deleted = 0 ORDER BY id`,
      )
      .all(),
  ).toEqual(expected)
  expect(desk.cache.prepare('SELECT deleted FROM invoices WHERE id = ?').pluck().get(gone)).toBe(1)
  expect(desk.troubles).toEqual([])
  // The one that was declined has failed; the one that asks for 3-D Secure was declined first for that.
  expect(desk.cache.prepare('SELECT count(*) FROM failures').pluck().get()).toBe(2)
})
