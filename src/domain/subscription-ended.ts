// When a subscription is over (docs.stripe.com/billing/subscriptions/overview#subscription-statuses). Pure.

const ended: ReadonlySet<string> = new Set(['canceled', 'incomplete_expired'])

/** Whether Stripe will never bill it again. `status`: Stripe's. */
export function isEnded(status: string): boolean {
  return ended.has(status)
}
