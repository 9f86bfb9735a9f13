// Every state a subscription can be in, told of the app's customers so that whoever opens the demo meets them all: their states, what
// waits for them, and how they came there. A list of stories; how one is told is in stories.ts.
import type { Book } from '../book.ts'
import { scheduleChange } from '../life/schedule-phases.ts'
import { endSubscription, type Ending } from '../life/subscriptions.ts'
import {
  change,
  leaveAt,
  leaveWithPeriod,
  pause,
  pauseAltogether,
  payLatest,
  payWithAnother,
} from './deeds.ts'
import { openPlans, type PlanCurrency, type PlanName, type Plans } from './plans.ts'
import { daysAgo, feel, monthsBefore, tell, type Story, type Turn } from './stories.ts'

const DAY = 86_400
/** The app came to market so many days before the anchor, and Pro was raised so many. */
const LAUNCHED = 330
const RAISED = 20

/** Tells them all; they happen when the clock is let run. */
export function showEveryState(book: Book, anchor: number): void {
  book.moment = daysAgo(anchor, LAUNCHED)
  const plans = openPlans(book)
  book.moment = null
  book.clock.schedule(daysAgo(anchor, RAISED), () => plans.retire())
  for (const story of [
    ...inOrder(plans, anchor),
    ...onTrial(plans, anchor),
    ...inTrouble(plans, anchor),
    ...changing(plans, anchor),
    ...leaving(plans, anchor),
    ...gone(plans, anchor),
  ])
    tell(book, story)
}

/** A plan by its name, where they live. */
const wants =
  (plans: Plans, plan: PlanName, currency: PlanCurrency, more: Partial<ReturnType<Story['wants']>> = {}) =>
  () => ({ price: plans.price(plan, currency, 'month'), ...more })
const wantsYearly = (plans: Plans, plan: PlanName, currency: PlanCurrency) => () => ({
  price: plans.price(plan, currency, 'year'),
})

function inOrder(plans: Plans, anchor: number): readonly Story[] {
  const ago = (days: number) => daysAgo(anchor, days)
  return [
    { from: 'DE', at: ago(201), wants: wants(plans, 'basic', 'eur') },
    { from: 'GB', at: ago(120), wants: wantsYearly(plans, 'pro', 'gbp') },
    { from: 'JP', at: ago(74), wants: wantsYearly(plans, 'basic', 'jpy') },
    { from: 'KW', at: ago(52), wants: wants(plans, 'pro', 'kwd') },
    // Several items, paid with a card of the subscription's own.
    {
      from: 'US',
      at: ago(95),
      pays: 'by_own_card',
      wants: () => ({
        price: plans.price('team', 'usd'),
        quantity: 5,
        also: [{ price: plans.price('support', 'usd'), quantity: 1 }],
        description: 'Roastery and both bars',
      }),
    },
    // What they pay is no longer sold.
    { from: 'DE', at: ago(251), wants: () => ({ price: plans.formerPro('eur') }) },
    { from: 'US', at: ago(190), wants: () => ({ price: plans.formerPro('usd') }) },
    // With coupons: for good, for a while, once.
    { from: 'FR', at: ago(140), wants: wants(plans, 'pro', 'eur', { coupons: [plans.coupon('forever')] }) },
    {
      from: 'NL',
      at: monthsBefore(anchor, 1, 12),
      wants: wants(plans, 'pro', 'eur', { coupons: [plans.coupon('repeating')] }),
    },
    { from: 'IE', at: ago(9), wants: wants(plans, 'pro', 'eur', { coupons: [plans.coupon('once')] }) },
    // Billed as all were before flexible billing.
    {
      from: 'GB',
      at: ago(310),
      wants: wants(plans, 'basic', 'gbp', { billingMode: { flexible: null, type: 'classic' } }),
    },
    // Written to: the last invoice is open.
    {
      from: 'DE',
      at: monthsBefore(anchor, 2, 6),
      wants: () => ({ price: plans.price('team', 'eur'), quantity: 12, ...SENT }),
      turns: [turn(monthsBefore(anchor, 2, 1), payLatest), turn(monthsBefore(anchor, 1, 2), payLatest)],
    },
  ]
}

function onTrial(plans: Plans, anchor: number): readonly Story[] {
  const trial = (days: number, missing: 'cancel' | 'create_invoice' | 'pause') => (at: number) => ({
    trialEnd: at + days * DAY,
    trialSettings: { end_behavior: { billing_cycle_anchor: null, missing_payment_method: missing } },
  })
  const ago = (days: number) => daysAgo(anchor, days)
  const of = (plan: PlanName, currency: PlanCurrency, more: ReturnType<typeof trial>, quantity = 1) =>
    (at: number) => ({ price: plans.price(plan, currency), quantity, ...more(at) }) // prettier-ignore
  return [
    { from: 'DE', at: ago(4), wants: of('pro', 'eur', trial(14, 'create_invoice')) },
    // They end soon, and there is nothing to pay with.
    { from: 'US', at: ago(12), pays: 'with_nothing', wants: of('team', 'usd', trial(14, 'cancel'), 3) },
    { from: 'GB', at: ago(28), pays: 'with_nothing', wants: of('pro', 'gbp', trial(30, 'pause')) },
    // It ended with nothing to pay with: paused until there is.
    { from: 'FR', at: ago(25), pays: 'with_nothing', wants: of('pro', 'eur', trial(14, 'pause')) },
    // It became a paying customer.
    { from: 'JP', at: ago(40), wants: of('pro', 'jpy', trial(14, 'create_invoice')) },
  ]
}

function inTrouble(plans: Plans, anchor: number): readonly Story[] {
  const ago = (days: number) => daysAgo(anchor, days)
  const declines = (at: number, code: string): Turn =>
    turn(at, (book, _, method) => feel(book, method, { kind: 'declines', code, onAttach: false }))
  const unpaidFrom = monthsBefore(anchor, 3, 45)
  return [
    // Past due: tried again soon; only another card helps; the bank wants to see them; an invoice nobody paid.
    {
      from: 'DE',
      at: monthsBefore(anchor, 2, 2),
      wants: wants(plans, 'basic', 'eur'),
      turns: [declines(ago(2.5), 'insufficient_funds')],
    },
    {
      from: 'JP',
      at: monthsBefore(anchor, 4, 9),
      wants: wants(plans, 'pro', 'jpy'),
      turns: [declines(ago(9.5), 'expired_card')],
    },
    {
      from: 'KW',
      at: monthsBefore(anchor, 1, 5),
      wants: wants(plans, 'basic', 'kwd'),
      turns: [turn(ago(5.5), (book, _, method) => feel(book, method, ASKS))],
    },
    {
      from: 'GB',
      at: ago(20),
      wants: () => ({ price: plans.price('team', 'gbp'), quantity: 8, ...SENT }),
    },
    // Given up by the schedule at a time when the account left such subscriptions unpaid.
    {
      from: 'US',
      at: unpaidFrom,
      wants: wants(plans, 'pro', 'usd'),
      turns: [
        declines(ago(45.5), 'stolen_card'),
        turn(ago(30), (book) => (book.whenRetriesFail = 'unpaid')),
        turn(ago(15), (book) => (book.whenRetriesFail = 'cancel')),
      ],
    },
    // Begun, and waiting for 3-D Secure; begun, and never paid.
    { from: 'GB', at: ago(0), card: ASKS, wants: wants(plans, 'pro', 'gbp') },
    {
      from: 'NL',
      at: ago(6),
      card: { kind: 'declines', code: 'do_not_honor', onAttach: false },
      wants: wants(plans, 'basic', 'eur'),
    },
  ]
}

function changing(plans: Plans, anchor: number): readonly Story[] {
  const ago = (days: number) => daysAgo(anchor, days)
  return [
    // Scheduled: more from the next period on, and less.
    {
      from: 'DE',
      at: monthsBefore(anchor, 3, 18),
      wants: wants(plans, 'basic', 'eur'),
      turns: [turn(ago(3), (book, it) => scheduleChange(book, it, { price: plans.price('pro', 'eur').id }))],
    },
    {
      from: 'US',
      at: monthsBefore(anchor, 1, 11),
      wants: wants(plans, 'team', 'usd', { quantity: 9 }),
      turns: [turn(ago(2), (book, it) => scheduleChange(book, it, { price: plans.price('team', 'usd').id, quantity: 4 }))], // prettier-ignore
    },
    // More seats, to be paid with the next invoice; a dearer plan, paid for at once.
    {
      from: 'FR',
      at: monthsBefore(anchor, 2, 16),
      wants: wants(plans, 'team', 'eur', { quantity: 3 }),
      turns: [turn(ago(7), (book, it) => change(book, it, { quantity: 5 }))],
    },
    {
      from: 'GB',
      at: monthsBefore(anchor, 2, 21),
      wants: wants(plans, 'basic', 'gbp'),
      turns: [
        turn(ago(11), (book, it) => change(book, it, { price: plans.price('pro', 'gbp'), atOnce: true })),
      ],
    },
    // Collection is paused: until a day, and until somebody says so.
    {
      from: 'IE',
      at: monthsBefore(anchor, 4, 10),
      wants: wants(plans, 'pro', 'eur'),
      turns: [turn(ago(14), (book, it) => pause(book, it, 'void', daysAgo(anchor, -2)))],
    },
    {
      from: 'US',
      at: monthsBefore(anchor, 5, 8),
      wants: wants(plans, 'basic', 'usd'),
      turns: [turn(ago(30), (book, it) => pause(book, it, 'keep_as_draft', null))],
    },
    // All of it is paused.
    {
      from: 'GB',
      at: monthsBefore(anchor, 3, 17),
      wants: wants(plans, 'team', 'gbp', { quantity: 4 }),
      turns: [turn(ago(4), pauseAltogether)],
    },
    // A card of the subscription's own since the customer's was lost.
    {
      from: 'DE',
      at: monthsBefore(anchor, 3, 23),
      wants: wants(plans, 'pro', 'eur'),
      turns: [turn(ago(19), payWithAnother)],
    },
  ]
}

function leaving(plans: Plans, anchor: number): readonly Story[] {
  const ago = (days: number) => daysAgo(anchor, days)
  return [
    {
      from: 'DE',
      at: monthsBefore(anchor, 6, 13),
      wants: wants(plans, 'pro', 'eur'),
      turns: [turn(ago(5), (book, it) => leaveWithPeriod(book, it, 'unused', 'I brew at work now.'))],
    },
    {
      from: 'US',
      at: ago(170),
      wants: wantsYearly(plans, 'pro', 'usd'),
      turns: [turn(ago(16), (book, it) => leaveWithPeriod(book, it, 'too_expensive', null))],
    },
    // At a day of their own.
    {
      from: 'GB',
      at: monthsBefore(anchor, 5, 4),
      wants: wants(plans, 'team', 'gbp', { quantity: 2 }),
      turns: [turn(ago(1), (book, it) => leaveAt(book, it, daysAgo(anchor, -40)))],
    },
  ]
}

function gone(plans: Plans, anchor: number): readonly Story[] {
  const ago = (days: number) => daysAgo(anchor, days)
  const left = (at: number, ending: Ending): Turn => turn(at, (book, it) => endSubscription(book, it, ending))
  const asked = (feedback: string, comment: string | null): Ending => ({
    reason: 'cancellation_requested',
    feedback,
    comment,
  })
  return [
    {
      from: 'DE',
      at: ago(160),
      wants: wants(plans, 'pro', 'eur'),
      turns: [left(ago(34), asked('too_expensive', 'Basic would do, but I want the curves.'))],
    },
    {
      from: 'US',
      at: ago(110),
      wants: wants(plans, 'basic', 'usd'),
      turns: [left(ago(21), asked('missing_features', 'No sync with my scale.'))],
    },
    { from: 'NL', at: ago(66), wants: wants(plans, 'pro', 'eur'), turns: [left(ago(8), asked('switched_service', null))] },
    { from: 'GB', at: ago(81), wants: wants(plans, 'pro', 'gbp'), turns: [left(ago(13), { reason: 'payment_disputed' })] },
  ] // prettier-ignore
}

const SENT = { collectionMethod: 'send_invoice', daysUntilDue: 14 } as const
const ASKS = { kind: 'asks_for_authentication', thenDeclines: false } as const

const turn = (at: number, act: Turn['act']): Turn => ({ at, act })
