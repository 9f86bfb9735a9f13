// Asks for the money of an open invoice once more. One call, one try: what the bank declines is refused, and nothing tries again by itself.
import type Stripe from 'stripe'
import { failure, success, type ChangeOf, type Failure, type Result } from '../../../../src/contract/index.ts'
import { dayOf } from '../../../../src/domain/day-words.ts'
import { idOf } from '../../../store/projections/shapes.ts'
import {
  invoiceEffect,
  invoiceWords,
  moneyDue,
  openPaymentsOf,
  readInvoice,
  standingOf,
  underWay,
  whyNotOpen,
} from '../invoices.ts'
import { finding, type Effect, type Kind } from '../kind.ts'
import { defaultMethodOf, methodFinding, methodWords, nameOf, ownMethodOf, readCustomer } from '../methods.ts'
import type { StripeReader } from '../reader.ts'
import { awaiting, findRetry } from '../retried.ts'
import { adviceFindings, chargesOf, lastTryOf, methodBy, verdictOn } from '../tries.ts'

export const retryInvoice: Kind<'retry_invoice'> = {
  action: 'change',
  held: true,
  objectId: ({ invoiceId }) => invoiceId,
  blocks: ({ invoiceId }) => invoiceId,

  async judge(stripe, change) {
    const read = await readAll(stripe, change)
    if (!read.ok) return read
    const { invoice, intents, tried, charges, customer, subscription, methodId, method } = read.value
    const closed = whyNotOpen(invoice)
    const payable = closed === null || invoice.status === 'uncollectible'
    const findings = [
      payable
        ? finding('object', 'ok', `This invoice is ${invoice.status ?? 'open'}.`, [invoice.id])
        : finding(invoice.status === 'paid' ? 'already' : 'object', 'stop', closed, [invoice.id]),
      invoice.amount_remaining > 0 ? null : finding('amount', 'stop', 'Nothing of this invoice is due.'),
      underWay(intents),
      methodId === null
        ? finding('method', 'stop', 'There is no method to try it with: ask the customer for one.')
        : method === null
          ? finding(
              'method',
              'unknown',
              `It is paid with ${methodId}, an older kind of which little is known.`,
            )
          : methodFinding(method, customer.id, stripe.now()),
      ...(tried === null
        ? [finding('advice', 'ok', 'It was not tried yet.')]
        : adviceFindings(
            verdictOn({ intent: tried, charges, invoice }, { methodId, method }, stripe.own, stripe.now()),
            change.override,
          )),
      keptAsDefault(subscription, change.paymentMethodId),
      askedBefore(tried),
      invoice.next_payment_attempt === null
        ? null
        : finding(
            'schedule',
            'ok',
            `Stripe tries by itself on ${dayOf(invoice.next_payment_attempt * 1000)} too, unless it is paid before.`,
          ),
    ].filter((each) => each !== null)
    const by = method === null ? '' : ` with ${methodWords(method)}`
    return success({
      words: `${invoiceWords(invoice)} of ${nameOf(customer)} is tried once more${by}.`,
      money: moneyDue(invoice),
      findings,
      // Another try since, another amount or another method: whoever ordered this did not mean that.
      base: `${standingOf(invoice)}, method ${methodId ?? 'none'}, last try ${lastTryOf(charges)}`,
      payload: (): Stripe.InvoicePayParams => ({
        off_session: true,
        ...(method === null ? {} : { payment_method: method.id }),
      }),
    })
  },

  send: (stripe, { invoiceId }, payload, options) => stripe.invoices.pay(invoiceId, payload, options),

  effectOf: (object, { invoiceId }) => invoiceEffect(object, invoiceId, 'paid'),

  async effectOfError(stripe, { invoiceId }, error) {
    return asksForTheCustomer(error) ? waiting(stripe, invoiceId) : success(null)
  },

  find: (stripe, { invoiceId }, order) =>
    findRetry(stripe, order, invoiceId, () => waiting(stripe, invoiceId)),
}

/** Of a card that wants its holder to confirm, the call is answered with this, and the invoice waits. */
const asksForTheCustomer = ({ stripe }: Failure): boolean =>
  stripe?.code === 'invoice_payment_intent_requires_action'

/** Where the customer can confirm now. They may have, meanwhile. */
async function waiting(stripe: StripeReader, invoiceId: string): Promise<Result<Effect>> {
  const invoice = await readInvoice(stripe, invoiceId)
  if (!invoice.ok) return invoice
  return success(
    invoiceEffect(invoice.value, invoiceId, 'paid') ??
      awaiting(invoiceId, 'customer', invoice.value.hosted_invoice_url),
  )
}

function askedBefore(intent: Stripe.PaymentIntent | null): ReturnType<typeof finding> | null {
  const asked = intent?.last_payment_error?.code ?? null
  return intent?.status === 'requires_action' || asked === 'authentication_required'
    ? finding(
        'customer',
        'warn',
        'The bank asked the customer to confirm, and will most likely ask again: then the link to the invoice is to be sent.',
      )
    : null
}

/** Stripe does so once a payment of the subscription succeeds, whoever asked for it (payment_settings.save_default_payment_method). */
function keptAsDefault(
  subscription: Stripe.Subscription | null,
  chosen: string | null,
): ReturnType<typeof finding> | null {
  const keeps = subscription?.payment_settings?.save_default_payment_method === 'on_subscription'
  return keeps && chosen !== null && chosen !== ownMethodOf(subscription)
    ? finding(
        'default',
        'warn',
        'The subscription keeps what pays it: if this succeeds, this method is charged from then on.',
        [subscription.id],
      )
    : null
}

interface ReadInvoice {
  invoice: Stripe.Invoice
  customer: Stripe.Customer
  /** What it bills; null where it bills none, or where a method was chosen and the key may not read it. */
  subscription: Stripe.Subscription | null
  /** Those that may still pay it. */
  intents: Stripe.PaymentIntent[]
  /** The one that is tried again; null where there is none, or more than one. */
  tried: Stripe.PaymentIntent | null
  charges: Stripe.Charge[]
  /** What it is to be paid with; a card or source of before 2019 is no method. */
  methodId: string | null
  method: Stripe.PaymentMethod | null
}

async function readAll(
  stripe: StripeReader,
  { invoiceId, paymentMethodId }: ChangeOf<'retry_invoice'>,
): Promise<Result<ReadInvoice>> {
  const [invoice, intents] = await Promise.all([
    readInvoice(stripe, invoiceId),
    openPaymentsOf(stripe, invoiceId),
  ])
  if (!invoice.ok) return invoice
  if (!intents.ok) return intents
  if (intents.value.length > 1)
    return failure(
      'not_changeable',
      'Several payments are open on this invoice. Try it in the Stripe Dashboard, where one can be chosen.',
    )
  const customerId = idOf(invoice.value.customer)
  if (customerId === null)
    return failure('not_changeable', 'This invoice is nobody’s: there is no customer to charge.')
  const tried = intents.value[0] ?? null
  const [customer, charges, subscription] = await Promise.all([
    readCustomer(stripe, customerId),
    tried === null ? success<Stripe.Charge[]>([]) : chargesOf(stripe, tried.id),
    subscriptionOf(stripe, invoice.value),
  ])
  if (!customer.ok) return customer
  if (!charges.ok) return charges
  const isHidden =
    !subscription.ok && subscription.error.code === 'key_permission' && paymentMethodId !== null
  if (!subscription.ok && !isHidden) return subscription
  const billed = subscription.ok ? subscription.value : null
  const { default_payment_method: own, default_source: ownSource } = invoice.value
  const methodId =
    paymentMethodId ??
    idOf(own) ??
    idOf(ownSource) ??
    (billed === null ? null : ownMethodOf(billed)) ??
    defaultMethodOf(customer.value) ??
    idOf(customer.value.default_source)
  const method = await methodBy(stripe, methodId)
  if (!method.ok) return method
  return success({
    invoice: invoice.value,
    customer: customer.value,
    subscription: billed,
    intents: intents.value,
    tried,
    charges: charges.value,
    methodId,
    method: method.value,
  })
}

async function subscriptionOf(
  stripe: StripeReader,
  { parent }: Stripe.Invoice,
): Promise<Result<Stripe.Subscription | null>> {
  const id = idOf(parent?.subscription_details?.subscription)
  return id === null ? success(null) : stripe.one((sdk) => sdk.subscriptions.retrieve(id))
}
