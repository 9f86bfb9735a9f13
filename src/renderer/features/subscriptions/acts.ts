// What can be done about a subscription, in words, and the way to it. Nothing is done here: every act opens a form that says first what
// follows.
import {
  CalendarX,
  CirclePause,
  CirclePlay,
  FileX,
  Mail,
  PencilLine,
  RotateCw,
  RotateCcw,
  Undo2,
  WalletCards,
  type LucideIcon,
} from 'lucide-react'
import type { Desk } from '../../../contract/desks.ts'
import type {
  SubscriptionAct,
  SubscriptionDetail,
  SubscriptionInvoice,
  SubscriptionRow,
} from '../../../contract/subscriptions.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { openOverlay, type InvoiceAct, type SubscriptionForm } from '../../state/overlays.ts'
import { nameOf } from '../../ui/words/customer-words.ts'
import { isEnded } from '../../../domain/subscription-ended.ts'
import { orderChange } from '../../ui/orders/order-change.ts'
import { toast } from '../../ui/toast.tsx'

export const actWords: Record<SubscriptionAct, { word: string; icon: LucideIcon; keys?: string }> = {
  change: { word: 'Change…', icon: PencilLine, keys: 'e' },
  pause_collection: { word: 'Pause collection…', icon: CirclePause, keys: 'p' },
  resume_collection: { word: 'Collect again…', icon: CirclePlay, keys: 'p' },
  pause_service: { word: 'Let it stand still…', icon: CirclePause },
  resume_service: { word: 'Let it go on…', icon: CirclePlay, keys: 'p' },
  cancel: { word: 'Cancel…', icon: CalendarX, keys: 'd' },
  keep: { word: 'Keep it…', icon: Undo2, keys: 'd' },
  start_again: { word: 'Start again…', icon: RotateCcw },
  retry_invoice: { word: 'Retry the payment…', icon: RotateCw },
  send_link: { word: 'Send the link…', icon: Mail },
  new_method: { word: 'Ask for a new method…', icon: WalletCards },
  void_invoice: { word: 'Void the invoice…', icon: FileX },
  uncollectible_invoice: { word: 'Mark uncollectible…', icon: FileX },
}

/** The invoice that is to be paid: the newest that is open. */
const openInvoice = ({ invoices }: SubscriptionDetail): SubscriptionInvoice | undefined =>
  invoices.find(({ status }) => status === 'open')

export function act(desk: Desk, detail: SubscriptionDetail, wanted: SubscriptionAct): void {
  const { id: subscriptionId, customerId } = detail.subscription
  const form = (name: SubscriptionForm): void => orderChange(desk, { form: name, subscriptionId })
  switch (wanted) {
    case 'change':
      return form('update_subscription')
    case 'pause_collection':
      return form('pause_subscription')
    case 'resume_collection':
      return form('resume_subscription')
    case 'pause_service':
      return form('pause_service')
    case 'resume_service':
      return form('resume_service')
    case 'cancel':
      return form('cancel_subscription')
    case 'keep':
      return form('keep_subscription')
    case 'start_again':
      return form('start_subscription_again')
    case 'new_method':
      return customerId === null
        ? toast({ title: 'It has no customer who could be asked' })
        : orderChange(desk, { form: 'setup_session', customerId })
    case 'send_link':
      return sendLink(desk, detail, openInvoice(detail))
    case 'retry_invoice':
    case 'void_invoice':
    case 'uncollectible_invoice': {
      const invoice = openInvoice(detail) ?? detail.invoices.find(({ status }) => status === 'uncollectible')
      return invoice
        ? actOnInvoice(desk, subscriptionId, invoice, wanted)
        : toast({ title: 'No open invoice of it is known here' })
    }
  }
}

/** What failed has a form that knows what the bank said; what was never tried has a plain one. */
function actOnInvoice(
  desk: Desk,
  subscriptionId: string,
  { id, attempts, paymentIntentId }: SubscriptionInvoice,
  wanted: InvoiceAct,
): void {
  if (wanted === 'retry_invoice' && attempts > 0 && paymentIntentId !== null)
    orderChange(desk, { form: 'retry', paymentIntentId, paymentMethodId: null })
  else orderChange(desk, { form: 'invoice', act: wanted, subscriptionId, invoiceId: id })
}

function sendLink(
  desk: Desk,
  { subscription }: SubscriptionDetail,
  invoice: SubscriptionInvoice | undefined,
): void {
  const url = invoice?.hostedUrl ?? null
  if (!invoice || url === null) return toast({ title: 'No page of Stripe’s is known for it' })
  const who = nameOf(subscription)
  const name = invoice.number === null ? 'your invoice' : `invoice ${invoice.number}`
  const asks =
    invoice.paymentStatus === 'requires_action'
      ? 'Your bank asks you to confirm the payment of'
      : 'On this page you can pay'
  openOverlay({
    kind: 'mail',
    deskId: desk.id,
    draft: {
      customerId: subscription.customerId,
      subject: `${name.charAt(0).toUpperCase()}${name.slice(1)} of ${desk.businessName}`,
      body: `${who === null ? 'Hello,' : `Hello ${who},`}\n\n${asks} ${spokenAmount(invoice.amountRemaining, invoice.currency)} for ${name}:\n${url}\n`,
    },
  })
}

/** What the keys do to a row that is not opened: as far as the row tells. */
export function changeOne(desk: Desk, { id: subscriptionId, status }: SubscriptionRow): void {
  if (isEnded(status)) return toast({ title: 'It has ended: there is nothing to change' })
  orderChange(desk, { form: 'update_subscription', subscriptionId })
}

export function pauseOrResume(desk: Desk, { id: subscriptionId, pause, status }: SubscriptionRow): void {
  if (isEnded(status)) return toast({ title: 'It has ended: there is nothing to pause' })
  const form =
    status === 'paused' ? 'resume_service' : pause === null ? 'pause_subscription' : 'resume_subscription'
  orderChange(desk, { form, subscriptionId })
}

export function cancelOrKeep(
  desk: Desk,
  { id: subscriptionId, cancelAt, cancelAtPeriodEnd, status }: SubscriptionRow,
): void {
  if (isEnded(status)) return toast({ title: 'It has ended already' })
  orderChange(desk, {
    form: cancelAt !== null || cancelAtPeriodEnd ? 'keep_subscription' : 'cancel_subscription',
    subscriptionId,
  })
}
