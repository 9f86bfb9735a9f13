// Chooses types of events, or whole groups such as invoice.*: from suggestions, or any other as typed.
import { Shapes } from 'lucide-react'
import { useState } from 'react'
import { FilterPopover } from '../../ui/lists/filter-popover.tsx'
import { PickItem, pickedWord, PickPanel, toggled } from '../../ui/lists/pick-panel.tsx'
import { readType } from './event-query.ts'
import { suggestedTypes } from './event-types.ts'

export function TypeFilter({
  types,
  onChange,
}: {
  types: readonly string[]
  onChange: (types: readonly string[]) => void
}) {
  return (
    <FilterPopover label="Type" icon={Shapes} chosen={pickedWord(types)}>
      {() => <TypePanel types={types} onChange={onChange} />}
    </FilterPopover>
  )
}

function TypePanel({
  types,
  onChange,
}: {
  types: readonly string[]
  onChange: (types: readonly string[]) => void
}) {
  const [typed, setTyped] = useState('')
  const toggle = (type: string): void => onChange(toggled(types, type))
  // What was chosen beside the suggestions stays in sight, so that it can be taken back.
  const known = [...types.filter((type) => !suggestedTypes.includes(type)), ...suggestedTypes]
  const offered = known.filter((type) => type.includes(typed.trim().toLowerCase()))
  const other = readType(typed)
  return (
    <PickPanel
      label="Types"
      typed={typed}
      onType={setTyped}
      placeholder="Type or group, such as invoice.*"
      none="Not a type: they look like charge.refunded."
      any="Any type"
      onAny={types.length > 0 ? () => onChange([]) : null}
    >
      {offered.map((type) => (
        <PickItem
          key={type}
          value={type}
          word={type}
          chosen={types.includes(type)}
          onSelect={() => toggle(type)}
        />
      ))}
      {other !== null && other.includes('.') && !known.includes(other) && (
        <PickItem value={other} word={`Only ${other}`} chosen={false} onSelect={() => toggle(other)} />
      )}
    </PickPanel>
  )
}
