// What is found in the rows of a bulk run before it is ordered: which payment is meant, and everything that stands in the way.
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { AskedRow, CheckedRow } from '../../../src/contract/index.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { anOrder, requestsTo } from './desk.ts'
import { aRun, openRunRooms, type RunRooms } from './runs.support.ts'

let bench: Bench
let rooms: RunRooms
beforeEach(async () => {
  bench = await openBench()
  rooms = openRunRooms(bench, { holdMs: 60_000 })
  const open = bench
  onTestFinished(() => open.close())
})

const row = (ref: string, more: Partial<AskedRow> = {}): AskedRow => ({
  ref,
  amount: null,
  currency: null,
  reason: null,
  ...more,
})

async function check(...rows: AskedRow[]): Promise<CheckedRow[]> {
  const checked = await rooms.checkRows(rows)
  if (!checked.ok) throw new Error(checked.error.message)
  return checked.value.rows
}

describe('a payment', () => {
  test('that is not in the cache is asked for at Stripe, once', async () => {
    const paid = await bench.pay(1999, { currency: 'eur' })
    const asked = row(` ${paid.id} `)
    expect(await check(asked)).toEqual([
      {
        verdict: 'ok',
        fault: null,
        text: '',
        paymentIntentId: paid.id,
        customerLabel: null,
        amount: 1999,
        currency: 'eur',
        refundable: 1999,
        refunded: 0,
        reason: null,
      },
    ])
    await check(asked)
    expect(requestsTo(bench, 'GET', `/v1/payment_intents/${paid.id}`)).toBe(1)
  })

  test('is asked for at Stripe where the cache is behind: somebody may have given a part back', async () => {
    const paid = await bench.pay(5000)
    const asked = row(paid.id, { amount: '10' })
    await check(asked)
    await bench.post('/v1/refunds', { payment_intent: paid.id, amount: 1000 })
    rooms.also.isCurrent = () => false
    expect(await check(asked)).toMatchObject([
      { verdict: 'warn', fault: 'earlier_refunds', refundable: 4000, refunded: 1000 },
    ])
  })

  test('is found by its charge and by its invoice, by id and by number', async () => {
    const paid = await bench.pay(1000)
    const charge = paid.latest_charge as string
    expect(await check(row(charge))).toMatchObject([{ verdict: 'ok', paymentIntentId: paid.id }])
    await check(row(paid.id))
    expect(await check(row(charge))).toMatchObject([{ verdict: 'ok', paymentIntentId: paid.id }])
    rooms.store.cache.exec(
      `INSERT INTO invoices (id, number, status, currency, amount_due, amount_paid, amount_remaining, total, payment_intent_id, created, as_of, said, whole, body)
       SELECT 'in_' || value, CASE WHEN value < 3 THEN 'AQ-0001' ELSE 'AQ-' || value END, 'paid', 'usd', 1, 1, 0, 1,
         CASE WHEN value = 4 THEN NULL ELSE '${paid.id}' END, 1, 1, 2, 1, x'00' FROM json_each('[1, 2, 3, 4]')`,
    )
    const found = await check(row('in_3'), row('aq-3'), row('AQ-0001'), row('AQ-4'), row('AQ-9'))
    expect(found).toMatchObject([
      { verdict: 'ok', paymentIntentId: paid.id },
      { verdict: 'ok', paymentIntentId: paid.id },
      { verdict: 'stop', fault: 'unreadable' },
      { verdict: 'stop', fault: 'not_found' },
      { verdict: 'stop', fault: 'not_found' },
    ])
  })

  test('that Stripe does not know is not found; one that can’t be read is not called fine', async () => {
    expect(await check(row('pi_nobody'), row('ch_nobody'))).toMatchObject([
      { verdict: 'stop', fault: 'not_found', paymentIntentId: 'pi_nobody' },
      { verdict: 'stop', fault: 'not_found', paymentIntentId: null },
    ])
    const paid = await bench.pay(1000)
    bench.simulator.chaos.shareRefusedConnection = 1
    expect(await check(row(paid.id))).toMatchObject([
      { verdict: 'stop', fault: 'unreadable', text: expect.stringContaining('could not be reached') },
    ])
  })

  test('of which an odd rest is left is refunded of exactly that, as a row that is tried again asks', async () => {
    const odd = await bench.pay(1000, { currency: 'isk' })
    // As an older rule of Stripe's, or another system, may have charged it.
    const { paymentIntents, charges } = bench.simulator.ledger(bench.account, 'test')
    Object.assign(paymentIntents.get(odd.id)!, { amount: 1050, amount_received: 1050 })
    Object.assign(charges.get(odd.latest_charge as string)!, { amount: 1050, amount_captured: 1050 })
    const [rest, other] = await check(row(odd.id, { amount: '10.50' }), row(odd.id, { amount: '10.40' }))
    expect(rest).toMatchObject({ verdict: 'ok', amount: 1050, refundable: 1050 })
    expect(other).toMatchObject({ verdict: 'stop', fault: 'amount' })
  })

  test('that is refunded, uncaptured, disputed or ordered already is stopped', async () => {
    const refunded = await bench.pay(1000)
    await bench.post('/v1/refunds', { payment_intent: refunded.id })
    const uncaptured = await bench.pay(1000, { capture_method: 'manual' })
    const disputed = await bench.pay(1000, { payment_method: 'pm_card_createDispute' })
    bench.simulator.clock.advance(3600)
    const ordered = await bench.pay(1000)
    await rooms.refunds.place(anOrder(ordered, 100))
    const waiting = await bench.pay(1000)
    await rooms.placed(aRun([waiting]))
    const ids = [refunded, uncaptured, disputed, ordered, waiting].map(({ id }) => id as string)
    expect((await check(...ids.map((id) => row(id)))).map(({ verdict, fault }) => `${verdict} ${fault}`)).toEqual([
      'stop not_refundable',
      'stop not_refundable',
      'stop dispute',
      'stop open_order',
      'stop open_order',
    ])
  }) // prettier-ignore
})

describe('what is written beside it', () => {
  const cases: [string, Partial<AskedRow>, Partial<CheckedRow>][] = [
    ['an amount', { amount: '12,50' }, { verdict: 'ok', amount: 1250, refundable: 1999 }],
    ['a blank amount', { amount: ' ' }, { verdict: 'ok', amount: 1999 }],
    ['an amount that is none', { amount: 'ten' }, { fault: 'amount', refundable: 1999 }],
    ['a formula', { amount: '=1+1' }, { fault: 'amount' }],
    ['an amount that could be two', { amount: '1,234' }, { fault: 'amount' }],
    ['nothing at all', { amount: '0' }, { fault: 'amount' }],
    ['too much', { amount: '20.00' }, { fault: 'too_much', amount: null, refundable: 1999 }],
    ['its currency', { currency: ' EUR ' }, { verdict: 'ok', currency: 'eur' }],
    ['another currency', { currency: 'usd' }, { fault: 'currency', currency: 'eur' }],
    ['no currency', { currency: '€' }, { fault: 'currency' }],
    ['a reason', { reason: 'Requested by  customer' }, { verdict: 'ok', reason: 'requested_by_customer' }],
    ['a reason as Stripe has it', { reason: 'DUPLICATE' }, { verdict: 'ok', reason: 'duplicate' }],
    ['a blank reason', { reason: '' }, { verdict: 'ok', reason: null }],
    ['another reason', { reason: 'broken' }, { fault: 'reason' }],
  ]
  test.each(cases)('%s', async (_, more, found) => {
    const paid = await bench.pay(1999, { currency: 'eur' })
    const [checked] = await check(row(paid.id, more))
    expect(checked).toMatchObject({ verdict: 'stop', ...found })
  })

  test('of which a part was given back before is to be looked at, the more so where it was this very amount', async () => {
    const paid = await bench.pay(5000)
    await bench.post('/v1/refunds', { payment_intent: paid.id, amount: 1000 })
    expect(await check(row(paid.id, { amount: '20.00' }), row(paid.id, { amount: '10.00' }))).toMatchObject([
      { verdict: 'warn', fault: 'earlier_refunds', text: expect.stringMatching(/\$10\.00 given back\.$/) },
      { verdict: 'warn', fault: 'earlier_refunds', text: expect.stringContaining('this very amount') },
    ])
  })

  test('of a run that was stopped is checked anew, and stopped where anything was given back since', async () => {
    const [same, whole, part] = [await bench.pay(5000), await bench.pay(5000), await bench.pay(5000)]
    await bench.post('/v1/refunds', { payment_intent: part.id, amount: 100 })
    const request = aRun([same, whole, part])
    const rows = request.rows.map((each, at) => ({ ...each, amount: 1000, refunded: at === 2 ? 100 : 0 }))
    await rooms.placed({ ...request, rows })
    rooms.runs.stop(request.runId)
    await bench.post('/v1/refunds', { payment_intent: whole.id, amount: 1000 })
    const left = [same, whole, part].map(({ id }) => row(id, { amount: '10.00' }))
    const checked = await rooms.checkRows(left, request.runId)
    expect(checked).toMatchObject({
      value: {
        rows: [
          { verdict: 'ok' },
          {
            verdict: 'stop',
            fault: 'earlier_refunds',
            text: expect.stringMatching(
              /^Since this row was checked .* 10\.00 USD of its payment was given back/,
            ),
          },
          { verdict: 'warn', fault: 'earlier_refunds' },
        ],
      },
    })
    expect(await check(left[1]!)).toMatchObject([{ verdict: 'warn' }])
  })

  test('that went on to a connected account is said to be paid by the platform, whatever else is said', async () => {
    const [sent, before] = [await bench.pay(5000), await bench.pay(5000)]
    const { paymentIntents, charges } = bench.simulator.ledger(bench.account, 'test')
    await bench.post('/v1/refunds', { payment_intent: before.id, amount: 1000 })
    for (const { id, latest_charge } of [sent, before]) {
      Object.assign(paymentIntents.get(id)!, { transfer_data: { destination: 'acct_9' } })
      Object.assign(charges.get(latest_charge as string)!, { application_fee_amount: 50 })
    }
    const rows = [row(sent.id, { amount: '20' }), row(before.id, { amount: '20' })]
    const read = await check(...rows)
    expect(read).toMatchObject([
      {
        verdict: 'warn',
        fault: 'transfer',
        text: expect.stringMatching(/^This payment went on to .*acct_9.*application fee is not/),
      },
      {
        verdict: 'warn',
        fault: 'earlier_refunds',
        text: expect.stringMatching(/given back\. This payment went on to .*acct_9/),
      },
    ])
    // And so from the cache.
    expect(await check(...rows)).toEqual(read)
  })

  test('as fraudulent blocks the customer at Stripe, and that is said, whatever else is', async () => {
    const [paid, before] = [await bench.pay(5000), await bench.pay(5000)]
    await bench.post('/v1/refunds', { payment_intent: before.id, amount: 1000 })
    const reason = 'Fraudulent'
    expect(await check(row(paid.id, { reason }), row(before.id, { reason, amount: '20' }))).toMatchObject([
      { verdict: 'warn', fault: 'reason', text: expect.stringMatching(/^As fraudulent, .* block lists/) },
      {
        verdict: 'warn',
        fault: 'earlier_refunds',
        text: expect.stringMatching(/given back\. As fraudulent, /),
      },
    ])
  })

  test('of which the bank warned is refunded whole or not at all', async () => {
    const paid = await bench.pay(1999, { currency: 'eur' })
    await rooms.intake.events(
      [
        { id: 'evt_warning', object: 'event', api_version: '2026-10-28.endive', created: 1, livemode: false, pending_webhooks: 0, request: null, type: 'radar.early_fraud_warning.created',
          data: { object: { id: 'issfr_1', object: 'radar.early_fraud_warning', charge: paid.latest_charge, payment_intent: paid.id, fraud_type: 'misc', actionable: true, created: 1, livemode: false } } },
      ],
      () => undefined,
    ) // prettier-ignore
    expect(await check(row(paid.id), row(paid.id, { amount: '10.00' }))).toMatchObject([
      { verdict: 'warn', fault: 'fraud_warning' },
      { verdict: 'stop', fault: 'fraud_warning', text: expect.stringContaining('only a refund of all') },
    ])
  })

  test('of which the bank asks, and a part was given back before, says both: that one was of this very amount may be what counts', async () => {
    const paid = await bench.pay(5000, { payment_method: 'pm_card_createDisputeInquiry' })
    bench.simulator.clock.advance(3600)
    await bench.post('/v1/refunds', { payment_intent: paid.id, amount: 1000 })
    expect(await check(row(paid.id, { amount: '10.00' }))).toMatchObject([
      {
        verdict: 'warn',
        fault: 'earlier_refunds',
        text: expect.stringMatching(
          /very amount: is it meant once more\? The bank is asking about this payment/,
        ),
      },
    ])
  })

  test('is judged by the policy: the limit, the reasons, the currency', async () => {
    const paid = await bench.pay(1999, { currency: 'eur' })
    const fault = async (more: Partial<AskedRow> = {}) => (await check(row(paid.id, more)))[0]?.fault
    await rooms.setPolicy({ limits: [{ currency: 'eur', perOrder: 1000, perDay: null, typeAbove: null }] })
    expect([await fault(), await fault({ amount: '10.00' })]).toEqual(['policy', null])
    await rooms.setPolicy({ reasons: ['duplicate'] })
    expect([await fault(), await fault({ reason: 'duplicate' })]).toEqual(['policy', null])
    await rooms.setPolicy({ otherCurrencies: 'refused' })
    expect(await fault()).toBe('policy')
  })
})

test('hostile rows are harmless: none throws, none reaches Stripe, none is fine', async () => {
  const refs = [
    '',
    ' ',
    '../../etc/passwd',
    'pi_../../v1/refunds',
    'pi_1?expand[]=customer',
    'pi_%2e%2e%2f',
    'pi_a\u0000b',
    "in_1'; DROP TABLE orders; --",
    "' OR 1=1 --",
    '=HYPERLINK("http://evil.example")',
    '\u202Eip_1',
    '__proto__',
    'constructor',
    '😀'.repeat(100),
    '\uD800',
    'x'.repeat(255),
  ]
  const before = bench.simulator.ledger(bench.account, 'test').requests.length
  const checked = await check(
    ...refs.map((ref) => row(ref, { amount: '1e999', currency: '\u0000', reason: '__proto__' })),
  )
  expect(checked).toHaveLength(refs.length)
  for (const { verdict, text } of checked) expect([verdict, text.length > 0]).toEqual(['stop', true])
  expect(bench.simulator.ledger(bench.account, 'test').requests).toHaveLength(before)
  expect(rooms.bugs).toEqual([])
})

test('many rows come back in their order', async () => {
  const paid = []
  for (let place = 0; place < 12; place += 1) paid.push(await bench.pay(500 + place))
  bench.simulator.chaos.latencyMs = [0, 20]
  const checked = await check(...paid.map(({ id }) => row(id)))
  expect(checked.map(({ amount }) => amount)).toEqual(paid.map(({ amount }) => amount as number))
})
