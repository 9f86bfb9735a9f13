// Kills the whole process at random moments while events pour in through the real webhook, with Stripe and the deliveries in
// chaos, and compares what was promised with what is in the log and in effect.
import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileKeyFromStripeKey } from '../../electron/engine/accounts/secrets.ts'
import { startSimulator, type Simulator } from '../../electron/simulator/server.ts'
import { openCache } from '../../electron/store/open.ts'
import { form } from '../unit/simulator/harness.ts'
import { aSecret, send, signed } from '../integration/webhook/senders.support.ts'
import { connected, type Driver } from './driver.ts'
import { mustBeHandled } from './must-be-handled.ts'
import { randomNumbers } from './random.ts'

export interface LossReport {
  rounds: number
  /** Events that were answered with a 2xx. */
  promised: number
  /** Deliveries that got none. */
  unanswered: number
  /** What must never happen, in words; empty when all is well. */
  violations: string[]
}

export interface LossOptions {
  rounds: number
  seed: number
  onRound?: (round: number, promised: number) => void
}

const buyers = 3

export async function runLoss({ rounds, seed, onRound }: LossOptions): Promise<LossReport> {
  const random = randomNumbers(seed)
  const home = mkdtempSync(join(tmpdir(), 'bursar-loss-'))
  const simulator = await startSimulator({ seed: `loss ${seed}`, size: { customers: 8, payments: 60 } })
  const relay = await openRelay()
  const account = simulator.accounts[0]!
  const key = account.keys.secretTest
  const secret = aSecret()
  const handed = new Set<string>()
  const beganAt = simulator.clock.nowSeconds()
  simulator.setWebhook(account.id, 'test', { url: relay.url, secret })

  async function live(): Promise<{ driver: Driver; deskId: string }> {
    const { driver, deskId } = await connected(home, { key, baseUrl: simulator.baseUrl })
    const must = <Value>(
      result: { ok: true; value: Value } | { ok: false; error: { message: string } },
    ): Value => {
      if (result.ok) return result.value
      throw new Error(`${result.error.message}\n${driver.errors()}`)
    }
    must(await driver.call('listener.addSecret', { deskId, secret }))
    for (;;) {
      const [url] = must(await driver.call('listener.state', { deskId })).urls
      relay.goesTo = url ?? null
      if (url !== undefined) return { driver, deskId }
      await sleep(10)
    }
  }

  try {
    for (let round = 1; round <= rounds; round++) {
      calm(simulator)
      const { driver } = await live()
      disturb(simulator)
      const over = new AbortController()
      const working = [
        ...Array.from({ length: buyers }, () => buy(simulator, key, random, over.signal)),
        bill(relay, secret, `${round}`, random, handed, over.signal),
      ]
      await sleep(30 + random() * 600)
      relay.goesTo = random() < 0.5 ? null : relay.goesTo
      await driver.kill()
      over.abort()
      await Promise.all(working)
      onRound?.(round, relay.promised.size)
    }
    calm(simulator)
    const { driver, deskId } = await live()
    await settled(driver, deskId)
    const code = await driver.end()
    if (code !== 0) throw new Error(`the driver ended with ${code}: ${driver.errors()}`)
    return { rounds, ...compare(), unanswered: relay.unanswered }
  } finally {
    await simulator.close()
    relay.server.closeAllConnections()
    relay.server.close()
    rmSync(home, { recursive: true, force: true })
  }

  function compare(): Pick<LossReport, 'promised' | 'violations'> {
    const deskId = `${account.id}-test-local`
    const folder = join(home, 'desks', deskId)
    const opened = openCache(folder, fileKeyFromStripeKey(key, deskId), { readonly: true })
    if (!opened.ok) throw new Error(opened.detail)
    const { database } = opened
    const all = <Row>(sql: string): Row[] => database.prepare<[], Row>(sql).all()
    const violations: string[] = []
    const logged = new Map(
      all<{ id: string; state: string }>('SELECT id, state FROM events').map((row) => [row.id, row.state]),
    )
    for (const id of relay.promised) {
      const state = logged.get(id)
      if (state === undefined) violations.push(`${id} was promised and is not in the log`)
      else if (state !== 'applied' && state !== 'kept') violations.push(`${id} was promised and is ${state}`)
    }
    const handled = new Set(
      all<{ event_id: string }>('SELECT event_id FROM access_facts').map((row) => row.event_id),
    )
    for (const id of handed)
      if (relay.promised.has(id) && !handled.has(id)) violations.push(`${id} was promised and never handled`)
    const ledger = simulator.ledger(account.id, 'test')
    const latest = new Set([...ledger.paymentIntents.values()].map((intent) => intent.latest_charge))
    const expectRows = (table: string, columns: string, expected: Iterable<[string, unknown[]]>): void => {
      const rows = new Map(
        all<{ id: string }>(`SELECT id, ${columns} FROM ${table}`).map(({ id, ...row }) => [
          id,
          JSON.stringify(Object.values(row)),
        ]),
      )
      for (const [id, values] of expected)
        if (rows.get(id) !== JSON.stringify(values))
          violations.push(`${table} ${id}: ${rows.get(id) ?? 'missing'} instead of ${JSON.stringify(values)}`)
    }
    expectRows(
      'payment_intents',
      'stripe_status, amount',
      [...ledger.paymentIntents.values()].map((intent) => [intent.id, [intent.status, intent.amount]]),
    )
    expectRows(
      'charges',
      'status, amount_refunded',
      // An earlier try of a payment has no list of its own: it is known from its event, or not at all.
      [...ledger.charges.values()]
        .filter(({ id, created }) => created >= beganAt || latest.has(id))
        .map((charge) => [charge.id, [charge.status, charge.amount_refunded]]),
    )
    expectRows(
      'refunds',
      'status, amount',
      [...ledger.refunds.values()].map((refund) => [refund.id, [refund.status, refund.amount]]),
    )
    database.close()
    return { promised: relay.promised.size, violations }
  }
}

interface Relay {
  server: Server
  url: string
  /** Where deliveries are passed on to; null: they are cut off, as if nobody listened. */
  goesTo: string | null
  /** Ids that were answered with a 2xx. */
  promised: Set<string>
  unanswered: number
}

/** Stands between Stripe and the listener and writes down what was promised. It changes no byte. */
async function openRelay(): Promise<Relay> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await bodyOf(incoming)
      const to = relay.goesTo
      const status = to === null ? 0 : await passOn(to, body, String(incoming.headers['stripe-signature']))
      if (status >= 200 && status < 300)
        relay.promised.add((JSON.parse(body.toString()) as { id: string }).id)
      if (status === 0) {
        relay.unanswered += 1
        incoming.socket.destroy()
      } else outgoing.writeHead(status).end()
    })()
  })
  const relay: Relay = { server, url: '', goesTo: null, promised: new Set(), unanswered: 0 }
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  relay.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return relay
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** 0 when there was no answer. */
function passOn(to: string, body: Buffer, signature: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      'stripe-signature': signature,
    }
    const outgoing = request(to, { method: 'POST', headers, agent: false }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', () => resolve(0))
    })
    outgoing.on('error', () => resolve(0))
    outgoing.end(body)
  })
}

/** Buys, and gives part of some of it back, one after the other. */
async function buy(
  simulator: Simulator,
  key: string,
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  const post = async (path: string, parameters: object): Promise<{ id?: string; status?: string }> => {
    const response = await fetch(`${simulator.baseUrl}${path}`, {
      method: 'POST',
      body: form(parameters),
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' },
    })
    return (await response.json()) as { id?: string; status?: string }
  }
  while (!signal.aborted) {
    try {
      const { id, status } = await post('/v1/payment_intents', {
        amount: 1000 + Math.floor(random() * 9000),
        currency: 'eur',
        payment_method: random() < 0.15 ? 'pm_card_chargeDeclined' : 'pm_card_visa',
        confirm: true,
      })
      if (status === 'succeeded' && random() < 0.4)
        await post('/v1/refunds', { payment_intent: id, amount: 1 + Math.floor(random() * 900) })
    } catch {
      // The simulator is in chaos too: an answer may be lost.
    }
    await sleep(random() * 15)
  }
}

/** Sends the events that must be handled through the same door, each twice. */
async function bill(
  relay: Relay,
  secret: string,
  name: string,
  random: () => number,
  handed: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  for (let number = 0; !signal.aborted; number++) {
    const id = `evt_bill_${name}_${number}`
    handed.add(id)
    const created = Math.floor(Date.now() / 1000)
    const type = mustBeHandled[number % mustBeHandled.length]!
    const object = type.startsWith('invoice.')
      ? { id: `in_${name}_${number}`, object: 'invoice', customer: 'cus_1', currency: 'eur', total: 1 }
      : { id: `sub_${name}_${number}`, object: 'subscription', customer: 'cus_1', status: 'active' }
    const body = Buffer.from(
      JSON.stringify({ id, object: 'event', type, livemode: false, created, data: { object } }),
    )
    for (let time = 0; time < 2; time++) await send(relay.url, { body, signature: signed(body, secret) })
    await sleep(random() * 20)
  }
}

function disturb({ chaos }: Simulator): void {
  Object.assign(chaos, { share429: 0.05, share500Before: 0.05, shareLostResponse: 0.03 })
  Object.assign(chaos.webhooks, {
    shareDuplicated: 0.2,
    shareDelayed: 0.2,
    shareReordered: 0.2,
    shareDropped: 0.05,
  })
}

function calm({ chaos }: Simulator): void {
  Object.assign(chaos, { share429: 0, share500Before: 0, shareLostResponse: 0 })
  Object.assign(chaos.webhooks, { shareDuplicated: 0, shareDelayed: 0, shareReordered: 0, shareDropped: 0 })
}

/** Until everything that was promised or can be asked for is in the tables. */
async function settled(driver: Driver, deskId: string): Promise<void> {
  const deadline = performance.now() + 60_000
  for (;;) {
    const state = await driver.call('sync.refresh', { deskId })
    if (!state.ok) throw new Error(state.error.message)
    const { phase, projection } = state.value
    if (phase === 'current' && projection.waiting === 0 && projection.readsDue === 0) return
    if (performance.now() > deadline) throw new Error(`never settled: ${JSON.stringify(state.value)}`)
    await sleep(300)
  }
}
