// What one event says of access, and which of two facts of one second is the later one. It must never depend on which came first.

/** Times are Unix seconds by Stripe's clock. */
export interface AccessFact {
  eventId: string
  /** Stripe's. */
  type: string
  /** paid, failed and over (void, or given up as uncollectible): of an invoice. */
  kind: 'subscription' | 'paid' | 'failed' | 'over'
  at: number
  customerId: string | null
  subscriptionId: string | null
  /** Of a subscription, its latest. */
  invoiceId: string | null
  status: string | null
  /** What it was before; null where the event does not say that it changed. */
  statusBefore: string | null
  /** Ids of products; of a price where its product is not told. */
  products: readonly string[] | null
  pauseBehavior: string | null
  pauseResumesAt: number | null
  trialEnd: number | null
  /** When it ends by itself. */
  endsAt: number | null
  invoiceCreated: number | null
  attempts: number | null
  nextAttemptAt: number | null
}

/**
 * By time. Of one second, failures come before payments and ends of invoices, and those before what the subscription became; of the subscription its
 * creation first and its end last (docs/decisions/0007-precedence.md), between them what an event says was before it. Where that
 * tells nothing, the greater id is later: what counts of the last second is decided by the row, which is read again from Stripe.
 */
export function orderedFacts(facts: readonly AccessFact[]): AccessFact[] {
  const sorted = facts.toSorted(
    (a, b) => a.at - b.at || rankOf(a) - rankOf(b) || (a.eventId < b.eventId ? -1 : 1),
  )
  const ordered: AccessFact[] = []
  for (let next = 0; next < sorted.length;) {
    const first = sorted[next]!
    let end = next + 1
    while (end < sorted.length && sorted[end]!.at === first.at && rankOf(sorted[end]!) === rankOf(first))
      end += 1
    const group = sorted.slice(next, end)
    const before = ordered.findLast(({ kind }) => kind === 'subscription')?.status ?? null
    ordered.push(...(group.length > 1 && first.kind === 'subscription' ? chained(group, before) : group))
    next = end
  }
  return ordered
}

/** One after the other, each where it says it was before. */
function chained(group: readonly AccessFact[], before: string | null): AccessFact[] {
  const left = [...group]
  const found: AccessFact[] = []
  let status = before
  while (left.length > 0) {
    const fits = left.findIndex((fact) =>
      fact.statusBefore === null ? fact.status === status : fact.statusBefore === status,
    )
    const [next] = left.splice(Math.max(0, fits), 1)
    found.push(next!)
    status = next!.status
  }
  return found
}

function rankOf({ kind, type }: AccessFact): number {
  if (kind === 'failed') return 0
  if (kind === 'paid' || kind === 'over') return 1
  if (type === 'customer.subscription.created') return 2
  return type === 'customer.subscription.deleted' ? 4 : 3
}
