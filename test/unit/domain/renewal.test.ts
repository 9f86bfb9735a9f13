// What becomes of a subscription when its period ends, and whether a method is charged then.
import { describe, expect, test } from 'vitest'
import { nextChargeAt, renewalOf } from '../../../src/domain/renewal.ts'

const at = 1_790_000_000
const plain = {
  status: 'active',
  collectionMethod: 'charge_automatically',
  currentPeriodEnd: at,
  cancelAt: null,
  cancelAtPeriodEnd: false,
  pause: null,
}

describe('when its period ends', () => {
  test.each([
    ['is collected', {}, 'collected'],
    ['is collected where it is not told how', { collectionMethod: null }, 'collected'],
    ['is sent', { collectionMethod: 'send_invoice' }, 'sent'],
    ['is collected before a later end', { cancelAt: at + 1 }, 'collected'],
    ['is not collected in a pause without an end', { pause: { resumesAt: null } }, 'not_collected'],
    ['is not collected before the pause is over', { pause: { resumesAt: at + 1 } }, 'not_collected'],
    ['is collected as the pause is over', { pause: { resumesAt: at } }, 'collected'],
    [
      'is not sent either in a pause',
      { collectionMethod: 'send_invoice', pause: { resumesAt: null } },
      'not_collected',
    ],
  ] as const)('an invoice %s', (_, more, invoice) => {
    expect(renewalOf({ ...plain, ...more })).toEqual({ at, invoice })
  })

  test.each([
    ['it ends with it', { cancelAtPeriodEnd: true }],
    ['it ends at that moment', { cancelAt: at }],
    ['it has no period', { currentPeriodEnd: null }],
  ])('there is no invoice where %s', (_, more) => {
    expect(renewalOf({ ...plain, ...more })).toBeNull()
  })
})

describe('a method is charged for it', () => {
  test.each(['active', 'past_due', 'trialing'])('while it is %s', (status) => {
    expect(nextChargeAt({ ...plain, status })).toBe(at)
  })

  test.each(['paused', 'unpaid', 'incomplete', 'incomplete_expired', 'canceled'])(
    'not while it is %s',
    (status) => {
      expect(nextChargeAt({ ...plain, status })).toBeNull()
    },
  )

  test.each([
    ['sent', { collectionMethod: 'send_invoice' }],
    ['not collected', { pause: { resumesAt: null } }],
    ['not made', { cancelAtPeriodEnd: true }],
  ])('not where its invoice is %s', (_, more) => {
    expect(nextChargeAt({ ...plain, ...more })).toBeNull()
  })
})
