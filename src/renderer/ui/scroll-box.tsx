// A part of a screen that scrolls by itself, by keys too; on paper it is whole.
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export function ScrollBox({
  label,
  className,
  children,
}: {
  label: string
  /** How high it may be. */
  className?: string
  children: ReactNode
}) {
  return (
    <div
      role="group"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- or it can't be scrolled by keys
      tabIndex={0}
      className={classes('overflow-auto rounded print:max-h-none', className)}
    >
      {children}
    </div>
  )
}
