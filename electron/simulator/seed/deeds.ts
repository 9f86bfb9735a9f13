// What the customers of stories do about their subscriptions, or have done: pause, change, leave, pay with another card. Each at the
// second it is called; none of it asks for anything.
import type { PauseCollection, Price, Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import { applyChange, endOf } from '../life/changing.ts'
import { collectAtOnce, payInvoice } from '../life/collecting.ts'
import { methodOfInvoice } from '../life/invoices.ts'
import { draftPause } from '../life/pausing.ts'
import { pauseAsRequested, watch } from '../life/renewals.ts'
import { pauseUntil, planOf } from '../life/subscriptions.ts'
import { anotherCard } from './stories.ts'

function update(book: Book, subscription: Subscription, changes: Partial<Subscription>): Subscription {
  const { record, previous } = book.change(book.subscriptions, subscription, changes)
  book.emit('customer.subscription.updated', record, previous)
  return record
}

export function pause(
  book: Book,
  subscription: Subscription,
  behavior: PauseCollection['behavior'],
  resumesAt: number | null,
): void {
  const paused = update(book, subscription, { pause_collection: { behavior, resumes_at: resumesAt } })
  pauseUntil(book, paused.id, paused.pause_collection)
}

/** Nothing is invoiced from now on; what is left of the period is given back later. */
export function pauseAltogether(book: Book, subscription: Subscription): void {
  draftPause(book, subscription, { unusedFrom: 'now', isInvoiced: false })
  pauseAsRequested(book, book.subscriptions.get(subscription.id) ?? subscription)
}

/** Another price or quantity of the first item, paid for with the next invoice or at once. */
export function change(
  book: Book,
  subscription: Subscription,
  { price, quantity, atOnce = false }: { price?: Price; quantity?: number; atOnce?: boolean },
): void {
  const items = subscription.items.data.map((item, index) =>
    index > 0
      ? item
      : {
          ...item,
          ...(price === undefined ? {} : { plan: planOf(price), price }),
          quantity: quantity ?? item.quantity,
        },
  )
  const behavior = atOnce ? 'always_invoice' : 'create_prorations'
  const { draft } = applyChange(book, subscription, { items, behavior })
  if (draft !== undefined) collectAtOnce(book, draft, {})
}

/** Says that they leave when the period ends, and why. */
export function leaveWithPeriod(
  book: Book,
  subscription: Subscription,
  feedback: string,
  comment: string | null,
): void {
  update(book, subscription, {
    cancel_at: endOf(subscription),
    cancel_at_period_end: true,
    canceled_at: book.now(),
    cancellation_details: {
      ...subscription.cancellation_details,
      comment,
      feedback,
      reason: 'cancellation_requested',
    },
  })
}

/** Says that they leave on a day of their own. */
export function leaveAt(book: Book, subscription: Subscription, at: number): void {
  const reason = { ...subscription.cancellation_details, reason: 'cancellation_requested' }
  const leaving = { cancel_at: at, canceled_at: book.now(), cancellation_details: reason }
  watch(book, update(book, subscription, leaving))
}

/** Pays the newest invoice on its page, where it is open. */
export function payLatest(book: Book, subscription: Subscription): void {
  const invoice = book.invoices.get(subscription.latest_invoice ?? '')
  const method = invoice === undefined ? undefined : methodOfInvoice(book, invoice)
  if (invoice?.status === 'open' && method !== undefined)
    payInvoice(book, invoice, method, { offSession: false })
}

/** From now on the subscription is paid with a card of its own, whatever the customer's default. */
export function payWithAnother(book: Book, subscription: Subscription): void {
  const customer = book.customers.get(subscription.customer)
  if (customer === undefined) return
  const card = anotherCard(book, customer, customer.address?.country ?? '')
  book.emit('payment_method.attached', card)
  update(book, subscription, { default_payment_method: card.id })
}
