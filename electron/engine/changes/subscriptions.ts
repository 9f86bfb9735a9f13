// What is found about a subscription, from objects just read. Reads only.
import type Stripe from 'stripe'
import { success, type ChangeFinding, type ChangeMoney, type Result } from '../../../src/contract/index.ts'
import { isEnded } from '../../../src/domain/subscription-ended.ts'
import { spokenAmount } from '../../../src/domain/money.ts'
import { idOf } from '../../store/projections/shapes.ts'
import { keepableObject } from '../../store/projections/keepable-object.ts'
import { monthlyMoney } from '../../store/projections/subscriptions.ts'
import { finding } from './kind.ts'
import { counted } from './methods.ts'
import type { StripeReader } from './reader.ts'

export const readSubscription = (
  stripe: StripeReader,
  id: string,
  params: Stripe.SubscriptionRetrieveParams = {},
): Promise<Result<Stripe.Subscription>> => stripe.one((sdk) => sdk.subscriptions.retrieve(id, params))

/** Whatever somebody else could have changed meanwhile. */
export function standingOf(subscription: Stripe.Subscription): string {
  const { status, discounts, collection_method: collection, pause_collection: pause } = subscription
  const days = subscription.days_until_due
  return [
    status,
    itemsWord(subscription),
    `discounts ${discounts.map(idOf).join('+') || 'none'}`,
    `${collection}${days === null ? '' : ` due after ${days} days`}`,
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
