// The ways back: collection resumed, a subscription that stands still going on, and one kept that was to end.
import { useState } from 'react'
import type { Change } from '../../../contract/changes.ts'
import { RadioList } from '../../ui/radio-list.tsx'
import { dayOf } from '../../ui/time.ts'
import { ChangeForm } from './change-form.tsx'
import { useOrderIds } from './planned.ts'
import type { SubscriptionFormProps } from './subscription-form.tsx'
import { SubscriptionHead, whoOf } from './subscription-head.tsx'

export function ResumeForm({ detail, ...form }: SubscriptionFormProps) {
  const idOf = useOrderIds()
  const change: Change = { kind: 'resume_subscription', subscriptionId: detail.subscription.id }
  return (
    <ChangeForm
      {...form}
      planned={[{ change, orderId: idOf(change), name: '' }]}
      subject={whoOf(detail)}
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
  const change: Change = { kind: 'resume_service', subscriptionId: detail.subscription.id, anchor }
  return (
    <ChangeForm
      {...form}
      planned={[{ change, orderId: idOf(change), name: '' }]}
      subject={whoOf(detail)}
      act="Let it go on"
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
    </ChangeForm>
  )
}

export function KeepForm({ detail, ...form }: SubscriptionFormProps) {
  const idOf = useOrderIds()
  const { id, cancelAt, cancelAtPeriodEnd, currentPeriodEnd } = detail.subscription
  const end = cancelAt ?? (cancelAtPeriodEnd ? currentPeriodEnd : null)
  const change: Change = { kind: 'keep_subscription', subscriptionId: id }
  return (
    <ChangeForm
      {...form}
      planned={[{ change, orderId: idOf(change), name: '' }]}
      subject={whoOf(detail)}
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
