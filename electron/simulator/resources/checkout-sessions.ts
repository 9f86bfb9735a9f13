// /v1/checkout/sessions: read only. The business's own shop confirms its payments, so that no session is made yet.
import type { Operation } from '../operations.ts'
import { fields, oneOf, text } from '../parameters.ts'
import { refuse } from '../refusals.ts'
import { matchesValue, readOnly } from './read-only.ts'

export const checkoutSessionOperations: readonly Operation[] = readOnly({
  path: '/v1/checkout/sessions',
  answers: 'checkout.session',
  collectionOf: (book) => book.checkoutSessions,
  filters: {
    customer: text(),
    customer_details: fields({ email: text() }, ['email']),
    payment_intent: text(),
    payment_link: text(),
    status: oneOf(['complete', 'expired', 'open']),
    subscription: text(),
  },
  notSimulated: ['customer_account'],
  matches: (session, asked) =>
    matchesValue(asked.customer, session.customer ?? '') &&
    matchesValue(asked.customer_details?.email, session.customer_details?.email ?? '') &&
    matchesValue(asked.payment_intent, session.payment_intent ?? '') &&
    matchesValue(asked.payment_link, session.payment_link ?? '') &&
    matchesValue(asked.status, session.status ?? undefined) &&
    matchesValue(asked.subscription, session.subscription ?? ''),
  missing: { noun: 'checkout.session', param: 'session' },
  // Without quotes and without a parameter, unlike every other object.
  refuseMissing: (id) =>
    refuse(404, { code: 'resource_missing', message: `No such checkout.session: ${id}` }),
})
