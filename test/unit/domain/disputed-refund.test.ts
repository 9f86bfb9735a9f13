import { expect, test } from 'vitest'
import { judgeDisputes, takenOf, type KnownDispute } from '../../../src/domain/disputed-refund.ts'

const aDispute = (more: Partial<KnownDispute> = {}): KnownDispute => ({
  status: 'lost',
  reason: 'product_not_received',
  amount: 10_000,
  currency: 'eur',
  movements: [],
  refundable: false,
  ...more,
})
const payment = { disputed: true, currency: 'eur', left: 10_000 }
const verdictOf = (...statuses: string[]) =>
  judgeDisputes(
    payment,
    statuses.map((status) => aDispute({ status })),
  )

test('an open dispute stops a refund, whatever was decided before, and a status that is not known yet counts as open', () => {
  for (const status of ['needs_response', 'under_review', 'appeal_under_review', 'something_new'])
    expect(verdictOf('won', status)).toMatchObject({
      verdict: 'stop',
      text: expect.stringContaining('A dispute is open (product not received)'),
    })
})

test('an open inquiry lets a refund through, knowingly', () => {
  for (const status of ['warning_needs_response', 'warning_under_review'])
    expect(verdictOf(status)).toMatchObject({
      verdict: 'warn',
      text: expect.stringContaining('inquiry'),
      left: 10_000,
    })
})

test('an inquiry hides no other dispute, whichever is the newer', () => {
  for (const other of ['needs_response', 'lost', 'prevented'])
    for (const statuses of [
      [other, 'warning_needs_response'],
      ['warning_needs_response', other],
    ])
      expect(verdictOf(...statuses).verdict).toBe('stop')
})

test('a dispute that was won lets a refund through, knowingly, and an inquiry that was closed stops nothing', () => {
  expect(verdictOf('warning_closed', 'won')).toMatchObject({
    verdict: 'warn',
    text: expect.stringContaining('was won'),
    left: 10_000,
  })
  for (const status of ['warning_closed', 'charge_refunded'])
    expect(verdictOf(status)).toEqual({ verdict: 'ok', text: 'No open dispute.', left: 10_000 })
})

test('a dispute that was lost or prevented stops a refund: the customer has the money', () => {
  for (const status of ['lost', 'prevented']) expect(verdictOf(status).verdict).toBe('stop')
})

test('a charge that is disputed, by a dispute that nobody could read, is not refunded', () => {
  expect(verdictOf()).toMatchObject({ verdict: 'stop', text: expect.stringContaining('could not be read') })
  expect(judgeDisputes({ ...payment, disputed: false }, []).verdict).toBe('ok')
})

const moved = (...amounts: number[]) => amounts.map((amount) => ({ amount, currency: 'eur' }))

test('what a dispute took is what it moved in its currency, all of it where no such movement is told of', () => {
  expect(takenOf(aDispute({ movements: moved(-10_000, 4000) }))).toBe(6000)
  expect(takenOf(aDispute({ movements: moved(-10_000, 10_000) }))).toBe(0)
  expect(takenOf(aDispute({ movements: [{ amount: -11_000, currency: 'usd' }] }))).toBe(10_000)
  expect(takenOf(aDispute())).toBe(10_000)
})

test('of a dispute that was lost in part the rest can be refunded where Stripe says so: what neither the bank nor refunds gave back', () => {
  const part = aDispute({ amount: 3000, movements: moved(-3000), refundable: true })
  expect(judgeDisputes(payment, [part])).toEqual({
    verdict: 'warn',
    text: expect.stringMatching(/^A dispute .* was lost: the customer has €30\.00 .*Only what is left/),
    left: 7000,
  })
  expect(judgeDisputes({ ...payment, left: 5000 }, [part])).toMatchObject({ verdict: 'warn', left: 2000 })
  const other = aDispute({ amount: 1500, movements: [], refundable: true })
  expect(judgeDisputes(payment, [part, other, aDispute({ status: 'won' })])).toMatchObject({ left: 5500 })
  const inquiry = aDispute({ status: 'warning_needs_response' })
  expect(judgeDisputes(payment, [inquiry, part])).toMatchObject({
    verdict: 'warn',
    text: expect.stringMatching(/€30\.00.*inquiry/),
    left: 7000,
  })
})

test.each([
  ['Stripe takes no refund any more', [aDispute({ amount: 3000, movements: moved(-3000) })], /€30\.00.*Stripe says/],
  ['Stripe takes none for another of them', [aDispute({ amount: 3000, refundable: true }), aDispute({ amount: 1000 })], /€40\.00.*Stripe says/],
  ['nothing is left', [aDispute({ refundable: true, movements: moved(-10_000) })], /already has the money back/],
  ['more than the payment was lost', [aDispute({ refundable: true, amount: 12_000 })], /already has the money back/],
  ['it is in another currency than the payment', [aDispute({ refundable: true, amount: 10, currency: 'usd' })], /can’t be told/],
  ['one of them is in another currency', [aDispute({ refundable: true, amount: 10 }), aDispute({ refundable: true, amount: 10, currency: 'usd' })], /can’t be told/],
  ['everything came back', [aDispute({ refundable: true, movements: moved(-3000, 3000) })], /can’t be told/],
  ['another dispute is open', [aDispute({ refundable: true, amount: 10 }), aDispute({ status: 'needs_response' })], /is open/],
  ['another was prevented', [aDispute({ refundable: true, amount: 10 }), aDispute({ status: 'prevented' })], /prevented/],
])('a dispute that was lost stops a refund where %s', (_, disputes, text) => {
  expect(judgeDisputes(payment, disputes)).toEqual({ verdict: 'stop', text: expect.stringMatching(text), left: 10_000 })
}) // prettier-ignore
