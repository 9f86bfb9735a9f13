// What a screen looks like while its code is on the way: nothing jumps when it arrives.
import { Skeleton } from '../ui/states.tsx'

export function ScreenSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="flex h-full flex-col gap-4 p-4">
      <Skeleton className="h-5 w-32" />
      <Skeleton className="h-7 w-2/3" />
      <Skeleton className="h-7 w-full" />
      <Skeleton className="h-7 w-full" />
      <Skeleton className="h-7 w-full" />
    </div>
  )
}
