// The questions of the contract as TanStack queries: keys that pushes can invalidate exactly, and hooks over them.
// It must never poll: what changes is pushed (pushes.ts).
import {
  keepPreviousData,
  queryOptions,
  useQuery,
  useQueryClient,
  type QueryClient,
  type QueryKey,
} from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { AuditEntry, AuditFilter } from '../../contract/audit.ts'
import type { Change } from '../../contract/changes.ts'
import type { Desk } from '../../contract/desks.ts'
import type { PaymentFilter } from '../../contract/payments.ts'
import type { RefundFilter } from '../../contract/refund-life.ts'
import type { OrderState } from '../../contract/refunds.ts'
import type { ReplyOf, RequestOf } from '../../contract/schemas.ts'
import { ask } from './client.ts'
import { prefetchList, usePagedList } from './paged-list.ts'
import { askAgain, takeIn } from './under-way.ts'

export type EventFilter = RequestOf<'events.list'>['filter']
export type PaymentSort = NonNullable<RequestOf<'payments.list'>['sort']>

export type RefundSort = NonNullable<RequestOf<'refunds.list'>['sort']>

export const pageSize = 200

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
  prices: (deskId: string, text: string) => ['prices', deskId, text] as const,
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

export const desksQuery = queryOptions({ queryKey: keys.desks, queryFn: () => ask('desk.list', {}) })

export function useDesks() {
  return useQuery(desksQuery)
}

export function useDesk(deskId: string) {
  return useQuery({ ...desksQuery, select: (desks) => desks.find((desk) => desk.id === deskId) ?? null })
}

/** Takes in a desk, or all of them, as the engine has just answered. */
export function adoptDesks(client: QueryClient, answer: Desk | Desk[]): void {
  const known = client.getQueryData<Desk[]>(keys.desks)
  if (Array.isArray(answer)) takeIn(client, keys.desks, answer)
  // One desk is no list: where there is none yet, all are asked for.
  else if (known === undefined) askAgain(client, keys.desks)
  else {
    const isUnderWay = client.isFetching({ queryKey: keys.desks }) > 0
    const others = known.some(({ id }) => id === answer.id)
      ? known.map((desk) => (desk.id === answer.id ? answer : desk))
      : [...known, answer]
    takeIn(client, keys.desks, others)
    if (isUnderWay) askAgain(client, keys.desks)
  }
}

export function useAdoptDesks() {
  const client = useQueryClient()
  return useCallback((answer: Desk | Desk[]) => adoptDesks(client, answer), [client])
}

export function useKeychain() {
  return useQuery({ queryKey: keys.keychain, queryFn: () => ask('keychain.state', {}) })
}

export function useAppInfo() {
  return useQuery({ queryKey: keys.appInfo, queryFn: () => ask('app.info', {}) })
}

export const askFreshness = (deskId: string) => ask('sync.state', { deskId })

export function useFreshness(deskId: string) {
  return useQuery({ queryKey: keys.sync(deskId), queryFn: () => askFreshness(deskId) })
}

/** One page, as the list and the export ask for it. `after` null: the first. */
export function askPayments(deskId: string, filter: PaymentFilter, sort: PaymentSort, after: string | null) {
  return ask('payments.list', { deskId, filter, sort, ...pageOf(after, filter.text) })
}

/** Which payments are asked for, and under which key they are kept. */
function paymentsList(deskId: string, filter: PaymentFilter, sort: PaymentSort) {
  const listsKey = keys.payments(deskId)
  return {
    listsKey,
    queryKey: [...listsKey, filter, sort],
    askPage: (after: string | null) => askPayments(deskId, filter, sort, after),
  }
}

/** The list that a desk is entered by, asked for while its screen is still being made. */
export function prefetchPayments(client: QueryClient, deskId: string): void {
  const { queryKey, askPage } = paymentsList(deskId, {}, 'created_desc')
  prefetchList(client, queryKey, askPage)
}

/** The filtered list, page by page. While a new filter is being asked, the rows of the old one stay. */
export function usePayments(deskId: string, filter: PaymentFilter, sort: PaymentSort) {
  const { listsKey, queryKey, askPage } = useMemo(
    () => paymentsList(deskId, filter, sort),
    [deskId, filter, sort],
  )
  return usePagedList(listsKey, queryKey, askPage, { keepBefore: true })
}

export function usePaymentCounts(deskId: string, filter: PaymentFilter) {
  const { status: _, ...rest } = filter
  return useQuery({
    queryKey: [...keys.counts(deskId), rest],
    queryFn: () => ask('payments.counts', { deskId, filter: rest }),
    placeholderData: keepPreviousData,
  })
}

export function usePayment(deskId: string, id: string) {
  return useQuery({
    queryKey: keys.payment(deskId, id),
    queryFn: () => ask('payments.detail', { deskId, id }),
  })
}

/** `state` null: orders in any state. Must be the same array from one render to the next. */
export function useOrders(deskId: string, state: readonly OrderState[] | null) {
  const listsKey = useMemo(() => keys.orders(deskId), [deskId])
  const queryKey = useMemo(() => [...listsKey, state], [listsKey, state])
  const askPage = useCallback(
    (after: string | null) =>
      ask('orders.list', {
        deskId,
        limit: pageSize,
        ...(state === null ? {} : { state: [...state] }),
        ...(after === null ? {} : { after }),
      }),
    [deskId, state],
  )
  return usePagedList(listsKey, queryKey, askPage)
}

/** One page, as the list and the export ask for it. `after` null: the first. */
export function askRefunds(
  deskId: string,
  filter: RefundFilter,
  sort: RefundSort,
  after: string | null,
  limit: number = pageSize,
) {
  // In no lane: the columns of the board ask at the same time.
  return ask('refunds.list', { deskId, filter, sort, limit, ...(after === null ? {} : { after }) })
}

/** All refunds that match, page by page. `limit`: how many at once. */
export function useRefunds(deskId: string, filter: RefundFilter, sort: RefundSort, limit: number = pageSize) {
  const listsKey = useMemo(() => keys.refunds(deskId), [deskId])
  const queryKey = useMemo(() => [...listsKey, filter, sort, limit], [listsKey, filter, sort, limit])
  const askPage = useCallback(
    (after: string | null) => askRefunds(deskId, filter, sort, after, limit),
    [deskId, filter, sort, limit],
  )
  return usePagedList(listsKey, queryKey, askPage, { keepBefore: true })
}

export function useRefundCounts(deskId: string, filter: RefundFilter) {
  const { state: _, ...rest } = filter
  return useQuery({
    queryKey: [...keys.refundCounts(deskId), rest],
    queryFn: () => ask('refunds.counts', { deskId, filter: rest }),
    placeholderData: keepPreviousData,
  })
}

/** `id` null: not asked. */
export function useRefund(deskId: string, id: string | null) {
  return useQuery({
    queryKey: keys.refund(deskId, id ?? ''),
    enabled: id !== null,
    queryFn: () => ask('refunds.detail', { deskId, id: id ?? '' }),
  })
}

/**
 * The part of a list question that asks for one page. The first page of a search has a lane of its own: what is still being
 * looked for when somebody types on is given up.
 */
export function pageOf(after: string | null, text: string | undefined) {
  if (after !== null) return { limit: pageSize, after }
  return { limit: pageSize, ...(text === undefined ? {} : { lane: 'search' }) }
}

/** One page, as the list and the export ask for it. `after` null: the first. */
export function askEvents(deskId: string, filter: EventFilter, after: string | null) {
  return ask('events.list', { deskId, filter, ...pageOf(after, filter.text) })
}

/** The filtered list of events, page by page. */
export function useEvents(deskId: string, filter: EventFilter) {
  const listsKey = useMemo(() => keys.events(deskId), [deskId])
  const queryKey = useMemo(() => [...listsKey, filter], [listsKey, filter])
  const askPage = useCallback((after: string | null) => askEvents(deskId, filter, after), [deskId, filter])
  return usePagedList(listsKey, queryKey, askPage, { keepBefore: true })
}

export function useEvent(deskId: string, id: string) {
  return useQuery({ queryKey: keys.event(deskId, id), queryFn: () => ask('events.detail', { deskId, id }) })
}

/** An entry as a list wants it: with an id. */
export type AuditRow = AuditEntry & { id: string }
const asRow = (entry: AuditEntry): AuditRow => ({ ...entry, id: String(entry.seq) })

/** The filtered audit, newest first, page by page. */
export function useAudit(deskId: string, filter: AuditFilter) {
  const listsKey = useMemo(() => keys.audit(deskId), [deskId])
  const queryKey = useMemo(() => [...listsKey, filter], [listsKey, filter])
  const askPage = useCallback(
    async (after: string | null) => {
      const { rows, next } = await ask('audit.list', { deskId, filter, ...pageOf(after, filter.text) })
      return { rows: rows.map(asRow), next }
    },
    [deskId, filter],
  )
  return usePagedList(listsKey, queryKey, askPage, { keepBefore: true })
}

/** One entry, wherever it stands; null where there is none of that number. `seq` null: not asked. */
export function useAuditEntry(deskId: string, seq: number | null) {
  return useQuery({
    queryKey: keys.auditEntry(deskId, seq ?? 0),
    enabled: seq !== null,
    queryFn: async ({ signal }) => {
      // Newest first, and numbered without a gap: past its place, it is not there.
      let after: string | null = null
      do {
        signal.throwIfAborted()
        const page: ReplyOf<'audit.list'> = await ask('audit.list', {
          deskId,
          filter: {},
          ...pageOf(after, undefined),
        })
        const found = page.rows.find((entry) => entry.seq === seq)
        if (found) return asRow(found)
        if ((page.rows.at(-1)?.seq ?? 0) < (seq ?? 0)) return null
        after = page.next
      } while (after !== null)
      return null
    },
  })
}

export function useListener(deskId: string) {
  return useQuery({ queryKey: keys.listener(deskId), queryFn: () => ask('listener.state', { deskId }) })
}

/** Asks Stripe anew every time a refund form opens: an old answer would be a guess. */
export function usePreflight(deskId: string, paymentIntentId: string) {
  return useQuery({
    queryKey: keys.preflight(deskId, paymentIntentId),
    queryFn: () => ask('refund.preflight', { deskId, paymentIntentId }),
    gcTime: 0,
    staleTime: 0,
  })
}
