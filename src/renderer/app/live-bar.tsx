// What marks a live desk over every screen of it: the word LIVE in a tab at the top, and the lock; the edge is beside it (live-edge.tsx). It must never
// be there on a desk whose money is not real, nor be missing on one whose money is.
import { Landmark } from 'lucide-react'
import type { Desk } from '../../contract/desks.ts'
import { LockControl } from '../features/lock/lock-control.tsx'
import { keepFocusOnScreen } from '../ui/give-focus-back.ts'

export function LiveBar({ desk }: { desk: Desk }) {
  return (
    <section
      ref={keepFocusOnScreen}
      aria-label="Live desk"
      className="col-span-2 grid grid-cols-[1fr_minmax(0,auto)_1fr] items-start bg-rail px-1"
    >
      <span />
      <p className="live-word flex h-[26px] min-w-0 items-center gap-1.5 rounded-b-md px-3 font-semibold">
        <Landmark size={13} aria-hidden="true" className="shrink-0" />
        LIVE
        <span className="truncate font-medium">
          <span aria-hidden="true">· </span>
          {desk.businessName}
        </span>
        <span className="font-medium whitespace-nowrap max-sm:hidden">
          <span aria-hidden="true">· </span>real money
        </span>
      </p>
      <LockControl desk={desk} />
    </section>
  )
}
