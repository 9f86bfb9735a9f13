// Chooses when something happened: a preset, or two days, both inclusive, in the operator's own time zone.
import { CalendarDays, Check } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.tsx'
import { datePresets, rangeWord, type DatePreset, type DateRange } from './date-range.ts'
import { FilterPopover } from './filter-popover.tsx'
import { isBackwards, SpanFields } from './span-fields.tsx'

/** The button that says the range, and opens the panel that changes it. */
export function DateFilter({
  label = 'Created',
  when,
  onChange,
}: {
  label?: string
  when: DateRange
  onChange: (when: DateRange) => void
}) {
  return (
    <FilterPopover label={label} icon={CalendarDays} chosen={when === null ? null : rangeWord(when)}>
      {(close) => (
        <DatePanel
          when={when}
          onChange={(chosen) => {
            onChange(chosen)
            close()
          }}
        />
      )}
    </FilterPopover>
  )
}

function DatePanel({ when, onChange }: { when: DateRange; onChange: (when: DateRange) => void }) {
  const [span, setSpan] = useState(typeof when === 'object' && when !== null ? when : { from: '', to: '' })
  const empty = span.from === '' && span.to === ''
  return (
    <div className="flex w-56 flex-col gap-3">
      <div role="group" aria-label="Presets" className="-mx-1.5 -mt-1 flex flex-col">
        {(Object.keys(datePresets) as DatePreset[]).map((preset) => (
          <button
            key={preset}
            type="button"
            aria-pressed={when === preset}
            onClick={() => onChange(when === preset ? null : preset)}
            className="flex h-7 items-center justify-between rounded-md px-1.5 hover:bg-press"
          >
            {datePresets[preset]}
            {when === preset && <Check size={14} aria-hidden="true" className="text-accent" />}
          </button>
        ))}
      </div>
      <form
        className="flex flex-col gap-2 border-t border-line pt-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isBackwards(span)) onChange(empty ? null : span)
        }}
      >
        <SpanFields span={span} onChange={setSpan} />
        <div className="flex justify-end gap-2 pt-1">
          {when !== null && (
            <Button look="ghost" onClick={() => onChange(null)}>
              Clear
            </Button>
          )}
          <Button type="submit" look="primary">
            Apply
          </Button>
        </div>
      </form>
    </div>
  )
}
