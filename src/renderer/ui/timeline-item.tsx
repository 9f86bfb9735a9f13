// One thing that happened, in a list of them: its mark, what it was, and when. A line leads to the next.
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { RelativeTime } from './dates/relative-time.tsx'

export function TimelineItem({
  icon: Icon,
  className,
  last,
  at,
  beside,
  children,
}: {
  icon: LucideIcon
  /** The colour of the mark. */
  className: string
  last: boolean
  /** Unix milliseconds. */
  at: number
  /** Before the time. */
  beside?: ReactNode
  children: ReactNode
}) {
  return (
    <li className="relative flex gap-2.5 pb-2 last:pb-0">
      {!last && <span aria-hidden="true" className="absolute top-5 bottom-0 left-[7px] w-px bg-line" />}
      <Icon size={15} aria-hidden="true" className={classes('mt-[3px] shrink-0', className)} />
      <span className="min-w-0 flex-1">{children}</span>
      {beside}
      {/* As wide for every time, the longest of which is "27 Sept 2025", so that what is before it ends in one line. */}
      <RelativeTime milliseconds={at} className="w-[84px] shrink-0 text-right whitespace-nowrap text-ink-3" />
    </li>
  )
}
