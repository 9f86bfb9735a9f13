// One subscription in full, beside the list: why it stands as it does, what comes next and what can be done, then what it is billed for, with
// what it is paid, and what happened. It must show only what was read; what it will cost is asked of Stripe when somebody wants it.
import { Link } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { SubscriptionDetail, SubscriptionRow } from '../../../contract/subscriptions.ts'
import { subscriptionUrl } from '../../../domain/dashboard-url.ts'
import { useSubscription } from '../../bridge/subscription-queries.ts'
import { customersPlace } from '../../state/places.ts'
import { AccessLines } from '../../ui/access-line.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Asked } from '../../ui/asked.tsx'
import { CopyId } from '../../ui/copy-id.tsx'
import { DashboardButtons } from '../../ui/dashboard-buttons.tsx'
import { subscriptionLook } from '../../ui/words/hit-looks.ts'
import { InspectorPanel, Metadata, Section } from '../../ui/inspector-panel.tsx'
import { RawJson } from '../../ui/raw-json.tsx'
import { OrdersAbout } from '../../ui/orders/orders-about.tsx'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { Whose } from '../../ui/whose.tsx'
import { Invoices, Upcoming } from './bills.tsx'
import { Explained } from './explained.tsx'
import { Billing, Items, Method, Schedule } from './inspector-sections.tsx'
import { attentionLook, attentionWords, productsOf } from './subscription-looks.ts'
import { Timeline } from './timeline.tsx'

export function SubscriptionInspector({
  desk,
  subscriptionId,
  row,
  over,
  onClose,
}: {
  desk: Desk
  subscriptionId: string
  /** The subscription as the list shows it, so that the head is there before the detail. */
  row: SubscriptionRow | undefined
  /** True where it lies over the list: then it is a modal dialog. */
  over: boolean
  onClose: () => void
}) {
  const detail = useSubscription(desk.id, subscriptionId)
  const subscription = detail.data?.subscription ?? row
  const url = detail.data?.dashboardUrl ?? subscriptionUrl(desk.accountId, desk.mode, subscriptionId)
  return (
    <InspectorPanel
      label="Subscription"
      over={over}
      onClose={onClose}
      head={subscription && <Pill look={subscriptionLook(subscription.status)} />}
      actions={<DashboardButtons url={url} />}
    >
      {subscription && <Head desk={desk} row={subscription} />}
      <Asked of={detail} noun="subscription">
        {(detail) => <Body key={subscriptionId} desk={desk} detail={detail} />}
      </Asked>
    </InspectorPanel>
  )
}

function Head({ desk, row }: { desk: Desk; row: SubscriptionRow }) {
  const marks = row.attention.filter((each) => each !== row.status)
  return (
    <header className="px-5 pb-3">
      <h2 className="text-xl font-semibold tracking-[-0.01em]">{productsOf(row)}</h2>
      <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-ink-2">
        {row.customerId === null ? (
          <Whose of={row} />
        ) : (
          <Link
            href={customersPlace(desk.id, row.customerId)}
            className="truncate rounded text-accent underline underline-offset-2"
          >
            <Whose of={row} />
          </Link>
        )}
        {row.monthly !== null && row.currency !== null && (
          <span>
            worth <Amount amount={row.monthly} currency={row.currency} /> a month
          </span>
        )}
      </p>
      <CopyId id={row.id} what="Subscription id" />
      {marks.length > 0 && (
        <ul aria-label="Needs attention" className="mt-1.5 flex flex-wrap gap-1.5">
          {marks.map((each) => (
            <li key={each} className="flex min-w-0">
              <Pill look={{ ...attentionLook(each), word: attentionWords(each, row) }} />
            </li>
          ))}
        </ul>
      )}
    </header>
  )
}

function Body({ desk, detail }: { desk: Desk; detail: SubscriptionDetail }) {
  return (
    <>
      <Explained desk={desk} detail={detail} />
      <OrdersAbout orders={detail.orders} />
      <Method desk={desk} detail={detail} />
      <Items detail={detail} />
      <Upcoming desk={desk} detail={detail} />
      <Invoices desk={desk} detail={detail} />
      {detail.access.length > 0 && (
        <Section title="Access">
          <AccessLines deskId={desk.id} rows={detail.access} label="Access" />
        </Section>
      )}
      <Schedule detail={detail} />
      <Billing detail={detail} />
      <Timeline deskId={desk.id} entries={detail.timeline} />
      <Metadata metadata={detail.metadata} />
      <RawJson objects={detail.raw} />
      <p className="border-t border-line px-5 py-1.5 text-sm text-ink-3">
        Read from Stripe <RelativeTime milliseconds={detail.asOf} pace="second" />
      </p>
    </>
  )
}
