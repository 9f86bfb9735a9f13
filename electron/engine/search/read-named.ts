// Reads the one object whose id was typed, with what is needed to open it: exact and at once, where Stripe's search may lag. It must never
// take a failure for "there is no such object".
import type Stripe from 'stripe'
import { failure, success, type Result, type SearchKind } from '../../../src/contract/index.ts'
import type { StripeIdKind } from '../../../src/domain/stripe-search-query.ts'
import { idOf } from '../../store/projections/shapes.ts'
import { expanding } from '../gateway/expanding.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { ReadPayment } from '../payments/read-payment.ts'
import type { Projector } from '../projector/projector.ts'

export interface ReadNamedPorts {
  gateway: Gateway
  projector: Pick<Projector, 'takeNow'>
  readPayment: ReadPayment
}

/** What is shown for it, and its id; null where Stripe has no such object. */
export type NamedRead = { kind: SearchKind; id: string } | null

export async function readNamed(
  ports: ReadNamedPorts,
  kind: StripeIdKind,
  id: string,
): Promise<Result<NamedRead>> {
  const read = kind === 'payment' ? await ofPayment(ports, id, { kind, id }) : await ofOther(ports, kind, id)
  return !read.ok && read.error.code === 'not_found' ? success(null) : read
}

/** The payment whole; `shown` is what was asked for. */
async function ofPayment(
  { readPayment }: ReadNamedPorts,
  paymentIntentId: string,
  shown: NonNullable<NamedRead>,
): Promise<Result<NamedRead>> {
  const read = await readPayment(paymentIntentId)
  return read.ok ? success(shown) : read
}

type Whole = 'customer' | 'invoice' | 'subscription' | 'card'
const retrievals: Readonly<Record<Whole, (stripe: Stripe, id: string) => Promise<object>>> = {
  customer: (stripe, id) =>
    expanding(stripe, ['invoice_settings.default_payment_method'], (expand) =>
      stripe.customers.retrieve(id, { expand }),
    ),
  invoice: (stripe, id) =>
    expanding(stripe, ['customer', 'payments'], (expand) => stripe.invoices.retrieve(id, { expand })),
  subscription: (stripe, id) =>
    expanding(stripe, ['customer', 'default_payment_method'], (expand) =>
      stripe.subscriptions.retrieve(id, { expand }),
    ),
  card: (stripe, id) =>
    expanding(stripe, ['customer'], (expand) => stripe.paymentMethods.retrieve(id, { expand })),
}

/** Those that are a part of a payment are shown with it. */
type Part = 'charge' | 'refund' | 'dispute'
type OfPayment = { payment_intent?: string | { id: string } | null }
const parts: Readonly<Record<Part, (stripe: Stripe, id: string) => Promise<OfPayment>>> = {
  charge: (stripe, id) => stripe.charges.retrieve(id),
  refund: (stripe, id) => stripe.refunds.retrieve(id),
  dispute: (stripe, id) => stripe.disputes.retrieve(id),
}

async function ofOther(ports: ReadNamedPorts, kind: Whole | Part, id: string): Promise<Result<NamedRead>> {
  const { gateway, projector } = ports
  if (isPart(kind)) {
    const part = await gateway.read((stripe) => parts[kind](stripe, id))
    if (!part.ok) return part
    const payment = idOf(part.value.payment_intent)
    if (payment === null) return failure('stripe_refused', ofNoPayment)
    return ofPayment(ports, payment, kind === 'charge' ? { kind: 'payment', id: payment } : { kind, id })
  }
  const whole = await gateway.read((stripe) => retrievals[kind](stripe, id))
  if (!whole.ok) return whole
  projector.takeNow([{ object: whole.value, asOf: whole.asOf }])
  return success({ kind, id })
}

const isPart = (kind: Whole | Part): kind is Part => Object.hasOwn(parts, kind)

const ofNoPayment = 'Stripe has it, but it belongs to no PaymentIntent. Open it in the Stripe Dashboard.'
