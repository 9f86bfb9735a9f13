// How each kind of thing that can be found looks and is called, and the look of its status. Pure.
import {
  Ban,
  Check,
  Clock,
  CornerUpLeft,
  CreditCard,
  FileText,
  Repeat,
  ShieldAlert,
  TriangleAlert,
  User,
  WalletCards,
  X,
  Zap,
  type LucideIcon,
} from 'lucide-react'
import type { PaymentStatus } from '../../../contract/payments.ts'
import type { SearchHit, SearchKind } from '../../../contract/search.ts'
import { disputeLook, paymentLooks, plainWord, refundLook } from './looks.ts'
import type { Look } from '../pill.tsx'

export const kindLooks: Record<SearchKind, { icon: LucideIcon; one: string; many: string }> = {
  customer: { icon: User, one: 'Customer', many: 'Customers' },
  payment: { icon: CreditCard, one: 'Payment', many: 'Payments' },
  refund: { icon: CornerUpLeft, one: 'Refund', many: 'Refunds' },
  invoice: { icon: FileText, one: 'Invoice', many: 'Invoices' },
  subscription: { icon: Repeat, one: 'Subscription', many: 'Subscriptions' },
  card: { icon: WalletCards, one: 'Payment method', many: 'Payment methods' },
  event: { icon: Zap, one: 'Event', many: 'Events' },
  dispute: { icon: ShieldAlert, one: 'Dispute', many: 'Disputes' },
}

const subscriptionLooks: Record<string, Look> = {
  active: { tone: 'green', icon: Check, word: 'Active' },
  trialing: { tone: 'blue', icon: Clock, word: 'Trial' },
  past_due: { tone: 'red', icon: TriangleAlert, word: 'Past due' },
  unpaid: { tone: 'red', icon: X, word: 'Unpaid' },
  paused: { tone: 'grey', icon: Clock, word: 'Paused' },
  incomplete: { tone: 'amber', icon: Clock, word: 'Incomplete' },
  incomplete_expired: { tone: 'grey', icon: Ban, word: 'Never began' },
  canceled: { tone: 'grey', icon: Ban, word: 'Canceled' },
}

export function subscriptionLook(status: string): Look {
  return subscriptionLooks[status] ?? { tone: 'grey', icon: Clock, word: plainWord(status) }
}

const invoiceLooks: Record<string, Look> = {
  draft: { tone: 'grey', icon: FileText, word: 'Draft' },
  open: { tone: 'amber', icon: Clock, word: 'Open' },
  paid: { tone: 'green', icon: Check, word: 'Paid' },
  uncollectible: { tone: 'red', icon: X, word: 'Uncollectible' },
  void: { tone: 'grey', icon: Ban, word: 'Void' },
}

export function invoiceLook(status: string): Look {
  return invoiceLooks[status] ?? { tone: 'grey', icon: FileText, word: plainWord(status) }
}

/** Null where it has no status. */
export function hitLook({ kind, status }: Pick<SearchHit, 'kind' | 'status'>): Look | null {
  if (status === null) return null
  if (status === 'deleted') return { tone: 'grey', icon: Ban, word: 'Deleted' }
  switch (kind) {
    case 'payment':
      return Object.hasOwn(paymentLooks, status)
        ? paymentLooks[status as PaymentStatus]
        : { tone: 'grey', icon: Clock, word: plainWord(status) }
    case 'refund':
      return refundLook(status)
    case 'dispute':
      return disputeLook(status)
    case 'invoice':
      return invoiceLook(status)
    case 'subscription':
      return subscriptionLook(status)
    case 'customer':
    case 'card':
    case 'event':
      return { tone: 'grey', icon: Clock, word: plainWord(status) }
  }
}
