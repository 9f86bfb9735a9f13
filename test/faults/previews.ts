// Random changes of random subscriptions, in currencies of every kind and on days that calendars are bad at: what the preview said is
// compared with what is then invoiced, by the orders' own code over HTTP. Exports the runner for `npm run faults` and the test.
import type Stripe from 'stripe'
import { openGateway } from '../../electron/engine/gateway/gateway.ts'
import { makeClient } from '../../electron/engine/gateway/client.ts'
import { updateSubscription } from '../../electron/engine/changes/kinds/update-subscription.ts'
import { previewOf } from '../../electron/engine/changes/previews.ts'
import { stripeReader } from '../../electron/engine/changes/reader.ts'
import type { InvoicePreview, ItemChange, SubscriptionUpdate } from '../../src/contract/index.ts'
import { openBench, type Bench } from '../unit/simulator/harness.ts'
import { randomNumbers } from './random.ts'

export interface PreviewReport {
  runs: number
  violations: string[]
  /** How many of the changes were invoiced at once, of subscriptions that began on a leap day, and in which currency. */
  atOnce: number
  leapDays: number
  byCurrency: Record<string, number>
}

const DAY = 86_400
/** Two decimals, none, three, and none with steps of a hundred. */
const currencies = ['eur', 'usd', 'jpy', 'kwd', 'isk']
const begin = Date.UTC(2027, 11, 20) / 1000
/** Changes made against one simulator before another is started. */
const perBench = 50

export async function runPreviews(options: {
  runs: number
  seed: number
  onChange?: (done: number) => void
}): Promise<PreviewReport> {
  const random = randomNumbers(options.seed)
  const report: PreviewReport = { runs: 0, violations: [], atOnce: 0, leapDays: 0, byCurrency: {} }
  while (report.runs < options.runs) {
    const bench = await openBench({ nowSeconds: begin, seed: `previews ${options.seed} ${report.runs}` })
    bench.simulator.clock.freeze(begin)
    const gateway = openGateway({
      client: makeClient(bench.simulator.accounts[0]!.keys.secretTest, bench.simulator.baseUrl, 5000),
      livemode: false,
      requestsPerSecond: 10_000,
      backoffMs: () => 1,
      now: Date.now,
    })
    const reader = stripeReader(
      gateway,
      { takeNow: () => undefined },
      () => bench.simulator.clock.nowSeconds() * 1000,
      {
        rules: () => new Map(),
        isWrittenOff: () => false,
        nameOf: () => null,
      },
    )
    const sdk = makeClient(bench.simulator.accounts[0]!.keys.secretTest, bench.simulator.baseUrl, 5000)
    for (let turn = 0; turn < perBench && report.runs < options.runs; turn += 1) {
      const found = await oneChange({ bench, reader, sdk, random, report })
      report.violations.push(...found.map((violation) => `change ${report.runs}: ${violation}`))
      report.runs += 1
      options.onChange?.(report.runs)
    }
    gateway.close()
    await bench.close()
  }
  return report
}

interface Turn {
  bench: Bench
  reader: ReturnType<typeof stripeReader>
  sdk: Stripe
  random: () => number
  report: PreviewReport
}

/** Midnight of the last day of this month or, where that is over, of the next. Unix seconds. */
function nextMonthsEnd(seconds: number): number {
  const date = new Date(seconds * 1000)
  const ends = [1, 2].map((months) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 0) / 1000)
  return ends.find((end) => end > seconds)!
}

function nextLeapDay(seconds: number): number {
  const year = new Date(seconds * 1000).getUTCFullYear()
  const days = Array.from({ length: 9 }, (_, more) => Date.UTC(year + more, 1, 29) / 1000)
  return days.find((day) => day > seconds && isLeapDay(day))!
}

function isLeapDay(seconds: number): boolean {
  const date = new Date(seconds * 1000)
  return date.getUTCMonth() === 1 && date.getUTCDate() === 29
}

async function oneChange({ bench, reader, sdk, random, report }: Turn): Promise<string[]> {
  const roll = (sides: number): number => Math.floor(random() * sides)
  const pick = <Value>(values: readonly Value[]): Value => values[roll(values.length)]!
  const now = (): number => bench.simulator.clock.nowSeconds()
  const currency = pick(currencies)
  report.byCurrency[currency] = (report.byCurrency[currency] ?? 0) + 1

  // A subscription begins, as often as not on the last day of a month or on a leap day.
  const start = random()
  if (start < 0.1) bench.simulator.clock.advance(nextLeapDay(now()) - now() + roll(DAY))
  else if (start < 0.5) bench.simulator.clock.advance(nextMonthsEnd(now()) - now() + roll(DAY))
  else bench.simulator.clock.advance(roll(4 * DAY))
  if (isLeapDay(now())) report.leapDays += 1
  const { subscription, prices } = await subscribe(sdk, { currency, roll, pick, random })
  const [item] = subscription.items.data
  const { current_period_end: end } = item!
  bench.simulator.clock.advance(Math.max(1, roll(end - now() - 2)))
  const today = new Date(now() * 1000)
  const update = anUpdate(subscription, prices, { roll, pick, random, now: now() })
  const preview = await previewOf(reader, { kind: 'update', update })
  if (!preview.ok) return [`no preview: ${preview.error.message}`]
  const change = {
    kind: 'update_subscription' as const,
    subscriptionId: subscription.id,
    update,
    expected: preview.value.expected,
  }
  // As long as an operator, who may read the figures out to a customer, and the hold take.
  bench.simulator.clock.advance(Math.min(8 + roll(600), Math.max(0, end - now() - 2)))
  const judged = await updateSubscription.judge(reader, change)
  if (!judged.ok) return [`not judged: ${judged.error.message}`]
  const stops = judged.value.findings.filter(({ verdict }) => verdict === 'stop')
  if (stops.some(({ id }) => id === 'already')) return []
  if (stops.length > 0) return [`stopped: ${stops.map(({ text }) => text).join(' ')}`]
  const before = await newestOf(sdk, subscription.id)
  const changed = await updateSubscription.send(
    sdk,
    change,
    judged.value.payload({ bursar_order: 'order', bursar_operator: 'ada' }),
    { idempotencyKey: `order-${report.runs}` },
  )
  const violations: string[] = []
  const effect = updateSubscription.effectOf(changed, change, 'order')
  if (effect === null) violations.push('the answer shows nothing of the order')
  if (effect?.result?.invoiced?.differs === true) violations.push('the order says that the invoice differs')
  const invoiced = await newestOf(sdk, subscription.id)
  if (preview.value.today === null) {
    if (invoiced?.id !== before?.id) violations.push('an invoice was made that was not previewed')
  } else {
    report.atOnce += 1
    violations.push(...differences('today', preview.value.today, invoiced, before?.id))
  }
  // On to the next invoice, which is final an hour after it is made.
  const upcoming = (await sdk.subscriptions.retrieve(subscription.id)).items.data
  const ends = Math.min(...upcoming.map(({ current_period_end: each }) => each))
  bench.simulator.clock.advance(ends - now() + 2 * 3600)
  const renewed = await newestOf(sdk, subscription.id)
  violations.push(...differences('next', preview.value.next, renewed, invoiced?.id))
  await sdk.subscriptions.cancel(subscription.id)
  return violations.map((each) => `${each} ${JSON.stringify({ currency, update, at: today })}`)
}

function differences(
  name: string,
  said: InvoicePreview | null,
  made: Stripe.Invoice | undefined,
  before: string | undefined,
): string[] {
  if (made === undefined || made.id === before) return said === null ? [] : [`${name}: no invoice was made`]
  if (said === null) return [`${name}: ${made.id} over ${made.total} was not previewed`]
  const figures = (bill: { total: number; subtotal: number; due: number | null; lines: number[] }): string =>
    JSON.stringify({ ...bill, lines: bill.lines.toSorted((a, b) => a - b) })
  const wanted = figures({
    total: said.total,
    subtotal: said.subtotal,
    due: said.amountDue,
    lines: said.lines.map(({ amount }) => amount),
  })
  const found = figures({
    total: made.total,
    subtotal: made.subtotal,
    // Of the invoice after today's the balance of then is not told.
    due: said.amountDue === null ? null : made.amount_due,
    lines: made.lines.data.map(({ amount }) => amount),
  })
  return wanted === found ? [] : [`${name}: previewed ${wanted}, invoiced ${found}`]
}

const newestOf = async (sdk: Stripe, subscription: string): Promise<Stripe.Invoice | undefined> =>
  (await sdk.invoices.list({ subscription, limit: 1 })).data[0]

interface Dice {
  roll: (sides: number) => number
  pick: <Value>(values: readonly Value[]) => Value
  random: () => number
}

async function subscribe(
  sdk: Stripe,
  { currency, roll, pick, random }: Dice & { currency: string },
): Promise<{ subscription: Stripe.Subscription; prices: string[] }> {
  const customer = await sdk.customers.create({
    name: 'Mia Vogel',
    // Now and then in credit.
    ...(random() < 0.2 ? { balance: -10 * roll(5000) } : {}),
  })
  const method = await sdk.paymentMethods.attach('pm_card_visa', { customer: customer.id })
  const product = await sdk.products.create({ name: 'Box' })
  const interval = pick(['month', 'month', 'month', 'year', 'week'] as const)
  const prices: string[] = []
  for (let turn = 0; turn < 3; turn += 1) {
    const price = await sdk.prices.create({
      product: product.id,
      currency,
      unit_amount: { isk: 100, kwd: 10 }[currency] === undefined ? 1 + roll(20_000) : 100 * (1 + roll(200)),
      recurring: { interval },
    })
    prices.push(price.id)
  }
  const coupon =
    random() < 0.3
      ? await sdk.coupons.create(
          random() < 0.5
            ? { percent_off: 1 + roll(100), duration: pick(['once', 'forever'] as const) }
            : { amount_off: 100 * (1 + roll(30)), currency, duration: pick(['once', 'forever'] as const) },
        )
      : null
  const subscription = await sdk.subscriptions.create({
    customer: customer.id,
    default_payment_method: method.id,
    items: [{ price: prices[0]!, quantity: 1 + roll(9) }],
    ...(coupon === null ? {} : { discounts: [{ coupon: coupon.id }] }),
  })
  return { subscription, prices }
}

function anUpdate(
  { id, items }: Stripe.Subscription,
  prices: readonly string[],
  { roll, pick, random, now }: Dice & { now: number },
): SubscriptionUpdate {
  const [item] = items.data
  const changed: ItemChange = {
    what: 'change',
    itemId: item!.id,
    priceId: random() < 0.6 ? prices[1]! : null,
    quantity: random() < 0.6 ? roll(12) : null,
  }
  const added: ItemChange = { what: 'add', priceId: prices[2]!, quantity: 1 + roll(5) }
  const wanted = pick<ItemChange[]>([
    [changed],
    [changed],
    [changed, added],
    [added],
    [{ what: 'remove', itemId: item!.id }, added],
    [],
  ])
  return {
    subscriptionId: id,
    items: wanted,
    prorationBehavior: pick([
      'create_prorations',
      'create_prorations',
      'always_invoice',
      'always_invoice',
      'none',
    ]),
    anchor: random() < 0.15 ? 'now' : 'unchanged',
    discount: random() < 0.1 ? 'none' : null,
    trialEnd: random() < 0.08 ? now + (1 + roll(40)) * DAY : null,
    collection: null,
    paymentMethodId: null,
  }
}
