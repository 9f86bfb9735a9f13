// What payment methods are called where there are several: no two alike.
import { describe, expect, it } from 'vitest'
import type { Method } from '../../../../../src/contract/payments.ts'
import { methodNames } from '../../../../../src/renderer/ui/words/method-words.ts'

const card = (id: string, last4: string, expYear: number | null = 2029) => ({
  id,
  method: {
    type: 'card',
    brand: 'visa',
    last4,
    wallet: null,
    expMonth: expYear === null ? null : 8,
    expYear,
    country: 'DE',
  } satisfies Method,
})
const names = (...methods: ReturnType<typeof card>[]) => [...methodNames(methods).values()]

describe('several methods', () => {
  it('are called by what is on them', () => {
    expect(names(card('pm_1', '4242'), card('pm_2', '1111'))).toEqual(['Visa •••• 4242', 'Visa •••• 1111'])
  })

  it('that read alike, as a card and the one that renewed it, are told apart by when they expire', () => {
    expect(names(card('pm_1', '4242', 2026), card('pm_2', '4242', 2029), card('pm_3', '1111'))).toEqual([
      'Visa •••• 4242, 08/2026',
      'Visa •••• 4242, 08/2029',
      'Visa •••• 1111',
    ])
  })

  it('that expire alike too, or not at all, are told apart by their ids', () => {
    expect(names(card('pm_1', '4242'), card('pm_2', '4242'))).toEqual([
      'Visa •••• 4242, 08/2029, pm_1',
      'Visa •••• 4242, 08/2029, pm_2',
    ])
    expect(names(card('pm_1', '4242', null), card('pm_2', '4242', null))).toEqual([
      'Visa •••• 4242, pm_1',
      'Visa •••• 4242, pm_2',
    ])
  })
})
