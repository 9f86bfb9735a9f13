// The filters above the audit: groups of kinds as tabs, single kinds, text, dates. What they say is in the address, so a link
// restores them.
import { Shapes } from 'lucide-react'
import { useState, type RefObject } from 'react'
import type { AuditKind } from '../../../contract/audit.ts'
import { ChoiceTabs } from '../../ui/lists/choice-tabs.tsx'
import { DateFilter } from '../../ui/dates/date-panel.tsx'
import { FilterPopover } from '../../ui/lists/filter-popover.tsx'
import { FilterRow } from '../../ui/lists/filter-row.tsx'
import { PickItem, pickedWord, PickPanel, toggled } from '../../ui/lists/pick-panel.tsx'
import { SearchField } from '../../ui/lists/search-field.tsx'
import { inOrder, kindGroups, kindLooks, kinds as allKinds } from './audit-looks.ts'
import { emptyQuery, isNarrowed, type AuditQuery } from './audit-query.ts'

const groups = kindGroups.map(({ word, kinds }) => ({ word, value: kinds }))

export function KindTabs({
  kinds,
  onChoose,
}: {
  kinds: readonly AuditKind[]
  onChoose: (kinds: readonly AuditKind[]) => void
}) {
  const chosen = inOrder(kinds).join()
  return (
    <ChoiceTabs
      label="Kinds"
      choices={groups}
      isChosen={(value) => inOrder(value).join() === chosen}
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
  query: AuditQuery
  searchRef: RefObject<HTMLInputElement | null>
  onChange: (changes: Partial<AuditQuery>) => void
  /** Enter or arrow down in the search: on to the list. */
  onLeaveSearch: () => void
}) {
  return (
    <FilterRow label="Filters" onClear={isNarrowed(query) ? () => onChange(emptyQuery) : null}>
      <SearchField
        label="Search the audit"
        placeholder="Words, id or operator"
        text={query.text}
        inputRef={searchRef}
        onText={(text) => onChange({ text })}
        onLeave={onLeaveSearch}
      />
      <FilterPopover
        label="Kind"
        icon={Shapes}
        chosen={pickedWord(query.kinds.map((kind) => kindLooks[kind].word))}
      >
        {() => <KindPanel kinds={query.kinds} onChange={(kinds) => onChange({ kinds })} />}
      </FilterPopover>
      <DateFilter label="When" when={query.when} onChange={(when) => onChange({ when })} />
    </FilterRow>
  )
}

function KindPanel({
  kinds,
  onChange,
}: {
  kinds: readonly AuditKind[]
  onChange: (kinds: readonly AuditKind[]) => void
}) {
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLowerCase()
  return (
    <PickPanel
      label="Kinds"
      typed={typed}
      onType={setTyped}
      placeholder="Order, secret, key…"
      none="No kind of entry is called so."
      any="Any kind"
      onAny={kinds.length > 0 ? () => onChange([]) : null}
    >
      {allKinds
        .filter((kind) => kindLooks[kind].word.toLowerCase().includes(wanted))
        .map((kind) => (
          <PickItem
            key={kind}
            value={kind}
            word={kindLooks[kind].word}
            icon={kindLooks[kind].icon}
            chosen={kinds.includes(kind)}
            onSelect={() => onChange(inOrder(toggled(kinds, kind)))}
          />
        ))}
    </PickPanel>
  )
}
