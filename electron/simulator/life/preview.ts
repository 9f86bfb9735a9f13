// What would be invoiced, without anything coming of it: the change is made in a shadow of the book by the very code that makes it in
// earnest, and its draft is shown. Never anything of its own about money.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Invoice } from '../invoice-records.ts'
import { shadowOf } from '../shadow.ts'
import { endOf } from './changing.ts'
import { draftCycle, draftLast, isOver, trialEndsIn } from './cycle.ts'
import { couponOf } from './discounts.ts'
import { DRAFT_LASTS_SECONDS } from './invoice-shape.ts'
import { waitingItems } from './invoice-items.ts'
import { settlementOf } from './settlement.ts'

export type PreviewMode = 'next' | 'recurring'

/** What is tried out in the shadow: the subscription afterwards, and what was drafted at once. */
export type Trial = (shadow: Book) => {
  readonly subscription: Subscription
  readonly draft: Invoice | undefined
  /** Nothing follows what is drafted at once. */
  readonly isLast?: boolean
}

/** The invoice made at once, else the next one; of `recurring` the next whole period alone. Undefined where there will be none. */
export function preview(book: Book, mode: PreviewMode, attempt: Trial): Invoice | undefined {
  const shadow = shadowOf(book)
  const { draft, subscription, isLast = false } = attempt(shadow)
  if (mode === 'next' && draft !== undefined) return shown(shadow, draft)
  if (isLast) return undefined
  const next = mode === 'next' ? nextInvoice(shadow, subscription) : recurringInvoice(shadow, subscription)
  return next === undefined ? undefined : shown(shadow, next)
}

/** What the next end of a period comes to, or the end of all. */
function nextInvoice(shadow: Book, subscription: Subscription): Invoice | undefined {
  if (isIdle(subscription)) return undefined
  const { cancel_at: at } = subscription
  const end = endOf(subscription)
  shadow.moment = at === null ? end : Math.min(at, end)
  if (isOver(subscription, shadow.moment))
    return draftLast(shadow, subscription, {
      reason: 'subscription_cycle',
      prorate: !shadow.unprorated.has(subscription.id),
      isInvoiced: true,
    })
  return trialEndsIn(shadow, subscription) === 'invoice' ? draftCycle(shadow, subscription) : undefined
}

/** A whole period and nothing that happens once: nothing that waits, no discount of one invoice. */
function recurringInvoice(shadow: Book, subscription: Subscription): Invoice | undefined {
  const end = endOf(subscription)
  if (isIdle(subscription) || isOver(subscription, end)) return undefined
  shadow.moment = end
  for (const item of waitingItems(shadow, subscription))
    shadow.change(shadow.invoiceItems, item, { invoice: 'none' })
  const discounts = subscription.discounts.filter((id) => {
    const discount = shadow.discounts.get(id)
    return discount === undefined || couponOf(shadow, discount)?.duration !== 'once'
  })
  return draftCycle(shadow, { ...subscription, discounts })
}

const isIdle = ({ ended_at: ended, status }: Subscription): boolean =>
  ended !== null || status === 'paused' || status === 'incomplete'

/** As Stripe shows what is not there yet: no number, an id that can't be asked for, its money as it will be settled. */
function shown(shadow: Book, draft: Invoice): Invoice {
  const id = `upcoming_in_${draft.id.slice(draft.id.lastIndexOf('_') + 1)}`
  const balance = shadow.customers.get(draft.customer ?? '')?.balance ?? 0
  return {
    ...draft,
    id,
    auto_advance: false,
    automatically_finalizes_at: null,
    billing_reason: 'upcoming',
    ending_balance: settlementOf(draft.total, balance, draft.currency).balance,
    lines: {
      ...draft.lines,
      data: draft.lines.data.map((line) => ({ ...line, invoice: id })),
      url: `/v1/invoices/upcoming/lines?subscription=${draft.parent?.subscription_details?.subscription ?? ''}`,
    },
    next_payment_attempt:
      draft.collection_method === 'send_invoice' ? null : draft.created + DRAFT_LASTS_SECONDS,
    webhooks_delivered_at: null,
  }
}
