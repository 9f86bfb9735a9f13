// The questions about events and the listener, as TanStack queries. It must never poll: what changes is pushed (pushes.ts).
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { RequestOf } from '../../contract/schemas.ts'
import { ask } from './client.ts'
import { keys } from './keys.ts'
import { pageOf, usePagedList } from './paged-list.ts'

export type EventFilter = RequestOf<'events.list'>['filter']

/** One page, as the list and the export ask for it. `after` null: the first. */
export function askEvents(deskId: string, filter: EventFilter, after: string | null) {
  return ask('events.list', { deskId, filter, ...pageOf(after, filter.text) })
}

/** The filtered list of events, page by page. */
export function useEvents(deskId: string, filter: EventFilter) {
  const listsKey = useMemo(() => keys.events(deskId), [deskId])
  const queryKey = useMemo(() => [...listsKey, filter], [listsKey, filter])
  const askPage = useCallback((after: string | null) => askEvents(deskId, filter, after), [deskId, filter])
  return usePagedList(listsKey, queryKey, askPage, { keepBefore: true })
}

export function useEvent(deskId: string, id: string) {
  return useQuery({ queryKey: keys.event(deskId, id), queryFn: () => ask('events.detail', { deskId, id }) })
}

export function useListener(deskId: string) {
  return useQuery({ queryKey: keys.listener(deskId), queryFn: () => ask('listener.state', { deskId }) })
}
