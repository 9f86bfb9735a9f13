// POST /v1/invoices/create_preview: what would be invoiced, for a subscription as it is, as it would be, or as it would be made. Says
// what is to be tried out; life/preview.ts tries it.
import type { Subscription } from '../billing-records.ts'
import type { Invoice } from '../invoice-records.ts'
import { applyChange } from '../life/changing.ts'
import { draftLast } from '../life/cycle.ts'
import { draftPause, draftResumption } from '../life/pausing.ts'
import { preview, type Trial } from '../life/preview.ts'
import { draftFirst } from '../life/renewals.ts'
import { operation, type Call, type Operation } from '../operations.ts'
import { fields, flag, integer, metadata, oneOf, text, type Parsed } from '../parameters.ts'
import { isRefusal, refusals, refuse, type Refusal } from '../refusals.ts'
import { customerOf, subscriptionNamed } from './lookups.ts'
import { trialOf } from './subscription-create.ts'
import { pauseRules, whyNotPaused, whyNotResumed } from './subscription-pauses.ts'
import { billingMode, discounts, moneyChanges } from './subscription-rules.ts'
import { changeOf, couponsOf, itemsToMake } from './subscription-wanted.ts'

const PREFIX = 'subscription_details'

const parameters = {
  currency: text(),
  customer: text(),
  discounts,
  preview_mode: oneOf(['next', 'recurring']),
  subscription: text(),
  subscription_details: fields({
    ...moneyChanges,
    billing_cycle_anchor: fields({ timestamp: integer(), type: oneOf(['now', 'timestamp', 'unchanged']) }, [
      'type',
    ]),
    billing_mode: billingMode,
    cancel_now: flag,
    metadata,
    pause: fields(pauseRules),
    resume_at: oneOf(['now']),
  }),
}
type Sent = Parsed<typeof parameters>

/** What is to be tried out of a subscription that is there. */
function trialOfChange(call: Call<typeof parameters>, subscription: Subscription): Trial | Refusal {
  const { book, parameters: sent } = call
  const { billing_cycle_anchor: anchor, ...details } = sent.subscription_details ?? {}
  const behavior = details.proration_behavior ?? 'create_prorations'
  const dated = details.proration_date === undefined ? {} : { prorationDate: details.proration_date }
  if (details.cancel_now === true)
    return (shadow) => ({
      subscription,
      draft: draftLast(shadow, subscription, {
        reason: 'subscription_update',
        prorate: behavior !== 'none',
        isInvoiced: true,
        ...dated,
      }),
      isLast: true,
    })
  if (details.resume_at === 'now') {
    const refused = whyNotResumed(subscription)
    if (refused !== undefined) return refused
    return (shadow) => {
      const anchorNow = anchor?.type !== 'unchanged'
      const resuming = { anchorNow, behavior, onAttempt: true, ...dated }
      const { draft, changes } = draftResumption(shadow, subscription, resuming)
      return { draft, subscription: { ...subscription, ...changes, status: 'active' } }
    }
  }
  if (details.pause !== undefined) {
    const refused = whyNotPaused(subscription)
    if (refused !== undefined) return refused
    const { bill_for: billed, invoicing_behavior: invoicing } = details.pause
    return (shadow) => ({
      subscription,
      draft: draftPause(shadow, subscription, {
        unusedFrom: billed?.unused_time_from?.type ?? 'now',
        isInvoiced: invoicing === 'invoice',
      }),
      isLast: true,
    })
  }
  if (anchor?.type === 'timestamp')
    return refuse(400, {
      message:
        'For existing subscriptions, the billing cycle anchor can only be set to `now` or `unchanged`.',
      param: `${PREFIX}[billing_cycle_anchor][type]`,
    })
  const coupons = couponsOf(call, sent.discounts, subscription.currency)
  if (isRefusal(coupons)) return coupons
  const wanted = {
    ...details,
    ...(anchor?.type === 'now' ? { billing_cycle_anchor: { type: 'now' as const } } : {}),
  }
  const change = changeOf({ book }, { subscription, prefix: PREFIX }, wanted, coupons)
  return isRefusal(change) ? change : (shadow) => applyChange(shadow, subscription, change(shadow))
}

/** What is to be tried out where there is no subscription yet. */
function trialOfFirst(call: Call<typeof parameters>): Trial | Refusal {
  const { book, parameters: sent } = call
  const { subscription_details: details = {} } = sent
  if (sent.customer === undefined)
    return refuse(400, {
      message: 'You must provide a `customer`, a `subscription` or a `schedule` to preview an invoice.',
    })
  if (details.items === undefined) return refusals.missingParameter(`${PREFIX}[items]`)
  if (details.billing_cycle_anchor !== undefined)
    return refusals.notSimulated(`The parameter '${PREFIX}[billing_cycle_anchor]' of a new subscription`)
  const customer = customerOf(call, sent.customer, 'customer')
  if (isRefusal(customer)) return customer
  const items = itemsToMake(call, details.items, sent.currency, PREFIX)
  if (isRefusal(items)) return items
  const [first, ...also] = items
  if (first === undefined) return refusals.missingParameter(`${PREFIX}[items]`)
  const coupons = couponsOf(call, sent.discounts, first.price.currency)
  if (isRefusal(coupons)) return coupons
  const end = trialOf(details, book.now())
  if (isRefusal(end)) return end
  return (shadow) =>
    draftFirst(shadow, {
      customer: customer.id,
      price: first.price,
      quantity: first.quantity,
      also,
      coupons: coupons ?? [],
      ...(end === undefined ? {} : { trialEnd: end }),
    })
}

const noneUpcoming = (customer: string) =>
  refuse(404, {
    code: 'invoice_upcoming_none',
    message: `No upcoming invoices for customer: '${customer}'`,
  })

/** The second that prorations were counted from, where there are any. */
function withProrationDate(invoice: Invoice, sent: Sent, now: number): Invoice {
  const details = invoice.parent?.subscription_details
  const isProrated = invoice.lines.data.some(
    ({ parent }) => (parent['subscription_item_details'] as { proration?: boolean } | null)?.proration,
  )
  if (invoice.parent === null || details === null || details === undefined || !isProrated) return invoice
  const at = sent.subscription_details?.proration_date ?? now
  return {
    ...invoice,
    parent: {
      ...invoice.parent,
      subscription_details: { ...details, subscription_proration_date: at },
    },
  }
}

export const invoicePreviews: readonly Operation[] = [
  operation({
    method: 'POST',
    path: '/v1/invoices/create_preview',
    answers: 'invoice',
    permissions: ['rak_invoice_read', 'rak_invoice_write'],
    isHarmless: true,
    parameters,
    notSimulated: [
      'automatic_tax', 'customer_account', 'customer_details', 'invoice_items', 'issuer', 'on_behalf_of', 'schedule',
      'schedule_details',
    ], // prettier-ignore
    run: (call) => {
      const { book, parameters: sent } = call
      const subscription = subscriptionNamed(call, sent.subscription)
      if (isRefusal(subscription)) return subscription
      if (subscription !== undefined && subscription.ended_at !== null)
        return noneUpcoming(subscription.customer)
      const trial = subscription === undefined ? trialOfFirst(call) : trialOfChange(call, subscription)
      if (isRefusal(trial)) return trial
      const shown = preview(book, sent.preview_mode ?? 'next', trial)
      if (shown === undefined) return noneUpcoming(subscription?.customer ?? sent.customer ?? '')
      return withProrationDate(shown, sent, book.now())
    },
  }),
]
