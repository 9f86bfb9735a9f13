// The life of a refund: from creation through waiting to success, failure or cancellation. The charge's figures and the balance follow each step, never run ahead of it.
import type { Book } from '../book.ts'
import type { Charge, Metadata, Refund, RefundReason } from '../records.ts'
import { testCardByToken } from '../test-cards.ts'
import { lacksFunds, moveMoney } from './balance.ts'
import { isOtherType, REFUND_ROUTE } from './payment-methods.ts'

/** Test card 4000000000007726: pending, then succeeded. 4000000000005126: succeeded, then failed. */
const TEST_CARD_REFUND_DELAY_SECONDS = 20
const BANK_REFUND_DELAY_SECONDS = 3 * 24 * 3600
/** When the acquirer's reference of a card refund becomes known. */
const REFERENCE_DELAY_SECONDS = 3 * 3600
/** How long a customer takes to say where the money shall go, and how long they may take. */
const CUSTOMER_ANSWERS_AFTER_SECONDS = 24 * 3600
const CUSTOMER_MAY_TAKE_SECONDS = 45 * 24 * 3600

export interface RefundFacts {
  readonly amount: number
  readonly reason: RefundReason | null
  readonly metadata: Metadata
  readonly instructionsEmail?: string | undefined
  /** For the past only: there was not enough money, although the past is written without counting. */
  readonly lacksFunds?: boolean
}

/** What can still be refunded of a charge, in minor units: refunds on their way count as refunded. */
export function refundableAmount(book: Book, charge: Charge): number {
  let refundable = charge.amount_captured
  for (const refund of book.refunds.walk({ where: ['charge', charge.id] }))
    if (refund.status !== 'failed' && refund.status !== 'canceled') refundable -= refund.amount
  // A charge still on its way has nothing captured yet, but its whole amount can be refunded.
  return charge.status === 'pending' ? refundable + charge.amount : refundable
}

/** Creates a refund that was found to be allowed. */
export function openRefund(book: Book, charge: Charge, facts: RefundFacts): Refund {
  const type = String(charge.payment_method_details['type'])
  const draft: Refund = {
    id: book.newId(isOtherType(type) ? 'pyr' : 're', charge.id),
    object: 'refund',
    amount: facts.amount,
    balance_transaction: null,
    charge: charge.id,
    created: book.now(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    ...(facts.instructionsEmail === undefined ? {} : { instructions_email: facts.instructionsEmail }),
    metadata: facts.metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: facts.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'pending',
    transfer_reversal: null,
  }
  if (charge.status === 'pending') return announce(book, { ...draft, pending_reason: 'charge_pending' })
  if (isOtherType(type)) return openOtherRefund(book, draft, type, facts.instructionsEmail)
  return openCardRefund(
    book,
    draft,
    charge,
    facts.lacksFunds ?? lacksFunds(book, draft.amount, draft.currency),
  )
}

/** Fails a refund: what was taken from the balance comes back, and the charge is again less refunded. */
export function failRefund(book: Book, id: string, reason: string): void {
  const refund = book.refunds.get(id)
  if (refund === undefined || refund.status === 'failed' || refund.status === 'canceled') return
  const returned =
    refund.balance_transaction === null
      ? {}
      : {
          failure_balance_transaction: moveMoney(book, {
            type: refund.id.startsWith('pyr_') ? 'payment_failure_refund' : 'refund_failure',
            category: 'refund_failure',
            amount: refund.amount,
            currency: refund.currency,
            source: refund.id,
            description: `REFUND FAILURE FOR ${refund.charge}`,
            family: refund.id,
            availableAtOnce: true,
          }).id,
        }
  const wasRefunded = refund.status === 'succeeded'
  const failed = update(book, refund, { ...returned, failure_reason: reason, status: 'failed' })
  book.emit('refund.failed', failed)
  if (wasRefunded) addToCharge(book, refund.charge, -refund.amount)
  book.waitingRefunds.delete(id)
}

/** Cancels a refund that waits for the customer; the caller has checked that it may be. */
export function cancelRefund(book: Book, refund: Refund): Refund {
  const { next_action: _answered, ...rest } = refund
  return update(book, rest, { failure_reason: 'merchant_request', status: 'canceled' }, ['next_action'])
}

/** Refunds that waited for money go on as soon as there is enough, oldest first. */
export function resumeWaitingRefunds(book: Book): void {
  for (const id of book.waitingRefunds) {
    const refund = book.refunds.get(id)
    if (refund === undefined || refund.status !== 'pending') book.waitingRefunds.delete(id)
    else if (!lacksFunds(book, refund.amount, refund.currency)) {
      book.waitingRefunds.delete(id)
      succeedRefund(book, id)
    }
  }
}

/** Refunds that waited for their charge to arrive go on. */
export function resumeRefundsOf(book: Book, charge: string): void {
  for (const refund of book.refunds.walk({ where: ['charge', charge] })) {
    if (refund.status !== 'pending' || refund.pending_reason !== 'charge_pending') continue
    update(book, refund, { pending_reason: 'processing' })
    book.clock.schedule(book.now() + BANK_REFUND_DELAY_SECONDS, () => succeedRefund(book, refund.id))
  }
}

function openCardRefund(book: Book, draft: Refund, charge: Charge, isPoor: boolean): Refund {
  const behaviour = testCardByToken(book.testCards.get(charge.payment_method ?? '') ?? '')?.behaviour.kind
  if (behaviour === 'refund_stays_pending') {
    const refund = announce(book, {
      ...draft,
      pending_reason: 'processing',
      destination_details: cardPending,
    })
    book.clock.schedule(book.now() + TEST_CARD_REFUND_DELAY_SECONDS, () => succeedRefund(book, refund.id))
    return refund
  }
  if (isPoor) {
    book.waitingRefunds.add(draft.id)
    return announce(book, {
      ...draft,
      pending_reason: 'insufficient_funds',
      destination_details: cardPending,
    })
  }
  const refund = announce(book, {
    ...draft,
    balance_transaction: takeFromBalance(book, draft),
    destination_details: cardSent,
    status: 'succeeded',
  })
  addToCharge(book, refund.charge, refund.amount)
  if (behaviour === 'refund_fails_later')
    book.clock.schedule(book.now() + TEST_CARD_REFUND_DELAY_SECONDS, () =>
      failRefund(book, refund.id, 'expired_or_canceled_card'),
    )
  else scheduleReference(book, refund.id)
  return refund
}

function openOtherRefund(
  book: Book,
  draft: Refund,
  type: keyof typeof REFUND_ROUTE,
  email: string | undefined,
): Refund {
  if (lacksFunds(book, draft.amount, draft.currency)) {
    const refund = announce(book, { ...draft, failure_reason: 'insufficient_funds', status: 'failed' })
    book.emit('refund.failed', refund)
    return refund
  }
  const details = { destination_details: destinationOf(type) }
  if (REFUND_ROUTE[type] === 'needs_customer' && email !== undefined) {
    const expiresAt = book.now() + CUSTOMER_MAY_TAKE_SECONDS
    const refund = announce(book, {
      ...draft,
      ...details,
      next_action: {
        display_details: {
          email_sent: { email_sent_at: book.now(), email_sent_to: email },
          expires_at: expiresAt,
        },
        type: 'display_details',
      },
      status: 'requires_action',
    })
    // Whoever writes from a "+silent" address never answers, so that the other end can be seen too.
    if (email.includes('+silent')) book.clock.schedule(expiresAt, () => expire(book, refund.id))
    else book.clock.schedule(book.now() + CUSTOMER_ANSWERS_AFTER_SECONDS, () => answer(book, refund.id))
    return refund
  }
  const refund = announce(book, { ...draft, ...details, pending_reason: 'processing' })
  book.clock.schedule(book.now() + BANK_REFUND_DELAY_SECONDS, () => succeedRefund(book, refund.id))
  return refund
}

function answer(book: Book, id: string): void {
  const refund = book.refunds.get(id)
  if (refund?.status !== 'requires_action') return
  const { next_action: _answered, ...rest } = refund
  update(book, rest, { pending_reason: 'processing', status: 'pending' }, ['next_action'])
  book.clock.schedule(book.now() + BANK_REFUND_DELAY_SECONDS, () => succeedRefund(book, id))
}

function expire(book: Book, id: string): void {
  if (book.refunds.get(id)?.status === 'requires_action') failRefund(book, id, 'unknown')
}

function succeedRefund(book: Book, id: string): void {
  const refund = book.refunds.get(id)
  if (refund?.status !== 'pending') return
  const { pending_reason: _over, ...rest } = refund
  const isCard = refund.destination_details?.['type'] === 'card'
  update(
    book,
    rest,
    {
      balance_transaction: takeFromBalance(book, refund),
      ...(isCard ? { destination_details: cardSent } : {}),
      status: 'succeeded',
    },
    ['pending_reason'],
  )
  addToCharge(book, refund.charge, refund.amount)
  if (isCard) scheduleReference(book, id)
}

function scheduleReference(book: Book, id: string): void {
  const reference =
    String(book.random.integer(10 ** 10, 10 ** 11 - 1)) + book.random.integer(10 ** 11, 10 ** 12 - 1)
  book.clock.schedule(book.now() + REFERENCE_DELAY_SECONDS, () => {
    const refund = book.refunds.get(id)
    if (refund?.status !== 'succeeded') return
    update(book, refund, {
      destination_details: {
        card: {
          reference,
          reference_status: 'available',
          reference_type: 'acquirer_reference_number',
          type: 'refund',
        },
        type: 'card',
      },
    })
  })
}

function announce(book: Book, refund: Refund): Refund {
  book.refunds.put(refund)
  book.emit('refund.created', refund)
  return refund
}

/** Stores the change and tells of it under both names Stripe uses. `gone` names fields that are no longer there. */
function update(
  book: Book,
  refund: Refund,
  changes: Partial<Refund>,
  gone: readonly (keyof Refund)[] = [],
): Refund {
  const before = book.refunds.get(refund.id)
  const { record, previous } = book.change(book.refunds, refund, changes)
  const lost = Object.fromEntries(gone.map((field) => [field, before?.[field] ?? null]))
  book.emit('refund.updated', record, { ...lost, ...previous })
  book.emit('charge.refund.updated', record, { ...lost, ...previous })
  return record
}

function takeFromBalance(book: Book, refund: Refund): string {
  const description = book.charges.get(refund.charge)?.description ?? null
  return moveMoney(book, {
    type: refund.id.startsWith('pyr_') ? 'payment_refund' : 'refund',
    category: 'refund',
    amount: -refund.amount,
    currency: refund.currency,
    source: refund.id,
    description: description === null ? 'REFUND FOR CHARGE' : `REFUND FOR CHARGE (${description})`,
    family: refund.id,
  }).id
}

function addToCharge(book: Book, id: string, amount: number): void {
  const charge = book.charges.get(id)
  if (charge === undefined) return
  const refunded = charge.amount_refunded + amount
  const { record, previous } = book.change(book.charges, charge, {
    amount_refunded: refunded,
    refunded: refunded >= charge.amount_captured,
  })
  // That a refund failed, only events of the refund tell.
  if (amount > 0) book.emit('charge.refunded', record, previous)
}

const cardPending = { card: { type: 'pending' }, type: 'card' }
const cardSent = {
  card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
  type: 'card',
}

function destinationOf(type: string): Readonly<Record<string, unknown>> {
  switch (type) {
    case 'konbini':
      return { jp_bank_transfer: { reference: null, reference_status: null }, type: 'jp_bank_transfer' }
    case 'multibanco':
      return { multibanco: { reference: null, reference_status: null }, type: 'multibanco' }
    case 'klarna':
      return { klarna: { reference: null, reference_status: null }, type: 'klarna' }
    case 'paypal':
      return {
        paypal: { network_decline_code: null, reference: null, reference_status: null },
        type: 'paypal',
      }
    case 'sepa_debit':
    case 'ideal':
    case 'bancontact':
      return { eu_bank_transfer: { reference: null, reference_status: null }, type: 'eu_bank_transfer' }
    default:
      return { type }
  }
}
