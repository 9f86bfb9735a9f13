// Asks for the money of one invoice of a subscription once more, or gives it up: void, or written off as uncollectible; and voids one that is of none.
import type { Change } from '../../../contract/changes.ts'
import type { InvoiceAct } from '../../state/overlays.ts'
import { invoiceLook } from '../../ui/words/hit-looks.ts'
import { Pill } from '../../ui/pill.tsx'
import { withoutInvoice } from '../../ui/words/subscription-words.ts'
import { ChangeForm } from './change-form.tsx'
import { useOrderIds } from './planned.ts'
import type { CustomerDetail, CustomerInvoice } from '../../../contract/customers.ts'
import type { FormProps, SubscriptionFormProps } from './form-props.ts'
import { SubscriptionHead } from './subscription-head.tsx'
import { addressed, nameOf } from '../../ui/words/customer-words.ts'

const words: Record<InvoiceAct, { act: string; means: string }> = {
  retry_invoice: {
    act: 'Ask for',
    means: 'Stripe asks for it now, with what it would take. The customer may have to confirm.',
  },
  void_invoice: {
    act: 'Void',
    means: 'Nobody owes it any more, and it can’t be opened again.',
  },
  uncollectible_invoice: {
    act: 'Give up',
    means: 'It counts as money that was not got; the customer can still pay it.',
  },
}

export function InvoiceForm({
  act,
  invoiceId,
  detail,
  ...form
}: { act: InvoiceAct; invoiceId: string } & SubscriptionFormProps) {
  const idOf = useOrderIds()
  const invoice = detail.invoices.find(({ id }) => id === invoiceId)
  const change: Change =
    act === 'retry_invoice'
      ? { kind: act, invoiceId, paymentMethodId: null, override: null }
      : { kind: act, invoiceId }
  return (
    <ChangeForm
      {...form}
      planned={[{ change, orderId: idOf(change), name: '' }]}
      subject={nameOf(detail.subscription)}
      act={(sum) => `${words[act].act} ${sum === '' ? 'it' : sum}`}
      grave={act !== 'retry_invoice'}
    >
      <SubscriptionHead detail={detail} />
      {invoice && <Head invoice={invoice} />}
      <p className="text-ink-2">
        {words[act].means}
        {act !== 'retry_invoice' && ` ${withoutInvoice(detail.subscription.status, act)}`}
      </p>
    </ChangeForm>
  )
}

export function VoidInvoiceForm({
  customer: { customer, invoices },
  invoiceId,
  ...form
}: { customer: CustomerDetail; invoiceId: string } & FormProps) {
  const idOf = useOrderIds()
  const invoice = invoices.find(({ id }) => id === invoiceId)
  const change: Change = { kind: 'void_invoice', invoiceId }
  return (
    <ChangeForm
      {...form}
      planned={[{ change, orderId: idOf(change), name: '' }]}
      subject={addressed(customer)}
      act={(sum) => `${words.void_invoice.act} ${sum === '' ? 'it' : sum}`}
      grave
    >
      {invoice && <Head invoice={invoice} />}
      <p className="text-ink-2">{words.void_invoice.means}</p>
    </ChangeForm>
  )
}

function Head({
  invoice: { number, id, status },
}: {
  invoice: Pick<CustomerInvoice, 'number' | 'id' | 'status'>
}) {
  return (
    <p className="flex items-center gap-2">
      <span className="figures font-medium">Invoice {number ?? id}</span>
      <Pill look={invoiceLook(status)} />
    </p>
  )
}
