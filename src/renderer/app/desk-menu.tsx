// The list of desks behind the rail's head: each business with its test and its live desk, the ways to another one, to a key that
// is missing, and to where desks are managed. It only navigates.
import { Command } from 'cmdk'
import { Check, Plus, Settings2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../contract/desks.ts'
import { useDesks } from '../bridge/desk-queries.ts'
import { connectPlace, screenPlace, startPlace } from '../state/places.ts'
import { BusinessMark } from '../ui/business-mark.tsx'
import { DeskMark } from '../ui/desk-mark.tsx'
import {
  businessesOf,
  deskName,
  inOrderShown,
  keysOfDesk,
  moneyWord,
  standingWord,
} from '../ui/words/desk-words.ts'
import { Kbd } from '../ui/kbd.tsx'
import { useSwitchDesk } from './switching.ts'

export function DeskMenu({ desk: current, onClose }: { desk: Desk; onClose: () => void }) {
  const desks = useDesks().data ?? [current]
  const shown = inOrderShown(desks)
  const [, navigate] = useLocation()
  const switchTo = useSwitchDesk()
  const act = (then: () => void) => (): void => {
    onClose()
    then()
  }
  return (
    <Command
      label="Desks"
      loop
      defaultValue={valueOf(current)}
      className="-m-3 flex w-[min(340px,calc(100vw-32px))] flex-col"
    >
      <Command.Input
        autoFocus
        placeholder="Find a desk"
        className="h-10 border-b border-line bg-transparent px-3 outline-none"
      />
      <Command.List className="max-h-[min(600px,calc(100vh-120px))] overflow-auto p-1.5">
        <Command.Empty className="px-2 py-4 text-center text-ink-2">No desk matches.</Command.Empty>
        {businessesOf(desks).map(({ id, name, color, desks: its, lacks }) => (
          <Command.Group
            key={id}
            heading={
              <span className="flex items-center gap-2">
                <BusinessMark name={name} color={color} />
                <span className="truncate font-semibold text-ink">{name}</span>
              </span>
            }
            className="pb-1.5 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1"
          >
            {its.map((desk) => (
              <DeskItem
                key={desk.id}
                desk={desk}
                current={desk.id === current.id}
                keys={keysOfDesk(shown, desk.id)}
                onSelect={act(() => desk.id !== current.id && switchTo(desk))}
              />
            ))}
            {lacks !== null && (
              <Item
                value={`${name}, connect ${lacks} ${id}`}
                onSelect={act(() => navigate(connectPlace({ mode: lacks, name })))}
              >
                <Plus size={14} aria-hidden="true" className="mx-[3px] shrink-0 text-ink-3" />
                <span className="text-ink-2">Connect the {lacks} key…</span>
              </Item>
            )}
          </Command.Group>
        ))}
        <Command.Group className="-mx-1.5 border-t border-line px-1.5 pt-1.5">
          <Item value="Add an account" onSelect={act(() => navigate(connectPlace()))}>
            <Plus size={14} aria-hidden="true" className="mx-[3px] shrink-0 text-ink-3" />
            Add an account…
          </Item>
          <Item value="Manage desks" onSelect={act(() => navigate(screenPlace(current.id, 'settings')))}>
            <Settings2 size={14} aria-hidden="true" className="mx-[3px] shrink-0 text-ink-3" />
            Manage desks…
          </Item>
          <Item value="All desks, start screen" onSelect={act(() => navigate(startPlace))}>
            <span aria-hidden="true" className="w-5" />
            All desks
          </Item>
        </Command.Group>
      </Command.List>
    </Command>
  )
}

/** Found by its name, told apart by its id: two businesses may be called the same. */
const valueOf = (desk: Desk): string => `${deskName(desk)} ${desk.id}`

function DeskItem({
  desk,
  current,
  keys,
  onSelect,
}: {
  desk: Desk
  current: boolean
  keys: string | undefined
  onSelect: () => void
}) {
  return (
    <Item value={valueOf(desk)} onSelect={onSelect}>
      <DeskMark desk={desk} />
      <span className="unseen">{desk.businessName}, </span>
      <span className="min-w-0 flex-1 truncate text-ink-2">{standingWord(desk) || moneyWord(desk)}</span>
      {current && (
        <>
          <Check size={14} aria-hidden="true" className="shrink-0 text-accent" />
          <span className="unseen">, here now</span>
        </>
      )}
      {keys !== undefined && <Kbd keys={keys} />}
    </Item>
  )
}

function Item({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-8 items-center gap-2 rounded-md px-2 data-[selected=true]:bg-press"
    >
      {children}
    </Command.Item>
  )
}
