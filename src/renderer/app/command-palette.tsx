// The command palette: every screen and action by typing, and any payment or event by its id. It must never do what a click could
// not do: it only navigates and opens forms.
import { Dialog } from '@base-ui/react/dialog'
import { Command } from 'cmdk'
import {
  ArrowLeftRight,
  CornerUpLeft,
  CreditCard,
  Keyboard,
  KeyRound,
  Landmark,
  Layers,
  Lock,
  LockOpen,
  Monitor,
  Moon,
  Plus,
  RefreshCw,
  RotateCcw,
  ScrollText,
  Settings,
  Sun,
  Webhook,
  Zap,
  type LucideIcon,
} from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../contract/desks.ts'
import { useDesks } from '../bridge/queries.ts'
import { askToUnlock, openOverlay } from '../state/overlays.ts'
import {
  auditPlace,
  connectPlace,
  eventsPlace,
  paymentsPlace,
  screenPlace,
  startPlace,
} from '../state/places.ts'
import { chooseTheme } from '../state/theme.ts'
import { deskName, inOrderShown, keysOfDesk } from '../ui/desk-words.ts'
import { Kbd } from '../ui/kbd.tsx'
import { useLockDesk } from '../ui/lock-desk.ts'
import { whyNotManage } from '../ui/order-access.ts'
import { useSwitchDesk } from './switching.ts'

interface Entry {
  word: string
  icon: LucideIcon
  keys?: string
  act: () => void
}

export function CommandPalette({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const [, navigate] = useLocation()
  const [typed, setTyped] = useState('')
  const desks = inOrderShown(useDesks().data ?? [])
  const switchTo = useSwitchDesk()
  const lock = useLockDesk()
  const id = /\b((?:pi|evt)_[A-Za-z0-9_]+)/.exec(typed.trim())?.[1]
  const groups: { title: string; entries: Entry[] }[] = [
    {
      title: 'Go to',
      entries: [
        {
          word: 'Payments',
          icon: CreditCard,
          keys: 'g p',
          act: () => navigate(screenPlace(desk.id, 'payments')),
        },
        {
          word: 'Refunds',
          icon: CornerUpLeft,
          keys: 'g r',
          act: () => navigate(screenPlace(desk.id, 'refunds')),
        },
        {
          word: 'Events',
          icon: Zap,
          keys: 'g e',
          act: () => navigate(screenPlace(desk.id, 'events')),
        },
        {
          word: 'Audit',
          icon: ScrollText,
          keys: 'g a',
          act: () => navigate(screenPlace(desk.id, 'audit')),
        },
        {
          word: 'Webhook listener',
          icon: Webhook,
          keys: 'g l',
          act: () => navigate(screenPlace(desk.id, 'listener')),
        },
        {
          word: 'Settings',
          icon: Settings,
          keys: 'g s',
          act: () => navigate(screenPlace(desk.id, 'settings')),
        },
      ],
    },
    {
      title: 'Desks',
      entries: [
        ...desks
          .filter(({ id }) => id !== desk.id)
          .map((other) => ({
            word: `Switch to ${deskName(other)}`,
            icon: other.mode === 'live' ? Landmark : ArrowLeftRight,
            ...spread(keysOfDesk(desks, other.id)),
            act: () => switchTo(other),
          })),
        { word: 'Add an account', icon: Plus, act: () => navigate(connectPlace()) },
        { word: 'All desks', icon: Layers, act: () => navigate(startPlace) },
      ],
    },
    {
      title: 'Lists',
      entries: [
        {
          word: 'Failed payments',
          icon: CreditCard,
          act: () => navigate(paymentsPlace(desk.id, null, 'status=failed')),
        },
        {
          word: 'Disputed payments',
          icon: CreditCard,
          act: () => navigate(paymentsPlace(desk.id, null, 'status=disputed')),
        },
        {
          word: 'Failed events',
          icon: Zap,
          act: () => navigate(eventsPlace(desk.id, null, 'state=failed')),
        },
        {
          word: 'Denied orders',
          icon: ScrollText,
          act: () => navigate(auditPlace(desk.id, null, 'kind=order_denied')),
        },
      ],
    },
    {
      title: 'This desk',
      entries: [
        ...(desk.access.orders === 'locked'
          ? [{ word: 'Unlock', icon: LockOpen, keys: 'u', act: () => askToUnlock() }]
          : []),
        ...(desk.access.unlockedUntil === null
          ? []
          : [
              {
                word: 'Lock',
                icon: Lock,
                keys: 'mod+shift+l',
                act: () => void lock(desk),
              },
            ]),
        ...(desk.kind === 'account' && whyNotManage(desk) === null
          ? [{ word: 'Replace the key', icon: KeyRound, act: () => openOverlay({ kind: 'replace-key' }) }]
          : []),
        {
          word: 'How fresh and complete this is',
          icon: RefreshCw,
          act: () => openOverlay({ kind: 'freshness' }),
        },
        {
          word: 'Make the tables again',
          icon: RotateCcw,
          act: () => openOverlay({ kind: 'rebuild' }),
        },
      ],
    },
    {
      title: 'Appearance',
      entries: [
        { word: 'Light theme', icon: Sun, act: () => void chooseTheme('light') },
        { word: 'Dark theme', icon: Moon, act: () => void chooseTheme('dark') },
        { word: 'Theme of the system', icon: Monitor, act: () => void chooseTheme('system') },
      ],
    },
    {
      title: 'Help',
      entries: [
        { word: 'Show the keys', icon: Keyboard, keys: '?', act: () => openOverlay({ kind: 'keys' }) },
      ],
    },
  ]
  const run = (act: () => void): void => {
    onClose()
    act()
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="overlay-shade z-30" />
        <Dialog.Popup
          aria-label="Commands"
          className="popup-motion fixed top-[14vh] left-1/2 z-40 w-[calc(100vw-32px)] max-w-[560px] -translate-x-1/2 overflow-hidden rounded-xl bg-raised shadow-pop outline-none"
        >
          <Command label="Commands" loop>
            <Command.Input
              autoFocus
              value={typed}
              onValueChange={setTyped}
              placeholder="Type a command, or paste a payment id"
              className="h-12 w-full border-b border-line bg-transparent px-4 text-lg outline-none"
            />
            <Command.List className="max-h-[min(380px,60vh)] overflow-auto p-2">
              <Command.Empty className="px-2 py-6 text-center text-ink-2">No command matches.</Command.Empty>
              {id !== undefined && (
                <Item
                  value={typed}
                  entry={{
                    word: id.startsWith('evt_') ? `Open event ${id}` : `Open payment ${id}`,
                    icon: id.startsWith('evt_') ? Zap : CreditCard,
                    act: () => run(() => navigate(placeOf(desk.id, id))),
                  }}
                />
              )}
              {groups.map(({ title, entries }) => (
                <Command.Group
                  key={title}
                  heading={title}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-ink-3"
                >
                  {entries.map((entry) => (
                    <Item
                      key={entry.word}
                      value={entry.word}
                      entry={{ ...entry, act: () => run(entry.act) }}
                    />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function spread(keys: string | undefined): { keys?: string } {
  return keys === undefined ? {} : { keys }
}

function placeOf(deskId: string, id: string): string {
  return id.startsWith('evt_') ? eventsPlace(deskId, id) : paymentsPlace(deskId, id)
}

function Item({ value, entry }: { value: string; entry: Entry }) {
  const Icon = entry.icon
  return (
    <Command.Item
      value={value}
      onSelect={entry.act}
      className="flex h-9 items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-press"
    >
      <Icon size={15} aria-hidden="true" className="text-ink-3" />
      <span className="flex-1 truncate">{entry.word}</span>
      {entry.keys !== undefined && <Kbd keys={entry.keys} />}
    </Command.Item>
  )
}
