// Lets a subscription as a whole stand still (status `paused`), and go on: no period passes, nothing is invoiced, and what it gives is
// not to be used meanwhile. Only where billing is flexible (POST /v1/subscriptions/:id/pause and /resume).
import type Stripe from 'stripe'
import { success, type ChangeFinding, type ChangeOf, type Result } from '../../../../src/contract/index.ts'
import { spokenAmount } from '../../../../src/domain/money.ts'
import { finding, whyNot, type Kind } from '../kind.ts'
import { paidForPeriod, whyNotGivenBack } from '../paid-period.ts'
import { costFinding, differenceOf } from '../previewed-figures.ts'
import { dueOf, endingBill, resumingBills } from '../previews.ts'
import type { StripeReader } from '../reader.ts'
import { billedEffect, billedSince, changedBy, subscriptionFacts } from '../subscription-effects.ts'
import { subscriptionWords } from '../subscription-words.ts'
import {
  endedFinding,
  openInvoicesFinding,
  periodWord,
  readSubscription,
  scheduleFinding,
  standingOf,
} from '../subscriptions.ts'

const becomesOfUnused: Record<ChangeOf<'pause_service'>['unused'], string> = {
  credit: 'What is paid for and not used is credited on the next invoice.',
  none: 'What is paid for and not used is not given back.',
}

export const pauseService: Kind<'pause_service'> = {
  action: 'change',
  held: true,
  objectId: ({ subscriptionId }) => subscriptionId,
  blocks: ({ subscriptionId }) => subscriptionId,

  async judge(stripe, { subscriptionId, unused }) {
    const [read, invoices] = await Promise.all([
      readSubscription(stripe, subscriptionId),
      openInvoicesFinding(
        stripe,
        subscriptionId,
        'What is open already is still owed, and Stripe goes on trying it.',
      ),
    ])
    if (!read.ok) return read
    if (!invoices.ok) return invoices
    const { value: subscription } = read
    const stop = [
      endedFinding(subscription),
      subscription.status === 'paused'
        ? finding('already', 'stop', 'It stands still already.', [subscriptionId])
        : null,
      subscription.status === 'incomplete'
        ? finding('object', 'stop', 'Its first payment is not through: there is nothing to pause yet.')
        : null,
      subscription.billing_mode.type === 'flexible'
        ? null
        : finding(
            'object',
            'stop',
            'Its billing is classic, and Stripe lets only flexible ones stand still. Pause what is collected instead.',
          ),
      subscription.schedule === null
        ? null
        : finding('phases', 'stop', 'A schedule drives it: Stripe does not let such a one stand still.'),
    ].filter((each) => each !== null)
    const credit =
      unused === 'none' || whyNot(stop) !== null ? success(null) : await creditFinding(stripe, subscription)
    if (!credit.ok) return credit
    const findings = [
      ...stop,
      finding(
        'notices',
        'warn',
        'The customer notices: what it gives should be off from now until it goes on.',
      ),
      credit.value,
      invoices.value,
    ].filter((each) => each !== null)
    return success({
      words: `${subscriptionWords(subscription, stripe)} stands still from now on: no period passes and nothing is invoiced. ${becomesOfUnused[unused]}`,
      findings,
      base: `${subscription.status}, ${periodWord(subscription)}`,
      payload: (): Stripe.SubscriptionPauseParams => ({
        bill_for: { unused_time_from: { type: unused === 'credit' ? 'now' : 'none' } },
        invoicing_behavior: 'pending_invoice_item',
      }),
    })
  },

  send: (stripe, { subscriptionId }, payload, options) =>
    stripe.subscriptions.pause(subscriptionId, payload, options),

  // The answer to the call itself.
  effectOf(object, { subscriptionId }) {
    const facts = subscriptionFacts(object, subscriptionId)
    return facts?.status === 'paused' ? { id: facts.id, result: null } : null
  },

  // The call leaves no mark, and somebody else may have paused it another way: only events under its own key are its effect.
  async find(stripe, { subscriptionId }, order) {
    const changed = await changedBy(stripe, order, [
      'customer.subscription.paused',
      'customer.subscription.updated',
    ])
    if (!changed.ok) return changed
    return success(changed.value === true ? { id: subscriptionId, result: null } : null)
  },
}

export const resumeService: Kind<'resume_service'> = {
  action: 'change',
  held: true,
  objectId: ({ subscriptionId }) => subscriptionId,
  blocks: ({ subscriptionId }) => subscriptionId,

  async judge(stripe, { subscriptionId, anchor, expected }) {
    const read = await readSubscription(stripe, subscriptionId)
    if (!read.ok) return read
    const { value: subscription } = read
    const stop = [
      endedFinding(subscription),
      whyNotResumed(subscription),
      whyNotCharged(subscription),
    ].filter((each) => each !== null)
    const bills =
      whyNot(stop) !== null
        ? success(null)
        : await resumingBills(stripe, subscription, anchor, expected.prorationDate)
    if (!bills.ok) return bills
    const today = bills.value?.today ?? null
    const findings = [
      ...stop,
      bills.value === null
        ? null
        : costFinding(differenceOf('The invoice of today', expected.today, today, subscription.currency)),
      today === null
        ? finding('notices', 'warn', 'The customer notices: what it gives is theirs again.')
        : finding(
            'notices',
            'warn',
            'It is charged now. Where the bank declines, it goes on all the same and is past due; where there is no method to try, it stands still until the invoice is paid.',
          ),
      scheduleFinding(subscription),
    ].filter((each) => each !== null)
    const cost =
      today === null
        ? 'Nothing is invoiced now.'
        : `${spokenAmount(dueOf(today), subscription.currency)} is invoiced now.`
    return success({
      words: `${subscriptionWords(subscription, stripe)} goes on${anchor === 'now' ? ', with a new period from now' : ', in the period as it was'}. ${cost}`,
      findings,
      base: standingOf(subscription),
      payload: (): Stripe.SubscriptionResumeParams => ({
        billing_cycle_anchor: { type: anchor },
        ...(anchor === 'unchanged' ? { proration_date: expected.prorationDate } : {}),
        expand: ['latest_invoice'],
      }),
    })
  },

  send: (stripe, { subscriptionId }, payload, options) =>
    stripe.subscriptions.resume(subscriptionId, payload, options),

  // The answer to the call: it goes on, or waits for the invoice that resumes it.
  effectOf(object, { subscriptionId, expected }) {
    const facts = subscriptionFacts(object, subscriptionId)
    return facts === null ? null : billedEffect(facts, { reason: 'subscription_update', expected })
  },

  // As of a pause: whatever became of it since, only events under its own key are its effect.
  async find(stripe, { subscriptionId, expected }, order) {
    const changed = await changedBy(stripe, order, [
      'customer.subscription.resumed',
      'customer.subscription.updated',
      'invoice.created',
    ])
    if (!changed.ok) return changed
    if (changed.value !== true) return success(null)
    return billedSince(stripe, subscriptionId, expected, order)
  },
}

/** The pause itself can't be previewed: an end at this moment gives back the same. */
async function creditFinding(
  stripe: StripeReader,
  subscription: Stripe.Subscription,
): Promise<Result<ChangeFinding | null>> {
  const paid = await paidForPeriod(stripe, subscription)
  if (!paid.ok) return paid
  if (paid.value === null) return success(null)
  const ending = await endingBill(stripe, subscription)
  return ending.ok
    ? success(whyNotGivenBack(paid.value, ending.value.givesBack, subscription.currency))
    : ending
}

const whyNotCharged = ({ collection_method: collection }: Stripe.Subscription): ChangeFinding | null =>
  collection === 'charge_automatically'
    ? null
    : finding(
        'object',
        'stop',
        'Stripe resumes only what is charged by itself, and of this one invoices are sent.',
      )

const whyNotResumed = ({
  status,
  id,
  pause_collection: pause,
}: Stripe.Subscription): ChangeFinding | null => {
  if (status === 'paused') return null
  return finding(
    'already',
    'stop',
    pause === null
      ? 'It does not stand still.'
      : 'It does not stand still: only what it collects is paused, which is resumed apart.',
    [id],
  )
}
