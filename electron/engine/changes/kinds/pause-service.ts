// Lets a subscription as a whole stand still (status `paused`), and go on: no period passes, nothing is invoiced, and what it gives is
// not to be used meanwhile. Only where billing is flexible (POST /v1/subscriptions/:id/pause and /resume).
import type Stripe from 'stripe'
import { success, type ChangeFinding, type ChangeOf } from '../../../../src/contract/index.ts'
import { finding, type Kind } from '../kind.ts'
import {
  billedEffect,
  endedFinding,
  openInvoicesFinding,
  readSubscription,
  scheduleFinding,
  subscriptionFacts,
  subscriptionWords,
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
    const isAttached = subscription.schedule !== null
    const findings = [
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
      isAttached
        ? finding('phases', 'stop', 'A schedule drives it: Stripe does not let such a one stand still.')
        : null,
      finding(
        'notices',
        'warn',
        'The customer notices: what it gives should be off from now until it goes on.',
      ),
      invoices.value,
    ].filter((each) => each !== null)
    return success({
      words: `${subscriptionWords(subscription)} stands still from now on: no period passes and nothing is invoiced. ${becomesOfUnused[unused]}`,
      findings,
      base: subscription.status,
      payload: (): Stripe.SubscriptionPauseParams => ({
        bill_for: { unused_time_from: { type: unused === 'credit' ? 'now' : 'none' } },
        invoicing_behavior: 'pending_invoice_item',
      }),
    })
  },

  send: (stripe, { subscriptionId }, payload, options) =>
    stripe.subscriptions.pause(subscriptionId, payload, options),

  effectOf(object, { subscriptionId }) {
    const facts = subscriptionFacts(object, subscriptionId)
    return facts?.status === 'paused' ? { id: facts.id, result: null } : null
  },

  async find(stripe, change, order) {
    const read = await readSubscription(stripe, change.subscriptionId)
    return read.ok ? success(this.effectOf(read.value, change, order.id)) : read
  },
}

export const resumeService: Kind<'resume_service'> = {
  action: 'change',
  held: true,
  objectId: ({ subscriptionId }) => subscriptionId,
  blocks: ({ subscriptionId }) => subscriptionId,

  async judge(stripe, { subscriptionId, anchor }) {
    const read = await readSubscription(stripe, subscriptionId)
    if (!read.ok) return read
    const { value: subscription } = read
    const findings = [
      endedFinding(subscription),
      whyNotResumed(subscription),
      subscription.collection_method === 'charge_automatically'
        ? null
        : finding(
            'object',
            'stop',
            'Stripe resumes only what is charged by itself, and of this one invoices are sent.',
          ),
      finding(
        'notices',
        'warn',
        anchor === 'now'
          ? 'A new period begins and is charged now. Until that is paid it stands still.'
          : 'What is left of the period is charged. Until that is paid it stands still.',
      ),
      scheduleFinding(subscription),
    ].filter((each) => each !== null)
    return success({
      words: `${subscriptionWords(subscription)} goes on${anchor === 'now' ? ', with a new period from now' : ', in the period as it was'}.`,
      findings,
      base: subscription.status,
      payload: (): Stripe.SubscriptionResumeParams => ({
        billing_cycle_anchor: { type: anchor },
        expand: ['latest_invoice'],
      }),
    })
  },

  send: (stripe, { subscriptionId }, payload, options) =>
    stripe.subscriptions.resume(subscriptionId, payload, options),

  // The answer to the call: it goes on, or waits for the invoice that resumes it.
  effectOf(object, { subscriptionId }) {
    const facts = subscriptionFacts(object, subscriptionId)
    return facts === null ? null : billedEffect(facts, null, true)
  },

  // One that still stands still may wait for that invoice or was never resumed: only the call itself, sent again, tells.
  async find(stripe, change, order) {
    const read = await readSubscription(stripe, change.subscriptionId, { expand: ['latest_invoice'] })
    if (!read.ok) return read
    return success(read.value.status === 'paused' ? null : this.effectOf(read.value, change, order.id))
  },
}

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
