// Whatever is changed and whenever, whoever ends with everything given back has paid for the time they had, by the second: a model that
// knows nothing of invoices counts along.
import { expect, it } from 'vitest'
import { randomFrom } from '../../../electron/simulator/random.ts'
import { openBench, type Bench, type Json, type Reply } from './harness.ts'
import { DAY, ok, openShop } from './subscription-bench.ts'

/** Lets time go by, a period after the other; returns what it costs, in minor units and parts of them. */
async function spend(bench: Bench, id: string, seconds: number): Promise<number> {
  let cost = 0
  for (let left = seconds; left > 0;) {
    const { items } = ok(await bench.get(`/v1/subscriptions/${id}`))
    const [{ current_period_start: start, current_period_end: end }] = items.data
    const step = Math.min(left, end - bench.simulator.clock.nowSeconds())
    const whole = items.data.reduce(
      (sum: number, { price, quantity }: Reply['body']) => sum + price.unit_amount * quantity,
      0,
    )
    cost += (whole * step) / (end - start)
    bench.simulator.clock.advance(step)
    left -= step
  }
  return cost
}

/** Everything that was billed for it, and how many times something was rounded. */
async function billed(bench: Bench, id: string, customer: string): Promise<{ total: number; lines: number }> {
  const { data: invoices } = ok(await bench.get(`/v1/invoices?subscription=${id}&limit=100`))
  const { data: waiting } = ok(
    await bench.get(`/v1/invoiceitems?customer=${customer}&pending=true&limit=100`),
  )
  const all = [...invoices.flatMap(({ lines }: Reply['body']) => lines.data), ...waiting]
  const off = all.flatMap(({ discount_amounts: taken = [] }) => taken)
  const sum = (parts: { amount: number }[]) => parts.reduce((total, { amount }) => total + amount, 0)
  return { total: sum(all) - sum(off), lines: all.length + off.length }
}

it.each(Array.from({ length: 40 }, (_, number) => number))(
  'life %i costs what its time costs',
  async (number) => {
    const random = randomFrom(`lives/${number}`)
    const bench = await openBench()
    bench.simulator.clock.freeze(Date.UTC(2027 + (number % 2), 0, 29 + (number % 3), 11) / 1000)
    const shop = await openShop(bench, 'usd')
    const prices = [await shop.price(1999), await shop.price(4950), await shop.price(770)]
    const mode = { billing_mode: { type: number % 4 === 0 ? 'classic' : 'flexible' } }
    // A lasting coupon makes everything cheaper by an eighth, what is given back as well.
    const isCheaper = number % 3 === 0
    const coupon = ok(await bench.post('/v1/coupons', { percent_off: 12.5, duration: 'forever' })).id
    const discounts = isCheaper ? { discounts: [{ coupon }] } : {}
    const { id } = ok(await shop.subscribe([{ price: prices[0] }], { ...mode, ...discounts }))
    let cost = 0
    for (let change = random.integer(1, 5); change > 0; change -= 1) {
      cost += await spend(bench, id, random.integer(1, 45 * DAY))
      const { items } = ok(await bench.get(`/v1/subscriptions/${id}`))
      const used = new Set(items.data.map(({ price }: Reply['body']) => price.id))
      const free = prices.filter((price) => !used.has(price))
      const [first] = items.data
      const wanted: Json[] = [{ id: first.id, quantity: random.integer(1, 5) }]
      if (random.chance(0.5) && free[0] !== undefined)
        wanted.push({ price: free[0], quantity: random.integer(1, 3) })
      else if (items.data.length > 1) wanted.push({ id: items.data.at(-1).id, deleted: true })
      ok(
        await bench.post(`/v1/subscriptions/${id}`, {
          items: wanted,
          proration_behavior: random.chance(0.5) ? 'always_invoice' : 'create_prorations',
          ...(random.chance(0.3) ? { billing_cycle_anchor: { type: 'now' } } : {}),
        }),
      )
    }
    cost += await spend(bench, id, random.integer(1, 45 * DAY))
    ok(await bench.del(`/v1/subscriptions/${id}?prorate=true&invoice_now=${random.chance(0.5)}`))
    const { lines, total } = await billed(bench, id, shop.customer)
    expect(Math.abs(total - (isCheaper ? cost * 0.875 : cost))).toBeLessThanOrEqual(lines / 2 + 0.001)
    await bench.close()
  },
)
