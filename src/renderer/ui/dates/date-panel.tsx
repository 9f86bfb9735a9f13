// Chooses when something happened or will: a preset, or two days, both inclusive, in the operator's own time zone.
import { CalendarDays, Check } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../button.tsx'
import { datePresets, rangeWord, type DatePreset, type DateRange, type DateSpan } from './date-range.ts'
import { FilterPopover } from '../lists/filter-popover.tsx'
import { isBackwards, SpanFields } from './span-fields.tsx'

type Range<Preset extends string> = Preset | DateSpan | null

interface PanelProps<Preset extends string> {
  presets: Readonly<Record<Preset, string>>
  when: Range<Preset>
  onChange: (when: Range<Preset>) => void
}

/** The button that says the range, and opens the panel that changes it. */
export function RangeFilter<Preset extends string>({
  label,
  chosen,
  ...panel
}: PanelProps<Preset> & {
  label: string
  /** What is chosen, in words; null when nothing is. */
  chosen: string | null
}) {
  return (
    <FilterPopover label={label} icon={CalendarDays} chosen={chosen}>
      {(close) => (
        <DatePanel
          {...panel}
          onChange={(when) => {
            panel.onChange(when)
            close()
          }}
        />
      )}
    </FilterPopover>
  )
}

/** The same of days that have been. */
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
    <RangeFilter<DatePreset>
      label={label}
      presets={datePresets}
      chosen={when === null ? null : rangeWord(when)}
      when={when}
      onChange={onChange}
    />
  )
}

function DatePanel<Preset extends string>({ presets, when, onChange }: PanelProps<Preset>) {
  const [span, setSpan] = useState<DateSpan>(
    typeof when === 'object' && when !== null ? when : { from: '', to: '' },
  )
  const empty = span.from === '' && span.to === ''
  return (
    <div className="flex w-56 flex-col gap-3">
      <div role="group" aria-label="Presets" className="-mx-1.5 -mt-1 flex flex-col">
        {(Object.keys(presets) as Preset[]).map((preset) => (
          <button
            key={preset}
            type="button"
            aria-pressed={when === preset}
            onClick={() => onChange(when === preset ? null : preset)}
            className="flex h-7 items-center justify-between rounded-md px-1.5 hover:bg-press"
          >
            {presets[preset]}
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
