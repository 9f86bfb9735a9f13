// The sections of a refund's inspector, each a plain list of facts. A section with nothing to say is absent.
import { Circle } from 'lucide-react'
import { Link } from 'wouter'
import type { RefundDetail, RefundLife, RefundNote, RefundStep } from '../../../contract/refund-life.ts'
import { stateWord } from '../../../domain/refund-life.ts'
import { customersPlace, paymentsPlace } from '../../state/places.ts'
import { Amount } from '../../ui/amount.tsx'
import { CopyId } from '../../ui/copy-id.tsx'
import { Fact, Section } from '../../ui/inspector-panel.tsx'
import { NoteLine } from '../../ui/struck-note.tsx'
import { plainWord, refundReasonWord, refundStateLook } from '../../ui/words/looks.ts'
import { methodText } from '../../ui/words/method-words.ts'
import { ToneIcon } from '../../ui/pill.tsx'
import { Moment } from '../../ui/dates/moment.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { wayWords } from './refund-looks.ts'

const linkLook = 'rounded font-mono text-sm break-all text-accent underline underline-offset-2'

/** Newest first, as in every timeline. */
export function Steps({ steps }: { steps: readonly RefundStep[] }) {
  if (steps.length === 0) return null
  const newestFirst = steps.toReversed()
  return (
    <Section title="Its life">
      <ol>
        {newestFirst.map((step, index) => (
          <li key={`${step.at} ${step.text}`} className="relative flex gap-2.5 pb-2.5 last:pb-0">
            {index < newestFirst.length - 1 && (
              <span aria-hidden="true" className="absolute top-5 bottom-0 left-[7px] w-px bg-line" />
            )}
            <span className="mt-[3px] shrink-0">
              {step.state === null ? (
                <Circle size={15} aria-hidden="true" className="scale-50 text-ink-3" />
              ) : (
                <ToneIcon look={refundStateLook(step.state)} />
              )}
            </span>
            <span className="min-w-0 flex-1">{step.text}</span>
            <RelativeTime milliseconds={step.at} className="shrink-0 text-ink-3" />
          </li>
        ))}
      </ol>
    </Section>
  )
}

export function Facts({ deskId, detail }: { deskId: string; detail: RefundDetail }) {
  const { refund, feeKept } = detail
  const { paymentIntentId, customerId, order } = refund
  return (
    <Section title="Facts">
      <dl>
        <Fact word="Ordered">{refund.orderedHere ? 'In Bursar, on this machine' : 'Outside Bursar'}</Fact>
        <Fact word={`${stateWord(refund.state)} since`}>
          <Lasting refund={refund} />
        </Fact>
        <Fact word="Reason">{refundReasonWord(refund.reason)}</Fact>
        {refund.note !== null && <Fact word="Note">{refund.note}</Fact>}
        {refund.method !== null && <Fact word="Back to">{methodText(refund.method)}</Fact>}
        {(refund.reference !== null || refund.state === 'succeeded') && (
          <Fact word={refund.reference?.type === 'acquirer_reference_number' ? 'ARN' : 'Bank reference'}>
            <Reference reference={refund.reference} />
          </Fact>
        )}
        {feeKept !== null && (
          <Fact word="Fee not returned">
            <Amount amount={feeKept.amount} currency={feeKept.currency} />
            <span className="block text-sm text-ink-3">
              Stripe keeps what it took for the payment, however much is refunded.
            </span>
          </Fact>
        )}
        {refund.refundId !== null && (
          <Fact word="Refund">
            <CopyId id={refund.refundId} what="Refund id" />
          </Fact>
        )}
        {order !== null && (
          <Fact word="Order">
            <CopyId id={order.id} what="Order number" />
          </Fact>
        )}
        {paymentIntentId !== null && (
          <Fact word="Payment">
            <Link href={paymentsPlace(deskId, paymentIntentId)} className={linkLook}>
              {paymentIntentId}
            </Link>
          </Fact>
        )}
        {customerId !== null && (
          <Fact word="Customer">
            <Link href={customersPlace(deskId, customerId)} className={linkLook}>
              {customerId}
            </Link>
          </Fact>
        )}
      </dl>
    </Section>
  )
}

function Lasting({ refund }: { refund: RefundLife }) {
  const { since, at } = refund
  if (since !== null) return <Moment milliseconds={Math.max(since, at)} />
  return (
    <span className="text-ink-2">
      Not known; it was made <Moment milliseconds={at} />
    </span>
  )
}

function Reference({ reference }: Pick<RefundLife, 'reference'>) {
  if (reference === null) return <span className="text-ink-2">None given</span>
  if (reference.value !== null) return <CopyId id={reference.value} what="Bank reference" />
  return (
    <span className="text-ink-2">
      {reference.status === 'pending'
        ? 'To come: banks give it within some hours, at times days'
        : `None (${plainWord(reference.status ?? 'not given').toLowerCase()})`}
    </span>
  )
}

/** At most one holds; those that were struck out stay readable. */
export function Notes({ notes, onStrike }: { notes: readonly RefundNote[]; onStrike: () => void }) {
  if (notes.length === 0) return null
  return (
    <Section title="Paid another way">
      <ul className="flex flex-col gap-2">
        {notes.toReversed().map((note) => {
          const words = `${wayWords[note.how]}, ${note.reference}`
          return <NoteLine key={note.id} note={note} text={words} name={words} onStrike={onStrike} />
        })}
      </ul>
    </Section>
  )
}
