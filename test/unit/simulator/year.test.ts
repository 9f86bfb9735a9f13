// The seeded year: the same from the same seed, and a business one could believe in.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ANCHOR, openBench, type Bench } from './harness.ts'

const DAY = 86400
let bench: Bench
beforeAll(async () => {
  bench = await openBench({ seed: 'demo', size: { customers: 400, payments: 5000 } })
})
afterAll(() => bench.close())

const ledger = () => bench.simulator.ledger(bench.account, 'test')
const share = (count: number, of: number) => (100 * count) / of

it('two simulators with one seed give the same bytes', async () => {
  const bytes = async (seed: string) => {
    const one = await openBench({ seed, size: { customers: 40, payments: 300 } })
    const lists: string[] = []
    for (const path of ['payment_intents', 'customers', 'events', 'refunds', 'balance_transactions'])
      lists.push(JSON.stringify((await one.get(`/v1/${path}?limit=100`)).body))
    lists.push(JSON.stringify(one.simulator.accounts))
    await one.close()
    return lists.join('\n')
  }
  const first = await bytes('twice')
  expect(await bytes('twice')).toBe(first)
  expect(await bytes('once')).not.toBe(first)
})

describe('the business', () => {
  it('has 5,000 payments of 400 customers, the newest within hours of the anchor', () => {
    const intents = [...ledger().paymentIntents.values()]
    expect(intents).toHaveLength(5000)
    const newest = intents.at(-1)?.created ?? 0
    expect(newest).toBeLessThanOrEqual(ANCHOR)
    expect(newest).toBeGreaterThan(ANCHOR - 6 * 3600)
    expect(intents.at(0)?.created).toBeLessThan(ANCHOR - 350 * DAY)
    expect(new Set(intents.map(({ customer }) => customer)).size).toBeGreaterThan(300)
  })

  it('is declined about 12 % of the time, for many reasons', () => {
    const intents = [...ledger().paymentIntents.values()]
    const declined = intents.filter(({ last_payment_error: error }) => error !== null)
    expect(share(declined.length, intents.length)).toBeGreaterThan(10)
    expect(share(declined.length, intents.length)).toBeLessThan(14)
    expect(
      new Set(declined.map(({ last_payment_error: error }) => error?.['decline_code'])).size,
    ).toBeGreaterThan(10)
  })

  it('refunds no payment for more than it took, counting what is on its way', async () => {
    // In this one a refund on its way stood on the payment that the newest of its kind was to be shown on.
    const nowSeconds = Date.UTC(2026, 10, 27, 14, 48) / 1000
    const one = await openBench({ seed: 'pictures', size: { customers: 200, payments: 2000 }, nowSeconds })
    const { refunds, paymentIntents } = one.simulator.ledger(one.account, 'live')
    const given = new Map<string, number>()
    for (const { status, payment_intent: id, amount } of refunds.values())
      if (id !== null && status !== 'failed' && status !== 'canceled')
        given.set(id, (given.get(id) ?? 0) + amount)
    expect(given.size).toBeGreaterThan(5)
    for (const [id, amount] of given) expect(amount).toBeLessThanOrEqual(paymentIntents.get(id)?.amount ?? 0)
    await one.close()
  })

  it('refunds about 2 %, and recently in every state', () => {
    const { refunds, paymentIntents } = ledger()
    const refunded = new Set([...refunds.values()].map(({ payment_intent: id }) => id))
    expect(share(refunded.size, paymentIntents.size)).toBeGreaterThan(1.4)
    expect(share(refunded.size, paymentIntents.size)).toBeLessThan(3)
    const recent = [...refunds.values()].filter(({ created }) => created > ANCHOR - 4 * DAY)
    expect(new Set(recent.map(({ status }) => status))).toEqual(
      new Set(['succeeded', 'pending', 'requires_action', 'failed', 'canceled']),
    )
  })

  it('is paid in many currencies, KWD in steps of ten and ISK in whole krónur', () => {
    const intents = [...ledger().paymentIntents.values()]
    const currencies = new Set(intents.map(({ currency }) => currency))
    for (const currency of ['eur', 'usd', 'gbp', 'jpy', 'kwd', 'isk', 'chf', 'sek'])
      expect(currencies).toContain(currency)
    for (const { amount, currency } of intents) {
      expect(amount).toBeGreaterThan(0)
      expect(amount % (currency === 'kwd' ? 10 : currency === 'isk' ? 100 : 1)).toBe(0)
    }
  })

  it('has payments in every status, and disputes in several', () => {
    const statuses = new Set([...ledger().paymentIntents.values()].map(({ status }) => status))
    for (const status of [
      'succeeded',
      'requires_payment_method',
      'requires_action',
      'requires_capture',
      'processing',
      'canceled',
    ])
      expect(statuses).toContain(status)
    const disputes = [...ledger().disputes.values()]
    expect(new Set(disputes.map(({ status }) => status))).toEqual(
      new Set([
        'needs_response', 'under_review', 'won', 'lost', 'warning_needs_response', 'warning_under_review', 'warning_closed',
      ]), // prettier-ignore
    )
    // Those to be answered are due in the days to come, some of them soon.
    const due = disputes
      .filter(({ status }) => status.endsWith('needs_response'))
      .map(({ evidence_details: details }) => (Number(details['due_by']) - ANCHOR) / DAY)
      .toSorted((left, right) => left - right)
    expect(due.length).toBeGreaterThanOrEqual(5)
    expect(due[0]).toBeLessThan(2)
    expect(due.every((days) => days > 0 && days < 21)).toBe(true)
  })

  it('lives by subscriptions too: a quarter to a third of its payments, every one of them an invoice’s', () => {
    const { invoices, invoicePayments, paymentIntents, subscriptions } = ledger()
    const paying = [...invoicePayments.values()]
    expect(share(paying.length, paymentIntents.size)).toBeGreaterThan(24)
    expect(share(paying.length, paymentIntents.size)).toBeLessThan(34)
    for (const { invoice: id, payment, status } of paying) {
      const invoice = invoices.get(id)
      const intent = paymentIntents.get(payment.payment_intent ?? '')
      expect(intent?.amount).toBe(invoice?.amount_due)
      expect([status === 'paid', intent?.status === 'succeeded']).toEqual(
        Array(2).fill(invoice?.status === 'paid'),
      )
    }
    for (const status of ['active', 'canceled', 'past_due'])
      expect([...subscriptions.values()].filter((one) => one.status === status).length).toBeGreaterThan(5)
  })

  it('has renewals that failed: recovered by a try, a new card or the page, lost, tried on, awaiting 3-D Secure', () => {
    const { charges, invoices, invoicePayments, paymentIntents } = ledger()
    const triesOf = Map.groupBy(charges.values(), (charge) => charge.payment_intent)
    const failed = [...invoicePayments.values()].flatMap(({ invoice: id, payment }) => {
      const [invoice, intent] = [invoices.get(id), paymentIntents.get(payment.payment_intent ?? '')]
      const tries = triesOf.get(payment.payment_intent ?? '') ?? []
      return invoice !== undefined && intent !== undefined && tries.some(({ status }) => status === 'failed')
        ? [{ invoice, intent, tries }]
        : []
    })
    const recovered = failed.filter(({ invoice }) => invoice.status === 'paid')
    const bySame = recovered.filter(
      ({ tries }) => tries.at(0)?.payment_method === tries.at(-1)?.payment_method,
    )
    expect(share(recovered.length, failed.length)).toBeGreaterThan(50)
    expect(share(recovered.length, failed.length)).toBeLessThan(85)
    expect(bySame.length).toBeGreaterThan(20)
    expect(recovered.length - bySame.length).toBeGreaterThan(20)
    const open = failed.filter(({ invoice }) => invoice.status === 'open')
    expect(open.filter(({ invoice }) => (invoice.next_payment_attempt ?? 0) > ANCHOR).length).toBeGreaterThan(
      2,
    )
    expect(open.filter(({ invoice }) => !invoice.auto_advance).length).toBeGreaterThan(10)
    const waiting = open.filter(({ intent }) => intent.status === 'requires_action')
    expect(waiting.some(({ invoice }) => invoice.created > ANCHOR - 22 * DAY)).toBe(true)
  })

  it('holds both test cards with odd refunds among its newest payments, ready to be tried', async () => {
    const { body } = await bench.get('/v1/payment_intents?limit=8&expand[]=data.payment_method')
    const last4 = body.data.map(
      ({ payment_method: method }: { payment_method: { card?: { last4: string } } | null }) =>
        method?.card?.last4,
    )
    expect(last4).toContain('7726')
    expect(last4).toContain('5126')
  })

  it('names nobody outside of the example domains', async () => {
    const { body } = await bench.get('/v1/customers?limit=100')
    for (const { email } of body.data) expect(email).toMatch(/@([a-z]+\.)?example\.(com|org|net)$/)
  })

  it('adds up: every balance is the sum of its transactions, every charge the sum of its refunds', async () => {
    const { balances, charges, refunds } = ledger()
    const { body } = await bench.get('/v1/balance')
    for (const { currency, amount } of body.available) {
      const pending =
        body.pending.find((line: { currency: string }) => line.currency === currency)?.amount ?? 0
      expect(amount + pending).toBe(balances.get(currency) ?? 0)
      expect([currency, Number(amount) > 0]).toEqual([currency, true])
    }
    const refunded = new Map<string, number>()
    for (const { charge, amount, status } of refunds.values())
      if (status === 'succeeded') refunded.set(charge, (refunded.get(charge) ?? 0) + amount)
    for (const charge of charges.values()) {
      if (!charge.captured) continue
      expect(charge.amount_refunded).toBe(refunded.get(charge.id) ?? 0)
      expect(charge.amount_refunded).toBeLessThanOrEqual(charge.amount_captured)
    }
  })

  it('has events of the last thirty days, none from the future, the snapshots of their time', () => {
    const { events } = ledger()
    const created = events.find(({ type }) => type === 'payment_intent.created')
    expect(created?.data.object).toMatchObject({ status: 'requires_payment_method', latest_charge: null })
    for (const event of events) expect(event.created).toBeLessThanOrEqual(ANCHOR)
    expect(events.at(-1)?.created).toBeGreaterThan(ANCHOR - 6 * 3600)
  })
})
