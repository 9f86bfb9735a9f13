// What a preview shows is what is then invoiced, to the minor unit: a thousand random changes, at random seconds of years with month
// ends and a 29th of February, in currencies of none, two and three digits.
import { expect, it } from 'vitest'
import { stepOf } from '../../../electron/simulator/currencies.ts'
import { randomFrom, type Random } from '../../../electron/simulator/random.ts'
import { openBench, type Bench, type Json, type Reply } from './harness.ts'
import { DAY, HOUR, moneyOf, newestInvoice, ok, openShop, type Shop } from './subscription-bench.ts'

const CURRENCIES = ['jpy', 'kwd', 'usd', 'eur'] as const
const CHANGES_EACH = 50
const WORLDS = 20

interface World {
  readonly bench: Bench
  readonly random: Random
  readonly shop: Shop
  readonly prices: { readonly month: readonly string[]; readonly year: readonly string[] }
  readonly coupons: readonly string[]
}

async function openWorld(number: number): Promise<World> {
  const random = randomFrom(`previews/${number}`)
  const currency = CURRENCIES[number % CURRENCIES.length] ?? 'eur'
  const bench = await openBench()
  // The newer half begins just before the 29th of February 2028.
  const start = Date.UTC(number % 2 === 0 ? 2027 : 2028, 0, 28) / 1000 + random.integer(0, 3 * DAY)
  bench.simulator.clock.freeze(start)
  const shop = await openShop(bench, currency)
  const amount = (most: number) =>
    random.integer(40, most) * stepOf(currency) + (stepOf(currency) === 1 ? 7 : 0)
  const all = (interval: string, most: number, count = 3) =>
    Promise.all(Array.from({ length: count }, () => shop.price(amount(most), interval)))
  const coupon = async (facts: Json) => ok(await bench.post('/v1/coupons', facts)).id as string
  return {
    bench,
    random,
    shop,
    prices: { month: [...(await all('month', 4000)), await shop.price(0)], year: await all('year', 40_000) },
    coupons: [
      await coupon({ percent_off: 12.5, duration: 'forever' }),
      await coupon({ percent_off: 33.33, duration: 'once' }),
      await coupon({ percent_off: 20, duration: 'repeating', duration_in_months: 3 }),
      await coupon({ amount_off: 30 * stepOf(currency), currency, duration: 'forever' }),
    ],
  }
}

/** On to a second that is not known before: soon, or at the end of a month; no draft is about to take from the customer's balance. */
async function goOn({ bench, random }: World): Promise<void> {
  const now = bench.simulator.clock.nowSeconds()
  const date = new Date(now * 1000)
  const monthEnd =
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0) / 1000 + random.integer(0, DAY - 1)
  const far = random.integer(0, 40) * DAY + random.integer(0, DAY)
  const by =
    random.chance(0.25) && monthEnd > now ? monthEnd - now : random.chance(0.3) ? random.integer(1, 90) : far
  bench.simulator.clock.advance(by)
  const drafts = await bench.get('/v1/invoices?status=draft&limit=1')
  if (drafts.body.data.length > 0) bench.simulator.clock.advance(HOUR)
}

const some = <T>(random: Random, from: readonly T[]): T => {
  const found = from[random.integer(0, from.length - 1)]
  if (found === undefined) throw new Error('Nothing to choose from')
  return found
}

async function begin(world: World): Promise<string> {
  const { random, shop, prices, coupons } = world
  const interval = random.chance(0.75) ? 'month' : 'year'
  const wanted = prices[interval].filter(() => random.chance(0.5))
  const items = (wanted.length === 0 ? [some(random, prices[interval])] : wanted).map((price) => ({
    price,
    quantity: random.integer(1, 4),
  }))
  const made = ok(
    await shop.subscribe(items, {
      billing_mode: { type: random.chance(0.3) ? 'classic' : 'flexible' },
      ...(random.chance(0.4) ? { discounts: [{ coupon: some(random, coupons) }] } : {}),
      ...(random.chance(0.15) ? { trial_period_days: random.integer(1, 20) } : {}),
    }),
  )
  return made.id
}

/** A change as both of them take it: the preview inside its details, the update by itself. */
function chooseChange({ random, prices, coupons, bench }: World, subscription: Reply['body']) {
  const now = bench.simulator.clock.nowSeconds()
  const items: Json[] = []
  const there = subscription.items.data
  const [first] = there
  const isTrial = subscription.status === 'trialing'
  let interval: 'month' | 'year' = first.price.recurring.interval
  const used = new Set(there.map((item: Reply['body']) => item.price.id))
  if (random.chance(0.15)) {
    // To the other length of period, with one item left.
    interval = interval === 'month' ? 'year' : 'month'
    items.push({ id: first.id, price: some(random, prices[interval]), quantity: random.integer(1, 5) })
    for (const item of there.slice(1)) items.push({ id: item.id, deleted: true })
  } else {
    for (const item of there) {
      const free = prices[interval].filter((price) => !used.has(price))
      if (random.chance(0.5)) items.push({ id: item.id, quantity: random.integer(0, 6) })
      else if (random.chance(0.6) && free.length > 0) {
        const price = some(random, free)
        used.add(price)
        items.push({ id: item.id, price })
      }
    }
    const free = prices[interval].filter((price) => !used.has(price))
    if (random.chance(0.3) && free.length > 0)
      items.push({ price: some(random, free), quantity: random.integer(1, 3) })
    if (random.chance(0.15) && there.length > 1 && !items.some(({ id }) => id === there.at(-1).id))
      items.push({ id: there.at(-1).id, deleted: true })
  }
  const period = { start: first.current_period_start, end: first.current_period_end }
  const from = random.integer(period.start, Math.min(period.end, now))
  const anchor = !isTrial && random.chance(0.2) ? { billing_cycle_anchor: { type: 'now' } } : {}
  const trial = random.chance(0.12)
    ? { trial_end: random.chance(0.5) ? 'now' : now + random.integer(1, 30) * DAY }
    : {}
  const ending = random.chance(0.08)
    ? { cancel_at_period_end: true }
    : random.chance(0.05)
      ? { cancel_at: now + random.integer(1, 50) * DAY }
      : {}
  return {
    details: {
      ...(items.length > 0 ? { items } : {}),
      ...(random.chance(0.85)
        ? { proration_behavior: some(random, ['create_prorations', 'always_invoice', 'none']) }
        : {}),
      ...(random.chance(0.4) ? { proration_date: from } : {}),
      ...anchor,
      ...trial,
      ...ending,
    } as Json,
    discounts: random.chance(0.2)
      ? { discounts: random.chance(0.3) ? '' : [{ coupon: some(random, coupons) }] }
      : {},
  }
}

const previewOf = ({ bench }: World, subscription: string, details: Json, more: Json = {}): Promise<Reply> =>
  bench.post('/v1/invoices/create_preview', { subscription, subscription_details: details, ...more })

const isNone = ({ body, status }: Reply): boolean =>
  status === 404 && body.error.code === 'invoice_upcoming_none'

const newestEvent = async (bench: Bench): Promise<string | undefined> =>
  (await bench.get('/v1/events?limit=1')).body.data[0]?.id

/** What was shown and what came of it, to be the same; `context` says of what. */
interface Outcome {
  readonly shown: unknown
  readonly made: unknown
  readonly context: string
}
const NOTHING = 'nothing'

/** One change, previewed and made. Undefined: it has ended before. */
async function changeOnce(world: World, id: string): Promise<Outcome | undefined> {
  const { bench } = world
  const before = ok(await bench.get(`/v1/subscriptions/${id}`))
  if (before.ended_at !== null) return undefined
  const { details, discounts } = chooseChange(world, before)
  const newest = await newestEvent(bench)
  const shown = await previewOf(world, id, details, discounts)
  // Nothing came of showing it.
  expect(await newestEvent(bench)).toBe(newest)
  expect(ok(await bench.get(`/v1/subscriptions/${id}`))).toEqual(before)
  const after = ok(await bench.post(`/v1/subscriptions/${id}`, { ...details, ...discounts }))
  const mode = before.billing_mode.type
  const context = JSON.stringify({ details, discounts, status: before.status, mode })
  if (after.latest_invoice !== before.latest_invoice) {
    const made = ok(await bench.get(`/v1/invoices/${after.latest_invoice}`))
    return { shown: moneyOf(ok(shown)), made: moneyOf(made), context }
  }
  // Nothing was invoiced at once: what was shown is the next invoice, as it is shown now, and as it will be made.
  const next = await previewOf(world, id, {})
  if (isNone(shown)) return { shown: NOTHING, made: isNone(next) ? NOTHING : next.body, context }
  const { created } = ok(shown)
  bench.simulator.clock.freeze(created)
  const made = await newestInvoice(bench, id)
  const money = moneyOf(shown.body)
  return {
    shown: [money, money, created, true],
    made: [moneyOf(ok(next)), moneyOf(made), made.created, made.id !== after.latest_invoice],
    context,
  }
}

/** Ends it, sometimes with all that is given back, and what that was to be. Undefined: it has ended before. */
async function end(world: World, id: string): Promise<Outcome | undefined> {
  const { bench, random } = world
  const before = ok(await bench.get(`/v1/subscriptions/${id}`))
  if (before.ended_at !== null) return undefined
  const prorate = random.chance(0.6)
  const shown = await previewOf(world, id, {
    cancel_now: true,
    proration_behavior: prorate ? 'create_prorations' : 'none',
  })
  const ended = ok(await bench.del(`/v1/subscriptions/${id}?invoice_now=true&prorate=${prorate}`))
  const made =
    ended.latest_invoice === before.latest_invoice
      ? NOTHING
      : moneyOf(ok(await bench.get(`/v1/invoices/${ended.latest_invoice}`)))
  return { shown: isNone(shown) ? NOTHING : moneyOf(ok(shown)), made, context: `ended, prorate: ${prorate}` }
}

it.each(Array.from({ length: WORLDS }, (_, number) => number))(
  'world %i: fifty changes are invoiced as they were shown',
  async (number) => {
    const world = await openWorld(number)
    let compared = 0
    const compare = (outcome: Outcome | undefined): number => {
      expect(outcome?.made, `${outcome?.context}`).toEqual(outcome?.shown)
      return outcome === undefined || outcome.shown === NOTHING ? 0 : 1
    }
    while (compared < CHANGES_EACH) {
      await goOn(world)
      const id = await begin(world)
      for (let count = world.random.integer(1, 4); count > 0; count -= 1) {
        await goOn(world)
        compared += compare(await changeOnce(world, id))
      }
      await goOn(world)
      compared += compare(await end(world, id))
    }
    expect(compared).toBeGreaterThanOrEqual(CHANGES_EACH)
    await world.bench.close()
  },
  60_000,
)
