// What a failed payment looks like follows from its objects alone, in whatever order they come; a payment that never failed has no row.
import type { Database } from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { eventLogOf } from '../../../../electron/store/events/log.ts'
import { readEvent } from '../../../../electron/store/events/read-event.ts'
import type { StripeObject } from '../../../../electron/store/projections/kind.ts'
import { tablesOf } from '../../../../electron/store/projections/tables.ts'
import { aCache, aCharge, anIntent } from './tables.support.ts'

const day = 86_400
const at = 1_790_000_000

function tabled(): { cache: Database; tell: (...objects: StripeObject[]) => void } {
  const cache = aCache()
  const tables = tablesOf(cache, { readAt: () => 0 })
  let second = at
  const tell = (...objects: StripeObject[]): void => {
    for (const object of objects) {
      tables.tell(object, { asOf: (second += 10) * 1000, said: 1 })
      tables.derive()
    }
  }
  return { cache, tell }
}

const failureIn = (cache: Database): Record<string, unknown> | undefined =>
  cache.prepare<[], Record<string, unknown>>('SELECT * FROM failures').get()

const aFailedCharge = (more: object = {}) =>
  aCharge({
    created: at,
    status: 'failed',
    paid: false,
    captured: false,
    amount_captured: 0,
    failure_code: 'card_declined',
    payment_method: 'pm_1',
    payment_method_details: {
      type: 'card',
      card: { brand: 'visa', last4: '0002', country: 'DE', funding: 'debit', fingerprint: 'one' },
    },
    outcome: {
      type: 'issuer_declined',
      reason: 'insufficient_funds',
      risk_level: 'normal',
      advice_code: 'try_again_later',
      network_advice_code: '02',
      network_decline_code: '51',
    },
    ...more,
  })
const aPaidCharge = (more: object = {}) =>
  aCharge({
    id: 'ch_2',
    created: at + 3 * day,
    payment_method: 'pm_1',
    payment_method_details: { type: 'card', card: { brand: 'visa', last4: '0002', fingerprint: 'one' } },
    ...more,
  })
const aFailedIntent = (more: object = {}) =>
  anIntent({
    created: at - 60,
    status: 'requires_payment_method',
    last_payment_error: {
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      charge: 'ch_1',
      message: 'No.',
    },
    ...more,
  })
const aPaidIntent = (more: object = {}) => anIntent({ created: at - 60, latest_charge: 'ch_2', ...more })
const anInvoice = (more: object = {}) => ({
  id: 'in_1',
  object: 'invoice',
  created: at - 100,
  currency: 'eur',
  status: 'open',
  amount_due: 4990,
  total: 4990,
  next_payment_attempt: at + 2 * day,
  parent: { subscription_details: { subscription: 'sub_1' } },
  ...more,
})
const anInvoicePayment = (more: object = {}) => ({
  id: 'inpay_1',
  object: 'invoice_payment',
  invoice: 'in_1',
  status: 'open',
  currency: 'eur',
  created: at - 90,
  payment: { type: 'payment_intent', payment_intent: 'pi_1' },
  ...more,
})
const aMethod = (more: object = {}) => ({
  id: 'pm_1',
  object: 'payment_method',
  type: 'card',
  created: Date.UTC(2026, 5, 20) / 1000,
  customer: null,
  card: { brand: 'visa', last4: '0002', fingerprint: 'one' },
  ...more,
})

/** All orders of a few things. */
function orders<Item>(items: readonly Item[]): Item[][] {
  return items.length <= 1
    ? [[...items]]
    : items.flatMap((item, index) =>
        orders(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
      )
}

test('a failed payment that names its invoice has it before any list tells, in whatever order they come', () => {
  const customer = 'cus_1'
  const named = { customer, payment_details: { customer_reference: null, order_reference: 'in_1' } }
  for (const objects of orders([aFailedIntent(named), aFailedCharge(), anInvoice({ customer })])) {
    const { cache, tell } = tabled()
    tell(...objects)
    expect(failureIn(cache)).toMatchObject({
      invoice_id: 'in_1',
      subscription_id: 'sub_1',
      next_attempt_at: at + 2 * day,
    })
  }
})

test('what a business wrote there is no invoice of somebody else', () => {
  for (const [reference, customer] of [
    ['in_1', 'cus_2'],
    ['order 7', 'cus_1'],
  ]) {
    const { cache, tell } = tabled()
    tell(
      anInvoice({ customer: 'cus_1' }),
      aFailedIntent({ customer, payment_details: { order_reference: reference } }),
      aFailedCharge(),
    )
    expect(failureIn(cache)).toMatchObject({ invoice_id: null, next_attempt_at: null })
  }
})

test('a failure is the same in whatever order its objects come', () => {
  const objects = [aFailedIntent(), aFailedCharge(), anInvoice(), anInvoicePayment()]
  const expected = {
    payment_intent_id: 'pi_1',
    currency: 'eur',
    amount: 4990,
    first_failed_at: at,
    last_failed_at: at,
    failed_attempts: 1,
    state: 'open',
    lost_why: null,
    settled_at: null,
    how: null,
    order_reference: null,
    next_attempt_at: at + 2 * day,
    awaits_customer: 0,
    asked_at: null,
    still_since: at,
    under_way: 0,
    decline_code: 'insufficient_funds',
    network_decline_code: '51',
    network_advice_code: '02',
    advice_code: 'try_again_later',
    outcome_type: 'issuer_declined',
    outcome_reason: 'insufficient_funds',
    risk_level: 'normal',
    brand: 'visa',
    funding: 'debit',
    country: 'DE',
    card_age_months: 3,
    customer_id: 'cus_1',
    invoice_id: 'in_1',
    subscription_id: 'sub_1',
  }
  const withMethod = orders(objects).flatMap((order) => [
    [aMethod(), ...order],
    [...order, aMethod()],
  ])
  for (const order of withMethod) {
    const { cache, tell } = tabled()
    tell(...order)
    const told = order.map(({ id }) => id).join()
    expect({ told, ...failureIn(cache) }).toEqual({
      told,
      rowid: expect.any(Number),
      judging: expect.any(Number),
      ...expected,
    })
    cache.close()
  }
})

test('a payment that came back is, in whatever order it is told', () => {
  const objects = [aPaidIntent(), aFailedCharge(), aPaidCharge(), anInvoicePayment({ status: 'paid' })]
  for (const order of orders(objects)) {
    const { cache, tell } = tabled()
    tell(...order, anInvoice({ status: 'paid' }))
    const told = order.map(({ id }) => id).join()
    expect({ told, ...failureIn(cache) }).toMatchObject({
      told,
      state: 'recovered',
      settled_at: at + 3 * day,
      how: 'retry',
      next_attempt_at: null,
      decline_code: 'insufficient_funds',
      failed_attempts: 1,
    })
    cache.close()
  }
})

test('a payment that came back in part counts what came in', () => {
  const { cache, tell } = tabled()
  tell(aFailedCharge(), aPaidCharge({ captured: false, amount_captured: 0 }))
  tell(aPaidIntent({ status: 'requires_capture', amount_received: 0, amount_capturable: 4990 }))
  expect(failureIn(cache)).toMatchObject({ state: 'open', amount: 4990 })
  tell(aPaidIntent({ amount_received: 3000 }))
  expect(failureIn(cache)).toMatchObject({ state: 'recovered', amount: 3000, how: 'retry' })
})

describe('a payment that never failed', () => {
  test('has no row, whatever is told of it', () => {
    const { cache, tell } = tabled()
    tell(
      anIntent({ status: 'requires_action', latest_charge: null }),
      aPaidIntent(),
      aPaidCharge(),
      anInvoice(),
    )
    tell(anInvoicePayment(), aMethod())
    expect(failureIn(cache)).toBeUndefined()
  })
  test('has none any more once Stripe forgot a confirmation that failed without a charge', () => {
    const { cache, tell } = tabled()
    const error = { code: 'payment_intent_authentication_failure', message: 'No.' }
    tell(aFailedIntent({ latest_charge: null, last_payment_error: error }))
    expect(failureIn(cache)).toMatchObject({
      first_failed_at: at - 60,
      failed_attempts: 1,
      decline_code: 'payment_intent_authentication_failure',
    })
    tell(aPaidIntent(), aPaidCharge())
    expect(failureIn(cache)).toBeUndefined()
  })
})

describe('tries', () => {
  test('are counted once each, and the last one is told', () => {
    const { cache, tell } = tabled()
    tell(
      aFailedCharge({
        id: 'ch_0',
        created: at - day,
        outcome: { type: 'issuer_declined', reason: 'do_not_honor' },
      }),
      aFailedCharge(),
      aFailedIntent(),
    )
    expect(failureIn(cache)).toMatchObject({
      failed_attempts: 2,
      first_failed_at: at - day,
      last_failed_at: at,
      decline_code: 'insufficient_funds',
    })
  })
  test('whose charge is not known yet count by the error', () => {
    const { cache, tell } = tabled()
    tell(aFailedIntent())
    expect(failureIn(cache)).toMatchObject({ failed_attempts: 1, first_failed_at: at - 60 })
    tell(aFailedCharge())
    expect(failureIn(cache)).toMatchObject({ failed_attempts: 1, first_failed_at: at })
  })
  test('of an old API version, that say neither outcome nor charge, are told by the failure code', () => {
    const { cache, tell } = tabled()
    tell(
      aFailedCharge({ outcome: null, failure_code: 'expired_card' }),
      aFailedIntent({ last_payment_error: { code: 'expired_card' } }),
    )
    expect(failureIn(cache)).toMatchObject({
      failed_attempts: 1,
      decline_code: 'expired_card',
      outcome_type: null,
      risk_level: null,
    })
  })
  test('that failed at the bank after an earlier one was declined are another try', () => {
    const { cache, tell } = tabled()
    tell(
      aFailedCharge(),
      aFailedIntent({ last_payment_error: { code: 'payment_intent_authentication_failure' } }),
    )
    expect(failureIn(cache)).toMatchObject({
      failed_attempts: 2,
      decline_code: 'payment_intent_authentication_failure',
    })
  })
  test('that Radar blocked tell the same code before and after the payment came back', () => {
    const { cache, tell } = tabled()
    const blocked = { type: 'blocked', reason: 'highest_risk_level', risk_level: 'highest' }
    tell(
      aFailedCharge({ outcome: blocked }),
      aFailedIntent({
        last_payment_error: { code: 'card_declined', decline_code: 'fraudulent', charge: 'ch_1' },
      }),
    )
    const { decline_code: before } = failureIn(cache)!
    tell(aPaidIntent(), aPaidCharge())
    expect(failureIn(cache)).toMatchObject({ decline_code: before, outcome_type: 'blocked' })
  })
})

describe('how it came back', () => {
  const came = (paid: object, ...more: StripeObject[]): unknown => {
    const { cache, tell } = tabled()
    tell(aFailedCharge(), aPaidIntent(), aPaidCharge(paid), ...more)
    return failureIn(cache)?.['how']
  }
  const card = (fingerprint?: string) => ({ type: 'card', card: { brand: 'visa', fingerprint } })
  const aSession = { id: 'cs_1', object: 'checkout.session', status: 'complete', payment_intent: 'pi_1' }

  test('is told by the card, then by the method', () => {
    expect(came({ payment_method_details: card('one'), payment_method: 'pm_9' })).toBe('retry')
    expect(came({ payment_method_details: card('two') })).toBe('new_method')
    expect(came({ payment_method_details: card() })).toBe('retry')
    expect(came({ payment_method_details: card(), payment_method: 'pm_9' })).toBe('new_method')
    expect(came({ payment_method_details: card(), payment_method: null })).toBe('unknown')
  })
  test('by a page that was completed, and not by one that was not', () => {
    expect(came({ payment_method_details: card('two') }, aSession)).toBe('hosted_page')
    expect(came({ payment_method_details: card('two') }, { ...aSession, status: 'expired' })).toBe(
      'new_method',
    )
    const ofInvoice = { ...aSession, payment_intent: null, invoice: 'in_1' }
    expect(came({}, ofInvoice, anInvoice({ status: 'paid' }), anInvoicePayment())).toBe('hosted_page')
    expect(came({}, anInvoice({ status: 'paid' }), anInvoicePayment(), ofInvoice)).toBe('hosted_page')
  })
})

describe('a payment is lost', () => {
  const lost = (...objects: StripeObject[]): unknown => {
    const { cache, tell } = tabled()
    tell(aFailedIntent(), aFailedCharge(), ...objects)
    return failureIn(cache)
  }
  const canceled = aFailedIntent({ status: 'canceled', canceled_at: at + day })

  test('when it is canceled', () => {
    expect(lost(canceled)).toMatchObject({ state: 'lost', lost_why: 'canceled', settled_at: at + day })
  })
  test('with its invoice, which says why', () => {
    const isVoid = anInvoice({ status: 'void', status_transitions: { voided_at: at + 2 * day } })
    const marked = { marked_uncollectible_at: at + 3 * day }
    expect(lost(anInvoicePayment(), isVoid, canceled)).toMatchObject({
      state: 'lost',
      lost_why: 'void',
      settled_at: at + 2 * day,
      next_attempt_at: null,
    })
    expect(
      lost(anInvoicePayment(), anInvoice({ status: 'uncollectible', status_transitions: marked })),
    ).toMatchObject({ state: 'lost', lost_why: 'uncollectible', settled_at: at + 3 * day })
  })
  test('but not when it was paid before its invoice was given up', () => {
    expect(
      lost(aPaidIntent(), aPaidCharge(), anInvoicePayment(), anInvoice({ status: 'uncollectible' })),
    ).toMatchObject({ state: 'recovered' })
  })
})

describe('a payment whose invoice was paid in another way came back', () => {
  const canceled = aFailedIntent({ status: 'canceled', canceled_at: at + day })
  const paidAt = at + 2 * day
  const aPaidInvoice = (more: object = {}) =>
    anInvoice({
      status: 'paid',
      amount_paid: 4990,
      next_payment_attempt: null,
      status_transitions: { paid_at: paidAt },
      ...more,
    })
  const another = anInvoicePayment({
    id: 'inpay_2',
    status: 'paid',
    payment: { type: 'payment_intent', payment_intent: 'pi_2' },
  })
  /** The failure after each order in which these may be told. */
  const inEachOrder = (...objects: StripeObject[]): unknown[] =>
    orders(objects).map((order) => {
      const { cache, tell } = tabled()
      tell(...order)
      const { state, lost_why, settled_at, how } = failureIn(cache)!
      cache.close()
      return { state, lost_why, settled_at, how }
    })
  const came = (how: string) => ({ state: 'recovered', lost_why: null, settled_at: paidAt, how })

  test('outside Stripe, where no payment of Stripe’s paid it', () => {
    const told = inEachOrder(
      canceled,
      aFailedCharge(),
      anInvoicePayment({ status: 'canceled' }),
      aPaidInvoice(),
    )
    expect(new Set(told.map((each) => JSON.stringify(each)))).toEqual(
      new Set([JSON.stringify(came('outside_stripe'))]),
    )
  })
  test('outside Stripe, where an invoice of an old API version says so', () => {
    const old = aPaidInvoice({ payment_intent: 'pi_1', amount_paid: 0, paid_out_of_band: true })
    for (const each of inEachOrder(canceled, aFailedCharge(), old))
      expect(each).toEqual(came('outside_stripe'))
    for (const each of inEachOrder(canceled, aFailedCharge(), { ...old, amount_paid: 4990, paid_out_of_band: false }))
      expect(each).toEqual(came('unknown'))
  }) // prettier-ignore
  test('in a way not known, where another payment paid it', () => {
    const own = anInvoicePayment({ status: 'canceled' })
    for (const each of inEachOrder(canceled, own, aPaidInvoice(), another))
      expect(each).toEqual(came('unknown'))
  })
  test('in a way not known, while the payments of the invoice are not, or this one may still be the one', () => {
    const customer = 'cus_1'
    const named = { ...canceled, customer, payment_details: { order_reference: 'in_1' } }
    for (const each of inEachOrder(named, aFailedCharge(), aPaidInvoice({ customer })))
      expect(each).toEqual(came('unknown'))
    for (const each of inEachOrder(aFailedIntent(), aFailedCharge(), anInvoicePayment(), aPaidInvoice()))
      expect(each).toEqual(came('unknown'))
  })
  test('with what was paid of it', () => {
    const { cache, tell } = tabled()
    tell(canceled, aFailedCharge(), anInvoicePayment({ status: 'canceled' }), aPaidInvoice({ amount_paid: 3000 }))
    expect(failureIn(cache)).toMatchObject({ state: 'recovered', amount: 3000 })
    tell(aPaidInvoice({ amount_paid: 9000 }))
    expect(failureIn(cache)).toMatchObject({ state: 'recovered', amount: 4990 })
  }) // prettier-ignore
  test('but not when a credit note took away what was due', () => {
    for (const each of inEachOrder(canceled, aFailedCharge(), anInvoicePayment(), aPaidInvoice({ amount_paid: 0 })))
      expect(each).toMatchObject({ state: 'lost', lost_why: 'canceled', settled_at: at + day })
  }) // prettier-ignore
})

test('a customer who has to confirm with their bank is awaited, until the payment is over', () => {
  const { cache, tell } = tabled()
  tell(aFailedCharge(), aFailedIntent({ status: 'requires_action', last_payment_error: null }))
  expect(failureIn(cache)).toMatchObject({ state: 'open', awaits_customer: 1 })
  tell(aFailedIntent({ status: 'canceled', last_payment_error: null, canceled_at: at + day }))
  expect(failureIn(cache)).toMatchObject({ state: 'lost', awaits_customer: 0 })
})

test('since when nothing happened is since the last try, or since its customer was asked, in whatever order that is told', () => {
  const asked = (days: number) => (): void => {
    const body = {
      id: `evt_${days}`,
      type: 'payment_intent.requires_action',
      created: at + days * day,
      data: { object: { id: 'pi_1', object: 'payment_intent' } },
    }
    tables.remember(readEvent(body)!)
    eventLogOf(cache).add(
      readEvent(body)!,
      JSON.stringify(body),
      { source: 'webhook', receivedAt: 0 },
      { state: 'applied', attempts: 1, nextAttemptAt: null, problem: null },
    )
  }
  const told =
    (object: StripeObject, days: number): (() => void) =>
    () =>
      void tables.tell(object, { asOf: (at + days * day) * 1000, said: 1 })
  const waits = told(aFailedIntent({ status: 'requires_action', last_payment_error: null }), 41)
  let cache = aCache()
  let tables = tablesOf(cache, { readAt: () => 0 })
  for (const steps of orders([asked(-1), told(aFailedCharge(), 1), waits, asked(40)])) {
    cache = aCache()
    tables = tablesOf(cache, { readAt: () => 0 })
    for (const step of steps) {
      step()
      tables.derive()
    }
    expect(failureIn(cache)).toMatchObject({ last_failed_at: at, still_since: at + 40 * day })
  }
  told(aFailedIntent({ status: 'requires_payment_method' }), 42)()
  tables.derive()
  expect(failureIn(cache)).toMatchObject({ asked_at: null, still_since: at })
})

test.each(['processing', 'requires_capture'])(
  'another try is under way while the payment is %s, until it is over',
  (status) => {
    const { cache, tell } = tabled()
    tell(aFailedCharge(), aFailedIntent({ status, last_payment_error: null }))
    expect(failureIn(cache)).toMatchObject({ state: 'open', under_way: 1 })
    tell(aFailedIntent({ status: 'canceled', last_payment_error: null, canceled_at: at + day }))
    expect(failureIn(cache)).toMatchObject({ state: 'lost', under_way: 0 })
  },
)

test('an invoice of an old API version names its payment itself', () => {
  const { cache, tell } = tabled()
  tell(aFailedIntent(), aFailedCharge())
  tell(anInvoice({ payment_intent: 'pi_1', parent: null, subscription: 'sub_9' }))
  expect(failureIn(cache)).toMatchObject({
    invoice_id: 'in_1',
    subscription_id: 'sub_9',
    next_attempt_at: at + 2 * day,
  })
  tell(anInvoice({ payment_intent: 'pi_1', next_payment_attempt: null }))
  expect(failureIn(cache)).toMatchObject({ next_attempt_at: null })
})

test('how old the card of a try without a charge is goes by what the try says, whenever its method becomes known', () => {
  const method = aMethod()
  const intent = aFailedIntent({
    latest_charge: null,
    last_payment_error: {
      code: 'payment_intent_authentication_failure',
      payment_method: { ...method, created: at - 400 * day },
    },
  })
  const ages = orders([method, intent]).map((order) => {
    const { cache, tell } = tabled()
    tell(...order)
    return failureIn(cache)?.['card_age_months']
  })
  expect(ages).toEqual([13, 13])
})
