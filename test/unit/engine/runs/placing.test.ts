// A run names everything once, and the totals that approve it are those of its rows, exactly, also where a payment's odd rest is among them.
import { expect, test } from 'vitest'
import { whyNoRows, whyNotApproved, whyNotNamed } from '../../../../electron/engine/runs/placing.ts'

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

const inTwo = [row(100, 'eur'), row(200, 'usd'), row(300, 'eur')]
const typed = (...totals: [string, string][]) => ({
  passphrase: 'right',
  totals: totals.map(([currency, amount]) => ({ currency, amount })),
})

test('a run is approved by the total of each of its currencies, and by nothing less or more', () => {
  const why = (given: ReturnType<typeof typed> | null) => whyNotApproved({ rows: inTwo, approval: given })
  expect(why(typed(['eur', '4'], ['usd', '2']))).toBeNull()
  for (const given of [
    null,
    typed(),
    typed(['eur', '4']),
    typed(['eur', '4'], ['usd', '2'], ['gbp', '1']),
    typed(['eur', '4'], ['usd', '2'], ['usd', '2']),
    typed(['eur', '4'], ['gbp', '2']),
    typed(['eur', '4'], ['usd', '']),
    typed(['eur', '2'], ['usd', '4']),
  ])
    expect(why(given)).toMatchObject({ code: 'confirmation_missing' })
})

test('the rows of a run name each line, payment and order once, and their total is one that can be counted', () => {
  const rows = [1, 2, 3].map((line) => ({
    ...row(100, 'eur'),
    line,
    paymentIntentId: `pi_${line}`,
    orderId: `order ${line}`,
  }))
  const [, second, last] = rows
  expect(whyNoRows({ rows })).toBeNull()
  for (const [same, words] of [
    [{ line: 1 }, 'Line 1 is there twice'],
    [{ paymentIntentId: 'pi_1' }, 'Two rows are of pi_1'],
    [{ orderId: 'order 1' }, 'same order'],
    [{ amount: Number.MAX_SAFE_INTEGER }, 'total in EUR is too large'],
  ] as const)
    expect(whyNoRows({ rows: [rows[0]!, second!, { ...last!, ...same }] })).toMatchObject({
      message: expect.stringContaining(words),
    })
})

test('neither the name nor the note of a run may hold what must never be written down', () => {
  expect(whyNotNamed({ name: 'August', note: null })).toBeNull()
  const secret = 'sk_test_51AbcDEF0123456789'
  for (const named of [
    { name: secret, note: null },
    { name: 'August', note: secret },
  ])
    expect(whyNotNamed(named)).toMatchObject({ code: 'bad_request' })
})
