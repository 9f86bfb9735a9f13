// Which form a wanted change is filled in with, once what it is about was read: a customer, a subscription, or a payment that failed.
import type { CustomerDetail, CustomerSubscription } from '../../../contract/customers.ts'
import type { SubscriptionDetail } from '../../../contract/subscriptions.ts'
import { useCustomer } from '../../bridge/customer-queries.ts'
import { useFailure } from '../../bridge/failure-queries.ts'
import { useSubscription } from '../../bridge/subscription-queries.ts'
import type { WantedChange, WantedOfFailure, WantedOfSubscription } from '../../state/overlays.ts'
import { Asked } from '../../ui/asked.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { DefaultMethodForm } from './default-method-form.tsx'
import { DetachForm } from './detach-form.tsx'
import { EndPageForm } from './end-page-form.tsx'
import type { FormProps } from './form-props.ts'
import { GiveUpForm } from './give-up-form.tsx'
import { VoidInvoiceForm } from './invoice-form.tsx'
import { NoteForm } from './note-form.tsx'
import { PaymentPageForm } from './payment-page-form.tsx'
import { RetryForm } from './retry-form.tsx'
import { SetupPageForm } from './setup-page-form.tsx'
import { SubscriptionForm } from './subscription-form.tsx'

export function WantedForm({ wanted, ...form }: { wanted: WantedChange } & FormProps) {
  if (wanted.form === 'expire_session') return <EndPageForm wanted={wanted} {...form} />
  if ('paymentIntentId' in wanted) return <OfFailure wanted={wanted} {...form} />
  return 'customerId' in wanted ? (
    <OfCustomer wanted={wanted} {...form} />
  ) : (
    <OfSubscription wanted={wanted} {...form} />
  )
}

function OfSubscription({ wanted, ...form }: { wanted: WantedOfSubscription } & FormProps) {
  const detail = useSubscription(form.desk.id, wanted.subscriptionId)
  return (
    <Asked of={detail} noun="subscription" waiting={<Reading what="subscription" />}>
      {(read) => <SubscriptionForm wanted={wanted} detail={read} {...form} />}
    </Asked>
  )
}

function OfFailure({ wanted, ...form }: { wanted: WantedOfFailure } & FormProps) {
  const detail = useFailure(form.desk.id, wanted.paymentIntentId)
  return (
    <Asked of={detail} noun="payment" waiting={<Reading what="payment" />}>
      {(read) => {
        switch (wanted.form) {
          case 'retry':
            return <RetryForm detail={read} paymentMethodId={wanted.paymentMethodId} {...form} />
          case 'give_up_invoice':
            return <GiveUpForm detail={read} how={wanted.how} {...form} />
        }
      }}
    </Asked>
  )
}

type WantedOfCustomer = Exclude<
  WantedChange,
  WantedOfFailure | WantedOfSubscription | { form: 'expire_session' }
>

function OfCustomer({ wanted, ...form }: { wanted: WantedOfCustomer } & FormProps) {
  const detail = useCustomer(form.desk.id, wanted.customerId)
  if (wanted.customerId === null) return <PaymentPageForm customer={null} {...form} />
  return (
    <Asked of={detail} noun="customer" waiting={<Reading what="customer" />}>
      {(read) => <FormOf wanted={wanted} customer={read} {...form} />}
    </Asked>
  )
}

function FormOf({
  wanted,
  customer,
  ...form
}: { wanted: WantedOfCustomer; customer: CustomerDetail } & FormProps) {
  switch (wanted.form) {
    case 'default_method':
      return <OfDefaultMethod wanted={wanted} customer={customer} {...form} />
    case 'detach_method':
      return <DetachForm customer={customer} paymentMethodId={wanted.paymentMethodId} {...form} />
    case 'customer_note':
      return <NoteForm customer={customer} noted={wanted.text} {...form} />
    case 'void_invoice':
      return <VoidInvoiceForm customer={customer} invoiceId={wanted.invoiceId} {...form} />
    case 'setup_session':
      return <SetupPageForm customer={customer} {...form} />
    case 'payment_session':
      return <PaymentPageForm customer={customer} {...form} />
  }
}

/** Of hundreds of subscriptions, the one that was asked for may not be among those that are told with the customer. */
function OfDefaultMethod({
  wanted: { paymentMethodId, subscriptionId },
  customer,
  ...form
}: {
  wanted: Extract<WantedChange, { form: 'default_method' }>
  customer: CustomerDetail
} & FormProps) {
  const isTold = subscriptionId === null || customer.subscriptions.some(({ id }) => id === subscriptionId)
  const apart = useSubscription(form.desk.id, isTold ? null : subscriptionId)
  if (!isTold && !apart.data)
    return (
      <Asked of={apart} noun="subscription" waiting={<Reading what="subscription" />}>
        {() => null}
      </Asked>
    )
  const asked = isTold || !apart.data ? [] : [asOfCustomer(apart.data)]
  return (
    <DefaultMethodForm
      customer={{ ...customer, subscriptions: [...asked, ...customer.subscriptions] }}
      paymentMethodId={paymentMethodId}
      subscriptionId={subscriptionId}
      {...form}
    />
  )
}

/** As it would be told with its customer. */
function asOfCustomer({ subscription, method }: SubscriptionDetail): CustomerSubscription {
  const { id, status, created, currentPeriodEnd, cancelAt, cancelAtPeriodEnd, currency, products } =
    subscription
  const { collectionMethod } = subscription
  const own = method.source === 'subscription' ? method.paymentMethodId : null
  return {
    id,
    status,
    created,
    currentPeriodEnd,
    cancelAt,
    cancelAtPeriodEnd,
    currency,
    products,
    amount: null,
    interval: null,
    collectionMethod,
    defaultPaymentMethodId: own,
    defaultDiffers: method.differs,
  }
}

function Reading({ what }: { what: string }) {
  return (
    <div
      role="status"
      aria-label={`Reading the ${what}`}
      className="flex flex-col gap-3 border-t border-line px-5 py-4"
    >
      <Skeleton className="h-[30px] w-full" />
      <Skeleton className="h-[30px] w-full" />
    </div>
  )
}
