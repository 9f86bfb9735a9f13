// How a subscription goes on: its first invoice, then, as its periods end on the clock, the next ones, until it is ended.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Invoice, Period } from '../invoice-records.ts'
import type { PaymentMethod } from '../records.ts'
import { advanceInvoice, payInvoice } from './collecting.ts'
import { draftInvoice, finalizeInvoice, giveUpInvoice, voidInvoice } from './invoices.ts'
import { DRAFT_LASTS_SECONDS } from './invoice-shape.ts'
import { MONTHLY, periodEnd } from './periods.ts'
import { endSubscription, makeSubscription, type SubscriptionFacts } from './subscriptions.ts'

/** A first invoice that nobody pays ends the subscription before it began, as at Stripe. */
const FIRST_IS_WAITED_FOR_SECONDS = 23 * 3600

/** Somebody subscribes and pays the first period at once, or tries to; it renews from then on. */
export function beginSubscription(book: Book, facts: SubscriptionFacts, method: PaymentMethod): Subscription {
  const made = makeSubscription(book, { ...facts, status: 'incomplete' })
  const period = periodOf(made)
  const draft = draftInvoice(book, made, { reason: 'subscription_create', period, autoAdvance: false })
  payInvoice(book, finalizeInvoice(book, draft), method, { offSession: false })
  book.clock.schedule(book.now() + FIRST_IS_WAITED_FOR_SECONDS, () => expire(book, made.id))
  renewWhenDue(book, made)
  return book.subscriptions.get(made.id) ?? made
}

/** Lets the clock renew it when its period ends. */
export function renewWhenDue(book: Book, { id, items }: Subscription): void {
  const at = items.data[0]?.current_period_end
  if (at === undefined) return
  book.clock.schedule(at, () => {
    const subscription = book.subscriptions.get(id)
    // Ended, or billed at another second, meanwhile.
    if (subscription === undefined || subscription.ended_at !== null || periodOf(subscription).end !== at)
      return
    renew(book, subscription)
  })
}

/** The period ends now, and its invoice is tried at once. */
export function billNow(book: Book, id: string): Invoice | undefined {
  const subscription = book.subscriptions.get(id)
  if (subscription === undefined || subscription.ended_at !== null) return undefined
  const anchored = book.change(book.subscriptions, subscription, { billing_cycle_anchor: book.now() }).record
  const draft = renew(book, anchored)
  if (draft === undefined) return undefined
  advanceInvoice(book, draft.id)
  return book.invoices.get(draft.id)
}

/** The next period begins, with the draft that is finalized an hour later. */
function renew(book: Book, subscription: Subscription): Invoice | undefined {
  // The first was never paid: expire() ends it.
  if (subscription.status === 'incomplete') return undefined
  if (subscription.cancel_at_period_end) {
    endSubscription(book, subscription, { reason: 'cancellation_requested' })
    return undefined
  }
  const now = book.now()
  const ended = { start: periodOf(subscription).start, end: now }
  const recurring = subscription.items.data[0]?.price.recurring ?? MONTHLY
  const period = { start: now, end: periodEnd(subscription.billing_cycle_anchor, recurring, now) }
  const items = subscription.items.data.map((item) => ({
    ...item,
    current_period_end: period.end,
    current_period_start: period.start,
  }))
  const draft = bill(book, subscription, { period, ended }, { ...subscription.items, data: items })
  renewWhenDue(book, book.subscriptions.get(subscription.id) ?? subscription)
  return draft
}

/** The invoice of a period that begins; while collection is paused it goes the way the pause says. */
function bill(
  book: Book,
  subscription: Subscription,
  { period, ended }: { readonly period: Period; readonly ended: Period },
  items: Subscription['items'],
): Invoice {
  const pause = subscription.pause_collection?.behavior
  const facts = { reason: 'subscription_cycle', period, ended, autoAdvance: pause === undefined } as const
  const draft = draftInvoice(book, subscription, facts, { items })
  if (pause === 'void') return voidInvoice(book, finalizeInvoice(book, draft))
  if (pause === 'mark_uncollectible') return giveUpInvoice(book, finalizeInvoice(book, draft))
  if (pause === undefined)
    book.clock.schedule(book.now() + DRAFT_LASTS_SECONDS, () => advanceInvoice(book, draft.id))
  return draft
}

function expire(book: Book, id: string): void {
  const subscription = book.subscriptions.get(id)
  if (subscription?.status !== 'incomplete') return
  const invoice = book.invoices.get(subscription.latest_invoice ?? '')
  if (invoice?.status === 'open') voidInvoice(book, invoice)
  const { record, previous } = book.change(book.subscriptions, book.subscriptions.get(id) ?? subscription, {
    ended_at: book.now(),
    status: 'incomplete_expired',
  })
  book.emit('customer.subscription.updated', record, previous)
}

function periodOf({ items }: Subscription): Period {
  const [first] = items.data
  return { start: first?.current_period_start ?? 0, end: first?.current_period_end ?? 0 }
}
