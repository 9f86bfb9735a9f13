// The disputes of a payment and what the bank of its card warned of, as the inspectors of payments and refunds show them; the way to
// each dispute is here. It is absent where there are none.
import { Link } from 'wouter'
import type { PaymentDetail } from '../../contract/payments.ts'
import { disputeReason } from '../../domain/dispute-reason.ts'
import { stateOfDispute } from '../../domain/dispute-state.ts'
import { disputesPlace } from '../state/places.ts'
import { Amount } from './amount.tsx'
import { classes } from './classes.ts'
import { CopyId } from './copy-id.tsx'
import { RelativeTime } from './dates/relative-time.tsx'
import { dayAndTime, dayOf } from './dates/time.ts'
import { Section } from './inspector-panel.tsx'
import { Pill } from './pill.tsx'
import { disputeLook, plainWord } from './words/looks.ts'

export function DisputesAndWarnings({
  deskId,
  disputes,
  warnings,
}: { deskId: string } & Pick<PaymentDetail, 'disputes' | 'warnings'>) {
  if (disputes.length === 0 && warnings.length === 0) return null
  return (
    <Section title="Disputes and warnings">
      <ul className="flex flex-col gap-3">
        {disputes.map((dispute) => (
          <li key={dispute.id}>
            <div className="flex items-center gap-2">
              <Amount amount={dispute.amount} currency={dispute.currency} className="font-medium" />
              <Pill look={disputeLook(dispute.status)} />
              <RelativeTime milliseconds={dispute.created * 1000} className="ml-auto text-ink-3" />
            </div>
            <p className="text-ink-2">
              {disputeReason(dispute.reason)}
              {dispute.evidenceDueBy !== null &&
                stateOfDispute(dispute.status) === 'answer' &&
                `; answer by ${dayAndTime(dispute.evidenceDueBy * 1000)}`}
            </p>
            <div className="flex flex-wrap items-center gap-x-3">
              <CopyId id={dispute.id} what="Dispute id" />
              <Link
                href={disputesPlace(deskId, dispute.id)}
                className="rounded text-accent underline underline-offset-2"
              >
                Open the dispute
              </Link>
            </div>
          </li>
        ))}
        {warnings.map(({ id, fraudType, actionable, created }) => (
          <li key={id} className={classes(!actionable && 'text-ink-2')}>
            Early fraud warning: {plainWord(fraudType).toLowerCase()}, {dayOf(created * 1000)}.{' '}
            {actionable
              ? 'A refund of all of it usually keeps it from becoming a dispute.'
              : 'The payment was refunded or disputed since.'}
          </li>
        ))}
      </ul>
    </Section>
  )
}
