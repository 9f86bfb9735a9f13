// The mechanics of a long list of rows of one height: only the rows in sight exist, and the active one always does, so that
// focus is never lost to scrolling. It must know nothing of what a row shows, and ask nothing itself.
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import { useTurns } from '../in-turn.tsx'
import { strokeOf } from '../shortcuts.ts'

/** Rows left below the window when the next page is asked for. */
const prefetchRows = 80

export interface RowsHandle {
  /** Moves the active row by `step` and focuses it. */
  move: (step: number) => void
  /** The one that took its place where it has left the list. */
  focusActive: () => void
}

/** The attribute by which a row's element carries its id. */
export type RowAttribute =
  | 'data-payment'
  | 'data-refund'
  | 'data-failure'
  | 'data-dispute'
  | 'data-figure-row'
  | 'data-event'
  | 'data-audit'
  | 'data-customer'
  | 'data-subscription'
  | 'data-access'
  | 'data-letter'
  | 'data-run'
  | 'data-run-row'

interface VirtualRows {
  rows: readonly { id: string }[]
  /** Pixels. */
  rowHeight: number
  /** Pixels of the header that sticks to the top of the scroller. */
  headerHeight: number
  activeId: string | null
  /** Names the filter and order shown; another name begins at the top. */
  listName: string
  /** The rows are still those of the list before. */
  busy: boolean
  attribute: RowAttribute
  onActive: (id: string) => void
  onNearEnd: () => void
  /** Hears which rows are in sight, by index, both inclusive. */
  onSeen: (first: number, last: number) => void
}

export function useVirtualRows(given: VirtualRows) {
  const { rows, rowHeight, headerHeight, activeId, listName, busy, attribute, onActive, onNearEnd, onSeen } =
    given
  const scroller = useRef<HTMLDivElement>(null)
  const focusWanted = useRef(false)
  const found = rows.findIndex((row) => row.id === activeId)
  const activeIndex = Math.max(0, found)

  // A third of the rows in sight is drawn in each of the first frames, then some out of sight.
  const turn = useTurns(4)
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by a compiler
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: turn === 4 ? 6 : 0,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    rangeExtractor: useCallback(
      (range: Range) => {
        const inSight = defaultRangeExtractor(range)
        const shown = turn < 3 ? inSight.slice(0, Math.ceil((inSight.length * turn) / 3)) : inSight
        if (activeIndex >= range.count || shown.includes(activeIndex)) return shown
        return [...shown, activeIndex].toSorted((one, other) => one - other)
      },
      [activeIndex, turn],
    ),
  })

  const items = virtualizer.getVirtualItems()
  const first = virtualizer.range?.startIndex ?? 0
  const last = virtualizer.range?.endIndex ?? 0
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - prefetchRows) onNearEnd()
  }, [last, rows.length, onNearEnd])
  useEffect(() => onSeen(first, last), [first, last, onSeen])

  const moveTo = (index: number): void => {
    const to = Math.min(Math.max(0, index), rows.length - 1)
    const row = rows[to]
    if (!row) return
    focusWanted.current = true
    virtualizer.scrollToIndex(to)
    if (row.id === activeId) focusRow(scroller.current, attribute, row.id)
    else onActive(row.id)
  }
  useLayoutEffect(() => {
    if (!focusWanted.current || activeId === null) return
    focusWanted.current = false
    focusRow(scroller.current, attribute, activeId)
  }, [activeId, attribute])

  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0
  }, [listName])

  // What comes or goes above moves no row away from under the eye, the pointer or the keys: the active one stays where it is, else the
  // uppermost where somebody has scrolled. At the top of the list what is new comes into sight.
  const held = useRef<{ listName: string; id: string; index: number } | null>(null)
  useLayoutEffect(() => {
    const { current: before } = held
    if (before?.listName !== listName || busy) return
    const now = rows.findIndex((row) => row.id === before.id)
    if (scroller.current && now !== -1 && now !== before.index)
      scroller.current.scrollTop += (now - before.index) * rowHeight
  }, [rows, listName, busy, rowHeight])
  const isScrolled = (virtualizer.scrollOffset ?? 0) > 0
  useLayoutEffect(() => {
    const isInSight = found !== -1 && first <= found && found <= last
    const index = isInSight ? found : isScrolled ? first : -1
    const row = busy ? undefined : rows[index]
    held.current = row ? { listName, id: row.id, index } : null
  }, [rows, listName, busy, found, first, last, isScrolled])

  /** Where the active row stood last in this list: one that has left it makes room for the one beneath. */
  const place = useRef({ listName, index: 0 })
  useEffect(() => {
    if (found !== -1) place.current = { listName, index: found }
  }, [listName, found])
  const gap = (): number => (place.current.listName === listName ? place.current.index : 0)
  const move = (step: number): void =>
    moveTo(found === -1 ? gap() + (step > 0 ? step - 1 : step) : found + step)
  const handle: RowsHandle = { move, focusActive: () => moveTo(found === -1 ? gap() : found) }

  const wasShown = useRef(false)
  useEffect(() => {
    // A focus that went with its row stays in the list, on none of its rows: a key must not do to the next what was meant for this one.
    const isLost = wasShown.current && found === -1 && document.activeElement === document.body
    if (isLost) scroller.current?.focus({ preventScroll: true })
    wasShown.current = found !== -1
  }, [found])

  /** Arrows, Page Up and Down, Home and End. Returns whether the key was one of them. */
  const onMoveKey = (event: KeyboardEvent): boolean => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2)
    const acts: Record<string, () => void> = {
      down: () => move(1),
      up: () => move(-1),
      pagedown: () => move(page),
      pageup: () => move(-page),
      home: () => moveTo(0),
      end: () => moveTo(rows.length - 1),
    }
    const act = acts[strokeOf(event)]
    if (!act) return false
    event.preventDefault()
    act()
    return true
  }

  return {
    scroller,
    activeIndex,
    totalSize: virtualizer.getTotalSize(),
    /** What to draw: `top` in pixels from the top of the rows. */
    drawn: items.map((item) => ({ index: item.index, top: item.start - headerHeight })),
    handle,
    onMoveKey,
  }
}

function focusRow(scroller: HTMLElement | null, attribute: string, id: string): void {
  scroller?.querySelector<HTMLElement>(`[${attribute}="${CSS.escape(id)}"]`)?.focus({ preventScroll: true })
}
