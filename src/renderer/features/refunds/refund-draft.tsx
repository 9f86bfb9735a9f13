// Amount, reason and note of a refund within what the policy allows, with the checks beside them and the consequence in words
// above the button.
import { useRef, type FormEvent, type ReactNode } from 'react'
import type { PaymentRow } from '../../../contract/payments.ts'
import type { AllowableReason } from '../../../contract/reasons.ts'
import type { Preflight } from '../../../contract/refunds.ts'
import type { Failure } from '../../../contract/result.ts'
import { editableAmount } from '../../../domain/money.ts'
import { whyNotWritten } from '../../../domain/note-text.ts'
import { reasonAlso } from '../../../domain/refund-reason.ts'
import { Button } from '../../ui/button.tsx'
import { useFocusAfter } from '../../ui/give-focus-back.ts'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { Findings } from '../../ui/orders/findings.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { FailedLine } from '../../ui/states.tsx'
import { refundReasonWord } from '../../ui/words/looks.ts'
import { halfOf, leftSentence, refundSentence, type Most, type readRefundAmount } from './refund-amount.ts'

/** A payment and what was found out about refunding it. */
export interface CheckedRefund {
  payment: PaymentRow
  preflight: Preflight
  /** Why it could not be checked again: what was known before may not hold, and nothing is ordered on it. */
  unchecked: Failure | null
  onClose: () => void
  onCheckAgain: () => void
}

export interface Draft {
  typed: string
  reason: AllowableReason
  note: string
}

export function firstDraft({ currency, limits }: Preflight, most: Most, amount: number | null): Draft {
  const wanted: AllowableReason = 'requested_by_customer'
  const first = Math.min(amount ?? most.amount, most.amount)
  return {
    typed: first > 0 ? editableAmount(first, currency) : '',
    reason: limits.reasons.includes(wanted) ? wanted : (limits.reasons[0] ?? 'none'),
    note: '',
  }
}

interface RefundDraftProps extends CheckedRefund {
  draft: Draft
  setDraft: (draft: Draft) => void
  most: Most
  read: ReturnType<typeof readRefundAmount>
  placing: boolean
  problem: ReactNode
  /** What the button says. */
  word: string
  /** `amount`: as it was read, minor units. */
  onSubmit: (amount: number) => void
}

export function RefundDraft(props: RefundDraftProps) {
  const { draft, setDraft, payment, preflight, unchecked, most, read, placing, problem, word, onSubmit } =
    props
  const { currency, amountRefundable: refundable, amountCaptured: captured, limits } = preflight
  const forbidden = whyNotWritten(draft.note)
  const form = useRef<HTMLFormElement>(null)
  useFocusAfter(placing)
  const full = Math.max(0, most.amount)
  const half = halfOf(full, currency)
  const typeAmount = (amount: number): void => setDraft({ ...draft, typed: editableAmount(amount, currency) })
  const ready = read.ok && preflight.canRefund && unchecked === null && forbidden === null && !placing
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready) onSubmit(read.amount)
  }
  useShortcuts({ 'mod+enter': () => form.current?.requestSubmit() }, { whileTyping: true, overDialogs: true })

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <div className="flex flex-col gap-4 border-t border-line px-5 py-4">
        {preflight.canRefund && (
          <>
            <Field
              label={`Amount in ${currency.toUpperCase()}`}
              hint={leftSentence(preflight)}
              error={read.ok ? null : read.message}
            >
              {(control) => (
                <div className="flex gap-2">
                  <TextInput
                    {...control}
                    autoFocus
                    inputMode="decimal"
                    value={draft.typed}
                    readOnly={placing}
                    onFocus={(event) => event.currentTarget.select()}
                    onChange={(event) => setDraft({ ...draft, typed: event.target.value })}
                    className="figures font-medium"
                  />
                  <Button onClick={() => typeAmount(full)}>{most.by === 'payment' ? 'Full' : 'Most'}</Button>
                  {half > 0 && most.by === 'payment' && !preflight.wholeOnly && (
                    <Button onClick={() => typeAmount(half)}>Half</Button>
                  )}
                </div>
              )}
            </Field>
            <Field label="Reason" hint={reasonAlso(draft.reason) ?? undefined}>
              {(control) => (
                <Select
                  {...control}
                  value={draft.reason}
                  disabled={placing}
                  onChange={(event) => setDraft({ ...draft, reason: event.target.value as AllowableReason })}
                >
                  {limits.reasons
                    .toSorted((one, other) => Number(one === 'none') - Number(other === 'none'))
                    .map((reason) => (
                      <option key={reason} value={reason}>
                        {reason === 'none' ? 'No reason' : refundReasonWord(reason)}
                      </option>
                    ))}
                </Select>
              )}
            </Field>
            <Field
              label="Internal note"
              hint="Kept with the refund; the customer never sees it."
              error={forbidden}
            >
              {(control) => (
                <TextInput
                  {...control}
                  value={draft.note}
                  maxLength={400}
                  readOnly={placing}
                  onChange={(event) => setDraft({ ...draft, note: event.target.value })}
                />
              )}
            </Field>
          </>
        )}
        {unchecked === null ? (
          <Findings findings={preflight.findings} onCheckAgain={props.onCheckAgain} />
        ) : (
          <Unchecked failure={unchecked} onCheckAgain={props.onCheckAgain} />
        )}
        {problem}
      </div>
      <footer className="sticky bottom-0 flex flex-col gap-3 rounded-b-xl border-t border-line bg-raised px-5 py-3">
        {preflight.canRefund && unchecked === null && (
          // Stays while what is typed is no amount yet: words that come together with their paragraph are not announced, and nothing jumps.
          <p aria-live="polite" className="min-h-[2lh]">
            {read.ok && refundSentence(payment, read.amount, captured, refundable)}
          </p>
        )}
        <div className="flex items-center justify-end gap-2">
          {preflight.canRefund && (
            <span className="mr-auto text-sm text-ink-3">Held {limits.holdSeconds} s, then sent</span>
          )}
          <Button look="ghost" onClick={props.onClose} disabled={placing}>
            {preflight.canRefund ? 'Cancel' : 'Close'}
          </Button>
          {preflight.canRefund && (
            <Button type="submit" look="primary" busy={placing} disabled={!ready} keysShown="mod+enter">
              {word}
            </Button>
          )}
        </div>
      </footer>
    </form>
  )
}

export function Unchecked({ failure, onCheckAgain }: { failure: Failure; onCheckAgain: () => void }) {
  return (
    <FailedLine onRetry={onCheckAgain}>
      What can be refunded could not be checked again: {failure.message}
    </FailedLine>
  )
}
