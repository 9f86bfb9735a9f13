// The filters above the list of events: text, type, source, dates, one object. What they say is in the address, so a link
// restores them.
import { Box, X } from 'lucide-react'
import type { RefObject } from 'react'
import { Button } from '../../ui/button.tsx'
import { ChoiceTabs } from '../../ui/lists/choice-tabs.tsx'
import { countText } from '../../ui/count.ts'
import { DateFilter } from '../../ui/dates/date-panel.tsx'
import { Select } from '../../ui/field.tsx'
import { FilterRow } from '../../ui/lists/filter-row.tsx'
import { SearchField } from '../../ui/lists/search-field.tsx'
import { sourceLooks, stateLooks, type EventSource, type EventState } from './event-looks.ts'
import { emptyQuery, isNarrowed, type EventQuery } from './event-query.ts'
import { TypeFilter } from './type-filter.tsx'

const states: readonly (EventState | '')[] = ['', 'failed', 'waiting', 'kept', 'applied']

/** `counts`: how many are known to be in a state, where that is known. */
export function StateTabs({
  state,
  counts,
  onChoose,
}: {
  state: EventState | ''
  counts: Partial<Record<EventState | '', number>>
  onChoose: (state: EventState | '') => void
}) {
  const choices = states.map((value) => {
    const count = counts[value] ?? 0
    return {
      word: value === '' ? 'All' : stateLooks[value].word,
      value,
      ...(count > 0 ? { count: countText(count) } : {}),
    }
  })
  return (
    <ChoiceTabs label="State" choices={choices} isChosen={(value) => value === state} onChoose={onChoose} />
  )
}

export function FilterBar({
  query,
  searchRef,
  onChange,
  onLeaveSearch,
}: {
  query: EventQuery
  searchRef: RefObject<HTMLInputElement | null>
  onChange: (changes: Partial<EventQuery>) => void
  /** Enter or arrow down in the search: on to the list. */
  onLeaveSearch: () => void
}) {
  return (
    <FilterRow label="Events" onClear={isNarrowed(query) ? () => onChange(emptyQuery) : null}>
      <SearchField
        label="Search events"
        placeholder="Event id, object id, type"
        text={query.text}
        inputRef={searchRef}
        onText={(text) => onChange({ text })}
        onLeave={onLeaveSearch}
      />
      <TypeFilter types={query.types} onChange={(types) => onChange({ types })} />
      <Select
        aria-label="Source"
        value={query.source}
        onChange={(event) => onChange({ source: event.target.value as EventSource | '' })}
      >
        <option value="">All sources</option>
        {Object.entries(sourceLooks).map(([source, { word }]) => (
          <option key={source} value={source}>
            {word}
          </option>
        ))}
      </Select>
      <DateFilter when={query.when} onChange={(when) => onChange({ when })} />
      {query.objectId !== '' && (
        <Button
          look="chosen"
          icon={Box}
          aria-label={`Only events of ${query.objectId}: take this filter away`}
          onClick={() => onChange({ objectId: '' })}
          className="max-w-64 min-w-0"
        >
          <span className="truncate font-mono text-sm">{query.objectId}</span>
          <X size={13} aria-hidden="true" className="shrink-0" />
        </Button>
      )}
    </FilterRow>
  )
}
