// The form of a change: what is wanted, what Stripe says to it, what will happen in words, then the hold and the outcome as it really
// is. No card is ever typed here: who pays leaves it on a page of Stripe's.
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { CustomerDetail, CustomerSubscription } from '../../../contract/customers.ts'
import type { Desk } from '../../../contract/desks.ts'
import type { SubscriptionDetail } from '../../../contract/subscriptions.ts'
import { useCustomer } from '../../bridge/customer-queries.ts'
import { useFailure } from '../../bridge/failure-queries.ts'
import { useSubscription } from '../../bridge/subscription-queries.ts'
import { isUnderWay, showOrdersInForm, useOrdersStore } from '../../state/orders.ts'
import type { WantedChange, WantedOfFailure, WantedOfSubscription } from '../../state/overlays.ts'
import { Asked } from '../../ui/asked.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { OrderCard } from '../../ui/orders/order-card.tsx'
import { leaveWords } from '../../ui/orders/order-words.ts'
import { Skeleton } from '../../ui/states.tsx'
import { DefaultMethodForm } from './default-method-form.tsx'
import { DetachForm } from './detach-form.tsx'
import type { FormProps, NextStep } from './form-props.ts'
import { GiveUpForm } from './give-up-form.tsx'
import { VoidInvoiceForm } from './invoice-form.tsx'
import { NoteForm } from './note-form.tsx'
import { PaymentPageForm } from './payment-page-form.tsx'
import { RetryForm } from './retry-form.tsx'
import { SetupPageForm } from './setup-page-form.tsx'
import { SubscriptionForm } from './subscription-form.tsx'

const titles: Record<WantedChange['form'], string> = {
  default_method: 'Change what is paid with',
  detach_method: 'Detach a payment method',
  customer_note: 'Note at Stripe',
  void_invoice: 'Void the invoice',
  setup_session: 'Ask for a new payment method',
  payment_session: 'Collect a payment',
  retry: 'Retry now',
  give_up_invoice: 'Give up the invoice',
  invoice: 'An invoice of the subscription',
  update_subscription: 'Change the subscription',
  cancel_subscription: 'Cancel the subscription',
  keep_subscription: 'Keep the subscription',
  pause_subscription: 'Pause the collection',
  resume_subscription: 'Resume the collection',
  pause_service: 'Let the subscription stand still',
  resume_service: 'Let the subscription go on',
  start_subscription_again: 'Start the subscription again',
}

export function ChangeDialog({
  desk,
  wanted,
  above,
  onClose,
}: {
  desk: Desk
  wanted: WantedChange
  /** A dialog over this one, which stays as it is beneath. */
  above?: ReactNode
  onClose: () => void
}) {
  const [busy, setBusy] = useState(false)
  const [placed, setPlaced] = useState<readonly string[]>([])
  const underWay = useOrdersStore(({ known }) =>
    placed.some((id) => known[id] !== undefined && isUnderWay(known[id])),
  )
  const [finished, setFinished] = useState(false)
  const [next, setNext] = useState<NextStep | null>(null)
  useEffect(() => {
    showOrdersInForm(placed)
    return () => showOrdersInForm([])
  }, [placed])
  const form: FormProps = {
    desk,
    onClose,
    onBusy: setBusy,
    onPlaced: (orderId) => setPlaced((before) => [...before.filter((each) => each !== orderId), orderId]),
    onFinished: (step) => {
      setNext(step ?? null)
      setFinished(true)
    },
  }
  return (
    <Dialog
      title={titles[wanted.form]}
      onClose={onClose}
      busy={busy}
      firm={!finished}
      size={wanted.form === 'update_subscription' && !finished ? 'widest' : 'narrow'}
    >
      {placed.length > 0 && <Placed orderIds={placed} focused={finished} />}
      {finished ? (
        <footer className="flex items-center justify-between gap-3 border-t border-line px-5 py-3">
          <span className="text-sm text-ink-3">{underWay && leaveWords}</span>
          <span className="flex gap-2">
            <Button onClick={onClose}>Done</Button>
            {next && (
              <Button look="primary" onClick={next.act}>
                {next.word}
              </Button>
            )}
          </span>
        </footer>
      ) : (
        <div className="min-h-0 overflow-y-auto">
          <Wanted wanted={wanted} {...form} />
        </div>
      )}
      {above}
    </Dialog>
  )
}

function Wanted({ wanted, ...form }: { wanted: WantedChange } & FormProps) {
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

type WantedOfCustomer = Exclude<WantedChange, WantedOfFailure | WantedOfSubscription>

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

/** The orders after they were placed. They take the focus from the form that is gone. */
function Placed({ orderIds, focused }: { orderIds: readonly string[]; focused: boolean }) {
  const known = useOrdersStore((state) => state.known)
  const cards = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (focused) cards.current?.focus()
  }, [focused])
  return (
    <ul
      ref={cards}
      tabIndex={-1}
      aria-label="Orders placed"
      className="max-h-[60vh] shrink-0 divide-y divide-line overflow-y-auto border-t border-line outline-none"
    >
      {orderIds.map((id) => {
        const order = known[id]
        return order ? (
          <li key={id} className="px-5 py-4">
            <OrderCard order={order} />
          </li>
        ) : null
      })}
    </ul>
  )
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
