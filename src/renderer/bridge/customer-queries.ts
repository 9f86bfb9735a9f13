// The questions about customers, the search over everything, and the changes ordered, as TanStack queries. It must never poll.
import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useIsFetching,
  useQuery,
  useQueryClient,
  type InfiniteData,
} from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { Change } from '../../contract/changes.ts'
import type { CustomerTimeline } from '../../contract/customers.ts'
import type { FittingPrice } from '../../contract/prices.ts'
import type { OrderState } from '../../contract/refunds.ts'
import type { RequestOf } from '../../contract/schemas.ts'
import { ask } from './client.ts'
import { askedAnew, pageOf, pageSize, usePagedList } from './paged-list.ts'
import { keys } from './keys.ts'

export type CustomerSort = NonNullable<RequestOf<'customers.list'>['sort']>

/** How long an answer to the same words is taken again, in milliseconds: history goes on being read beneath. */
const searchStaleMilliseconds = 3000

/**
 * What a person may have meant by `text`; empty: nothing is asked. While more is typed, what was found last stays. A newer
 * question takes the place of the one that is still being looked for.
 */
export function useSearchAll(deskId: string, text: string) {
  return useQuery({
    queryKey: keys.search(deskId, text),
    queryFn: () => ask('search.all', { deskId, lane: 'find', text, limit: 30 }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
    staleTime: searchStaleMilliseconds,
    gcTime: 10 * searchStaleMilliseconds,
    ...askedAnew,
  })
}

/** One page, as the list and the export ask for it. `after` null: the first. */
export function askCustomers(
  deskId: string,
  filter: { text?: string },
  sort: CustomerSort,
  after: string | null,
) {
  return ask('customers.list', { deskId, filter, sort, ...pageOf(after, filter.text) })
}

/** The filtered list, page by page. While a new filter is being asked, the rows of the old one stay. */
export function useCustomers(deskId: string, filter: { text?: string }, sort: CustomerSort) {
  const listsKey = useMemo(() => keys.customers(deskId), [deskId])
  const queryKey = useMemo(() => [...listsKey, filter, sort], [listsKey, filter, sort])
  const askPage = useCallback(
    (after: string | null) => askCustomers(deskId, filter, sort, after),
    [deskId, filter, sort],
  )
  return usePagedList(listsKey, queryKey, askPage, { keepBefore: true })
}

export function useCustomer(deskId: string, id: string | null) {
  return useQuery({
    queryKey: keys.customer(deskId, id ?? ''),
    enabled: id !== null,
    queryFn: () => ask('customers.detail', { deskId, id: id ?? '' }),
  })
}

/**
 * What happened with a customer as far as it was asked for: `first`, which comes with the customer, until something earlier is wanted.
 * From then on all of its pages are asked again when something changes, each from where the one before ends now.
 */
export function useCustomerTimeline(deskId: string, id: string, first: CustomerTimeline) {
  const client = useQueryClient()
  const queryKey = keys.customerTimeline(deskId, id)
  const asked = useInfiniteQuery<CustomerTimeline, Error, TimelinePages, typeof queryKey, string | null>({
    queryKey,
    queryFn: ({ pageParam: after }) =>
      ask('customers.timeline', { deskId, id, ...(after === null ? {} : { after, limit: 100 }) }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    enabled: ({ state }) => state.data !== undefined,
  })
  return {
    entries: (asked.data?.pages ?? [first]).flatMap((page) => page.entries),
    goesOn: asked.data === undefined ? first.next !== null : asked.hasNextPage,
    error: asked.error,
    /** Also of the customer: nothing goes on from a page that is being asked again. */
    reading: useIsFetching({ queryKey: keys.customer(deskId, id) }) > 0,
    showEarlier: (): void => {
      client.setQueryData<TimelinePages>(queryKey, (read) => read ?? { pages: [first], pageParams: [null] })
      void asked.fetchNextPage()
    },
  }
}

type TimelinePages = InfiniteData<CustomerTimeline, string | null>

/** Active prices that hold the words, those that fit first; while more is typed, what was found last stays. */
export function usePrices(deskId: string, text: string, fitting: FittingPrice) {
  return useQuery({
    queryKey: keys.prices(deskId, text, fitting),
    queryFn: () =>
      ask('prices.list', { deskId, lane: 'prices', limit: 50, fitting, ...(text === '' ? {} : { text }) }),
    placeholderData: keepPreviousData,
    staleTime: searchStaleMilliseconds,
    ...askedAnew,
  })
}

/** How a hosted page stands; `id` null: none was made. One that is not here yet is asked for again when something changes. */
export function usePageState(deskId: string, id: string | null) {
  return useQuery({
    queryKey: keys.page(deskId, id ?? ''),
    enabled: id !== null,
    queryFn: () => ask('page.state', { deskId, id: id ?? '' }),
    retry: false,
  })
}

/** Must be the same array from one render to the next. */
export function useChanges(deskId: string, state: readonly OrderState[]) {
  const listsKey = useMemo(() => keys.changes(deskId), [deskId])
  const queryKey = useMemo(() => [...listsKey, state], [listsKey, state])
  const askPage = useCallback(
    (after: string | null) =>
      ask('changes.list', {
        deskId,
        state: [...state],
        limit: pageSize,
        ...(after === null ? {} : { after }),
      }),
    [deskId, state],
  )
  return usePagedList(listsKey, queryKey, askPage)
}

/**
 * Asks Stripe anew every time a form opens: an old answer would be a guess. `locked`: as the desk stands; the answer is another once it
 * is unlocked.
 */
export function changePreflightQuery(deskId: string, change: Change, locked: boolean) {
  return queryOptions({
    queryKey: keys.changePreflight(deskId, change, locked),
    queryFn: () => ask('change.preflight', { deskId, change }),
    gcTime: 0,
    staleTime: 0,
  })
}
