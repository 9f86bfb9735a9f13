// What becomes of a subscription when its period ends. It must never say that something is collected where Stripe collects nothing.

import { isEnded } from './subscription-ended.ts'

/** Times are Unix seconds. */
export interface RenewalFacts {
  /** Stripe's: charge_automatically or send_invoice. */
  collectionMethod: string | null
  currentPeriodEnd: number | null
  cancelAt: number | null
  cancelAtPeriodEnd: boolean
  /** Of pause_collection: what it does with invoices differs, and none of it collects them. */
  pause: { resumesAt: number | null } | null
}

export interface Renewal {
  at: number
  /** What is done with the invoice that is made then. */
  invoice: 'not_collected' | 'sent' | 'collected'
}

/** Null: no invoice is made then. */
export function renewalOf(facts: RenewalFacts): Renewal | null {
  const { currentPeriodEnd: at, pause } = facts
  if (at === null || facts.cancelAtPeriodEnd || (facts.cancelAt ?? Infinity) <= at) return null
  if (pause !== null && (pause.resumesAt ?? Infinity) > at) return { at, invoice: 'not_collected' }
  return { at, invoice: facts.collectionMethod === 'send_invoice' ? 'sent' : 'collected' }
}

/** Whether Stripe charges a method for what it bills; else its invoices are sent, or there are none any more. */
export const isChargedByItself = ({
  status,
  collectionMethod,
}: Pick<RenewalFacts, 'collectionMethod'> & { status: string }): boolean =>
  !isEnded(status) && collectionMethod !== 'send_invoice'

/** States in which the next period is charged. */
const charged: ReadonlySet<string> = new Set(['active', 'past_due', 'trialing'])

/** When Stripe charges a method for the next period; null: it does not. */
export function nextChargeAt(facts: RenewalFacts & { status: string }): number | null {
  const renewal = charged.has(facts.status) ? renewalOf(facts) : null
  return renewal?.invoice === 'collected' ? renewal.at : null
}
