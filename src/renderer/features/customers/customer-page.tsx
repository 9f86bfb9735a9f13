// Everything about one customer on a page: who they are, what is wrong first, what was noted and what happened, what they pay with and for. It must
// show only what was read, and say when.
import { ArrowLeft, HandCoins, WalletCards } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { CustomerDetail, CustomerRow } from '../../../contract/customers.ts'
import type { Desk } from '../../../contract/desks.ts'
import { customerUrl } from '../../../domain/dashboard-url.ts'
import { useCustomer } from '../../bridge/customer-queries.ts'
import { useFreshness } from '../../bridge/desk-queries.ts'
import { customersPlace } from '../../state/places.ts'
import { noteRecent } from '../../state/recent.ts'
import { Asked } from '../../ui/asked.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { CopyId } from '../../ui/copy-id.tsx'
import { DashboardButtons } from '../../ui/dashboard-buttons.tsx'
import { Metadata } from '../../ui/inspector-panel.tsx'
import { RawJson } from '../../ui/raw-json.tsx'
import type { OrderAccess } from '../../ui/orders/order-access.ts'
import { orderChange } from '../../ui/orders/order-change.ts'
import { Pill } from '../../ui/pill.tsx'
import { RefundChosen } from '../../ui/orders/refund-chosen.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { ScreenTitle } from '../../ui/screen-title.tsx'
import { CustomerAccess } from './access.tsx'
import { orderAccessFor } from './order-access-for.ts'
import { deletedLook, nameOfCustomer } from './customer-words.ts'
import { Invoices } from './invoices.tsx'
import { isReadingHistory } from '../../ui/words/freshness-words.ts'
import { LifetimeFigures } from './lifetime.tsx'
import { Methods } from './methods.tsx'
import { Notes } from './notes.tsx'
import { Problems } from './problems.tsx'
import { Profile } from './profile.tsx'
import { Subscriptions } from './subscriptions.tsx'
import { Timeline } from './timeline.tsx'

interface CustomerPageProps {
  desk: Desk
  customerId: string
  /** The customer as the list shows them, so that the head is there before the page. */
  row: CustomerRow | undefined
  onClose: () => void
}

export function CustomerPage({ desk, customerId, row, onClose }: CustomerPageProps) {
  const detail = useCustomer(desk.id, customerId)
  const customer = detail.data?.customer ?? row
  const page = useRef<HTMLElement>(null)
  useEffect(() => page.current?.focus({ preventScroll: true }), [])
  useEffect(() => {
    if (!detail.data) return
    const { customer: found } = detail.data
    noteRecent(desk.id, {
      kind: 'customer',
      id: found.id,
      title: nameOfCustomer(found),
      subtitle: found.email ?? '',
      place: customersPlace(desk.id, found.id),
    })
  }, [desk.id, detail.data])
  return (
    <section
      ref={page}
      tabIndex={-1}
      aria-label="Customer"
      className="@container absolute inset-0 z-10 flex flex-col overflow-y-auto bg-bg outline-none"
    >
      <header className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 pt-3 pb-3">
        <IconButton icon={ArrowLeft} label="All customers" keysShown="escape" onClick={onClose} />
        <div className="min-w-0 flex-[1_1_220px]">
          <ScreenTitle className="truncate text-xl tracking-[-0.01em]">
            {customer ? nameOfCustomer(customer) : 'Customer'}
          </ScreenTitle>
          <p className="flex flex-wrap items-center gap-x-3 text-ink-2">
            {customer && customer.name !== null && customer.email !== null && <span>{customer.email}</span>}
            <CopyId id={customerId} what="Customer id" />
            {customer?.deleted && deletedLook && <Pill look={deletedLook} />}
          </p>
        </div>
        <Actions desk={desk} customerId={customerId} access={orderAccessFor(desk, customer)} />
      </header>
      <Asked of={detail} noun="customer">
        {(detail) => <Body desk={desk} detail={detail} />}
      </Asked>
      <div className="sticky bottom-0 z-10">
        <RefundChosen desk={desk} />
      </div>
    </section>
  )
}

function Actions({ desk, customerId, access }: { desk: Desk; customerId: string; access: OrderAccess }) {
  const url = customerUrl(desk.accountId, desk.mode, customerId)
  return (
    <div className="flex flex-wrap items-center gap-2">
      {access.can === 'no' ? (
        <p className="max-w-[320px] text-sm text-ink-3">{access.why}</p>
      ) : (
        <>
          <Button
            icon={WalletCards}
            keysShown="m"
            onClick={() => orderChange(desk, { form: 'setup_session', customerId })}
          >
            Ask for a new method…
          </Button>
          <Button
            icon={HandCoins}
            keysShown="p"
            onClick={() => orderChange(desk, { form: 'payment_session', customerId })}
          >
            Collect a payment…
          </Button>
        </>
      )}
      <DashboardButtons url={url} />
    </div>
  )
}

function Body({ desk, detail }: { desk: Desk; detail: CustomerDetail }) {
  const freshness = useFreshness(desk.id).data
  const reading = freshness !== undefined && isReadingHistory(freshness)
  return (
    <>
      <h2 className="unseen">What is known</h2>
      <Problems desk={desk} detail={detail} />
      <div className="grid flex-1 content-start @min-[880px]:grid-cols-[minmax(0,1fr)_minmax(360px,440px)] @min-[880px]:grid-rows-[auto_1fr]">
        <div>
          <LifetimeFigures lifetime={detail.lifetime} atLeast={detail.lifetimeAtLeast} reading={reading} />
          <Notes desk={desk} detail={detail} />
        </div>
        {/* Before the timeline, which is long, where there is room for one column only. */}
        <div className="@min-[880px]:col-start-2 @min-[880px]:row-span-2 @min-[880px]:row-start-1 @min-[880px]:border-l @min-[880px]:border-line">
          <Methods desk={desk} detail={detail} />
          <Subscriptions desk={desk} detail={detail} />
          <CustomerAccess deskId={desk.id} customerId={detail.customer.id} />
          <Invoices desk={desk} detail={detail} />
          <Profile deskId={desk.id} detail={detail} />
          <Metadata metadata={detail.metadata} />
          <RawJson objects={detail.raw} />
        </div>
        <Timeline deskId={desk.id} customerId={detail.customer.id} first={detail.timeline} />
      </div>
      <p className="border-t border-line px-5 py-1.5 text-sm text-ink-3">
        Read from Stripe <RelativeTime milliseconds={detail.asOf} pace="second" />
      </p>
    </>
  )
}
