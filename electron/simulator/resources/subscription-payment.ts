// Whether what is drafted for a subscription can be paid, asked before anything is done: in a shadow of the book. Refuses as Stripe does
// where there is nothing to pay with, or where the request wants all or nothing.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import { cardError, declineFor } from '../declines.ts'
import type { Invoice } from '../invoice-records.ts'
import { behaviourOf } from '../life/behaviour.ts'
import { methodOfSubscription } from '../life/invoices.ts'
import { refuse, type Refusal } from '../refusals.ts'
import { shadowOf } from '../shadow.ts'

export type PaymentBehavior = 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete'

interface Drafted {
  readonly draft: Invoice | undefined
  readonly subscription: Subscription
}

export function checkPayable(
  book: Book,
  behavior: PaymentBehavior,
  attempt: (shadow: Book) => Drafted,
): Refusal | undefined {
  if (behavior === 'default_incomplete') return undefined
  const shadow = shadowOf(book)
  const { draft, subscription } = attempt(shadow)
  if (draft === undefined || draft.amount_due === 0) return undefined
  if (draft.collection_method === 'send_invoice' || subscription.pause_collection !== null) return undefined
  const method = methodOfSubscription(shadow, subscription)
  if (method === undefined) return noMethod()
  if (behavior === 'allow_incomplete') return undefined
  const would = behaviourOf(book, method)
  if (would.kind === 'declines') return cardError(declineFor(would.code), {})
  return would.kind === 'asks_for_authentication' ? needsAction() : undefined
}

export const noMethod = () =>
  refuse(400, {
    code: 'resource_missing',
    message:
      'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.',
  })

const needsAction = () =>
  refuse(402, {
    type: 'card_error',
    code: 'subscription_payment_intent_requires_action',
    message:
      'Payment for this subscription requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with `subscription.latest_invoice.payment_intent`. For more details see: https://stripe.com/docs/billing/subscriptions/overview#requires-action',
  })
