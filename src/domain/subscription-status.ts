// Why a subscription is in its state, what Stripe does next and when, and which acts are offered: every status of Stripe's is
// explained, from facts alone (docs.stripe.com/billing/subscriptions/overview#subscription-statuses). It must never promise what
// Stripe has not told: what the account's settings decide is said to be so.
import { spokenAmount } from './money.ts'
import {
  awaitsCustomer,
  changing,
  ending,
  isUnderWay,
  newMethod,
  notCollected,
  ofInvoice,
  onceEach,
  pausing,
  retry,
  sendLink,
  sendPage,
  startAgain,
  type Can,
  type StatusFacts,
} from './subscription-acts.ts'
import {
  bySetting,
  inOrder,
  nothingMore,
  ofPause,
  renewal,
  retrying,
  scheduled,
  trialEnding,
  underWay,
  type Next,
} from './subscription-next.ts'

/** subscriptionStatuses of src/contract/subscription-lists.ts */
export type ExplainedStatus =
  'past_due' | 'unpaid' | 'incomplete' | 'trialing' | 'active' | 'paused' | 'incomplete_expired' | 'canceled'

export interface Explained {
  why: string
  next: Next[]
  can: Can[]
}

/** After these an unpaid first invoice ends the subscription before it began. */
const incompleteSeconds = 23 * 3600

export function explainStatus(facts: StatusFacts): Explained {
  if (!isExplained(facts.status))
    return {
      why: `Stripe calls its state “${facts.status.replaceAll('_', ' ')}”, which this version of Bursar does not know.`,
      next: [],
      can: [],
    }
  const { why, next, can } = explanations[facts.status](facts)
  return { why, next: inOrder(next), can: onceEach(can) }
}

const explanations: Record<ExplainedStatus, (facts: StatusFacts) => Explained> = {
  active: (facts) => ({
    why: `${facts.pause === null ? 'It is in use' : 'It goes on'}, and nothing of it is overdue${facts.pause === null ? '' : '; its collection is paused'}.${pauseWords(facts)}`,
    next: [...underWay(facts), ...ofPause(facts), ...renewal(facts), ...scheduled(facts)],
    can: [...ofInvoice(facts), ...changing(facts), ...pausing(facts), ...ending(facts)],
  }),

  trialing: (facts) => ({
    why: `It is on trial: nothing is due before the trial ends.${pauseWords(facts)}`,
    next: [...ofPause(facts), ...trialEnding(facts), ...scheduled(facts)],
    can: [
      ...(facts.hasMethod === false
        ? [newMethod('Ask the customer for a method before the trial ends.')]
        : []),
      ...changing(facts),
      ...pausing(facts),
      ...ending(facts),
    ],
  }),

  past_due: (facts) => ({
    why: `${unpaidInvoice(facts)} ${facts.collectionMethod === 'send_invoice' ? 'The customer did not pay it by its day.' : failedWords(facts)}`,
    next: [...retrying(facts), bySetting, ...scheduled(facts)],
    can: [...ofInvoice(facts), ...changing(facts), ...pausing(facts), ...ending(facts)],
  }),

  unpaid: (facts) => ({
    why: `${unpaidInvoice(facts)} The tries are over, and the account’s setting is to keep such subscriptions as unpaid.`,
    next: [
      ...underWay(facts),
      {
        text: 'Stripe goes on making invoices, as drafts that it does not collect. When the open invoice is paid, it becomes active again.',
        at: null,
      },
      ...scheduled(facts),
    ],
    can: [...ofInvoice(facts), ...ending(facts)],
  }),

  incomplete: (facts) => ({
    why: awaitsCustomer(facts)
      ? 'The first payment waits for the customer, who has to confirm it with their bank (3-D Secure).'
      : `The first payment is not through. ${failedWords(facts)}`,
    next: [
      ...underWay(facts),
      {
        text: awaitsCustomer(facts)
          ? 'When the customer has confirmed and the payment goes through, it becomes active.'
          : 'When its first invoice is paid, it becomes active.',
        at: null,
      },
      {
        text: 'If it is not paid by then (23 hours after it was made), Stripe ends it before it began and voids the invoice.',
        at: facts.created + incompleteSeconds,
      },
    ],
    can: [
      ...sendPage(facts),
      // To try again asks nobody: a bank that wants its customer wants them again.
      ...(awaitsCustomer(facts) ? [] : retry(facts)),
      ...(awaitsCustomer(facts) || isUnderWay(facts)
        ? []
        : [newMethod('Ask the customer for another method.')]),
      { act: 'cancel', text: 'End it now; its first invoice is not paid any more.' },
    ],
  }),

  incomplete_expired: (facts) => ({
    why: 'Its first invoice was not paid within 23 hours: it never began, and nothing is billed.',
    next: [nothingMore],
    can: [startAgain, ...notCollected(facts)],
  }),

  canceled: (facts) => ({
    why: endedWords(facts),
    next: [
      facts.invoice?.status === 'open'
        ? {
            text: `Nothing more is billed. ${facts.invoice.name} stays open until it is paid, void or given up.`,
            at: null,
          }
        : nothingMore,
    ],
    can: [startAgain, ...sendLink(facts, 'Send the page of the open invoice.'), ...notCollected(facts)],
  }),

  paused: (facts) => ({
    why: pausedWords(facts),
    next: [{ text: 'Stripe makes no invoices until it is resumed.', at: null }, ...scheduled(facts)],
    can: [
      ...(facts.pausedWhy === 'trial_end_without_payment_method' && facts.hasMethod !== true
        ? [newMethod('Ask the customer for a method, then resume it.')]
        : []),
      ...(facts.pausedWhy?.endsWith('_payment_failure') === true ? ofInvoice(facts) : []),
      { act: 'resume_service', text: 'Resume it.' },
      ...ending(facts),
    ],
  }),
}

function isExplained(status: string): status is ExplainedStatus {
  return Object.hasOwn(explanations, status)
}

/** What becomes of the invoices that are made while the collection is paused, a sentence; `behavior` is Stripe's word. */
export function pausedInvoices(behavior: string): string {
  const becomes: Readonly<Record<string, string>> = {
    void: 'Invoices made meanwhile are void: nothing is owed for that time.',
    keep_as_draft: 'Invoices made meanwhile stay drafts.',
    mark_uncollectible: 'Invoices made meanwhile are marked as uncollectible.',
  }
  return becomes[behavior] ?? 'What becomes of invoices made meanwhile, Bursar does not know.'
}

const pauseWords = ({ pause }: StatusFacts): string =>
  pause === null ? '' : ` ${pausedInvoices(pause.behavior)}`

function unpaidInvoice({ invoice }: StatusFacts): string {
  if (invoice === null) return 'Its latest invoice is not paid.'
  const { name, amountRemaining, currency, status } = invoice
  if (status !== 'open') return `Its latest invoice, ${name}, is ${status}.`
  return `Its latest invoice, ${name} for ${spokenAmount(amountRemaining, currency)}, is not paid.`
}

function failedWords(facts: StatusFacts): string {
  if (isUnderWay(facts)) return 'A payment of it is under way.'
  if (awaitsCustomer(facts)) return 'The customer has to confirm the payment with their bank (3-D Secure).'
  const attempts = facts.invoice?.attempts ?? 0
  if (attempts === 0) return 'No try of it is known here.'
  return attempts === 1 ? 'One try failed.' : `${attempts} tries failed.`
}

function endedWords({ endedWhy, endedAt, cancelAtPeriodEnd }: StatusFacts): string {
  const whys: Readonly<Record<string, string>> = {
    cancellation_requested: 'It was canceled on request.',
    payment_failed: 'Stripe canceled it because it was not paid.',
    payment_disputed: 'It was canceled because a payment of it was disputed.',
    canceled_by_retention_policy: 'It was canceled by the account’s own rules for such subscriptions.',
  }
  const why = whys[endedWhy ?? ''] ?? 'It was canceled; Stripe gives no reason.'
  const how = cancelAtPeriodEnd ? ' It ran to the end of what was paid for.' : ''
  return `${why}${how}${endedAt === null ? ' When is not told.' : ''}`
}

function pausedWords({ pausedWhy }: StatusFacts): string {
  const whys: Readonly<Record<string, string>> = {
    trial_end_without_payment_method: 'The trial ended, and there was no method to pay with.',
    pause_requested: 'It was paused on request.',
    first_payment_failure: 'Its first payment failed.',
    final_payment_failure: 'The last try of its payment failed.',
    system: 'Stripe paused it.',
  }
  return `${whys[pausedWhy ?? ''] ?? 'It is paused as a whole; Stripe gives no reason.'} The customer is not billed while it is paused.`
}
