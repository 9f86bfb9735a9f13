// The questions about failed payments and disputes as TanStack queries, and what is written here about failures. It must never poll.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { DisputeFilter } from '../../contract/disputes.ts'
import type { FailureFilter } from '../../contract/failures.ts'
import type { Failure } from '../../contract/result.ts'
import type { RequestOf } from '../../contract/schemas.ts'
import type { FailureItem } from '../state/chosen.ts'
import { ask, call } from './client.ts'
import { pageOf, spoilLists, usePagedList } from './paged-list.ts'
import { keys } from './keys.ts'

export type FailureSort = NonNullable<RequestOf<'failures.list'>['sort']>
export type DisputeSort = NonNullable<RequestOf<'disputes.list'>['sort']>

interface PageWanted<Filter, Sort> {
  deskId: string
  filter: Filter
  sort: Sort
  /** Null: the first. */
  after: string | null
}

/** One page, as the list and the export ask for it. */
export async function askFailures({ deskId, filter, sort, after }: PageWanted<FailureFilter, FailureSort>) {
  const { rows, next } = await ask('failures.list', { deskId, filter, sort, ...pageOf(after, filter.text) })
  return { rows: rows.map((row): FailureItem => ({ ...row, id: row.paymentIntentId })), next }
}

export function askDisputes({ deskId, filter, sort, after }: PageWanted<DisputeFilter, DisputeSort>) {
  return ask('disputes.list', { deskId, filter, sort, ...pageOf(after, filter.text) })
}

export function useFailures(deskId: string, filter: FailureFilter, sort: FailureSort) {
  const listsKey = useMemo(() => keys.failures(deskId), [deskId])
  const queryKey = useMemo(() => [...listsKey, filter, sort], [listsKey, filter, sort])
  const askPage = useCallback(
    (after: string | null) => askFailures({ deskId, filter, sort, after }),
    [deskId, filter, sort],
  )
  return usePagedList(listsKey, queryKey, askPage, { keepBefore: true })
}

/** Of every group: the filter's own group is left out. */
export function useFailureCounts(deskId: string, filter: FailureFilter) {
  const { group: _, ...rest } = filter
  return useQuery({
    queryKey: [...keys.failureCounts(deskId), rest],
    queryFn: () => ask('failures.counts', { deskId, filter: rest }),
    placeholderData: keepPreviousData,
  })
}

/** `wanted` false: not asked. */
export function useWaiting(deskId: string, wanted: boolean) {
  return useQuery({
    queryKey: keys.waiting(deskId),
    enabled: wanted,
    queryFn: () => ask('failures.waiting', { deskId }),
  })
}

/** `id` null: not asked. */
export function useFailure(deskId: string, id: string | null) {
  return useQuery({
    queryKey: keys.failure(deskId, id ?? ''),
    enabled: id !== null,
    queryFn: () => ask('failures.detail', { deskId, id: id ?? '' }),
  })
}

export function useDeclineRules(deskId: string) {
  return useQuery({
    queryKey: keys.declineRules(deskId),
    queryFn: () => ask('declines.rules', { deskId }),
  })
}

export function useDisputes(deskId: string, filter: DisputeFilter, sort: DisputeSort) {
  const listsKey = useMemo(() => keys.disputes(deskId), [deskId])
  const queryKey = useMemo(() => [...listsKey, filter, sort], [listsKey, filter, sort])
  const askPage = useCallback(
    (after: string | null) => askDisputes({ deskId, filter, sort, after }),
    [deskId, filter, sort],
  )
  return usePagedList(listsKey, queryKey, askPage, { keepBefore: true })
}

/** One dispute that is not in the list shown: null where there is none of that id. `id` null: not asked. */
export function useDispute(deskId: string, id: string | null) {
  return useQuery({
    queryKey: [...keys.disputeCounts(deskId), 'one', id],
    enabled: id !== null,
    queryFn: async () => {
      const page = await ask('disputes.list', { deskId, filter: { text: id ?? '' }, limit: 10 })
      return page.rows.find((row) => row.id === id) ?? null
    },
  })
}

/** Of every state: the filter's own state is left out. */
export function useDisputeCounts(deskId: string, filter: DisputeFilter) {
  const { state: _, ...rest } = filter
  return useQuery({
    queryKey: [...keys.disputeCounts(deskId), rest],
    queryFn: () => ask('disputes.counts', { deskId, filter: rest }),
    placeholderData: keepPreviousData,
  })
}

/** Asks everything about failures again: what was just written shows at once. */
export function useSpoilFailures(deskId: string): () => void {
  const client = useQueryClient()
  return useCallback(() => {
    spoilLists(client, keys.failures(deskId))
    for (const queryKey of [
      keys.failureCounts(deskId),
      keys.failuresOfDesk(deskId),
      keys.declineRules(deskId),
    ])
      void client.invalidateQueries({ queryKey })
  }, [client, deskId])
}

/** As many as the contract takes at once. */
const mostAtOnce = 500

/**
 * Writes the same about many, so many at once as can be. `entryIds`: one for each time, the same when it is sent again.
 * @returns what went wrong, or null.
 */
export async function writeCases(
  deskId: string,
  paymentIntentIds: readonly string[],
  entry: RequestOf<'case.write'>['entry'],
  entryIds: (time: number) => string,
): Promise<Failure | null> {
  for (let from = 0; from < paymentIntentIds.length; from += mostAtOnce) {
    const written = await call('case.write', {
      deskId,
      entryId: entryIds(from / mostAtOnce),
      paymentIntentIds: paymentIntentIds.slice(from, from + mostAtOnce),
      entry,
    })
    if (!written.ok) return written.error
  }
  return null
}
