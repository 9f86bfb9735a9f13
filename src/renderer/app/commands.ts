// Every screen and action that the palette offers on a desk, in words. It must never do what a click could not do: it only
// navigates and opens forms.
import {
  ArrowLeftRight,
  Bookmark,
  CalendarCheck2,
  CreditCard,
  HandCoins,
  Hourglass,
  Keyboard,
  KeyRound,
  Landmark,
  Layers,
  ListChecks,
  Lock,
  LockOpen,
  Mail,
  MessageSquareText,
  Monitor,
  Moon,
  OctagonX,
  Plus,
  RefreshCw,
  Repeat,
  RotateCcw,
  ScrollText,
  Sun,
  Zap,
  type LucideIcon,
} from 'lucide-react'
import { useLocation } from 'wouter'
import type { Desk } from '../../contract/desks.ts'
import { useDesks } from '../bridge/desk-queries.ts'
import { askToUnlock, openOverlay } from '../state/overlays.ts'
import {
  auditPlace,
  connectPlace,
  eventsPlace,
  failuresPlace,
  lettersPlace,
  newRunPlace,
  paymentsPlace,
  screenPlace,
  startPlace,
  subscriptionsPlace,
} from '../state/places.ts'
import { chooseTheme } from '../state/theme.ts'
import { useViews } from '../bridge/subscription-queries.ts'
import { deskName, inOrderShown, keysOfDesk } from '../ui/words/desk-words.ts'
import { useLockDesk } from '../ui/lock-desk.ts'
import { isLocked, whyNotManage } from '../ui/orders/order-access.ts'
import { orderChange } from '../ui/orders/order-change.ts'
import { writeNote } from '../ui/write-note.ts'
import { screensToGoTo } from './go-to.ts'
import { useSwitchDesk } from './switching.ts'

export interface CommandEntry {
  /** Where the word alone does not tell it from another. */
  id?: string
  word: string
  icon: LucideIcon
  keys?: string
  act: () => void
}

export interface CommandGroup {
  title: string
  entries: CommandEntry[]
}

export function useCommands(desk: Desk): CommandGroup[] {
  const [here, navigate] = useLocation()
  const desks = inOrderShown(useDesks().data ?? [])
  const switchTo = useSwitchDesk()
  const lock = useLockDesk()
  const customerId = openCustomer(here)
  const views = useViews(desk.id)
  return [
    ...(customerId === null
      ? []
      : [
          {
            title: 'This customer',
            entries: [
              {
                word: 'Write a note',
                icon: MessageSquareText,
                keys: 'n',
                act: () => writeNote(desk, customerId),
              },
            ],
          },
        ]),
    {
      title: 'Go to',
      entries: screensToGoTo.map(({ screen, word, icon, keys }) => ({
        word,
        icon,
        keys,
        act: () => navigate(screenPlace(desk.id, screen)),
      })),
    },
    {
      title: 'Desks',
      entries: [
        ...desks
          .filter(({ id }) => id !== desk.id)
          .map((other) => ({
            id: other.id,
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
        ...views.map(({ id, name, search }) => ({
          id,
          word: `View: ${name}`,
          icon: Bookmark,
          act: () => navigate(subscriptionsPlace(desk.id, null, search)),
        })),
        {
          word: 'Subscriptions that need attention',
          icon: Repeat,
          act: () => navigate(subscriptionsPlace(desk.id, null, 'needs=any')),
        },
        {
          word: 'Subscriptions that will end',
          icon: Repeat,
          act: () => navigate(subscriptionsPlace(desk.id, null, 'needs=cancel_scheduled')),
        },
        {
          word: 'Letters to customers whose payment failed',
          icon: Mail,
          act: () => navigate(lettersPlace(desk.id, null)),
        },
        {
          word: 'My failed payments',
          icon: OctagonX,
          act: () => navigate(failuresPlace(desk.id, null, 'assigned=mine')),
        },
        {
          word: 'Failed payments that need a new card',
          icon: OctagonX,
          act: () => navigate(failuresPlace(desk.id, null, 'group=new_method')),
        },
        {
          word: 'Waiting for the customer',
          icon: Hourglass,
          act: () => navigate(paymentsPlace(desk.id, null, 'status=requires_action')),
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
        ...(isLocked(desk) ? [{ word: 'Unlock', icon: LockOpen, keys: 'u', act: () => askToUnlock() }] : []),
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
          word: 'How decline codes are judged',
          icon: OctagonX,
          act: () => openOverlay({ kind: 'declines', deskId: desk.id }),
        },
        {
          word: 'How long access stays on',
          icon: KeyRound,
          act: () => openOverlay({ kind: 'access-policy', deskId: desk.id }),
        },
        {
          word: 'Collect a payment',
          icon: HandCoins,
          act: () => orderChange(desk, { form: 'payment_session', customerId: null }),
        },
        {
          word: 'Refund many payments from a file',
          icon: ListChecks,
          act: () => navigate(newRunPlace(desk.id)),
        },
        {
          word: 'Check a day against Stripe',
          icon: CalendarCheck2,
          act: () => openOverlay({ kind: 'day-check', deskId: desk.id }),
        },
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
}

/** Whose page this place is. */
function openCustomer(here: string): string | null {
  const [, id] = /^\/desks\/[^/]+\/customers\/([^/?]+)/.exec(here) ?? []
  return id === undefined ? null : decodeURIComponent(id)
}

function spread(keys: string | undefined): { keys?: string } {
  return keys === undefined ? {} : { keys }
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/** The commands that have a word beginning with each word typed; all of them when nothing is, and none for signs without a word ("€"). */
export function matchingCommands(groups: readonly CommandGroup[], typed: string): CommandGroup[] {
  const wanted = wordsOf(typed)
  if (wanted.length === 0 && typed !== '') return []
  return groups
    .map(({ title, entries }) => ({
      title,
      entries: entries.filter(({ word }) =>
        wanted.every((each) => wordsOf(word).some((begun) => begun.startsWith(each))),
      ),
    }))
    .filter(({ entries }) => entries.length > 0)
}
