// The two ways to pause a subscription, told apart by what the customer will notice: only the collection rests, or the subscription as a whole
// stands still.
import { useState } from 'react'
import type { Change } from '../../../contract/changes.ts'
import { useNow } from '../../ui/dates/now.ts'
import { RadioList } from '../../ui/radio-list.tsx'
import { pauseBehaviors, type PauseBehavior } from '../../ui/words/subscription-words.ts'
import { ChangeForm } from './change-form.tsx'
import { DayField, futureDay } from './day-field.tsx'
import { useOrderIds } from './planned.ts'
import type { SubscriptionFormProps } from './form-props.ts'
import { SubscriptionHead } from './subscription-head.tsx'
import { nameOf } from '../../ui/words/customer-words.ts'

const behaviors = (Object.keys(pauseBehaviors) as PauseBehavior[]).map((value) => ({
  value,
  word: pauseBehaviors[value].word,
  means: pauseBehaviors[value].notices,
}))

export function PauseForm({ detail, ...form }: SubscriptionFormProps) {
  const idOf = useOrderIds()
  const now = useNow('slow')
  const [behavior, setBehavior] = useState<PauseBehavior>('void')
  const [day, setDay] = useState('')
  const resumesAt = day === '' ? null : futureDay(day, now)
  const change: Change | null =
    day !== '' && resumesAt === null
      ? null
      : { kind: 'pause_subscription', subscriptionId: detail.subscription.id, behavior, resumesAt }
  return (
    <ChangeForm
      {...form}
      planned={change === null ? [] : [{ change, orderId: idOf(change), name: '' }]}
      subject={nameOf(detail.subscription)}
      act="Pause the collection"
    >
      <SubscriptionHead detail={detail} />
      <p className="text-ink-2">
        The subscription goes on, with its status and its periods: only nothing is collected. Whether the
        customer keeps access is for your policy of access to say.
        {detail.billingMode === 'flexible' && ' To let it stand still as a whole is another order.'}
      </p>
      <RadioList
        label="Invoices made meanwhile"
        choices={behaviors}
        chosen={behavior}
        onChoose={setBehavior}
      />
      <DayField
        label="Collected again from"
        hint="Empty: when somebody resumes it."
        day={day}
        onChange={setDay}
      />
    </ChangeForm>
  )
}

export function PauseServiceForm({ detail, ...form }: SubscriptionFormProps) {
  const idOf = useOrderIds()
  const [unused, setUnused] = useState<'credit' | 'none'>('credit')
  const flexible = detail.billingMode === 'flexible'
  const change: Change | null = flexible
    ? { kind: 'pause_service', subscriptionId: detail.subscription.id, unused }
    : null
  return (
    <ChangeForm
      {...form}
      planned={change === null ? [] : [{ change, orderId: idOf(change), name: '' }]}
      subject={nameOf(detail.subscription)}
      act="Let it stand still"
    >
      <SubscriptionHead detail={detail} />
      <p className="text-ink-2">
        The subscription is paused as a whole: no period runs, no invoice is made, and the customer has what
        they subscribed to no more, until it goes on.
      </p>
      {flexible ? (
        <RadioList
          label="The time that is paid for and not used"
          choices={[
            {
              value: 'credit',
              word: 'Is credited',
              means: 'It waits for the customer’s next invoice, which is less by it; nothing is paid back.',
            },
            { value: 'none', word: 'Is lost', means: 'The customer paid for time that they do not get.' },
          ]}
          chosen={unused}
          onChoose={setUnused}
        />
      ) : (
        <p role="status" className="rounded-lg bg-amber-tint px-3 py-2 text-amber">
          Stripe does this only where billing is flexible; this subscription is billed the classic way. Pause
          its collection instead.
        </p>
      )}
    </ChangeForm>
  )
}
