// From when on what became of an order is looked for, and which invoice is its own.
import { expect, test } from 'vitest'
import type { StripeReader } from '../../../../electron/engine/changes/reader.ts'
import {
  billedEffect,
  changedBy,
  type SubscriptionFacts,
} from '../../../../electron/engine/changes/subscription-effects.ts'
import { success, type ChangeOrder } from '../../../../src/contract/index.ts'

test.each([
  ['was sent', 5000, 5000],
  ['may have been sent before its journal was restored', 0, 3000],
  ['was not sent', null, 3000],
])(
  'the events of an order that %s are looked for from then, or from when it was placed',
  async (_, sentAt, from) => {
    const asked: number[] = []
    const stripe = {
      eventsOf: async (...[, , since]: Parameters<StripeReader['eventsOf']>) => {
        asked.push(since)
        return success([])
      },
    }
    const order = { id: 'order', kind: 'pause_service', placedAt: 3000, sentAt }
    await changedBy(stripe as unknown as StripeReader, order as ChangeOrder, [])
    expect(asked).toEqual([from])
  },
)

test.each([
  ['subscription_update', 'of the change', 1000, true],
  ['subscription_cycle', 'of a period that the change begins', 1000, true],
  ['subscription_cycle', 'of a renewal before', 999, false],
  ['manual', 'of another making', 1000, false],
])('an invoice that Stripe calls %s, %s, made at %d, is its own: %s', (reason, _, created, isItsOwn) => {
  const { result } = billedEffect(withInvoice(reason, created), {
    reason: 'subscription_update',
    expected: { prorationDate: 1000, today: { total: 500, amountDue: 500 } },
  })
  expect(result?.invoiced?.invoiceId).toBe(isItsOwn ? 'in_1' : undefined)
})

test.each([
  ['subscription_update', 'of the change is told as not previewed', 1000, { differs: true, total: 500 }],
  ['subscription_update', 'of a change before is not told of', 999, {}],
  ['subscription_cycle', 'may be of a renewal meanwhile, and is not told of', 1000, {}],
])('where no invoice was expected, one that Stripe calls %s %s', (reason, _, created, told) => {
  const { result } = billedEffect(withInvoice(reason, created), {
    reason: 'subscription_update',
    expected: { prorationDate: 1000, today: null },
  })
  const { differs, total } = result?.invoiced ?? {}
  expect({ differs, total }).toEqual(told)
})

const withInvoice = (reason: string, created: number): SubscriptionFacts => ({
  id: 'sub_1',
  object: 'subscription',
  status: 'active',
  latest_invoice: {
    id: 'in_1',
    created,
    billing_reason: reason,
    currency: 'eur',
    amount_remaining: 0,
    total: 500,
    amount_due: 500,
  },
})
