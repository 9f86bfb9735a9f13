// What Stripe says that a change would cost, as it is typed: asked after a short rest, and worthless as soon as something else is wanted or the
// subscription stands otherwise. Nothing may be ordered with figures that are not on the screen.
import { RefreshCw } from 'lucide-react'
import type { Failure } from '../../../contract/result.ts'
import type { InvoicePreview, SubscriptionPreview } from '../../../contract/subscription-changes.ts'
import type { SubscriptionDetail } from '../../../contract/subscriptions.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { pausedInvoices } from '../../../domain/subscription-status.ts'
import { failureOf } from '../../bridge/client.ts'
import { useSubscriptionPreview, type PreviewWanted } from '../../bridge/subscription-queries.ts'
import { Button } from '../../ui/button.tsx'
import { InvoicePreviewView } from '../../ui/invoice-preview.tsx'
import { useNow } from '../../ui/dates/now.ts'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { Skeleton, StripeSaid } from '../../ui/states.tsx'
import { standingOf } from '../../ui/words/subscription-standing.ts'
import { useRested } from '../../ui/use-rested.ts'

/** What is typed rests so long before Stripe is asked. Milliseconds. */
const typingMilliseconds = 500
/** Older figures are not ordered with: parts of a period are reckoned from when they were asked. Milliseconds. */
const staleMilliseconds = 10 * 60_000

export type Previewed =
  | { state: 'nothing' }
  | { state: 'asking' }
  | { state: 'failed'; failure: Failure; again: () => void }
  | {
      /** Stale: too old to be ordered with. */
      state: 'stale' | 'shown'
      preview: SubscriptionPreview
      /** When Stripe answered, by this computer's clock, by which it grows old: Stripe's may be far from it. Milliseconds. */
      askedAt: number
      /** Why its invoices are not collected, though Stripe's preview calls them due; null where they are. */
      uncollected: string | null
      again: () => void
    }

/** `what` null: something is amiss in what is typed, or nothing is wanted. */
export function usePreviewed(
  deskId: string,
  what: PreviewWanted | null,
  detail: SubscriptionDetail,
): Previewed {
  const typed = JSON.stringify(what)
  const isRested = useRested(typed, typingMilliseconds) === typed
  const asked = useSubscriptionPreview(deskId, isRested ? what : null, standingOf(detail))
  const now = useNow('slow')
  const again = (): void => void asked.refetch()
  if (what === null) return { state: 'nothing' }
  if (!isRested || asked.isFetching) return { state: 'asking' }
  if (asked.isError) return { state: 'failed', failure: failureOf(asked.error), again }
  if (asked.data === undefined) return { state: 'asking' }
  return {
    state: now - asked.dataUpdatedAt > staleMilliseconds ? 'stale' : 'shown',
    preview: asked.data,
    askedAt: asked.dataUpdatedAt,
    uncollected: what.kind === 'start_again' ? null : uncollectedWords(detail),
    again,
  }
}

function uncollectedWords({ subscription: { pause } }: SubscriptionDetail): string | null {
  return pause === null ? null : `Its collection is paused. ${pausedInvoices(pause.behavior)}`
}

/** What is asked of the customer, in a line. */
export function PreviewSums({ previewed }: { previewed: Previewed }) {
  if (previewed.state !== 'shown') return null
  const { today, next, currency } = previewed.preview
  const say = (bill: InvoicePreview | null): string =>
    bill === null
      ? 'none'
      : bill.total < 0
        ? `a credit of ${spokenAmount(-bill.total, currency)}`
        : bill.amountDue === null
          ? spokenAmount(bill.total, currency)
          : `${spokenAmount(bill.amountDue, currency)} ${previewed.uncollected === null ? 'due' : '(not collected)'}`
  return (
    <p className="figures text-ink-2">
      Invoice today: <strong className="font-semibold text-ink">{say(today)}</strong>.
      {next !== null && (
        <>
          {' '}
          Next invoice: <strong className="font-semibold text-ink">{say(next)}</strong>.
        </>
      )}
    </p>
  )
}

export function PreviewPanel({
  previewed,
  nothing,
  todayNone,
  nextNone = 'There will be none: it ends before.',
  ordered = 'If it would cost anything else when it is sent, the order stops.',
}: {
  previewed: Previewed
  /** What is said while nothing is asked. */
  nothing: string
  todayNone: string
  nextNone?: string
  /** How the order is bound to these figures. */
  ordered?: string
}) {
  return (
    <section aria-label="What it costs" className="flex flex-col gap-3">
      <div className="flex min-h-6 items-center justify-between gap-2">
        <h3 className="text-sm font-medium text-ink-2">What it costs, says Stripe</h3>
        {'again' in previewed && (
          <Button look="ghost" size="small" icon={RefreshCw} onClick={previewed.again}>
            Ask again
          </Button>
        )}
      </div>
      <div aria-live="polite" className="flex flex-col gap-4">
        <Body
          previewed={previewed}
          nothing={nothing}
          todayNone={todayNone}
          nextNone={nextNone}
          ordered={ordered}
        />
      </div>
    </section>
  )
}

function Body({
  previewed,
  nothing,
  todayNone,
  nextNone,
  ordered,
}: {
  previewed: Previewed
  nothing: string
  todayNone: string
  nextNone: string
  ordered: string
}) {
  switch (previewed.state) {
    case 'nothing':
      return <p className="text-ink-2">{nothing}</p>
    case 'asking':
      return (
        <div role="status" aria-label="Asking Stripe what it would cost" className="flex flex-col gap-2">
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-4/5" />
          <Skeleton className="h-4 w-2/3" />
        </div>
      )
    case 'failed':
      return (
        <div role="alert" className="rounded-lg bg-red-tint px-3 py-2">
          <p className="text-red">{previewed.failure.message}</p>
          <StripeSaid failure={previewed.failure} />
          <p className="text-sm text-ink-2">Without these figures nothing can be ordered.</p>
        </div>
      )
    case 'stale':
    case 'shown': {
      const { today, next } = previewed.preview
      return (
        <>
          {previewed.uncollected !== null && (
            <p className="rounded-lg bg-amber-tint px-3 py-2 text-amber">{previewed.uncollected}</p>
          )}
          <InvoicePreviewView title="Today" invoice={today} none={todayNone} />
          <InvoicePreviewView title="Next invoice" invoice={next} none={nextNone} />
          {previewed.state === 'stale' ? (
            <p role="status" className="rounded-lg bg-amber-tint px-3 py-2 text-amber">
              These figures are old. Ask again before you order.
            </p>
          ) : (
            <p className="text-sm text-ink-3">
              Asked <RelativeTime milliseconds={previewed.askedAt} pace="second" />. {ordered}
            </p>
          )}
        </>
      )
    }
  }
}
