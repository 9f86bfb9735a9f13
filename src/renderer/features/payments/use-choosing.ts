// Choosing payments by keys and clicks, for many refunds at once: one by one, or a range from the last one. It only fills the choice;
// nothing is ordered here.
import { useRef, type RefObject } from 'react'
import type { PaymentRow } from '../../../contract/payments.ts'
import { chooseAll, forgetChosen, setChosen, toggleChosen, useChosen } from '../../state/chosen.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import type { RowsHandle } from '../../ui/virtual-rows.ts'

/** The rows from one to another, whichever stands first; none where either is not shown. */
function between(rows: readonly PaymentRow[], from: string | null, to: string): readonly PaymentRow[] {
  const places = [from, to].map((id) => rows.findIndex((row) => row.id === id)).toSorted((a, b) => a - b)
  const [first = -1, last = -1] = places
  return first === -1 ? [] : rows.slice(first, last + 1)
}

/** Chooses the row, or with `range` everything from the one chosen last to it. */
export function chooseRow(rows: readonly PaymentRow[], id: string, range: boolean): void {
  const ranged = range ? between(rows, useChosen.getState().anchor, id) : []
  const row = rows.find((each) => each.id === id)
  if (ranged.length > 0) chooseAll(ranged)
  else if (row) toggleChosen(row)
}

export function useChoosing(
  rows: readonly PaymentRow[],
  activeId: string | null,
  grid: RefObject<RowsHandle | null>,
): void {
  /** A range that arrows are drawing: what was chosen before it, where it began, and where it stands. */
  const drawing = useRef<{ before: readonly PaymentRow[]; from: string; to: string } | null>(null)

  const extend = (step: number): void | false => {
    const at = rows.findIndex((row) => row.id === activeId)
    const active = rows[at]
    if (!active) return grid.current?.move(step)
    if (drawing.current?.to !== active.id)
      drawing.current = { before: [...useChosen.getState().chosen.values()], from: active.id, to: active.id }
    const to = rows[Math.min(Math.max(0, at + step), rows.length - 1)] ?? active
    drawing.current.to = to.id
    setChosen([...drawing.current.before, ...between(rows, drawing.current.from, to.id)])
    grid.current?.move(step)
  }
  const choose = (range: boolean) => (): void | false => {
    if (activeId === null) return false
    drawing.current = null
    chooseRow(rows, activeId, range)
  }
  useShortcuts({
    x: choose(false),
    'shift+x': choose(true),
    escape: () => (useChosen.getState().chosen.size === 0 ? false : forgetChosen()),
  })
  useShortcuts({ 'shift+down': () => extend(1), 'shift+up': () => extend(-1) }, { repeating: true })
}
