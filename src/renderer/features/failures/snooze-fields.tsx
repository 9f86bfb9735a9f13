// Until when: one press for the usual times, or a day of one's own.
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DayInput } from '../../ui/dates/day-input.tsx'
import { Field } from '../../ui/field.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useNow } from '../../ui/dates/now.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { snoozeChoices, snoozeUntilDay } from './snooze-times.ts'

const moment = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

/** `onChoose`: Unix milliseconds. */
export function SnoozeFields({ onChoose }: { onChoose: (until: number) => void }) {
  const [day, setDay] = useState('')
  const now = new Date(useNow('slow'))
  const choices = snoozeChoices(now)
  const until = snoozeUntilDay(day, now)
  useShortcuts(
    Object.fromEntries(choices.map((choice, index) => [String(index + 1), () => onChoose(choice.until)])),
    { overDialogs: true },
  )
  return (
    <>
      <ul className="-mx-2 flex flex-col">
        {choices.map((choice, index) => (
          <li key={choice.word}>
            <button
              type="button"
              aria-keyshortcuts={String(index + 1)}
              onClick={() => onChoose(choice.until)}
              className="flex h-8 w-full items-center gap-3 rounded-md px-2 text-left hover:bg-press"
            >
              <span className="flex-1 font-medium">{choice.word}</span>
              <span className="figures text-ink-2">{moment.format(choice.until)}</span>
              <Kbd keys={String(index + 1)} />
            </button>
          </li>
        ))}
      </ul>
      <div className="flex items-end gap-2 border-t border-line pt-3">
        <Field
          label="Until the morning of"
          className="flex-1"
          error={day !== '' && until === null ? 'That day has begun already.' : null}
        >
          {(control) => (
            <DayInput
              {...control}
              value={day}
              onChange={(event) => setDay(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || until === null) return
                event.preventDefault()
                onChoose(until)
              }}
            />
          )}
        </Field>
        <Button disabled={until === null} onClick={() => until !== null && onChoose(until)}>
          Snooze
        </Button>
      </div>
    </>
  )
}
