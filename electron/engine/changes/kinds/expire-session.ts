// Ends a hosted page before its time, so that nobody can pay or leave a payment method on it any more. Stripe ends only one that is open, and
// says whether it still was. A page that Bursar did not make is a checkout of the shop's, and is left alone.
import type Stripe from 'stripe'
import { z } from 'zod'
import { success, type ChangeFinding } from '../../../../src/contract/index.ts'
import { spokenAmount } from '../../../../src/domain/money.ts'
import { finding, type Kind } from '../kind.ts'

const shape = z.looseObject({
  id: z.string(),
  object: z.literal('checkout.session'),
  status: z.string().nullish(),
})

export const expireSession: Kind<'expire_session'> = {
  action: 'change',
  // The customer may pay at any moment: what can still be ended is ended now.
  held: false,
  objectId: ({ sessionId }) => sessionId,
  blocks: ({ sessionId }) => sessionId,

  async judge(stripe, { sessionId }) {
    const read = await stripe.one((sdk) => sdk.checkout.sessions.retrieve(sessionId))
    if (!read.ok) return read
    const { mode, amount_total: amount, currency, status } = read.value
    const worth = amount === null || currency === null ? '' : ` for ${spokenAmount(amount, currency)}`
    return success({
      words:
        mode === 'setup'
          ? 'The page is ended: nobody can leave a payment method on it any more.'
          : `The page${worth} is ended: nobody can pay on it any more.`,
      findings: [
        standing(read.value),
        ...elsewhere(read.value),
        finding('permanent', 'ok', 'Its link can’t be used again. Another page can be made at any time.'),
      ],
      base: status,
      // Nothing but the id in the path.
      payload: (): Stripe.Checkout.SessionExpireParams => ({}),
    })
  },

  send: (stripe, { sessionId }, payload, options) =>
    stripe.checkout.sessions.expire(sessionId, payload, options),

  effectOf(object, { sessionId }) {
    const session = shape.safeParse(object).data
    return session?.id === sessionId && session.status === 'expired' ? { id: sessionId, result: null } : null
  },

  async find(stripe, change, order) {
    const session = await stripe.one((sdk) => sdk.checkout.sessions.retrieve(change.sessionId))
    return session.ok ? success(this.effectOf(session.value, change, order.id)) : session
  },
}

function standing({ id, status, payment_status: paid }: Stripe.Checkout.Session): ChangeFinding {
  switch (status) {
    case 'open':
      return finding('object', 'ok', 'Nobody has finished it yet, so Stripe still ends it.', [id])
    case 'expired':
      return finding('already', 'stop', 'This page is over already: nobody can use it any more.', [id])
    case 'complete':
    case null:
    default:
      return finding(
        'object',
        'stop',
        `Too late to end it: somebody was through with it${paid === 'paid' ? ', and it is paid' : ''}.`,
        [id],
      )
  }
}

function elsewhere({ id, metadata }: Stripe.Checkout.Session): ChangeFinding[] {
  return metadata?.['bursar_order'] === undefined
    ? [
        finding(
          'object',
          'stop',
          'Bursar did not make this page: end it where it was made, or in the Stripe Dashboard.',
          [id],
        ),
      ]
    : []
}
