// What every filtered list screen begins with: its filter as the address says it, and its rows as far as they were read.
import { useCallback, useMemo } from 'react'
import { useAddressQuery } from '../../state/address-query.ts'
import { useFooterText } from '../../state/footer.ts'
import { useNow } from '../dates/now.ts'
import { countText } from '../count.ts'

/** The same from one render to the next: a constant of the screen. */
interface ListAddress<Query, Filter> {
  placeOf: (deskId: string, openId: string | null, search: string) => string
  parse: (search: string) => Query
  format: (query: Query) => string
  /** The filter as the contract takes it, presets counted back from `today`. */
  toFilter: (query: Query, today: Date) => Filter
}

export function useListAddress<Query extends object, Filter>(
  { placeOf, parse, format, toFilter }: ListAddress<Query, Filter>,
  deskId: string,
  openId: string | null,
) {
  const place = useCallback(
    (id: string | null, search: string) => placeOf(deskId, id, search),
    [placeOf, deskId],
  )
  const { query, change, open } = useAddressQuery({ place, parse, format }, openId)
  const today = new Date(useNow('slow')).toDateString()
  const filter = useMemo(() => toFilter(query, new Date(today)), [toFilter, query, today])
  return { query, change, open, filter }
}

interface ReadList<Row> {
  data: { pages: readonly { rows: readonly Row[] }[] } | undefined
  hasNextPage: boolean
  isSuccess: boolean
  isPlaceholderData: boolean
}

/** The rows read so far, and how many there are in words, which the footer says while the screen is there. */
export function useLoadedRows<Row>(list: ReadList<Row>, one: string, many: string) {
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data])
  const word = loadedWord(rows.length, list.hasNextPage, one, many)
  useFooterText(list.isSuccess ? word : '')
  return {
    rows,
    /** How many match in all; null while that is not known. */
    total: list.hasNextPage ? null : rows.length,
    /** For a screen reader. Only of a search: an open list grows all the time. */
    said: (narrowed: boolean): string =>
      narrowed && list.isSuccess && !list.isPlaceholderData ? `${word}, filtered` : '',
  }
}

/** "312 events", or "200 events loaded" while there are more than were read. */
function loadedWord(count: number, more: boolean, one: string, many: string): string {
  const shown = `${countText(count)} ${count === 1 ? one : many}`
  return more ? `${shown} loaded` : shown
}
