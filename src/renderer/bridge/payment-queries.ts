// The questions about payments, as TanStack queries. It must never poll: what changes is pushed (pushes.ts).
import { keepPreviousData, useQuery, type QueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PaymentFilter } from '../../contract/payments.ts'
import type { RequestOf } from '../../contract/schemas.ts'
import { ask } from './client.ts'
import { keys } from './keys.ts'
import { pageOf, prefetchList, usePagedList } from './paged-list.ts'

export type PaymentSort = NonNullable<RequestOf<'payments.list'>['sort']>

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
