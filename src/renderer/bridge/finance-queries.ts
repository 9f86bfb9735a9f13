// The questions of Overview and Recovery as TanStack queries. While another stretch or currency is being asked, what was shown stays, and
// says what it is an answer to, so that it is never shown under another's name.
// It must never poll.
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { DayProgress } from '../../contract/finance.ts'
import type { ParsedRequestOf } from '../../contract/schemas.ts'
import { ask } from './client.ts'
import { askedAnew, pageSize, usePagedList } from './paged-list.ts'
import { keys } from './keys.ts'

/** A question without what is added on the way; everything in it is said. */
type Asked<Name extends 'finance.overview' | 'finance.rows' | 'recovery.report'> = Omit<
  ParsedRequestOf<Name>,
  'deskId' | 'lane' | 'after' | 'limit'
>

/** `use`: the stretch shown, or the one it is compared with; each has its own lane. Null: not asked yet. */
export function useOverview(
  deskId: string,
  use: 'shown' | 'before',
  asked: Asked<'finance.overview'> | null,
) {
  return useQuery({
    queryKey: [...keys.overview(deskId), use, asked],
    queryFn:
      asked === null
        ? skipToken
        : async () => ({
            ...(await ask('finance.overview', { deskId, lane: `overview ${use}`, ...asked })),
            asked,
          }),
    placeholderData: keepPreviousData,
    ...askedAnew,
  })
}

/** What a figure adds up, page by page. The request must be the same object from one render to the next. */
export function useFigureRows(deskId: string, asked: Asked<'finance.rows'>) {
  const listsKey = useMemo(() => keys.figureRows(deskId), [deskId])
  const queryKey = useMemo(() => [...listsKey, asked], [listsKey, asked])
  const askPage = useCallback(
    (after: string | null) =>
      ask('finance.rows', { deskId, ...asked, limit: pageSize, ...(after === null ? {} : { after }) }),
    [deskId, asked],
  )
  return usePagedList(listsKey, queryKey, askPage)
}

export function useRecovery(deskId: string, asked: Asked<'recovery.report'>) {
  return useQuery({
    queryKey: [...keys.recovery(deskId), asked],
    queryFn: async () => ({
      ...(await ask('recovery.report', { deskId, lane: 'recovery', ...asked })),
      asked,
    }),
    placeholderData: keepPreviousData,
    ...askedAnew,
  })
}

/** Cards that expire within so many months, this one counted. */
export function useExpiring(deskId: string, months: number) {
  return useQuery({
    queryKey: [...keys.expiring(deskId), months],
    queryFn: () => ask('recovery.expiring', { deskId, lane: 'expiring', months }),
    placeholderData: keepPreviousData,
    ...askedAnew,
  })
}

/** How far the check of a day is, as it was pushed last; it is never asked. */
export function useDayProgress(deskId: string): DayProgress | undefined {
  return useQuery<DayProgress>({
    queryKey: keys.dayProgress(deskId),
    queryFn: () => Promise.reject(new Error('It is pushed.')),
    enabled: false,
  }).data
}
