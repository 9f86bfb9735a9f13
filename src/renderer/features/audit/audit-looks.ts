// How the kinds of entries look and are called, and the groups that the tabs show. Exhaustive by type.
import {
  ArchiveRestore,
  ArrowLeftRight,
  Ban,
  CircleHelp,
  CircleOff,
  ClipboardPen,
  GitCommitHorizontal,
  HandCoins,
  KeyRound,
  KeySquare,
  ListFilter,
  Lock,
  LockOpen,
  MessageSquareText,
  Pencil,
  Plug,
  RotateCcw,
  Rows3,
  Scale,
  Send,
  ShieldAlert,
  ShieldMinus,
  ShieldPlus,
  ShieldQuestionMark,
  SquareX,
  Strikethrough,
  Trash2,
} from 'lucide-react'
import type { AuditKind } from '../../../contract/audit.ts'
import type { Look } from '../../ui/pill.tsx'
import { plainWord } from '../../ui/words/looks.ts'

/** Only what was denied or refused stands out: everything else is the day's work. */
export const kindLooks: Record<AuditKind, Look> = {
  order_placed: { tone: 'grey', icon: Send, word: 'Order placed' },
  order_changed: { tone: 'grey', icon: GitCommitHorizontal, word: 'Order changed' },
  order_denied: { tone: 'red', icon: Ban, word: 'Order denied' },
  run_placed: { tone: 'grey', icon: Rows3, word: 'Run placed' },
  run_changed: { tone: 'grey', icon: GitCommitHorizontal, word: 'Run changed' },
  refund_other_way: { tone: 'grey', icon: HandCoins, word: 'Paid another way' },
  refund_other_way_struck: { tone: 'grey', icon: Strikethrough, word: 'Paid another way, struck out' },
  customer_noted: { tone: 'grey', icon: MessageSquareText, word: 'Note written' },
  customer_note_struck: { tone: 'grey', icon: Strikethrough, word: 'Note struck out' },
  case_written: { tone: 'grey', icon: ClipboardPen, word: 'Case written' },
  decline_rule_set: { tone: 'amber', icon: ListFilter, word: 'Decline rule set' },
  access_policy_set: { tone: 'amber', icon: Scale, word: 'Access policy set' },
  draft_marked: { tone: 'grey', icon: MessageSquareText, word: 'Letter marked' },
  desk_connected: { tone: 'grey', icon: Plug, word: 'Desk connected' },
  desk_edited: { tone: 'grey', icon: Pencil, word: 'Desk edited' },
  desk_removed: { tone: 'amber', icon: Trash2, word: 'Desk removed' },
  desk_switched: { tone: 'grey', icon: ArrowLeftRight, word: 'Desk switched' },
  desk_unlocked: { tone: 'amber', icon: LockOpen, word: 'Desk unlocked' },
  desk_locked: { tone: 'grey', icon: Lock, word: 'Desk locked' },
  unlock_refused: { tone: 'red', icon: ShieldAlert, word: 'Unlock refused' },
  passphrase_changed: { tone: 'grey', icon: KeySquare, word: 'Passphrase changed' },
  policy_changed: { tone: 'amber', icon: Scale, word: 'Policy changed' },
  key_replaced: { tone: 'grey', icon: KeyRound, word: 'Key replaced' },
  key_refused: { tone: 'red', icon: Ban, word: 'Key refused' },
  stranger_refused: { tone: 'red', icon: CircleOff, word: 'Stranger refused' },
  journal_restored: { tone: 'amber', icon: ArchiveRestore, word: 'Journal restored' },
  signing_secret_added: { tone: 'grey', icon: ShieldPlus, word: 'Signing secret added' },
  signing_secret_removed: { tone: 'grey', icon: ShieldMinus, word: 'Signing secret removed' },
  signing_secret_judged: { tone: 'amber', icon: ShieldQuestionMark, word: 'Signing secret judged' },
  tables_rebuilt: { tone: 'grey', icon: RotateCcw, word: 'Tables made again' },
  history_canceled: { tone: 'grey', icon: SquareX, word: 'History given up' },
}

/** Of a kind that there is not too: somebody may have altered it, and the entry is to be seen all the same. */
export const lookOf = (kind: string): Look =>
  Object.hasOwn(kindLooks, kind)
    ? kindLooks[kind as AuditKind]
    : { tone: 'red', icon: CircleHelp, word: plainWord(kind) }

/** Every kind, in the contract's order. Read from here: the contract's own list would bring its schemas into the page. */
export const kinds = Object.keys(kindLooks) as AuditKind[]

export const kindGroups: readonly { word: string; kinds: readonly AuditKind[] }[] = [
  { word: 'All', kinds: [] },
  {
    word: 'Orders',
    kinds: [
      'order_placed',
      'order_changed',
      'run_placed',
      'run_changed',
      'refund_other_way',
      'refund_other_way_struck',
    ],
  },
  { word: 'Denied', kinds: ['order_denied', 'unlock_refused', 'key_refused', 'stranger_refused'] },
  { word: 'Notes', kinds: ['customer_noted', 'customer_note_struck', 'case_written', 'draft_marked'] },
  { word: 'Locks', kinds: ['desk_switched', 'desk_unlocked', 'desk_locked'] },
  {
    word: 'Keys and policy',
    kinds: [
      'desk_connected',
      'desk_edited',
      'desk_removed',
      'passphrase_changed',
      'policy_changed',
      'decline_rule_set',
      'access_policy_set',
      'key_replaced',
      'signing_secret_added',
      'signing_secret_removed',
      'signing_secret_judged',
    ],
  },
  { word: 'Data', kinds: ['journal_restored', 'tables_rebuilt', 'history_canceled'] },
]

/** The same kinds, each once and in the contract's order, so that one filter has one address. */
export function inOrder(some: readonly string[]): AuditKind[] {
  return kinds.filter((kind) => some.includes(kind))
}
