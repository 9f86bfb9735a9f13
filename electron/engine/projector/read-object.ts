// Reads one object from Stripe by its id, whatever kind it is. It must never take a failure for a deletion.
import type Stripe from 'stripe'
import { failure } from '../../../src/contract/index.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { retrieveIntent } from '../payments/read-payment.ts'
import type { ReadAgain } from './reread.ts'

type Retrieve = (stripe: Stripe, id: string) => Promise<object>

/** By Stripe's word for the object. */
const retrievals: Record<string, Retrieve> = {
  payment_intent: retrieveIntent,
  charge: (stripe, id) => stripe.charges.retrieve(id),
  refund: (stripe, id) => stripe.refunds.retrieve(id),
  dispute: (stripe, id) => stripe.disputes.retrieve(id),
  customer: (stripe, id) => stripe.customers.retrieve(id),
  payment_method: (stripe, id) => stripe.paymentMethods.retrieve(id),
  invoice: (stripe, id) => stripe.invoices.retrieve(id),
  invoice_payment: (stripe, id) => stripe.invoicePayments.retrieve(id),
  subscription: (stripe, id) => stripe.subscriptions.retrieve(id),
  subscription_schedule: (stripe, id) => stripe.subscriptionSchedules.retrieve(id),
  product: (stripe, id) => stripe.products.retrieve(id),
  price: (stripe, id) => stripe.prices.retrieve(id),
  payout: (stripe, id) => stripe.payouts.retrieve(id),
  'checkout.session': (stripe, id) => stripe.checkout.sessions.retrieve(id),
  balance_transaction: (stripe, id) => stripe.balanceTransactions.retrieve(id),
}

/** Within the gateway's budget. An object that Stripe does not have any more is null. */
export function readAgainThrough(gateway: Gateway): ReadAgain {
  return async (objectType, id) => {
    const retrieve = retrievals[objectType]
    if (retrieve === undefined) return failure('internal', `Stripe has no way to read one ${objectType}.`)
    const answer = await gateway.read((stripe) => retrieve(stripe, id))
    if (answer.ok) return { ok: true, object: answer.value, asOf: answer.asOf }
    // The gateway's clock does not matter here: what is gone stays gone. A 404 may also be of an address that there is not.
    if (answer.error.code === 'not_found' && answer.error.stripe?.code === 'resource_missing')
      return { ok: true, object: null, asOf: 0 }
    return answer
  }
}
