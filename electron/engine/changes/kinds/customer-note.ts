// Puts a note into the customer's metadata at Stripe, in the place of an earlier one of ours. Whoever has access to the account reads it
// there, which is said before; what it says stands in no words of the order.
import type Stripe from 'stripe'
import { z } from 'zod'
import { success } from '../../../../src/contract/index.ts'
import { whyNotWritten } from '../../../../src/domain/note-text.ts'
import { finding, isFull, marksBeside, type Kind } from '../kind.ts'
import { nameOf, readCustomer } from '../methods.ts'

/** The key in the metadata. */
const key = 'bursar_note'

const shape = z.looseObject({
  id: z.string(),
  object: z.literal('customer'),
  metadata: z.record(z.string(), z.string()).nullish(),
})

export const customerNote: Kind<'customer_note'> = {
  action: 'change',
  held: true,
  objectId: ({ customerId }) => customerId,
  // As a new default: both leave their mark in the same metadata.
  blocks: ({ customerId }) => customerId,

  async judge(stripe, { customerId, text }) {
    const customer = await readCustomer(stripe, customerId)
    if (!customer.ok) return customer
    const base = customer.value.metadata[key] ?? null
    const forbidden = whyNotWritten(text)
    const findings = [
      forbidden === null ? null : finding('text', 'stop', forbidden),
      isFull(customer.value.metadata, key)
        ? finding(
            'object',
            'stop',
            'The metadata of this customer holds as many keys as Stripe keeps: there is no room for the note. Take a key away in the Stripe Dashboard first.',
            [customerId],
          )
        : null,
      base === text ? finding('already', 'stop', 'This note stands at Stripe already.', [customerId]) : null,
      base === null
        ? finding('replaced', 'ok', 'No earlier note stands there.')
        : finding('replaced', 'warn', `It replaces the earlier note, which says: “${base}”.`, [customerId]),
      finding(
        'visible',
        'warn',
        'Everybody with access to the Stripe account sees it there, and every program that reads the customer.',
      ),
    ].filter((each) => each !== null)
    return success({
      words: `The note goes into the metadata of ${nameOf(customer.value)} at Stripe.`,
      findings,
      base,
      payload: (marks): Stripe.CustomerUpdateParams => ({
        metadata: { ...marksBeside(customer.value.metadata, marks, key), [key]: text },
      }),
    })
  },

  send: (stripe, { customerId }, payload, options) => stripe.customers.update(customerId, payload, options),

  effectOf(object, { customerId, text }, orderId) {
    const customer = shape.safeParse(object).data
    if (customer?.id !== customerId) return null
    // Marked by this order: it was put there, whatever was since.
    const isThere = customer.metadata?.[key] === text || customer.metadata?.['bursar_order'] === orderId
    return isThere ? { id: customerId, result: null } : null
  },

  async find(stripe, change, order) {
    const customer = await stripe.one((sdk) => sdk.customers.retrieve(change.customerId))
    return customer.ok ? success(this.effectOf(customer.value, change, order.id)) : customer
  },
}
