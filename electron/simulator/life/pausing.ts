// Pausing a subscription and going on with it, as flexible billing has it: what is given back for the rest of a period, what is charged
// for the rest of another. Collects nothing: a preview stops here.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Invoice } from '../invoice-records.ts'
import { fullLine, remainingLine, type BillingLine } from './billing-lines.ts'
import { inPeriod, netsOf, recurringOf, type ProrationBehavior } from './change-plan.ts'
import { endOf, nameIn, type Changed } from './changing.ts'
import { draftLast, giveBack } from './cycle.ts'
import { reductionsOf } from './discounts.ts'
import { waitAsItem } from './invoice-items.ts'
import { draftInvoice } from './invoices.ts'
import { periodAround, periodEnd } from './periods.ts'

export interface Pausing {
  /** From when on the rest of the period is given back. */
  readonly unusedFrom: 'item_current_period_start' | 'none' | 'now'
  /** Whether that is invoiced at once, or waits. */
  readonly isInvoiced: boolean
}

/** What a pause gives back, drafted at once where that is wanted. The subscription is as it was: `pausing` makes it so. */
export function draftPause(book: Book, subscription: Subscription, pausing: Pausing): Invoice | undefined {
  const { unusedFrom, isInvoiced } = pausing
  const start = subscription.items.data[0]?.current_period_start ?? book.now()
  if (unusedFrom !== 'none') giveBack(book, subscription, unusedFrom === 'now' ? book.now() : start)
  return draftLast(book, subscription, { reason: 'subscription_update', prorate: false, isInvoiced })
}

export interface Resuming {
  readonly anchorNow: boolean
  readonly behavior: ProrationBehavior
  readonly prorationDate?: number
  /** Whether a try that fails resumes it as well, past due. */
  readonly onAttempt: boolean
}

/**
 * The invoice that is to end the pause, where there is one: then the subscription goes on once that is paid. Without one it is to go
 * on at once, with `changes`.
 */
export function draftResumption(
  book: Book,
  subscription: Subscription,
  { anchorNow, behavior, prorationDate, onAttempt }: Resuming,
): Pick<Changed, 'draft'> & { readonly changes: Partial<Subscription> } {
  const now = book.now()
  const recurring = recurringOf(subscription.items.data)
  const period = anchorNow
    ? { start: now, end: periodEnd(now, recurring, now) }
    : periodAround(subscription.billing_cycle_anchor, recurring, now)
  const items = inPeriod(subscription.items.data, period)
  const changes: Partial<Subscription> = {
    items: { ...subscription.items, data: items },
    ...(anchorNow ? { billing_cycle_anchor: now } : {}),
  }
  const isPaidFor = endOf(subscription) === period.end && book.uncredited.has(subscription.id)
  const at = Math.min(Math.max(prorationDate ?? now, period.start), period.end)
  const rest: readonly BillingLine[] =
    anchorNow || behavior === 'none' || isPaidFor ? [] : restOf(book, subscription, items, at)
  for (const line of rest) waitAsItem(book, subscription, line)
  const lines = anchorNow ? items.map((item) => fullLine(item, period, nameIn(book))) : []
  if (!anchorNow && (behavior !== 'always_invoice' || rest.length === 0)) return { draft: undefined, changes }
  const draft = draftInvoice(book, subscription, {
    reason: 'subscription_cycle',
    lines,
    ended: { start: anchorNow ? now : period.start, end: now },
  })
  book.resumptions.set(draft.id, { changes, onAttempt })
  return { draft, changes }
}

function restOf(
  book: Book,
  subscription: Subscription,
  items: Subscription['items']['data'],
  at: number,
): BillingLine[] {
  const nets = netsOf(items, reductionsOf(book, subscription, book.now()), subscription.currency)
  return items.map((item) =>
    remainingLine(
      item,
      nets.get(item.id) ?? 0,
      at,
      { start: item.current_period_start, end: item.current_period_end },
      nameIn(book),
    ),
  )
}
