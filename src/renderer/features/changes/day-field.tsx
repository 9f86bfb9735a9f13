// A day to come, as a field. It must not let a day pass that has begun.
import { DayInput } from '../../ui/dates/day-input.tsx'
import { Field } from '../../ui/field.tsx'
import { useNow } from '../../ui/dates/now.ts'
import { secondsOfDay } from './subscription-head.tsx'

/** Unix seconds of the day's beginning; null while it is empty or has passed. `now`: Unix milliseconds. */
export function futureDay(day: string, now: number): number | null {
  const seconds = secondsOfDay(day)
  return seconds !== null && seconds * 1000 > now ? seconds : null
}

export function DayField({
  label,
  hint,
  day,
  onChange,
  className,
}: {
  label: string
  hint?: string
  /** "2026-11-30"; may be empty. */
  day: string
  onChange: (day: string) => void
  className?: string
}) {
  const now = useNow('slow')
  return (
    <Field
      label={label}
      {...(hint === undefined ? {} : { hint })}
      {...(className === undefined ? {} : { className })}
      error={day !== '' && futureDay(day, now) === null ? 'A day to come is needed.' : null}
    >
      {(control) => <DayInput {...control} value={day} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  )
}
