// A moment to come, relative for the eye and exact on hover and for machines; and one that may be over.
import { useNow } from './now.ts'
import { RelativeTime } from './relative-time.tsx'
import { exactTime, untilTime } from './time.ts'

/** `milliseconds`: Unix time. */
export function UntilTime({ milliseconds, className }: { milliseconds: number; className?: string }) {
  const now = useNow('slow')
  return (
    <time
      dateTime={new Date(milliseconds).toISOString()}
      title={exactTime(milliseconds)}
      className={className}
    >
      {untilTime(milliseconds, now)}
    </time>
  )
}

/** Once it is over, how long ago that was: nothing is due then. */
export function EndTime({ milliseconds }: { milliseconds: number }) {
  const over = milliseconds <= useNow('slow')
  return over ? <RelativeTime milliseconds={milliseconds} /> : <UntilTime milliseconds={milliseconds} />
}
