// A moment to come, relative for the eye and exact on hover and for machines.
import { useNow } from './now.ts'
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
