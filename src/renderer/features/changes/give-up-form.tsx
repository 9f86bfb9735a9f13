// Gives an open invoice up at Stripe: void, or uncollectible. It must say what each means, since only one of the two can be taken back,
// and no sum but the one that Stripe says is still due.
import type { FailureDetail } from '../../../contract/failures.ts'
import type { FormProps } from './form-props.ts'
import { withoutInvoice } from '../../ui/words/subscription-words.ts'
import { ChangeForm } from './change-form.tsx'
import { useOrderIds } from './planned.ts'
import { nameOf } from '../../ui/words/customer-words.ts'

interface GiveUpFormProps extends FormProps {
  detail: FailureDetail
  how: 'void_invoice' | 'uncollectible_invoice'
}

const meanings: Record<GiveUpFormProps['how'], string> = {
  void_invoice: 'Nobody owes it any more, and nobody can pay it. This can’t be undone.',
  uncollectible_invoice:
    'It counts as a bad debt, and Stripe stops trying. It can still be paid, or be made void, later.',
}

export function GiveUpForm({ detail: { row, subscriptionStatus }, how, ...form }: GiveUpFormProps) {
  const idOf = useOrderIds()
  const { invoiceId, invoiceNumber } = row
  const name = invoiceNumber ?? invoiceId ?? ''
  const change = invoiceId === null ? null : { kind: how, invoiceId }
  return (
    <ChangeForm
      {...form}
      planned={change === null ? [] : [{ change, orderId: idOf(change), name }]}
      subject={nameOf(row)}
      act={how === 'void_invoice' ? 'Void the invoice' : 'Mark as uncollectible'}
      grave
    >
      <p>
        Invoice <strong className="font-semibold">{name}</strong>
      </p>
      <p className="text-ink-2">
        {meanings[how]}
        {subscriptionStatus !== null && ` ${withoutInvoice(subscriptionStatus, how)}`}
      </p>
    </ChangeForm>
  )
}
