// The second step of a refund on a live desk: whom and what it goes to in words, and a deliberate yes; larger amounts are typed.
import { useState } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { PaymentRow } from '../../../contract/payments.ts'
import type { AllowableReason } from '../../../contract/reasons.ts'
import type { Confirmation } from '../../../contract/refunds.ts'
import { editableAmount, parseExpected, spokenAmount } from '../../../domain/money.ts'
import { reasonAlso } from '../../../domain/refund-reason.ts'
import { DeliberateStep } from '../../ui/orders/deliberate-step.tsx'
import { wrongTyped } from '../../ui/orders/wrong-typed.ts'
import { Field, TextInput } from '../../ui/field.tsx'
import { destination } from './refund-amount.ts'

interface ConfirmStepProps {
  desk: Desk
  payment: PaymentRow
  /** Minor units. */
  amount: number
  reason: AllowableReason
  /** Above the policy's threshold: the amount is typed. */
  typing: boolean
  holdSeconds: number
  placing: boolean
  /** The desk is locked by now: a yes would be refused. */
  locked: boolean
  /** What it rests on does not hold any more, or that is not known yet: no yes is taken. */
  outdated: boolean
  onConfirm: (confirmation: Confirmation) => void
  onBack: () => void
}

export function ConfirmStep(props: ConfirmStepProps) {
  const { desk, payment, amount, reason, typing, holdSeconds, placing, locked, outdated, onConfirm, onBack } =
    props
  const { currency } = payment
  const also = reasonAlso(reason)
  const [typed, setTyped] = useState('')
  const read = parseExpected(typed, currency, amount)
  const same = read.ok && read.amount === amount
  const money = spokenAmount(amount, currency)
  const field = (
    <Field
      label={`Type the amount to confirm it, in ${currency.toUpperCase()}`}
      hint={`${editableAmount(amount, currency)}, as in the sentence above.`}
      error={wrongTyped(typed, currency, amount)}
    >
      {(control) => (
        <TextInput
          {...control}
          autoFocus
          inputMode="decimal"
          value={typed}
          maxLength={40}
          readOnly={placing}
          onChange={(event) => setTyped(event.target.value)}
          className="figures font-medium"
        />
      )}
    </Field>
  )
  return (
    <DeliberateStep
      desk={desk}
      label="Confirm the refund"
      act={`Yes, refund ${money}`}
      says={
        <>
          <p>
            Refund <strong className="font-semibold">{money}</strong> of real money to{' '}
            <strong className="font-semibold">{destination(payment)}</strong>.
          </p>
          {also !== null && <p>{also}</p>}
        </>
      }
      after={`It is held for ${holdSeconds} seconds, in which it can be undone. After that money can’t be called back.`}
      placing={placing}
      locked={locked}
      outdated={outdated}
      {...(typing ? { typing: { field, right: same } } : {})}
      onYes={() => onConfirm(typing ? { how: 'typed', amount: typed.trim() } : { how: 'agreed' })}
      onBack={onBack}
    />
  )
}
