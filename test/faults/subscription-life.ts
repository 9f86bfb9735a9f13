// Months in the life of a few subscriptions: operators order, customers pay and don't, time passes. After each step, once everything was told
// (late, twice, in any order), our tables and what is said of access equal the simulator's state. Exports the runner for `npm run faults`.
import type { Database } from 'better-sqlite3'
import { isDeepStrictEqual } from 'node:util'
import { stripeReader } from '../../electron/engine/changes/reader.ts'
import { makeClient } from '../../electron/engine/gateway/client.ts'
import { openGateway } from '../../electron/engine/gateway/gateway.ts'
import { openProjector, type Projector } from '../../electron/engine/projector/projector.ts'
import { readAgainThrough } from '../../electron/engine/projector/read-object.ts'
import { truth } from '../integration/engine/changes.support.ts'
import { openBench, type Bench } from '../unit/simulator/harness.ts'
import { takeCache } from './caches.ts'
import { randomNumbers } from './random.ts'
import { accessProblem, invoiceProblem, subscriptionProblem } from './subscription-truth.ts'
import { aNewSubscription, doSomething, type World } from './subscription-orders.ts'

export interface LifeReport {
  sequences: number
  steps: number
  events: number
  /** How often each thing was done. */
  done: Record<string, number>
  /** How often a subscription was seen in each state. */
  states: Record<string, number>
  violation: string | null
}

export async function runSubscriptionLife(options: {
  sequences: number
  seed: number
  steps?: number
  onSequence?: (done: number) => void
}): Promise<LifeReport> {
  const report: LifeReport = { sequences: 0, steps: 0, events: 0, done: {}, states: {}, violation: null }
  while (report.sequences < options.sequences && report.violation === null) {
    const seed = options.seed + report.sequences
    report.violation = await oneLife(seed, options.steps ?? 12, report)
    report.sequences += 1
    options.onSequence?.(report.sequences)
  }
  return report
}

/** 2027-01-25, so that months end and years begin; Unix seconds. */
const begin = 1_800_870_000

async function oneLife(seed: number, steps: number, report: LifeReport): Promise<string | null> {
  const random = randomNumbers(seed)
  const roll = (sides: number): number => Math.floor(random() * sides)
  const pick = <Value>(values: readonly Value[]): Value => values[roll(values.length)]!
  const bench = await openBench({ nowSeconds: begin, seed: `life ${seed}` })
  bench.simulator.clock.freeze(begin)
  bench.simulator.setWhenRetriesFail(bench.account, 'test', pick(['cancel', 'past_due', 'unpaid']))
  const client = makeClient(bench.simulator.accounts[0]!.keys.secretTest, bench.simulator.baseUrl, 5000)
  const gateway = openGateway({
    client,
    livemode: false,
    requestsPerSecond: 10_000,
    backoffMs: () => 1,
    now: Date.now,
  })
  const { cache, giveBack } = takeCache()
  const troubles: unknown[] = []
  const projector = openProjector({
    cache,
    inbox: { after: () => [], forget: () => undefined },
    readAgain: readAgainThrough(gateway),
    now: Date.now,
    changed: () => undefined,
    onTrouble: (thrown) => troubles.push(thrown),
    settleMs: 0,
  })
  const reader = stripeReader(gateway, projector, () => bench.simulator.clock.nowSeconds() * 1000, {
    rules: () => new Map(),
    isWrittenOff: () => false,
    nameOf: () => null,
  })
  const world: World = { bench, sdk: client, reader, roll, pick, ...(await shop(bench)) }
  const told = telling(bench, projector, roll)
  const history: string[] = []
  try {
    history.push(await aNewSubscription(world))
    for (let step = 0; step < steps; step += 1) {
      const what = await doSomething(world)
      if (what === null) continue
      history.push(what)
      report.steps += 1
      const name = what.replaceAll(/\b(sub|cus|in|pm)_\w+|\d+ s/g, '…').split(':')[0]!
      report.done[name] = (report.done[name] ?? 0) + 1
      const whole = await told(step === steps - 1)
      if (troubles.length > 0) throw troubles[0]
      if (!whole) continue
      for (const { status } of truth(bench).subscriptions.values())
        report.states[status] = (report.states[status] ?? 0) + 1
      const problem =
        subscriptionProblem(cache, truth(bench)) ??
        invoiceProblem(cache, truth(bench)) ??
        accessProblem(cache, truth(bench))
      if (problem !== null) return `seed ${seed}, after ${history.join('; ')}: ${problem}`
    }
    const before = dump(cache)
    await projector.rebuild()
    await projector.idle()
    if (!isDeepStrictEqual(dump(cache), before)) return `seed ${seed}: made again, the tables are others`
    return null
  } finally {
    report.events += truth(bench).events.length
    await projector.stop()
    giveBack()
    gateway.close()
    await bench.close()
  }
}

/** Two customers, and three prices of two products. */
async function shop(bench: Bench): Promise<{ customers: string[]; prices: string[] }> {
  const post = async (path: string, sent: Record<string, unknown>): Promise<string> =>
    (await bench.post(path, sent)).body.id
  const customers: string[] = []
  for (const name of ['Mia Vogel', 'Ben Okafor']) {
    const customer = await post('/v1/customers', { name })
    const method = await post('/v1/payment_methods/pm_card_visa/attach', { customer })
    await post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: method } })
    customers.push(customer)
  }
  const [box, app] = [
    await post('/v1/products', { name: 'Box' }),
    await post('/v1/products', { name: 'App' }),
  ]
  const price = (product: string, unit: number): Promise<string> =>
    post('/v1/prices', { product, currency: 'eur', unit_amount: unit, recurring: { interval: 'month' } })
  return { customers, prices: [await price(box, 2400), await price(box, 6000), await price(app, 1000)] }
}

/**
 * Tells the events since the last time: shuffled, some twice, a few kept back for the next time.
 * @returns whether everything is told.
 */
function telling(
  bench: Bench,
  projector: Projector,
  roll: (sides: number) => number,
): (last: boolean) => Promise<boolean> {
  let heard = 0
  let keptBack: object[] = []
  return async (last) => {
    const { events } = truth(bench)
    const found: object[] = [...keptBack, ...events.slice(heard)]
    heard = events.length
    keptBack = []
    for (let left = found.length - 1; left > 0; left -= 1) {
      const other = roll(left + 1)
      ;[found[left], found[other]] = [found[other]!, found[left]!]
    }
    if (!last && found.length > 1 && roll(4) === 0) keptBack = found.splice(0, 1 + roll(found.length - 1))
    const twice = found.filter(() => roll(10) === 0)
    await projector.ingest(structuredClone([...found, ...twice]), 'catch_up')
    await projector.idle()
    return keptBack.length === 0
  }
}

const dump = (cache: Database): unknown[] =>
  ['subscriptions', 'subscription_items', 'invoices', 'invoice_lines', 'access_stretches'].map((table) =>
    cache
      .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY 1, 2, 3`)
      .all()
      .map(({ body: _body, rowid: _rowid, ...rest }) => rest),
  )
