// Chooses types of events, or whole groups such as invoice.*: from suggestions, or any other as typed.
import { Command } from 'cmdk'
import { Check, Shapes } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { FilterPopover } from '../../ui/filter-popover.tsx'
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
    <FilterPopover label="Type" icon={Shapes} chosen={typesWord(types)}>
      {() => <TypePanel types={types} onChange={onChange} />}
    </FilterPopover>
  )
}

function typesWord([first, ...others]: readonly string[]): string | null {
  if (first === undefined) return null
  return others.length === 0 ? first : `${first} and ${others.length} more`
}

function TypePanel({
  types,
  onChange,
}: {
  types: readonly string[]
  onChange: (types: readonly string[]) => void
}) {
  const [typed, setTyped] = useState('')
  const isChosen = (type: string): boolean => types.includes(type)
  const toggle = (type: string): void =>
    onChange(isChosen(type) ? types.filter((each) => each !== type) : [...types, type])
  // What was chosen beside the suggestions stays in sight, so that it can be taken back.
  const known = [...types.filter((type) => !suggestedTypes.includes(type)), ...suggestedTypes]
  const offered = known.filter((type) => type.includes(typed.trim().toLowerCase()))
  const other = readType(typed)
  return (
    <Command label="Types" loop shouldFilter={false} className="-m-3 flex w-72 flex-col">
      <Command.Input
        autoFocus
        value={typed}
        onValueChange={setTyped}
        placeholder="Type or group, such as invoice.*"
        className="h-10 border-b border-line bg-transparent px-3 outline-none"
      />
      <Command.List className="max-h-[min(300px,50vh)] overflow-auto p-1.5">
        <Command.Empty className="px-2 py-4 text-center text-ink-2">
          Not a type: they look like charge.refunded.
        </Command.Empty>
        {offered.map((type) => (
          <Item key={type} type={type} word={type} chosen={isChosen(type)} onSelect={() => toggle(type)} />
        ))}
        {other !== null && other.includes('.') && !known.includes(other) && (
          <Item type={other} word={`Only ${other}`} chosen={false} onSelect={() => toggle(other)} />
        )}
      </Command.List>
      {types.length > 0 && (
        <div className="flex justify-end border-t border-line p-1.5">
          <Button look="ghost" size="small" onClick={() => onChange([])}>
            Any type
          </Button>
        </div>
      )}
    </Command>
  )
}

function Item({
  type,
  word,
  chosen,
  onSelect,
}: {
  type: string
  word: string
  chosen: boolean
  onSelect: () => void
}) {
  return (
    <Command.Item
      value={type}
      onSelect={onSelect}
      className="flex min-h-7 items-center justify-between gap-2 rounded-md px-2 data-[selected=true]:bg-press"
    >
      <span className="min-w-0 break-all">{word}</span>
      {chosen && (
        <>
          <Check size={14} aria-hidden="true" className="shrink-0 text-accent" />
          <span className="unseen">chosen</span>
        </>
      )}
    </Command.Item>
  )
}
