// The panel of a filter that takes several of a list: what is typed narrows the offer, each item is chosen or given back. It
// must show what is chosen by a mark and a word, not by colour alone.
import { Command } from 'cmdk'
import { Check, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../button.tsx'

export function PickPanel({
  label,
  typed,
  onType,
  placeholder,
  none,
  any,
  onAny,
  children,
}: {
  label: string
  typed: string
  onType: (typed: string) => void
  placeholder: string
  /** Said where nothing is offered. */
  none: string
  /** The word of the button that takes the filter away, and what it does; absent while nothing is chosen. */
  any: string
  onAny: (() => void) | null
  children: ReactNode
}) {
  return (
    <Command label={label} loop shouldFilter={false} className="-m-3 flex w-72 flex-col">
      <Command.Input
        autoFocus
        value={typed}
        onValueChange={onType}
        placeholder={placeholder}
        className="h-10 border-b border-line bg-transparent px-3 outline-none"
      />
      <Command.List className="max-h-[min(300px,50vh)] overflow-auto p-1.5">
        <Command.Empty className="px-2 py-4 text-center text-ink-2">{none}</Command.Empty>
        {children}
      </Command.List>
      {onAny && (
        <div className="flex justify-end border-t border-line p-1.5">
          <Button look="ghost" size="small" onClick={onAny}>
            {any}
          </Button>
        </div>
      )}
    </Command>
  )
}

export function PickItem({
  value,
  word,
  icon: Icon,
  chosen,
  onSelect,
}: {
  value: string
  word: string
  icon?: LucideIcon
  chosen: boolean
  onSelect: () => void
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-7 items-center gap-2 rounded-md px-2 data-[selected=true]:bg-press"
    >
      {Icon && <Icon size={14} aria-hidden="true" className="shrink-0 text-ink-3" />}
      <span className="min-w-0 flex-1 break-all">{word}</span>
      {chosen && (
        <>
          <Check size={14} aria-hidden="true" className="shrink-0 text-accent" />
          <span className="unseen">chosen</span>
        </>
      )}
    </Command.Item>
  )
}

/** "charge.refunded", "charge.refunded and 2 more"; null where nothing is chosen. */
export function pickedWord([first, ...others]: readonly string[]): string | null {
  if (first === undefined) return null
  return others.length === 0 ? first : `${first} and ${others.length} more`
}

/** With the item where it was absent, without it where it was there. */
export function toggled<Item>(items: readonly Item[], item: Item): Item[] {
  return items.includes(item) ? items.filter((each) => each !== item) : [...items, item]
}
