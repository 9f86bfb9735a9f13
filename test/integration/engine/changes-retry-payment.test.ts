// A payment of its own that is tried again: only with what its customer left, once, and told as it ended.
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { ACCOUNTS } from '../../../electron/simulator/seed/business.ts'
import type { Bench } from '../../unit/simulator/harness.ts'
import { openChangeRooms, placeRequest, successUrl, truth } from './changes.support.ts'
import { aDebtor, openBench, retryPaymentOf, triesAt } from './collecting.support.ts'
import { script } from './desk.ts'

let bench: Bench
let at: Awaited<ReturnType<typeof aDebtor>>
beforeEach(async () => {
  bench = await openBench()
  onTestFinished(() => bench.close())
  at = await aDebtor(bench)
})
/** Stripe takes no retry of such a payment as if its customer could not be asked. */
const offSession = { setup_future_usage: 'off_session' }

describe('a payment that is tried again', () => {
  test('with another card of the customer’s is paid', async () => {
    const { order, changes } = openChangeRooms(bench)
    const payment = await at.failed(at.broken, offSession)
    const wanted = retryPaymentOf(payment, { paymentMethodId: await at.attach('pm_card_visa') })
    const checked = await changes.preflight(wanted)
    expect(checked).toMatchObject({
      value: {
        canPlace: true,
        words: 'The payment of €30.00 is tried once more with Visa •••• 4242.',
        money: { amount: 3000, currency: 'eur' },
      },
    })
    expect(await order(wanted)).toMatchObject({ value: { state: 'done', resultId: payment, result: null } })
    expect(truth(bench).paymentIntents.get(payment)?.status).toBe('succeeded')
    expect(triesAt(bench, payment)).toEqual(['failed', 'succeeded'])
  })

  test('with the card of the last try, where none is named, is refused with the decline', async () => {
    const { order } = openChangeRooms(bench)
    const payment = await at.failed(at.broken, offSession)
    expect(await order(retryPaymentOf(payment))).toMatchObject({
      value: { state: 'refused', problem: { stripe: { declineCode: 'generic_decline' } } },
    })
    expect(triesAt(bench, payment)).toEqual(['failed', 'failed'])
  })

  test.each([
    ['was to be kept for later', offSession],
    ['was not', {}],
  ])(
    'waits for the customer on the page of their bank, whether what it was tried with %s',
    async (_, more) => {
      const { order } = openChangeRooms(bench)
      const payment = await at.failed(at.broken, more)
      const card = await at.attach('pm_card_authenticationRequired')
      expect(await order(retryPaymentOf(payment, { paymentMethodId: card }))).toMatchObject({
        value: {
          state: 'done',
          result: { awaits: 'customer', url: expect.stringContaining('hooks.stripe.com') },
        },
      })
      expect(truth(bench).paymentIntents.get(payment)).toMatchObject({ status: 'requires_action' })
    },
  )

  test.each([
    ['paid', 'pm_card_visa', 'done', ['failed', 'succeeded']],
    ['declined', 'pm_card_chargeCustomerFail', 'refused', ['failed', 'failed']],
  ] as const)('is %s once, whatever answers are lost', async (_, card, state, tries) => {
    const { order } = openChangeRooms(bench)
    const payment = await at.failed(at.broken, offSession)
    const answers = Array.from({ length: 5 }, () => 'lose_response' as const)
    script(bench, 'POST', `/v1/payment_intents/${payment}/confirm`, ...answers)
    const wanted = retryPaymentOf(payment, { paymentMethodId: await at.attach(card) })
    expect(await order(wanted)).toMatchObject({ value: { state } })
    expect(triesAt(bench, payment)).toEqual(tries)
  })

  test('of a business without a website is not, and says where to enter one: nothing here asks where to lead', async () => {
    const account = ACCOUNTS.find(({ id }) => id === bench.account)!
    const { url } = account
    Object.assign(account, { url: '' })
    onTestFinished(() => void Object.assign(account, { url }))
    const { changes } = openChangeRooms(bench)
    const checked = await changes.preflight(retryPaymentOf(await at.failed(at.broken, offSession)))
    expect(checked).toMatchObject({
      value: {
        canPlace: false,
        findings: expect.arrayContaining([
          expect.objectContaining({
            id: 'address',
            verdict: 'stop',
            text: expect.stringMatching(/no website of this business.*Enter one in the Stripe Dashboard/),
          }),
        ]),
      },
    })
  })

  test('and paid by somebody else meanwhile is not sent', async () => {
    const { changes } = openChangeRooms(bench)
    const payment = await at.failed(at.broken, offSession)
    const request = placeRequest(retryPaymentOf(payment))
    await changes.place(request)
    const card = await at.attach('pm_card_visa')
    await bench.post(`/v1/payment_intents/${payment}/confirm`, { payment_method: card })
    expect(await changes.sendNow(request.orderId)).toMatchObject({
      value: {
        state: 'refused',
        problem: { message: expect.stringMatching(/^Nothing was sent\. This payment is paid/) },
      },
    })
  })
})

describe('a page that was made for the customer since it failed', () => {
  const pageOf = (customerId: string) =>
    ({
      kind: 'payment_session',
      customerId,
      what: { amount: 3000, currency: 'eur', description: 'Burr set' },
      successUrl,
    }) as const
  const warning = (words: string) => ({
    value: {
      canPlace: true,
      findings: expect.arrayContaining([
        expect.objectContaining({ id: 'already', verdict: 'warn', text: expect.stringContaining(words) }),
      ]),
    },
  })
  async function failedAndPage() {
    const rooms = openChangeRooms(bench)
    const payment = await at.failed(at.broken, offSession)
    const wanted = retryPaymentOf(payment, { paymentMethodId: await at.attach('pm_card_visa') })
    const check = () => rooms.changes.preflight(wanted)
    expect(JSON.stringify(await check())).not.toContain('twice')
    const made = await rooms.order(pageOf(at.customer))
    const page = made.ok ? (made.value.resultId ?? '') : ''
    return {
      ...rooms,
      wanted,
      check,
      page,
      use: () => bench.simulator.completeSession(bench.account, 'test', page),
    }
  }

  test('is told before it is tried again, whether it is paid or can be', async () => {
    const { check, use } = await failedAndPage()
    expect(await check()).toMatchObject(
      warning('A page for €30.00 was made for this customer since this failed, and can still be paid'),
    )
    use()
    expect(await check()).toMatchObject(warning('since this failed, and is paid: if it is for the same'))
  })

  test('and is paid during the hold keeps the order from being sent', async () => {
    const { changes, wanted, use } = await failedAndPage()
    const request = placeRequest(wanted)
    expect(await changes.place(request)).toMatchObject({ value: { state: 'held' } })
    use()
    expect(await changes.sendNow(request.orderId)).toMatchObject({
      value: { state: 'refused', problem: { message: expect.stringContaining('has changed the same') } },
    })
    expect(triesAt(bench, wanted.paymentIntentId)).toEqual(['failed'])
  })

  test('and has expired, or is one of another customer, is not told', async () => {
    const { check, page, order } = await failedAndPage()
    await bench.post(`/v1/checkout/sessions/${page}/expire`)
    const { body: other } = await bench.post('/v1/customers', { name: 'Ida Vogel', email: 'ida@example.com' })
    expect(await order(pageOf(other.id))).toMatchObject({ value: { state: 'done' } })
    expect(JSON.stringify(await check())).not.toContain('twice')
  })

  test('is not known to a key that may not read pages', async () => {
    const { wanted } = await failedAndPage()
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', [
      'rak_accounts_kyc_basic_read',
      'rak_payment_intent_read',
      'rak_charge_read',
      'rak_customer_read',
      'rak_invoice_read',
      'rak_payment_method_read',
    ])
    expect(await openChangeRooms(bench, { key }).changes.preflight(wanted)).toMatchObject({
      value: {
        findings: expect.arrayContaining([expect.objectContaining({ id: 'already', verdict: 'unknown' })]),
      },
    })
  })
})

describe('no payment is tried again', () => {
  test.each([
    ['without a customer', async () => failedOfNobody(), 'Nobody’s method was kept'],
    [
      'with a method that was not kept',
      async () => at.failed('pm_card_chargeCustomerFail'),
      'attached to nobody',
    ],
    ['of an invoice', async () => intentOfInvoice(), 'try the invoice again'],
    ['that is paid', async () => at.failed('pm_card_visa'), 'This payment is paid'],
    [
      'that is captured by hand',
      async () => at.failed(at.broken, { ...offSession, capture_method: 'manual' }),
      'captured by hand',
    ],
  ])('%s', async (_, make, why) => {
    const { changes } = openChangeRooms(bench)
    const payment = await make()
    expect(await changes.place(placeRequest(retryPaymentOf(payment)))).toMatchObject({
      error: { code: 'not_changeable', message: expect.stringContaining(why) },
    })
  })
})

async function failedOfNobody(): Promise<string> {
  return (await bench.pay(3000, { payment_method: 'pm_card_chargeCustomerFail' })).error.payment_intent.id
}

function intentOfInvoice(): string {
  const [payment] = [...truth(bench).invoicePayments.values()]
  return payment!.payment.payment_intent!
}
