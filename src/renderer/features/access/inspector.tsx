// One customer's access to one product beside the list: on or off, why, by which event, when it turns by itself, and what Stripe's Entitlements
// say. Bursar tells; it switches nothing.
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import { useAccessRow, type AccessItem } from '../../bridge/subscription-queries.ts'
import { customersPlace, eventsPlace, subscriptionsPlace } from '../../state/places.ts'
import { accessLook, reasonLook } from '../../ui/words/access-looks.ts'
import { Asked } from '../../ui/asked.tsx'
import { CopyId } from '../../ui/copy-id.tsx'
import { Entitlements } from '../../ui/entitlements.tsx'
import { Fact, InspectorPanel, Section } from '../../ui/inspector-panel.tsx'
import { Pill } from '../../ui/pill.tsx'
import { dayAndTime } from '../../ui/dates/time.ts'
import { Whose } from '../../ui/whose.tsx'

export function AccessInspector({
  desk,
  rowId,
  row,
  at,
  over,
  onClose,
}: {
  desk: Desk
  rowId: string
  /** As the list shows it; what is not in it is asked for. */
  row: AccessItem | undefined
  /** Unix seconds; null: now. */
  at: number | null
  /** True where it lies over the list: then it is a modal dialog. */
  over: boolean
  onClose: () => void
}) {
  const asked = useAccessRow(desk.id, row === undefined ? rowId : null, at)
  const shown = row ?? asked.data ?? undefined
  return (
    <InspectorPanel
      label="Access"
      over={over}
      onClose={onClose}
      head={shown && <Pill look={accessLook(shown)} />}
    >
      <Asked
        of={asked}
        known={shown}
        noun="access"
        nowhere={
          <p className="px-5 text-ink-2">
            {at === null
              ? 'This customer never subscribed to this product, as far as is known here.'
              : 'At that time this customer had nothing to do with this product, as far as is known here.'}
          </p>
        }
      >
        {(shown) => <Body desk={desk} row={shown} />}
      </Asked>
    </InspectorPanel>
  )
}

function Body({ desk, row }: { desk: Desk; row: AccessItem }) {
  return (
    <>
      <header className="px-5 pb-3">
        <h2 className="text-xl font-semibold tracking-[-0.01em]">{row.productName ?? row.productId}</h2>
        <p className="truncate">
          <Anchor href={customersPlace(desk.id, row.customerId)}>
            <Whose of={row} />
          </Anchor>
        </p>
      </header>
      <div className="flex flex-col gap-3 px-5 pb-4">
        <div className="rounded-lg bg-sunken px-3 py-2">
          <Pill look={reasonLook(row.reason)} />
          <p className="mt-1">{row.why}</p>
        </div>
      </div>
      <Section title="Facts">
        <dl>
          <Fact word={row.on ? 'On since' : 'Off since'}>{dayAndTime(row.since * 1000)}</Fact>
          <Fact
            // A trial that ends may go on as paid.
            word={
              row.reason === 'on_trial' && row.until !== null ? 'Turns at the earliest' : 'Turns by itself'
            }
          >
            {row.until === null ? 'No' : `On ${dayAndTime(row.until * 1000)}`}
          </Fact>
          <Fact word="Decided by">
            <span className="flex flex-col items-start">
              <Anchor href={subscriptionsPlace(desk.id, row.subscriptionId)}>The subscription</Anchor>
              <CopyId id={row.subscriptionId} what="Subscription id" />
            </span>
          </Fact>
          <Fact word="By the event">
            {row.eventId === null ? (
              <span className="text-ink-2">Known before the first event that is kept here</span>
            ) : (
              <Anchor href={eventsPlace(desk.id, row.eventId)}>
                <span className="font-mono text-sm break-all">{row.eventId}</span>
              </Anchor>
            )}
          </Fact>
          <Fact word="Product">
            <CopyId id={row.productId} what="Product id" />
          </Fact>
        </dl>
      </Section>
      <Section title="Stripe’s Entitlements">
        <Entitlements deskId={desk.id} customerId={row.customerId} />
      </Section>
    </>
  )
}

function Anchor({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="rounded text-accent underline underline-offset-2">
      {children}
    </Link>
  )
}
