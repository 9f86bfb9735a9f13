// A list before its first rows: the same columns, so that nothing jumps when they arrive.
import { classes } from '../classes.ts'
import { Skeleton } from '../states.tsx'
import { usualHeader, usualRow } from './heights.ts'

const lines = Array.from({ length: 14 }, (_, line) => line)

export function ListSkeleton({
  label,
  rowGrid,
  rowHeight = usualRow,
  headerHeight = usualHeader,
  cells,
}: {
  label: string
  /** The classes of a row's columns. */
  rowGrid: string
  /** Pixels; absent: as every list. */
  rowHeight?: number
  headerHeight?: number
  /** The classes that give each cell its size. */
  cells: readonly string[]
}) {
  return (
    <div role="status" aria-label={label} className="@container h-full overflow-hidden">
      <div style={{ height: headerHeight }} className="border-b border-line" />
      {lines.map((line) => (
        <div key={line} style={{ height: rowHeight }} className={classes(rowGrid, 'border-b border-line')}>
          {cells.map((cell) => (
            <Skeleton key={cell} className={cell} />
          ))}
        </div>
      ))}
    </div>
  )
}
