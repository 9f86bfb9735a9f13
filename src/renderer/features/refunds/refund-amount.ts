// What the amount field of a refund means, and the summary of what will happen, in words. Pure; amounts in minor units.
// It must never let through what the engine would have to refuse.
import type { PaymentRow } from '../../../contract/payments.ts'
import type { Preflight } from '../../../contract/refunds.ts'
import { currencyRule, explainAmount, parseExpected, spokenAmount } from '../../../domain/money.ts'
import { judgeAmount } from '../../../domain/refundable.ts'
import { nameOf } from '../../ui/words/customer-words.ts'
import { methodText } from '../../ui/words/method-words.ts'

export type TypedAmount = { ok: true; amount: number } | { ok: false; message: string }

/** The most that can be ordered now, and what it is that sets it. */
export interface Most {
  amount: number
  by: 'payment' | 'order' | 'day'
}

export function mostOf({ amountRefundable, limits }: Pick<Preflight, 'amountRefundable' | 'limits'>): Most {
  const most: Most[] = [{ amount: amountRefundable, by: 'payment' }]
  if (limits.perOrder !== null) most.push({ amount: limits.perOrder, by: 'order' })
  if (limits.leftToday !== null) most.push({ amount: limits.leftToday, by: 'day' })
  return most.reduce((least, each) => (each.amount < least.amount ? each : least))
}

function atMost({ amount, by }: Most, currency: string): string {
  const most = spokenAmount(Math.max(0, amount), currency)
  switch (by) {
    case 'payment':
      return `At most ${most} can be refunded.`
    case 'order':
      return `The policy of this desk allows ${most} in one refund.`
    case 'day':
      return amount > 0
        ? `The policy of this desk leaves ${most} for today.`
        : 'The policy of this desk leaves nothing for today.'
  }
}

/**
 * Reads the typed amount against what is refundable and what the policy leaves of it. The whole remainder is right even where it
 * is no whole step. `wholeOnly`: the bank warned of fraud, and nothing but the whole remainder can be ordered.
 */
export function readRefundAmount(
  typed: string,
  currency: string,
  refundable: number,
  most: Most = { amount: refundable, by: 'payment' },
  wholeOnly = false,
): TypedAmount {
  const read = readAmount(typed, currency, refundable)
  if (read.ok && wholeOnly && read.amount !== refundable)
    return {
      ok: false,
      message: `The bank warned of fraud: only all of it, ${spokenAmount(refundable, currency)}, can be refunded.`,
    }
  return read.ok && read.amount > most.amount ? { ok: false, message: atMost(most, currency) } : read
}

function readAmount(typed: string, currency: string, refundable: number): TypedAmount {
  const parsed = parseExpected(typed, currency, refundable)
  if (!parsed.ok) return { ok: false, message: explainAmount(parsed.reason, currency) }
  switch (judgeAmount(parsed.amount, currency, refundable)) {
    case 'ok':
      return parsed
    case 'more_than_refundable':
      return { ok: false, message: `At most ${spokenAmount(refundable, currency)} can be refunded.` }
    case 'not_positive':
    case 'not_whole':
      return { ok: false, message: explainAmount('not_positive', currency) }
    case 'not_a_step':
      return { ok: false, message: explainAmount('not_a_step', currency) }
  }
}

/** Half of what is refundable, rounded down to an amount that Stripe takes; 0 where there is none. */
export function halfOf(refundable: number, currency: string): number {
  const { step } = currencyRule(currency)
  const steps = Math.floor(refundable / step)
  return Math.floor(steps / 2) * step
}

/** Whom and what the money goes back to: "Ada Lovelace’s Visa •••• 4242". */
export function destination(payment: PaymentRow): string {
  const who = nameOf(payment)
  const method = payment.method === null ? null : methodText(payment.method)
  if (who === null) return method ?? 'the customer’s payment method'
  return method === null ? who : `${who}’s ${method}`
}

/** What placing the refund will do, as sentences. */
export function refundSentence(
  payment: PaymentRow,
  amount: number,
  captured: number,
  refundable: number,
): string {
  const say = (minor: number): string => spokenAmount(minor, payment.currency)
  const what = amount === captured ? `Refund all ${say(amount)}` : `Refund ${say(amount)} of ${say(captured)}`
  const left = refundable - amount
  const rest = left > 0 ? `${say(left)} stays refundable.` : 'Nothing more can be refunded after it.'
  return `${what} to ${destination(payment)}. ${rest} Money cannot be called back.`
}

/** What is left to refund, and what the policy makes of it. */
export function leftSentence({ currency, amountRefundable, limits }: Preflight): string {
  const say = (amount: number): string => spokenAmount(Math.max(0, amount), currency)
  return [
    `Refundable: ${say(amountRefundable)}`,
    ...(limits.perOrder === null ? [] : [`at most ${say(limits.perOrder)} in one refund`]),
    ...(limits.leftToday === null ? [] : [`${say(limits.leftToday)} left today`]),
  ].join(' · ')
}
