// A moment, relative for the eye and exact on hover and for machines.
import { useNow } from './now.ts'
import { exactTime, relativeTime } from './time.ts'

/** `milliseconds`: Unix time. `pace`: `second` where seconds matter. */
export function RelativeTime({
  milliseconds,
  pace = 'slow',
  className,
}: {
  milliseconds: number
  pace?: 'slow' | 'second'
  className?: string
}) {
  const now = useNow(pace)
  return (
    <time
      dateTime={new Date(milliseconds).toISOString()}
      title={exactTime(milliseconds)}
      className={className}
    >
      {relativeTime(milliseconds, now)}
    </time>
  )
}
