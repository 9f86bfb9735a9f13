// /v1/subscriptions/:id/pause and /resume: a subscription stands still, with flexible billing alone, and goes on. What is given back and
// charged is in life/pausing.ts.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import { collectAtOnce } from '../life/collecting.ts'
import { finalizeInvoice, methodOfSubscription, voidInvoice } from '../life/invoices.ts'
import { draftPause, draftResumption, type Resuming } from '../life/pausing.ts'
import { pauseAsRequested } from '../life/renewals.ts'
import { resumeNow } from '../life/subscriptions.ts'
import { operation, type Operation } from '../operations.ts'
import { fields, integer, oneOf } from '../parameters.ts'
import { isRefusal, refuse } from '../refusals.ts'
import { subscriptionOf } from './subscription-changes.ts'
import { anchorType, PRORATION } from './subscription-rules.ts'

const WRITE = ['rak_subscription_write'] as const
/** So long an invoice that is to end a pause may be paid. */
const RESUMPTION_IS_WAITED_FOR_SECONDS = 23 * 3600

export const pauseRules = {
  bill_for: fields({
    outstanding_usage_through: fields({ type: oneOf(['none', 'now']) }, ['type']),
    unused_time_from: fields({ type: oneOf(['none', 'item_current_period_start', 'now']) }, ['type']),
  }),
  invoicing_behavior: oneOf(['invoice', 'pending_invoice_item']),
  type: oneOf(['subscription']),
}

/** Why a subscription can't be paused; undefined where it can. */
export function whyNotPaused({ billing_mode: mode, schedule, status }: Subscription) {
  if (mode['type'] !== 'flexible')
    return refuse(400, {
      message:
        'You can only pause a subscription with `billing_mode` set to `flexible`. Use `pause_collection` to pause payment collection, or migrate the subscription to flexible billing mode.',
    })
  if (schedule !== null)
    return refuse(400, {
      message: 'You cannot pause a subscription that is managed by a subscription schedule.',
    })
  if (status !== 'active' && status !== 'past_due' && status !== 'trialing')
    return refuse(400, { message: `You cannot pause a subscription in \`${status}\` status.` })
  return undefined
}

/** Why a subscription can't go on; undefined where it can. */
export function whyNotResumed({ collection_method: collection, status }: Subscription) {
  if (status !== 'paused')
    return refuse(400, { message: 'You can only resume a subscription that is in `paused` status.' })
  if (collection !== 'charge_automatically')
    return refuse(400, {
      message: 'You can only resume a subscription with `collection_method` set to `charge_automatically`.',
    })
  return undefined
}

export const subscriptionPauses: readonly Operation[] = [
  operation({
    method: 'POST',
    path: '/v1/subscriptions/:id/pause',
    answers: 'subscription',
    permissions: WRITE,
    parameters: pauseRules,
    run: (call) => {
      const { book, parameters: sent } = call
      const subscription = subscriptionOf(call)
      if (isRefusal(subscription)) return subscription
      const refused = whyNotPaused(subscription)
      if (refused !== undefined) return refused
      const unusedFrom = sent.bill_for?.unused_time_from?.type ?? 'now'
      const isInvoiced = sent.invoicing_behavior === 'invoice'
      const draft = draftPause(book, subscription, { unusedFrom, isInvoiced })
      if (draft !== undefined) collectAtOnce(book, draft, { offSession: true })
      if (unusedFrom === 'none') book.uncredited.add(subscription.id)
      return pauseAsRequested(book, book.subscriptions.get(subscription.id) ?? subscription)
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/subscriptions/:id/resume',
    answers: 'subscription',
    permissions: WRITE,
    parameters: {
      billing_cycle_anchor: anchorType,
      payment_behavior: oneOf(['resume_on_payment_attempt', 'resume_on_payment_success']),
      proration_behavior: PRORATION,
      proration_date: integer(),
    },
    run: (call) => {
      const { book, parameters: sent } = call
      const subscription = subscriptionOf(call)
      if (isRefusal(subscription)) return subscription
      const refused = whyNotResumed(subscription)
      if (refused !== undefined) return refused
      return resume(book, subscription, {
        anchorNow: sent.billing_cycle_anchor?.type !== 'unchanged',
        behavior: sent.proration_behavior ?? 'create_prorations',
        onAttempt: sent.payment_behavior !== 'resume_on_payment_success',
        ...(sent.proration_date === undefined ? {} : { prorationDate: sent.proration_date }),
      })
    },
  }),
]

/** It goes on at once, or once its invoice is paid. */
function resume(book: Book, subscription: Subscription, wanted: Resuming): Subscription {
  const { draft, changes } = draftResumption(book, subscription, wanted)
  const still = book.subscriptions.get(subscription.id) ?? subscription
  if (draft === undefined) return resumeNow(book, still, { ...changes, status: 'active' })
  const method = methodOfSubscription(book, subscription)
  if (method !== undefined || draft.amount_due === 0) collectAtOnce(book, draft, { offSession: true })
  else finalizeInvoice(book, draft)
  book.clock.schedule(book.now() + RESUMPTION_IS_WAITED_FOR_SECONDS, () => {
    const invoice = book.invoices.get(draft.id)
    if (invoice?.status === 'open' && book.resumptions.has(invoice.id)) voidInvoice(book, invoice)
  })
  return book.subscriptions.get(subscription.id) ?? still
}
