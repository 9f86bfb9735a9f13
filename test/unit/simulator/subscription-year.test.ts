// A year of three hundred subscriptions by the clock: every period billed once and in order, whether the clock leaps or goes day by day.
import { expect, it } from 'vitest'
import { openBench, type Bench, type Json } from './harness.ts'
import { DAY, ok, openShop } from './subscription-bench.ts'

const START = Date.UTC(2027, 8, 30, 12) / 1000
const CARDS = ['pm_card_visa', 'pm_card_visa', 'pm_card_mastercard', 'pm_card_chargeCustomerFail'] as const
const SUBSCRIPTIONS = 300

/** Subscriptions of every kind, begun within three months of month ends. */
async function begin(bench: Bench, subscriptions: number): Promise<void> {
  bench.simulator.clock.freeze(START)
  const shops = await Promise.all(CARDS.map((card) => openShop(bench, 'eur', card)))
  const prices = await Promise.all(
    shops.map(async (shop) => [
      await shop.price(1900),
      await shop.price(700, 'week', 2),
      await shop.price(9900, 'year'),
      await shop.price(2900, 'month', 3),
    ]),
  )
  for (let number = 0; number < subscriptions; number += 1) {
    const place = number % shops.length
    const shop = shops[place]
    const price = prices[place]?.[Math.floor(number / shops.length) % 4]
    if (shop === undefined || price === undefined) throw new Error('no shop')
    const isTrial = number % 5 === 0 || place === 3
    const more: Json = {
      ...(isTrial ? { trial_period_days: 1 + (number % 30) } : {}),
      ...(number % 7 === 0 ? { cancel_at: START + (100 + number) * DAY } : {}),
      ...(number % 11 === 0 ? { collection_method: 'send_invoice', days_until_due: 10 } : {}),
      ...(number % 3 === 0 ? { billing_mode: { type: 'classic' } } : {}),
    }
    ok(await shop.subscribe([{ price, quantity: 1 + (number % 3) }], more))
    bench.simulator.clock.advance(7 * 3600 + number)
  }
}

const stateOf = (bench: Bench): string => {
  const { charges, customers, events, invoices, paymentIntents, subscriptions } = bench.simulator.ledger(
    bench.account,
    'test',
  )
  return JSON.stringify([
    [...subscriptions],
    [...invoices],
    [...paymentIntents],
    [...charges],
    [...customers],
    events,
  ])
}

it('every period is billed once, one after the other, until the end', async () => {
  const bench = await openBench()
  await begin(bench, SUBSCRIPTIONS)
  bench.simulator.clock.advance(366 * DAY)
  const now = bench.simulator.clock.nowSeconds()
  const { invoices, subscriptions } = bench.simulator.ledger(bench.account, 'test')
  expect(subscriptions.size).toBe(SUBSCRIPTIONS)
  const bySubscription = Map.groupBy(
    invoices.values(),
    ({ parent }) => parent?.subscription_details?.subscription ?? '',
  )
  for (const subscription of subscriptions.values()) {
    const periods = (bySubscription.get(subscription.id) ?? [])
      .flatMap(({ created, lines }) => lines.data.map(({ amount, period }) => ({ amount, created, period })))
      .filter(({ amount }) => amount >= 0)
      .map(({ created, period }) => ({ created, ...period }))
    expect(periods.at(0)?.start).toBe(subscription.start_date)
    for (const [place, { created, end, start }] of periods.entries()) {
      expect(created).toBe(start)
      expect(start).toBe(place === 0 ? subscription.start_date : periods[place - 1]?.end)
      expect(end).toBeGreaterThan(start)
    }
    // What goes on is paid for until after now; what has ended was not billed again.
    const until = subscription.ended_at ?? now
    expect(periods.at(-1)?.start).toBeLessThanOrEqual(until)
    if (subscription.ended_at === null) expect(periods.at(-1)?.end).toBeGreaterThan(now)
  }
  const statuses = [...subscriptions.values()].map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set(['active', 'canceled', 'past_due']))
  // Nothing is left to be done that was due.
  for (const { automatically_finalizes_at: at } of invoices.values())
    if (at !== null) expect(at).toBeGreaterThan(now)
  await bench.close()
}, 60_000)

it('a leap of a year and a year of days come to the same, to the byte', async () => {
  const [leap, days] = [await openBench(), await openBench()]
  for (const bench of [leap, days]) await begin(bench, 60)
  leap.simulator.clock.advance(366 * DAY)
  for (let day = 0; day < 366; day += 1) days.simulator.clock.advance(DAY)
  expect(stateOf(days) === stateOf(leap)).toBe(true)
  await leap.close()
  await days.close()
}, 60_000)
