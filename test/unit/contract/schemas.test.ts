// The contract is complete, and refuses what does not fit.
import { expect, test } from 'vitest'
import { longestNote, longestStripeNote } from '../../../src/domain/note-text.ts'
import { errorCodes, methods, pushNames, pushSchemas, schemas } from '../../../src/contract/index.ts'

test('every method and every push has its schemas, and nothing else has', () => {
  expect(Object.keys(schemas).sort()).toEqual(Object.keys(methods).sort())
  expect(Object.keys(pushSchemas).sort()).toEqual([...pushNames].sort())
  expect(new Set(errorCodes).size).toBe(errorCodes.length)
})

const order = {
  deskId: 'acct_1-test',
  orderId: '11111111-1111-4111-8111-111111111111',
  paymentIntentId: 'pi_1',
  amount: 100,
  currency: 'eur',
  reason: null,
  note: null,
  customerLabel: null,
}

test.each([
  ['a half cent', { amount: 0.5 }],
  ['an amount beyond 2^53-1', { amount: 2 ** 53 }],
  ['an amount as text', { amount: '100' }],
  ['no number', { amount: Number.NaN }],
  ['a reason that Stripe does not know', { reason: 'because' }],
  ['an order id that is no uuid', { orderId: 'order 1' }],
  ['a currency in capitals', { currency: 'EUR' }],
  ['a desk id that is a path', { deskId: '../../etc' }],
  ['a note longer than metadata may be', { note: 'x'.repeat(401) }],
])('an order with %s does not fit', (_, change) => {
  expect(schemas['refund.place'].request.safeParse(order).success).toBe(true)
  expect(schemas['refund.place'].request.safeParse({ ...order, ...change }).success).toBe(false)
})

test('a business keeps a name of Stripe’s that is longer than what can be typed', () => {
  const edited = { businessId: 'acct_1', name: 'Hopper '.repeat(20), color: 'teal' }
  expect(schemas['business.edit'].request.safeParse(edited).success).toBe(true)
})

test.each([['1.2345'], ['-1'], ['1e5'], ['12345678901234'], [''], ['1,5']])(
  'an amount bound of %j does not fit',
  (amountFrom) => {
    const request = { deskId: 'demo', filter: { amountFrom } }
    expect(schemas['payments.list'].request.safeParse(request).success).toBe(false)
  },
)

test('a note comes out tidied, and is neither empty nor longer than the face lets it be', () => {
  const note = schemas['customer.note'].request
  const asked = { deskId: 'demo', noteId: order.orderId, customerId: 'cus_1' }
  expect(note.parse({ ...asked, text: ' a\r\nb\rc\u0000\u001b[2J\td \n' }).text).toBe('a\nb\nc[2J\td')
  for (const text of ['', ' \n ', '\u0007', 'x'.repeat(longestNote + 1)])
    expect(note.safeParse({ ...asked, text }).success).toBe(false)
  expect(note.safeParse({ ...asked, text: 'x'.repeat(longestNote) }).success).toBe(true)
  const change = (text: string) =>
    schemas['change.preflight'].request.safeParse({
      deskId: 'demo',
      change: { kind: 'customer_note', customerId: 'cus_1', text },
    })
  expect(change('x'.repeat(longestStripeNote)).success).toBe(true)
  expect(change('x'.repeat(longestStripeNote + 1)).success).toBe(false)
})

test('a list has a bound, asked for or not', () => {
  const parsed = schemas['payments.list'].request.parse({ deskId: 'demo', filter: {} })
  expect(parsed.limit).toBeLessThanOrEqual(200)
  expect(schemas['payments.list'].request.safeParse({ deskId: 'demo', filter: {}, limit: 201 }).success).toBe(
    false,
  )
})
