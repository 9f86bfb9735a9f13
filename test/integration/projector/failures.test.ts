// The failures of a simulated account, through the projector: as its ledger has them, in whatever order they come.
import { expect, onTestFinished, test } from 'vitest'
import { openBench } from '../../unit/simulator/harness.ts'
import { aDesk } from './projector.support.ts'

interface Failure {
  payment_intent_id: string
  failed_attempts: number
  state: string
  settled_at: number | null
  first_failed_at: number
  last_failed_at: number
  amount: number
}

/** By another way: straight from the ledger, by the definition of a failure. */
function expected(
  ledger: ReturnType<Awaited<ReturnType<typeof openBench>>['simulator']['ledger']>,
): Failure[] {
  const byPayment = Map.groupBy(ledger.charges.values(), (charge) => charge.payment_intent)
  return [...ledger.paymentIntents.values()]
    .flatMap((intent) => {
      const charges = byPayment.get(intent.id) ?? []
      const failed = charges.filter(({ status }) => status === 'failed').map(({ created }) => created)
      if (failed.length === 0) return []
      const paid = charges.find(({ status }) => status === 'succeeded')
      const isPaid = intent.status === 'succeeded'
      return {
        payment_intent_id: intent.id,
        failed_attempts: failed.length,
        state: isPaid ? 'recovered' : intent.status === 'canceled' ? 'lost' : 'open',
        settled_at: isPaid ? (paid?.created ?? null) : intent.canceled_at,
        first_failed_at: Math.min(...failed),
        last_failed_at: Math.max(...failed),
        amount: intent.amount,
      }
    })
    .toSorted((a, b) => (a.payment_intent_id < b.payment_intent_id ? -1 : 1))
}

test('a declined payment, one that was paid after all and one that waits for its customer are as the ledger has them', async () => {
  const bench = await openBench({ size: { customers: 30, payments: 300 }, seed: 'failures' })
  onTestFinished(() => bench.close())
  // Declined at once; declined and then paid with another card; asked to confirm, which is no failure.
  await bench.pay(700, { payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds' })
  const { body: opened } = await bench.post('/v1/payment_intents', { amount: 800, currency: 'usd' })
  const id = (opened as { id: string }).id
  await bench.post(`/v1/payment_intents/${id}/confirm`, { payment_method: 'pm_card_visa_chargeDeclined' })
  await bench.post(`/v1/payment_intents/${id}/confirm`, { payment_method: 'pm_card_mastercard' })
  const waiting = (await bench.pay(900, { payment_method: 'pm_card_authenticationRequired' })) as {
    id: string
  }

  const ledger = bench.simulator.ledger(bench.account, 'test')
  const failures = expected(ledger)
  // The seed holds them too.
  expect(failures.filter(({ state }) => state === 'recovered').length).toBeGreaterThan(2)
  expect(failures.filter(({ state }) => state === 'open').length).toBeGreaterThan(2)
  expect(failures.map((each) => each.payment_intent_id)).not.toContain(waiting.id)

  const lists = [ledger.charges, ledger.paymentIntents, ledger.paymentMethods].map((map) => [...map.values()])
  for (const order of [lists, lists.toReversed()]) {
    const desk = aDesk()
    for (const objects of order)
      await desk.projector.ingestObjects(
        objects,
        (Math.floor(bench.simulator.clock.nowSeconds()) + 60) * 1000,
      )
    const rows = desk.cache
      .prepare<[], Failure>(
        `SELECT payment_intent_id, failed_attempts, state, settled_at, first_failed_at, last_failed_at, amount
         FROM failures ORDER BY payment_intent_id`,
      )
      .all()
    expect(rows).toEqual(failures)
    expect(
      desk.cache
        .prepare('SELECT state, how, decline_code, brand FROM failures WHERE payment_intent_id = ?')
        .get(id),
    ).toEqual({ state: 'recovered', how: 'new_method', decline_code: 'generic_decline', brand: 'visa' })
  }

  // From the events alone, of which Stripe keeps those of 30 days, the same: nothing that did not fail, and all that just did.
  const desk = aDesk()
  await desk.projector.ingest(ledger.events, 'backfill')
  const told = desk.cache.prepare<[], string>('SELECT payment_intent_id FROM failures').pluck().all()
  expect(failures.map((each) => each.payment_intent_id)).toEqual(expect.arrayContaining(told))
  expect(told).toContain(id)
})
