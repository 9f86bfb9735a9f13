// How the kinds of entries look and are called, and the groups that the tabs show. Exhaustive by type.
import {
  Ban,
  GitCommitHorizontal,
  KeyRound,
  Plug,
  RotateCcw,
  Send,
  ShieldMinus,
  ShieldPlus,
  SquareX,
} from 'lucide-react'
import type { AuditKind } from '../../../contract/audit.ts'
import type { Look } from '../../ui/pill.tsx'

/** Only what was denied stands out: everything else is the day's work. */
export const kindLooks: Record<AuditKind, Look> = {
  order_placed: { tone: 'grey', icon: Send, word: 'Order placed' },
  order_changed: { tone: 'grey', icon: GitCommitHorizontal, word: 'Order changed' },
  order_denied: { tone: 'red', icon: Ban, word: 'Order denied' },
  desk_connected: { tone: 'grey', icon: Plug, word: 'Desk connected' },
  key_replaced: { tone: 'grey', icon: KeyRound, word: 'Key replaced' },
  signing_secret_added: { tone: 'grey', icon: ShieldPlus, word: 'Signing secret added' },
  signing_secret_removed: { tone: 'grey', icon: ShieldMinus, word: 'Signing secret removed' },
  tables_rebuilt: { tone: 'grey', icon: RotateCcw, word: 'Tables made again' },
  history_canceled: { tone: 'grey', icon: SquareX, word: 'History given up' },
}

/** Every kind, in the contract's order. Read from here: the contract's own list would bring its schemas into the page. */
export const kinds = Object.keys(kindLooks) as AuditKind[]

export const kindGroups: readonly { word: string; kinds: readonly AuditKind[] }[] = [
  { word: 'All', kinds: [] },
  { word: 'Orders', kinds: ['order_placed', 'order_changed'] },
  { word: 'Denied', kinds: ['order_denied'] },
  {
    word: 'Keys and secrets',
    kinds: ['desk_connected', 'key_replaced', 'signing_secret_added', 'signing_secret_removed'],
  },
  { word: 'Data', kinds: ['tables_rebuilt', 'history_canceled'] },
]

/** The same kinds, each once and in the contract's order, so that one filter has one address. */
export function inOrder(some: readonly string[]): AuditKind[] {
  return kinds.filter((kind) => some.includes(kind))
}
