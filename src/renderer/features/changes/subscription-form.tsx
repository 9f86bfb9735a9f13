// Pauses, resumes or cancels the subscription behind a failed payment. It must say what becomes of the invoices.
import { useState } from 'react'
import type { Change, ChangeOf } from '../../../contract/changes.ts'
import type { FailureDetail } from '../../../contract/failures.ts'
import type { WantedOfFailure } from '../../state/overlays.ts'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { useNow } from '../../ui/now.ts'
import type { FormProps } from './change-dialog.tsx'
import { ChangeForm } from './change-form.tsx'
import { useOrderIds } from './planned.ts'

export type SubscriptionAct = Extract<
  WantedOfFailure['form'],
  'pause_subscription' | 'resume_subscription' | 'cancel_subscription'
>

interface SubscriptionFormProps extends FormProps {
  detail: FailureDetail
  what: SubscriptionAct
}

const acts: Record<SubscriptionAct, string> = {
  pause_subscription: 'Pause the subscription',
  resume_subscription: 'Resume the subscription',
  cancel_subscription: 'Cancel the subscription',
}

const behaviors: Record<ChangeOf<'pause_subscription'>['behavior'], string> = {
  keep_as_draft: 'Are kept as drafts, to be collected later',
  void: 'Are void: nobody pays them',
  mark_uncollectible: 'Are marked as uncollectible',
}

export function SubscriptionForm({ detail: { row }, what, ...form }: SubscriptionFormProps) {
  const idOf = useOrderIds()
  const [behavior, setBehavior] = useState<keyof typeof behaviors>('keep_as_draft')
  const [day, setDay] = useState('')
  const now = useNow('slow')
  const [at, setAt] = useState<ChangeOf<'cancel_subscription'>['at']>('period_end')
  const { subscriptionId } = row
  const resumesAt = day === '' ? null : secondsOfDay(day)
  const past = resumesAt !== null && resumesAt * 1000 <= now
  const change =
    subscriptionId === null || past ? null : changeOf(what, subscriptionId, { behavior, resumesAt, at })
  return (
    <ChangeForm
      {...form}
      planned={change === null ? [] : [{ change, orderId: idOf(change), name: subscriptionId ?? '' }]}
      subject={row.customerName ?? row.customerEmail}
      act={acts[what]}
      grave={what === 'cancel_subscription'}
    >
      <p className="font-mono text-sm break-all text-ink-2">{subscriptionId}</p>
      {what === 'pause_subscription' && (
        <>
          <Field label="Invoices made meanwhile">
            {(control) => (
              <Select
                {...control}
                value={behavior}
                onChange={(event) => setBehavior(event.target.value as keyof typeof behaviors)}
              >
                {Object.entries(behaviors).map(([value, word]) => (
                  <option key={value} value={value}>
                    {word}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field
            label="Resumes on"
            hint="Empty: when somebody resumes it."
            error={past ? 'A day to come is needed.' : null}
          >
            {(control) => (
              <TextInput
                {...control}
                type="date"
                value={day}
                onChange={(event) => setDay(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
      {what === 'resume_subscription' && (
        <p className="text-ink-2">
          Its next invoices are collected again, with what the subscription pays with.
        </p>
      )}
      {what === 'cancel_subscription' && (
        <Field label="Ends" hint="What is open of it stays open: void it as well, if nobody is to pay it.">
          {(control) => (
            <Select
              {...control}
              value={at}
              onChange={(event) => setAt(event.target.value === 'now' ? 'now' : 'period_end')}
            >
              <option value="period_end">With the period that is paid for</option>
              <option value="now">Now, for good</option>
            </Select>
          )}
        </Field>
      )}
    </ChangeForm>
  )
}

/** Unix seconds at which the local day begins. */
const secondsOfDay = (day: string): number => Math.floor(new Date(`${day}T00:00:00`).getTime() / 1000)

function changeOf(
  what: SubscriptionAct,
  subscriptionId: string,
  {
    behavior,
    resumesAt,
    at,
  }: Pick<ChangeOf<'pause_subscription'>, 'behavior' | 'resumesAt'> &
    Pick<ChangeOf<'cancel_subscription'>, 'at'>,
): Change {
  switch (what) {
    case 'pause_subscription':
      return { kind: what, subscriptionId, behavior, resumesAt }
    case 'resume_subscription':
      return { kind: what, subscriptionId }
    case 'cancel_subscription':
      return { kind: what, subscriptionId, at }
  }
}
