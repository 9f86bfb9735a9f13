// What happened to a payment, newest first. Each kind has its own mark, so that colour is never the only difference.
import {
  Ban,
  Check,
  CircleHelp,
  Clock,
  CornerUpLeft,
  CreditCard,
  Hourglass,
  Send,
  ShieldAlert,
  ShieldCheck,
  TriangleAlert,
  Undo2,
  X,
  type LucideIcon,
} from 'lucide-react'
import type { TimelineEntry } from '../../../contract/payments.ts'
import { Amount } from '../../ui/amount.tsx'
import { Section } from '../../ui/inspector-panel.tsx'
import { TimelineItem } from '../../ui/timeline-item.tsx'

const marks: Record<TimelineEntry['kind'], { icon: LucideIcon; className: string }> = {
  created: { icon: CreditCard, className: 'text-ink-3' },
  succeeded: { icon: Check, className: 'text-green' },
  failed: { icon: X, className: 'text-red' },
  requires_action: { icon: TriangleAlert, className: 'text-amber' },
  authorized: { icon: Clock, className: 'text-amber' },
  canceled: { icon: Ban, className: 'text-ink-3' },
  refund_created: { icon: CornerUpLeft, className: 'text-ink-3' },
  refund_succeeded: { icon: CornerUpLeft, className: 'text-green' },
  refund_failed: { icon: X, className: 'text-red' },
  refund_canceled: { icon: Ban, className: 'text-ink-3' },
  refund_pending: { icon: Clock, className: 'text-amber' },
  dispute_opened: { icon: ShieldAlert, className: 'text-red' },
  dispute_closed: { icon: ShieldCheck, className: 'text-ink-3' },
  order_held: { icon: Hourglass, className: 'text-amber' },
  order_withdrawn: { icon: Undo2, className: 'text-ink-3' },
  order_sent: { icon: Send, className: 'text-ink-3' },
  order_refused: { icon: Ban, className: 'text-red' },
  order_unknown: { icon: CircleHelp, className: 'text-amber' },
}

export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  if (entries.length === 0) return null
  // Stripe counts whole seconds: of one, what comes later in the list came later.
  const newestFirst = entries.toReversed().toSorted((one, other) => other.at - one.at)
  return (
    <Section title="Timeline">
      <ol>
        {newestFirst.map((entry, index) => {
          const { icon, className } = marks[entry.kind]
          return (
            <TimelineItem
              key={`${entry.kind} ${entry.at} ${entry.objectId ?? ''} ${entry.text}`}
              icon={icon}
              className={className}
              last={index === newestFirst.length - 1}
              at={entry.at}
            >
              {entry.text}
              {entry.amount !== null && entry.currency !== null && (
                <Amount amount={entry.amount} currency={entry.currency} className="ml-1.5 text-ink-2" />
              )}
            </TimelineItem>
          )
        })}
      </ol>
    </Section>
  )
}
