// Takes back that a subscription ends, while it has not ended yet.
import type Stripe from 'stripe'
import { success } from '../../../../src/contract/index.ts'
import { dayOf } from '../../../../src/domain/day-words.ts'
import { finding, marksBeside, type Kind } from '../kind.ts'
import { subscriptionFacts } from '../subscription-effects.ts'
import { subscriptionWords } from '../subscription-words.ts'
import {
  endedFinding,
  itemsWord,
  monthlyWorth,
  readSubscription,
  scheduledEndFinding,
} from '../subscriptions.ts'

export const keepSubscription: Kind<'keep_subscription'> = {
  action: 'change',
  held: true,
  objectId: ({ subscriptionId }) => subscriptionId,
  blocks: ({ subscriptionId }) => subscriptionId,

  async judge(stripe, { subscriptionId }) {
    const read = await readSubscription(stripe, subscriptionId)
    if (!read.ok) return read
    const { cancel_at: cancelAt, cancel_at_period_end: atPeriodEnd } = read.value
    const findings = [
      endedFinding(read.value),
      atPeriodEnd || cancelAt !== null
        ? finding(
            'schedule',
            'ok',
            `It would end ${cancelAt === null ? 'with its period' : `on ${dayOf(cancelAt * 1000)}`}.`,
          )
        : finding('already', 'stop', 'It does not end: there is nothing to take back.', [subscriptionId]),
      scheduledEndFinding(read.value),
    ].filter((each) => each !== null)
    return success({
      words: `${subscriptionWords(read.value, stripe)} does not end, and is renewed as before.`,
      money: monthlyWorth(read.value),
      findings,
      base: `ends ${cancelAt ?? 'never'}${atPeriodEnd ? ' with its period' : ''}, ${itemsWord(read.value)}`,
      payload: (marks): Stripe.SubscriptionUpdateParams => ({
        ...(atPeriodEnd ? { cancel_at_period_end: false } : { cancel_at: '', proration_behavior: 'none' }),
        metadata: marksBeside(read.value.metadata, marks),
      }),
    })
  },

  send: (stripe, { subscriptionId }, payload, options) =>
    stripe.subscriptions.update(subscriptionId, payload, options),

  effectOf(object, { subscriptionId }, orderId) {
    const facts = subscriptionFacts(object, subscriptionId)
    if (facts === null) return null
    const goesOn = facts.cancel_at_period_end === false && (facts.cancel_at ?? null) === null
    const isThere = (goesOn && facts.status !== 'canceled') || facts.metadata?.['bursar_order'] === orderId
    return isThere ? { id: facts.id, result: null } : null
  },

  async find(stripe, change, order) {
    const read = await readSubscription(stripe, change.subscriptionId)
    return read.ok ? success(this.effectOf(read.value, change, order.id)) : read
  },
}
