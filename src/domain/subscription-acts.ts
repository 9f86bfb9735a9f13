// What an operator can do about a subscription as it stands, each with what it does. It must never offer what Stripe would refuse.
import { isEnded } from './subscription-ended.ts'

/** subscriptionActs of src/contract/subscriptions.ts */
export type SubscriptionAct =
  | 'change'
  | 'pause_collection'
  | 'resume_collection'
  | 'pause_service'
  | 'resume_service'
  | 'cancel'
  | 'keep'
  | 'start_again'
  | 'retry_invoice'
  | 'send_link'
  | 'new_method'
  | 'void_invoice'
  | 'uncollectible_invoice'

/** Times are Unix seconds, amounts minor units. */
export interface StatusFacts {
  status: string
  created: number
  /** Stripe's: charge_automatically or send_invoice. */
  collectionMethod: string | null
  /** flexible or classic. */
  billingMode: string | null
  currentPeriodEnd: number | null
  trialEnd: number | null
  /** What Stripe does when a trial ends without a method: cancel, create_invoice, pause. */
  missingMethod: string | null
  /** Whether there is something to pay with; null: not known here. */
  hasMethod: boolean | null
  cancelAt: number | null
  cancelAtPeriodEnd: boolean
  endedAt: number | null
  /** cancellation_details.reason */
  endedWhy: string | null
  /** Of pause_collection. */
  pause: { behavior: string; resumesAt: number | null } | null
  /** status_details.paused.subscription.type */
  pausedWhy: string | null
  /** The latest. */
  invoice: {
    /** The number, else the id. */
    name: string
    status: string
    currency: string
    amountRemaining: number
    attempts: number
    nextAttemptAt: number | null
    dueDate: number | null
    /** Of its PaymentIntent. */
    paymentStatus: string | null
    hasLink: boolean
  } | null
  /** Of the schedule that drives it, those still to come. */
  phases: readonly { start: number; words: string }[]
  /** When the schedule ends, and what then: release or cancel. */
  scheduleEnd: { at: number; behavior: string | null } | null
  /** A change that waits for its payment is given up then. */
  pendingUpdateExpiresAt: number | null
}

export interface Can {
  act: SubscriptionAct
  text: string
}

export const startAgain: Can = {
  act: 'start_again',
  text: 'Start the same one again, as a new subscription.',
}

export const awaitsCustomer = ({ invoice }: StatusFacts): boolean =>
  invoice?.paymentStatus === 'requires_action'

/** A payment of it is on its way: a debit takes days. Whoever is asked for it again meanwhile may pay twice, and Stripe ends no such invoice. */
export const isUnderWay = ({ invoice }: StatusFacts): boolean =>
  invoice?.status === 'open' && invoice.paymentStatus === 'processing'

/** Whether something can be done about it. */
const isOpen = (facts: StatusFacts): boolean =>
  facts.invoice?.status === 'open' && facts.invoice.amountRemaining > 0 && !isUnderWay(facts)

export const newMethod = (text: string): Can => ({ act: 'new_method', text })

export function retry(facts: StatusFacts): Can[] {
  return isOpen(facts) && facts.hasMethod !== false
    ? [{ act: 'retry_invoice', text: `Try ${facts.invoice?.name ?? 'the invoice'} again now.` }]
    : []
}

export function sendLink(facts: StatusFacts, text: string): Can[] {
  return isOpen(facts) && facts.invoice?.hasLink === true ? [{ act: 'send_link', text }] : []
}

/** The page on which the customer confirms or pays. */
export const sendPage = (facts: StatusFacts): Can[] =>
  sendLink(
    facts,
    awaitsCustomer(facts)
      ? 'Send the page on which the customer confirms.'
      : 'Send the page on which the customer can pay.',
  )

/** What can be done about an invoice that is not paid. */
export function ofInvoice(facts: StatusFacts): Can[] {
  if (!isOpen(facts)) return []
  return [
    ...(awaitsCustomer(facts) ? [] : retry(facts)),
    ...sendPage(facts),
    newMethod('Ask the customer for another method.'),
    ...notCollected(facts),
  ]
}

export function notCollected(facts: StatusFacts): Can[] {
  if (!isOpen(facts)) return []
  return [
    { act: 'void_invoice', text: 'Void the invoice: it is not owed.' },
    {
      act: 'uncollectible_invoice',
      text: 'Give the invoice up as uncollectible: it is owed, but not expected.',
    },
  ]
}

export const changing = (facts: StatusFacts): Can[] =>
  isEnded(facts.status)
    ? []
    : [{ act: 'change', text: 'Change its plan, quantity, coupon, trial or method.' }]

export function pausing({ pause, billingMode, status }: StatusFacts): Can[] {
  return [
    pause === null
      ? { act: 'pause_collection', text: 'Pause the collection; it goes on meanwhile.' }
      : { act: 'resume_collection', text: 'Collect again, from the next invoice on.' },
    ...(billingMode === 'flexible' && status === 'active'
      ? [{ act: 'pause_service', text: 'Pause it as a whole: no invoices until it is resumed.' } as const]
      : []),
  ]
}

export function ending(facts: StatusFacts): Can[] {
  const isScheduled = facts.cancelAt !== null || facts.cancelAtPeriodEnd
  return [
    ...(isScheduled ? [{ act: 'keep', text: 'Keep it: take its end back.' } as const] : []),
    { act: 'cancel', text: isScheduled ? 'End it earlier.' : 'Cancel it.' },
  ]
}

export function onceEach(can: readonly Can[]): Can[] {
  return [...new Map(can.toReversed().map((each) => [each.act, each])).values()].toReversed()
}
