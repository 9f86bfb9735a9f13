// The questions about letters as TanStack queries. It must never poll.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { RequestOf } from '../../contract/schemas.ts'
import { ask } from './client.ts'
import { pageOf, spoilLists, usePagedList } from './paged-list.ts'
import { keys } from './keys.ts'

export type DraftState = NonNullable<RequestOf<'drafts.list'>['filter']['state']>

/** One page, as the list and the export ask for it. `after` null: the first. */
export function askDrafts(deskId: string, state: DraftState, after: string | null) {
  return ask('drafts.list', { deskId, filter: { state }, ...pageOf(after, undefined) })
}

export function useDrafts(deskId: string, state: DraftState) {
  const listsKey = useMemo(() => keys.drafts(deskId), [deskId])
  const queryKey = useMemo(() => [...listsKey, state], [listsKey, state])
  const askPage = useCallback(
    async (after: string | null) => {
      const { rows, next } = await askDrafts(deskId, state, after)
      return { rows: rows.map((row) => ({ ...row, id: row.invoiceId })), next }
    },
    [deskId, state],
  )
  return usePagedList(listsKey, queryKey, askPage, { keepBefore: true })
}

/** The letter of one invoice, in any state; null where there is none. `invoiceId` null: not asked. */
export function useDraft(deskId: string, invoiceId: string | null) {
  return useQuery({
    queryKey: [...keys.draftsOfDesk(deskId), invoiceId],
    enabled: invoiceId !== null,
    queryFn: async () => {
      const page = await ask('drafts.list', {
        deskId,
        filter: { state: 'all', invoiceId: invoiceId ?? '' },
        limit: 1,
      })
      return page.rows[0] ?? null
    },
  })
}

/** Asks the letters again: what was just noted shows at once. */
export function useSpoilDrafts(deskId: string): () => void {
  const client = useQueryClient()
  return useCallback(() => {
    spoilLists(client, keys.drafts(deskId))
    void client.invalidateQueries({ queryKey: keys.draftsOfDesk(deskId) })
  }, [client, deskId])
}
