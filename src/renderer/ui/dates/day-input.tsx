// A day or a moment as a field of the browser, which writes it as the machine's language does; beside it stands what that means, as it is
// written everywhere else.
import type { ComponentProps } from 'react'
import { dayAndMinute, writtenDay } from '../../../domain/day-words.ts'
import { TextInput } from '../field.tsx'

interface DayInputProps extends Omit<ComponentProps<typeof TextInput>, 'type' | 'value' | 'className'> {
  /** `datetime-local`: a day and a time. */
  type?: 'date' | 'datetime-local'
  /** "2026-11-30", with a time "2026-11-30T14:00"; may be empty. */
  value: string
}

export function DayInput({ type = 'date', value, ...input }: DayInputProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <TextInput
        {...input}
        type={type}
        value={value}
        className={type === 'date' ? 'max-w-40 min-w-32 flex-1' : ''}
      />
      {value !== '' && <span className="figures text-sm text-ink-2">{writtenOut(type, value)}</span>}
    </div>
  )
}

function writtenOut(type: 'date' | 'datetime-local', value: string): string {
  return type === 'date' ? writtenDay(value) : dayAndMinute(new Date(value).getTime())
}
