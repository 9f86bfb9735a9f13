// /v1/payment_intents: create, read, update, confirm, capture, cancel. The rules of their life are in life/payments.ts.
import { cardError } from '../declines.ts'
import { smallestCharge, stepOf } from '../currencies.ts'
import {
  attemptPayment,
  belongsToAnother,
  cancelIntent,
  captureIntent,
  openIntent,
  type Attempt,
} from '../life/payments.ts'
import { listParameters, operation, pageOf, recordOf, type Call, type Operation } from '../operations.ts'
import {
  changedMetadata,
  fields,
  flag,
  integer,
  listOf,
  metadata,
  oneOf,
  text,
  type Rules,
} from '../parameters.ts'
import type { PaymentIntent, PaymentMethod } from '../records.ts'
import { isRefusal, refuse, type Refusal } from '../refusals.ts'
import { customerOf, methodOf } from './lookups.ts'
import { shipping, wholeShipping } from './shipping.ts'

const READ = ['rak_payment_intent_read', 'rak_payment_intent_write'] as const
const WRITE = ['rak_payment_intent_write'] as const
const missing = { noun: 'payment_intent', param: 'intent' }
const amountTooSmall =
  'The amount must be greater than or equal to the minimum charge amount allowed for your account and the currency set (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save a Payment Method for future use without an immediate payment, use a Setup Intent instead: https://docs.stripe.com/payments/setup-intents'

const confirmation = {
  error_on_requires_action: flag,
  off_session: flag,
  payment_method: text(),
  return_url: text(),
} as const satisfies Rules

const intentOf = (call: Call<Rules>) =>
  recordOf(call, (book) => book.paymentIntents, call.ids['intent'] ?? '', missing)

function checkAmount(amount: number, currency: string): Refusal | undefined {
  if (!/^[a-z]{3}$/.test(currency))
    return refuse(400, { message: `Invalid currency: ${currency}.`, param: 'currency' })
  if (amount < smallestCharge(currency))
    return amount < 1
      ? refuse(400, { code: 'parameter_invalid_integer', message: amountTooSmall, param: 'amount' })
      : refuse(400, { code: 'amount_too_small', message: amountTooSmall, param: 'amount' })
  if (amount > 99_999_999)
    return refuse(400, {
      code: 'amount_too_large',
      message: 'Amount must be no more than 99999999',
      param: 'amount',
    })
  if (amount % stepOf(currency) !== 0)
    return refuse(400, {
      message: `Invalid amount: amounts in ${currency} must be a multiple of ${stepOf(currency)}.`,
      param: 'amount',
    })
  return undefined
}

function confirm(
  call: Call<Rules>,
  intent: PaymentIntent,
  sent: {
    error_on_requires_action?: boolean
    off_session?: boolean
    payment_method?: string
    return_url?: string
  },
): PaymentIntent | Refusal {
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status))
    return refuse(400, {
      code: 'payment_intent_unexpected_state',
      message: `This PaymentIntent's status is ${intent.status}, so it could not be confirmed.`,
    })
  const id = sent.payment_method ?? intent.payment_method
  if (id === null)
    return refuse(400, {
      code: 'payment_intent_unexpected_state',
      message: `You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.`,
    })
  const method = usableMethod(call, intent, id)
  if (isRefusal(method)) return method
  return outcome(
    attemptPayment(call.book, intent, method, {
      ...(sent.return_url === undefined ? {} : { returnUrl: sent.return_url }),
      ...(sent.off_session === undefined ? {} : { offSession: sent.off_session }),
    }),
    method,
  )
}

/** Where a method is to be kept for later, its owner has to be there. */
const whyNotOffSession = (
  isOffSession: boolean | undefined,
  usage: PaymentIntent['setup_future_usage'] | undefined,
): Refusal | undefined =>
  isOffSession === true && typeof usage === 'string'
    ? refuse(400, {
        message:
          'You cannot confirm with `off_session=true` when `setup_future_usage` is also set on the PaymentIntent. The customer needs to be on-session to perform the steps which may be required to set up the PaymentMethod for future usage. Please confirm this PaymentIntent with your customer on-session.',
      })
    : undefined

function usableMethod(call: Call<Rules>, intent: PaymentIntent, id: string): PaymentMethod | Refusal {
  const method = methodOf(call, id, 'payment_method')
  if (isRefusal(method)) return method
  if (!belongsToAnother(method, intent.customer) && !call.book.detached.has(method.id)) return method
  return refuse(400, {
    message: `The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.`,
    param: 'payment_method',
  })
}

function outcome(attempt: Attempt, method: PaymentMethod): PaymentIntent | Refusal {
  if (attempt.kind === 'paid') return attempt.intent
  return cardError(attempt.decline, {
    charge: attempt.charge.id,
    payment_intent: attempt.intent,
    payment_method: method,
  })
}

const notSimulatedOnConfirm = [
  'amount_details', 'confirmation_token', 'excluded_payment_method_types', 'hooks', 'mandate',
  'mandate_data', 'payment_details', 'payment_method_data', 'radar_options', 'use_stripe_sdk', 'payment_method_options',
] as const // prettier-ignore

export const paymentIntentOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/v1/payment_intents',
    answers: 'payment_intent',
    isList: true,
    permissions: READ,
    parameters: { ...listParameters, customer: text() },
    notSimulated: ['customer_account'],
    run: ({ book, parameters }) => {
      const { created, customer } = parameters
      return pageOf(
        book.paymentIntents,
        {
          ...(created === undefined ? {} : { created }),
          ...(customer === undefined
            ? {}
            : { matching: (intent: PaymentIntent) => intent.customer === customer }),
        },
        parameters,
        { noun: 'payment_intent', url: '/v1/payment_intents' },
      )
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/payment_intents',
    answers: 'payment_intent',
    permissions: WRITE,
    parameters: {
      ...confirmation,
      allowed_payment_method_types: listOf(text()),
      amount: integer(),
      automatic_payment_methods: fields({ allow_redirects: oneOf(['always', 'never']), enabled: flag }),
      capture_method: oneOf(['automatic', 'automatic_async', 'manual']),
      confirm: flag,
      confirmation_method: oneOf(['automatic', 'manual']),
      currency: text(),
      customer: text(),
      description: text({ unsettable: true }),
      metadata,

      receipt_email: text({ unsettable: true }),
      setup_future_usage: oneOf(['off_session', 'on_session']),
      shipping,
      statement_descriptor: text(),
      statement_descriptor_suffix: text(),
      transfer_group: text(),
    },
    required: ['amount', 'currency'],
    notSimulated: [
      ...notSimulatedOnConfirm, 'application_fee_amount', 'customer_account', 'on_behalf_of', 'payment_method_configuration',
      'transfer_data',
    ], // prettier-ignore
    run: (call) => {
      const sent = call.parameters
      const amount = sent.amount ?? 0
      const currency = (sent.currency ?? '').toLowerCase()
      const wrong =
        checkAmount(amount, currency) ?? whyNotOffSession(sent.off_session, sent.setup_future_usage)
      if (wrong !== undefined) return wrong
      if (sent.customer !== undefined) {
        const customer = customerOf(call, sent.customer, 'customer')
        if (isRefusal(customer)) return customer
      }
      const method =
        sent.payment_method === undefined ? undefined : methodOf(call, sent.payment_method, 'payment_method')
      if (isRefusal(method)) return method
      const intent = openIntent(call.book, {
        amount,
        currency,
        customer: sent.customer ?? null,
        description: sent.description ?? null,
        metadata: changedMetadata({}, sent.metadata),
        allowedTypes: sent.allowed_payment_method_types ?? null,
        paymentMethodTypes: sent.allowed_payment_method_types ?? null,
        receiptEmail: sent.receipt_email ?? null,
        setupFutureUsage: sent.setup_future_usage ?? null,
        shipping: sent.shipping === undefined ? null : wholeShipping(sent.shipping),
        statementDescriptor: sent.statement_descriptor ?? null,
        statementDescriptorSuffix: sent.statement_descriptor_suffix ?? null,
        transferGroup: sent.transfer_group ?? null,
        paymentMethod: method?.id ?? null,
        ...(sent.capture_method === undefined ? {} : { captureMethod: sent.capture_method }),
        ...(sent.confirmation_method === undefined ? {} : { confirmationMethod: sent.confirmation_method }),
      })
      if (sent.confirm !== true) return intent
      const { payment_method: _token, ...rest } = sent
      return confirm(call, intent, method === undefined ? rest : { ...rest, payment_method: method.id })
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/payment_intents/:intent',
    answers: 'payment_intent',
    permissions: READ,
    parameters: {},
    notSimulated: ['client_secret'],
    run: intentOf,
  }),
  operation({
    method: 'POST',
    path: '/v1/payment_intents/:intent',
    answers: 'payment_intent',
    permissions: WRITE,
    parameters: {
      amount: integer(),
      description: text({ unsettable: true }),
      metadata,
      payment_method: text(),
      receipt_email: text({ unsettable: true }),
      shipping,
    },
    notSimulated: [
      'allowed_payment_method_types', 'amount_details', 'application_fee_amount', 'capture_method', 'currency', 'customer',
      'customer_account', 'excluded_payment_method_types', 'hooks', 'payment_details', 'payment_method_configuration',
      'payment_method_data', 'payment_method_options', 'setup_future_usage', 'statement_descriptor', 'statement_descriptor_suffix',
      'transfer_data', 'transfer_group',
    ], // prettier-ignore
    run: (call) => {
      const intent = intentOf(call)
      if (isRefusal(intent)) return intent
      const { metadata: changes, payment_method, shipping: parcel, ...plain } = call.parameters
      const isOpen = intent.status === 'requires_payment_method' || intent.status === 'requires_confirmation'
      if (!isOpen && (plain.amount !== undefined || payment_method !== undefined))
        return refuse(400, {
          code: 'payment_intent_unexpected_state',
          message: `This PaymentIntent could not be updated because it has a status of ${intent.status}.`,
        })
      const wrong = plain.amount === undefined ? undefined : checkAmount(plain.amount, intent.currency)
      if (wrong !== undefined) return wrong
      const method = payment_method === undefined ? undefined : usableMethod(call, intent, payment_method)
      if (isRefusal(method)) return method
      return call.book.change(call.book.paymentIntents, intent, {
        ...plain,
        ...(parcel === undefined ? {} : { shipping: wholeShipping(parcel) }),
        metadata: changedMetadata(intent.metadata, changes),
        ...(method === undefined
          ? {}
          : { payment_method: method.id, status: 'requires_confirmation' as const }),
      }).record
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/payment_intents/:intent/confirm',
    answers: 'payment_intent',
    permissions: WRITE,
    parameters: confirmation,
    notSimulated: [
      ...notSimulatedOnConfirm,
      'allowed_payment_method_types',
      'amount_to_confirm',
      'capture_method',
      'receipt_email',
      'setup_future_usage',
      'shipping',
    ],
    run: (call) => {
      const intent = intentOf(call)
      if (isRefusal(intent)) return intent
      return (
        whyNotOffSession(call.parameters.off_session, intent.setup_future_usage) ??
        confirm(call, intent, call.parameters)
      )
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/payment_intents/:intent/capture',
    answers: 'payment_intent',
    permissions: WRITE,
    parameters: { amount_to_capture: integer({ lowest: 1 }), metadata },
    notSimulated: [
      'amount_details', 'application_fee_amount', 'final_capture', 'hooks', 'payment_details', 'statement_descriptor',
      'statement_descriptor_suffix', 'transfer_data',
    ], // prettier-ignore
    run: (call) => {
      const { book, parameters } = call
      const intent = intentOf(call)
      if (isRefusal(intent)) return intent
      const charge = book.charges.get(intent.latest_charge ?? '')
      if (intent.status !== 'requires_capture' || charge === undefined)
        return refuse(400, {
          code: 'payment_intent_unexpected_state',
          message: `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
        })
      const amount = parameters.amount_to_capture ?? intent.amount_capturable
      if (amount > intent.amount_capturable)
        return refuse(400, {
          code: 'amount_too_large',
          message: `The amount to capture cannot be greater than the amount capturable of this PaymentIntent.`,
          param: 'amount_to_capture',
        })
      const captured = captureIntent(book, intent, charge, amount)
      return book.change(book.paymentIntents, captured, {
        metadata: changedMetadata(captured.metadata, parameters.metadata),
      }).record
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/payment_intents/:intent/cancel',
    answers: 'payment_intent',
    permissions: WRITE,
    parameters: {
      cancellation_reason: oneOf(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer']),
    },
    run: (call) => {
      const intent = intentOf(call)
      if (isRefusal(intent)) return intent
      if (intent.status === 'succeeded' || intent.status === 'canceled')
        return refuse(400, {
          code: 'payment_intent_unexpected_state',
          message: `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.`,
        })
      if (call.book.invoiceOf.has(intent.id))
        return refuse(400, {
          message: 'PaymentIntents created by Invoices cannot be cancelled. Try voiding the Invoice instead.',
        })
      return cancelIntent(call.book, intent, call.parameters.cancellation_reason ?? null)
    },
  }),
]
