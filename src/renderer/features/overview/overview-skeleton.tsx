// Overview before its first figures: tiles and a chart of the same size, so that nothing jumps when they arrive.
import { Skeleton } from '../../ui/states.tsx'

const tiles = Array.from({ length: 8 }, (_, tile) => tile)

export function OverviewSkeleton() {
  return (
    <div role="status" aria-label="Loading the figures">
      <div className="grid grid-cols-2 gap-px border-y border-line bg-line @min-[720px]:grid-cols-4">
        {tiles.map((tile) => (
          <div key={tile} className="flex h-[85px] flex-col justify-between bg-bg px-4 py-3">
            <Skeleton className="h-3 w-16" />
            <Skeleton className="h-5 w-32" />
            <Skeleton className="h-3 w-24" />
          </div>
        ))}
      </div>
      <div className="px-4 py-4">
        <Skeleton className="h-[380px] w-full" />
      </div>
    </div>
  )
}
