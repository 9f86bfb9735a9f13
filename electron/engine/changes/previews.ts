// What a change of a subscription would cost, by Stripe's own preview (invoices/create_preview). It changes nothing, keeps nothing, and
// works nothing out itself: a figure that Stripe does not tell is not told.
import type Stripe from 'stripe'
import {
  failure,
  success,
  type InvoicePreview,
  type ParsedRequestOf,
  type Result,
  type SubscriptionPreview,
  type SubscriptionUpdate,
} from '../../../src/contract/index.ts'
import { isEnded } from '../../../src/domain/subscription-ended.ts'
import { idOf } from '../../store/projections/shapes.ts'
import { billOf, isProration, worthOf } from './bills.ts'
import { paidForPeriod } from './paid-period.ts'
import { expectedOf } from './previewed-figures.ts'
import type { StripeReader } from './reader.ts'
import { discountParams, moneyParams } from './subscription-params.ts'
import { periodEndOf, whyNotLike } from './subscriptions.ts'

type Previewed = ParsedRequestOf<'subscription.preview'>['what']

/** What comes now, and what comes next. */
export interface Bills {
  currency: string
  today: InvoicePreview | null
  next: InvoicePreview | null
}

export async function previewOf(stripe: StripeReader, what: Previewed): Promise<Result<SubscriptionPreview>> {
  const subscriptionId = what.kind === 'update' ? what.update.subscriptionId : what.subscriptionId
  const read = await stripe.peek((sdk) => sdk.subscriptions.retrieve(subscriptionId))
  if (!read.ok) return read
  const { value: subscription, asOf } = read.value
  if (what.kind === 'start_again') return startingPreview(stripe, subscription, asOf)
  if (isEnded(subscription.status))
    return failure('not_changeable', 'This subscription has ended: nothing more is invoiced for it.')
  const prorationDate = withinPeriod(subscription, Math.floor(asOf / 1000))
  const told = (bills: Bills, unused: number | null): Result<SubscriptionPreview> =>
    success({ ...bills, expected: expectedOf(bills, prorationDate), unused, asOf })
  if (what.kind === 'cancel_now') {
    const [ending, paid] = await Promise.all([
      endingBill(stripe, subscription, prorationDate),
      paidForPeriod(stripe, subscription),
    ])
    if (!ending.ok) return ending
    if (!paid.ok) return paid
    const { bill } = ending.value
    const unused = Math.min(unusedOf(bill), paid.value?.kept ?? Infinity)
    return told({ currency: subscription.currency, today: bill, next: null }, unused)
  }
  const bills = await billsOf(stripe, subscription, what, prorationDate)
  return bills.ok ? told(bills.value, null) : bills
}

function billsOf(
  stripe: StripeReader,
  subscription: Stripe.Subscription,
  what: Extract<Previewed, { kind: 'update' | 'resume' | 'upcoming' }>,
  prorationDate: number,
): Promise<Result<Bills>> {
  switch (what.kind) {
    case 'update':
      return updateBills(stripe, subscription, what.update, prorationDate)
    case 'resume':
      return resumingBills(stripe, subscription, what.anchor, prorationDate)
    case 'upcoming':
      return upcomingBills(stripe, subscription)
  }
}

/** `asOf`: Unix milliseconds. */
async function startingPreview(
  stripe: StripeReader,
  subscription: Stripe.Subscription,
  asOf: number,
): Promise<Result<SubscriptionPreview>> {
  if (!isEnded(subscription.status))
    return failure('not_changeable', 'This subscription has not ended: there is nothing to start again.')
  const incomplete = whyNotLike(subscription)
  if (incomplete !== null) return failure('not_changeable', incomplete)
  const first = await startingBill(stripe, payerOf(subscription), subscription)
  if (!first.ok) return first
  const bills = { currency: subscription.currency, today: first.value, next: null }
  return success({ ...bills, expected: expectedOf(bills, Math.floor(asOf / 1000)), unused: null, asOf })
}

/** The items of a new subscription that is to be like this one. */
export const itemsLike = ({ items }: Stripe.Subscription): { price: string; quantity?: number }[] =>
  items.data.map(({ price, quantity }) => ({
    price: price.id,
    ...(quantity === undefined ? {} : { quantity }),
  }))

async function upcomingBills(
  stripe: StripeReader,
  subscription: Stripe.Subscription,
): Promise<Result<Bills>> {
  const next = await askFor(stripe, { subscription: subscription.id })
  return next.ok ? success({ currency: subscription.currency, today: null, next: next.value }) : next
}

/** `prorationDate`: Unix seconds, within the period. */
export async function updateBills(
  stripe: StripeReader,
  { id, currency }: Stripe.Subscription,
  update: SubscriptionUpdate,
  prorationDate: number,
): Promise<Result<Bills>> {
  const money = moneyParams(update, prorationDate)
  const asked = { subscription: id, ...discountParams(update) }
  if (Object.keys(money).length > 0)
    return nowAndNext(stripe, currency, { ...asked, subscription_details: money })
  const next = await askFor(stripe, asked)
  return next.ok ? success({ currency, today: null, next: next.value }) : next
}

/** What one that stands still costs when it goes on. */
export const resumingBills = (
  stripe: StripeReader,
  { id, currency }: Stripe.Subscription,
  anchor: 'now' | 'unchanged',
  prorationDate: number,
): Promise<Result<Bills>> =>
  nowAndNext(stripe, currency, {
    subscription: id,
    subscription_details: {
      resume_at: 'now',
      billing_cycle_anchor: { type: anchor },
      ...(anchor === 'unchanged' ? { proration_date: prorationDate } : {}),
    },
  })

/** The invoice that is made at once, and the one after; or the next one alone. */
async function nowAndNext(
  stripe: StripeReader,
  currency: string,
  asked: Stripe.InvoiceCreatePreviewParams,
): Promise<Result<Bills>> {
  const first = await askWhen(stripe, asked)
  if (!first.ok) return first
  const { invoice, asOf } = first.value
  const bill = invoice && billOf(invoice)
  if (bill === null || !isMadeAtOnce(bill, asOf)) return success({ currency, today: null, next: bill })
  const next = await askFor(stripe, { ...asked, preview_mode: 'recurring' })
  return next.ok ? success({ currency, today: bill, next: withoutBalance(next.value) }) : next
}

/** Today's invoice uses up the customer's balance, or adds to it, which a preview of the one after does not take into account. */
const withoutBalance = (bill: InvoicePreview | null): InvoicePreview | null =>
  bill === null ? null : { ...bill, startingBalance: null, amountDue: null }

/** What is due as far as it is told, before the balance of then where it is not. */
export const dueOf = ({ amountDue, total }: InvoicePreview): number => amountDue ?? total

/** What is billed, or rather credited, for one that ends now. */
export interface Ending {
  bill: InvoicePreview | null
  /** What is given back of the period: what else waits to be invoiced lessens the bill, but not this. Minor units; null where not all of it is told. */
  givesBack: number | null
}

/** Reckoned from when Stripe answers unless told. */
export async function endingBill(
  stripe: StripeReader,
  { id }: Stripe.Subscription,
  prorationDate?: number,
): Promise<Result<Ending>> {
  const answer = await askWhen(stripe, {
    subscription: id,
    subscription_details: {
      cancel_now: true,
      proration_behavior: 'always_invoice',
      ...(prorationDate === undefined ? {} : { proration_date: prorationDate }),
    },
  })
  if (!answer.ok) return answer
  const { invoice } = answer.value
  if (invoice === null) return success({ bill: null, givesBack: 0 })
  const { data, has_more: isCut } = invoice.lines
  return success({ bill: billOf(invoice), givesBack: isCut ? null : -worthOf(data.filter(isProration)) })
}

/** What the unused time is worth if it was paid, less what waits to be invoiced; not negative. */
const unusedOf = (bill: InvoicePreview | null): number => Math.max(0, -(bill?.total ?? 0))

/** The first invoice of a new one with the items of this; null where nothing is billed at first. */
export async function startingBill(
  stripe: StripeReader,
  customer: string,
  like: Stripe.Subscription,
): Promise<Result<InvoicePreview | null>> {
  return askFor(stripe, {
    customer,
    currency: like.currency,
    subscription_details: { items: itemsLike(like) },
  })
}

/** Stripe takes no other moment to reckon parts of a period from. */
function withinPeriod(subscription: Stripe.Subscription, seconds: number): number {
  const starts = subscription.items.data.map(({ current_period_start: start }) => start)
  return Math.min(Math.max(seconds, ...starts), periodEndOf(subscription) ?? seconds)
}

/** The preview tells when the invoice would be made: at the moment of asking, or when the period ends. `asOf`: Stripe's clock, milliseconds. */
const isMadeAtOnce = ({ at }: InvoicePreview, asOf: number): boolean =>
  at !== null && at - asOf / 1000 <= atOnceSeconds
const atOnceSeconds = 60

async function askFor(
  stripe: StripeReader,
  asked: Stripe.InvoiceCreatePreviewParams,
): Promise<Result<InvoicePreview | null>> {
  const answer = await askWhen(stripe, asked)
  return answer.ok ? success(answer.value.invoice && billOf(answer.value.invoice)) : answer
}

/** `asOf`: Stripe's clock when it answered, milliseconds. */
async function askWhen(
  stripe: StripeReader,
  asked: Stripe.InvoiceCreatePreviewParams,
): Promise<Result<{ invoice: Stripe.Invoice | null; asOf: number }>> {
  const read = await stripe.peek((sdk) => sdk.invoices.createPreview(asked))
  if (read.ok) return success({ invoice: read.value.value, asOf: read.value.asOf })
  // One that ends with its period has no next invoice.
  return read.error.stripe?.code === 'invoice_upcoming_none' ? success({ invoice: null, asOf: 0 }) : read
}

/** Whom it is billed to. */
const payerOf = ({ customer }: Stripe.Subscription): string => idOf(customer) ?? ''
