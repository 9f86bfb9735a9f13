// Puts changes that are not refunds through every fault, many times, against the simulator, and compares what was told with what is
// there. A run is one order, in turn a payment page, a new default, a detached card and an invoice that is tried again (of every two the
// first is paid, the second declined); three go at once, because they wait for different calls. Each life of the process but the last ends by SIGKILL.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChaosAction, ScriptedChaos } from '../../electron/simulator/chaos.ts'
import { startSimulator, type Ledger, type Simulator } from '../../electron/simulator/server.ts'
import type { ChangeOf, ChangeOrder } from '../../src/contract/index.ts'
import { connected, until, type Driver } from './driver.ts'
import { randomNumbers } from './random.ts'
import { sideBySide, type FaultOptions, type FaultReport, type Share } from './side-by-side.ts'
import { everyFault, killSteps, mishaps, type Fault } from './steps.ts'

type Tried = ChangeOf<'payment_session' | 'customer_default_method' | 'detach_method' | 'retry_invoice'>

interface Ordered {
  orderId: string
  change: Tried
  fault: Fault
  told: ChangeOrder['state'][]
  acknowledged: boolean
}

/** Of three orders each: the last is killed at moments of its own. */
const triplesPerLife = 5
const accountOf = (simulator: Simulator): Simulator['accounts'][number] => {
  const [account] = simulator.accounts
  if (!account) throw new Error('the simulator has no account')
  return account
}

export const runChangeFaults = (options: FaultOptions): Promise<FaultReport> => sideBySide(options, runHome)

async function runHome(
  { runs, seed, before: elsewhere }: Share,
  onLife: (orders: number) => void,
): Promise<FaultReport> {
  const random = randomNumbers(seed)
  const home = mkdtempSync(join(tmpdir(), 'bursar-changes-'))
  const simulator = await startSimulator({
    seed: `changes ${seed}`,
    size: { customers: runs * 2 + 20, payments: 50 },
  })
  const account = accountOf(simulator)
  const wanted = await changesFor(simulator, runs + triplesPerLife * 3)
  const ordered: Ordered[] = []
  const known = new Map<string, Ordered>()
  let kills = 0

  const desk = { key: account.keys.secretTest, baseUrl: simulator.baseUrl }

  async function live(work: (driver: Driver, deskId: string) => Promise<void>): Promise<Driver> {
    const { driver, deskId } = await connected(home, desk, {
      change: (order) => known.get(order.id)?.told.push(order.state),
    })
    await work(driver, deskId)
    return driver
  }

  try {
    while (ordered.length < runs) {
      const before = ordered.length
      const driver = await live(async (running, deskId) => {
        for (const faults of faultsOfLife(elsewhere + before, random)) {
          const triple = faults.map((fault): Ordered => {
            const change = wanted.shift()
            if (!change) throw new Error('the simulator has too few customers for so many runs')
            return { orderId: randomUUID(), change, fault, told: [], acknowledged: false }
          })
          ordered.push(...triple)
          for (const order of triple) known.set(order.orderId, order)
          await Promise.all(triple.map((order) => putThrough(running, deskId, order, simulator, random)))
        }
      })
      await driver.kill()
      kills += 1
      simulator.chaos.script.length = 0
      onLife(ordered.length - before)
    }
    const journalled = await settleAll(live, ordered)
    const ledger = simulator.ledger(account.id, 'test')
    return { ...judge(ledger, ordered, journalled), runs: ordered.length, kills }
  } finally {
    await simulator.close()
    rmSync(home, { recursive: true, force: true })
  }
}

/** In turn a payment page, a new default, a detached card and an invoice; no customer twice. */
async function changesFor(simulator: Simulator, count: number): Promise<Tried[]> {
  const { id, keys } = accountOf(simulator)
  async function post(path: string, sent: Record<string, string>): Promise<string> {
    const answer = await fetch(`${simulator.baseUrl}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.secretTest}` },
      body: new URLSearchParams(sent),
    })
    return ((await answer.json()) as { id: string }).id
  }
  const attach = (card: string, customer: string): Promise<string> =>
    post(`/v1/payment_methods/${card}/attach`, { customer })
  const product = await post('/v1/products', { name: 'Box' })
  const price = await post('/v1/prices', {
    product,
    currency: 'eur',
    unit_amount: '2400',
    'recurring[interval]': 'month',
  })
  /** A renewal that was declined. */
  async function invoiceOf(customer: string): Promise<string> {
    const paymentMethod = await attach('pm_card_chargeCustomerFail', customer)
    const subscription = simulator.subscribe(id, 'test', { customer, price, paymentMethod })
    const invoice = simulator.bill(id, 'test', subscription?.id ?? '')
    if (!invoice) throw new Error('nothing was billed')
    return invoice.id
  }
  const customers = [...simulator.ledger(id, 'test').customers.keys()].slice(0, count)
  return Promise.all(
    customers.map(async (customerId, turn): Promise<Tried> => {
      if (turn % 4 === 0) {
        const what = { amount: 1000 + turn, currency: 'eur', description: 'Burr set' }
        return { kind: 'payment_session', customerId, what, successUrl: 'https://shop.example.com/thanks' }
      }
      if (turn % 4 === 3) {
        const invoiceId = await invoiceOf(customerId)
        const paymentMethodId = turn % 8 === 3 ? await attach('pm_card_visa', customerId) : null
        return { kind: 'retry_invoice', invoiceId, paymentMethodId, override: null }
      }
      const paymentMethodId = await attach('pm_card_visa', customerId)
      return turn % 4 === 1
        ? { kind: 'customer_default_method', customerId, paymentMethodId }
        : { kind: 'detach_method', paymentMethodId }
    }),
  )
}

// Those that wait long go together, so that they wait at the same time.
const calmFaults = everyFault
  .filter(({ kind }) => kind !== 'kill')
  .toSorted((one, other) => Number(isSlow(other)) - Number(isSlow(one)))

/** Walks through all faults in turn, three at a time; the last three of a life need the kill, each at its own moment. */
function faultsOfLife(done: number, random: () => number): Fault[][] {
  // Many retries take seconds: once in a while is often enough.
  const often = done % (triplesPerLife * 12) === 0
  const faults = calmFaults.filter((fault) => often || !isSlow(fault))
  const turn = Math.floor(done / (triplesPerLife * 3))
  const pick = (place: number): Fault => faults[(place + turn) % faults.length] ?? { kind: 'double_submit' }
  const calm = Array.from({ length: triplesPerLife - 1 }, (_, triple) =>
    [0, 1, 2].map((each) => pick(triple * 3 + each)),
  )
  const kills = [0, 1, 2].map((): Fault => {
    return { kind: 'kill', step: killSteps[Math.floor(random() * killSteps.length)] ?? 'while_held' }
  })
  return [...calm, kills]
}

function isSlow(fault: Fault): boolean {
  return fault.kind === 'mishap' && (fault.mishap.endsWith('_exhausted') || fault.mishap === 'mixed')
}

/** The call that makes the effect, and one that is read before. */
function pathsOf(change: Tried): { POST: string; GET: string } {
  switch (change.kind) {
    case 'detach_method': {
      const method = `/v1/payment_methods/${change.paymentMethodId}`
      return { POST: method, GET: method }
    }
    case 'customer_default_method': {
      const customer = `/v1/customers/${change.customerId}`
      return { POST: customer, GET: customer }
    }
    case 'retry_invoice':
      return { POST: `/v1/invoices/${change.invoiceId}/pay`, GET: `/v1/invoices/${change.invoiceId}` }
    case 'payment_session':
      return { POST: '/v1/checkout/sessions', GET: `/v1/customers/${change.customerId}` }
  }
}

async function putThrough(
  driver: Driver,
  deskId: string,
  order: Ordered,
  simulator: Simulator,
  random: () => number,
): Promise<void> {
  const { orderId, change, fault } = order
  const isAtOnce = change.kind === 'payment_session'
  const paths = pathsOf(change)
  const scripted: ScriptedChaos[] = []
  const script = (method: 'GET' | 'POST', actions: ChaosAction[]): void => {
    const match = { method, pathStartsWith: paths[method] }
    scripted.push(...actions.map((action) => ({ match, action, times: 1 })))
    simulator.chaos.script.push(...scripted)
  }
  const place = async (): Promise<void> => {
    const placed = await driver.call('change.place', { deskId, orderId, change, subject: null, note: null })
    if (!placed.ok) throw new Error(`${placed.error.code}: ${placed.error.message}`)
    order.acknowledged = true
    order.told.push(placed.value.state)
  }
  const sendNow = async (): Promise<void> => {
    const sent = await driver.call('change.sendNow', { deskId, orderId })
    if (sent.ok) order.told.push(sent.value.state)
  }
  const unawaited = (work: Promise<void>): void => void work.catch(() => undefined)

  if (fault.kind === 'double_submit') {
    await Promise.all([place(), place()])
    await Promise.all([sendNow(), sendNow(), place()])
    return
  }
  if (fault.kind === 'mishap') {
    const actions = mishaps[fault.mishap]?.actions ?? []
    if (!isAtOnce) await place()
    script('POST', actions)
    await (isAtOnce ? place() : sendNow())
    for (const one of scripted) one.times = 0
    return
  }
  const requests = (): Ledger['requests'] => simulator.ledger(accountOf(simulator).id, 'test').requests
  const seen = requests().length
  const came = (): Promise<void> =>
    until(() =>
      requests()
        .slice(seen)
        .some(({ method, path }) => method === 'POST' && path.startsWith(paths.POST)),
    )
  switch (fault.step) {
    case 'as_it_is_placed':
      unawaited(place())
      return sleep(random() * 40)
    case 'while_held':
      return isAtOnce ? unawaited(place()) : place()
    case 'while_read_before_sending':
      if (!isAtOnce) await place()
      script('GET', ['hang'])
      unawaited(isAtOnce ? place() : sendNow())
      return sleep(30)
    case 'while_sent_before_the_effect':
    case 'after_the_effect_before_the_answer':
    case 'as_the_answer_comes':
      if (!isAtOnce) await place()
      if (fault.step !== 'as_the_answer_comes')
        script('POST', [fault.step === 'while_sent_before_the_effect' ? 'hang' : 'hang_after'])
      unawaited(isAtOnce ? place() : sendNow())
      await came()
      return fault.step === 'as_the_answer_comes' ? sleep(random() * 15) : undefined
  }
}

/** One more life, undisturbed: everything open is asked for until nothing is. Gives the journal as it ends. */
async function settleAll(
  live: (work: (driver: Driver, deskId: string) => Promise<void>) => Promise<Driver>,
  ordered: readonly Ordered[],
): Promise<Map<string, ChangeOrder>> {
  const journalled = new Map<string, ChangeOrder>()
  const driver = await live(async (running, deskId) => {
    for (const { orderId } of ordered) await running.call('change.reconcile', { deskId, orderId })
    let after: string | undefined
    do {
      const asked = { deskId, limit: 200, ...(after === undefined ? {} : { after }) }
      const page = await running.call('changes.list', asked)
      if (!page.ok) throw new Error(page.error.message)
      for (const order of page.value.rows) journalled.set(order.id, order)
      after = page.value.next ?? undefined
    } while (after !== undefined)
  })
  const code = await driver.end()
  if (code !== 0) throw new Error(`the driver ended with ${code}: ${driver.errors()}`)
  return journalled
}

/** Of an invoice, the one when it was due left out. */
function triesOf(ledger: Ledger, invoiceId: string) {
  const intents = new Set(
    [...ledger.invoicePayments.values()]
      .filter(({ invoice }) => invoice === invoiceId)
      .map(({ payment }) => payment.payment_intent),
  )
  return [...ledger.charges.values()].filter(({ payment_intent: of }) => intents.has(of)).slice(1)
}

/** What a retry must never do or say, in words. */
function wrongTries(ledger: Ledger, invoiceId: string, final: ChangeOrder | undefined): string[] {
  const tries = triesOf(ledger, invoiceId)
  const toldDeclined = final?.problem?.stripe?.declineCode !== undefined
  return [
    tries.length > 1 ? `was tried ${tries.length} times` : null,
    toldDeclined && tries.length === 0 ? 'was told declined and never tried' : null,
    tries.length === 1 && tries[0]?.status === 'failed' && !toldDeclined
      ? `was declined, and that is not told: ${final?.problem?.message ?? 'nothing is'}`
      : null,
  ].filter((each) => each !== null)
}

/** How often what was ordered is there. */
function effectsOf(ledger: Ledger, { orderId, change }: Ordered): number {
  switch (change.kind) {
    case 'detach_method':
      return ledger.paymentMethods.get(change.paymentMethodId)?.customer === null ? 1 : 0
    case 'customer_default_method': {
      const customer = ledger.customers.get(change.customerId)
      return customer?.invoice_settings.default_payment_method === change.paymentMethodId ? 1 : 0
    }
    case 'retry_invoice':
      return triesOf(ledger, change.invoiceId).filter(({ status }) => status === 'succeeded').length
    case 'payment_session':
      return [...ledger.checkoutSessions.values()].filter(
        ({ metadata }) => metadata['bursar_order'] === orderId,
      ).length
  }
}

function judge(
  ledger: Ledger,
  ordered: readonly Ordered[],
  journalled: ReadonlyMap<string, ChangeOrder>,
): Pick<FaultReport, 'ended' | 'byFault' | 'violations'> {
  const violations: string[] = []
  const ended: Record<string, number> = {}
  const byFault: Record<string, number> = {}
  // More than one execution under one order would be seen here even where the state is the same.
  const executed = Map.groupBy(
    ledger.requests.filter(
      ({ status, replayed, fate }) => (status === 200 || status === 402) && !replayed && fate !== '500_kept',
    ),
    ({ idempotencyKey }) => idempotencyKey ?? '',
  )
  for (const order of ordered) {
    const { change, fault, orderId } = order
    const name =
      fault.kind === 'kill'
        ? `killed ${fault.step}`
        : fault.kind === 'mishap'
          ? fault.mishap
          : 'double_submit'
    byFault[name] = (byFault[name] ?? 0) + 1
    const final = journalled.get(orderId)
    const end = final?.state ?? 'never_placed'
    ended[end] = (ended[end] ?? 0) + 1
    const effects = effectsOf(ledger, order)
    const complain = (what: string): void =>
      void violations.push(`${name}, ${change.kind} ${orderId} (${order.told.join(' > ')}): ${what}`)
    if (effects > 1) complain(`${effects} effects of one order`)
    if (change.kind === 'retry_invoice') wrongTries(ledger, change.invoiceId, final).forEach(complain)
    if ((executed.get(`bursar-${change.kind}-${orderId}`)?.length ?? 0) > 1) complain('was executed twice')
    if (!final && order.acknowledged) complain('was acknowledged and is not in the journal')
    if (!final && effects > 0) complain('has an effect and is not in the journal')
    if (order.told.includes('done') && effects !== 1) complain('was told done and is not there')
    if (end === 'done' && effects !== 1) complain('ended done and is not there')
    if ((end === 'refused' || end === 'withdrawn') && effects > 0) complain(`ended ${end} with an effect`)
    if (end === 'held' || end === 'sending' || end === 'unknown') complain(`never settled: ${end}`)
  }
  const ours = new Set(ordered.map(({ orderId }) => orderId))
  const strangers = [...ledger.checkoutSessions.values()].filter(
    ({ metadata }) => !ours.has(metadata['bursar_order'] ?? ''),
  )
  if (strangers.length > 0) violations.push(`${strangers.length} pages that nobody ordered`)
  return { ended, byFault, violations }
}
