// Chooses the stretch that figures are shown for: presets side by side, and days of one's own behind a button.
import { CalendarDays } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../button.tsx'
import { FilterPopover } from '../lists/filter-popover.tsx'
import { dayText, periodPresets, type Period, type PeriodPreset } from './period.ts'
import { Segments } from '../segments.tsx'
import { isBackwards, SpanFields } from './span-fields.tsx'

export function PeriodControl({
  period,
  presets = Object.keys(periodPresets) as PeriodPreset[],
  today,
  onChange,
}: {
  period: Period
  presets?: readonly PeriodPreset[]
  today: Date
  onChange: (period: Period) => void
}) {
  return (
    <>
      <Segments
        label="Period"
        choices={presets.map((value) => ({ value, word: periodPresets[value] }))}
        chosen={typeof period === 'string' ? period : null}
        onChoose={onChange}
      />
      <FilterPopover
        label="Days…"
        icon={CalendarDays}
        chosen={typeof period === 'string' ? null : daysWord(period)}
      >
        {(close) => (
          <OwnDays
            period={period}
            today={today}
            onChange={(chosen) => {
              onChange(chosen)
              close()
            }}
          />
        )}
      </FilterPopover>
    </>
  )
}

const daysWord = ({ from, to }: Exclude<Period, string>): string => (from === to ? from : `${from} to ${to}`)

function OwnDays({
  period,
  today,
  onChange,
}: {
  period: Period
  today: Date
  onChange: (period: Period) => void
}) {
  const [span, setSpan] = useState(
    typeof period === 'string' ? { from: dayText(today), to: dayText(today) } : period,
  )
  const whole = span.from !== '' && span.to !== ''
  return (
    <form
      className="flex w-56 flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (whole && !isBackwards(span)) onChange(span)
      }}
    >
      <SpanFields span={span} onChange={setSpan} />
      <div className="flex justify-end pt-1">
        <Button type="submit" look="primary" disabled={!whole}>
          Show
        </Button>
      </div>
    </form>
  )
}
