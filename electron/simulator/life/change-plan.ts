// What a change of a subscription comes to: its items, periods and trial afterwards, what is given back and charged, and whether that
// is invoiced at once. Decides only: changing.ts puts it in a book, for a preview as for the real thing.
import type { Price, Subscription, SubscriptionItem } from '../billing-records.ts'
import type { Period } from '../invoice-records.ts'
import {
  chargeOf,
  fullLine,
  remainingLine,
  trialLine,
  unusedLine,
  type Billed,
  type BillingLine,
} from './billing-lines.ts'
import { netAmounts, type Reduction } from './discounting.ts'
import { MONTHLY, periodAround, periodEnd, type Interval } from './periods.ts'

export type ProrationBehavior = 'always_invoice' | 'create_prorations' | 'none'

export interface WantedChange {
  /** All of them, as they are to be; a new one has the period of the others. */
  readonly items: readonly SubscriptionItem[]
  readonly behavior: ProrationBehavior
  readonly anchorNow?: boolean
  /** Seconds; `now` ends the trial. */
  readonly trialEnd?: number | 'now'
  /** The second that unused and remaining time are counted from; now unless told. */
  readonly prorationDate?: number
}

export interface Standing {
  readonly subscription: Subscription
  readonly now: number
  /** What was charged for an item until its period ends. */
  readonly billed: (item: SubscriptionItem) => Billed | null
  /** The discounts that hold after the change. */
  readonly reductions: readonly Reduction[]
  readonly nameOf: (product: string) => string
}

export interface ChangePlan {
  readonly changes: Partial<Subscription>
  /** They wait for the next invoice, or are on the one that is made now. */
  readonly prorations: readonly BillingLine[]
  /** Only on the one that is made now. */
  readonly full: readonly BillingLine[]
  readonly isInvoiced: boolean
  /** Of the invoice that is made now, where there is one. */
  readonly ended: Period
}

export function planChange(standing: Standing, wanted: WantedChange): ChangePlan {
  const { subscription, now } = standing
  const { behavior, trialEnd } = wanted
  const isTrial = subscription.status === 'trialing'
  if (trialEnd === 'now' && isTrial) return newPeriod(standing, wanted, { status: 'active', trial_end: now })
  if (typeof trialEnd === 'number')
    return isTrial ? movedTrial(wanted, trialEnd) : newTrial(standing, wanted, trialEnd)
  // Nothing is charged during a trial or a pause, so that nothing is given back.
  if (isTrial || subscription.status === 'paused') return quiet(wanted)
  const isOther = intervalOf(wanted.items) !== intervalOf(subscription.items.data)
  const isKept = subscription.billing_mode['type'] === 'flexible' && behavior !== 'none'
  if (wanted.anchorNow === true || isFreeNoMore(standing, wanted) || (isOther && !isKept))
    return newPeriod(standing, wanted, {})
  return isOther ? otherPeriod(standing, wanted) : samePeriod(standing, wanted)
}

export function intervalOf(items: readonly SubscriptionItem[]): string {
  const { interval, interval_count: count } = recurringOf(items)
  return `${count} ${interval}`
}

export const recurringOf = (items: readonly SubscriptionItem[]): Interval =>
  items[0]?.price.recurring ?? MONTHLY

export const totalOf = (items: readonly { price: Price; quantity: number }[]): number =>
  items.reduce((sum, { price, quantity }) => sum + price.unit_amount * quantity, 0)

/** The same items with another period. */
export const inPeriod = (items: readonly SubscriptionItem[], { start, end }: Period): SubscriptionItem[] =>
  items.map((item) => ({ ...item, current_period_end: end, current_period_start: start }))

const isFreeNoMore = ({ subscription }: Standing, { items }: WantedChange): boolean =>
  totalOf(subscription.items.data) === 0 && totalOf(items) > 0

const quiet = ({ items }: WantedChange): ChangePlan => ({
  changes: { items: listOf(items) },
  prorations: [],
  full: [],
  isInvoiced: false,
  ended: { start: 0, end: 0 },
})

function movedTrial({ items }: WantedChange, end: number): ChangePlan {
  const start = items[0]?.current_period_start ?? end
  return {
    ...quiet({ items, behavior: 'none' }),
    changes: {
      billing_cycle_anchor: end,
      items: listOf(inPeriod(items, { start, end })),
      trial_end: end,
    },
  }
}

/** What was paid for is given back, and time that costs nothing begins. */
function newTrial(standing: Standing, wanted: WantedChange, end: number): ChangePlan {
  const { now, nameOf } = standing
  const period = { start: now, end }
  const items = inPeriod(wanted.items, period)
  return {
    changes: {
      billing_cycle_anchor: end,
      items: listOf(items),
      status: 'trialing',
      trial_end: end,
      trial_start: now,
    },
    prorations: unused(standing, wanted, standing.subscription.items.data),
    full: items.map((item) => trialLine(item, period, nameOf)),
    isInvoiced: true,
    ended: { start: now, end: now },
  }
}

/** What was paid for is given back, and a whole period begins now. */
function newPeriod(standing: Standing, wanted: WantedChange, more: Partial<Subscription>): ChangePlan {
  const { now, nameOf, subscription } = standing
  const period = { start: now, end: periodEnd(now, recurringOf(wanted.items), now) }
  const items = inPeriod(wanted.items, period)
  return {
    changes: { billing_cycle_anchor: now, items: listOf(items), ...more },
    prorations: subscription.status === 'trialing' ? [] : unused(standing, wanted, subscription.items.data),
    full: items.map((item) => fullLine(item, period, nameOf)),
    isInvoiced: true,
    ended: { start: now, end: now },
  }
}

/** Another length of period about the same anchor, as flexible billing has it: the rest of it is charged. */
function otherPeriod(standing: Standing, wanted: WantedChange): ChangePlan {
  const { now, subscription } = standing
  const period = periodAround(subscription.billing_cycle_anchor, recurringOf(wanted.items), now)
  const items = inPeriod(wanted.items, period)
  return {
    changes: { items: listOf(items) },
    prorations: [
      ...unused(standing, wanted, subscription.items.data),
      ...remaining(standing, wanted, items, items),
    ],
    full: [],
    isInvoiced: true,
    ended: { start: period.start, end: now },
  }
}

/** Only what has changed is given back and charged, for the rest of the period. */
function samePeriod(standing: Standing, wanted: WantedChange): ChangePlan {
  const { now, subscription } = standing
  const before = new Map(subscription.items.data.map((item) => [item.id, item]))
  const after = new Map(wanted.items.map((item) => [item.id, item]))
  const isSame = (one: SubscriptionItem, other: SubscriptionItem | undefined) =>
    other !== undefined && one.price.id === other.price.id && one.quantity === other.quantity
  const gone = [...before.values()].filter((item) => !isSame(item, after.get(item.id)))
  const come = wanted.items.filter((item) => !isSame(item, before.get(item.id)))
  return {
    changes: { items: listOf(wanted.items) },
    prorations: [...unused(standing, wanted, gone), ...remaining(standing, wanted, wanted.items, come)],
    full: [],
    isInvoiced: wanted.behavior === 'always_invoice',
    ended: { start: wanted.items[0]?.current_period_start ?? now, end: now },
  }
}

function unused(
  { billed, nameOf, now }: Standing,
  { behavior, prorationDate }: WantedChange,
  items: readonly SubscriptionItem[],
): BillingLine[] {
  if (behavior === 'none') return []
  return items.flatMap((item) => {
    const paid = billed(item)
    const line = paid === null ? undefined : unusedLine(item, paid, prorationDate ?? now, nameOf)
    return line === undefined || line.amount === 0 ? [] : [line]
  })
}

function remaining(
  { nameOf, now, reductions, subscription }: Standing,
  { behavior, prorationDate }: WantedChange,
  all: readonly SubscriptionItem[],
  charged: readonly SubscriptionItem[],
): BillingLine[] {
  if (behavior === 'none') return []
  const nets = netsOf(all, reductions, subscription.currency)
  return charged.map((item) => {
    const period = { start: item.current_period_start, end: item.current_period_end }
    const at = Math.min(Math.max(prorationDate ?? now, period.start), period.end)
    return remainingLine(item, nets.get(item.id) ?? 0, at, period, nameOf)
  })
}

/** What a whole period of each item costs after discounts; those that hold once are for an invoice, not for a part of a period. */
export function netsOf(
  items: readonly SubscriptionItem[],
  reductions: readonly Reduction[],
  currency: string,
): ReadonlyMap<string, number> {
  const lasting = reductions.filter(({ coupon }) => coupon.duration !== 'once')
  const nets = netAmounts(items.map(chargeOf), lasting, currency)
  return new Map(items.map(({ id }, place) => [id, nets[place] ?? 0]))
}

/** The list of items of a subscription. */
const listOf = (items: readonly SubscriptionItem[]): Subscription['items'] => ({
  object: 'list',
  data: items,
  has_more: false,
  url: `/v1/subscription_items?subscription=${items[0]?.subscription ?? ''}`,
})
