// What the end of a period comes to, as it is drafted: the next period with what was waiting, or, where the subscription ends, the last
// invoice of all. Collects nothing and watches no clock: renewals.ts does, and a preview stops here.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { BillingReason, Invoice } from '../invoice-records.ts'
import { fullLine, unusedLine } from './billing-lines.ts'
import { inPeriod, recurringOf } from './change-plan.ts'
import { nameIn, paidFor } from './changing.ts'
import { waitAsItem, waitingItems } from './invoice-items.ts'
import { draftInvoice, methodOfSubscription } from './invoices.ts'
import { periodEnd } from './periods.ts'
import { itemsAtRenewal } from './schedules.ts'

/** The next period begins: its invoice, and the subscription's items in it. */
export function draftCycle(book: Book, subscription: Subscription): Invoice {
  const now = book.now()
  const [first] = subscription.items.data
  const ended = { start: first?.current_period_start ?? now, end: now }
  const scheduled = itemsAtRenewal(book, subscription)
  const period = {
    start: now,
    end: periodEnd(subscription.billing_cycle_anchor, recurringOf(scheduled), now),
  }
  const items = inPeriod(scheduled, period)
  const lines = items.map((item) => fullLine(item, period, nameIn(book)))
  return draftInvoice(
    book,
    subscription,
    { reason: 'subscription_cycle', lines, ended },
    {
      items: { ...subscription.items, data: items },
      ...(subscription.status === 'trialing' ? { status: 'active' as const } : {}),
    },
  )
}

/** What a trial's end finds where there is nothing to pay with: whatever it was told to do then. */
export function trialEndsIn(book: Book, subscription: Subscription): 'cancel' | 'invoice' | 'pause' {
  const wanted = subscription.trial_settings.end_behavior.missing_payment_method
  const needsMethod = subscription.collection_method === 'charge_automatically'
  if (subscription.status !== 'trialing' || wanted === 'create_invoice' || !needsMethod) return 'invoice'
  return methodOfSubscription(book, subscription) === undefined ? wanted : 'invoice'
}

export interface LastInvoice {
  readonly reason: BillingReason
  /** Whether the rest of the period is given back. */
  readonly prorate: boolean
  /** Whether what waits is invoiced; else it goes on waiting. */
  readonly isInvoiced: boolean
  readonly prorationDate?: number
}

/** The last invoice, with what is given back and what was waiting; undefined where there is nothing of it. */
export function draftLast(book: Book, subscription: Subscription, last: LastInvoice): Invoice | undefined {
  if (last.prorate) giveBack(book, subscription, last.prorationDate ?? book.now())
  // What waits for the customer alone is no reason for it, but goes with it.
  const isOwn = waitingItems(book, subscription).some(({ parent }) => parent !== null)
  if (!last.isInvoiced || !isOwn) return undefined
  const start = subscription.items.data[0]?.current_period_start ?? book.now()
  return draftInvoice(book, subscription, {
    reason: last.reason,
    lines: [],
    ended: { start, end: book.now() },
    isLast: true,
  })
}

/** The rest of the period is given back with the next invoice. Nothing was paid for during a trial or a pause. */
export function giveBack(book: Book, subscription: Subscription, at: number): void {
  if (subscription.status !== 'active' && subscription.status !== 'past_due') return
  const paid = paidFor(book, subscription)
  for (const item of subscription.items.data) {
    const billed = paid(item)
    if (billed === null) continue
    const line = unusedLine(item, billed, at, nameIn(book))
    if (line.amount !== 0) waitAsItem(book, subscription, line)
  }
}

/** When a subscription's time is over; null: it goes on. */
export const isOver = (
  { cancel_at: at, cancel_at_period_end: withPeriod }: Subscription,
  now: number,
): boolean => withPeriod || (at !== null && at <= now)
