// The title of a screen. Coming to it is said to a screen reader (app/screen-announcement.tsx), and a focus that went with the screen before
// is found here again, so that Tab goes on from the top of what is shown. It must never take a focus that is somewhere.
import { useEffect, useRef } from 'react'
import { arriveAtScreen } from '../state/here.ts'
import { classes } from './classes.ts'

export function ScreenTitle({
  children: title,
  className = 'text-lg leading-[30px]',
}: {
  children: string
  className?: string
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const arrived = arriveAtScreen(title)
    if (arrived && isNowhere()) heading.current?.focus({ preventScroll: true })
  }, [title])
  return (
    <h1 ref={heading} tabIndex={-1} className={classes('font-semibold outline-none', className)}>
      {title}
    </h1>
  )
}

/** Nothing has the focus that keys could mean. */
export const isNowhere = (): boolean => document.activeElement?.matches('body, h1') ?? true
