// What a payment's story says of our own orders: an order is sent before what came of it.
import { expect, test } from 'vitest'
import { timelineOf, type History } from '../../../../../electron/store/queries/orders/timeline.ts'
import type { Order, PaymentRow, Refund } from '../../../../../src/contract/index.ts'

test('an order stands before the refund that it made, also where Stripe’s whole second is the earlier', () => {
  const order = { id: 'order', state: 'done', placedAt: 9_000, sentAt: 17_600, settledAt: 17_900, amount: 1250, currency: 'eur' }
  const refund = { id: 're_1', orderId: 'order', status: 'succeeded', created: 17, amount: 1250, currency: 'eur' }
  const history: History = {
    payment: { id: 'pi_1', created: 1, amount: 5000, currency: 'eur' } as PaymentRow,
    canceled: null,
    waiting: null,
    charges: [],
    refunds: [refund as Refund],
    disputes: [],
    orders: [order as Order],
  }
  expect(timelineOf(history).map(({ text }) => text)).toEqual([
    'Payment created',
    'Refund ordered in Bursar',
    'Order sent to Stripe',
    'Refunded',
  ])
}) // prettier-ignore
