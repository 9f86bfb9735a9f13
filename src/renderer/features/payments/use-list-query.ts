// The list's query as it stands in the address, and the way to change it. The address is the only place it is kept.
import { useCallback, useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'
import { paymentsPlace } from '../../state/places.ts'
import { formatListQuery, parseListQuery, type ListQuery } from './list-query.ts'

export function useListQuery(deskId: string, paymentId: string | null) {
  const search = useSearch()
  const [, navigate] = useLocation()
  const query = useMemo(() => parseListQuery(search), [search])
  const change = useCallback(
    (changes: Partial<ListQuery>) => {
      const next = formatListQuery({ ...parseListQuery(search), ...changes })
      navigate(paymentsPlace(deskId, paymentId, next), { replace: true })
    },
    [deskId, paymentId, search, navigate],
  )
  const open = useCallback(
    (id: string | null, options?: { replace: boolean }) =>
      navigate(paymentsPlace(deskId, id, search), options),
    [deskId, search, navigate],
  )
  return { query, change, open }
}
