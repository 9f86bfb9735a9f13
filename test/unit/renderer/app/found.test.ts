import { describe, expect, it } from 'vitest'
import type { SearchHit } from '../../../../src/contract/search.ts'
import { groupHits, placeOfHit, typedId } from '../../../../src/renderer/app/found.ts'

const hit = (kind: SearchHit['kind'], id: string): SearchHit => ({
  kind,
  id,
  title: id,
  subtitle: '',
  status: null,
  amount: null,
  currency: null,
  at: 0,
  matched: { field: 'id', text: id },
  paymentIntentId: null,
  customerId: null,
})

describe('what was found', () => {
  it('is grouped by kind, the kind of the best hit first, and keeps its order within', () => {
    const groups = groupHits([
      hit('invoice', 'in_1'),
      hit('customer', 'cus_1'),
      hit('invoice', 'in_2'),
      hit('payment', 'pi_1'),
    ])
    expect(groups.map(({ kind, hits }) => [kind, hits.map(({ id }) => id)])).toEqual([
      ['invoice', ['in_1', 'in_2']],
      ['customer', ['cus_1']],
      ['payment', ['pi_1']],
    ])
  })

  it.each([
    ['customer', { id: 'cus_1' }, '/desks/d/customers/cus_1'],
    ['payment', { id: 'pi_1' }, '/desks/d/payments/pi_1'],
    ['event', { id: 'evt_1' }, '/desks/d/events/evt_1'],
    ['refund', { id: 're_1', paymentIntentId: 'pi_1', customerId: 'cus_1' }, '/desks/d/refunds/re_1'],
    ['dispute', { id: 'dp_1', paymentIntentId: 'pi_1' }, '/desks/d/payments/pi_1'],
    ['card', { id: 'pm_1', customerId: 'cus_1' }, '/desks/d/customers/cus_1'],
    ['invoice', { id: 'in_1', paymentIntentId: 'pi_1', customerId: 'cus_1' }, '/desks/d/customers/cus_1'],
    ['invoice', { id: 'in_1', paymentIntentId: 'pi_1' }, '/desks/d/payments/pi_1'],
    ['subscription', { id: 'sub_1' }, '/desks/d/subscriptions/sub_1'],
  ] as const)('leads from a %s (%o) to where it is shown', (kind, facts, place) => {
    expect(placeOfHit('d', { ...hit(kind, ''), ...facts })).toBe(place)
  })
})

describe('an id that was typed', () => {
  it.each([
    [' pi_3QabcDEF ', { kind: 'payment', id: 'pi_3QabcDEF' }],
    ['https://dashboard.stripe.com/customers/cus_Abc123', { kind: 'customer', id: 'cus_Abc123' }],
    ['evt_123', { kind: 'event', id: 'evt_123' }],
    ['pi_3QabcDEF_secret_Xyz9', { kind: 'payment', id: 'pi_3QabcDEF' }],
    ['pi_test_3Qabc', { kind: 'payment', id: 'pi_test_3Qabc' }],
    ['re_3Qabc', { kind: 'refund', id: 're_3Qabc' }],
    ['sub_1Qabc', { kind: 'subscription', id: 'sub_1Qabc' }],
  ])('can be opened from %s, known here or not', (typed, named) => {
    expect(typedId(typed)).toEqual(named)
  })

  it.each(['pi_', 'ada', 'sk_test_123', ''])('is not seen in “%s”', (typed) => {
    expect(typedId(typed)).toBeNull()
  })
})
