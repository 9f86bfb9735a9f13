// Marks are the same for the same thing, and nothing that can be typed.
import { describe, expect, test } from 'vitest'
import { amountMark, emailMark, last4Mark } from '../../../../electron/store/projections/search-marks.ts'

describe('a mark', () => {
  test('of an address is the same in any case, and none of what is no address', () => {
    expect(emailMark('Ada@Example.com')).toBe(emailMark('ada@example.com'))
    expect(emailMark('ada@example.com')).not.toBe(emailMark('eva@example.com'))
    expect(emailMark('ada@example')).toBeNull()
  })

  test('of an amount is one trigram, another for another amount and for the same digits of a card', () => {
    expect(amountMark(4_242_000n)).toHaveLength(3)
    expect(amountMark(4_242_000n)).not.toBe(amountMark(4_242_001n))
    expect(last4Mark('4242')).toHaveLength(3)
    expect(last4Mark('4242')).not.toBe(amountMark(4242n))
  })

  test('is made of characters without meaning', () => {
    for (const mark of [amountMark(0n), last4Mark('0005'), emailMark('a@b.example') ?? ''])
      expect(mark).toMatch(/^[\uE000-\uEFFF]+$/)
  })
})
