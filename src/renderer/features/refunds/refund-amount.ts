// What the amount field of a refund means, and the summary of what will happen, in words. Pure; amounts in minor units.
// It must never let through what the engine would have to refuse.
import type { PaymentRow } from '../../../contract/payments.ts'
import {
  currencyRule,
  editableAmount,
  explainAmount,
  parseAmount,
  spokenAmount,
} from '../../../domain/money.ts'
import { judgeAmount } from '../../../domain/refundable.ts'
import { methodText } from '../../ui/method-words.ts'

export type TypedAmount = { ok: true; amount: number } | { ok: false; message: string }

/** Reads the typed amount against what is refundable. The whole remainder is right even where it is no whole step. */
export function readRefundAmount(typed: string, currency: string, refundable: number): TypedAmount {
  if (refundable > 0 && typed.trim() === editableAmount(refundable, currency))
    return { ok: true, amount: refundable }
  const parsed = parseAmount(typed, currency)
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
  const who = payment.customerName ?? payment.customerEmail
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
