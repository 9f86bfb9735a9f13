// Payouts: weekly, of what has been there long enough, made of transactions that can be named, and never of money that refunds need.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ANCHOR, openBench, type Bench, type Json } from './harness.ts'

const DAY = 86400
interface Payout extends Json {
  id: string
  amount: number
  arrival_date: number
  balance_transaction: string
  created: number
  currency: string
  destination: string
  status: string
}
interface Transaction {
  id: string
  amount: number
  available_on: number
  created: number
  currency: string
  net: number
  source: string
  type: string
}

/** Every object of a list, newest first. */
async function all<T extends { id: string }>(bench: Bench, path: string): Promise<T[]> {
  const found: T[] = []
  let after = ''
  for (;;) {
    const { body } = await bench.get(`${path}${path.includes('?') ? '&' : '?'}limit=100${after}`)
    found.push(...(body.data as T[]))
    if (!(body.has_more as boolean)) return found
    after = `&starting_after=${found.at(-1)?.id}`
  }
}
const open = () => openBench({ seed: 'payouts', size: { customers: 80, payments: 900 } })
/** The first Monday, two o'clock, after the anchor (a Wednesday). */
const MONDAY = Math.floor(ANCHOR / DAY) * DAY + 5 * DAY + 2 * 3600

describe('the year', () => {
  let bench: Bench
  let payouts: Payout[]
  beforeAll(async () => {
    bench = await open()
    payouts = await all<Payout>(bench, '/v1/payouts')
  })
  afterAll(() => bench.close())

  it('was paid out on Mondays, each currency to an account of its own', () => {
    expect(payouts.length).toBeGreaterThan(60)
    for (const { created } of payouts) {
      expect(new Date(created * 1000).getUTCDay()).toBe(1)
      expect(created).toBeLessThanOrEqual(ANCHOR)
    }
    const pairs = new Set(payouts.map(({ currency, destination }) => `${currency} ${destination}`))
    expect(pairs.size).toBe(new Set(payouts.map(({ currency }) => currency)).size)
    expect(new Set(payouts.map(({ destination }) => destination)).size).toBe(pairs.size)
  })

  it('arrived three days later: what is recent is on its way, the rest is paid', () => {
    for (const { arrival_date: arrival, created, status } of payouts) {
      expect(arrival).toBe(Math.floor(created / DAY) * DAY + 3 * DAY)
      expect(status).toBe(arrival <= ANCHOR ? 'paid' : 'in_transit')
    }
    expect(new Set(payouts.map(({ status }) => status))).toEqual(new Set(['paid', 'in_transit']))
  })

  it('each is the sum of its transactions, and no transaction is paid out twice', async () => {
    const seen = new Set<string>()
    for (const payout of payouts) {
      const inIt = await all<Transaction>(bench, `/v1/balance_transactions?payout=${payout.id}`)
      const [own] = inIt.filter(({ type }) => type === 'payout')
      expect(own).toMatchObject({ id: payout.balance_transaction, amount: -payout.amount, source: payout.id })
      expect(inIt.reduce((sum, { net }) => sum + net, 0)).toBe(0)
      for (const { id } of inIt) {
        expect(seen).not.toContain(id)
        seen.add(id)
      }
      for (const { available_on: available } of inIt.filter(({ net }) => net > 0))
        expect(available).toBeLessThanOrEqual(payout.created - 28 * DAY)
    }
  })

  it('left in each currency the five payments that came last', async () => {
    const paidOut = new Set<string>()
    for (const { id } of payouts)
      for (const one of await all<Transaction>(bench, `/v1/balance_transactions?payout=${id}`))
        paidOut.add(one.id)
    const came = (await all<Transaction>(bench, '/v1/balance_transactions')).filter(({ net }) => net > 0)
    for (const last of Map.groupBy(came, ({ currency }) => currency).values())
      expect(last.slice(0, 5).filter(({ id }) => paidOut.has(id))).toEqual([])
    expect(paidOut.size).toBeGreaterThan(came.length / 2)
  })

  it('can be narrowed by status, account and arrival', async () => {
    const [newest] = payouts
    const under = await all<Payout>(bench, '/v1/payouts?status=in_transit')
    expect(under.map(({ id }) => id)).toEqual(
      payouts.filter(({ status }) => status === 'in_transit').map(({ id }) => id),
    )
    const to = await all<Payout>(bench, `/v1/payouts?destination=${newest?.destination}`)
    expect(new Set(to.map(({ currency }) => currency))).toEqual(new Set([newest?.currency]))
    const arrived = await all<Payout>(bench, `/v1/payouts?arrival_date[lt]=${newest?.arrival_date}`)
    expect(arrived).toHaveLength(
      payouts.filter(({ arrival_date: at }) => at < (newest?.arrival_date ?? 0)).length,
    )
    expect(await all(bench, '/v1/payouts?status=lost')).toEqual([])
  })

  it('transactions of a payout that is not there are refused', async () => {
    const { status, body } = await bench.get('/v1/balance_transactions?payout=po_nope')
    expect([status, body.error.message, body.error.param]).toEqual([
      400,
      "No such payout: 'po_nope'",
      'payout',
    ])
  })
})

describe('as the clock runs', () => {
  const run = async () => {
    const bench = await open()
    const from = bench.simulator.ledger(bench.account, 'test').events.length
    const states: [string, string][] = []
    const look = async (when: string) => {
      const { body } = await bench.get('/v1/payouts?limit=1')
      states.push([when, body.data[0].created === MONDAY ? body.data[0].status : 'none yet'])
    }
    bench.simulator.clock.freeze(MONDAY - 1)
    await look('before')
    bench.simulator.clock.freeze(MONDAY)
    await look('at two')
    bench.simulator.clock.freeze(MONDAY + 12 * 3600)
    await look('in the afternoon')
    bench.simulator.clock.freeze(MONDAY + 3 * DAY)
    await look('on Thursday')
    const [payout] = await all<Payout>(bench, '/v1/payouts')
    const told = bench.simulator
      .ledger(bench.account, 'test')
      .events.slice(from)
      .filter(({ data }) => (data.object as { id?: string }).id === payout?.id)
      .map(({ type, created, data }) => [type, created, (data.object as Json)['status']])
    const bytes = JSON.stringify(await all<Payout>(bench, '/v1/payouts'))
    bench.simulator.clock.advance(3 * 7 * DAY)
    const later = new Set((await all<Payout>(bench, '/v1/payouts')).map(({ created }) => created))
    await bench.close()
    return { states, told, bytes, later: [...later].filter((at) => at > MONDAY) }
  }
  let once: Awaited<ReturnType<typeof run>>
  beforeAll(async () => {
    once = await run()
  })

  it('the next Monday pays out, and the payout goes its way', () => {
    expect(once.states).toEqual([
      ['before', 'none yet'],
      ['at two', 'pending'],
      ['in the afternoon', 'in_transit'],
      ['on Thursday', 'paid'],
    ])
  })

  it('each step is told at its own second', () => {
    expect(once.told).toEqual([
      ['payout.created', MONDAY, 'pending'],
      ['payout.updated', MONDAY + 12 * 3600, 'in_transit'],
      ['payout.reconciliation_completed', MONDAY + 12 * 3600, 'in_transit'],
      ['payout.paid', Math.floor(MONDAY / DAY) * DAY + 3 * DAY, 'paid'],
    ])
  })

  it('every Monday after it pays out too', () => {
    expect(once.later).toEqual([3, 2, 1].map((weeks) => MONDAY + weeks * 7 * DAY))
  })

  it('the same seed pays out the same bytes', async () => {
    expect((await run()).bytes).toBe(once.bytes)
  })
})

it('money of the last five payments stays however old it gets, and can be refunded at once', async () => {
  const bench = await openBench()
  const payments = []
  for (let count = 0; count < 6; count += 1) payments.push(await bench.pay(5000 + count))
  bench.simulator.clock.advance(200 * DAY)
  const { body } = await bench.get('/v1/payouts')
  expect(body.data.map(({ amount }: Payout) => amount)).toEqual([5000 - 175])
  const refund = await bench.post('/v1/refunds', { payment_intent: payments[5]?.id })
  expect(refund.body.status).toBe('succeeded')
  await bench.close()
})
