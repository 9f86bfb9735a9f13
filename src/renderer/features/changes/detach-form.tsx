// Takes a payment method away from its customer, with everything that would fail afterwards said first, and the way to prevent it.
import type { Change } from '../../../contract/changes.ts'
import type { CustomerDetail } from '../../../contract/customers.ts'
import { openOverlay } from '../../state/overlays.ts'
import { methodNames } from '../../ui/words/method-words.ts'
import type { FormProps } from './form-props.ts'
import { ChangeForm } from './change-form.tsx'
import { useOrderIds } from './planned.ts'
import { addressed } from '../../ui/words/customer-words.ts'

interface DetachFormProps extends FormProps {
  customer: CustomerDetail
  paymentMethodId: string
}

export function DetachForm({ customer, paymentMethodId, ...form }: DetachFormProps) {
  const idOf = useOrderIds()
  const change: Change = { kind: 'detach_method', paymentMethodId }
  const name = methodNames(customer.methods).get(paymentMethodId) ?? paymentMethodId
  const subject = addressed(customer.customer)
  const who = subject ?? customer.customer.id
  return (
    <ChangeForm
      {...form}
      planned={[{ change, orderId: idOf(change), name }]}
      subject={subject}
      act={`Detach ${name}`}
      grave
      remedy={{
        finding: 'subscriptions',
        word: 'Give the subscription another method first…',
        act: (subscriptionId) =>
          openOverlay({
            kind: 'change',
            deskId: form.desk.id,
            wanted: {
              form: 'default_method',
              customerId: customer.customer.id,
              paymentMethodId: null,
              subscriptionId,
            },
          }),
      }}
    >
      <p>
        <strong className="figures font-semibold">{name}</strong> of {who}
      </p>
    </ChangeForm>
  )
}
