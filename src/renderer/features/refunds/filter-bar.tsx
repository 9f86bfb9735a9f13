// What stands above the refunds: the states as tabs, a search, how old, and the way between list and board. What it says is in the
// address, so a link restores it.
import { Columns3, List } from 'lucide-react'
import type { RefObject } from 'react'
import type { RefundCounts } from '../../../contract/refund-life.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceTabs } from '../../ui/lists/choice-tabs.tsx'
import { countText } from '../../ui/count.ts'
import { Select } from '../../ui/field.tsx'
import { FilterRow } from '../../ui/lists/filter-row.tsx'
import { SearchField } from '../../ui/lists/search-field.tsx'
import { stateGroups, type StateGroup } from './refund-looks.ts'
import { ages, ageWord, isNarrowed, withoutFilters, type RefundQuery } from './refund-query.ts'

/** "1,234+"; undefined while it is not known. */
export function countWord(counts: RefundCounts | undefined, group: StateGroup | null): string | undefined {
  if (counts === undefined) return undefined
  const count =
    group === null ? counts.total : group.states.reduce((sum, state) => sum + (counts.byState[state] ?? 0), 0)
  return `${countText(count)}${counts.atLeast && count > 0 ? '+' : ''}`
}

export function StateTabs({
  query,
  counts,
  onChoose,
}: {
  query: RefundQuery
  counts: RefundCounts | undefined
  onChoose: (group: RefundQuery['group']) => void
}) {
  const choice = (word: string, value: RefundQuery['group'], group: StateGroup | null) => {
    const count = countWord(counts, group)
    return {
      word,
      value,
      ...(count === undefined || count === '0' ? {} : { count }),
      ...(group?.means === undefined ? {} : { title: group.means }),
    }
  }
  return (
    <ChoiceTabs
      label="State"
      choices={[
        choice('All', '', null),
        ...stateGroups.map((group) => choice(group.word, group.name, group)),
      ]}
      isChosen={(value) => value === query.group}
      onChoose={onChoose}
    />
  )
}

export function FilterBar({
  query,
  searchRef,
  onChange,
  onLeaveSearch,
}: {
  query: RefundQuery
  searchRef: RefObject<HTMLInputElement | null>
  onChange: (changes: Partial<RefundQuery>) => void
  /** Enter or arrow down in the search: on to the refunds. */
  onLeaveSearch: () => void
}) {
  return (
    <FilterRow label="Refunds" onClear={isNarrowed(query) ? () => onChange(withoutFilters(query)) : null}>
      <SearchField
        label="Search refunds"
        placeholder="Customer, id, ARN, note"
        text={query.text}
        inputRef={searchRef}
        onText={(text) => onChange({ text })}
        onLeave={onLeaveSearch}
      />
      <Select
        aria-label="Age"
        value={query.olderThan}
        onChange={(event) => onChange({ olderThan: Number(event.target.value) })}
      >
        {[0, ...ages].map((days) => (
          <option key={days} value={days}>
            {ageWord(days)}
          </option>
        ))}
      </Select>
    </FilterRow>
  )
}

/** At the end of the title's line. */
export function ViewChoice({
  view,
  onChoose,
}: {
  view: RefundQuery['view']
  onChoose: (view: RefundQuery['view']) => void
}) {
  const other = view === 'board' ? 'list' : 'board'
  return (
    <Button
      look="ghost"
      icon={other === 'board' ? Columns3 : List}
      keysShown="b"
      onClick={() => onChoose(other)}
    >
      {other === 'board' ? 'Board' : 'List'}
    </Button>
  )
}
