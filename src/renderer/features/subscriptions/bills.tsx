// What a subscription was and will be billed: the upcoming invoice, asked of Stripe when somebody wants it, and those that were made, each with
// its tries and the way to its payment.
import { Receipt, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { SubscriptionDetail, SubscriptionInvoice } from '../../../contract/subscriptions.ts'
import { failureOf } from '../../bridge/client.ts'
import { useSubscriptionPreview } from '../../bridge/subscription-queries.ts'
import { failuresPlace, paymentsPlace } from '../../state/places.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { isEnded } from '../../../domain/subscription-ended.ts'
import { invoiceLook } from '../../ui/words/hit-looks.ts'
import { Section } from '../../ui/inspector-panel.tsx'
import { InvoicePreviewView } from '../../ui/invoice-preview.tsx'
import { plainWord } from '../../ui/words/looks.ts'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { Skeleton } from '../../ui/states.tsx'
import { standingOf } from '../../ui/words/subscription-standing.ts'
import { dayOf } from '../../ui/dates/time.ts'
import { UntilTime } from '../../ui/dates/until-time.tsx'

export function Upcoming({ desk, detail }: { desk: Desk; detail: SubscriptionDetail }) {
  const { id, status } = detail.subscription
  const [wanted, setWanted] = useState(false)
  const asked = useSubscriptionPreview(
    desk.id,
    wanted ? { kind: 'upcoming', subscriptionId: id } : null,
    standingOf(detail),
  )
  const ask = (): void => {
    if (wanted) void asked.refetch()
    else setWanted(true)
  }
  useShortcuts({ i: () => (isEnded(status) ? false : ask()) })
  if (isEnded(status)) return null
  return (
    <Section
      title="Upcoming invoice"
      action={
        <Button
          size="small"
          icon={wanted ? RefreshCw : Receipt}
          keysShown="i"
          busy={asked.isFetching}
          onClick={ask}
        >
          {asked.isFetching ? 'Asking Stripe…' : wanted ? 'Ask again' : 'Ask Stripe'}
        </Button>
      }
    >
      {!wanted ? (
        <p className="text-ink-2">Stripe can say what the next invoice would be, as things stand.</p>
      ) : asked.isError ? (
        <p role="alert" className="text-red">
          {failureOf(asked.error).message}
        </p>
      ) : asked.data === undefined ? (
        <div
          role="status"
          aria-label="Asking Stripe for the upcoming invoice"
          className="flex flex-col gap-2"
        >
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-2/3" />
        </div>
      ) : (
        <>
          <InvoicePreviewView
            title="Next invoice"
            invoice={asked.data.next}
            none="There will be none: it ends with its period, or nothing is billed."
          />
          <p className="mt-1.5 text-sm text-ink-3">
            Stripe said so <RelativeTime milliseconds={asked.data.asOf} pace="second" />. Nothing is made by
            it.
          </p>
        </>
      )}
    </Section>
  )
}

const few = 6

export function Invoices({
  desk,
  detail: { invoices, invoicesMore },
}: {
  desk: Desk
  detail: SubscriptionDetail
}) {
  const [all, setAll] = useState(false)
  if (invoices.length === 0) return null
  const shown = all ? invoices : invoices.slice(0, few)
  return (
    <Section title="Invoices">
      <ul aria-label="Invoices" className="flex flex-col gap-2">
        {shown.map((invoice) => (
          <Line key={invoice.id} deskId={desk.id} invoice={invoice} />
        ))}
      </ul>
      {!all && invoices.length > few && (
        <Button look="ghost" size="small" className="-ml-2 mt-1" onClick={() => setAll(true)}>
          All {invoices.length}
        </Button>
      )}
      {all && invoicesMore && <p className="mt-1 text-sm text-ink-3">Older ones are not listed here.</p>}
    </Section>
  )
}

function Line({ deskId, invoice }: { deskId: string; invoice: SubscriptionInvoice }) {
  const { id, number, status, paymentIntentId, currency, total } = invoice
  const failing = status === 'open' && invoice.attempts > 0
  return (
    <li>
      <span className="flex items-center gap-2">
        <span className="figures min-w-0 truncate font-medium" title={id}>
          {paymentIntentId === null ? (
            (number ?? id)
          ) : (
            <Link
              href={failing ? failuresPlace(deskId, paymentIntentId) : paymentsPlace(deskId, paymentIntentId)}
              className="rounded text-accent hover:underline"
            >
              {number ?? id}
            </Link>
          )}
        </span>
        <Pill look={invoiceLook(status)} />
        <Amount amount={total} currency={currency} className="ml-auto" />
        <RelativeTime
          milliseconds={invoice.created * 1000}
          className="w-16 shrink-0 text-right text-sm text-ink-3"
        />
      </span>
      <span className="figures flex flex-wrap gap-x-2 text-sm text-ink-2">
        {invoice.billingReason !== null && (
          <span className="text-ink-3">
            {reasonWords[invoice.billingReason] ?? plainWord(invoice.billingReason)}
          </span>
        )}
        {invoice.attempts > 0 && (
          <span>{invoice.attempts === 1 ? 'one try' : `${invoice.attempts} tries`}</span>
        )}
        {invoice.paymentStatus === 'requires_action' && (
          <span className="text-amber">the customer has to confirm (3-D Secure)</span>
        )}
        {invoice.nextAttemptAt !== null && status === 'open' && (
          <span>
            next try <UntilTime milliseconds={invoice.nextAttemptAt * 1000} />
          </span>
        )}
        {invoice.dueDate !== null && status === 'open' && <span>due {dayOf(invoice.dueDate * 1000)}</span>}
        {invoice.amountRemaining > 0 && invoice.amountRemaining !== total && (
          <span>
            <Amount amount={invoice.amountRemaining} currency={currency} /> left
          </span>
        )}
      </span>
    </li>
  )
}

const reasonWords: Record<string, string> = {
  subscription_create: 'The first one',
  subscription_cycle: 'A new period',
  subscription_update: 'A change',
  subscription_threshold: 'A threshold was reached',
  manual: 'Made by hand',
}
