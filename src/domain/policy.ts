// What a machine may do by its role, and how a refund is judged by a desk's policy. Pure: no clock, no store.
// It guards against mistakes. Against malice only a restricted key guards: the engine calls Stripe with whatever key it has.
import { startOf, stretchAround } from './calendar.ts'
import { dayAndMinuteIn } from './day-words.ts'
import { parseExpected, spokenAmount } from './money.ts'

export type Role = 'support' | 'finance' | 'admin'
export type Action = 'refund' | 'bulk' | 'change' | 'manage'
export type AllowableReason = 'none' | 'requested_by_customer' | 'duplicate' | 'fraudulent'

/** Amounts in minor units; null: no limit, and for `typeAbove` that every amount is typed. */
export interface CurrencyLimit {
  currency: string
  perOrder: number | null
  perDay: number | null
  typeAbove: number | null
}

export interface Policy {
  role: Role
  allowed: readonly Action[]
  limits: readonly CurrencyLimit[]
  otherCurrencies: 'unlimited' | 'refused'
  reasons: readonly AllowableReason[]
  holdSeconds: number
  leaseMinutes: number
  timeZone: string
  /** What was kept can't be read: the rest stands in its place and allows nothing. */
  unreadable?: true
}

/** What each role begins with; an admin may then allow or forbid single actions. */
export const roleTemplates: Readonly<Record<Role, readonly Action[]>> = {
  support: ['refund', 'change'],
  finance: ['refund', 'bulk', 'change'],
  admin: ['refund', 'bulk', 'change', 'manage'],
}

/** As a desk stands before anyone set a policy: everything is allowed, and every refund in live mode is confirmed by typing its amount. */
export function firstPolicy(timeZone: string): {
  role: Role
  allowed: Action[]
  limits: never[]
  otherCurrencies: 'unlimited'
  reasons: AllowableReason[]
  holdSeconds: number
  leaseMinutes: number
  timeZone: string
} {
  return {
    role: 'admin',
    allowed: [...roleTemplates.admin],
    limits: [],
    otherCurrencies: 'unlimited',
    reasons: ['none', 'requested_by_customer', 'duplicate', 'fraudulent'],
    holdSeconds: 8,
    leaseMinutes: 5,
    timeZone,
  }
}

const limitOf = (policy: Policy, currency: string): CurrencyLimit | undefined =>
  policy.limits.find((limit) => limit.currency === currency)

export interface AskedRefund {
  /** Minor units. */
  amount: number
  currency: string
  reason: Exclude<AllowableReason, 'none'> | null
}

/** What a policy leaves of a currency, amounts in minor units; null: no limit. */
export interface LimitsLeft {
  perOrder: number | null
  leftToday: number | null
}

/** `orderedToday`: minor units of this currency that were ordered since `startOfDay`. */
export function limitsLeft(policy: Policy, currency: string, orderedToday: number): LimitsLeft {
  const { perOrder = null, perDay = null } = limitOf(policy, currency) ?? {}
  return { perOrder, leftToday: perDay === null ? null : Math.max(0, perDay - orderedToday) }
}

/** Why this machine may not do this, in words that follow "let this machine"; null when it may. */
export const whyMayNot = (policy: Policy, action: Action, what: string): string | null =>
  policy.allowed.includes(action)
    ? null
    : policy.unreadable
      ? `The policy of this desk can't be read. Until it is set again in Settings, this machine may not ${what}.`
      : `The policy of this desk does not let this machine (${policy.role}) ${what}.`

/** Why this machine may not refund in a currency at all, in words; null where it may. */
export function whyNoRefunds(policy: Policy, currency: string): string | null {
  const forbidden = whyMayNot(policy, 'refund', 'make refunds')
  if (forbidden !== null) return forbidden
  if (limitOf(policy, currency) === undefined && policy.otherCurrencies === 'refused')
    return `The policy of this desk allows no refunds in ${currency.toUpperCase()}.`
  return null
}

/** Why the policy refuses this refund, in words; null where it does not. `orderedToday` as for `limitsLeft`. */
export function whyPolicyRefuses(policy: Policy, asked: AskedRefund, orderedToday: number): string | null {
  const { amount, currency, reason } = asked
  const never = whyNoRefunds(policy, currency)
  if (never !== null) return never
  if (!policy.reasons.includes(reason ?? 'none')) {
    return reason === null
      ? 'The policy of this desk asks for a reason with every refund.'
      : `The policy of this desk does not allow refunds for the reason “${reason.replaceAll('_', ' ')}”.`
  }
  const { perOrder, leftToday } = limitsLeft(policy, currency, orderedToday)
  if (perOrder !== null && amount > perOrder)
    return `The policy of this desk allows ${spokenAmount(perOrder, currency)} in one refund at most.`
  if (leftToday !== null && amount > leftToday) {
    return `The policy of this desk limits the refunds of a day: ${spokenAmount(leftToday, currency)} is left today, by the time of ${policy.timeZone}.`
  }
  return null
}

/**
 * Why a refund that the policy would allow on another day has to wait for it, in words; null where it may be made now, or never.
 * `orderedToday` as for `limitsLeft`; `at`: Unix milliseconds.
 */
export function whyNotToday(
  policy: Policy,
  asked: AskedRefund,
  orderedToday: number,
  at: number,
): string | null {
  const { amount, currency } = asked
  if (whyPolicyRefuses(policy, asked, 0) !== null || whyPolicyRefuses(policy, asked, orderedToday) === null)
    return null
  const { leftToday } = limitsLeft(policy, currency, orderedToday)
  const perDay = limitOf(policy, currency)?.perDay ?? 0
  const spoken = (sum: number): string => spokenAmount(sum, currency)
  const { timeZone } = policy
  const freeAt = stretchAround('day', Math.floor(at / 1000), timeZone).before * 1000
  return `The policy of this desk allows refunds of ${spoken(perDay)} in a day: ${spoken(leftToday ?? 0)} is left today, and the next one is of ${spoken(amount)}. The limit is free again on ${dayAndMinuteIn(freeAt, timeZone)}, by the time of ${timeZone}.`
}

/** On a live desk: above this many minor units the amount is typed to confirm it. */
export const typeAbove = (policy: Policy, currency: string): number =>
  Math.max(0, limitOf(policy, currency)?.typeAbove ?? 0)

export type Confirmation = { how: 'agreed' } | { how: 'typed'; amount: string }

/** Why this is not enough of a confirmation on a live desk, in words; null when it is. A typed amount must be exactly the order's. */
export function whyNotConfirmed(
  policy: Policy,
  { amount, currency }: AskedRefund,
  confirmation: Confirmation | null,
): string | null {
  if (confirmation === null) return 'A refund on a live desk has to be confirmed.'
  if (confirmation.how === 'agreed') {
    return amount > typeAbove(policy, currency)
      ? 'A refund of this amount on a live desk is confirmed by typing the amount.'
      : null
  }
  const typed = parseExpected(confirmation.amount, currency, amount)
  return typed.ok && typed.amount === amount
    ? null
    : 'The amount that was typed is not the amount of the refund.'
}

/** Whether this machine knows the time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/**
 * The first millisecond of the calendar day that `at` is in, by a time zone.
 * @throws RangeError for a time zone that this machine does not know.
 */
export const startOfDay = (at: number, timeZone: string): number =>
  startOf('day', Math.floor(at / 1000), timeZone) * 1000
