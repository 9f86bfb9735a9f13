// How a charge comes to be: one attempt at one payment, its outcome, and the money it brings.
import type { Book } from '../book.ts'
import { isBlocked, type Decline } from '../declines.ts'
import type { Charge, PaymentIntent, PaymentMethod } from '../records.ts'
import { testCardByToken } from '../test-cards.ts'
import { balanceOf } from './balance-shape.ts'
import { feeFor, moveMoney } from './balance.ts'
import { detailsOnCharge, isOtherType } from './payment-methods.ts'

export interface ChargeState {
  readonly status: Charge['status']
  readonly captured: boolean
  readonly decline?: Decline
  /** The customer has passed 3-D Secure. */
  readonly authenticated?: boolean
}

/** Makes the charge of one attempt; a captured success brings its money in. */
export function makeCharge(
  book: Book,
  intent: PaymentIntent,
  method: PaymentMethod,
  state: ChargeState,
): Charge {
  const isPaid = state.status === 'succeeded'
  const draft: Charge = {
    id: book.newId(isOtherType(method.type) ? 'py' : 'ch', intent.id),
    object: 'charge',
    amount: intent.amount,
    amount_captured: isPaid && state.captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: method.type === 'card' ? book.account.statementDescriptor : null,
    captured: state.captured,
    created: book.now(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: state.decline?.code ?? null,
    failure_message: state.decline?.message ?? null,
    fraud_details: {},
    livemode: book.livemode,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcomeOf(book, method, state),
    paid: isPaid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: detailsOnCharge(book, method, intent.amount, {
      paid: isPaid,
      captured: state.captured,
      authenticated: state.authenticated ?? false,
    }),
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: isPaid ? `https://pay.stripe.com/receipts/payment/${book.random.token(24)}` : null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: state.status,
    transfer_data: null,
    transfer_group: intent.transfer_group,
  }
  const isCaptured = isPaid && state.captured
  const isLater = isCaptured && isCapturedLater(book, intent)
  const transaction = isCaptured && !isLater ? payIn(book, draft, draft.amount).id : null
  const charge = book.charges.put({ ...draft, balance_transaction: transaction })
  book.emit(state.status === 'pending' ? 'charge.pending' : `charge.${state.status}`, charge)
  if (isLater) book.clock.schedule(book.now(), () => bookLater(book, charge.id))
  return charge
}

/** Stripe captures in the background unless told otherwise: the answer comes before the money. Of the past only the end is written. */
const isCapturedLater = (book: Book, { capture_method: method }: PaymentIntent): boolean =>
  method === 'automatic_async' && book.moment === null && !book.isBeingWritten

function bookLater(book: Book, id: string): void {
  const charge = book.charges.get(id)
  if (charge === undefined) return
  const { id: transaction } = payIn(book, charge, charge.amount)
  const { record, previous } = book.change(book.charges, charge, { balance_transaction: transaction })
  book.emit('charge.updated', record, previous)
}

/** The charge's money, or part of it, arrives, less Stripe's fee. */
export function payIn(book: Book, charge: Charge, amount: number) {
  const type = charge.id.startsWith('py_') ? 'payment' : 'charge'
  const card = testCardByToken(book.testCards.get(charge.payment_method ?? '') ?? '')?.behaviour
  const isAvailable = card?.kind === 'succeeds' && card.isAvailable === true
  const transaction = moveMoney(book, {
    type,
    category: 'charge',
    amount,
    fee: feeFor(amount, charge.currency),
    currency: charge.currency,
    source: charge.id,
    description: charge.description,
    family: charge.id,
    availableAtOnce: isAvailable,
  })
  // After the charge has been told in full. Money that has to wait becomes available without a word.
  if (isAvailable) book.clock.schedule(book.now(), () => book.emit('balance.available', balanceOf(book)))
  return transaction
}

function outcomeOf(book: Book, method: PaymentMethod, state: ChargeState): Readonly<Record<string, unknown>> {
  const refusal = state.decline
  const reason = refusal === undefined ? null : (refusal.decline_code ?? refusal.code)
  const isCard = method.type === 'card'
  if (reason !== null && isBlocked(reason))
    return {
      advice_code: refusal?.advice_code ?? null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: 'not_sent_to_network',
      reason: 'highest_risk_level',
      ...(isCard ? { risk_level: 'highest', risk_score: book.random.integer(75, 99) } : {}),
      seller_message: 'Stripe blocked this payment as too risky.',
      type: 'blocked',
    }
  const isElevated = isCard && book.random.chance(reason === null ? 0.03 : 0.12)
  return {
    advice_code: refusal?.advice_code ?? null,
    network_advice_code: refusal?.network_advice_code ?? null,
    network_decline_code: refusal?.network_decline_code ?? null,
    network_status: refusal === undefined ? 'approved_by_network' : 'declined_by_network',
    reason,
    ...(isCard
      ? {
          risk_level: isElevated ? 'elevated' : 'normal',
          risk_score: isElevated ? book.random.integer(65, 74) : book.random.integer(1, 64),
        }
      : {}),
    seller_message: sentenceFor(reason),
    type: refusal === undefined ? 'authorized' : 'issuer_declined',
  }
}

function sentenceFor(reason: string | null): string {
  if (reason === null) return 'Payment complete.'
  return reason === 'do_not_honor' || reason === 'generic_decline'
    ? 'The bank did not return any further details with this decline.'
    : `The bank returned the decline code \`${reason}\`.`
}
