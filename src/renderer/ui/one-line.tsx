// One line in which everything is whole: what has no room in it goes on to lines beneath, out of sight, and arrows lead from one to the
// next. A second line in sight would push what is beneath it away, and of a figure that is cut nobody sees that it is another. Keys need no
// arrow to what can be focused: it comes into sight.
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect, useRef, type CSSProperties, type ReactNode } from 'react'
import { classes } from './classes.ts'

export function OneLine({
  role,
  label,
  height,
  className,
  line,
  children,
}: {
  role?: 'group' | 'search'
  label?: string
  /** Of what is in it, in pixels; there are 4 more above and beneath. Nothing in it may be higher. */
  height: number
  /** No vertical padding: the next line would show in it. */
  className?: string
  /** Padding and gaps of what is in it. */
  line?: string
  children: ReactNode
}) {
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = scroller
    const items = current?.firstElementChild
    if (!current || !items) return
    // What is chosen stays in sight when the lines break elsewhere.
    const observer = new ResizeObserver(() => {
      const pressed = items.querySelector('[aria-pressed="true"]')
      if (pressed === null) return
      const below = pressed.getBoundingClientRect().top - items.getBoundingClientRect().top
      current.scrollTop = Math.floor(below / current.clientHeight) * current.clientHeight
    })
    observer.observe(items)
    return () => observer.disconnect()
  }, [])
  const go = (direction: -1 | 1): void => {
    const { current } = scroller
    current?.scrollBy({ top: direction * current.clientHeight, behavior: 'instant' })
  }
  return (
    <div
      ref={scroller}
      role={role}
      aria-label={label}
      style={{ '--one-line': `${height}px` } as CSSProperties}
      className={classes('one-line min-w-0 shrink-0', className)}
    >
      <div className="flex">
        <div className={classes('one-line-items', line)}>{children}</div>
        <span className="one-line-ends">
          <button type="button" aria-label="Line before" className="one-line-before" onClick={() => go(-1)}>
            <ChevronUp size={15} aria-hidden="true" />
          </button>
          <button type="button" aria-label="Next line" className="one-line-after" onClick={() => go(1)}>
            <ChevronDown size={15} aria-hidden="true" />
          </button>
        </span>
      </div>
    </div>
  )
}
