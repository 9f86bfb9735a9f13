import { expect, test } from 'vitest'
import { lifeLook } from '../../../../../src/renderer/features/refunds/refund-looks.ts'
import { orderLook, refundLook } from '../../../../../src/renderer/ui/words/looks.ts'
import type { Order } from '../../../../../src/contract/refunds.ts'

test('a refund looks and is called the same beside its payment, in the tray and among the refunds', () => {
  for (const status of ['pending', 'requires_action', 'failed', 'succeeded', 'canceled'] as const) {
    const among = lifeLook({ state: status, otherWay: null })
    expect(refundLook(status)).toEqual(among)
    expect(orderLook({ state: 'done', refundStatus: status } as Order)).toEqual(among)
  }
  expect(refundLook('requires_action').word).toBe('Needs the customer')
})

test('a status that is not known is told as Stripe tells it', () => {
  expect(refundLook('sent_by_mail')).toMatchObject({ tone: 'grey', word: 'Sent by mail' })
})
