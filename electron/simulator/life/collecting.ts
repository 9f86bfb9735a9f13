// How an invoice is paid or not: the try itself, what it makes of the invoice and of its subscription, and the tries that follow by
// schedule. An invoice follows its PaymentIntent, whoever confirms that.
import type { Book } from '../book.ts'
import type { Invoice } from '../invoice-records.ts'
import type { PaymentIntent, PaymentMethod } from '../records.ts'
import { behaviourOf } from './behaviour.ts'
import { DRAFT_LASTS_SECONDS } from './invoice-shape.ts'
import {
  cancelPayment,
  finalizeInvoice,
  giveUpInvoice,
  intentOfInvoice,
  methodOfInvoice,
  paymentOf,
  subscriptionOf,
  voidInvoice,
} from './invoices.ts'
import { askForAuthentication, attemptPayment, type Attempt } from './payments.ts'
import { givenUpAt, isFinal, nextTryAt } from './retry-schedule.ts'
import { sendInvoice, watchDue } from './sending.ts'
import { setStatus, told } from './standing.ts'
import { endSubscription } from './subscriptions.ts'

export interface TryOptions {
  /** By the schedule, and not by hand: such tries alone are counted. */
  readonly bySchedule?: boolean
  /** The customer is not there to prove who they are. */
  readonly offSession?: boolean
}

/** Tries to pay an open invoice with this method. Undefined where nothing is to be paid. */
export function payInvoice(
  book: Book,
  invoice: Invoice,
  method: PaymentMethod,
  { bySchedule = false, offSession = true }: TryOptions = {},
): Attempt | undefined {
  const intent = intentOfInvoice(book, invoice)
  if (intent === undefined) return undefined
  const isAsked = behaviourOf(book, method).kind === 'asks_for_authentication'
  if (bySchedule) book.triedBySchedule.add(intent.id)
  const attempt = attemptPayment(book, intent, method, { offSession })
  book.triedBySchedule.delete(intent.id)
  if (attempt.kind === 'paid' || !isAsked || !offSession) return attempt
  // The bank wants to see the customer: the invoice's page can show them the way.
  return { kind: 'paid', intent: askForAuthentication(book, attempt.intent, method) }
}

/** Finalizes a draft whose time has come, and tries to pay it. */
export function advanceInvoice(book: Book, id: string): void {
  const draft = book.invoices.get(id)
  if (draft === undefined || draft.status !== 'draft' || !draft.auto_advance) return
  const invoice = finalizeInvoice(book, draft)
  if (invoice.amount_due === 0) settleFree(book, invoice)
  else if (invoice.collection_method === 'charge_automatically') tryBySchedule(book, invoice)
  else {
    watchDue(book, invoice)
    sendInvoice(book, invoice)
  }
}

/** Lets a draft be finalized when its hour is over, unless it was told another hour meanwhile. */
export function advanceLater(book: Book, draft: Invoice): void {
  const at = book.now() + DRAFT_LASTS_SECONDS
  book.clock.schedule(at, () => {
    if (book.invoices.get(draft.id)?.automatically_finalizes_at === at) advanceInvoice(book, draft.id)
  })
}

/** Somebody finalizes a draft before its time: what is collected by itself is collected when its hour is over. */
export function finalizeByHand(book: Book, draft: Invoice): Invoice {
  const invoice = finalizeInvoice(book, draft)
  const { amount_due: due, auto_advance: isCollected, next_payment_attempt: at } = invoice
  if (due === 0) return settleFree(book, invoice)
  if (invoice.collection_method === 'send_invoice') {
    watchDue(book, invoice)
    if (isCollected) sendInvoice(book, invoice)
  } else if (isCollected && at !== null) tryAt(book, invoice, at)
  return invoice
}

/** The next try of an open invoice. */
export function tryAt(book: Book, { id }: Invoice, at: number): void {
  book.clock.schedule(at, () => retry(book, id, at))
}

/** While collection is paused a draft goes the way the pause says; whether it has. */
export function followPause(book: Book, draft: Invoice): boolean {
  const pause = subscriptionOf(book, draft)?.pause_collection?.behavior
  if (pause === 'void') voidInvoice(book, finalizeInvoice(book, draft))
  if (pause === 'mark_uncollectible') giveUpInvoice(book, finalizeInvoice(book, draft))
  return pause !== undefined
}

export interface Collecting {
  readonly method?: PaymentMethod | undefined
  readonly offSession?: boolean
  /** False: the customer is to confirm it, nothing is tried. */
  readonly isTried?: boolean
}

/** What is due for a change or a beginning is finalized and tried at once; what is sent waits its hour, as every draft. */
export function collectAtOnce(
  book: Book,
  draft: Invoice,
  { method, offSession = false, isTried = true }: Collecting,
): Attempt | undefined {
  if (followPause(book, draft)) return undefined
  if (subscriptionOf(book, draft)?.status === 'unpaid') return undefined
  if (draft.collection_method === 'send_invoice') {
    advanceLater(book, draft)
    return undefined
  }
  const invoice = finalizeInvoice(book, draft)
  if (invoice.amount_due === 0) settleFree(book, invoice)
  else if (!isTried) setStatus(book, invoice, 'past_due')
  else {
    const card = method ?? methodOfInvoice(book, invoice)
    if (card !== undefined) return payInvoice(book, invoice, card, { offSession })
    missMethod(book, invoice)
  }
  return undefined
}

/** Nothing is due: it is paid as it stands. */
function settleFree(book: Book, invoice: Invoice): Invoice {
  const settled = settleInvoice(book, invoice, {})
  setStatus(book, settled, 'active')
  return settled
}

/** The invoice is paid, by its PaymentIntent or otherwise; its subscription is in order again. */
export function settleInvoice(book: Book, invoice: Invoice, more: Partial<Invoice>): Invoice {
  const { record, previous } = book.change(book.invoices, invoice, {
    attempted: true,
    ...more,
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    auto_advance: false,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at: book.now() },
  })
  book.emit('invoice.updated', record, previous)
  book.emit('invoice.paid', record)
  book.emit('invoice.payment_succeeded', record)
  return record
}

/** Paid in cash, by transfer, or forgiven: no money moves here. */
export function payOutOfBand(book: Book, invoice: Invoice): Invoice {
  cancelPayment(book, invoice, 'automatic')
  const paid = settleInvoice(book, invoice, { attempted: invoice.attempted })
  setStatus(book, paid, 'active')
  return paid
}

/** What a PaymentIntent's attempt means to the invoice it was made for. */
export function followAttempt(book: Book, intent: PaymentIntent): void {
  const invoice = book.invoices.get(book.invoiceOf.get(intent.id) ?? '')
  if (invoice === undefined || (invoice.status !== 'open' && invoice.status !== 'uncollectible')) return
  const isCounted = book.triedBySchedule.has(intent.id) || invoice.attempt_count === 0
  const attempted = { attempted: true, attempt_count: invoice.attempt_count + (isCounted ? 1 : 0) }
  switch (intent.status) {
    case 'succeeded':
      return succeeded(book, settleInvoice(book, invoice, attempted), intent)
    case 'requires_payment_method':
      return failed(book, invoice, intent, attempted, isCounted)
    case 'requires_action': {
      // Already counted where the bank declined first.
      const { record } = told(book, invoice, { attempted: true, next_payment_attempt: null })
      book.emit('invoice.payment_action_required', record)
      return setStatus(book, record, 'past_due')
    }
    case 'processing':
      told(book, invoice, { ...attempted, next_payment_attempt: null })
      return setStatus(book, invoice, 'active')
    case 'canceled':
    case 'requires_capture':
    case 'requires_confirmation':
      return undefined
  }
}

function succeeded(book: Book, invoice: Invoice, intent: PaymentIntent): void {
  const payment = paymentOf(book, invoice)
  if (payment !== undefined) {
    const paid = book.change(book.invoicePayments, payment, {
      amount_paid: intent.amount_received,
      status: 'paid',
      status_transitions: { ...payment.status_transitions, paid_at: book.now() },
    })
    book.emit('invoice_payment.paid', paid.record)
  }
  setStatus(book, invoice, 'active')
}

function failed(
  book: Book,
  invoice: Invoice,
  intent: PaymentIntent,
  attempted: Partial<Invoice>,
  isCounted: boolean,
): void {
  const counted = { ...invoice, ...attempted }
  const isOver = isFinal(intent)
  // A try by hand does not move the schedule, unless it says that no other will help.
  const next = isCounted || isOver ? nextTryAt(counted, intent, book.now()) : invoice.next_payment_attempt
  const { record } = told(book, invoice, { ...attempted, next_payment_attempt: next })
  book.emit('invoice.payment_failed', record)
  setStatus(book, record, 'past_due')
  if (next !== null && isCounted) tryAt(book, invoice, next)
  if (next === null && record.auto_advance) {
    const at = givenUpAt(record, !isOver, book.now())
    if (at > book.now()) book.clock.schedule(at, () => giveUp(book, invoice.id))
    else giveUp(book, invoice.id)
  }
}

/** The next try of the schedule, unless it was paid, closed or tried at another second meanwhile. */
function retry(book: Book, id: string, at: number): void {
  const invoice = book.invoices.get(id)
  if (invoice?.status === 'open' && invoice.auto_advance && invoice.next_payment_attempt === at)
    tryBySchedule(book, invoice)
}

function tryBySchedule(book: Book, invoice: Invoice): void {
  const method = methodOfInvoice(book, invoice)
  if (method !== undefined) {
    if (!invoice.attempted) book.onDue(invoice, method)
    payInvoice(book, invoice, method, { bySchedule: true })
    return
  }
  missMethod(book, invoice)
}

/** Without a method there is nothing to try, and no charge. */
function missMethod(book: Book, invoice: Invoice): void {
  const { record } = told(book, invoice, { attempted: true, next_payment_attempt: null })
  book.emit('invoice.payment_failed', record)
  setStatus(book, record, 'past_due')
  book.clock.schedule(givenUpAt(record, false, book.now()), () => giveUp(book, invoice.id))
}

/** Nothing more is tried: the subscription ends, or whatever the account has set; the invoice stays open for whoever still pays it. */
function giveUp(book: Book, id: string): void {
  const invoice = book.invoices.get(id)
  if (invoice?.status !== 'open' || invoice.next_payment_attempt !== null) return
  const subscription = subscriptionOf(book, invoice)
  if (subscription?.latest_invoice !== id || subscription.ended_at !== null) return
  if (book.whenRetriesFail === 'cancel') endSubscription(book, subscription, { reason: 'payment_failed' })
  if (book.whenRetriesFail !== 'unpaid') return
  const { record, previous } = book.change(book.subscriptions, subscription, { status: 'unpaid' })
  book.emit('customer.subscription.updated', record, previous)
}
