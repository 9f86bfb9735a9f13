// Each of Stripe's searches, with as much of what belongs to an object as is needed to show and to open it. It must never ask for one
// kind under the name of another.
import type Stripe from 'stripe'
import type { SearchKind } from '../../../src/contract/index.ts'
import type { StripeSearchKind } from '../../../src/domain/stripe-search-query.ts'
import { idOf, reference } from '../../store/projections/shapes.ts'
import { expanding } from '../gateway/expanding.ts'

export interface SearchPage {
  data: object[]
  has_more: boolean
}

export interface StripeSearchOf {
  /** What is shown of it: a charge is shown as its payment. */
  shows: SearchKind
  ask(stripe: Stripe, query: string, limit: number): Promise<SearchPage>
  /** The id of what is shown; null where there is none. */
  idOf(object: object): string | null
}

const ownId = (object: object): string | null =>
  'id' in object && typeof object.id === 'string' ? object.id : null

const paymentId = (charge: object): string | null =>
  idOf(reference.safeParse('payment_intent' in charge ? charge.payment_intent : null).data)

/** A payment is not understood without its latest charge, and the charge not without its refunds. */
const ofPayment = ['latest_charge.refunds', 'payment_method', 'customer'] as const
const within = (path: string): string[] => ofPayment.map((part) => `${path}.${part}`)

export const searches: Readonly<Record<StripeSearchKind, StripeSearchOf>> = {
  customer: {
    shows: 'customer',
    ask: (stripe, query, limit) =>
      expanding(stripe, ['data.invoice_settings.default_payment_method'], (expand) =>
        stripe.customers.search({ query, limit, expand }),
      ),
    idOf: ownId,
  },
  payment: {
    shows: 'payment',
    ask: (stripe, query, limit) =>
      expanding(stripe, within('data'), (expand) => stripe.paymentIntents.search({ query, limit, expand })),
    idOf: ownId,
  },
  charge: {
    shows: 'payment',
    ask: (stripe, query, limit) =>
      expanding(stripe, within('data.payment_intent'), (expand) =>
        stripe.charges.search({ query, limit, expand }),
      ),
    idOf: paymentId,
  },
  invoice: {
    shows: 'invoice',
    ask: (stripe, query, limit) =>
      expanding(stripe, ['data.customer', 'data.payments'], (expand) =>
        stripe.invoices.search({ query, limit, expand }),
      ),
    idOf: ownId,
  },
  subscription: {
    shows: 'subscription',
    ask: (stripe, query, limit) =>
      expanding(stripe, ['data.customer', 'data.default_payment_method'], (expand) =>
        stripe.subscriptions.search({ query, limit, expand }),
      ),
    idOf: ownId,
  },
}
