// What needs attention about a subscription, what can be done about it, and what it is worth, in words and signs. Exhaustive by type where the
// list is ours. Pure.
import {
  CalendarClock,
  CalendarX,
  CirclePause,
  Clock,
  Hourglass,
  Tag,
  TimerReset,
  TriangleAlert,
  X,
  type LucideIcon,
} from 'lucide-react'
import type { Attention } from '../../../contract/subscription-lists.ts'
import {
  attentions,
  subscriptionStatuses,
  type SubscriptionStatus,
} from '../../../contract/subscription-lists.ts'
import type { SubscriptionItem, SubscriptionRow } from '../../../contract/subscriptions.ts'
import { spokenAmount } from '../../../domain/money.ts'
import type { Look, Tone } from '../../ui/pill.tsx'
import { dayOf } from '../../ui/dates/time.ts'

const looks: Record<Attention, { tone: Tone; icon: LucideIcon; word: string }> = {
  past_due: { tone: 'red', icon: TriangleAlert, word: 'Past due' },
  unpaid: { tone: 'red', icon: X, word: 'Unpaid' },
  incomplete: { tone: 'amber', icon: Hourglass, word: 'First payment open' },
  trial_ending: { tone: 'blue', icon: Clock, word: 'Trial ends soon' },
  cancel_scheduled: { tone: 'amber', icon: CalendarX, word: 'Will end' },
  pause_ending: { tone: 'blue', icon: TimerReset, word: 'Pause ends soon' },
  paused: { tone: 'grey', icon: CirclePause, word: 'Paused' },
  price_retired: { tone: 'grey', icon: Tag, word: 'Price not sold any more' },
  change_scheduled: { tone: 'blue', icon: CalendarClock, word: 'Change scheduled' },
}

export const attentionLook = (attention: Attention): Look => looks[attention]

export const isStatus = (word: string): word is SubscriptionStatus =>
  subscriptionStatuses.some((status) => status === word)
export const isAttention = (word: string): word is Attention =>
  attentions.some((attention) => attention === word)

/** Why a mark is there, where the row tells: "Ends on 3 Dec 2026". */
export function attentionWords(
  attention: Attention,
  { trialEnd, cancelAt, cancelAtPeriodEnd, currentPeriodEnd, pause }: SubscriptionRow,
): string {
  const on = (words: string, seconds: number | null): string =>
    seconds === null ? looks[attention].word : `${words} ${dayOf(seconds * 1000)}`
  switch (attention) {
    case 'trial_ending':
      return on('Trial ends on', trialEnd)
    case 'cancel_scheduled':
      return on('Ends on', cancelAt ?? (cancelAtPeriodEnd ? currentPeriodEnd : null))
    case 'pause_ending':
      return on('Collected again from', pause?.resumesAt ?? null)
    case 'paused':
      return pause === null ? 'Stands still' : 'Goes on, but nothing is collected'
    case 'past_due':
    case 'unpaid':
    case 'incomplete':
    case 'price_retired':
    case 'change_scheduled':
      return looks[attention].word
  }
}

export const productsOf = ({ products, id }: Pick<SubscriptionRow, 'products' | 'id'>): string =>
  products.length === 0 ? id : products.join(', ')

/** "€19.00 every 3 months", "worked out by Stripe". */
export function priceWords({
  unitAmount,
  interval,
  intervalCount,
  currency,
}: Pick<SubscriptionItem, 'unitAmount' | 'interval' | 'intervalCount'> & {
  currency: string | null
}): string {
  const unit =
    unitAmount === null || currency === null ? 'worked out by Stripe' : spokenAmount(unitAmount, currency)
  if (interval === null) return unit
  return intervalCount === null || intervalCount === 1
    ? `${unit} a ${interval}`
    : `${unit} every ${intervalCount} ${interval}s`
}

export const partialWords =
  'Only the newest 20,000 subscriptions were looked through for these words; there may be more than is counted here.'

export const monthlyMeans =
  'Of subscriptions that are active or past due and whose collection is not paused: unit price × quantity, a year counted as 12 months, a week as 12/52 and a day as 12/365 of a year, rounded half up once for each subscription. Discounts and taxes are not taken off. A subscription with a price in tiers, by usage, for packages of units, or in another currency than its own is left out, also with its other prices.'
