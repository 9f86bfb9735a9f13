// The moment for which access is shown: now, or as it was on another day; and the banner that says so as long as it is not now.
import { History } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DayInput } from '../../ui/dates/day-input.tsx'
import { Field } from '../../ui/field.tsx'
import { useNow } from '../../ui/dates/now.ts'
import { Popover } from '../../ui/popover.tsx'
import { Banner } from '../../ui/states.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { dayAndTime } from '../../ui/dates/time.ts'
import { localMoment, secondsOf } from './access-query.ts'

export function AsOfControl({ at, onChange }: { at: string; onChange: (at: string) => void }) {
  const [open, setOpen] = useState(false)
  useShortcuts({ t: () => setOpen(true) })
  return (
    <Popover
      label="As it was at"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look={at === '' ? 'secondary' : 'chosen'} icon={History} keysShown="t">
          {at === '' ? 'As it is now' : 'As it was'}
        </Button>
      }
    >
      <Panel
        at={at}
        onChange={(moment) => {
          onChange(moment)
          setOpen(false)
        }}
      />
    </Popover>
  )
}

function Panel({ at, onChange }: { at: string; onChange: (at: string) => void }) {
  const now = useNow('slow')
  const [typed, setTyped] = useState(at === '' ? localMoment(now) : at)
  const seconds = secondsOf(typed)
  const problem =
    seconds === null ? 'A day and a time are needed.' : seconds * 1000 > now ? 'That is still to come.' : null
  return (
    <form
      className="flex w-64 flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (problem === null) onChange(typed)
      }}
    >
      <Field label="As it was at" error={problem} hint="By what is known now, with the policy of now.">
        {(control) => (
          <DayInput
            {...control}
            autoFocus
            type="datetime-local"
            value={typed}
            max={localMoment(now)}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        {at !== '' && (
          <Button look="ghost" onClick={() => onChange('')}>
            Back to now
          </Button>
        )}
        <Button type="submit" look="primary" disabled={problem !== null}>
          Show
        </Button>
      </div>
    </form>
  )
}

export function PastBanner({
  at,
  knownFrom,
  onNow,
}: {
  at: string
  /** Unix seconds; null: all is known. */
  knownFrom: number | null
  onNow: () => void
}) {
  const seconds = secondsOf(at)
  if (seconds === null) return null
  const unsure = knownFrom !== null && seconds < knownFrom
  return (
    <Banner
      tone="warn"
      action={
        <Button size="small" onClick={onNow}>
          Back to now
        </Button>
      }
    >
      <strong className="font-semibold">This is the past:</strong> access as it was on{' '}
      {dayAndTime(seconds * 1000)}.
      {unsure &&
        ` Before ${dayAndTime(knownFrom * 1000)} nothing is known for sure: older events were never kept here.`}
    </Banner>
  )
}
