// What became of a retry, from the events that its own call caused at Stripe: nothing else shows whose try it was. It must never take a
// payment for ours because it is there, nor call one declined that is not.
import type Stripe from 'stripe'
import { failure, success, type ChangeOrder, type Result } from '../../../src/contract/index.ts'
import { changeKeyOf } from '../journal/change-digest.ts'
import type { Refused } from '../journal/order-act.ts'
import type { Effect } from './kind.ts'
import type { StripeReader } from './reader.ts'

const told = [
  'charge.failed',
  'charge.pending',
  'charge.succeeded',
  'invoice.paid',
  'invoice.payment_action_required',
  'invoice.payment_failed',
  'payment_intent.amount_capturable_updated',
  'payment_intent.payment_failed',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.succeeded',
] as const

/** Nothing: no event of the order's call is there. The last of a call says how it ended. */
type Traced = 'paid' | 'customer' | 'bank' | { declined: Refused } | 'nothing'

async function traceOf(stripe: StripeReader, order: ChangeOrder): Promise<Result<Traced>> {
  const events = await stripe.eventsOf(changeKeyOf(order.kind, order.id), told, order.placedAt)
  if (!events.ok) return events
  const types = new Set<string>(events.value.map(({ type }) => type))
  const any = (...some: (typeof told)[number][]): boolean => some.some((type) => types.has(type))
  if (any('invoice.paid', 'payment_intent.succeeded', 'charge.succeeded')) return success('paid')
  // The bank may decline first and ask for the customer then.
  if (any('payment_intent.requires_action', 'invoice.payment_action_required')) return success('customer')
  if (any('payment_intent.processing', 'charge.pending')) return success('bank')
  if (any('charge.failed', 'payment_intent.payment_failed', 'invoice.payment_failed'))
    return success({ declined: { refused: declined(events.value) } })
  return success('nothing')
}

/** What the order came to; null where Stripe shows no trace of its call. `waiting`: asked when the customer has to confirm. */
export async function findRetry(
  stripe: StripeReader,
  order: ChangeOrder,
  id: string,
  waiting: () => Promise<Result<Effect>>,
): Promise<Result<Effect | Refused | null>> {
  const traced = await traceOf(stripe, order)
  if (!traced.ok) return traced
  switch (traced.value) {
    case 'nothing':
      return success(null)
    case 'paid':
      return success({ id, result: null })
    case 'bank':
      return success(awaiting(id, 'bank', null))
    case 'customer':
      return waiting()
    default:
      return success(traced.value.declined)
  }
}

/** As an answer of Stripe's would have told it. */
function declined(events: readonly Stripe.Event[]): Refused['refused'] {
  const charge = events
    .map((event) => (event.type === 'charge.failed' ? event.data.object : null))
    .find((each) => each !== null)
  const intent = events
    .map((event) => (event.type === 'payment_intent.payment_failed' ? event.data.object : null))
    .find((each) => each !== null)
  const error = intent?.last_payment_error
  const message = charge?.failure_message ?? error?.message ?? 'The payment was declined.'
  const code = charge?.failure_code ?? error?.code
  const declineCode = error?.decline_code ?? charge?.outcome?.reason
  return failure('stripe_refused', message, {
    type: 'card_error',
    message,
    ...(code === null || code === undefined ? {} : { code }),
    ...(declineCode === null || declineCode === undefined ? {} : { declineCode }),
  }).error
}

/** The page on which the customer can confirm or pay; absent where Stripe has none. */
export function awaiting(id: string, awaits: 'customer' | 'bank', url: string | null | undefined): Effect {
  const page = typeof url === 'string' && awaits === 'customer' ? { url } : {}
  return { id, result: { awaits, ...page } }
}
