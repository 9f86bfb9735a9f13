// How a subscription goes on: its period ends, the next begins, and an invoice asks for it.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Invoice, Period } from '../invoice-records.ts'
import { advanceInvoice } from './collecting.ts'
import { draftInvoice } from './invoices.ts'
import { DRAFT_LASTS_SECONDS } from './invoice-shape.ts'
import { endSubscription } from './subscriptions.ts'

/** Renews a subscription whose period has ended: the next period, and the draft that is finalized an hour later. */
export function renew(book: Book, subscription: Subscription): Invoice | undefined {
  if (subscription.cancel_at_period_end) {
    endSubscription(book, subscription, { reason: 'cancellation_requested' })
    return undefined
  }
  const [first] = subscription.items.data
  if (first === undefined) return undefined
  const ended = { start: first.current_period_start, end: book.now() }
  const period = { start: book.now(), end: periodEnd(subscription, book.now()) }
  const { record, previous } = book.change(book.subscriptions, subscription, {
    items: {
      ...subscription.items,
      data: subscription.items.data.map((item) => ({
        ...item,
        current_period_end: period.end,
        current_period_start: period.start,
      })),
    },
  })
  book.emit('customer.subscription.updated', record, previous)
  return bill(book, record, period, ended)
}

function bill(book: Book, subscription: Subscription, period: Period, ended: Period): Invoice {
  const invoice = draftInvoice(book, subscription, { reason: 'subscription_cycle', period, ended })
  book.clock.schedule(book.now() + DRAFT_LASTS_SECONDS, () => advanceInvoice(book, invoice.id))
  return invoice
}

/** The period ends now, and its invoice is tried at once. */
export function billNow(book: Book, id: string): Invoice | undefined {
  const subscription = book.subscriptions.get(id)
  if (subscription === undefined || subscription.ended_at !== null) return undefined
  const draft = renew(book, subscription)
  if (draft === undefined) return undefined
  advanceInvoice(book, draft.id)
  return book.invoices.get(draft.id)
}

/** The same day of the month or year after, or the last where that month is shorter; always counted from the anchor. */
export function periodEnd(subscription: Subscription, from: number): number {
  const { interval, interval_count: count } = subscription.items.data[0]?.price.recurring ?? {
    interval: 'month' as const,
    interval_count: 1,
  }
  if (interval === 'day' || interval === 'week') return from + (interval === 'day' ? 1 : 7) * count * 86_400
  const anchor = new Date(subscription.billing_cycle_anchor * 1000)
  const start = new Date(from * 1000)
  const month = start.getUTCFullYear() * 12 + start.getUTCMonth() + count * (interval === 'year' ? 12 : 1)
  const days = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate()
  return (
    Date.UTC(Math.floor(month / 12), month % 12, Math.min(anchor.getUTCDate(), days)) / 1000 +
    (subscription.billing_cycle_anchor % 86_400)
  )
}
