// Words of subscriptions that lists, inspectors and forms share: why customers leave, what a pause does, how a difference is charged. Exhaustive
// by type where the list is ours; a word of Stripe's that is not known is shown as it came. Pure.
import type { ChangeOf } from '../../../contract/changes.ts'
import type { CancellationFeedback, ProrationBehavior } from '../../../contract/subscription-lists.ts'
import { plainWord } from './looks.ts'

const feedbacks: Record<CancellationFeedback, string> = {
  too_expensive: 'Too expensive',
  missing_features: 'Lacks something they need',
  switched_service: 'Went to another service',
  unused: 'Did not use it',
  customer_service: 'Unhappy with the support',
  too_complex: 'Too complicated',
  low_quality: 'Not good enough',
  other: 'Another reason',
}
export const feedbackChoices = Object.entries(feedbacks) as [CancellationFeedback, string][]

export const feedbackWords = (feedback: string): string =>
  (feedbacks as Record<string, string>)[feedback] ?? plainWord(feedback)

export type PauseBehavior = ChangeOf<'pause_subscription'>['behavior']

/** What becomes of the invoices, and what the customer notices. */
export const pauseBehaviors: Record<PauseBehavior, { word: string; notices: string }> = {
  void: {
    word: 'Are void: nobody owes them',
    notices: 'The customer keeps the service and pays nothing for this time, now or later.',
  },
  keep_as_draft: {
    word: 'Wait as drafts, to be collected later',
    notices:
      'The customer keeps the service and hears nothing; what waits can be asked of them afterwards, all at once.',
  },
  mark_uncollectible: {
    word: 'Count as uncollectible',
    notices: 'The customer keeps the service; the invoices stand in the books as money that was not got.',
  },
}

export const pauseWords = (behavior: string): string => {
  const known = (pauseBehaviors as Record<string, { word: string }>)[behavior]
  return `Paused: invoices ${known ? known.word.charAt(0).toLowerCase() + known.word.slice(1) : plainWord(behavior)}`
}

/** What becomes of a subscription of which an invoice is given up, a sentence; `status` is Stripe's word. */
export function withoutInvoice(status: string, how: 'void_invoice' | 'uncollectible_invoice'): string {
  switch (status) {
    case 'incomplete':
      return 'The subscription waits for its first payment: it does not begin by this.'
    case 'paused':
      return how === 'void_invoice'
        ? 'The subscription stands still, and goes on doing so.'
        : 'The subscription stands still; Stripe may let it go on by this.'
    case 'canceled':
    case 'incomplete_expired':
      return 'The subscription has ended, and stays so.'
    case 'past_due':
    case 'unpaid':
      return 'The subscription goes on, and Stripe may call it active again: what it gives comes back with that.'
    default:
      return 'The subscription goes on.'
  }
}

export const prorations: Record<ProrationBehavior, { word: string; means: string }> = {
  create_prorations: {
    word: 'On the next invoice',
    means: 'The difference for the rest of this period is put on the next invoice.',
  },
  always_invoice: {
    word: 'At once',
    means: 'The difference for the rest of this period is invoiced and collected now.',
  },
  none: {
    word: 'Not at all',
    means: 'The rest of this period stays as it was paid; the change counts from the next one.',
  },
}
