// The totals that approve a run are those of its rows, exactly, also where a payment's odd rest is among them.
import { expect, test } from 'vitest'
import { whyNotApproved } from '../../../../electron/engine/runs/placing.ts'

const row = (amount: number, currency: string) => ({
  orderId: '0199a000-0000-7000-8000-000000000000',
  line: 1,
  paymentIntentId: 'pi_1',
  amount,
  currency,
  reason: null,
  customerLabel: null,
  refunded: 0,
})
const approval = (currency: string, amount: string) => ({
  passphrase: 'right',
  totals: [{ currency, amount }],
})

test.each([
  [[10_000, 2345], 'kwd', '12.345'],
  [[1050], 'isk', '10.50'],
  [[123_400, 56], 'eur', '1.234,56'],
])('the total of %j in %s is approved by %s', (amounts, currency, typed) => {
  const rows = amounts.map((amount) => row(amount, currency))
  expect(whyNotApproved({ rows, approval: approval(currency, typed) })).toBeNull()
})

test.each([
  [[10_000, 2345], 'kwd', '12.34'],
  [[10_000, 2340], 'kwd', '12.345'],
  [[1000], 'isk', '10.50'],
])('the total of %j in %s is not approved by %s', (amounts, currency, typed) => {
  const rows = amounts.map((amount) => row(amount, currency))
  expect(whyNotApproved({ rows, approval: approval(currency, typed) })).toMatchObject({
    code: 'confirmation_missing',
  })
})
