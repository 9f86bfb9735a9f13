// Choosing rows of a list by keys and clicks, for many at once: one by one, or a range from the last one. It only fills the choice;
// nothing is ordered here.
import { useEffect, useRef, type MouseEvent, type RefObject } from 'react'
import type { Choice } from '../../state/chosen.ts'
import { markAttribute } from './choice-mark.tsx'
import { useShortcuts } from '../shortcuts.ts'
import type { RowAttribute, RowsHandle } from './virtual-rows.ts'

interface WithId {
  id: string
}

/** The rows from one to another, whichever stands first; none where either is not shown. */
function between<Row extends WithId>(rows: readonly Row[], from: string | null, to: string): readonly Row[] {
  const places = [from, to].map((id) => rows.findIndex((row) => row.id === id)).toSorted((a, b) => a - b)
  const [first = -1, last = -1] = places
  return first === -1 ? [] : rows.slice(first, last + 1)
}

/** Chooses the row, or with `range` everything from the one chosen last to it. */
function chooseRow<Row extends WithId>(
  choice: Choice<Row>,
  rows: readonly Row[],
  id: string,
  range: boolean,
): void {
  const ranged = range ? between(rows, choice.use.getState().anchor, id) : []
  const row = rows.find((each) => each.id === id)
  if (ranged.length > 0) choice.add(ranged)
  else if (row) choice.toggle(row)
}

/** For around the grid: a click on the box of a row chooses it, and does not open it. */
export function chooseByClick<Row extends WithId>(
  choice: Choice<Row>,
  rows: readonly Row[],
  attribute: RowAttribute,
) {
  return (event: MouseEvent): void => {
    if (!(event.target instanceof Element)) return
    const row = event.target.closest(`[${markAttribute}]`)?.closest(`[${attribute}]`)
    if (!row) return
    event.stopPropagation()
    chooseRow(choice, rows, row.getAttribute(attribute) ?? '', event.shiftKey)
  }
}

export function useChoosing<Row extends WithId>(
  choice: Choice<Row>,
  rows: readonly Row[],
  activeId: string | null,
  grid: RefObject<RowsHandle | null>,
): void {
  /** A range that arrows are drawing: what was chosen before it, where it began, where it stands, and all that is chosen with it. */
  const drawing = useRef<{ before: readonly Row[]; from: string; to: string; all: string } | null>(null)
  const all = (): string => [...choice.use.getState().chosen.keys()].join(' ')

  // What they come to, and what is offered for them, is of the rows as the list has them now.
  useEffect(() => choice.renew(rows), [choice, rows])

  const extend = (step: number): void | false => {
    const at = rows.findIndex((row) => row.id === activeId)
    const active = rows[at]
    if (!active) return grid.current?.move(step)
    // Where a row was chosen or let go by other ways since then, the range is over: what was let go must not come back with it.
    const { before, from } =
      drawing.current?.to === active.id && drawing.current.all === all()
        ? drawing.current
        : { before: [...choice.use.getState().chosen.values()], from: active.id }
    const { id: to } = rows[Math.min(Math.max(0, at + step), rows.length - 1)] ?? active
    choice.set([...before, ...between(rows, from, to)])
    drawing.current = { before, from, to, all: all() }
    grid.current?.move(step)
  }
  const choose = (range: boolean) => (): void | false => {
    if (activeId === null) return false
    drawing.current = null
    chooseRow(choice, rows, activeId, range)
  }
  useShortcuts({
    x: choose(false),
    'shift+x': choose(true),
    escape: () => (choice.use.getState().chosen.size === 0 ? false : choice.forget()),
  })
  useShortcuts({ 'shift+down': () => extend(1), 'shift+up': () => extend(-1) }, { repeating: true })
}

/** The keys of what can be done to many, on a button that does it to the one that is open: none while rows are chosen, for they mean those. */
export function useKeysOfOne<Row extends WithId>(choice: Choice<Row>) {
  const many = choice.use(({ chosen }) => chosen.size > 0)
  return (keys: string | undefined) =>
    many || keys === undefined ? {} : { keysShown: keys, 'aria-keyshortcuts': keys }
}
