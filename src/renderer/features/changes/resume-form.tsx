// The ways back: collection resumed, a subscription that stands still going on, and one kept that was to end. One that stands still is charged at
// once when it goes on: it must never be ordered without Stripe's figures on the screen, which go with the order.
import { useState } from 'react'
import type { Change } from '../../../contract/changes.ts'
import type { SubscriptionPreview } from '../../../contract/subscription-changes.ts'
import { RadioList } from '../../ui/radio-list.tsx'
import { dayOf } from '../../ui/dates/time.ts'
import { ChangeForm } from './change-form.tsx'
import { useOrderIds } from './planned.ts'
import { PreviewPanel, PreviewSums, usePreviewed } from './preview-panel.tsx'
import type { SubscriptionFormProps } from './form-props.ts'
import { SubscriptionHead } from './subscription-head.tsx'
import { nameOf } from '../../ui/words/customer-words.ts'

export function ResumeForm({ detail, ...form }: SubscriptionFormProps) {
  const idOf = useOrderIds()
  const change: Change = { kind: 'resume_subscription', subscriptionId: detail.subscription.id }
  return (
    <ChangeForm
      {...form}
      planned={[{ change, orderId: idOf(change), name: '' }]}
      subject={nameOf(detail.subscription)}
      act="Collect again"
    >
      <SubscriptionHead detail={detail} />
      <p className="text-ink-2">
        Its next invoices are collected again, with what it pays with. What was made meanwhile stays as it is:
        drafts wait until somebody finishes them.
      </p>
    </ChangeForm>
  )
}

export function ResumeServiceForm({ detail, ...form }: SubscriptionFormProps) {
  const idOf = useOrderIds()
  const [anchor, setAnchor] = useState<'now' | 'unchanged'>('now')
  const subscriptionId = detail.subscription.id
  const previewed = usePreviewed(form.desk.id, { kind: 'resume', subscriptionId, anchor }, detail)
  const change: Change | null =
    previewed.state === 'shown'
      ? { kind: 'resume_service', subscriptionId, anchor, expected: figuresOf(previewed.preview) }
      : null
  return (
    <ChangeForm
      {...form}
      planned={change === null ? [] : [{ change, orderId: idOf(change), name: '' }]}
      subject={nameOf(detail.subscription)}
      act="Let it go on"
      figures={<PreviewSums previewed={previewed} />}
    >
      <SubscriptionHead detail={detail} />
      <RadioList
        label="Its next period"
        choices={[
          {
            value: 'now',
            word: 'Begins now',
            means: 'A whole period is invoiced now, and from now on on this day.',
          },
          {
            value: 'unchanged',
            word: 'Keeps to the day it had',
            means: 'The rest of the period that runs is invoiced, then the next on the usual day.',
          },
        ]}
        chosen={anchor}
        onChoose={setAnchor}
      />
      <PreviewPanel previewed={previewed} nothing="" todayNone="Nothing is invoiced at once." />
    </ChangeForm>
  )
}

/** As they were shown: what goes with the order. */
const figuresOf = ({ expected: { prorationDate, today } }: SubscriptionPreview) => ({ prorationDate, today })

export function KeepForm({ detail, ...form }: SubscriptionFormProps) {
  const idOf = useOrderIds()
  const { id, cancelAt, cancelAtPeriodEnd, currentPeriodEnd } = detail.subscription
  const end = cancelAt ?? (cancelAtPeriodEnd ? currentPeriodEnd : null)
  const change: Change = { kind: 'keep_subscription', subscriptionId: id }
  return (
    <ChangeForm
      {...form}
      planned={[{ change, orderId: idOf(change), name: '' }]}
      subject={nameOf(detail.subscription)}
      act="Keep the subscription"
    >
      <SubscriptionHead detail={detail} />
      <p className="text-ink-2">
        {end === null ? 'It was to end' : `It was to end on ${dayOf(end * 1000)}`}: that is taken back, and it
        renews as if nothing had been ordered.
      </p>
    </ChangeForm>
  )
}
