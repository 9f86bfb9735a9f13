// Tries a failed payment once more, with what it failed with or another method of the customer. Where the bank or the network advised
// against it, a reason is asked for. What is forbidden is not offered; the preflight has the last word.
import { useState } from 'react'
import type { FailureDetail } from '../../../contract/failures.ts'
import type { Method } from '../../../contract/payments.ts'
import { whyNotWritten } from '../../../domain/note-text.ts'
import { Field, Select, TextArea } from '../../ui/field.tsx'
import { methodNames, methodText } from '../../ui/words/method-words.ts'
import type { FormProps } from './form-props.ts'
import { ChangeForm } from './change-form.tsx'
import { useRestedPlan } from './planned.ts'
import { retryOf } from './retry-of.ts'
import { nameOf } from '../../ui/words/customer-words.ts'

interface RetryFormProps extends FormProps {
  detail: FailureDetail
  /** Null: as Stripe would. */
  paymentMethodId: string | null
}

const asStripeWould = ''
const longestReason = 400

export function RetryForm({ detail, paymentMethodId, ...form }: RetryFormProps) {
  const { row, retry } = detail
  const forbidden = retry.verdict === 'forbidden'
  const methods = forbidden
    ? detail.methods.filter(({ method }) => !isSame(method, row.method))
    : detail.methods
  const [methodId, setMethodId] = useState(
    paymentMethodId ?? (forbidden ? (methods[0]?.id ?? asStripeWould) : asStripeWould),
  )
  const [reason, setReason] = useState('')
  const chosen = methods.find(({ id }) => id === methodId)
  const names = methodNames(methods)
  const another = chosen !== undefined && !isSame(chosen.method, row.method)
  const { shown, needed } = reasonFor(detail, another)
  const override = shown && reason.trim() !== '' ? reason.trim() : null
  const notWritten = whyNotWritten(override)
  const complete = (!needed || override !== null) && notWritten === null && (!forbidden || another)
  const planned = useRestedPlan(
    complete ? retryOf(row, methodId === asStripeWould ? null : methodId, override) : null,
  )
  return (
    <ChangeForm
      {...form}
      planned={planned}
      subject={nameOf(row)}
      act={(sum) => ['Retry', sum, chosen ? `with ${names.get(chosen.id)}` : ''].filter(Boolean).join(' ')}
    >
      {retry.verdict !== 'allowed' && <p className="text-ink-2">{retry.why}</p>}
      <Field
        label="Pay with"
        {...(row.method === null ? {} : { hint: `It failed with ${methodText(row.method)}.` })}
      >
        {(control) => (
          <Select {...control} value={methodId} onChange={(event) => setMethodId(event.target.value)}>
            {!forbidden && <option value={asStripeWould}>What Stripe would take</option>}
            {methods.map(({ id, method, isDefault }) => (
              <option key={id} value={id}>
                {names.get(id)}
                {isDefault ? ', the default' : ''}
                {isSame(method, row.method) ? ', which failed' : ''}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {shown && (
        <Field
          label="Why in spite of the advice"
          error={notWritten}
          hint={`Stays with the order.${needed ? '' : ' Only needed where the checks ask for it.'}`}
        >
          {(control) => (
            <TextArea
              {...control}
              autoFocus={needed}
              rows={2}
              value={reason}
              maxLength={longestReason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      )}
    </ChangeForm>
  )
}

/**
 * Another card takes away what was wrong with the first one, but not what is wrong with the customer or with us. Where it is not
 * certain, it may be given, and the preflight says whether it has to be.
 */
function reasonFor({ row, retry }: FailureDetail, another: boolean): { shown: boolean; needed: boolean } {
  const lasting =
    row.group === 'fraud' || row.group === 'never' || row.group === 'ours' || row.lostWhy === 'written_off'
  const needed = another ? lasting : retry.verdict === 'override'
  return { shown: needed || retry.verdict !== 'allowed', needed }
}

/** As far as what is kept of a method tells. */
function isSame(one: Method, other: Method | null): boolean {
  return (
    other !== null &&
    one.type === other.type &&
    one.brand === other.brand &&
    one.last4 === other.last4 &&
    one.expMonth === other.expMonth &&
    one.expYear === other.expYear
  )
}
