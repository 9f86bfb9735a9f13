// Makes a hosted page on which a customer leaves a payment method: a Checkout Session in setup mode. No card ever passes here.
import type Stripe from 'stripe'
import { success } from '../../../../src/contract/index.ts'
import type { Kind } from '../kind.ts'
import { nameOf, readCustomer } from '../methods.ts'
import { emailFinding, findSession, sessionEffect, successUrl, type ExpectedSession } from './session.ts'

const expected = (customerId: string): ExpectedSession => ({ mode: 'setup', customerId })

export const setupSession: Kind<'setup_session'> = {
  action: 'change',
  held: false,
  objectId: ({ customerId }) => customerId,
  blocks: ({ customerId }) => `setup_session of ${customerId}`,

  async judge(stripe, { customerId, currency, successUrl: asked }) {
    const [customer, leadsTo] = await Promise.all([
      readCustomer(stripe, customerId),
      successUrl(stripe, asked),
    ])
    if (!customer.ok) return customer
    if (!leadsTo.ok) return leadsTo
    return success({
      words: `A page is made on which ${nameOf(customer.value)} can leave a new payment method. Nothing is charged.`,
      findings: [leadsTo.value.finding, emailFinding(customer.value)],
      base: null,
      payload: (marks): Stripe.Checkout.SessionCreateParams => ({
        mode: 'setup',
        customer: customerId,
        currency,
        success_url: leadsTo.value.url,
        metadata: { ...marks },
        setup_intent_data: { metadata: { ...marks } },
      }),
    })
  },

  send: (stripe, _, payload, options) => stripe.checkout.sessions.create(payload, options),

  effectOf: (object, { customerId }, orderId) => sessionEffect(object, orderId, expected(customerId)),

  find: (stripe, { customerId }, order) => findSession(stripe, order, expected(customerId)),
}
