// What operators and customers may do next to one customer's subscriptions, as chance has it. The orders are judged and sent by their own
// code; a declined card and an order that is stopped are part of life.
import type Stripe from 'stripe'
import { kindOf } from '../../electron/engine/changes/kinds.ts'
import { previewOf } from '../../electron/engine/changes/previews.ts'
import type { StripeReader } from '../../electron/engine/changes/reader.ts'
import type { Change, ItemChange, SubscriptionUpdate } from '../../src/contract/index.ts'
import type { Bench } from '../unit/simulator/harness.ts'
import { truth } from '../integration/engine/changes.support.ts'

export interface World {
  bench: Bench
  sdk: Stripe
  reader: StripeReader
  customers: readonly string[]
  prices: readonly string[]
  roll: (sides: number) => number
  pick: <Value>(values: readonly Value[]) => Value
}

const DAY = 86_400
const cards = [
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_mastercard',
  'pm_card_chargeCustomerFail',
  'pm_card_authenticationRequired',
] as const

/** @returns what was done, in words; null where it was not to be done. */
export async function doSomething(world: World): Promise<string | null> {
  const { roll } = world
  const way = roll(100)
  if (way < 30) return timePasses(world)
  if (way < 45) return aCustomerActs(world)
  if (way < 55) return aNewSubscription(world)
  return anOrder(world)
}

export function timePasses({ bench, roll }: World): string {
  const seconds = 1 + (roll(3) === 0 ? roll(35 * DAY) : roll(4 * DAY))
  bench.simulator.clock.advance(seconds)
  return `${seconds} s pass`
}

export async function aNewSubscription({
  sdk,
  customers,
  prices,
  roll,
  pick,
  bench,
}: World): Promise<string> {
  const trial = roll(4) === 0 ? { trial_end: bench.simulator.clock.nowSeconds() + (1 + roll(20)) * DAY } : {}
  const invoice =
    roll(8) === 0 ? ({ collection_method: 'send_invoice', days_until_due: 1 + roll(20) } as const) : {}
  const ending = roll(8) === 0 ? { cancel_at_period_end: true } : {}
  const customer = pick(customers)
  return tried(`${customer} subscribes`, () =>
    sdk.subscriptions.create({
      customer,
      items: [{ price: pick(prices), quantity: 1 + roll(3) }],
      billing_mode: { type: roll(3) === 0 ? 'classic' : 'flexible' },
      payment_behavior: 'allow_incomplete',
      ...trial,
      ...invoice,
      ...ending,
    }),
  )
}

async function aCustomerActs(world: World): Promise<string | null> {
  const { bench, sdk, customers, roll, pick } = world
  const open = [...truth(bench).invoices.values()].filter(({ status }) => status === 'open')
  if (open.length === 0 || roll(2) === 0) {
    const customer = pick(customers)
    const token = pick(cards)
    return tried(`${customer} gives ${token}`, async () => {
      const { id } = await sdk.paymentMethods.attach(token, { customer })
      await sdk.customers.update(customer, { invoice_settings: { default_payment_method: id } })
    })
  }
  const { hosted_invoice_url: url, id } = pick(open)
  if (url === null || url === undefined) return null
  const button = pick(['pay', 'pay', 'decline', 'authenticate', 'fail', 'pay_asking'])
  const { pathname, search } = new URL(url)
  await fetch(`${bench.simulator.baseUrl}${pathname}${search}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ button }).toString(),
  })
  return `the page of ${id}: ${button}`
}

async function anOrder(world: World): Promise<string | null> {
  const { bench, reader, sdk, pick, roll } = world
  const all = [...truth(bench).subscriptions.values()]
  if (all.length === 0) return null
  const change = await someChange(world, pick(all).id)
  if (change === null) return null
  const kind = kindOf(change)
  const judged = await kind.judge(reader, change)
  if (!judged.ok || judged.value.findings.some(({ verdict }) => verdict === 'stop')) return null
  // The hold.
  bench.simulator.clock.advance(roll(9))
  const order = `order-${roll(2 ** 30)}`
  const marks = { bursar_order: order, bursar_operator: 'ada' }
  return tried(`${change.kind} of ${kind.objectId(change)}`, () =>
    kind.send(sdk, change, judged.value.payload(marks), { idempotencyKey: order }),
  )
}

async function someChange(world: World, subscriptionId: string): Promise<Change | null> {
  const { bench, reader, pick, roll } = world
  const now = bench.simulator.clock.nowSeconds()
  const invoices = [...truth(bench).invoices.values()].filter(
    ({ status, parent }) =>
      status === 'open' && parent?.subscription_details?.subscription === subscriptionId,
  )
  const way = roll(13)
  switch (way) {
    case 0:
      return {
        kind: 'pause_subscription',
        subscriptionId,
        behavior: pick(['void', 'keep_as_draft', 'mark_uncollectible'] as const),
        resumesAt: roll(2) === 0 ? null : now + (1 + roll(60)) * DAY,
      }
    case 1:
      return { kind: 'resume_subscription', subscriptionId }
    case 2:
      return { kind: 'cancel_subscription', subscriptionId, at: 'now' }
    case 3:
      return { kind: 'cancel_subscription', subscriptionId, at: 'period_end', feedback: 'unused' }
    case 4:
      return { kind: 'cancel_subscription', subscriptionId, at: now + (1 + roll(50)) * DAY }
    case 5:
      return { kind: 'keep_subscription', subscriptionId }
    case 6:
      return { kind: 'pause_service', subscriptionId, unused: pick(['credit', 'none'] as const) }
    case 7: {
      const anchor = pick(['now', 'unchanged'] as const)
      const preview = await previewOf(reader, { kind: 'resume', subscriptionId, anchor })
      if (!preview.ok) return null
      const { prorationDate, today } = preview.value.expected
      return { kind: 'resume_service', subscriptionId, anchor, expected: { prorationDate, today } }
    }
    case 8:
      return invoices.length === 0
        ? null
        : {
            kind: pick(['void_invoice', 'uncollectible_invoice'] as const),
            invoiceId: pick(invoices).id,
          }
    case 9:
      return invoices.length === 0
        ? null
        : {
            kind: 'retry_invoice',
            invoiceId: pick(invoices).id,
            paymentMethodId: null,
            override: 'asked for',
          }
    default: {
      const update = someUpdate(world, subscriptionId)
      const preview = update === null ? null : await previewOf(reader, { kind: 'update', update })
      return update === null || preview?.ok !== true
        ? null
        : { kind: 'update_subscription', subscriptionId, update, expected: preview.value.expected }
    }
  }
}

function someUpdate({ bench, prices, pick, roll }: World, subscriptionId: string): SubscriptionUpdate | null {
  const items = truth(bench).subscriptions.get(subscriptionId)?.items.data ?? []
  if (items.length === 0) return null
  const changed: ItemChange = {
    what: 'change',
    itemId: pick(items).id,
    priceId: pick([null, pick(prices)]),
    quantity: pick([null, 1 + roll(4)]),
  }
  return {
    subscriptionId,
    items: pick<ItemChange[]>([
      [changed],
      [changed],
      [{ what: 'add', priceId: pick(prices), quantity: 1 }],
      [],
    ]),
    prorationBehavior: pick(['create_prorations', 'always_invoice', 'none'] as const),
    anchor: roll(6) === 0 ? 'now' : 'unchanged',
    discount: null,
    trialEnd: roll(10) === 0 ? bench.simulator.clock.nowSeconds() + (1 + roll(20)) * DAY : null,
    collection: null,
    paymentMethodId: null,
  }
}

/** What Stripe refuses, or a bank declines, has happened all the same. */
async function tried(what: string, work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
    return what
  } catch (error) {
    const { type, message } = error as { type?: string; message: string }
    // Anything but an answer of Stripe's is a fault of this test's.
    if (!type?.startsWith('Stripe')) throw error
    return `${what}: ${message}`
  }
}
