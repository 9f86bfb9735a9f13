// Ends a subscription, at once or with what is paid for. Nothing is refunded by it, and nothing that is open is collected.
import type Stripe from 'stripe'
import { success, type ChangeFinding } from '../../../../src/contract/index.ts'
import { onDay } from '../invoices.ts'
import { finding, type Kind, type Marks } from '../kind.ts'
import {
  endedFinding,
  openInvoicesFinding,
  periodEndOf,
  readSubscription,
  subscriptionFacts,
  subscriptionWords,
} from '../subscriptions.ts'

/** The call that ends one takes no metadata: its comment says whose order it was. */
const commentOf = ({ bursar_order: order, bursar_operator: operator }: Marks): string =>
  `Canceled in Bursar by ${operator}, order ${order}`

export const cancelSubscription: Kind<'cancel_subscription'> = {
  action: 'change',
  held: true,
  objectId: ({ subscriptionId }) => subscriptionId,
  blocks: ({ subscriptionId }) => subscriptionId,

  async judge(stripe, { subscriptionId, at }) {
    const [subscription, invoices] = await Promise.all([
      readSubscription(stripe, subscriptionId),
      openInvoicesFinding(
        stripe,
        subscriptionId,
        'What is open is still owed, but Stripe may stop trying: void it where it is not to be paid.',
      ),
    ])
    if (!subscription.ok) return subscription
    if (!invoices.ok) return invoices
    const end = periodEndOf(subscription.value)
    const words = subscriptionWords(subscription.value)
    const isEnding = subscription.value.cancel_at_period_end
    const findings = [
      endedFinding(subscription.value),
      at === 'period_end' && isEnding
        ? finding('already', 'stop', 'It ends with its period already.', [subscriptionId])
        : null,
      finalFinding(at === 'now' ? 'now' : 'period_end', end),
      invoices.value,
    ].filter((each) => each !== null)
    return success({
      words:
        at === 'now'
          ? `${words} ends now. Nothing is refunded.`
          : `${words} ends with its period${end === null ? '' : `, on ${onDay(end)}`}, and is not renewed.`,
      findings,
      base: `${subscription.value.status}${isEnding ? ', ends with its period' : ''}`,
      payload: (marks): Stripe.SubscriptionUpdateParams | Stripe.SubscriptionCancelParams =>
        at === 'now'
          ? { cancellation_details: { comment: commentOf(marks) } }
          : { cancel_at_period_end: true, metadata: { ...marks } },
    })
  },

  send: (stripe, { subscriptionId, at }, payload, options) =>
    at === 'now'
      ? stripe.subscriptions.cancel(subscriptionId, payload, options)
      : stripe.subscriptions.update(subscriptionId, payload, options),

  effectOf(object, { subscriptionId, at }, orderId) {
    const facts = subscriptionFacts(object, subscriptionId)
    if (facts === null) return null
    const isOurs =
      at === 'now'
        ? facts.status === 'canceled' && facts.cancellation_details?.comment?.includes(orderId) === true
        : facts.cancel_at_period_end === true || facts.metadata?.['bursar_order'] === orderId
    return isOurs ? { id: subscriptionId, result: null } : null
  },

  async find(stripe, change, order) {
    const read = await readSubscription(stripe, change.subscriptionId)
    return read.ok ? success(this.effectOf(read.value, change, order.id)) : read
  },
}

/** `end`: Unix seconds. */
function finalFinding(at: 'now' | 'period_end', end: number | null): ChangeFinding {
  if (at === 'period_end')
    return finding('permanent', 'ok', 'Until then it can be kept after all, in the Stripe Dashboard.')
  const paid = end === null ? '' : ` What is paid for until ${onDay(end)} is lost to the customer.`
  return finding('permanent', 'warn', `This is for good: one that has ended can’t be opened again.${paid}`)
}
