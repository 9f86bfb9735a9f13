// Long lists, read page by page. When a push spoils a list, only the pages in sight are asked again, and others when they
// come into sight: however deep somebody has scrolled, a change costs two or three questions. It must never leave a gap or
// show a row twice.
import {
  infiniteQueryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
  type QueryKey,
} from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { failureOf } from './client.ts'

export const pageSize = 200

/**
 * The part of a list question that asks for one page. The first page of a search has a lane of its own: what is still being
 * looked for when somebody types on is given up.
 */
export function pageOf(after: string | null, text: string | undefined) {
  if (after !== null) return { limit: pageSize, after }
  return { limit: pageSize, ...(text === undefined ? {} : { lane: 'search' }) }
}

interface Answer<Row> {
  rows: Row[]
  /** Where the next page begins; null at the end. */
  next: string | null
}

export interface Page<Row> extends Answer<Row> {
  /** When it was asked for, by the page's monotonic clock. */
  askedAt: number
}

export type Pages<Row> = InfiniteData<Page<Row>, string | null>
type Ask<Row> = (after: string | null) => Promise<Answer<Row>>

const never = 0
const spoiledKey = (listsKey: QueryKey): QueryKey => ['spoiled', ...listsKey]

/** Notes that every list whose key begins with `listsKey` may have changed. */
export function spoilLists(client: QueryClient, listsKey: QueryKey): void {
  client.setQueryData(spoiledKey(listsKey), performance.now())
}

async function askPage<Row>(ask: Ask<Row>, after: string | null): Promise<Page<Row>> {
  const askedAt = performance.now()
  return { ...(await ask(after)), askedAt }
}

interface Identified {
  id: string
}

/** A row that moved stands on two pages until both are asked again: that of the page that was asked later is kept. */
function withoutRepeats<Row extends Identified>(pages: readonly Page<Row>[]): Page<Row>[] {
  const newest = new Map<string, Page<Row>>()
  for (const page of pages)
    for (const { id } of page.rows) {
      const other = newest.get(id)
      if (other === undefined || other.askedAt <= page.askedAt) newest.set(id, page)
    }
  return pages.map((page) => ({ ...page, rows: page.rows.filter(({ id }) => newest.get(id) === page) }))
}

/** The rows `first` to `last` in sight lie on these pages, both inclusive. */
export function pagesInSight(pages: readonly { rows: readonly unknown[] }[], first: number, last: number) {
  let end = 0
  const ends = pages.map(({ rows }) => (end += rows.length))
  const holding = (row: number): number => {
    const page = ends.findIndex((each) => row < each)
    return page === -1 ? Math.max(0, pages.length - 1) : page
  }
  return { from: holding(first), to: holding(last) }
}

/**
 * Asks the pages `from` to `to` again where they were read before `spoiledAt`. A page is what follows its marker, so the
 * pages above stay right; where a page now ends elsewhere, those below it are let go, to be read again when scrolled to.
 */
export async function refreshPages<Row>(
  list: Pages<Row>,
  { from, to }: { from: number; to: number },
  spoiledAt: number,
  ask: Ask<Row>,
): Promise<Pages<Row>> {
  const pages = [...list.pages]
  const pageParams = [...list.pageParams]
  for (let index = from; index <= to && index < pageParams.length; index += 1) {
    const before = pages[index]
    if (before && before.askedAt >= spoiledAt) continue
    const page = await askPage(ask, pageParams[index] ?? null)
    pages[index] = page
    if (page.next === (before?.next ?? null)) continue
    pages.length = index + 1
    pageParams.length = index + 1
    if (page.next !== null && index < to) pageParams.push(page.next)
  }
  return { pages, pageParams }
}

/** A newer question took this one's place, and then this one was wanted after all. */
export const askedAnew = {
  retry: (failures: number, error: Error): boolean =>
    failures < 3 && failureOf(error).code === 'question_ended',
  retryDelay: 50,
} as const

function listQuery<Row>(queryKey: QueryKey, ask: Ask<Row>) {
  return infiniteQueryOptions<Page<Row>, Error, Pages<Row>, QueryKey, string | null>({
    queryKey,
    queryFn: ({ pageParam }) => askPage(ask, pageParam),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    ...askedAnew,
  })
}

/** Asks for the first page of a list that is about to be shown. */
export function prefetchList<Row>(client: QueryClient, queryKey: QueryKey, ask: Ask<Row>): void {
  void client.prefetchInfiniteQuery(listQuery(queryKey, ask))
}

/** `listsKey` is what pushes spoil; `queryKey` begins with it and names this list. */
export function usePagedList<Row extends Identified>(
  listsKey: QueryKey,
  queryKey: QueryKey,
  ask: Ask<Row>,
  { keepBefore = false }: { keepBefore?: boolean } = {},
) {
  const list = useInfiniteQuery({
    ...listQuery(queryKey, ask),
    ...(keepBefore ? { placeholderData: (before: Pages<Row> | undefined) => before } : {}),
  })
  const client = useQueryClient()
  const { data: spoiledAt } = useQuery({
    queryKey: spoiledKey(listsKey),
    queryFn: () => never,
    initialData: never,
    enabled: false,
    gcTime: Infinity,
  })
  const [seen, setSeen] = useState({ first: 0, last: 0 })
  const onSeen = useCallback((first: number, last: number) => setSeen({ first, last }), [])
  const [refreshing, setRefreshing] = useState(false)
  const failed = useRef({ queryKey, at: never })
  const { data, isFetching, isPlaceholderData } = list
  const shown = useMemo(() => data && { ...data, pages: withoutRepeats(data.pages) }, [data])

  useEffect(() => {
    if (!data || !shown || isFetching || isPlaceholderData || refreshing) return
    // Of this very list: what failed for another filter says nothing here.
    if (failed.current.queryKey === queryKey && failed.current.at >= spoiledAt && spoiledAt !== never) return
    const sight = pagesInSight(shown.pages, seen.first, seen.last)
    if (data.pages.slice(sight.from, sight.to + 1).every((page) => page.askedAt >= spoiledAt)) return
    const refresh = async (): Promise<void> => {
      setRefreshing(true)
      try {
        const fresh = await refreshPages(data, sight, spoiledAt, ask)
        // A page that arrived meanwhile wins: this runs again for the new list.
        client.setQueryData<Pages<Row>>(queryKey, (now) => (now === data ? fresh : now))
      } catch {
        // Not answered: what is shown stays, the footer says how fresh it is, and the next push tries again.
        failed.current = { queryKey, at: spoiledAt }
      }
      setRefreshing(false)
    }
    void refresh()
  }, [data, shown, isFetching, isPlaceholderData, seen, spoiledAt, refreshing, queryKey, ask, client])

  const { hasNextPage, isFetchNextPageError, fetchNextPage } = list
  // Once it could not be read, only somebody who asks for it tries again: rows in sight would ask without end.
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage()
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage])

  return { ...list, data: shown, onSeen, onNearEnd }
}
