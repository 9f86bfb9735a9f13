// The head of a column by which a list can be sorted. It must say to a screen reader, too, how it is sorted now.
import { ArrowDown, ArrowUp } from 'lucide-react'
import { classes } from '../classes.ts'

export function SortHeader({
  column,
  word,
  direction,
  onSort,
  className,
}: {
  column: number
  word: string
  /** Null: the list is sorted by something else. */
  direction: 'ascending' | 'descending' | null
  onSort: () => void
  className?: string
}) {
  const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <div
      role="columnheader"
      aria-colindex={column}
      aria-sort={direction ?? 'none'}
      className={classes('flex justify-end', className)}
    >
      <button
        type="button"
        onClick={onSort}
        className="-mr-1 inline-flex h-6 items-center gap-1 rounded px-1 hover:bg-press hover:text-ink"
      >
        {direction !== null && <Arrow size={12} aria-hidden="true" />}
        {word}
      </button>
    </div>
  )
}
