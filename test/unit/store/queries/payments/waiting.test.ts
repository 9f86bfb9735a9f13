// A payment that waits is shown with the page that is really its own and still open, and with none otherwise.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { paymentDetail } from '../../../../../electron/store/queries/payments/payment-detail.ts'
import { beganSql, invoicesSql, sessionsSql } from '../../../../../electron/store/queries/payments/waiting.ts'
import type { PaymentWaiting } from '../../../../../src/contract/index.ts'
import * as made from '../search/search.support.ts'

let shop: made.Shop
const waits = { status: 'requires_action', amount_received: 0, latest_charge: null }
const created = made.daysAgo(2)

const session = (id: string, more: object = {}) => ({
  id,
  object: 'checkout.session',
  mode: 'payment',
  status: 'open',
  payment_status: 'unpaid',
  payment_intent: null,
  amount_total: 4990,
  currency: 'eur',
  created,
  expires_at: made.now / 1000 + 3600,
  url: `https://checkout.stripe.com/c/pay/${id}#fid`,
  ...more,
})
const invoice = (id: string, more: object = {}) => ({
  id,
  object: 'invoice',
  created,
  currency: 'eur',
  status: 'open',
  amount_due: 4990,
  total: 4990,
  hosted_invoice_url: `https://invoice.stripe.com/i/${id}`,
  ...more,
})
const paidBy = (invoiceId: string, payment: string, status = 'open') => ({
  id: `inpay_${invoiceId}`,
  object: 'invoice_payment',
  invoice: invoiceId,
  status,
  currency: 'eur',
  created,
  payment: { type: 'payment_intent', payment_intent: payment },
})
const intent = (id: string, more: object = {}) => made.payment(id, { created, ...waits, ...more })

beforeAll(() => {
  shop = made.emptyShop()
  made.tell(
    shop.cache,
    intent('pi_bare'),
    intent('pi_invoice'),
    invoice('in_open'),
    paidBy('in_open', 'pi_invoice'),
    intent('pi_paid_otherwise'),
    invoice('in_paid', { status: 'paid' }),
    paidBy('in_paid', 'pi_paid_otherwise', 'canceled'),
    intent('pi_old'),
    invoice('in_old', { payment_intent: 'pi_old' }),
    intent('pi_odd_page'),
    invoice('in_odd', { payment_intent: 'pi_odd_page', hosted_invoice_url: 'javascript:alert(1)' }),
    intent('pi_session'),
    session('cs_told', { payment_intent: 'pi_session' }),
    intent('pi_expired'),
    session('cs_over', { payment_intent: 'pi_expired', expires_at: made.now / 1000 - 1 }),
    intent('pi_complete'),
    session('cs_complete', { payment_intent: 'pi_complete', status: 'complete', url: null }),
    intent('pi_ours', { metadata: { bursar_order: 'order-1' } }),
    session('cs_ours'),
    intent('pi_claims', { metadata: { bursar_order: 'order-2' } }),
    intent('pi_declined', { status: 'requires_payment_method' }),
    invoice('in_declined'),
    paidBy('in_declined', 'pi_declined'),
    intent('pi_given_up', { status: 'requires_payment_method' }),
    made.payment('pi_done', { created }),
    invoice('in_done'),
    paidBy('in_done', 'pi_done'),
  )
  made.logEvents(shop.cache, {
    id: 'evt_began',
    object: 'event',
    type: 'payment_intent.requires_action',
    api_version: '2026-10-28.endive',
    created: created + 90,
    livemode: false,
    data: { object: intent('pi_invoice') },
  })
  order('order-1', 'payment_session', 'cs_ours')
  order('order-2', 'setup_session', 'cs_ours')
})
afterAll(() => shop.close())

/** A row of the journal that made something at Stripe. */
function order(id: string, kind: string, resultId: string): void {
  shop.journal
    .prepare(
      `INSERT INTO changes (id, desk_id, kind, state, object_id, blocks, request, payload, words, operator, digest,
        idempotency_key, placed_at, send_at, result_id)
       VALUES (@id, 'demo', @kind, 'done', 'new', @id, '{}', '{}', '', 'ada', @digest, @id, 1, 1, @resultId)`,
    )
    .run({ id, kind, resultId, digest: 'a'.repeat(64) })
}

function waitingOf(id: string): PaymentWaiting | null {
  const detail = paymentDetail(shop.cache, shop.journal, { accountId: 'acct_1', mode: 'test' }, id, made.now)
  if (!detail.ok) throw new Error(detail.error.message)
  return detail.value.waiting
}

test('since it began to wait where that is known, since it was created otherwise', () => {
  expect(waitingOf('pi_invoice')).toMatchObject({ since: created + 90, sinceIsKnown: true })
  expect(waitingOf('pi_bare')).toMatchObject({ since: created, sinceIsKnown: false, page: null })
})

test.each([
  ['pi_invoice', 'in_open', 'https://invoice.stripe.com/i/in_open'],
  ['pi_old', 'in_old', 'https://invoice.stripe.com/i/in_old'],
  ['pi_session', 'cs_told', 'https://checkout.stripe.com/c/pay/cs_told#fid'],
  // Stripe does not say so yet, but the journal does.
  ['pi_ours', 'cs_ours', 'https://checkout.stripe.com/c/pay/cs_ours#fid'],
])('%s can be finished on the page of %s', (payment, id, url) => {
  expect(waitingOf(payment)?.page).toMatchObject({ id, url })
})

test.each(['pi_bare', 'pi_paid_otherwise', 'pi_odd_page', 'pi_expired', 'pi_complete', 'pi_claims'])(
  '%s waits without a page to send',
  (payment) => {
    expect(waitingOf(payment)).toMatchObject({ step: 'authentication', page: null })
  },
)

test('a declined payment waits only while there is a page on which it can be paid', () => {
  expect(waitingOf('pi_declined')).toMatchObject({ step: 'payment', page: { id: 'in_declined' } })
  expect(waitingOf('pi_given_up')).toBeNull()
  expect(waitingOf('pi_done')).toBeNull()
})

test('every question goes by an index', () => {
  const plan = (sql: string, parameters: unknown): string =>
    shop.cache
      .prepare<[unknown], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(parameters)
      .map(({ detail }) => detail)
      .join('\n')
  expect(plan(sessionsSql, { payment: 'pi_1', session: 'cs_1' })).not.toMatch(/^SCAN/m)
  expect(plan(invoicesSql, { payment: 'pi_1' })).not.toMatch(/^SCAN/m)
  expect(beganSql).toContain('INDEXED BY events_by_object')
})
