// Cancels a refund that waits for the customer: nothing has left the balance, and the payment can be refunded again. Stripe
// cancels no other refund, and says whether this one was in time.
import type Stripe from 'stripe'
import { z } from 'zod'
import { success } from '../../../../src/contract/index.ts'
import { spokenAmount } from '../../../../src/domain/money.ts'
import { isCancelable } from '../../../../src/domain/refund-life.ts'
import { finding, type Kind } from '../kind.ts'

const shape = z.looseObject({ id: z.string(), object: z.literal('refund'), status: z.string().nullish() })

export const cancelRefund: Kind<'cancel_refund'> = {
  action: 'refund',
  // The customer may answer at any moment: what can still be canceled is canceled now.
  held: false,
  objectId: ({ refundId }) => refundId,
  blocks: ({ refundId }) => refundId,

  async judge(stripe, { refundId }) {
    const refund = await stripe.one((sdk) => sdk.refunds.retrieve(refundId))
    if (!refund.ok) return refund
    const { amount, currency } = refund.value
    const status = refund.value.status ?? 'pending'
    return success({
      words: `The refund of ${spokenAmount(amount, currency)} is canceled; the money stays in the Stripe balance.`,
      findings: [
        isCancelable(status)
          ? finding('object', 'ok', 'It waits for the customer, so Stripe still cancels it.')
          : finding('object', 'stop', tooLate(status), [refundId]),
      ],
      base: status,
      // Nothing but the id in the path.
      payload: (): Stripe.RefundCancelParams => ({}),
    })
  },

  send: (stripe, { refundId }, payload, options) => stripe.refunds.cancel(refundId, payload, options),

  effectOf(object, { refundId }) {
    const refund = shape.safeParse(object).data
    return refund?.id === refundId && refund.status === 'canceled' ? { id: refundId, result: null } : null
  },

  async find(stripe, change, order) {
    const refund = await stripe.one((sdk) => sdk.refunds.retrieve(change.refundId))
    return refund.ok ? success(this.effectOf(refund.value, change, order.id)) : refund
  },
}

function tooLate(status: string): string {
  switch (status) {
    case 'canceled':
      return 'This refund is canceled already.'
    case 'pending':
      return 'Too late to cancel: the refund is with the bank. Only one that waits for the customer can be canceled.'
    case 'succeeded':
      return 'Too late to cancel: the money has gone to the customer.'
    case 'failed':
      return 'This refund failed, so there is nothing to cancel: the money is in the Stripe balance.'
    default:
      return `This refund is ${status.replaceAll('_', ' ')}: Stripe cancels only one that waits for the customer.`
  }
}
