// What the audit says of orders that are not refunds, in words and in detail. Pure. It must never quote a note of the operator,
// the address of a hosted page or words of Stripe's: only what these are about, codes, and the reason given to retry against advice.
import type { Change, ChangeOrder, Failure, OrderState } from '../../../src/contract/index.ts'
import { formatAmount } from '../../../src/domain/money.ts'
import type { AuditNote } from './audit.ts'
import { codesOf, turnedAway } from './order-notes.ts'

interface PlacedChange {
  digest: string
  idempotencyKey: string
}

export function changePlaced(order: ChangeOrder, { digest, idempotencyKey }: PlacedChange): AuditNote {
  const { kind, objectId, sendAt } = order
  return {
    kind: 'order_placed',
    subject: order.id,
    text: `Ordered: ${titleOf(order.change)}.`,
    detail: { order: kind, objectId, digest, idempotencyKey, sendAt, override: overrideOf(order.change) },
  }
}

/** `requestIds`: those that are new with this move. */
export function changeMoved(
  before: ChangeOrder,
  after: ChangeOrder,
  requestIds: readonly string[],
): AuditNote {
  return {
    kind: 'order_changed',
    subject: after.id,
    text: `${outcomeOf(before, after)}: ${titleOf(after.change)}${madeBy(after)}.`,
    detail: {
      order: after.kind,
      objectId: after.objectId,
      before: standing(before),
      after: standing(after),
      requestIds: [...requestIds],
      problem: after.problem === null ? null : codesOf(after.problem),
    },
  }
}

export function changeDenied(orderId: string, change: Change, error: Failure): AuditNote {
  return {
    kind: 'order_denied',
    subject: orderId,
    text: `Not ordered (${error.code}): ${titleOf(change)}.`,
    detail: { order: change.kind, problem: codesOf(error) },
  }
}

function titleOf(change: Change): string {
  switch (change.kind) {
    case 'customer_default_method':
      return `${change.paymentMethodId} as default of ${change.customerId}`
    case 'subscription_default_method':
      return `${change.paymentMethodId} as default of ${change.subscriptionId}`
    case 'detach_method':
      return `detaching of ${change.paymentMethodId}`
    case 'cancel_refund':
      return `canceling of ${change.refundId}`
    case 'customer_note':
      return `note in the metadata of ${change.customerId}`
    case 'setup_session':
      return `page for a payment method of ${change.customerId}`
    case 'payment_session':
      return `payment page of ${priceOf(change.what)} for ${change.customerId ?? 'somebody new'}`
    case 'expire_session':
      return `end of the page ${change.sessionId}`
    case 'retry_invoice':
      return `retry of ${change.invoiceId}${againstAdvice(change.override)}`
    case 'retry_payment':
      return `retry of ${change.paymentIntentId}${againstAdvice(change.override)}`
    case 'void_invoice':
      return `voiding of ${change.invoiceId}`
    case 'uncollectible_invoice':
      return `marking of ${change.invoiceId} as uncollectible`
    case 'pause_subscription':
      return `pause of ${change.subscriptionId} (${change.behavior})`
    case 'resume_subscription':
      return `resuming of ${change.subscriptionId}`
    case 'cancel_subscription':
      return `cancellation of ${change.subscriptionId} (${typeof change.at === 'number' ? new Date(change.at * 1000).toISOString() : change.at}${change.credit === undefined ? '' : ', with credit'})`
    case 'keep_subscription':
      return `keeping of ${change.subscriptionId}`
    case 'update_subscription':
      return `change of ${change.subscriptionId}`
    case 'pause_service':
      return `standstill of ${change.subscriptionId} (unused time: ${change.unused})`
    case 'resume_service':
      return `end of the standstill of ${change.subscriptionId} (anchor ${change.anchor})`
    case 'start_subscription_again':
      return `new subscription like ${change.subscriptionId}`
  }
}

/** The reason that was asked for the audit's sake. */
const overrideOf = (change: Change): string | undefined =>
  'override' in change ? (change.override ?? undefined) : undefined

const againstAdvice = (override: string | null): string => (override === null ? '' : ' against advice')

function priceOf(what: Extract<Change, { kind: 'payment_session' }>['what']): string {
  if ('priceId' in what) return `${what.quantity} × ${what.priceId}`
  const { amount, currency } = what
  return formatAmount(amount, currency)
}

const standing = ({ state, resultId, confirmedByEvent }: ChangeOrder): object => ({
  state,
  resultId,
  confirmedByEvent,
})

const stateWords: Record<OrderState, string> = {
  held: 'Held',
  withdrawn: 'Withdrawn, never sent',
  sending: 'Sent to Stripe',
  done: 'Done at Stripe',
  refused: 'Refused, nothing was changed',
  unknown: 'Outcome not known',
}

/** First, since that is what entries about the same order differ in. */
function outcomeOf(before: ChangeOrder, after: ChangeOrder): string {
  if (after.state === 'done' && before.state === 'done') return 'Confirmed by an event'
  const code = after.problem === null ? '' : ` (${after.problem.code})`
  if (after.state === 'withdrawn' && before.state === 'sending') return `${turnedAway}${code}`
  // A bank that declined was asked all the same.
  const isTry = after.kind === 'retry_invoice' || after.kind === 'retry_payment'
  const word = after.state === 'refused' && isTry ? 'Refused, no money was taken' : stateWords[after.state]
  return `${word}${before.state === after.state ? ' still' : ''}${code}`
}

/** What came of it, where that is another object than it is about. */
const madeBy = ({ resultId, objectId }: ChangeOrder): string =>
  resultId === null || resultId === objectId ? '' : `, ${resultId}`
