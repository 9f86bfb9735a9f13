// The questions about refunds and their orders, as TanStack queries. It must never poll: what changes is pushed (pushes.ts).
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { RefundFilter } from '../../contract/refund-life.ts'
import type { OrderState } from '../../contract/refunds.ts'
import type { RequestOf } from '../../contract/schemas.ts'
import { ask } from './client.ts'
import { keys } from './keys.ts'
import { pageSize, usePagedList } from './paged-list.ts'

export type RefundSort = NonNullable<RequestOf<'refunds.list'>['sort']>

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

/** Asks Stripe anew every time a refund form opens: an old answer would be a guess. */
export function usePreflight(deskId: string, paymentIntentId: string) {
  return useQuery({
    queryKey: keys.preflight(deskId, paymentIntentId),
    queryFn: () => ask('refund.preflight', { deskId, paymentIntentId }),
    gcTime: 0,
    staleTime: 0,
  })
}
