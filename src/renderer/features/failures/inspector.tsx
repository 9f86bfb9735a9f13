// One failed payment in full, beside the list: what happened, what to do about it, what may be said to the customer, and what was done. It must show
// only what was read, and keep Stripe's advice apart from our judgement.
import { Link } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { FailureDetail, FailureRow } from '../../../contract/failures.ts'
import { paymentUrl } from '../../../domain/dashboard-url.ts'
import { useFailure } from '../../bridge/failure-queries.ts'
import { customersPlace } from '../../state/places.ts'
import { Amount } from '../../ui/amount.tsx'
import { Asked } from '../../ui/asked.tsx'
import { DashboardButtons } from '../../ui/dashboard-buttons.tsx'
import { InspectorPanel } from '../../ui/inspector-panel.tsx'
import { OrdersAbout } from '../../ui/orders/orders-about.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Actions } from './actions.tsx'
import { CaseSection } from './case-section.tsx'
import { groupLook } from '../../ui/words/failure-groups.ts'
import { Whose } from '../../ui/whose.tsx'
import { settledLook, underWayWords } from './failure-looks.ts'
import { whatHappened } from './failure-sentence.ts'
import { GiveUp } from './give-up.tsx'
import { Advice, Attempts, Facts, Told } from './inspector-sections.tsx'

export function FailureInspector({
  desk,
  paymentId,
  row,
  over,
  onClose,
}: {
  desk: Desk
  paymentId: string
  /** The failure as the list shows it, so that the head is there before the detail. */
  row: FailureRow | undefined
  /** True where it lies over the list: then it is a modal dialog. */
  over: boolean
  onClose: () => void
}) {
  const detail = useFailure(desk.id, paymentId)
  const failure = detail.data?.row ?? row
  const url = detail.data?.dashboardUrl ?? paymentUrl(desk.accountId, desk.mode, paymentId)
  return (
    <InspectorPanel
      label="Failed payment"
      over={over}
      onClose={onClose}
      head={failure && <Pill look={settledLook(failure) ?? groupLook(failure.group)} />}
      actions={<DashboardButtons url={url} />}
    >
      {failure && <Head desk={desk} row={failure} />}
      <Asked of={detail} noun="failed payment">
        {(detail) => <Body desk={desk} detail={detail} />}
      </Asked>
    </InspectorPanel>
  )
}

function Head({ desk, row }: { desk: Desk; row: FailureRow }) {
  return (
    <header className="px-5 pb-3">
      <h2 className="text-2xl font-semibold tracking-[-0.02em]">
        <Amount amount={row.amount} currency={row.currency} />
      </h2>
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
        {row.customerId !== null && (
          <span className="text-ink-3">
            has paid <Amount amount={row.customerPaid} currency={row.currency} /> so far
          </span>
        )}
      </p>
    </header>
  )
}

function Body({ desk, detail }: { desk: Desk; detail: FailureDetail }) {
  const { row } = detail
  const { why } = row
  const { todo } = row.underWay ? underWayWords : groupLook(row.group)
  return (
    <>
      <div className="flex flex-col gap-3 px-5 pb-4">
        <p>{whatHappened(row)}</p>
        {row.state === 'trying' && (
          <div className="rounded-lg bg-sunken px-3 py-2">
            <p className="font-medium">{todo}</p>
            {/* Where nothing is to be done, what the code asks for stands with the advice alone. */}
            {!row.underWay && row.group !== 'retry_scheduled' && <p className="mt-0.5 text-ink-2">{why}</p>}
          </div>
        )}
        <Actions desk={desk} detail={detail} />
      </div>
      <OrdersAbout orders={detail.orders} />
      <CaseSection desk={desk} detail={detail} />
      <Advice detail={detail} />
      <Told desk={desk} detail={detail} />
      <Attempts detail={detail} />
      <GiveUp desk={desk} detail={detail} />
      <Facts desk={desk} detail={detail} />
    </>
  )
}
