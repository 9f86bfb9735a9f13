import { describe, expect, it } from 'vitest'
import {
  halfOf,
  readRefundAmount,
  refundSentence,
} from '../../../../../src/renderer/features/refunds/refund-amount.ts'
import { makePayments } from '../../../../doubles/bridge/fixtures.ts'

const payment = {
  ...makePayments(1, 1_760_000_000)[0]!,
  amount: 4990,
  currency: 'eur',
  customerName: 'Ada Lovelace',
  method: {
    type: 'card',
    brand: 'visa',
    last4: '4242',
    wallet: null,
    expMonth: 1,
    expYear: 2030,
    country: 'GB',
  },
}

describe('the amount of a refund', () => {
  it.each([
    ['49.90', 'eur', 4990, 4990],
    ['20', 'eur', 4990, 2000],
    ['20,00', 'eur', 4990, 2000],
    ['1,000', 'jpy', 5000, 1000],
    ['12.340', 'kwd', 50_000, 12_340],
    ['1500', 'isk', 200_000, 150_000],
  ])('reads %s %s exactly', (typed, currency, refundable, amount) => {
    expect(readRefundAmount(typed, currency, refundable)).toEqual({ ok: true, amount })
  })

  it.each([
    ['', 'eur', 4990, 'Enter an amount.'],
    ['0', 'eur', 4990, 'The amount must be more than zero.'],
    ['-5', 'eur', 4990, 'The amount must be more than zero.'],
    ['12.345', 'usd', 99_999, 'This could mean two amounts. Write all decimals, such as 1234.00.'],
    ['49.91', 'eur', 4990, 'At most €49.90 can be refunded.'],
    ['10.5', 'jpy', 5000, 'JPY has no decimals.'],
    ['1.2345', 'kwd', 50_000, 'KWD has 3 decimals at most.'],
    ['1.235', 'kwd', 50_000, 'Stripe takes KWD amounts whose third decimal is 0.'],
    ['9007199254740993', 'eur', 4990, 'This amount is too large.'],
    ['ten', 'eur', 4990, 'Enter an amount such as 49.90.'],
  ])('refuses "%s" %s and says exactly why', (typed, currency, refundable, message) => {
    expect(readRefundAmount(typed, currency, refundable)).toEqual({ ok: false, message })
  })

  it('takes the whole remainder even where it is no whole step of the currency', () => {
    expect(readRefundAmount('1.50', 'isk', 150)).toEqual({ ok: true, amount: 150 })
    expect(readRefundAmount('1.235', 'kwd', 1235)).toEqual({ ok: true, amount: 1235 })
  })

  it('takes nothing but the whole remainder while the bank warns of fraud', () => {
    const most = { amount: 4990, by: 'payment' } as const
    expect(readRefundAmount('49.90', 'eur', 4990, most, true)).toEqual({ ok: true, amount: 4990 })
    expect(readRefundAmount('20', 'eur', 4990, most, true)).toMatchObject({
      message: expect.stringContaining('only all of it, €49.90'),
    })
  })

  it('halves to an amount that Stripe takes, never above half', () => {
    expect(halfOf(4990, 'eur')).toBe(2495)
    expect(halfOf(4991, 'eur')).toBe(2495)
    expect(halfOf(50_030, 'kwd')).toBe(25_010)
    expect(halfOf(300, 'isk')).toBe(100)
    expect(halfOf(1, 'eur')).toBe(0)
  })

  it('says in words what goes where, and what stays', () => {
    expect(refundSentence(payment, 2000, 4990, 4990)).toBe(
      'Refund €20.00 of €49.90 to Ada Lovelace’s Visa •••• 4242. €29.90 stays refundable. Money cannot be called back.',
    )
    expect(refundSentence(payment, 4990, 4990, 4990)).toContain('Refund all €49.90')
    expect(refundSentence(payment, 990, 4990, 990)).toContain('Nothing more can be refunded after it.')
  })

  it('is in the order of its words, whatever direction a name asks for', () => {
    const turned = { ...payment, customerName: 'Ann \u202E.001$ dnufer \u2066evil\u200F' }
    expect(refundSentence(turned, 4990, 4990, 4990)).toContain('to Ann .001$ dnufer evil’s Visa')
  })
})
