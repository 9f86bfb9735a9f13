// Ends a subscription: when, why in the customer's words, and what becomes of the time that was paid for. A credit is what Stripe said,
// reckoned to the second when it ends; a refund is an order of its own, whose form opens afterwards.
import { useState } from 'react'
import type { Change, ChangeOf } from '../../../contract/changes.ts'
import type { CancellationFeedback } from '../../../contract/subscription-lists.ts'
import type { SubscriptionDetail } from '../../../contract/subscriptions.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { whyNotWritten } from '../../../domain/note-text.ts'
import { Field, Select, TextArea } from '../../ui/field.tsx'
import { useNow } from '../../ui/dates/now.ts'
import { orderRefund } from '../../ui/orders/order-refund.ts'
import { RadioList } from '../../ui/radio-list.tsx'
import { feedbackChoices } from '../../ui/words/subscription-words.ts'
import { dayOf } from '../../ui/dates/time.ts'
import { useRested } from '../../ui/use-rested.ts'
import { ChangeForm } from './change-form.tsx'
import { DayField, futureDay } from './day-field.tsx'
import { useOrderIds } from './planned.ts'
import { PreviewPanel, usePreviewed, type Previewed } from './preview-panel.tsx'
import type { SubscriptionFormProps } from './form-props.ts'
import { SubscriptionHead } from './subscription-head.tsx'
import { nameOf } from '../../ui/words/customer-words.ts'

type When = 'period_end' | 'now' | 'date'
type Unused = 'none' | 'credit' | 'refund'

export function CancelForm({ detail, ...form }: SubscriptionFormProps) {
  const { desk } = form
  const { id, currentPeriodEnd } = detail.subscription
  const idOf = useOrderIds()
  const now = useNow('slow')
  const [when, setWhen] = useState<When>('period_end')
  const [day, setDay] = useState('')
  const [unused, setUnused] = useState<Unused>('none')
  const [feedback, setFeedback] = useState<CancellationFeedback | ''>('')
  const [comment, setComment] = useState('')
  const written = useRested(comment.trim(), 400)
  const forbidden = whyNotWritten(comment)
  const previewed = usePreviewed(
    desk.id,
    when === 'now' ? { kind: 'cancel_now', subscriptionId: id } : null,
    detail,
  )
  const paid = lastPayment(detail)
  const at = atOf(when, futureDay(day, now))
  const credit = creditOf(when, unused, previewed)
  const ready = at !== null && credit !== null && written === comment.trim() && forbidden === null
  const change: Change | null = ready
    ? {
        kind: 'cancel_subscription',
        subscriptionId: id,
        at,
        ...(feedback === '' ? {} : { feedback }),
        ...(written === '' ? {} : { comment: written }),
        ...(credit === 'none' ? {} : { credit }),
      }
    : null
  const back = when === 'now' && unused === 'refund' ? unusedOf(previewed) : null
  return (
    <ChangeForm
      {...form}
      planned={change === null ? [] : [{ change, orderId: idOf(change), name: '' }]}
      subject={nameOf(detail.subscription)}
      act={when === 'now' ? 'Cancel it now' : 'Cancel the subscription'}
      grave
      leave="Leave it"
      {...(paid === null || back === null || back.amount === 0
        ? {}
        : {
            next: {
              word: `Refund ${spokenAmount(back.amount, back.currency)}…`,
              act: () => orderRefund(desk, paid, back.amount),
            },
          })}
    >
      <SubscriptionHead detail={detail} />
      <RadioList
        label="It ends"
        choices={[
          {
            value: 'period_end',
            word: 'With the period that is paid for',
            means:
              currentPeriodEnd === null
                ? 'The customer has it until then; until then it can be taken back.'
                : `The customer has it until ${dayOf(currentPeriodEnd * 1000)}; until then it can be taken back.`,
          },
          {
            value: 'date',
            word: 'On a day',
            means: 'It renews as usual before, and ends when that day begins.',
          },
          {
            value: 'now',
            word: 'Now, for good',
            means: 'It can’t be opened again; a new one can be started.',
          },
        ]}
        chosen={when}
        onChoose={setWhen}
      />
      {when === 'date' && <DayField label="Ends on" day={day} onChange={setDay} />}
      {when === 'now' && (
        <UnusedChoice unused={unused} paid={paid !== null} previewed={previewed} onChoose={setUnused} />
      )}
      <Field label="Why the customer leaves" hint="Stripe keeps it with the subscription.">
        {(control) => (
          <Select
            {...control}
            value={feedback}
            onChange={(event) => setFeedback(event.target.value as CancellationFeedback | '')}
          >
            <option value="">Not said</option>
            {feedbackChoices.map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Comment" error={forbidden}>
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            value={comment}
            maxLength={400}
            onChange={(event) => setComment(event.target.value)}
          />
        )}
      </Field>
    </ChangeForm>
  )
}

function UnusedChoice({
  unused,
  paid,
  previewed,
  onChoose,
}: {
  unused: Unused
  /** There is a payment that could be refunded. */
  paid: boolean
  previewed: Previewed
  onChoose: (unused: Unused) => void
}) {
  const worth = unusedOf(previewed)
  const words = worth === null ? 'what Stripe says' : spokenAmount(worth.amount, worth.currency)
  const nothing =
    worth?.amount === 0 ? 'Nothing of this period was paid and kept, or none of it is left.' : null
  return (
    <>
      <RadioList
        label="The time that is paid for and not used"
        choices={[
          { value: 'none', word: 'Is lost', means: 'The customer gets nothing back.' },
          {
            value: 'credit',
            word: `Is credited: about ${words}`,
            means:
              nothing ??
              'Reckoned to the second when it ends. It stays in the customer’s balance at Stripe; only a later invoice uses it.',
            disabled: nothing !== null,
          },
          {
            value: 'refund',
            word: `Is refunded afterwards: ${words}`,
            means:
              nothing ??
              (paid
                ? 'A second order, of the last payment: its form opens with this amount once this one is placed.'
                : 'No payment of it is known here that could be refunded.'),
            disabled: nothing !== null || !paid,
          },
        ]}
        chosen={unused}
        onChoose={onChoose}
      />
      {unused !== 'none' && (
        <PreviewPanel
          previewed={previewed}
          nothing=""
          todayNone="Nothing is credited."
          nextNone="There will be none: it has ended."
          ordered={unused === 'credit' ? 'What is credited is reckoned to the second when it ends; if anything else has changed by then, the order stops.' : 'Nothing of it goes with this order: what is refunded is an order of its own.'} // prettier-ignore
        />
      )}
    </>
  )
}

function unusedOf(previewed: Previewed): { amount: number; currency: string } | null {
  if (previewed.state !== 'shown') return null
  const { unused, currency } = previewed.preview
  return unused === null ? null : { amount: unused, currency }
}

/** Null while the day is missing. */
function atOf(when: When, day: number | null): ChangeOf<'cancel_subscription'>['at'] | null {
  return when === 'date' ? day : when
}

/** What the order carries of it; null while that is not known. */
function creditOf(
  when: When,
  unused: Unused,
  previewed: Previewed,
): NonNullable<ChangeOf<'cancel_subscription'>['credit']> | 'none' | null {
  if (when !== 'now' || unused === 'none') return 'none'
  if (previewed.state !== 'shown') return null
  const { prorationDate, today } = previewed.preview.expected
  return unused === 'credit' ? { prorationDate, today } : 'none'
}

/** The payment of its newest invoice that was paid. */
function lastPayment({ invoices }: SubscriptionDetail): string | null {
  return (
    invoices.find(({ status, amountPaid }) => status === 'paid' && amountPaid > 0)?.paymentIntentId ?? null
  )
}
