// Takes a payment method away from its customer, for good: Stripe never lets it be attached or charged again.
import type Stripe from 'stripe'
import { z } from 'zod'
import { failure, success, type ChangeFinding } from '../../../../src/contract/index.ts'
import { idOf, reference } from '../../../store/projections/shapes.ts'
import { finding, type Kind } from '../kind.ts'
import {
  chargingSubscriptions,
  counted,
  defaultMethodOf,
  listed,
  methodWords,
  nameOf,
  payingMethodOf,
  readCustomer,
  subscriptionsUnknown,
  type Charging,
} from '../methods.ts'

const shape = z.looseObject({ id: z.string(), object: z.literal('payment_method'), customer: reference })

export const detachMethod: Kind<'detach_method'> = {
  action: 'change',
  held: true,
  objectId: ({ paymentMethodId }) => paymentMethodId,
  blocks: ({ paymentMethodId }) => paymentMethodId,

  async judge(stripe, { paymentMethodId }) {
    const method = await stripe.one((sdk) => sdk.paymentMethods.retrieve(paymentMethodId))
    if (!method.ok) return method
    const words = methodWords(method.value)
    const customerId = idOf(method.value.customer)
    if (customerId === null)
      return failure('not_changeable', `${words} is attached to nobody: there is nothing to detach.`)
    const [customer, subscriptions] = await Promise.all([
      readCustomer(stripe, customerId),
      chargingSubscriptions(stripe, customerId),
    ])
    if (!customer.ok) return customer
    if (!subscriptions.ok) return subscriptions
    const findings = [
      finding('permanent', 'warn', 'This is for good: Stripe does not let it be attached again.', [
        paymentMethodId,
      ]),
      defaultMethodOf(customer.value) === paymentMethodId
        ? finding(
            'default',
            'warn',
            `It is the default of ${nameOf(customer.value)}: invoices without another method can no longer be charged.`,
            [customerId],
          )
        : null,
      subscriptionFinding(subscriptions.value, customer.value, paymentMethodId),
    ].filter((each) => each !== null)
    return success({
      words: `${words} is taken away from ${nameOf(customer.value)}, for good.`,
      findings,
      base: customerId,
      // Nothing but the id in the path.
      payload: (): Stripe.PaymentMethodDetachParams => ({}),
    })
  },

  send: (stripe, { paymentMethodId }, payload, options) =>
    stripe.paymentMethods.detach(paymentMethodId, payload, options),

  effectOf(object, { paymentMethodId }) {
    const method = shape.safeParse(object).data
    return method?.id === paymentMethodId && idOf(method.customer) === null
      ? { id: paymentMethodId, result: null }
      : null
  },

  async find(stripe, change, order) {
    const method = await stripe.one((sdk) => sdk.paymentMethods.retrieve(change.paymentMethodId))
    return method.ok ? success(this.effectOf(method.value, change, order.id)) : method
  },
}

function subscriptionFinding(
  subscriptions: Charging,
  customer: Stripe.Customer,
  paymentMethodId: string,
): ChangeFinding {
  if (subscriptions === null) return subscriptionsUnknown()
  const failing = subscriptions.filter((each) => payingMethodOf(each, customer) === paymentMethodId)
  if (failing.length === 0)
    return finding('subscriptions', 'ok', 'No subscription that charges by itself pays with it.')
  const [verb, its, one] = failing.length === 1 ? ['pays', 'its', 'that one'] : ['pay', 'their', 'each']
  return finding(
    'subscriptions',
    'warn',
    `${counted(failing.length, 'subscription')} ${verb} with it, and ${its} next payment will fail: ${listed(failing)}. Give ${one} another method first.`,
    failing.map(({ id }) => id),
  )
}
