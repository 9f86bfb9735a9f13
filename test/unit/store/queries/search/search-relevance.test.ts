// What a person types finds first what they meant, among the simulator's year and a few rows made by hand.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { searchAll } from '../../../../../electron/store/queries/search/search.ts'
import { schemas, type SearchHit, type SearchKind } from '../../../../../src/contract/index.ts'
import * as made from './search.support.ts'

let shop: made.Shop

beforeAll(async () => {
  shop = await made.yearsShop()
  const { cache } = shop
  made.tell(
    cache,
    made.customer('cus_NAda1815Lovelace', { name: 'Ada Lovelace', email: 'ada@lovelace.example', phone: '+44 20 7946 0815', metadata: { crm: 'CRM-77120' } }),
    made.customer('cus_NAda2000Palmer', { name: 'Adam Palmer', email: 'adam.palmer@example.com', created: made.daysAgo(3) }),
    made.customer('cus_NZoe1999Oneill', { name: 'Zoë O’Néill', email: 'zoe.oneill@example.org', description: 'Wholesale, pays by invoice', created: made.daysAgo(1) }),
    made.customer('cus_NMay2001Quist', { name: 'May Quist', email: 'may.quist@example.net' }),
    made.customer('cus_NLovelaceLtd', { name: null, email: 'accounts@lovelace.example', created: made.daysAgo(2) }),
    made.customer('cus_NWang', { name: '王伟', email: 'wei@example.cn' }),
    made.customer('cus_NQuy', { name: 'Quy Xu', email: 'quy@example.vn' }),
    made.customer('cus_NBusy', { name: 'Busy Bakery', email: 'busy@bakery.example' }),
    made.payment('pi_3NAdaYesterday00001', { customer: 'cus_NAda1815Lovelace', created: made.daysAgo(1), amount: 4990, description: 'Order AQ-900001: Drip tray' }),
    made.payment('pi_3NAdaOlder000000002', { customer: 'cus_NAda1815Lovelace', created: made.daysAgo(90), amount: 123450, description: 'Catering, spring fair', card: { brand: 'mastercard', last4: '4444' } }),
    made.payment('pi_3NAdaFailed00000003', { customer: 'cus_NAda1815Lovelace', created: made.daysAgo(60), amount: 7777, status: 'requires_payment_method', last_payment_error: { code: 'card_declined', decline_code: 'expired_card' }, charge: { status: 'failed', paid: false, captured: false } }),
    made.payment('pi_3NYen0000000000004', { customer: 'cus_NQuy', amount: 98765, currency: 'jpy', card: { brand: 'jcb', last4: '0505' } }),
    made.payment('pi_3NDinar00000000005', { amount: 12340, currency: 'kwd', card: { brand: 'visa', last4: '9191' } }),
    made.payment('pi_3NGuest00000000006', { amount: 31313, charge: { billing_details: { name: 'Grace Hopper', email: 'grace@guest.example' } }, card: { brand: 'amex', last4: '0005' }, metadata: { ticket: 'T-55821', note: 'left at the door' } }),
    made.payment('pi_3NDollar0000000007', { amount: 4991, currency: 'usd', created: made.daysAgo(22), card: { brand: 'discover', last4: '6969' } }),
    made.payment('pi_3NDollar0000000008', { amount: 4991, currency: 'eur', created: made.daysAgo(11), card: { brand: 'visa', last4: '6868' } }),
    made.payment('pi_3NChristmas0000009', { amount: 5151, created: new Date(2025, 11, 24, 23, 59, 30).getTime() / 1000, description: 'Order AQ-900024: Christmas hamper', customer: 'cus_NBusy', card: { brand: 'unionpay', last4: '1224' } }),
    made.refund('re_3NBackToAda0000001', 'pi_3NAdaOlder000000002', { amount: 4321, created: made.daysAgo(80), metadata: { rma: 'RMA-99001' }, destination_details: { type: 'card', card: { reference: '74925485331209117', type: 'refund' } } }),
    made.refund('re_3NFailed000000002', 'pi_3NGuest00000000006', { amount: 31313, status: 'failed', failure_reason: 'lost_or_stolen_card', created: made.daysAgo(1) }),
    made.dispute('dp_1NDisputed00000001', 'pi_3NChristmas0000009', { amount: 5151, created: made.daysAgo(300), status: 'lost' }),
    made.invoice('in_1NInvoice0000000001', 'cus_NZoe1999Oneill', { number: 'ALDER-0042', total: 65432, amount_due: 65432, description: 'Grinders for the new shop' }),
    made.invoice('in_1NInvoice0000000002', 'cus_NZoe1999Oneill', { number: 'ALDER-0043', status: 'open', amount_paid: 0, amount_remaining: 2400, created: made.daysAgo(3) }),
    made.subscription('sub_1NRoaster00000001', 'cus_NZoe1999Oneill', { status: 'past_due', metadata: { plan_code: 'ROAST-XL' } }),
    made.card('pm_1NCardOfAda0000001', 'cus_NAda1815Lovelace', { card: { brand: 'mastercard', last4: '4444', exp_month: 1, exp_year: 2027 } }),
    made.card('pm_1NCardOfZoe0000002', 'cus_NZoe1999Oneill', { card: { brand: 'visa', last4: '8383', exp_month: 1, exp_year: 2029 } }),
  ) // prettier-ignore
  made.logEvents(
    cache,
    made.event('evt_1NTheirCard000001', 'payment_method.attached', made.card('pm_1NCardOfZoe0000002', 'cus_NZoe1999Oneill')),
    made.event('evt_1NReviewOpened0001', 'review.opened', { id: 'prv_1NReview', object: 'review' }),
  ) // prettier-ignore
})

afterAll(() => shop.close())

function found(text: string, kinds?: SearchKind[], limit = 20) {
  const request = schemas['search.all'].request.parse({
    deskId: 'demo',
    text,
    limit,
    ...(kinds && { kinds }),
  })
  const answer = searchAll(shop.cache, request, shop.now)
  if (!answer.ok) throw new Error(answer.error.message)
  return schemas['search.all'].reply.parse(answer.value)
}

const first = (text: string): SearchHit | undefined => found(text).hits[0]

describe('the first hit', () => {
  test.each([
    // names
    ['ada lovelace', 'cus_NAda1815Lovelace', 'name'],
    ['Lovelace, Ada', 'cus_NAda1815Lovelace', 'name'],
    ['LOVELACE', 'cus_NAda1815Lovelace', 'name'],
    ['ada', 'cus_NAda1815Lovelace', 'name'],
    ['adam', 'cus_NAda2000Palmer', 'name'],
    ['lovel', 'cus_NAda1815Lovelace', 'name'],
    ['ada lov', 'cus_NAda1815Lovelace', 'name'],
    ['zoe oneill', 'cus_NZoe1999Oneill', 'e-mail'],
    ["zoe o'neill", 'cus_NZoe1999Oneill', 'name'],
    ['zoë', 'cus_NZoe1999Oneill', 'name'],
    ['néill', 'cus_NZoe1999Oneill', 'name'],
    ['quy', 'cus_NQuy', 'name'],
    ['xu', 'cus_NQuy', 'name'],
    ['qu', 'cus_NQuy', 'name'],
    ['王伟', 'cus_NWang', 'name'],
    ['busy bakery', 'cus_NBusy', 'name'],
    ['may', 'cus_NMay2001Quist', 'name'],
    ['"may"', 'cus_NMay2001Quist', 'name'],
    ['grace hopper', 'pi_3NGuest00000000006', 'name'],
    // e-mails
    ['ada@lovelace.example', 'cus_NAda1815Lovelace', 'e-mail'],
    ['ADA@Lovelace.Example', 'cus_NAda1815Lovelace', 'e-mail'],
    ['ada@love', 'cus_NAda1815Lovelace', 'e-mail'],
    ['zoe.oneill', 'cus_NZoe1999Oneill', 'e-mail'],
    ['@lovelace.example', 'cus_NLovelaceLtd', 'e-mail'],
    ['grace@guest.example', 'pi_3NGuest00000000006', 'e-mail'],
    // ids
    ['pi_3NAdaYesterday00001', 'pi_3NAdaYesterday00001', 'id'],
    ['ch_3NAdaYesterday00001', 'pi_3NAdaYesterday00001', 'charge'],
    ['pi_3NAdaY', 'pi_3NAdaYesterday00001', 'id'],
    ['AdaYesterday', 'pi_3NAdaYesterday00001', 'id'],
    ['cus_NAda1815Lovelace', 'cus_NAda1815Lovelace', 'id'],
    ['cus_NZoe', 'cus_NZoe1999Oneill', 'id'],
    ['re_3NBackToAda0000001', 're_3NBackToAda0000001', 'id'],
    ['in_1NInvoice0000000001', 'in_1NInvoice0000000001', 'id'],
    ['sub_1NRoaster', 'sub_1NRoaster00000001', 'id'],
    ['pm_1NCardOfZoe0000002', 'pm_1NCardOfZoe0000002', 'id'],
    ['dp_1NDisputed00000001', 'dp_1NDisputed00000001', 'id'],
    ['evt_1NReviewOpened0001', 'evt_1NReviewOpened0001', 'id'],
    ['review.opened', 'evt_1NReviewOpened0001', 'type'],
    // cards
    ['8383', 'pm_1NCardOfZoe0000002', 'card'],
    ['•••• 8383', 'pm_1NCardOfZoe0000002', 'card'],
    ['visa 9191', 'pi_3NDinar00000000005', 'card'],
    ['ending in 0505', 'pi_3NYen0000000000004', 'card'],
    ['amex 0005', 'pi_3NGuest00000000006', 'card'],
    ['lovelace 4444', 'pi_3NAdaOlder000000002', 'card'],
    ['ada 4242', 'pi_3NAdaYesterday00001', 'card'],
    ['visa 4242 49.90', 'pi_3NAdaYesterday00001', 'card'],
    // amounts
    ['1.234,50', 'pi_3NAdaOlder000000002', 'amount'],
    ['1,234.50', 'pi_3NAdaOlder000000002', 'amount'],
    ['€1234.50', 'pi_3NAdaOlder000000002', 'amount'],
    ['1 234,50 €', 'pi_3NAdaOlder000000002', 'amount'],
    ['JPY 98765', 'pi_3NYen0000000000004', 'amount'],
    ['98765', 'pi_3NYen0000000000004', 'amount'],
    ['¥98,765', 'pi_3NYen0000000000004', 'amount'],
    ['12.340 kwd', 'pi_3NDinar00000000005', 'amount'],
    ['49.91', 'pi_3NDollar0000000008', 'amount'],
    ['$49.91', 'pi_3NDollar0000000007', 'amount'],
    ['49,91 €', 'pi_3NDollar0000000008', 'amount'],
    ['654.32', 'in_1NInvoice0000000001', 'amount'],
    ['43.21', 're_3NBackToAda0000001', 'amount'],
    ['lovelace 43.21', 're_3NBackToAda0000001', 'customer'],
    ["o'néill 24.00", 'in_1NInvoice0000000002', 'customer'],
    // numbers, metadata, descriptions, references
    ['ALDER-0042', 'in_1NInvoice0000000001', 'number'],
    ['alder-0043', 'in_1NInvoice0000000002', 'number'],
    ['AQ-900001', 'pi_3NAdaYesterday00001', 'description'],
    ['T-55821', 'pi_3NGuest00000000006', 'metadata ticket'],
    ['left at the door', 'pi_3NGuest00000000006', 'metadata note'],
    ['ticket:T-55821', 'pi_3NGuest00000000006', 'metadata ticket'],
    ['note="left at the door"', 'pi_3NGuest00000000006', 'metadata note'],
    ['crm=CRM-77120', 'cus_NAda1815Lovelace', 'metadata crm'],
    ['RMA-99001', 're_3NBackToAda0000001', 'metadata rma'],
    ['CRM-77120', 'cus_NAda1815Lovelace', 'metadata crm'],
    ['ROAST-XL', 'sub_1NRoaster00000001', 'metadata plan_code'],
    ['74925485331209117', 're_3NBackToAda0000001', 'bank reference'],
    ['79460815', 'cus_NAda1815Lovelace', 'phone'],
    ['+44 20 7946 0815', 'cus_NAda1815Lovelace', 'phone'],
    ['+442079460815', 'cus_NAda1815Lovelace', 'phone'],
    ['(020) 7946-0815', 'cus_NAda1815Lovelace', 'phone'],
    ['spring fair', 'pi_3NAdaOlder000000002', 'description'],
    ['grinders for the new shop', 'in_1NInvoice0000000001', 'description'],
    ['wholesale', 'cus_NZoe1999Oneill', 'description'],
    // days, kinds and states
    ['ada yesterday', 'pi_3NAdaYesterday00001', 'customer'],
    ['24 dec 2025', 'pi_3NChristmas0000009', 'date'],
    ['2025-12-24 busy', 'pi_3NChristmas0000009', 'customer'],
    ['failed ada', 'pi_3NAdaFailed00000003', 'customer'],
    ['refund lovelace', 're_3NBackToAda0000001', 'customer'],
    ['failed refunds yesterday', 're_3NFailed000000002', 'date'],
    ['invoices zoë', 'in_1NInvoice0000000002', 'customer'],
    ['past due', 'sub_1NRoaster00000001', 'status'],
    ['dispute busy', 'dp_1NDisputed00000001', 'customer'],
    ['card zoë', 'pm_1NCardOfZoe0000002', 'customer'],
  ])('of %j is %s', (text, id, field) => {
    const hit = first(text)
    expect([hit?.id, hit?.matched.field]).toEqual([id, field])
  })
})
