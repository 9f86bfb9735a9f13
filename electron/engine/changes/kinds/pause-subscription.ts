// Pauses the collection of a subscription, and resumes it. It goes on meanwhile: what is paused is the money alone. Letting it stand
// still as a whole (status `paused`) is Stripe's other way: pause-service.ts.
import type Stripe from 'stripe'
import { success, type ChangeFinding, type ChangeOf } from '../../../../src/contract/index.ts'
import { dayOf } from '../../../../src/domain/day-words.ts'
import { finding, marksBeside, type Kind } from '../kind.ts'
import { subscriptionFacts } from '../subscription-effects.ts'
import { subscriptionWords } from '../subscription-words.ts'
import {
  endedFinding,
  itemsWord,
  monthlyWorth,
  openInvoicesFinding,
  readSubscription,
} from '../subscriptions.ts'

type Behavior = ChangeOf<'pause_subscription'>['behavior']

const becomes: Record<Behavior, string> = {
  void: 'Invoices made meanwhile are void: nothing is ever owed for that time.',
  keep_as_draft: 'Invoices made meanwhile stay drafts, to be collected later.',
  mark_uncollectible: 'Invoices made meanwhile are marked as uncollectible: the time counts as given away.',
}

/** "void until 1798156800", to compare; null where nothing is paused. */
function pauseOf({
  pause_collection: pause,
}: {
  pause_collection?: { behavior: string; resumes_at?: number | null | undefined } | null | undefined
}): string | null {
  if (pause === null || pause === undefined) return null
  const until =
    pause.resumes_at === null || pause.resumes_at === undefined ? '' : ` until ${pause.resumes_at}`
  return `${pause.behavior}${until}`
}

/** "void until 25 Dec 2026", for people. */
const pauseWords = ({ behavior, resumes_at: resumesAt }: Stripe.Subscription.PauseCollection): string =>
  `${behavior.replaceAll('_', ' ')}${resumesAt === null ? '' : ` until ${dayOf(resumesAt * 1000)}`}`

const asked = ({ behavior, resumesAt }: ChangeOf<'pause_subscription'>): string | null =>
  pauseOf({ pause_collection: { behavior, resumes_at: resumesAt } })

export const pauseSubscription: Kind<'pause_subscription'> = {
  action: 'change',
  held: true,
  objectId: ({ subscriptionId }) => subscriptionId,
  blocks: ({ subscriptionId }) => subscriptionId,

  async judge(stripe, change) {
    const { subscriptionId, behavior, resumesAt } = change
    const [subscription, invoices] = await Promise.all([
      readSubscription(stripe, subscriptionId),
      openInvoicesFinding(
        stripe,
        subscriptionId,
        'What is open already stays open, and Stripe goes on trying it: void it where it is not to be paid.',
      ),
    ])
    if (!subscription.ok) return subscription
    if (!invoices.ok) return invoices
    const standing = pauseOf(subscription.value)
    const paused = subscription.value.pause_collection
    const until = resumesAt === null ? 'until it is resumed' : `until ${dayOf(resumesAt * 1000)}`
    const findings = [
      endedFinding(subscription.value),
      whollyPaused(subscription.value),
      standing === asked(change)
        ? finding('already', 'stop', 'Its collection is paused like this already.', [subscriptionId])
        : null,
      paused !== null && standing !== asked(change)
        ? finding('replaced', 'warn', `It is paused already (${pauseWords(paused)}): that is replaced.`)
        : null,
      resumesAt !== null && resumesAt * 1000 <= stripe.now()
        ? finding('schedule', 'stop', 'The day to go on is over already.')
        : null,
      invoices.value,
    ].filter((each) => each !== null)
    return success({
      words: `Nothing is collected for ${subscriptionWords(subscription.value, stripe)} ${until}. ${becomes[behavior]}`,
      money: monthlyWorth(subscription.value),
      findings,
      base: standingOf(subscription.value),
      payload: (marks): Stripe.SubscriptionUpdateParams => ({
        pause_collection: { behavior, ...(resumesAt === null ? {} : { resumes_at: resumesAt }) },
        metadata: marksBeside(subscription.value.metadata, marks),
      }),
    })
  },

  send: (stripe, { subscriptionId }, payload, options) =>
    stripe.subscriptions.update(subscriptionId, payload, options),

  effectOf(object, change, orderId) {
    const facts = subscriptionFacts(object, change.subscriptionId)
    if (facts === null) return null
    // Marked by this order: it was paused, whatever was done since.
    const isThere = pauseOf(facts) === asked(change) || facts.metadata?.['bursar_order'] === orderId
    return isThere ? { id: facts.id, result: null } : null
  },

  async find(stripe, change, order) {
    const read = await readSubscription(stripe, change.subscriptionId)
    return read.ok ? success(this.effectOf(read.value, change, order.id)) : read
  },
}

export const resumeSubscription: Kind<'resume_subscription'> = {
  action: 'change',
  held: true,
  objectId: ({ subscriptionId }) => subscriptionId,
  blocks: ({ subscriptionId }) => subscriptionId,

  async judge(stripe, { subscriptionId }) {
    const subscription = await readSubscription(stripe, subscriptionId)
    if (!subscription.ok) return subscription
    const findings = [
      endedFinding(subscription.value),
      whollyPaused(subscription.value),
      pauseOf(subscription.value) === null
        ? finding('already', 'stop', 'Its collection is not paused.', [subscriptionId])
        : finding(
            'invoices',
            'ok',
            'Its next invoice is collected as usual. Drafts that were made meanwhile stay drafts.',
          ),
    ].filter((each) => each !== null)
    return success({
      words: `${subscriptionWords(subscription.value, stripe)} is collected for again, from its next invoice on.`,
      money: monthlyWorth(subscription.value),
      findings,
      base: standingOf(subscription.value),
      payload: (marks): Stripe.SubscriptionUpdateParams => ({
        pause_collection: '',
        metadata: marksBeside(subscription.value.metadata, marks),
      }),
    })
  },

  send: (stripe, { subscriptionId }, payload, options) =>
    stripe.subscriptions.update(subscriptionId, payload, options),

  effectOf(object, { subscriptionId }, orderId) {
    const facts = subscriptionFacts(object, subscriptionId)
    if (facts === null) return null
    const isThere = pauseOf(facts) === null || facts.metadata?.['bursar_order'] === orderId
    return isThere ? { id: facts.id, result: null } : null
  },

  async find(stripe, change, order) {
    const read = await readSubscription(stripe, change.subscriptionId)
    return read.ok ? success(this.effectOf(read.value, change, order.id)) : read
  },
}

/** To compare: whether it is collected, and for what. */
const standingOf = (subscription: Stripe.Subscription): string =>
  `${pauseOf(subscription) ?? 'collected'}, ${itemsWord(subscription)}`

function whollyPaused({ status, id }: Stripe.Subscription): ChangeFinding | null {
  return status === 'paused'
    ? finding('object', 'stop', 'It stands still as a whole: it has to go on first.', [id])
    : null
}
