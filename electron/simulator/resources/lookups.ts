// Finding what a request names: the customer, the payment method, the test card behind a token. Shared by the resources, serves nothing itself.
import type { Subscription } from '../billing-records.ts'
import { cardError, declineFor } from '../declines.ts'
import { makeTestCardMethod } from '../life/payment-methods.ts'
import { behaviourOf } from '../life/behaviour.ts'
import { recordOf, type Call } from '../operations.ts'
import type { Rules } from '../parameters.ts'
import type { Customer, PaymentMethod } from '../records.ts'
import { isRefusal, refusals, refuse, type Refusal } from '../refusals.ts'
import { testCardByOldToken, testCardByToken, type TestCard } from '../test-cards.ts'

type Asking = Pick<Call<Rules>, 'book' | 'otherMode'>

/** Stripe names a customer's missing id `id` in the path and `customer` in a parameter. */
export function customerOf(call: Asking, id: string, param: string): Customer | Refusal {
  if (call.book.deletedCustomers.has(id)) return refusals.noSuch('customer', id, param)
  return recordOf(call, (book) => book.customers, id, { noun: 'customer', param })
}

/** Undefined where none is named. */
export function subscriptionNamed(call: Asking, id: string | undefined): Subscription | Refusal | undefined {
  if (id === undefined) return undefined
  return recordOf(call, (book) => book.subscriptions, id, { noun: 'subscription', param: 'subscription' })
}

/** Finds a method by id, or makes one from a test card's token as Stripe does. */
export function methodOf(call: Asking, id: string, param: string): PaymentMethod | Refusal {
  const card = testCardByToken(id)
  if (card !== undefined) {
    if (call.book.livemode) return liveRefusesTestCard()
    return makeTestCardMethod(call.book, card)
  }
  const method = recordOf(call, (book) => book.paymentMethods, id, { noun: 'PaymentMethod', param })
  if (!isRefusal(method) || method.error.message.includes('similar object')) return method
  return refusals.noSuchPaymentMethod(id, param)
}

/** A method that may become a default: only one that is attached to this customer. */
export function chargeableMethodOf(
  call: Asking,
  id: string,
  customer: string,
  param: string,
): PaymentMethod | Refusal {
  const method = recordOf(call, (book) => book.paymentMethods, id, { noun: 'PaymentMethod', param })
  if (isRefusal(method)) return method
  if (method.customer === customer) return method
  return refuse(400, {
    code: 'resource_missing',
    message: `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
    param,
  })
}

/** Attaches, as POST /v1/payment_methods/:id/attach does: some cards are declined already here. */
export function attachMethod(call: Asking, id: string, customer: string): PaymentMethod | Refusal {
  const card = testCardByToken(id)
  if (card?.behaviour.kind === 'declines' && card.behaviour.onAttach && !call.book.livemode)
    return cardError(declineFor(card.behaviour.code), { param: '' })
  const method = methodOf(call, id, 'payment_method')
  if (isRefusal(method)) return method
  if (call.book.detached.has(method.id))
    return refuse(400, {
      message:
        'This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and may not be used again.',
    })
  const behaviour = behaviourOf(call.book, method)
  if (behaviour.kind === 'declines' && behaviour.onAttach)
    return cardError(declineFor(behaviour.code), { param: '' })
  if (method.customer !== null && method.customer !== customer)
    return refuse(400, {
      message: 'The payment method you provided has already been attached to a customer.',
    })
  const { record } = call.book.change(call.book.paymentMethods, method, { customer })
  call.book.emit('payment_method.attached', record)
  return record
}

/** The card behind an older token, where a customer can have it. */
export function sourceCard({ book }: Asking, token: string): TestCard | Refusal {
  const card = testCardByOldToken(token)
  if (card === undefined) return refusals.noSuch('token', token, 'source')
  if (book.livemode) return liveRefusesTestCard()
  const { behaviour } = card
  return behaviour.kind === 'declines' && behaviour.onAttach
    ? cardError(declineFor(behaviour.code), { param: '' })
    : card
}

export const liveRefusesTestCard = () =>
  refuse(402, {
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'live_mode_test_card',
    message: 'Your card was declined. Your request was in live mode, but used a known test card.',
  })
