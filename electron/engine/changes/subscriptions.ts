// What is known of a subscription, from objects just read. Reads only.
import type Stripe from 'stripe'
import { z } from 'zod'
import {
  success,
  type ChangeFinding,
  type ChangeMoney,
  type ChangeOrder,
  type ExpectedMoney,
  type Result,
} from '../../../src/contract/index.ts'
import { isEnded } from '../../../src/domain/subscription-ended.ts'
import { spokenAmount } from '../../../src/domain/money.ts'
import { unitIn } from '../../../src/domain/subscription-value.ts'
import { idOf } from '../../store/projections/shapes.ts'
import { keepableObject } from '../../store/projections/keepable-object.ts'
import { monthlyMoney } from '../../store/projections/subscriptions.ts'
import { changeKeyOf } from '../journal/change-digest.ts'
import { finding, type Effect } from './kind.ts'
import { counted } from './methods.ts'
import { byStripe, type OwnJudgement, type StripeReader } from './reader.ts'

/** What a subscription has to say for itself, in whatever answer it comes. */
const shape = z.looseObject({
  id: z.string(),
  object: z.literal('subscription'),
  status: z.string(),
  cancel_at_period_end: z.boolean().nullish(),
  cancellation_details: z.looseObject({ comment: z.string().nullish() }).nullish(),
  cancel_at: z.int().nullish(),
  /** Where it was asked for as a whole. */
  latest_invoice: z
    .looseObject({
      id: z.string(),
      status: z.string().nullish(),
      created: z.int(),
      billing_reason: z.string().nullish(),
      currency: z.string(),
      total: z.int(),
      amount_due: z.int(),
      amount_remaining: z.int(),
      hosted_invoice_url: z.string().nullish(),
    })
    .nullish()
    .catch(null),
  pause_collection: z.looseObject({ behavior: z.string(), resumes_at: z.int().nullish() }).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
})
export type SubscriptionFacts = z.infer<typeof shape>

/** Null where it is another object. */
export function subscriptionFacts(object: unknown, id: string): SubscriptionFacts | null {
  const facts = shape.safeParse(object).data
  return facts?.id === id ? facts : null
}

export const readSubscription = (
  stripe: StripeReader,
  id: string,
  params: Stripe.SubscriptionRetrieveParams = {},
): Promise<Result<Stripe.Subscription>> => stripe.one((sdk) => sdk.subscriptions.retrieve(id, params))

type Reckoned = Pick<ExpectedMoney, 'today'> & Partial<Pick<ExpectedMoney, 'prorationDate'>>

/** What a change bills at once, if it bills anything. */
export interface Billing {
  /** Stripe's word for why such an invoice is made: an invoice that was made for another reason is an older or a later one. */
  reason: keyof typeof saidToBe
  /** What it was expected to come to, where anything was, and when that was reckoned. */
  expected: Reckoned
  /** When the order was sent, by Stripe's clock, milliseconds, where it was looked up afterwards: another such invoice may have been made since. */
  sentAt?: number
}

/** A change that begins a new period, as the end of a trial or of a standstill, is billed as a period, as is every renewal. */
const saidToBe = {
  subscription_create: ['subscription_create'],
  subscription_update: ['subscription_update', 'subscription_cycle'],
} as const satisfies Record<string, readonly string[]>

/**
 * What a change has left behind: an invoice that waits for the customer, or has another total than was expected. Where none was expected,
 * an invoice of a period may be that of a renewal meanwhile.
 */
export function billedEffect(
  { id, status, latest_invoice: invoice }: SubscriptionFacts,
  { reason, expected, sentAt }: Billing,
): Effect {
  const { today, prorationDate = 0 } = expected
  if (invoice === null || invoice === undefined) return { id, result: null }
  const reasons: readonly string[] = today === null ? [reason] : saidToBe[reason]
  const isItsOwn =
    reasons.some((said) => said === invoice.billing_reason) &&
    invoice.created >= prorationDate &&
    (sentAt === undefined || Math.abs(invoice.created * 1000 - sentAt) <= billedWithinMs)
  if (!isItsOwn) return { id, result: null }
  const isOwed = invoice.status === 'open' && invoice.amount_remaining > 0 && waitsForMoney.has(status)
  const page = typeof invoice.hosted_invoice_url === 'string' ? { url: invoice.hosted_invoice_url } : {}
  return {
    id,
    result: {
      invoiced: {
        invoiceId: invoice.id,
        status: invoice.status ?? null,
        currency: invoice.currency,
        total: invoice.total,
        amountDue: invoice.amount_due,
        differs: invoice.total !== today?.total || invoice.amount_due !== today.amountDue,
      },
      ...(isOwed ? { awaits: 'customer' as const, ...page } : {}),
    },
  }
}

/** The same of an order that is known to have changed it, looked up afterwards. */
export async function billedSince(
  stripe: StripeReader,
  id: string,
  expected: Reckoned,
  order: ChangeOrder,
): Promise<Result<Effect | null>> {
  const read = await stripe.peek((sdk) => sdk.subscriptions.retrieve(id, { expand: ['latest_invoice'] }))
  if (!read.ok) return read
  const { value, asOf } = read.value
  stripe.take(value, asOf)
  const facts = subscriptionFacts(value, id)
  const sentAt = byStripe(sentOrPlaced(order), stripe.now(), asOf)
  return success(
    facts === null ? null : billedEffect(facts, { reason: 'subscription_update', expected, sentAt }),
  )
}

/** A call may take its time, and our clock may have been put right since. */
const billedWithinMs = 600_000

/** Of one that may have been sent before its journal was restored `sentAt` is 0: no more is known than when it was placed. */
const sentOrPlaced = ({ sentAt, placedAt }: ChangeOrder): number => sentAt || placedAt

/** Whether a call under the order's own key has changed the subscription, by Stripe's events; null where the key may not read them. */
export async function changedBy(
  stripe: StripeReader,
  order: ChangeOrder,
  types: readonly string[],
): Promise<Result<boolean | null>> {
  const events = await stripe.eventsOf(changeKeyOf(order.kind, order.id), types, sentOrPlaced(order))
  if (events.ok) return success(events.value.length > 0)
  return events.error.code === 'key_permission' ? success(null) : events
}

/** Whatever somebody else could have changed meanwhile. */
export function standingOf(subscription: Stripe.Subscription): string {
  const { status, discounts, collection_method: collection, pause_collection: pause } = subscription
  return [
    status,
    itemsWord(subscription),
    `discounts ${discounts.map(idOf).join('+') || 'none'}`,
    collection,
    `trial ${subscription.trial_end ?? 'none'}`,
    `ends ${subscription.cancel_at ?? 'never'}`,
    `paused ${pause?.behavior ?? 'no'}`,
    `method ${idOf(subscription.default_payment_method) ?? 'none'}`,
    periodWord(subscription),
  ].join(', ')
}

/** One that has other items or prices by now is worth another sum than was shown. */
export const itemsWord = ({ items }: Stripe.Subscription): string =>
  items.data.map(({ id, price, quantity }) => `${id} ${price.id} × ${quantity ?? 1}`).join(', ')

/** One that was renewed meanwhile was charged for another period, whatever else is the same about it. */
export function periodWord(subscription: Stripe.Subscription): string {
  const end = periodEndOf(subscription)
  return `period ${end === null ? 'not known' : `until ${new Date(end * 1000).toISOString().slice(0, 16)}Z`}`
}

const waitsForMoney: ReadonlySet<string> = new Set(['incomplete', 'past_due', 'paused', 'unpaid'])

/** "Pro of Ada Lovelace (€24.00 a month)"; without the price where it is no plain one, and by its id where names are not known. */
export function subscriptionWords(subscription: Stripe.Subscription, { own }: StripeReader): string {
  const { items, currency } = subscription
  const name = subscriptionName(subscription, own) ?? subscription.id
  const parts = items.data.map(({ price, quantity }) => {
    const unit = wholeUnitIn(price, currency)
    return {
      amount: unit === null ? null : unit * (quantity ?? 1),
      every: price.recurring === null ? null : periodWords(price.recurring),
    }
  })
  const [first] = parts
  const known = parts.flatMap(({ amount }) => (amount === null ? [] : [amount]))
  const isPlain =
    !items.has_more &&
    first !== undefined &&
    first.every !== null &&
    known.length === parts.length &&
    parts.every(({ every }) => every === first.every)
  if (!isPlain) return name
  const total = known.reduce((sum, amount) => sum + amount, 0)
  return `${name} (${spokenAmount(total, currency)} ${first.every})`
}

function subscriptionName({ items, customer }: Stripe.Subscription, own: OwnJudgement): string | null {
  const products = new Set(items.data.map(({ price }) => idOf(price.product)))
  const names = [...products].map((id) => (id === null ? null : own.nameOf(id)))
  const who = own.nameOf(idOf(customer) ?? '')
  return who === null || names.length === 0 || names.includes(null)
    ? null
    : `${list.format(names.filter((name) => name !== null))} of ${who}`
}

const list = new Intl.ListFormat('en-GB')

/** "Pro, €24.00 a month", or as much of it as is known. */
export function priceWords(price: Stripe.Price): string {
  const name = price.nickname ?? price.id
  const unit = wholeUnitIn(price, price.currency)
  if (unit === null) return name
  const every = price.recurring === null ? '' : ` ${periodWords(price.recurring)}`
  return `${name}, ${spokenAmount(unit, price.currency)}${every}`
}

const wholeUnitIn = (price: Stripe.Price, currency: string): number | null =>
  unitIn<Pick<Stripe.Price, 'unit_amount'>>(price, currency)?.unit_amount ?? null

/** Null where none drives it. */
export const scheduleFinding = ({ schedule }: Stripe.Subscription): ChangeFinding | null =>
  schedule === null
    ? null
    : finding(
        'phases',
        'warn',
        'A schedule drives it: its next phase may change it back. Look at the schedule in the Stripe Dashboard.',
        [typeof schedule === 'string' ? schedule : schedule.id],
      )

/** Stripe refuses to plan the end of one that a schedule drives, or to take it back, but in the schedule. Null where none drives it. */
export const scheduledEndFinding = ({ schedule }: Stripe.Subscription): ChangeFinding | null =>
  schedule === null
    ? null
    : finding(
        'phases',
        'stop',
        'A schedule drives it: when it ends, Stripe lets be changed only there. Do it in the Stripe Dashboard.',
        [typeof schedule === 'string' ? schedule : schedule.id],
      )

const periodWords = ({ interval, interval_count: count }: Stripe.Price.Recurring): string =>
  count === 1 ? `a ${interval}` : `every ${count} ${interval}s`

/** What it is worth in a month, reckoned as in the lists. */
export const monthlyWorth = (subscription: Stripe.Subscription): ChangeMoney | null =>
  monthlyMoney(keepableObject(subscription))

/** The end of what is paid for, Unix seconds; null where no item says it. */
export function periodEndOf({ items }: Stripe.Subscription): number | null {
  const ends = items.data.map(({ current_period_end: end }) => end)
  return ends.length === 0 ? null : Math.max(...ends)
}

/** When the first of its items' periods ends, Unix seconds: one that ends with its period ends then (changelog of 2025-07-30.basil). */
export function firstPeriodEndOf({ items }: Stripe.Subscription): number | null {
  const ends = items.data.map(({ current_period_end: end }) => end)
  return ends.length === 0 ? null : Math.min(...ends)
}

export function endedFinding(subscription: Stripe.Subscription): ChangeFinding {
  const { status, id } = subscription
  return isEnded(subscription.status)
    ? finding('object', 'stop', `This subscription has ended (${status.replaceAll('_', ' ')}).`, [id])
    : finding('object', 'ok', `This subscription is ${status.replaceAll('_', ' ')}.`, [id])
}

/** Why no other can be made like it; null where all of its items have come. */
export const whyNotLike = ({ items }: Stripe.Subscription): string | null =>
  items.has_more
    ? 'It had more items than can be taken over here. Make a new subscription in the Stripe Dashboard.'
    : null

/** Its invoices that nobody has paid. `becomes` says in a sentence what happens to them. */
export async function openInvoicesFinding(
  stripe: StripeReader,
  subscriptionId: string,
  becomes: string,
): Promise<Result<ChangeFinding>> {
  const open = await stripe.all((sdk, after) =>
    sdk.invoices.list({ subscription: subscriptionId, status: 'open', limit: 100, ...after }),
  )
  if (!open.ok)
    return open.error.code === 'key_permission'
      ? success(
          finding(
            'invoices',
            'unknown',
            'This key may not read invoices, so whether some are open is not known.',
          ),
        )
      : open
  if (open.value.length === 0) return success(finding('invoices', 'ok', 'None of its invoices is open.'))
  const sums = [...Map.groupBy(open.value, ({ currency }) => currency)].map(([currency, invoices]) =>
    spokenAmount(
      invoices.reduce((sum, { amount_remaining: due }) => sum + due, 0),
      currency,
    ),
  )
  return success(
    finding(
      'invoices',
      'warn',
      `${counted(open.value.length, 'invoice')} of it for ${sums.join(' and ')} ${open.value.length === 1 ? 'is' : 'are'} open. ${becomes}`,
      open.value.map(({ id }) => id),
    ),
  )
}
