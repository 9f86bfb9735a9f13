// The list before its first rows: the same columns, so that nothing jumps when they arrive.
import { classes } from '../../ui/classes.ts'
import { Skeleton } from '../../ui/states.tsx'
import { container, headerHeight, rowGrid, rowHeight } from './columns.ts'

const lines = Array.from({ length: 14 }, (_, line) => line)

export function ListSkeleton() {
  return (
    <div role="status" aria-label="Loading payments" className={classes(container, 'h-full overflow-hidden')}>
      <div style={{ height: headerHeight }} className="border-b border-line" />
      {lines.map((line) => (
        <div key={line} style={{ height: rowHeight }} className={classes(rowGrid, 'border-b border-line')}>
          <Skeleton className="h-4 w-20" />
          <Skeleton className="ml-auto h-3 w-16" />
          <Skeleton className="h-3 w-40 max-w-full" />
          <Skeleton className="h-3 w-16" />
        </div>
      ))}
    </div>
  )
}
