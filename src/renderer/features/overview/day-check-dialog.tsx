// Asks for a day and compares it with Stripe. Closing it takes nothing back: what was missing is taken in all the same. It must never keep
// what was found of one day beside the field that says another.
import { useState } from 'react'
import { Link } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import { writtenDay } from '../../../domain/day-words.ts'
import { useDayProgress } from '../../bridge/finance-queries.ts'
import { screenPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { DayInput } from '../../ui/dates/day-input.tsx'
import { deskName } from '../../ui/words/desk-words.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { useNow } from '../../ui/dates/now.ts'
import { dayText, machineZone } from '../../ui/dates/period.ts'
import { Progress } from '../../ui/progress.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { DayCheckFound } from './day-check-found.tsx'
import { progressWords } from './day-check-words.ts'
import { useDayCheck, type DayCheckState } from './use-day-check.ts'

export function DayCheckDialog({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const now = new Date(useNow('slow'))
  const today = dayText(now)
  const [day, setDay] = useState(() =>
    dayText(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)),
  )
  const [asked, setAsked] = useState(false)
  const { found, check, stop } = useDayCheck(desk.id)
  const problem = day === '' ? 'Choose a day.' : day > today ? 'This day has not come yet.' : null
  const running = found.state === 'running'
  return (
    <Dialog title="Check a day against Stripe" onClose={onClose} size="wide">
      <div className="flex flex-col gap-4 overflow-y-auto px-5 pb-5">
        <form
          noValidate
          className="flex items-start gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            setAsked(true)
            if (problem === null && !running) void check(day)
          }}
        >
          <Field
            label="Day"
            hint={`Of ${deskName(desk)}, from midnight to midnight in ${machineZone()}. Stripe is read anew.`}
            error={asked ? problem : null}
            className="min-w-0 flex-1"
          >
            {(control) => (
              <DayInput
                {...control}
                value={day}
                max={today}
                onChange={(event) => {
                  setDay(event.target.value)
                  setAsked(false)
                }}
              />
            )}
          </Field>
          <Button type="submit" look="primary" busy={running} className="mt-5">
            {found.state === 'found' && found.day === day ? 'Check again' : 'Check'}
          </Button>
        </form>
        <div role="status">
          <Standing
            desk={desk}
            found={found}
            onAgain={(again) => void check(again)}
            onStop={stop}
            onClose={onClose}
          />
        </div>
      </div>
    </Dialog>
  )
}

function Standing({
  desk,
  found,
  onAgain,
  onStop,
  onClose,
}: {
  desk: Desk
  found: DayCheckState
  onAgain: (day: string) => void
  onStop: () => void
  onClose: () => void
}) {
  switch (found.state) {
    case 'none':
      return (
        <p className="text-ink-2">
          Payments, refunds, disputes and movements of the balance are compared one by one with what is kept
          here, and whatever was missing is taken in.
        </p>
      )
    case 'running':
      return <Running deskId={desk.id} day={found.day} onStop={onStop} />
    case 'failed': {
      const ofKey = found.failure.code.startsWith('key_') || found.failure.code === 'desk_needs_key'
      return (
        <>
          <ErrorState
            title={`${writtenDay(found.day)} could not be checked`}
            failure={found.failure}
            onRetry={() => onAgain(found.day)}
          />
          {ofKey && (
            <p className="text-center text-ink-2">
              <Link
                href={screenPlace(desk.id, 'settings')}
                onClick={onClose}
                className="text-accent underline underline-offset-3"
              >
                Look at the key in Settings
              </Link>
            </p>
          )}
        </>
      )
    }
    case 'found':
      return (
        <DayCheckFound deskId={desk.id} day={found.day} check={found.check} at={found.at} onClose={onClose} />
      )
  }
}

function Running({ deskId, day, onStop }: { deskId: string; day: string; onStop: () => void }) {
  const told = useDayProgress(deskId)
  // Until the first page is asked for, what is known is of another day.
  const progress = told?.day === day ? told : null
  return (
    <div className="flex flex-col gap-2 text-ink-2">
      <p>Reading what Stripe has of {writtenDay(day)}…</p>
      <Progress label="Checking the day" done={progress?.listsRead ?? 0} total={progress?.lists ?? null} />
      {/* Not announced again and again. */}
      <div aria-live="off">{progress && <p className="figures">{progressWords(progress)}</p>}</div>
      <div className="flex items-center gap-3">
        <p className="flex-1 text-sm text-ink-3">
          A busy day takes a few minutes. If you close this, what was missing is taken in all the same.
        </p>
        <Button onClick={onStop}>Stop</Button>
      </div>
    </div>
  )
}
