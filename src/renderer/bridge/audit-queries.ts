// The questions about the audit, as TanStack queries. It must never poll: what changes is pushed (pushes.ts).
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { AuditEntry, AuditFilter } from '../../contract/audit.ts'
import type { ReplyOf } from '../../contract/schemas.ts'
import { ask } from './client.ts'
import { keys } from './keys.ts'
import { pageOf, usePagedList } from './paged-list.ts'

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
