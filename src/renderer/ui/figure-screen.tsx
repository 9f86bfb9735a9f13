// The shape of a screen of figures: title, what is shown in words, controls, and beneath them what scrolls and what is printed; rows beside
// it. It must know no figures: they are its children.
import type { ReactNode } from 'react'
import type { Desk } from '../../contract/desks.ts'
import { useFreshness } from '../bridge/desk-queries.ts'
import { classes } from './classes.ts'
import { deskName } from './words/desk-words.ts'
import { completeness } from './words/freshness-words.ts'
import { useNow } from './dates/now.ts'
import { keepFocusOnScreen } from './give-focus-back.ts'
import { ScreenTitle } from './screen-title.tsx'
import { FailedLine } from './states.tsx'
import { dayAndTime, exactTime } from './dates/time.ts'

export function FigureScreen({
  name,
  desk,
  says,
  actions,
  controls,
  busy,
  stale,
  onRetry,
  said,
  covered,
  aside,
  children,
}: {
  name: string
  /** Named on paper with how complete it is, where no frame says so. */
  desk: Desk
  /** Which stretch, in which zone. */
  says: ReactNode
  /** At the end of the title's line. */
  actions: ReactNode
  controls: ReactNode
  /** What is shown is still of what was asked before. */
  busy: boolean
  /** That it could not be read again, and why; null where it could. What was read stays, and must not pass for how it is now. */
  stale: string | null
  onRetry: () => void
  /** Told to a screen reader when it changes: what is shown, without figures, which change by themselves; empty for nothing. */
  said: string
  /** What is beside lies over the figures. */
  covered: boolean
  aside: ReactNode
  children: ReactNode
}) {
  const now = useNow('slow')
  const freshness = useFreshness(desk.id).data
  return (
    <div className="relative flex h-full min-h-0">
      <section
        ref={keepFocusOnScreen}
        aria-label={name}
        inert={covered}
        data-print="page"
        className="@container min-w-0 flex-1 overflow-y-auto"
      >
        <header className="flex flex-wrap items-start gap-x-3 gap-y-1 px-4 pt-3 pb-1">
          <div className="min-w-0 flex-1">
            <ScreenTitle>{name}</ScreenTitle>
            <p className="text-sm text-ink-3">{says}</p>
            <p className="hidden text-sm text-ink-3 print:block">
              {deskName(desk)}. {freshness && `${completeness(freshness, dayAndTime)}. `}Printed{' '}
              {exactTime(now)}.
            </p>
          </div>
          <div data-print="no" className="flex items-center">
            {actions}
          </div>
        </header>
        <div
          role="group"
          aria-label="What is shown"
          data-print="no"
          className="flex flex-wrap items-center gap-2 px-4 pt-1 pb-3"
        >
          {controls}
        </div>
        {stale !== null && (
          <div className="px-4 pb-3">
            <FailedLine onRetry={onRetry}>{stale}</FailedLine>
          </div>
        )}
        <div aria-busy={busy} className={classes(busy && 'opacity-60 transition-opacity delay-150')}>
          {children}
        </div>
        <p role="status" className="unseen">
          {said}
        </p>
      </section>
      {aside}
    </div>
  )
}
