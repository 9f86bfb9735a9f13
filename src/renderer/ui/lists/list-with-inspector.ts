// How a list and the inspector beside it work together: which row is marked, the way in and back out, and the keys for it.
// Which row is open stands in the address; it must never be kept here as well.
import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { useMoveKeys } from './list-keys.ts'
import { useMedia } from '../media.ts'
import { useShortcuts } from '../shortcuts.ts'
import type { RowsHandle } from './virtual-rows.ts'

/** Where the window is too narrow for list and inspector side by side; the width is that of `lg` in the panel's classes. */
const inspectorOverlays = '(width < 1024px)'

interface ListWithInspector {
  openId: string | null
  /** What the list shows: only what is open or among these is acted on. */
  rows: readonly { id: string }[]
  /** What is open always lies over the list: a page rather than an inspector. */
  whole?: boolean
  /** Opens a row, or none, by changing the address. */
  open: (id: string | null, options?: { replace: boolean }) => void
  list: {
    isPending: boolean
    isPlaceholderData: boolean
    onNearEnd: () => void
    onSeen: (first: number, last: number) => void
  }
}

export function useListWithInspector({ openId, rows, whole = false, open, list }: ListWithInspector) {
  const [marked, setMarked] = useState<string | null>(null)
  const activeId = openId ?? (rows.some(({ id }) => id === marked) ? marked : null)
  const grid = useRef<RowsHandle>(null)
  const search = useRef<HTMLInputElement>(null)

  const activate = (id: string): void => {
    setMarked(id)
    if (openId !== null) open(id, { replace: true })
  }
  const show = useCallback(
    (id: string) => {
      setMarked(id)
      open(id)
    },
    [open],
  )
  /** What stood in the search when it was left; null once the list that answers it was entered, or something else was done. */
  const leftWith = useRef<string | null>(null)
  const [, enterList] = useReducer((times: number) => times + 1, 0)
  const leaveSearch = (): void => {
    leftWith.current = search.current?.value ?? null
    enterList()
  }
  useEffect(() => {
    if (leftWith.current === null || list.isPending || list.isPlaceholderData) return
    const waits = document.activeElement === search.current && search.current?.value === leftWith.current
    // Rows are drawn a frame after they are there.
    if (waits && rows.length > 0 && grid.current === null) return
    leftWith.current = null
    if (waits) grid.current?.move(0)
  })

  const closing = useRef(false)
  const close = (): void => {
    setMarked(openId)
    closing.current = true
    open(null)
  }
  useEffect(() => {
    // Only now: under the narrow inspector the list was inert and could not take the focus back.
    if (openId !== null || !closing.current) return
    closing.current = false
    grid.current?.focusActive()
  }, [openId])

  /** The inspector lies over the list, where there is no room beside it. */
  const over = useMedia(inspectorOverlays) || whole
  const covered = over && openId !== null
  useMoveKeys(grid)
  useShortcuts({
    '/': () => {
      if (covered || search.current === null) return false
      search.current.focus()
      search.current.select()
    },
    escape: () => (openId === null ? false : close()),
  })
  /** What the grid of the list needs to know of all this. */
  const gridProps = {
    ref: grid,
    activeId,
    openId,
    busy: list.isPlaceholderData,
    onActive: activate,
    onMark: setMarked,
    onOpen: show,
    onNearEnd: list.onNearEnd,
    onSeen: list.onSeen,
  }
  return { activeId, grid, gridProps, search, leaveSearch, close, over, covered }
}
