// A moment where there is room for all of it: exactly, and while it is near how long ago that is or until then. Keys and screen readers come
// to no title.
import { useNow } from './now.ts'
import { dayAndTime, relativeTime, untilTime } from './time.ts'

const near = 7 * 86_400_000

/** `milliseconds`: Unix time. */
export function Moment({ milliseconds }: { milliseconds: number }) {
  const now = useNow('slow')
  const away = milliseconds - now
  const relative = away > 0 ? untilTime(milliseconds, now) : relativeTime(milliseconds, now)
  return (
    <time dateTime={new Date(milliseconds).toISOString()} className="figures">
      {dayAndTime(milliseconds)}
      {Math.abs(away) < near && <span className="text-ink-3">, {relative}</span>}
    </time>
  )
}
