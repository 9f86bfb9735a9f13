// Starts a new subscription with the items of one that has ended: Stripe opens none again. What its first invoice would be is shown before.
import type { Change } from '../../../contract/changes.ts'
import { ChangeForm } from './change-form.tsx'
import { useOrderIds } from './planned.ts'
import { PreviewPanel, PreviewSums, usePreviewed } from './preview-panel.tsx'
import type { SubscriptionFormProps } from './form-props.ts'
import { SubscriptionHead } from './subscription-head.tsx'
import { nameOf } from '../../ui/words/customer-words.ts'

export function StartAgainForm({ detail, ...form }: SubscriptionFormProps) {
  const idOf = useOrderIds()
  const subscriptionId = detail.subscription.id
  const previewed = usePreviewed(form.desk.id, { kind: 'start_again', subscriptionId }, detail)
  const change: Change | null =
    previewed.state === 'shown'
      ? {
          kind: 'start_subscription_again',
          subscriptionId,
          expected: { today: previewed.preview.expected.today },
        }
      : null
  return (
    <ChangeForm
      {...form}
      planned={change === null ? [] : [{ change, orderId: idOf(change), name: '' }]}
      subject={nameOf(detail.subscription)}
      act="Start a new subscription"
      figures={<PreviewSums previewed={previewed} />}
    >
      <SubscriptionHead detail={detail} />
      <p className="text-ink-2">
        One that has ended can’t be opened again: a new one with the same items is made, under another id, and
        its first period begins now. Discounts, trials and schedules are not carried over.
      </p>
      <PreviewPanel
        previewed={previewed}
        nothing=""
        todayNone="Nothing is billed at first."
        nextNone="As the first one, a period later."
      />
    </ChangeForm>
  )
}
