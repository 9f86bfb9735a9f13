// The keys of all questions, so that a push can name exactly what it spoils. It must never let what is kept of one desk be shown for
// another.
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { Change } from '../../contract/changes.ts'
import type { FittingPrice } from '../../contract/prices.ts'

/** Every key starts with the kind of thing and the desk, so that a push can name what it spoils. */
export const keys = {
  desks: ['desks'] as const,
  keychain: ['keychain'] as const,
  appInfo: ['app'] as const,
  sync: (deskId: string) => ['sync', deskId] as const,
  payments: (deskId: string) => ['payments', deskId] as const,
  counts: (deskId: string) => ['counts', deskId] as const,
  paymentsOfDesk: (deskId: string) => ['payment', deskId] as const,
  payment: (deskId: string, id: string) => ['payment', deskId, id] as const,
  orders: (deskId: string) => ['orders', deskId] as const,
  refunds: (deskId: string) => ['refunds', deskId] as const,
  refundCounts: (deskId: string) => ['refund counts', deskId] as const,
  refundsOfDesk: (deskId: string) => ['refund', deskId] as const,
  refund: (deskId: string, id: string) => ['refund', deskId, id] as const,
  failures: (deskId: string) => ['failures', deskId] as const,
  failureCounts: (deskId: string) => ['failure counts', deskId] as const,
  waiting: (deskId: string) => ['waiting', deskId] as const,
  failuresOfDesk: (deskId: string) => ['failure', deskId] as const,
  failure: (deskId: string, id: string) => ['failure', deskId, id] as const,
  declineRules: (deskId: string) => ['decline rules', deskId] as const,
  disputes: (deskId: string) => ['disputes', deskId] as const,
  disputeCounts: (deskId: string) => ['dispute counts', deskId] as const,
  subscriptions: (deskId: string) => ['subscriptions', deskId] as const,
  subscriptionCounts: (deskId: string) => ['subscription counts', deskId] as const,
  subscriptionProducts: (deskId: string) => ['subscription products', deskId] as const,
  subscriptionsOfDesk: (deskId: string) => ['subscription', deskId] as const,
  subscription: (deskId: string, id: string) => ['subscription', deskId, id] as const,
  subscriptionPreview: (deskId: string, what: unknown) => ['subscription preview', deskId, what] as const,
  access: (deskId: string) => ['access', deskId] as const,
  accessStanding: (deskId: string) => ['access standing', deskId] as const,
  entitlementsOfDesk: (deskId: string) => ['entitlements', deskId] as const,
  entitlements: (deskId: string, customerId: string) => ['entitlements', deskId, customerId] as const,
  views: (deskId: string) => ['views', deskId] as const,
  accessPolicy: (deskId: string) => ['access policy', deskId] as const,
  drafts: (deskId: string) => ['drafts', deskId] as const,
  draftsOfDesk: (deskId: string) => ['draft', deskId] as const,
  runs: (deskId: string) => ['runs', deskId] as const,
  runsOfDesk: (deskId: string) => ['run', deskId] as const,
  run: (deskId: string, id: string) => ['run', deskId, id] as const,
  runRows: (deskId: string, id: string) => ['run rows', deskId, id] as const,
  runRules: (deskId: string) => ['run rules', deskId] as const,
  search: (deskId: string, text: string) => ['search', deskId, text] as const,
  stripeSearch: (deskId: string, text: string) => ['stripe search', deskId, text] as const,
  customers: (deskId: string) => ['customers', deskId] as const,
  customersOfDesk: (deskId: string) => ['customer', deskId] as const,
  customer: (deskId: string, id: string) => ['customer', deskId, id] as const,
  customerTimeline: (deskId: string, id: string) => ['customer', deskId, id, 'timeline'] as const,
  prices: (deskId: string, text: string, fitting: FittingPrice) => ['prices', deskId, text, fitting] as const,
  pagesOfDesk: (deskId: string) => ['page', deskId] as const,
  page: (deskId: string, id: string) => ['page', deskId, id] as const,
  changes: (deskId: string) => ['changes', deskId] as const,
  events: (deskId: string) => ['events', deskId] as const,
  eventsOfDesk: (deskId: string) => ['event', deskId] as const,
  event: (deskId: string, id: string) => ['event', deskId, id] as const,
  audit: (deskId: string) => ['audit', deskId] as const,
  auditEntry: (deskId: string, seq: number) => ['audit entry', deskId, seq] as const,
  listener: (deskId: string) => ['listener', deskId] as const,
  overview: (deskId: string) => ['overview', deskId] as const,
  figureRows: (deskId: string) => ['figure rows', deskId] as const,
  recovery: (deskId: string) => ['recovery', deskId] as const,
  dayProgress: (deskId: string) => ['day progress', deskId] as const,
  expiring: (deskId: string) => ['expiring', deskId] as const,
  preflight: (deskId: string, id: string) => ['preflight', deskId, id] as const,
  changePreflight: (deskId: string, change: Change, locked: boolean) =>
    ['change preflight', deskId, change, locked] as const,
}

/** Which desk an answer is of; null where it is of none. A note about lists comes before the list's own key. */
export function deskOfKey(queryKey: QueryKey): string | null {
  const deskId = queryKey[0] === 'spoiled' ? queryKey[2] : queryKey[1]
  return typeof deskId === 'string' ? deskId : null
}

/** Keeps the answers of one desk alone, from now on: what is asked or pushed of another is never in the cache. */
export function keepQueriesOf(client: QueryClient, deskId: string | null): void {
  const foreign = (query: { queryKey: QueryKey }): boolean => {
    const its = deskOfKey(query.queryKey)
    return its !== null && its !== deskId
  }
  const cache = client.getQueryCache()
  guards.get(client)?.()
  guards.set(
    client,
    cache.subscribe(({ type, query }) => {
      if (type === 'added' && foreign(query)) cache.remove(query)
    }),
  )
  for (const query of cache.findAll({ predicate: foreign })) {
    void query.cancel({ silent: true })
    cache.remove(query)
  }
}
const guards = new WeakMap<QueryClient, () => void>()
