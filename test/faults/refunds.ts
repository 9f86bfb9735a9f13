// Puts refunds through every fault, many times, against the simulator, and compares what was told with what is there.
// A run is one order. Several orders share one life of the process; each life but the last of a home ends by SIGKILL.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ScriptedChaos } from '../../electron/simulator/chaos.ts'
import { startSimulator, type Simulator } from '../../electron/simulator/server.ts'
import type { Order } from '../../src/contract/index.ts'
import { currencyRule } from '../../src/domain/money.ts'
import { randomNumbers } from './random.ts'
import { connected, until, type Driver } from './driver.ts'
import { sideBySide, type FaultOptions, type FaultReport, type Share } from './side-by-side.ts'
import { everyFault, killSteps, mishaps, type Fault, type KillStep } from './steps.ts'

export interface Ordered {
  orderId: string
  paymentIntentId: string
  amount: number
  currency: string
  fault: Fault
  /** Every state that was told for it, in order. */
  told: Order['state'][]
  /** The order was acknowledged, so it must be in the journal. */
  acknowledged: boolean
}

export interface Payable {
  id: string
  currency: string
  refundable: number
}

/** Refunds per life: enough to fill every step, few enough that a kill hits orders on their way. */
const ordersPerLife = 6

export const runRefundFaults = (options: FaultOptions): Promise<FaultReport> => sideBySide(options, runHome)

async function runHome(
  { runs, seed, before: elsewhere }: Share,
  onLife: (orders: number) => void,
): Promise<FaultReport> {
  const random = randomNumbers(seed)
  const home = mkdtempSync(join(tmpdir(), 'bursar-faults-'))
  const simulator = await startSimulator({
    seed: `faults ${seed}`,
    size: { customers: 40, payments: Math.max(400, runs * 2) },
  })
  const account = simulator.accounts[0]!
  const before = new Set(simulator.ledger(account.id, 'test').refunds.keys())
  const payments = payablesOf(simulator, account.id)
  const ordered: Ordered[] = []
  const known = new Map<string, Ordered>()
  let kills = 0

  const desk = { key: account.keys.secretTest, baseUrl: simulator.baseUrl }

  async function live(work: (driver: Driver, deskId: string) => Promise<void>): Promise<Driver> {
    const { driver, deskId } = await connected(home, desk, {
      order: (order) => known.get(order.id)?.told.push(order.state),
    })
    await work(driver, deskId)
    return driver
  }

  try {
    while (ordered.length < runs) {
      const faults = faultsOfLife(elsewhere + ordered.length, random)
      const driver = await live(async (running, deskId) => {
        for (const fault of faults) {
          const payment = payments.splice(Math.floor(random() * payments.length), 1)[0]
          if (!payment) throw new Error('the simulator has too few payments for so many runs')
          const order = orderFor(payment, fault, random)
          ordered.push(order)
          known.set(order.orderId, order)
          await putThrough(running, deskId, order, simulator, account.id, random)
        }
      })
      await driver.kill()
      kills += 1
      simulator.chaos.script.length = 0
      onLife(faults.length)
    }
    const journalled = await settleAll(live, ordered)
    return { ...judge(simulator, account.id, before, ordered, journalled), runs: ordered.length, kills }
  } finally {
    await simulator.close()
    rmSync(home, { recursive: true, force: true })
  }
}

/** Walks through all faults in turn; the last of a life is always one that needs the kill at its own moment. */
function faultsOfLife(done: number, random: () => number): Fault[] {
  const faults = Array.from(
    { length: ordersPerLife - 1 },
    (_, index) => everyFault[(done + index) % everyFault.length]!,
  )
  // Exhausting every retry takes seconds: once in a while is often enough.
  const often = done % (everyFault.length * 4) < everyFault.length
  const calm = faults.filter((fault) => !isMomentary(fault) && (often || !isSlow(fault)))
  const step = killSteps[Math.floor(random() * killSteps.length)]!
  return [...calm, { kind: 'kill', step }]
}

/** Steps that pass by themselves: only the last order of a life can be caught in them. */
function isMomentary(fault: Fault): boolean {
  return fault.kind === 'kill' && (fault.step === 'as_it_is_placed' || fault.step === 'as_the_answer_comes')
}

function isSlow(fault: Fault): boolean {
  return fault.kind === 'mishap' && fault.mishap.endsWith('_exhausted')
}

function orderFor(payment: Payable, fault: Fault, random: () => number): Ordered {
  const { step } = currencyRule(payment.currency)
  const steps = Math.floor(payment.refundable / step)
  const whole = random() < 0.3 || steps < 2
  const amount = whole ? payment.refundable : step * (1 + Math.floor(random() * (steps - 1)))
  return {
    orderId: randomUUID(),
    paymentIntentId: payment.id,
    amount,
    currency: payment.currency,
    fault,
    told: [],
    acknowledged: false,
  }
}

async function putThrough(
  driver: Driver,
  deskId: string,
  order: Ordered,
  simulator: Simulator,
  accountId: string,
  random: () => number,
): Promise<void> {
  const place = async (): Promise<void> => {
    const { orderId, paymentIntentId, amount, currency } = order
    const placed = await driver.call('refund.place', {
      deskId,
      orderId,
      paymentIntentId,
      amount,
      currency,
      reason: 'requested_by_customer',
      note: null,
      customerLabel: null,
    })
    if (!placed.ok) throw new Error(`${placed.error.code}: ${placed.error.message}`)
    order.acknowledged = true
    order.told.push(placed.value.state)
  }
  const sendNow = async (): Promise<void> => {
    const sent = await driver.call('order.sendNow', { deskId, orderId: order.orderId })
    if (sent.ok) order.told.push(sent.value.state)
  }
  const unawaited = (work: Promise<void>): void => void work.catch(() => undefined)
  const { fault } = order
  if (fault.kind === 'double_submit') {
    await Promise.all([place(), place()])
    await Promise.all([sendNow(), sendNow(), place()])
    return
  }
  if (fault.kind === 'mishap') {
    await place()
    script(simulator, 'POST', '/v1/refunds', mishaps[fault.mishap]!.actions)
    await sendNow()
    simulator.chaos.script.length = 0
    return
  }
  const moment = killMoments[fault.step]
  if (fault.step === 'as_it_is_placed') {
    unawaited(place())
    await sleep(random() * 25)
    return
  }
  await place()
  if (!moment) return
  const seen = simulator.ledger(accountId, 'test').requests.length
  if (moment.action) script(simulator, moment.method, moment.path, [moment.action])
  unawaited(sendNow())
  await until(() =>
    simulator
      .ledger(accountId, 'test')
      .requests.slice(seen)
      .some((request) => request.method === moment.method && request.path.startsWith(moment.path)),
  )
  if (fault.step === 'as_the_answer_comes') await sleep(random() * 15)
}

/** Where the simulator holds a call still, so that the kill comes at that moment; null: no call is under way. */
const killMoments: Record<
  KillStep,
  { method: string; path: string; action?: ScriptedChaos['action'] } | null
> = {
  as_it_is_placed: null,
  while_held: null,
  while_read_before_sending: { method: 'GET', path: '/v1/payment_intents/', action: 'hang' },
  while_sent_before_the_effect: { method: 'POST', path: '/v1/refunds', action: 'hang' },
  after_the_effect_before_the_answer: { method: 'POST', path: '/v1/refunds', action: 'hang_after' },
  as_the_answer_comes: { method: 'POST', path: '/v1/refunds' },
}

function script(
  simulator: Simulator,
  method: string,
  pathStartsWith: string,
  actions: ScriptedChaos['action'][],
): void {
  simulator.chaos.script.push(
    ...actions.map((action) => ({ match: { method, pathStartsWith }, action, times: 1 })),
  )
}

/** One more life, undisturbed: everything open is asked for until nothing is. Gives the journal as it ends. */
async function settleAll(
  live: (work: (driver: Driver, deskId: string) => Promise<void>) => Promise<Driver>,
  ordered: readonly Ordered[],
): Promise<Map<string, Order>> {
  const journalled = new Map<string, Order>()
  const driver = await live(async (running, deskId) => {
    for (const { orderId } of ordered) await running.call('order.reconcile', { deskId, orderId })
    let after: string | undefined
    do {
      const page = await running.call('orders.list', {
        deskId,
        limit: 200,
        ...(after === undefined ? {} : { after }),
      })
      if (!page.ok) throw new Error(page.error.message)
      for (const order of page.value.rows) journalled.set(order.id, order)
      after = page.value.next ?? undefined
    } while (after !== undefined)
  })
  const code = await driver.end()
  if (code !== 0) throw new Error(`the driver ended with ${code}: ${driver.errors()}`)
  return journalled
}

function judge(
  simulator: Simulator,
  accountId: string,
  before: ReadonlySet<string>,
  ordered: readonly Ordered[],
  journalled: ReadonlyMap<string, Order>,
): Pick<FaultReport, 'ended' | 'byFault' | 'violations'> {
  const violations: string[] = []
  const ended: Record<string, number> = {}
  const byFault: Record<string, number> = {}
  const made = [...simulator.ledger(accountId, 'test').refunds.values()].filter(
    (refund) => !before.has(refund.id),
  )
  const ofOrder = Map.groupBy(made, (refund) => refund.metadata['bursar_order'] ?? '')
  for (const order of ordered) {
    const name =
      order.fault.kind === 'kill'
        ? `killed ${order.fault.step}`
        : order.fault.kind === 'mishap'
          ? order.fault.mishap
          : 'double_submit'
    byFault[name] = (byFault[name] ?? 0) + 1
    const refunds = ofOrder.get(order.orderId) ?? []
    const final = journalled.get(order.orderId)
    ended[final?.state ?? 'never_placed'] = (ended[final?.state ?? 'never_placed'] ?? 0) + 1
    const complain = (what: string): void =>
      void violations.push(`${name}, order ${order.orderId} (${order.told.join(' > ')}): ${what}`)
    if (refunds.length > 1) complain(`${refunds.length} refunds for one order`)
    if (!final && order.acknowledged) complain('was acknowledged and is not in the journal')
    if (!final && refunds.length > 0) complain('has a refund and is not in the journal')
    if (order.told.includes('done') && refunds.length !== 1)
      complain(`was told done and has ${refunds.length} refunds`)
    if (final?.state === 'done' && refunds.length !== 1) complain(`ended done with ${refunds.length} refunds`)
    if ((final?.state === 'refused' || final?.state === 'withdrawn') && refunds.length > 0)
      complain(`ended ${final.state} with a refund`)
    if (final?.state === 'held' || final?.state === 'sending' || final?.state === 'unknown')
      complain(`never settled: ${final.state}`)
    for (const refund of refunds) {
      if (refund.amount !== order.amount) complain(`refunded ${refund.amount} instead of ${order.amount}`)
      if (refund.currency !== order.currency) complain(`refunded in ${refund.currency}`)
      if (refund.payment_intent !== order.paymentIntentId) complain('refunded another payment')
    }
  }
  const strangers =
    made.length - ordered.reduce((sum, { orderId }) => sum + (ofOrder.get(orderId)?.length ?? 0), 0)
  if (strangers > 0) violations.push(`${strangers} refunds that nobody ordered`)
  return { ended, byFault, violations }
}

/** Succeeded, undisputed card payments of which nothing was refunded, nor is on its way back. */
export function payablesOf(simulator: Simulator, accountId: string): Payable[] {
  const { paymentIntents, charges, refunds } = simulator.ledger(accountId, 'test')
  const given = new Set([...refunds.values()].map((refund) => refund.payment_intent))
  return [...paymentIntents.values()].flatMap((intent) => {
    const charge = charges.get(intent.latest_charge ?? '')
    const fits =
      charge?.paid === true &&
      charge.captured &&
      !charge.disputed &&
      !given.has(intent.id) &&
      charge.payment_method_details.type === 'card'
    return fits ? [{ id: intent.id, currency: intent.currency, refundable: charge.amount_captured }] : []
  })
}
