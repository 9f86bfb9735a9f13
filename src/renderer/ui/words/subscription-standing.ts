// How a subscription stands, as one text for the key of a question to Stripe: where the text differs, the answer from before is none any
// more. Pure.
import type { SubscriptionDetail } from '../../../contract/subscriptions.ts'

export function standingOf({ subscription, items, discounts, trial, schedule }: SubscriptionDetail): string {
  const { status, cancelAt, cancelAtPeriodEnd, pause, collectionMethod } = subscription
  return JSON.stringify([
    subscription.id,
    status,
    cancelAt,
    cancelAtPeriodEnd,
    pause,
    collectionMethod,
    items.map(({ id, priceId, quantity, currentPeriodEnd }) => [id, priceId, quantity, currentPeriodEnd]),
    discounts.map(({ id }) => id),
    trial?.end,
    schedule?.id,
  ])
}
