// The questions about bulk runs, kept fresh by the push of a run (pushes.ts). It must never poll.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { Desk } from '../../contract/desks.ts'
import type { RowState } from '../../contract/run-bounds.ts'
import type { Run, RunRow } from '../../contract/runs.ts'
import { ask } from './client.ts'
import { pageSize, usePagedList } from './paged-list.ts'
import { keys } from './keys.ts'
import { takeIn } from './under-way.ts'

/** A row as a list wants it: with an id. */
export type ListedRow = RunRow & { id: string }
const listed = (row: RunRow): ListedRow => ({ ...row, id: String(row.line) })

/** One page, as the list and the export ask for it. `after` null: the first. */
export function askRuns(deskId: string, after: string | null) {
  return ask('runs.list', { deskId, limit: pageSize, ...(after === null ? {} : { after }) })
}

export function useRuns(deskId: string) {
  const listsKey = useMemo(() => keys.runs(deskId), [deskId])
  const askPage = useCallback((after: string | null) => askRuns(deskId, after), [deskId])
  return usePagedList(listsKey, listsKey, askPage)
}

export function useRun(deskId: string, runId: string) {
  return useQuery({ queryKey: keys.run(deskId, runId), queryFn: () => ask('runs.detail', { deskId, runId }) })
}

/** Takes in a run as the engine has just answered it. */
export function useAdoptRun() {
  const client = useQueryClient()
  return useCallback((run: Run) => takeIn(client, keys.run(run.deskId, run.id), run), [client])
}

/** `state` null: rows in any state. Must be the same array from one render to the next. */
export function useRunRows(deskId: string, runId: string, state: readonly RowState[] | null) {
  const listsKey = useMemo(() => keys.runRows(deskId, runId), [deskId, runId])
  const queryKey = useMemo(() => [...listsKey, state], [listsKey, state])
  const askPage = useCallback(
    async (after: string | null) => {
      const page = await ask('runs.rows', {
        deskId,
        runId,
        limit: pageSize,
        ...(state === null ? {} : { state: [...state] }),
        ...(after === null ? {} : { after }),
      })
      return { rows: page.rows.map(listed), next: page.next }
    },
    [deskId, runId, state],
  )
  return usePagedList(listsKey, queryKey, askPage, { keepBefore: true })
}

/** Every row of a run that is left for a new one: it failed, or was never sent. */
export async function rowsLeftOf(deskId: string, runId: string): Promise<RunRow[]> {
  const rows: RunRow[] = []
  let after: string | null = null
  do {
    const page: { rows: RunRow[]; next: string | null } = await ask('runs.rows', {
      deskId,
      runId,
      retriable: true,
      limit: 500,
      ...(after === null ? {} : { after }),
    })
    rows.push(...page.rows)
    after = page.next
  } while (after !== null)
  return rows
}

/** What the policy says of runs now: asked anew by every form, and when the desk is locked or unlocked. */
export function useRunRules({ id: deskId, access }: Desk) {
  return useQuery({
    queryKey: [...keys.runRules(deskId), access.orders],
    queryFn: () => ask('run.rules', { deskId }),
    gcTime: 0,
    staleTime: 0,
  })
}
