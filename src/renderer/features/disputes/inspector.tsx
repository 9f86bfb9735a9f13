// One dispute beside the list: what it means, until when it can be answered, where evidence is given, and what a refund of the payment would do.
// Evidence is never given from here.
import { CreditCard, Scale } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { DisputeRow } from '../../../contract/disputes.ts'
import { disputeReason } from '../../../domain/dispute-reason.ts'
import { useDispute } from '../../bridge/failure-queries.ts'
import { customersPlace, paymentsPlace } from '../../state/places.ts'
import { Amount } from '../../ui/amount.tsx'
import { Asked } from '../../ui/asked.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { CopyId } from '../../ui/copy-id.tsx'
import { DashboardButtons } from '../../ui/dashboard-buttons.tsx'
import { Fact, InspectorPanel, Section } from '../../ui/inspector-panel.tsx'
import { openLink } from '../../ui/links.ts'
import { disputeLook } from '../../ui/words/looks.ts'
import { useNow } from '../../ui/dates/now.ts'
import { Pill } from '../../ui/pill.tsx'
import { dayAndTime } from '../../ui/dates/time.ts'
import { UntilTime } from '../../ui/dates/until-time.tsx'
import { Whose } from '../../ui/whose.tsx'
import { isOpenInquiry, movedBy, refundWords, whatItMeans } from './dispute-looks.ts'
import { DeadlinePill } from './dispute-row.tsx'

export function DisputeInspector({
  desk,
  disputeId,
  row,
  over,
  onClose,
}: {
  desk: Desk
  disputeId: string
  /** The dispute as the list shows it; what is not in it is asked for. */
  row: DisputeRow | undefined
  /** True where it lies over the list: then it is a modal dialog. */
  over: boolean
  onClose: () => void
}) {
  const asked = useDispute(desk.id, row === undefined ? disputeId : null)
  const dispute = row ?? asked.data ?? undefined
  return (
    <InspectorPanel
      label="Dispute"
      over={over}
      onClose={onClose}
      head={dispute && <Pill look={disputeLook(dispute.status)} />}
      actions={dispute && <DashboardButtons url={dispute.dashboardUrl} withKey={false} />}
    >
      <Asked
        of={asked}
        known={dispute}
        noun="dispute"
        nowhere={<p className="px-5 text-ink-2">This dispute is not known here, or not yet.</p>}
      >
        {(dispute) => <Body desk={desk} dispute={dispute} />}
      </Asked>
    </InspectorPanel>
  )
}

function Body({ desk, dispute }: { desk: Desk; dispute: DisputeRow }) {
  const [, navigate] = useLocation()
  const { paymentIntentId, customerId, evidenceDueBy, state } = dispute
  const wanted = state === 'answer'
  const now = useNow('slow')
  const overdue = evidenceDueBy !== null && evidenceDueBy * 1000 <= now
  const ofRefund = refundWords(dispute)
  const moved = movedBy(dispute)
  return (
    <>
      <header className="px-5 pb-3">
        <h2 className="text-2xl font-semibold tracking-[-0.02em]">
          <Amount amount={dispute.amount} currency={dispute.currency} />
        </h2>
        <p className="truncate text-ink-2">
          <Whose of={dispute} /> · {disputeReason(dispute.reason)}
        </p>
      </header>
      <div className="flex flex-col gap-3 px-5 pb-4">
        {wanted && (
          <p className="flex flex-wrap items-center gap-2">
            <DeadlinePill row={dispute} />
            {evidenceDueBy !== null && (
              <span className="figures text-ink-2">Answer by {dayAndTime(evidenceDueBy * 1000)}</span>
            )}
          </p>
        )}
        <p>{whatItMeans(dispute, now)}</p>
        <div className="flex flex-wrap gap-2">
          {wanted && (
            <Button
              look="primary"
              icon={Scale}
              keysShown="e"
              onClick={() => void openLink(dispute.dashboardUrl)}
            >
              Give evidence in the Stripe Dashboard
            </Button>
          )}
          {paymentIntentId !== null && (
            <Button
              icon={CreditCard}
              keysShown="o"
              onClick={() => navigate(paymentsPlace(desk.id, paymentIntentId))}
            >
              Open the payment
            </Button>
          )}
        </div>
        {ofRefund !== null && (
          <p
            className={classes(
              'rounded-lg px-3 py-2',
              isOpenInquiry(dispute.status) ? 'bg-blue-tint text-blue' : 'bg-sunken text-ink-2',
            )}
          >
            {ofRefund}
          </p>
        )}
      </div>
      <Section title="Facts">
        <dl>
          <Fact word="Reason">
            {disputeReason(dispute.reason)}{' '}
            <code className="font-mono text-sm text-ink-3">{dispute.reason}</code>
          </Fact>
          <Fact word="Opened">{dayAndTime(dispute.created * 1000)}</Fact>
          {evidenceDueBy !== null && (
            <Fact word="Evidence due">
              {dayAndTime(evidenceDueBy * 1000)}
              {wanted && !overdue && (
                <>
                  {', '}
                  <UntilTime milliseconds={evidenceDueBy * 1000} className="text-ink-2" />
                </>
              )}
            </Fact>
          )}
          <Fact word="Evidence handed in">
            {dispute.submissions === 0
              ? 'Never'
              : dispute.submissions === 1
                ? 'Once'
                : `${dispute.submissions} times`}
          </Fact>
          {moved !== null && (
            <>
              <Fact word="Taken from the balance">
                <Amount amount={moved.taken} currency={moved.currency} />
              </Fact>
              {moved.back > 0 && (
                <Fact word="Came back">
                  <Amount amount={moved.back} currency={moved.currency} />
                </Fact>
              )}
              {moved.fees !== 0 && (
                <Fact word="Fees">
                  <Amount amount={moved.fees} currency={moved.currency} />
                </Fact>
              )}
            </>
          )}
          <Fact word="Dispute">
            <CopyId id={dispute.id} what="Dispute id" />
          </Fact>
          {paymentIntentId !== null && (
            <Fact word="Payment">
              <CopyId id={paymentIntentId} what="Payment id" />
            </Fact>
          )}
          {customerId !== null && (
            <Fact word="Customer">
              <Link
                href={customersPlace(desk.id, customerId)}
                className="rounded text-accent underline underline-offset-2"
              >
                <Whose of={dispute} />
              </Link>
            </Fact>
          )}
        </dl>
      </Section>
    </>
  )
}
