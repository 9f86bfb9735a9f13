// The rail's head: which desk this is, and the menu of all of them.
import { ChevronsUpDown } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { Desk } from '../../contract/desks.ts'
import { closeOverlay, openOverlay, useOverlay } from '../state/overlays.ts'
import { DeskMark } from '../ui/desk-mark.tsx'
import { moneyWord } from '../ui/words/desk-words.ts'
import { Popover } from '../ui/popover.tsx'
import { Skeleton } from '../ui/states.tsx'

const DeskMenu = lazy(async () => ({ default: (await import('./desk-menu.tsx')).DeskMenu }))

export function DeskSwitcher({ desk }: { desk: Desk }) {
  const open = useOverlay((state) => state.overlay.kind === 'desks')
  return (
    <Popover
      label="Desks"
      open={open}
      onOpenChange={(wanted) => (wanted ? openOverlay({ kind: 'desks' }) : closeOverlay())}
      trigger={
        <button
          type="button"
          title="Switch desk"
          className="mb-3 flex min-h-10 w-full shrink-0 items-center gap-2 rounded-md text-left hover:bg-press lg:px-1.5"
        >
          <DeskMark desk={desk} compact />
          <span className="flex min-w-0 flex-1 flex-col max-lg:unseen">
            <span className="line-clamp-2 leading-4 font-semibold wrap-anywhere">{desk.businessName}</span>
            <span className="flex items-center gap-1.5 text-xs text-ink-3">
              <span
                aria-hidden="true"
                data-business={desk.color}
                className="business-mark size-2 shrink-0 rounded-[2px]"
              />
              {moneyWord(desk)}
            </span>
          </span>
          <span className="unseen">. Switch desk</span>
          <ChevronsUpDown size={13} aria-hidden="true" className="shrink-0 text-ink-3 max-lg:hidden" />
        </button>
      }
    >
      <Suspense fallback={<Skeleton className="h-64 w-[min(316px,calc(100vw-56px))]" />}>
        <DeskMenu desk={desk} onClose={closeOverlay} />
      </Suspense>
    </Popover>
  )
}
