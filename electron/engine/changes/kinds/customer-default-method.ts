// Makes a payment method the customer's default for invoices. The trap: a subscription with a method of its own never looks there.
import type Stripe from 'stripe'
import { z } from 'zod'
import { success, type ChangeFinding } from '../../../../src/contract/index.ts'
import { idOf, reference } from '../../../store/projections/shapes.ts'
import { finding, marksBeside, type Kind } from '../kind.ts'
import {
  chargingSubscriptions,
  counted,
  defaultMethodOf,
  listed,
  methodFinding,
  methodWords,
  nameOf,
  ownMethodOf,
  readCustomer,
  subscriptionsUnknown,
  type Charging,
} from '../methods.ts'

const shape = z.looseObject({
  id: z.string(),
  object: z.literal('customer'),
  invoice_settings: z.looseObject({ default_payment_method: reference }),
  metadata: z.record(z.string(), z.string()).nullish(),
})

export const customerDefaultMethod: Kind<'customer_default_method'> = {
  action: 'change',
  held: true,
  objectId: ({ customerId }) => customerId,
  blocks: ({ customerId }) => customerId,

  async judge(stripe, { customerId, paymentMethodId }) {
    const [customer, method, subscriptions] = await Promise.all([
      readCustomer(stripe, customerId),
      stripe.one((sdk) => sdk.paymentMethods.retrieve(paymentMethodId)),
      chargingSubscriptions(stripe, customerId),
    ])
    if (!customer.ok) return customer
    if (!method.ok) return method
    if (!subscriptions.ok) return subscriptions
    const base = defaultMethodOf(customer.value)
    const words = methodWords(method.value)
    const findings = [
      methodFinding(method.value, customerId, stripe.now()),
      base === paymentMethodId
        ? finding('already', 'stop', `${words} is this customer's default already.`, [paymentMethodId])
        : null,
      ...subscriptionFindings(subscriptions.value, paymentMethodId),
    ].filter((each) => each !== null)
    return success({
      words: `${words} becomes the default of ${nameOf(customer.value)} for invoices, and for subscriptions without a method of their own.`,
      findings,
      base,
      payload: (marks): Stripe.CustomerUpdateParams => ({
        invoice_settings: { default_payment_method: paymentMethodId },
        metadata: marksBeside(customer.value.metadata, marks),
      }),
    })
  },

  send: (stripe, { customerId }, payload, options) => stripe.customers.update(customerId, payload, options),

  effectOf(object, { customerId, paymentMethodId }, orderId) {
    const customer = shape.safeParse(object).data
    if (customer?.id !== customerId) return null
    const isSet = idOf(customer.invoice_settings.default_payment_method) === paymentMethodId
    // Marked by this order: it was set, whatever was set since.
    const isMarked = customer.metadata?.['bursar_order'] === orderId
    return isSet || isMarked ? { id: customerId, result: null } : null
  },

  async find(stripe, change, order) {
    const customer = await stripe.one((sdk) => sdk.customers.retrieve(change.customerId))
    return customer.ok ? success(this.effectOf(customer.value, change, order.id)) : customer
  },
}

function subscriptionFindings(subscriptions: Charging, paymentMethodId: string): ChangeFinding[] {
  if (subscriptions === null) return [subscriptionsUnknown()]
  const following = subscriptions.filter((each) => ownMethodOf(each) === null)
  const apart = subscriptions.filter((each) => (ownMethodOf(each) ?? paymentMethodId) !== paymentMethodId)
  const found: ChangeFinding[] = []
  if (apart.length > 0) {
    const [verb, them] = apart.length === 1 ? ['pays', 'it'] : ['pay', 'them']
    found.push(
      finding(
        'subscriptions',
        'warn',
        `${counted(apart.length, 'subscription')} ${verb} with another method of ${apart.length === 1 ? 'its' : 'their'} own and will go on doing so: ${listed(apart)}. Change ${them} too.`,
        apart.map(({ id }) => id),
      ),
    )
  }
  if (following.length > 0) {
    found.push(
      finding(
        'subscriptions',
        'ok',
        `${counted(following.length, 'subscription')} will pay with it from now on: ${listed(following)}.`,
        following.map(({ id }) => id),
      ),
    )
  }
  return found
}
