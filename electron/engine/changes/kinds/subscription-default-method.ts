// Makes a payment method a subscription's own: Stripe charges it before the customer's default, and before anything else.
import type Stripe from 'stripe'
import { z } from 'zod'
import { success } from '../../../../src/contract/index.ts'
import { idOf, reference } from '../../../store/projections/shapes.ts'
import { finding, marksBeside, type Kind } from '../kind.ts'
import { methodFinding, methodWords } from '../methods.ts'
import { isEnded } from '../../../../src/domain/subscription-ended.ts'
import { subscriptionWords } from '../subscription-words.ts'
import { scheduleFinding } from '../subscriptions.ts'

const shape = z.looseObject({
  id: z.string(),
  object: z.literal('subscription'),
  default_payment_method: reference,
  metadata: z.record(z.string(), z.string()).nullish(),
})

export const subscriptionDefaultMethod: Kind<'subscription_default_method'> = {
  action: 'change',
  held: true,
  objectId: ({ subscriptionId }) => subscriptionId,
  blocks: ({ subscriptionId }) => subscriptionId,

  async judge(stripe, { subscriptionId, paymentMethodId }) {
    const [subscription, method] = await Promise.all([
      stripe.one((sdk) => sdk.subscriptions.retrieve(subscriptionId)),
      stripe.one((sdk) => sdk.paymentMethods.retrieve(paymentMethodId)),
    ])
    if (!subscription.ok) return subscription
    if (!method.ok) return method
    const { status, customer, collection_method: collection } = subscription.value
    const base = idOf(subscription.value.default_payment_method)
    const words = methodWords(method.value)
    const findings = [
      isEnded(status)
        ? finding('object', 'stop', `This subscription has ended (${status}): nothing is charged any more.`)
        : null,
      methodFinding(method.value, idOf(customer), stripe.now()),
      base === paymentMethodId
        ? finding('already', 'stop', `This subscription pays with ${words} already.`, [paymentMethodId])
        : null,
      collection === 'send_invoice'
        ? finding(
            'default',
            'warn',
            'Its invoices are sent to be paid by hand: nothing is charged by itself, whatever the method.',
          )
        : null,
      scheduleFinding(subscription.value),
    ].filter((each) => each !== null)
    return success({
      words: `${subscriptionWords(subscription.value, stripe)} will pay with ${words}, whatever the customer's default is.`,
      findings,
      base,
      payload: (marks): Stripe.SubscriptionUpdateParams => ({
        default_payment_method: paymentMethodId,
        metadata: marksBeside(subscription.value.metadata, marks),
      }),
    })
  },

  send: (stripe, { subscriptionId }, payload, options) =>
    stripe.subscriptions.update(subscriptionId, payload, options),

  effectOf(object, { subscriptionId, paymentMethodId }, orderId) {
    const subscription = shape.safeParse(object).data
    if (subscription?.id !== subscriptionId) return null
    const isSet = idOf(subscription.default_payment_method) === paymentMethodId
    // Marked by this order: it was set, whatever was set since.
    const isMarked = subscription.metadata?.['bursar_order'] === orderId
    return isSet || isMarked ? { id: subscriptionId, result: null } : null
  },

  async find(stripe, change, order) {
    const read = await stripe.one((sdk) => sdk.subscriptions.retrieve(change.subscriptionId))
    return read.ok ? success(this.effectOf(read.value, change, order.id)) : read
  },
}
