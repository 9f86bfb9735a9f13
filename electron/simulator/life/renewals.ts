// How a subscription goes on by the clock: its first invoice, then, as its periods end, the next ones; its trial, and its end. What is
// drafted is decided in cycle.ts.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Invoice } from '../invoice-records.ts'
import type { PaymentMethod } from '../records.ts'
import { fullLine, trialLine } from './billing-lines.ts'
import { endOf, nameIn } from './changing.ts'
import { advanceInvoice, advanceLater, collectAtOnce, followPause, payInvoice } from './collecting.ts'
import { draftCycle, draftLast, isOver, trialEndsIn, type LastInvoice } from './cycle.ts'
import { draftInvoice, finalizeInvoice, voidInvoice } from './invoices.ts'
import {
  endingDetails,
  endSubscription,
  makeSubscription,
  type Ending,
  type SubscriptionFacts,
} from './subscriptions.ts'

/** A first invoice that nobody pays ends the subscription before it began, as at Stripe. */
const FIRST_IS_WAITED_FOR_SECONDS = 23 * 3600
/** A trial's end is told this long before. */
const TRIAL_WARNS_SECONDS = 3 * 86_400

/** Somebody subscribes and pays the first period at once, or tries to; it renews from then on. */
export function beginSubscription(book: Book, facts: SubscriptionFacts, method: PaymentMethod): Subscription {
  const { draft, subscription } = draftFirst(book, facts)
  payInvoice(book, finalizeInvoice(book, draft), method, { offSession: false })
  waitForFirst(book, subscription)
  watch(book, subscription)
  return book.subscriptions.get(subscription.id) ?? subscription
}

/** A new subscription with the draft of its first invoice: a whole period, or a trial that costs nothing. */
export function draftFirst(
  book: Book,
  facts: SubscriptionFacts,
): { readonly subscription: Subscription; readonly draft: Invoice } {
  // One that a schedule begins is not waited for either: its first invoice is a draft for an hour, as that of every period.
  const isTrusted = facts.collectionMethod === 'send_invoice' || facts.schedule !== undefined
  const status = facts.trialEnd !== undefined ? 'trialing' : isTrusted ? 'active' : 'incomplete'
  // Stripe announces it with its first invoice, of which it tells only then.
  const id = book.newId('in')
  const made = makeSubscription(book, { ...facts, status, firstInvoice: id })
  const lineOf = facts.trialEnd === undefined ? fullLine : trialLine
  const lines = made.items.data.map((item) =>
    lineOf(item, { start: item.current_period_start, end: item.current_period_end }, nameIn(book)),
  )
  const draft = draftInvoice(book, made, { id, reason: 'subscription_create', lines, autoAdvance: isTrusted })
  return { draft, subscription: book.subscriptions.get(made.id) ?? made }
}

/** The first invoice may be paid for so long. */
export function waitForFirst(book: Book, { id }: Subscription): void {
  book.clock.schedule(book.now() + FIRST_IS_WAITED_FOR_SECONDS, () => expire(book, id))
}

/** Lets the clock do what is due of a subscription as it stands: its period, its trial, its end. To be called when one of them moved. */
export function watch(book: Book, subscription: Subscription): void {
  renewWhenDue(book, subscription)
  warnOfTrialEnd(book, subscription)
  endWhenDue(book, subscription)
}

/** Lets the clock renew it when its period ends. */
export function renewWhenDue(book: Book, { id, items }: Subscription): void {
  const at = items.data[0]?.current_period_end
  if (at === undefined) return
  book.clock.schedule(at, () => {
    const subscription = book.subscriptions.get(id)
    // Ended, or billed at another second, meanwhile.
    if (subscription === undefined || subscription.ended_at !== null || endOf(subscription) !== at) return
    renew(book, subscription)
  })
}

function warnOfTrialEnd(book: Book, { id, status, trial_end: end }: Subscription): void {
  if (status !== 'trialing' || end === null) return
  book.clock.schedule(Math.max(book.now(), end - TRIAL_WARNS_SECONDS), () => {
    const subscription = book.subscriptions.get(id)
    if (subscription?.status === 'trialing' && subscription.trial_end === end)
      book.emit('customer.subscription.trial_will_end', subscription)
  })
}

/** Lets the clock end it at the date that was said. */
export function endWhenDue(
  book: Book,
  { id, cancel_at: at, cancel_at_period_end: withPeriod }: Subscription,
): void {
  if (at === null || withPeriod) return
  book.clock.schedule(Math.max(at, book.now()), () => {
    const subscription = book.subscriptions.get(id)
    if (subscription?.cancel_at !== at || subscription.ended_at !== null) return
    if (isOver(subscription, book.now())) finish(book, subscription)
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
  // Of one that is incomplete the first was never paid: expire() ends it.
  if (subscription.status === 'incomplete' || subscription.status === 'paused') return undefined
  if (isOver(subscription, book.now())) {
    finish(book, subscription)
    return undefined
  }
  const ending = trialEndsIn(book, subscription)
  if (ending === 'pause') {
    pauseWithoutMethod(book, subscription)
    return undefined
  }
  if (ending === 'cancel') {
    endSubscription(book, subscription, { reason: 'payment_failed' })
    return undefined
  }
  const draft = draftCycle(book, subscription)
  if (!followPause(book, draft) && draft.auto_advance) advanceLater(book, draft)
  renewWhenDue(book, book.subscriptions.get(subscription.id) ?? subscription)
  return draft
}

/** Its time is over, as was said before. */
function finish(book: Book, subscription: Subscription): void {
  const last = {
    reason: 'subscription_cycle',
    prorate: !book.unprorated.has(subscription.id),
    isInvoiced: true,
  } as const
  endWithInvoice(book, subscription, last, { reason: 'cancellation_requested' })
}

/** Ends it now, after the last invoice was made and tried. */
export function endWithInvoice(
  book: Book,
  subscription: Subscription,
  last: LastInvoice,
  ending: Ending,
): Subscription {
  const draft = draftLast(book, subscription, last)
  if (draft !== undefined) collectAtOnce(book, draft, { offSession: true })
  book.unprorated.delete(subscription.id)
  return endSubscription(book, book.subscriptions.get(subscription.id) ?? subscription, ending)
}

/** A trial that ended with nothing to pay with. */
export const pauseWithoutMethod = (book: Book, subscription: Subscription): Subscription =>
  pauseAs(book, subscription, 'trial_end_without_payment_method', {
    billing_cycle_anchor: book.now(),
    trial_end: book.now(),
  })

/** Somebody asked for it: nothing is invoiced any more until it is resumed. */
export const pauseAsRequested = (book: Book, subscription: Subscription): Subscription =>
  pauseAs(book, subscription, 'pause_requested', {})

function pauseAs(
  book: Book,
  subscription: Subscription,
  type: 'pause_requested' | 'trial_end_without_payment_method',
  more: Partial<Subscription>,
): Subscription {
  const { record, previous } = book.change(book.subscriptions, subscription, {
    ...more,
    status: 'paused',
    status_details: { paused: { subscription: { type }, transitioned_at: book.now(), type: 'subscription' } },
  })
  book.emit('customer.subscription.updated', record, previous)
  book.emit('customer.subscription.paused', record)
  return record
}

function expire(book: Book, id: string): void {
  const subscription = book.subscriptions.get(id)
  if (subscription?.status === 'incomplete') expireWith(book, subscription, {})
}

/** One that never began is not canceled by whoever ends it: it has expired, and an update tells of it. */
export const endBeforeItBegan = (book: Book, subscription: Subscription, ending: Ending): Subscription =>
  expireWith(book, subscription, { canceled_at: book.now(), ...endingDetails(subscription, ending) })

function expireWith(book: Book, subscription: Subscription, more: Partial<Subscription>): Subscription {
  const invoice = book.invoices.get(subscription.latest_invoice ?? '')
  if (invoice?.status === 'open') voidInvoice(book, invoice)
  const still = book.subscriptions.get(subscription.id) ?? subscription
  const { record, previous } = book.change(book.subscriptions, still, {
    ...more,
    ended_at: book.now(),
    status: 'incomplete_expired',
  })
  book.emit('customer.subscription.updated', record, previous)
  return record
}
