// One line that scrolls sideways where it is too long: a second line would push what is beneath it away. It has no bar, which would take
// height; an arrow shows that there is more and leads there. Keys need none: what is focused comes into sight.
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { classes } from './classes.ts'

export function Sideways({
  role,
  label,
  className,
  line,
  children,
}: {
  role?: 'group' | 'search'
  label?: string
  className?: string
  /** Padding and gaps of what is in it. */
  line?: string
  children: ReactNode
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const go = (direction: -1 | 1): void => {
    const { current } = scroller
    current?.scrollBy({ left: direction * 0.75 * current.clientWidth })
  }
  return (
    <div
      ref={scroller}
      role={role}
      aria-label={label}
      className={classes('sideways min-w-0 shrink-0', className)}
    >
      {/* They are in no order of Tab: they only stand in for a wheel that turns sideways. */}
      <span aria-hidden="true" className="sideways-before">
        <button type="button" tabIndex={-1} onClick={() => go(-1)}>
          <ChevronLeft size={15} />
        </button>
      </span>
      <div className={classes('flex min-w-max flex-1 items-center', line)}>{children}</div>
      <span aria-hidden="true" className="sideways-after">
        <button type="button" tabIndex={-1} onClick={() => go(1)}>
          <ChevronRight size={15} />
        </button>
      </span>
    </div>
  )
}
