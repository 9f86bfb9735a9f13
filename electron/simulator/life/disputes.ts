// How a charge comes to be disputed: the money is taken back at once, except while it is only an inquiry.
import type { Book } from '../book.ts'
import type { Dispute, DisputeStatus } from '../records.ts'
import { moveMoney } from './balance.ts'
import { failRefund } from './refunds.ts'
import { exponentOf } from '../currencies.ts'

const DUE_AFTER_SECONDS = 12 * 24 * 3600
const DISPUTE_FEE_UNITS = 15

export const EVIDENCE_FIELDS: readonly string[] =
  `access_activity_log billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal
  customer_communication customer_email_address customer_name customer_purchase_ip customer_signature duplicate_charge_documentation
  duplicate_charge_explanation duplicate_charge_id product_description receipt refund_policy refund_policy_disclosure
  refund_refusal_explanation service_date service_documentation shipping_address shipping_carrier shipping_date
  shipping_documentation shipping_tracking_number uncategorized_file uncategorized_text`.split(/\s+/)

const REASON_CODES: Readonly<Record<string, string>> = {
  fraudulent: '10.4',
  product_not_received: '13.1',
  product_unacceptable: '13.3',
  duplicate: '12.6.1',
  subscription_canceled: '13.2',
}

/** Opens a dispute on a charge; returns it, or undefined where the charge is gone or disputed already. */
export function openDispute(
  book: Book,
  chargeId: string,
  reason: string,
  isInquiry: boolean,
): Dispute | undefined {
  const charge = book.charges.get(chargeId)
  if (charge === undefined || charge.disputed) return undefined
  const now = book.now()
  const id = book.newId('du', charge.id)
  const card = charge.payment_method_details['card'] as { brand?: string } | undefined
  const fee = DISPUTE_FEE_UNITS * 10 ** exponentOf(charge.currency)
  const withdrawn = isInquiry
    ? []
    : [
        moveMoney(book, {
          type: 'adjustment',
          category: 'dispute',
          amount: -charge.amount,
          fee,
          currency: charge.currency,
          source: id,
          description: `Chargeback withdrawal for ${charge.id}`,
          family: charge.id,
        }),
      ]
  // No event tells of the charge: those of the dispute are all that Stripe sends.
  book.change(book.charges, charge, { disputed: true })
  const dispute = book.disputes.put({
    id,
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: withdrawn,
    charge: charge.id,
    created: now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...Object.fromEntries(EVIDENCE_FIELDS.map((field) => [field, null])), enhanced_evidence: {} },
    evidence_details: {
      due_by: now + DUE_AFTER_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: isInquiry,
    livemode: book.livemode,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: {
        brand: card?.brand ?? 'visa',
        case_type: isInquiry ? 'inquiry' : 'chargeback',
        network: card?.brand ?? 'visa',
        network_reason_code: REASON_CODES[reason] ?? null,
      },
      type: 'card',
    },
    reason,
    status: isInquiry ? 'warning_needs_response' : 'needs_response',
  })
  book.clock.schedule(now + DUE_AFTER_SECONDS, () => loseUnanswered(book, id))
  book.emit('charge.dispute.created', dispute)
  if (!isInquiry) {
    book.emit('charge.dispute.funds_withdrawn', dispute)
    // The bank has taken the money back: what was still to be given back is not.
    for (const refund of book.refunds.walk({ where: ['charge', charge.id] }))
      if (refund.status === 'pending') failRefund(book, refund.id, 'charge_for_pending_refund_disputed')
  }
  return dispute
}

/** Nobody answered in time: the bank decides for its customer, and an inquiry is closed. */
function loseUnanswered(book: Book, id: string): void {
  const dispute = book.disputes.get(id)
  if (dispute === undefined || !isUnanswered(dispute.status)) return
  const late = book.change(book.disputes, dispute, {
    evidence_details: { ...dispute.evidence_details, past_due: true },
  }).record
  moveDispute(book, late.id, dispute.status === 'needs_response' ? 'lost' : 'warning_closed')
}

/** Whether somebody can still argue. */
export const isUnanswered = (status: DisputeStatus) =>
  status === 'needs_response' || status === 'warning_needs_response'

/**
 * Moves a dispute on; a won one gives the money back, and a closed one is said to be closed. `isAccepted`: nobody argues, and what was
 * to be said is kept as it was.
 */
export function moveDispute(
  book: Book,
  id: string,
  status: DisputeStatus,
  isAccepted = false,
): Dispute | undefined {
  const dispute = book.disputes.get(id)
  const charge = dispute === undefined ? undefined : book.charges.get(dispute.charge)
  if (dispute === undefined || charge === undefined) return undefined
  const hasAnswered = !isUnanswered(status) && dispute.evidence_details['past_due'] !== true
  const returned =
    status !== 'won'
      ? []
      : [
          moveMoney(book, {
            type: 'adjustment',
            category: 'dispute_reversal',
            amount: dispute.amount,
            currency: dispute.currency,
            source: dispute.id,
            description: `Chargeback reversal for ${charge.id}`,
            family: charge.id,
          }),
        ]
  const { record, previous } = book.change(book.disputes, dispute, {
    balance_transactions: [...dispute.balance_transactions, ...returned],
    evidence_details: {
      ...dispute.evidence_details,
      ...(isAccepted
        ? {}
        : {
            has_evidence: hasAnswered,
            submission_count: hasAnswered ? 1 : 0,
            submission_method: hasAnswered ? 'manual' : 'not_submitted',
          }),
    },
    is_charge_refundable: status.startsWith('warning_') || status === 'won',
    status,
  })
  const isClosed = status === 'won' || status === 'lost' || status === 'warning_closed'
  if (status === 'won') book.emit('charge.dispute.funds_reinstated', record)
  book.emit(isClosed ? 'charge.dispute.closed' : 'charge.dispute.updated', record, previous)
  return record
}

export interface DisputeAnswer {
  /** What is said to the bank, by field. */
  readonly evidence: Readonly<Record<string, string>>
  readonly metadata: Dispute['metadata']
  /** Whether it goes to the bank now, and not later. */
  readonly isSubmitted: boolean
}

/** Keeps what is to be said to the bank, and says it where that is wanted. */
export function answerDispute(book: Book, dispute: Dispute, answer: DisputeAnswer): Dispute {
  const { evidence, isSubmitted, metadata } = answer
  const details = dispute.evidence_details
  const { record, previous } = book.change(book.disputes, dispute, {
    evidence: { ...dispute.evidence, ...evidence },
    evidence_details: {
      ...details,
      has_evidence: details['has_evidence'] === true || Object.keys(evidence).length > 0,
      ...(isSubmitted
        ? { submission_count: Number(details['submission_count']) + 1, submission_method: 'manual' }
        : {}),
    },
    metadata,
    ...(isSubmitted
      ? { status: dispute.status === 'needs_response' ? 'under_review' : 'warning_under_review' }
      : {}),
  })
  book.emit('charge.dispute.updated', record, previous)
  return record
}
