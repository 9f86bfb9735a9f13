// What Stripe does next with a subscription, and when, from facts alone. It must never promise what Stripe has not told: what the account's settings
// decide is said to be so.
import { renewalOf } from './renewal.ts'
import { isUnderWay, type StatusFacts } from './subscription-acts.ts'

/** `at`: Unix seconds; null where no time is known. */
export interface Next {
  text: string
  at: number | null
}

export const nothingMore: Next = { text: 'Nothing more comes from Stripe.', at: null }
/** docs.stripe.com/billing/revenue-recovery/smart-retries: the choice is not in the API. */
export const bySetting: Next = {
  text: 'If every try fails, Stripe cancels it, marks it as unpaid, or leaves it past due: which of these is set in the Dashboard, and is not told here.',
  at: null,
}

export function renewal(facts: StatusFacts): Next[] {
  const found = renewalOf(facts)
  if (found === null) return []
  const how =
    found.invoice === 'not_collected'
      ? 'Stripe makes the next invoice, and does not collect it.'
      : found.invoice === 'sent'
        ? 'Stripe makes the next invoice and sends it to the customer.'
        : facts.hasMethod === false
          ? 'Stripe makes the next invoice; there is no method to collect it with.'
          : 'Stripe makes the next invoice and collects it.'
  return [{ text: how, at: found.at }]
}

export function trialEnding(facts: StatusFacts): Next[] {
  const { trialEnd: at, hasMethod, missingMethod } = facts
  const after: Readonly<Record<string, string>> = {
    cancel: 'ends it',
    pause: 'pauses it until there is a method',
    create_invoice: 'makes an invoice, which can’t be collected and leaves it past due',
  }
  const without = after[missingMethod ?? '']
  if (facts.cancelAtPeriodEnd || (facts.cancelAt !== null && at !== null && facts.cancelAt <= at)) return []
  if (facts.collectionMethod === 'send_invoice')
    return [{ text: 'The trial ends: Stripe makes the first invoice and sends it to the customer.', at }]
  const paying = 'The trial ends: Stripe makes the first invoice and collects it.'
  if (hasMethod === true) return [{ text: paying, at }]
  const lacking = without === undefined ? 'what Stripe does then is not told here' : `Stripe ${without}`
  return hasMethod === false
    ? [{ text: `The trial ends. There is no method to pay with: ${lacking}.`, at }]
    : [{ text: `${paying} Without a method, ${lacking}.`, at }]
}

/** What was arranged beforehand. */
export function scheduled(facts: StatusFacts): Next[] {
  const at = facts.cancelAt ?? (facts.cancelAtPeriodEnd ? facts.currentPeriodEnd : null)
  const { scheduleEnd } = facts
  return [
    ...facts.phases.map(({ start, words }) => ({ text: `Its schedule changes it: ${words}`, at: start })),
    ...(scheduleEnd?.behavior === 'cancel'
      ? [{ text: 'Its schedule is over, and Stripe ends it.', at: scheduleEnd.at }]
      : []),
    ...(at !== null || facts.cancelAtPeriodEnd
      ? [{ text: 'It ends, as was ordered; no further period is billed.', at }]
      : []),
    ...(facts.pendingUpdateExpiresAt === null
      ? []
      : [
          {
            text: 'A change waits for its payment; if that is not made by then, Stripe drops the change.',
            at: facts.pendingUpdateExpiresAt,
          },
        ]),
  ]
}

export function ofPause({ pause }: StatusFacts): Next[] {
  if (pause === null) return []
  return pause.resumesAt === null
    ? [{ text: 'Collection stays paused until somebody resumes it.', at: null }]
    : [{ text: 'Stripe collects again by itself.', at: pause.resumesAt }]
}

/** Of a debit that takes days. */
export function underWay(facts: StatusFacts): Next[] {
  return isUnderWay(facts)
    ? [
        {
          text: `A payment of ${facts.invoice?.name ?? 'its invoice'} is under way. Nothing is to be asked of the customer until the bank has answered.`,
          at: null,
        },
      ]
    : []
}

export function retrying(facts: StatusFacts): Next[] {
  const { invoice, collectionMethod, pause } = facts
  if (invoice === null || invoice.status !== 'open') return []
  if (isUnderWay(facts)) return underWay(facts)
  if (collectionMethod === 'send_invoice')
    return [{ text: 'Stripe waits for the customer to pay the invoice.', at: null }]
  if (invoice.nextAttemptAt === null)
    return [{ text: `Stripe has no further try of ${invoice.name} planned.`, at: null }]
  const paused = pause === null ? '' : ' Pausing the collection does not stop tries of what is open already.'
  return [{ text: `Stripe tries ${invoice.name} again.${paused}`, at: invoice.nextAttemptAt }]
}

/** By their time; what has none comes last, in the order told. */
export function inOrder(next: readonly Next[]): Next[] {
  return next.toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity) || 0)
}
