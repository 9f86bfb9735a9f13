// When a subscription is over (docs.stripe.com/billing/subscriptions/overview#subscription-statuses). Pure.

export const endedStatuses = ['canceled', 'incomplete_expired'] as const
const ended: ReadonlySet<string> = new Set(endedStatuses)

/** Whether Stripe will never bill it again. `status`: Stripe's. */
export function isEnded(status: string): boolean {
  return ended.has(status)
}
