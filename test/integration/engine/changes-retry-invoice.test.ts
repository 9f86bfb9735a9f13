// An invoice that is asked for once more: paid once, declined once, never by surprise, and never against what the bank and the network say
// without a reason.
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { pageState } from '../../../electron/store/queries/page-state.ts'
import type { Bench } from '../../unit/simulator/harness.ts'
import { openChangeRooms, placeRequest, truth } from './changes.support.ts'
import { aDebtor, invoiceAt, openBench, retryOf, triesAt } from './collecting.support.ts'
import { deskId, script } from './desk.ts'

let bench: Bench
let at: Awaited<ReturnType<typeof aDebtor>>
beforeEach(async () => {
  bench = await openBench()
  onTestFinished(() => bench.close())
  at = await aDebtor(bench)
})
const payPath = (): string => `/v1/invoices/${at.invoice}/pay`

describe('an invoice that is tried again', () => {
  test('says what will be asked of whom, with what, and what Stripe has planned', async () => {
    const { changes } = openChangeRooms(bench)
    const checked = await changes.preflight(retryOf(at.invoice))
    expect(checked).toMatchObject({
      value: { kind: 'retry_invoice', objectId: at.invoice, canPlace: true, holdMs: 8000 },
    })
    if (!checked.ok) throw new Error(checked.error.message)
    expect(checked.value.words).toMatch(
      /^Invoice \S+ for €24\.00 of Mia Vogel is tried once more with Visa •••• 0341\.$/,
    )
    expect(checked.value.findings.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['object', 'ok'],
      ['method', 'ok'],
      ['advice', 'ok'],
      ['tries', 'ok'],
      ['schedule', 'ok'],
    ])
  })

  test('with another card is paid, and an event with its key confirms it', async () => {
    const { order, intake, changes, events } = openChangeRooms(bench)
    const card = await at.attach('pm_card_mastercard')
    const done = await order(retryOf(at.invoice, { paymentMethodId: card }))
    expect(done).toMatchObject({
      value: { state: 'done', resultId: at.invoice, result: null, problem: null },
    })
    expect(triesAt(bench, at.invoice)).toEqual(['failed', 'succeeded'])
    expect(invoiceAt(bench, at.invoice).status).toBe('paid')
    if (!done.ok) throw new Error(done.error.message)
    const key = `bursar-retry_invoice-${done.value.id}`
    const paid = bench.simulator
      .ledger(bench.account, 'test')
      .events.find(({ type, request }) => type === 'invoice.paid' && request?.idempotency_key === key)
    expect(paid).toBeDefined()
    events.set(key, paid!.id)
    await intake.events([paid!], () => undefined)
    changes.noteEvent(key)
    expect(await changes.reconcile(done.value.id)).toMatchObject({ value: { confirmedByEvent: true } })
  })

  test('with another card says where the subscription would keep that', async () => {
    const { changes } = openChangeRooms(bench)
    const card = await at.attach('pm_card_mastercard')
    const ledger = bench.simulator.ledger(bench.account, 'test')
    const [subscription] = ledger.subscriptions.values()
    const warned = async (paymentMethodId: string | null): Promise<boolean> => {
      const checked = await changes.preflight(retryOf(at.invoice, { paymentMethodId }))
      if (!checked.ok) throw new Error(checked.error.message)
      return checked.value.findings.some(({ id, verdict }) => id === 'default' && verdict === 'warn')
    }
    expect(await warned(card)).toBe(false)
    Object.assign(subscription!, { payment_settings: { save_default_payment_method: 'on_subscription' } })
    expect(await warned(card)).toBe(true)
    expect(await warned(null)).toBe(false)
    Object.assign(subscription!, { default_payment_method: card })
    expect(await warned(card)).toBe(false)
  })

  test('and declined is refused with the decline, and never tried by itself again', async () => {
    const { order, statesOf, changes } = openChangeRooms(bench)
    const refused = await order(retryOf(at.invoice))
    if (!refused.ok) throw new Error(refused.error.message)
    expect(refused.value).toMatchObject({
      state: 'refused',
      problem: {
        code: 'stripe_refused',
        message: 'Your card was declined.',
        stripe: { code: 'card_declined', declineCode: 'generic_decline', status: 402 },
      },
    })
    await changes.reconcile(refused.value.id)
    await changes.sendNow(refused.value.id)
    expect(statesOf(refused.value.id)).toEqual(['held', 'sending', 'refused'])
    expect(triesAt(bench, at.invoice)).toEqual(['failed', 'failed'])
  })

  test('whose bank asks for the customer is done as it is: it waits for them, on the page of the invoice', async () => {
    const { order, changes, store } = openChangeRooms(bench)
    const card = await at.attach('pm_card_authenticationRequired')
    const waiting = await order(retryOf(at.invoice, { paymentMethodId: card }))
    const { hosted_invoice_url: url } = invoiceAt(bench, at.invoice)
    expect(waiting).toMatchObject({
      value: { state: 'done', problem: null, result: { awaits: 'customer', url } },
    })
    expect(invoiceAt(bench, at.invoice).status).toBe('open')
    const page = () => pageState(store.cache, at.invoice, Date.now())
    expect(page()).toMatchObject({ value: { state: 'open', paid: false } })
    const [payment] = [...truth(bench).invoicePayments.values()].filter(
      ({ invoice }) => invoice === at.invoice,
    )
    bench.simulator.authenticate(bench.account, 'test', payment?.payment.payment_intent ?? '')
    await changes.preflight(retryOf(at.invoice))
    expect(page()).toMatchObject({ value: { state: 'complete', paid: true } })
  })

  test('by two submits of one form is tried once', async () => {
    const { changes } = openChangeRooms(bench)
    const request = placeRequest(retryOf(at.invoice, { paymentMethodId: await at.attach('pm_card_visa') }))
    await Promise.all([changes.place(request), changes.place(request)])
    const sent = await Promise.all([1, 2, 3].map(() => changes.sendNow(request.orderId)))
    expect(sent.map((each) => each.ok && each.value.state)).toEqual(['done', 'done', 'done'])
    expect(triesAt(bench, at.invoice)).toEqual(['failed', 'succeeded'])
  })

  test('waits for whatever else was ordered of the same invoice', async () => {
    const { changes } = openChangeRooms(bench)
    await changes.place(placeRequest({ kind: 'void_invoice', invoiceId: at.invoice }))
    expect(await changes.place(placeRequest(retryOf(at.invoice)))).toMatchObject({
      error: { code: 'order_blocked' },
    })
  })
})

describe('an answer that never came', () => {
  test.each([
    ['of a paid retry', 'pm_card_visa', 'lose_response', 'done', ['failed', 'succeeded']],
    ['of a paid retry, again and again', 'pm_card_visa', '500_after', 'done', ['failed', 'succeeded']],
    ['of a declined retry', 'pm_card_chargeCustomerFail', 'lose_response', 'refused', ['failed', 'failed']],
    ['of a retry that was rolled back', 'pm_card_visa', '500_kept', 'refused', ['failed']],
  ] as const)('%s leaves one try at most, told as it was', async (_, card, action, state, tries) => {
    const { order, changes } = openChangeRooms(bench)
    script(bench, 'POST', payPath(), ...Array.from({ length: 5 }, () => action))
    const sent = await order(retryOf(at.invoice, { paymentMethodId: await at.attach(card) }))
    if (!sent.ok) throw new Error(sent.error.message)
    expect(sent.value).toMatchObject({ state })
    bench.simulator.chaos.script.length = 0
    expect(await changes.reconcile(sent.value.id)).toMatchObject({ value: { state } })
    expect(triesAt(bench, at.invoice)).toEqual(tries)
    const wasDeclined = tries.length > 1 && tries[1] === 'failed'
    expect(sent.value.problem?.stripe?.declineCode).toBe(wasDeclined ? 'generic_decline' : undefined)
  })

  test('of a retry whose bank asked for the customer is found, with the page', async () => {
    const { order } = openChangeRooms(bench)
    script(bench, 'POST', payPath(), ...Array.from({ length: 5 }, () => '500_after' as const))
    const card = await at.attach('pm_card_authenticationRequired')
    expect(await order(retryOf(at.invoice, { paymentMethodId: card }))).toMatchObject({
      value: { state: 'done', result: { awaits: 'customer', url: expect.any(String) } },
    })
  })

  test('is not taken for ours because somebody else paid meanwhile', async () => {
    const { order, changes, clock } = openChangeRooms(bench)
    const card = await at.attach('pm_card_visa')
    script(bench, 'POST', payPath(), ...Array.from({ length: 5 }, () => 'refuse' as const))
    const sent = await order(retryOf(at.invoice, { paymentMethodId: card }))
    if (!sent.ok) throw new Error(sent.error.message)
    expect(sent.value.state).toBe('unknown')
    await bench.post(payPath(), { payment_method: card })
    expect(await changes.reconcile(sent.value.id)).toMatchObject({ value: { state: 'unknown' } })
    clock.now += 30 * 60_000
    expect(await changes.reconcile(sent.value.id)).toMatchObject({
      value: { state: 'refused', problem: { message: expect.stringContaining('This invoice is paid.') } },
    })
    expect(triesAt(bench, at.invoice)).toEqual(['failed', 'succeeded'])
  })
})

describe('what changed since a retry was ordered stops it before it is sent', () => {
  test.each([
    ['it was paid', async () => bench.post(payPath(), { payment_method: await at.attach('pm_card_visa') })],
    ['it was voided', async () => bench.post(`/v1/invoices/${at.invoice}/void`)],
    ['it was tried', async () => bench.post(payPath())],
    [
      'the customer has another card for it',
      async () =>
        bench.post(`/v1/subscriptions/${at.subscription}`, {
          default_payment_method: await at.attach('pm_card_visa'),
        }),
    ],
  ])('%s', async (_, meanwhile) => {
    const { changes } = openChangeRooms(bench)
    const request = placeRequest(retryOf(at.invoice))
    await changes.place(request)
    await meanwhile()
    const tries = triesAt(bench, at.invoice)
    const asked = bench.simulator.ledger(bench.account, 'test').requests.length
    expect(await changes.sendNow(request.orderId)).toMatchObject({
      value: {
        state: 'refused',
        problem: { code: 'not_changeable', message: expect.stringMatching(/^Nothing was sent\./) },
      },
    })
    expect(triesAt(bench, at.invoice)).toEqual(tries)
    const since = bench.simulator.ledger(bench.account, 'test').requests.slice(asked)
    expect(since.filter(({ method }) => method === 'POST')).toEqual([])
  })
})

describe('what the bank and the network said of trying again', () => {
  test('asks for a reason, which is the order’s note and stands in the audit', async () => {
    const { changes, store } = openChangeRooms(bench)
    const card = await at.attach('pm_card_authenticationRequired')
    const invoice = at.bill(at.subscribe(card))
    const wanted = retryOf(invoice)
    const checked = await changes.preflight(wanted)
    expect(checked.ok && checked.value.findings).toContainEqual(
      expect.objectContaining({
        id: 'advice',
        verdict: 'stop',
        text: expect.stringContaining('Give a reason'),
      }),
    )
    expect(await changes.place(placeRequest(wanted))).toMatchObject({ error: { code: 'not_changeable' } })
    const override = 'She is on the phone and confirms now'
    const placed = await changes.place(placeRequest({ ...wanted, override }))
    expect(placed).toMatchObject({ value: { state: 'held', note: override } })
    const audited = store.journal
      .prepare<[], { text: string; detail: string }>(
        `SELECT text, detail FROM audit WHERE kind = 'order_placed'`,
      )
      .all()
    expect(audited.at(-1)?.text).toContain('against advice')
    expect(JSON.parse(audited.at(-1)!.detail)).toMatchObject({ override })
  })

  test('holds where the network allows no further try, whatever the reason', async () => {
    const { changes } = openChangeRooms(bench)
    for (let tries = 1; tries < 15; tries += 1) await bench.post(payPath())
    expect(triesAt(bench, at.invoice)).toHaveLength(15)
    const wanted = retryOf(at.invoice, { override: 'They insist' })
    expect(await changes.preflight(wanted)).toMatchObject({ value: { canPlace: false } })
    expect(await changes.place(placeRequest(wanted))).toMatchObject({
      error: { code: 'not_changeable', message: expect.stringMatching(/Visa allows 15 tries/) },
    })
    const other = retryOf(at.invoice, { paymentMethodId: await at.attach('pm_card_mastercard') })
    expect(await changes.preflight(other)).toMatchObject({ value: { canPlace: true } })
  })

  test('does not let a card number into the reason', async () => {
    const { changes } = openChangeRooms(bench)
    const wanted = retryOf(at.invoice, { override: 'new card 4242 4242 4242 4242' })
    expect(await changes.place(placeRequest(wanted))).toMatchObject({ error: { code: 'not_changeable' } })
  })

  test('is outweighed by what was given up here: that asks for a reason, too', async () => {
    const { changes, store } = openChangeRooms(bench)
    const [intent] = [...bench.simulator.ledger(bench.account, 'test').invoicePayments.values()]
    store.journal
      .prepare(
        `INSERT INTO case_entries (id, payment_intent_id, kind, text, operator, at) VALUES ('e', ?, 'written_off', 'gone', 'ada', 1)`,
      )
      .run(intent!.payment.payment_intent)
    expect(await changes.preflight(retryOf(at.invoice))).toMatchObject({ value: { canPlace: false } })
    expect(await changes.preflight(retryOf(at.invoice, { override: 'They paid after all' }))).toMatchObject({
      value: { canPlace: true },
    })
  })
})

test('a key that may not write invoices is told so, and nothing is tried', async () => {
  const key = bench.simulator.createRestrictedKey(bench.account, 'test', [
    'rak_invoice_read',
    'rak_payment_intent_read',
    'rak_charge_read',
    'rak_customer_read',
    'rak_payment_method_read',
    'rak_subscription_read',
    'rak_event_read',
  ])
  const { order } = openChangeRooms(bench, { key })
  expect(await order(retryOf(at.invoice))).toMatchObject({
    value: { state: 'refused', deskId, problem: { code: 'key_permission' } },
  })
  expect(triesAt(bench, at.invoice)).toEqual(['failed'])
})
