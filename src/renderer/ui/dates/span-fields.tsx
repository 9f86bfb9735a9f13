// Two days as fields, from and to, with what is wrong when they stand in the wrong order.
import type { DateSpan } from './date-range.ts'
import { DayInput } from './day-input.tsx'
import { Field } from '../field.tsx'

/** Whether the last day is before the first; either may be empty. */
export const isBackwards = ({ from, to }: DateSpan): boolean => from !== '' && to !== '' && from > to

export function SpanFields({ span, onChange }: { span: DateSpan; onChange: (span: DateSpan) => void }) {
  return (
    <>
      <Field label="From">
        {(control) => (
          <DayInput
            {...control}
            value={span.from}
            onChange={(event) => onChange({ ...span, from: event.target.value })}
          />
        )}
      </Field>
      <Field label="To" error={isBackwards(span) ? 'The last day is before the first.' : null}>
        {(control) => (
          <DayInput
            {...control}
            value={span.to}
            onChange={(event) => onChange({ ...span, to: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}
