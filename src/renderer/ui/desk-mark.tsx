// The mode of a desk as a word and a shape, so that live is told from test without reading and without colour.
import { FlaskConical, Landmark, Store, type LucideIcon } from 'lucide-react'
import type { Desk } from '../../contract/desks.ts'
import { classes } from './classes.ts'

type Mode = 'demo' | 'test' | 'live'

const marks: Record<Mode, { word: string; icon: LucideIcon; className: string }> = {
  demo: { word: 'DEMO', icon: Store, className: 'rounded-[5px] bg-blue-tint text-blue' },
  test: { word: 'TEST', icon: FlaskConical, className: 'rounded-[5px] bg-amber-tint text-amber' },
  live: { word: 'LIVE', icon: Landmark, className: 'rounded-none bg-danger-fill text-on-accent' },
}

export function DeskMark({
  desk,
  compact = false,
}: {
  desk: Pick<Desk, 'kind' | 'mode'>
  compact?: boolean
}) {
  const { word, icon: Icon, className } = marks[desk.kind === 'demo' ? 'demo' : desk.mode]
  return (
    <span
      className={classes(
        'inline-flex shrink-0 items-center justify-center font-semibold',
        compact ? 'w-[30px] flex-col py-0.5 text-[9px] leading-3 tracking-wide' : 'h-5 gap-1 px-1.5 text-xs',
        className,
      )}
    >
      <Icon size={compact ? 14 : 12} aria-hidden="true" />
      {word}
    </span>
  )
}
