// /v1/refunds: which refunds are allowed, refused in Stripe's order and words. What a refund then does is in life/refunds.ts.
import { worded } from '../currencies.ts'
import { cancelRefund, openRefund, refundableAmount } from '../life/refunds.ts'
import { isOtherType, REFUND_ROUTE } from '../life/payment-methods.ts'
import { listParameters, operation, pageOf, recordOf, type Call, type Operation } from '../operations.ts'
import { changedMetadata, flag, integer, metadata, text, type Rule, type Rules } from '../parameters.ts'
import type { Charge, RefundReason } from '../records.ts'
import { isRefusal, refusals, refuse, type Refusal } from '../refusals.ts'

// Charges and refunds are one row of the Dashboard's table of permissions, so either name lets a key pass.
const READ = ['rak_refund_read', 'rak_charge_read', 'rak_refund_write', 'rak_charge_write'] as const
const WRITE = ['rak_refund_write', 'rak_charge_write'] as const
const missing = { noun: 'refund', param: 'refund' }

const REASONS: readonly RefundReason[] = ['duplicate', 'fraudulent', 'requested_by_customer']
const reason: Rule<RefundReason> = {
  parse: (raw, name) => REASONS.find((known) => known === raw) ?? refusals.invalidChoice(name, REASONS),
}

/** The charge a refund is asked for, once everything about it allows a refund. */
function refundableCharge(
  call: Call<Rules>,
  sent: { charge?: string; payment_intent?: string },
): Charge | Refusal {
  const charge = chargeAskedFor(call, sent)
  if (isRefusal(charge)) return charge
  if (charge.status === 'failed') return noSuccessfulCharge(charge.payment_intent)
  if (!charge.captured && charge.status === 'succeeded')
    return refuse(400, {
      message: `This uncaptured Charge was created by a PaymentIntent (${charge.payment_intent}). You must cancel the PaymentIntent to reverse the authorization instead of refunding the Charge directly. For more information, see https://stripe.com/docs/payments/place-a-hold-on-a-payment-method`,
    })
  const [dispute] = call.book.disputes.walk({ where: ['charge', charge.id] })
  if (dispute !== undefined && !dispute.is_charge_refundable)
    return refuse(400, {
      code: 'charge_disputed',
      message: `Charge ${charge.id} has been charged back; cannot issue a refund.`,
    })
  return charge
}

function chargeAskedFor(
  call: Call<Rules>,
  sent: { charge?: string; payment_intent?: string },
): Charge | Refusal {
  const { book } = call
  if (sent.charge !== undefined && sent.payment_intent !== undefined)
    return refuse(400, { message: 'You may only specify one of these parameters: charge, payment_intent.' })
  if (sent.charge !== undefined)
    return recordOf(call, (at) => at.charges, sent.charge, { noun: 'charge', param: 'id' })
  if (sent.payment_intent === undefined)
    return refuse(400, {
      message: 'One of the following params should be provided for this request: payment_intent or charge.',
    })
  const intent = recordOf(call, (at) => at.paymentIntents, sent.payment_intent, {
    noun: 'payment_intent',
    param: 'payment_intent',
  })
  if (isRefusal(intent)) return intent
  return book.charges.get(intent.latest_charge ?? '') ?? noSuccessfulCharge(intent.id)
}

const noSuccessfulCharge = (intent: string) =>
  refuse(400, { message: `This PaymentIntent (${intent}) does not have a successful charge to refund.` })

function instructionsFor(
  call: Call<Rules>,
  charge: Charge,
  email: string | undefined,
): string | undefined | Refusal {
  const type = String(charge.payment_method_details['type'])
  if (!isOtherType(type) || REFUND_ROUTE[type] !== 'needs_customer') return undefined
  const known = email ?? charge.billing_details.email ?? call.book.customers.get(charge.customer ?? '')?.email
  return (
    known ??
    refuse(400, {
      code: 'parameter_missing',
      message: 'Missing required param: instructions_email.',
      param: 'instructions_email',
    })
  )
}

export const refundOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/v1/refunds',
    answers: 'refund',
    isList: true,
    permissions: READ,
    parameters: { ...listParameters, charge: text(), payment_intent: text() },
    run: (call) => {
      const { book, parameters } = call
      const { charge, created, payment_intent } = parameters
      return pageOf(
        book.refunds,
        {
          ...(created === undefined ? {} : { created }),
          ...(charge !== undefined
            ? { where: ['charge', charge] as const }
            : payment_intent !== undefined
              ? { where: ['payment_intent', payment_intent] as const }
              : {}),
          matching: (refund) => payment_intent === undefined || refund.payment_intent === payment_intent,
        },
        parameters,
        { noun: 'refund', url: '/v1/refunds' },
      )
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/refunds',
    answers: 'refund',
    permissions: WRITE,
    parameters: {
      amount: integer({ lowest: 1 }),
      charge: text(),
      instructions_email: text(),
      metadata,
      payment_intent: text(),
      reason,
      refund_application_fee: flag,
      reverse_transfer: flag,
    },
    notSimulated: ['currency', 'customer', 'origin'],
    run: (call) => {
      const { book, parameters } = call
      if (parameters.refund_application_fee === true)
        return refusals.notSimulated('A refund of an application fee')
      if (parameters.reverse_transfer === true) return refusals.notSimulated('The reversal of a transfer')
      const charge = refundableCharge(call, parameters)
      if (isRefusal(charge)) return charge
      const refundable = refundableAmount(book, charge)
      if (refundable <= 0)
        return refuse(400, {
          code: 'charge_already_refunded',
          message: `Charge ${charge.id} has already been refunded.`,
        })
      const amount = parameters.amount ?? refundable
      if (amount > refundable)
        return refuse(400, {
          message: `Refund amount (${worded(amount, charge.currency)}) is greater than unrefunded amount on charge (${worded(refundable, charge.currency)})`,
          param: 'amount',
        })
      const email = instructionsFor(call, charge, parameters.instructions_email)
      if (isRefusal(email)) return email
      return openRefund(book, charge, {
        amount,
        reason: parameters.reason ?? null,
        metadata: changedMetadata({}, parameters.metadata),
        instructionsEmail: email,
      })
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/refunds/:refund',
    answers: 'refund',
    permissions: READ,
    parameters: {},
    run: (call) => recordOf(call, (book) => book.refunds, call.ids['refund'] ?? '', missing),
  }),
  operation({
    method: 'POST',
    path: '/v1/refunds/:refund',
    answers: 'refund',
    permissions: WRITE,
    parameters: { metadata },
    run: (call) => {
      const { book } = call
      const refund = recordOf(call, (at) => at.refunds, call.ids['refund'] ?? '', missing)
      if (isRefusal(refund)) return refund
      const { record, previous } = book.change(book.refunds, refund, {
        metadata: changedMetadata(refund.metadata, call.parameters.metadata),
      })
      book.emit('refund.updated', record, previous)
      book.emit('charge.refund.updated', record, previous)
      return record
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/refunds/:refund/cancel',
    answers: 'refund',
    permissions: WRITE,
    parameters: {},
    run: (call) => {
      const refund = recordOf(call, (book) => book.refunds, call.ids['refund'] ?? '', missing)
      if (isRefusal(refund)) return refund
      if (refund.status !== 'requires_action')
        return refuse(400, { message: 'Canceling this refund is unsupported.' })
      return cancelRefund(call.book, refund)
    },
  }),
]
