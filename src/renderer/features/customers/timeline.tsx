// Everything that happened with a customer, newest first, page by page. Each kind has its own mark, so that colour is never the
// only difference.
import {
  CircleX,
  CornerUpLeft,
  CreditCard,
  FileText,
  Hourglass,
  MessageSquareText,
  PencilLine,
  Repeat,
  ShieldAlert,
  UserPlus,
  WalletCards,
  X,
  type LucideIcon,
} from 'lucide-react'
import { Link } from 'wouter'
import type { CustomerTimeline, CustomerTimelineEntry } from '../../../contract/customers.ts'
import { failureOf } from '../../bridge/client.ts'
import { useCustomerTimeline } from '../../bridge/customer-queries.ts'
import { paymentsPlace, subscriptionsPlace } from '../../state/places.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { ChoosePayment } from '../../ui/orders/choose-payment.tsx'
import { Section } from '../../ui/inspector-panel.tsx'
import { TimelineItem } from '../../ui/timeline-item.tsx'

const marks: Record<CustomerTimelineEntry['kind'], { icon: LucideIcon; className: string }> = {
  customer_created: { icon: UserPlus, className: 'text-ink-3' },
  payment: { icon: CreditCard, className: 'text-green' },
  payment_open: { icon: CreditCard, className: 'text-ink-3' },
  payment_refunded: { icon: CreditCard, className: 'text-green' },
  payment_failed: { icon: X, className: 'text-red' },
  refund: { icon: CornerUpLeft, className: 'text-ink-3' },
  refund_failed: { icon: X, className: 'text-red' },
  dispute: { icon: ShieldAlert, className: 'text-red' },
  invoice: { icon: FileText, className: 'text-ink-3' },
  subscription: { icon: Repeat, className: 'text-ink-3' },
  subscription_ended: { icon: Repeat, className: 'text-red' },
  card: { icon: WalletCards, className: 'text-ink-3' },
  order: { icon: Hourglass, className: 'text-amber' },
  change: { icon: PencilLine, className: 'text-amber' },
  note: { icon: MessageSquareText, className: 'text-ink-3' },
  page_ended: { icon: CircleX, className: 'text-ink-3' },
}

export function Timeline({
  deskId,
  customerId,
  first,
}: {
  deskId: string
  customerId: string
  /** As it came with the customer. */
  first: CustomerTimeline
}) {
  const { entries, goesOn, error, reading, showEarlier } = useCustomerTimeline(deskId, customerId, first)
  return (
    <Section title="Timeline">
      {entries.length === 0 ? (
        <p className="text-ink-2">Nothing was read about this customer yet.</p>
      ) : (
        <ol aria-label="Timeline">
          {entries.map((entry, index) => (
            <Entry
              key={`${entry.kind} ${entry.objectId} ${entry.at} ${entry.text}`}
              deskId={deskId}
              entry={entry}
              last={index === entries.length - 1}
            />
          ))}
        </ol>
      )}
      {error !== null && (
        <p role="alert" className="mt-1 text-red">
          {failureOf(error).message}
        </p>
      )}
      {goesOn && (
        <Button size="small" className="mt-2" busy={reading} onClick={showEarlier}>
          {reading ? 'Reading…' : 'Show earlier'}
        </Button>
      )}
    </Section>
  )
}

function Entry({ deskId, entry, last }: { deskId: string; entry: CustomerTimelineEntry; last: boolean }) {
  const { icon, className } = marks[entry.kind]
  const place = placeOf(deskId, entry)
  return (
    <TimelineItem
      icon={icon}
      className={className}
      last={last}
      at={entry.at}
      beside={
        <>
          {entry.amount !== null && entry.currency !== null && (
            <Amount amount={entry.amount} currency={entry.currency} className="shrink-0 text-ink-2" />
          )}
          {/* As wide without a box. */}
          <span className="-my-0.5 w-6 shrink-0">
            {entry.kind === 'payment' && entry.paymentIntentId !== null && (
              <ChoosePayment
                deskId={deskId}
                paymentIntentId={entry.paymentIntentId}
                name={`the payment: ${entry.text}`}
              />
            )}
          </span>
        </>
      }
    >
      {place === null ? (
        entry.text
      ) : (
        <Link
          href={place}
          className="rounded underline decoration-line-strong underline-offset-3 hover:text-accent"
        >
          {entry.text}
        </Link>
      )}
    </TimelineItem>
  )
}

/** Where it is shown in full; null: only here. */
function placeOf(deskId: string, { kind, objectId, paymentIntentId }: CustomerTimelineEntry): string | null {
  if (paymentIntentId !== null) return paymentsPlace(deskId, paymentIntentId)
  const isSubscription = kind === 'subscription' || kind === 'subscription_ended'
  return isSubscription ? subscriptionsPlace(deskId, objectId) : null
}
