// The second step of a refund on a live desk: what is about to happen in words, and a deliberate yes. It must never be passed by a
// double click, by holding Enter, or by going on as before: the button stands elsewhere, is asleep at first, and larger amounts are typed.
import { ArrowLeft } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { PaymentRow } from '../../../contract/payments.ts'
import type { Confirmation } from '../../../contract/refunds.ts'
import { editableAmount, parseAmount, spokenAmount } from '../../../domain/money.ts'
import { Button } from '../../ui/button.tsx'
import { modeWord } from '../../ui/desk-words.ts'
import { Field, TextInput } from '../../ui/field.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { destination } from './refund-amount.ts'

const asleepMilliseconds = 700

interface ConfirmStepProps {
  desk: Desk
  payment: PaymentRow
  /** Minor units. */
  amount: number
  /** Above the policy's threshold: the amount is typed. */
  typing: boolean
  holdSeconds: number
  placing: boolean
  /** The desk is locked by now: a yes would be refused. */
  locked: boolean
  onConfirm: (confirmation: Confirmation) => void
  onBack: () => void
}

export function ConfirmStep(props: ConfirmStepProps) {
  const { desk, payment, amount, typing, holdSeconds, placing, locked, onConfirm, onBack } = props
  const { currency } = payment
  const [typed, setTyped] = useState('')
  const awake = useAwake()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!typing) heading.current?.focus()
  }, [typing])
  const read = parseAmount(typed, currency)
  const same = read.ok && read.amount === amount
  const ready = awake && !placing && !locked && (!typing || same)
  const confirm = (): void => {
    if (ready) onConfirm(typing ? { how: 'typed', amount: typed.trim() } : { how: 'agreed' })
  }
  useShortcuts({ y: () => (typing ? false : confirm()) }, { overDialogs: true })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (typing) confirm()
  }
  const money = spokenAmount(amount, currency)
  return (
    <form onSubmit={submit} noValidate aria-label="Confirm the refund">
      <div className="flex flex-col gap-4 border-t border-line px-5 py-4">
        <div className="flex flex-col gap-2 rounded-lg border-2 border-danger-fill px-4 py-3">
          <h3
            ref={heading}
            tabIndex={-1}
            className="flex flex-wrap items-center gap-x-2 gap-y-1 text-lg font-semibold outline-none"
          >
            <span className="live-word rounded px-1.5 text-sm">{modeWord(desk)}</span>
            <span className="min-w-0 break-words">{desk.businessName}</span>
          </h3>
          <p className="text-lg">
            Refund <strong className="font-semibold">{money}</strong> of real money to{' '}
            <strong className="font-semibold">{destination(payment)}</strong>.
          </p>
          <p className="text-ink-2">
            It is held for {holdSeconds} seconds, in which it can be undone. After that money can’t be called
            back.
          </p>
        </div>
        {typing && (
          <Field
            label={`Type the amount to confirm it, in ${currency.toUpperCase()}`}
            hint={`${editableAmount(amount, currency)}, as in the sentence above.`}
            error={
              typed !== '' && read.ok && !same
                ? `That is ${spokenAmount(read.amount, currency)}, not ${money}.`
                : null
            }
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
        )}
      </div>
      {/* The button is not where the one before it was: a second click there finds nothing. */}
      <footer className="sticky bottom-0 flex gap-2 rounded-b-xl border-t border-line bg-raised px-5 py-3">
        <Button
          type={typing ? 'submit' : 'button'}
          look="danger"
          disabled={!ready}
          onClick={typing ? undefined : confirm}
          {...(typing ? {} : { keysShown: 'y', 'aria-keyshortcuts': 'y' })}
        >
          Yes, refund {money}
        </Button>
        <Button look="ghost" icon={ArrowLeft} onClick={onBack} disabled={placing}>
          Back
        </Button>
      </footer>
    </form>
  )
}

function useAwake(): boolean {
  const [awake, setAwake] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setAwake(true), asleepMilliseconds)
    return () => clearTimeout(timer)
  }, [])
  return awake
}
