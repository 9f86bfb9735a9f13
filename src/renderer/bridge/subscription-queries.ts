// The questions about subscriptions and access as TanStack queries. What a change would cost is asked of Stripe, and only when
// somebody wants it. It must never poll.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { Failure, Result } from '../../contract/result.ts'
import type { RequestOf } from '../../contract/schemas.ts'
import type { SubscriptionFilter } from '../../contract/subscriptions.ts'
import type { SavedView } from '../../contract/views.ts'
import { ask, call } from './client.ts'
import { pageOf, usePagedList } from './paged-list.ts'
import { keys } from './keys.ts'

export type SubscriptionSort = NonNullable<RequestOf<'subscriptions.list'>['sort']>
export type AccessFilter = RequestOf<'access.list'>['filter']
export type PreviewWanted = RequestOf<'subscription.preview'>['what']

interface PageWanted<Filter> {
  deskId: string
  filter: Filter
  /** Null: the first. */
  after: string | null
}

/** One page, as the list and the export ask for it. */
export function askSubscriptions({
  deskId,
  filter,
  sort,
  after,
}: PageWanted<SubscriptionFilter> & { sort: SubscriptionSort }) {
  return ask('subscriptions.list', { deskId, filter, sort, ...pageOf(after, filter.text) })
}

export function useSubscriptions(deskId: string, filter: SubscriptionFilter, sort: SubscriptionSort) {
  const listsKey = useMemo(() => keys.subscriptions(deskId), [deskId])
  const queryKey = useMemo(() => [...listsKey, filter, sort], [listsKey, filter, sort])
  const askPage = useCallback(
    (after: string | null) => askSubscriptions({ deskId, filter, sort, after }),
    [deskId, filter, sort],
  )
  return usePagedList(listsKey, queryKey, askPage, { keepBefore: true })
}

export function useSubscriptionCounts(deskId: string, filter: SubscriptionFilter) {
  return useQuery({
    queryKey: [...keys.subscriptionCounts(deskId), filter],
    queryFn: () => ask('subscriptions.counts', { deskId, filter }),
    placeholderData: keepPreviousData,
  })
}

/** What the subscriptions of a desk are of. */
export function useSubscribedProducts(deskId: string) {
  return useQuery({
    queryKey: keys.subscriptionProducts(deskId),
    queryFn: () => ask('subscriptions.products', { deskId, lane: 'products' }),
  })
}

/** `id` null: not asked. */
export function useSubscription(deskId: string, id: string | null) {
  return useQuery({
    queryKey: keys.subscription(deskId, id ?? ''),
    enabled: id !== null,
    queryFn: () => ask('subscriptions.detail', { deskId, id: id ?? '' }),
  })
}

/**
 * What Stripe says that it would cost; null: nothing is asked. `standing` names how the subscription stands: where it stands otherwise, it
 * is asked anew. An old answer would be a guess, so none is kept.
 */
export function useSubscriptionPreview(deskId: string, what: PreviewWanted | null, standing: string) {
  return useQuery({
    queryKey: keys.subscriptionPreview(deskId, [what, standing]),
    enabled: what !== null,
    queryFn: () =>
      what === null ? Promise.reject(new Error('not asked')) : ask('subscription.preview', { deskId, what }),
    gcTime: 0,
    staleTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  })
}

/** A row of the list, with an id: what it is about. */
export function askAccess({ deskId, filter, at, after }: PageWanted<AccessFilter> & { at: number | null }) {
  return ask('access.list', { deskId, filter, at, ...pageOf(after, filter.text) })
}

export type AccessPage = Awaited<ReturnType<typeof askAccess>>
/** As a list wants it. */
export type AccessItem = AccessPage['rows'][number] & { id: string }

/** Ids of customers have no point; those of products may: a business can choose them. */
export const accessId = ({ customerId, productId }: { customerId: string; productId: string }): string =>
  `${customerId}.${productId}`

function aboutOf(id: string): { customerId: string; productId: string } {
  const point = id.indexOf('.')
  return { customerId: id.slice(0, Math.max(0, point)), productId: id.slice(point + 1) }
}

/** `at`: Unix seconds; null: now. */
export function useAccess(deskId: string, filter: AccessFilter, at: number | null) {
  const listsKey = useMemo(() => keys.access(deskId), [deskId])
  const queryKey = useMemo(() => [...listsKey, filter, at], [listsKey, filter, at])
  const askPage = useCallback(
    async (after: string | null) => {
      const { rows, ...page } = await askAccess({ deskId, filter, at, after })
      return { ...page, rows: rows.map((row): AccessItem => ({ ...row, id: accessId(row) })) }
    },
    [deskId, filter, at],
  )
  return usePagedList(listsKey, queryKey, askPage, { keepBefore: true })
}

/** How many are on and off, and from when on all is known; apart from the list, of which only the first page says the same. */
export function useAccessStanding(deskId: string, filter: AccessFilter, at: number | null) {
  const { on: _, ...rest } = filter
  return useQuery({
    queryKey: [...keys.accessStanding(deskId), rest, at],
    queryFn: async () => {
      const { counts, knownFrom } = await ask('access.list', { deskId, filter: rest, at, limit: 1 })
      return { counts, knownFrom }
    },
    placeholderData: keepPreviousData,
  })
}

/** One that is not in the list shown: null where there is none. `id` null: not asked. */
export function useAccessRow(deskId: string, id: string | null, at: number | null) {
  return useQuery({
    queryKey: [...keys.accessStanding(deskId), 'one', id, at],
    enabled: id !== null,
    queryFn: async () => {
      const page = await ask('access.list', { deskId, filter: aboutOf(id ?? ''), at, limit: 1 })
      const [row] = page.rows
      return row ? { ...row, id: accessId(row) } : null
    },
  })
}

/** All of one customer, as it stands now. */
export function useCustomerAccess(deskId: string, customerId: string) {
  return useQuery({
    queryKey: [...keys.accessStanding(deskId), 'customer', customerId],
    queryFn: () => ask('access.list', { deskId, filter: { customerId }, at: null, limit: 100 }),
  })
}

export function useEntitlements(deskId: string, customerId: string) {
  return useQuery({
    queryKey: keys.entitlements(deskId, customerId),
    queryFn: () => ask('access.entitlements', { deskId, customerId }),
  })
}

export function useAccessPolicy(deskId: string) {
  return useQuery({ queryKey: keys.accessPolicy(deskId), queryFn: () => ask('access.policy', { deskId }) })
}

/** The filters that the operator gave a name, by name; none until they are known. */
export function useViews(deskId: string): readonly SavedView[] {
  const views = useQuery({ queryKey: keys.views(deskId), queryFn: () => ask('views.list', { deskId }) })
  return views.data ?? []
}

/** Saves under a name, renames and deletes; each gives what went wrong, null when nothing did. */
export function useViewActs(deskId: string) {
  const client = useQueryClient()
  const known = (result: Result<SavedView[]>): Failure | null => {
    if (!result.ok) return result.error
    client.setQueryData(keys.views(deskId), result.value)
    return null
  }
  return {
    save: async (view: SavedView): Promise<Failure | null> =>
      known(await call('views.save', { deskId, view })),
    remove: async (id: string): Promise<Failure | null> => known(await call('views.delete', { deskId, id })),
  }
}
