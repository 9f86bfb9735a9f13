// The life of a payment: PaymentIntent and its charges, from creation to capture, decline or cancellation, with the events each step makes.
import type { Book } from '../book.ts'
import { declineFor, type Decline } from '../declines.ts'
import type { Charge, Customer, Metadata, PaymentIntent, PaymentMethod } from '../records.ts'
import type { CardBehaviour } from '../test-cards.ts'
import { behaviourOf, wearOff } from './behaviour.ts'
import { makeCharge, payIn } from './charges.ts'
import { openDispute } from './disputes.ts'
import { AUTHORIZATION_LASTS_SECONDS } from './payment-methods.ts'
import { resumeRefundsOf } from './refunds.ts'

const DEBIT_SETTLES_AFTER_SECONDS = 4 * 24 * 3600

export interface IntentFacts {
  readonly amount: number
  readonly currency: string
  readonly customer?: string | null
  readonly description?: string | null
  readonly metadata?: Metadata
  /** What the request allows; `paymentMethodTypes` is what is then offered. */
  readonly allowedTypes?: readonly string[] | null
  readonly paymentMethodTypes?: readonly string[] | null
  readonly captureMethod?: PaymentIntent['capture_method']
  readonly confirmationMethod?: PaymentIntent['confirmation_method']
  readonly receiptEmail?: string | null
  readonly setupFutureUsage?: PaymentIntent['setup_future_usage']
  readonly shipping?: Readonly<Record<string, unknown>> | null
  readonly statementDescriptor?: string | null
  readonly statementDescriptorSuffix?: string | null
  readonly transferGroup?: string | null
  readonly paymentMethod?: string | null
  /** What it is to pay. */
  readonly invoice?: string
}

export function openIntent(book: Book, facts: IntentFacts): PaymentIntent {
  const id = book.newId('pi')
  const types = facts.paymentMethodTypes ?? null
  const intent = book.paymentIntents.put({
    id,
    object: 'payment_intent',
    allowed_payment_method_types: facts.allowedTypes ?? null,
    amount: facts.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: types === null ? { allow_redirects: 'always', enabled: true } : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: facts.captureMethod ?? 'automatic_async',
    client_secret: `${id}_secret_${book.random.token(25)}`,
    confirmation_method: facts.confirmationMethod ?? 'automatic',
    created: book.now(),
    currency: facts.currency,
    customer: facts.customer ?? null,
    customer_account: null,
    description: facts.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: book.livemode,
    managed_payments: null,
    metadata: facts.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    ...(facts.invoice !== undefined && {
      payment_details: { customer_reference: null, order_reference: facts.invoice },
    }),
    payment_method: facts.paymentMethod ?? null,
    payment_method_configuration_details: null,
    payment_method_options: optionsFor(types ?? ['card', 'link']),
    payment_method_types: types ?? ['card', 'link'],
    payment_record: null,
    processing: null,
    receipt_email: facts.receiptEmail ?? null,
    review: null,
    setup_future_usage: facts.setupFutureUsage ?? null,
    shipping: facts.shipping ?? null,
    source: null,
    statement_descriptor: facts.statementDescriptor ?? null,
    statement_descriptor_suffix: facts.statementDescriptorSuffix ?? null,
    status:
      facts.paymentMethod === undefined || facts.paymentMethod === null
        ? 'requires_payment_method'
        : 'requires_confirmation',
    transfer_data: null,
    transfer_group: facts.transferGroup ?? null,
  })
  book.emit('payment_intent.created', intent)
  return intent
}

export type Attempt =
  | { readonly kind: 'paid'; readonly intent: PaymentIntent }
  | {
      readonly kind: 'declined'
      readonly intent: PaymentIntent
      readonly charge: Charge
      readonly decline: Decline
    }

export interface AttemptOptions {
  /** What the card does, where it is not one of Stripe's test cards. */
  readonly behaviour?: CardBehaviour
  readonly returnUrl?: string
  /** The customer has just proved who they are. */
  readonly authenticated?: boolean
  /** The customer is not there: what asks for 3-D Secure is declined. */
  readonly offSession?: boolean
}

/** Confirms the PaymentIntent with this method and lets the money move, or not. */
export function attemptPayment(
  book: Book,
  intent: PaymentIntent,
  method: PaymentMethod,
  options: AttemptOptions = {},
): Attempt {
  const behaviour = options.behaviour ?? behaviourOf(book, method)
  if (options.authenticated === true) book.moods.delete(method.id)
  else if (options.behaviour === undefined) wearOff(book, method)
  if (behaviour.kind === 'declines') return decline(book, intent, method, behaviour.code)
  const isUnproved = behaviour.kind === 'asks_for_authentication' && options.authenticated !== true
  if (isUnproved && options.offSession === true)
    return decline(book, intent, method, 'authentication_required')
  if (isUnproved)
    return { kind: 'paid', intent: askForAuthentication(book, intent, method, options.returnUrl) }
  if (behaviour.kind === 'asks_for_authentication' && behaviour.thenDeclines)
    return decline(book, intent, method, 'generic_decline')
  keepForLater(book, intent, method)
  if (method.type === 'sepa_debit') return { kind: 'paid', intent: startDebit(book, intent, method) }
  if (intent.capture_method === 'manual') return { kind: 'paid', intent: authorize(book, intent, method) }

  const charge = makeCharge(book, intent, method, {
    status: 'succeeded',
    captured: true,
    authenticated: options.authenticated === true && behaviour.kind === 'asks_for_authentication',
  })
  const paid = finish(book, intent, charge, { payment_method: method.id })
  if (behaviour.kind === 'is_disputed')
    book.clock.schedule(book.now() + 1, () =>
      openDispute(book, charge.id, behaviour.reason, behaviour.isInquiry),
    )
  return { kind: 'paid', intent: paid }
}

/** What the customer is to pay with later too becomes theirs. */
function keepForLater(
  book: Book,
  { customer, setup_future_usage: usage }: PaymentIntent,
  method: PaymentMethod,
): void {
  if (usage === null || customer === null || method.customer !== null) return
  book.emit('payment_method.attached', book.change(book.paymentMethods, method, { customer }).record)
}

/** Captures an authorized PaymentIntent, all of it or less; the rest is released. */
export function captureIntent(
  book: Book,
  intent: PaymentIntent,
  charge: Charge,
  amount: number,
): PaymentIntent {
  const transaction = payIn(book, charge, amount)
  const { record, previous } = book.change(book.charges, charge, {
    amount_captured: amount,
    captured: true,
    balance_transaction: transaction.id,
  })
  book.emit('charge.captured', record, previous)
  const captured = book.change(book.paymentIntents, intent, {
    amount_capturable: 0,
    amount_received: amount,
    status: 'succeeded',
  }).record
  book.emit('payment_intent.succeeded', captured)
  return captured
}

/** Cancels; what was held and not captured is let go: nothing was taken, so that nothing is refunded. */
export function cancelIntent(book: Book, intent: PaymentIntent, reason: string | null): PaymentIntent {
  const canceled = book.change(book.paymentIntents, intent, {
    amount_capturable: 0,
    canceled_at: book.now(),
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled',
  }).record
  book.emit('payment_intent.canceled', canceled)
  return canceled
}

/** The customer has to prove who they are before money can move. */
export function askForAuthentication(
  book: Book,
  intent: PaymentIntent,
  method: PaymentMethod,
  returnUrl?: string,
): PaymentIntent {
  const url = `https://hooks.stripe.com/3d_secure_2/hosted?merchant=${book.account.id}&payment_intent=${intent.id}&source=payatt_${intent.id.slice(3)}`
  const waiting = book.change(book.paymentIntents, intent, {
    payment_method: method.id,
    next_action:
      returnUrl === undefined
        ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } }
        : { redirect_to_url: { return_url: returnUrl, url }, type: 'redirect_to_url' },
    status: 'requires_action',
  }).record
  book.emit('payment_intent.requires_action', waiting)
  book.onAttempt(waiting)
  return waiting
}

/** The customer did not prove who they are: another method, or another try, is needed. No charge was made. */
export function failAuthentication(book: Book, intent: PaymentIntent): PaymentIntent {
  const code = 'payment_intent_authentication_failure'
  const failed = book.change(book.paymentIntents, intent, {
    last_payment_error: {
      code,
      doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
      message:
        'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
      payment_method: book.paymentMethods.get(intent.payment_method ?? ''),
      type: 'invalid_request_error',
    },
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  }).record
  book.emit('payment_intent.payment_failed', failed)
  book.onAttempt(failed)
  return failed
}

function authorize(book: Book, intent: PaymentIntent, method: PaymentMethod) {
  const charge = makeCharge(book, intent, method, { status: 'succeeded', captured: false })
  const authorized = book.change(book.paymentIntents, intent, {
    amount_capturable: intent.amount,
    latest_charge: charge.id,
    last_payment_error: null,
    next_action: null,
    payment_method: method.id,
    status: 'requires_capture',
  }).record
  book.emit('payment_intent.amount_capturable_updated', authorized)
  book.clock.schedule(book.now() + AUTHORIZATION_LASTS_SECONDS, () => expireHold(book, authorized.id))
  return authorized
}

/** Nobody captured it in time: the bank lets go of it. */
function expireHold(book: Book, intentId: string): void {
  const intent = book.paymentIntents.get(intentId)
  const charge = book.charges.get(intent?.latest_charge ?? '')
  if (intent?.status !== 'requires_capture' || charge === undefined) return
  book.emit('charge.expired', charge)
  cancelIntent(book, intent, 'expired')
}

function startDebit(book: Book, intent: PaymentIntent, method: PaymentMethod) {
  const charge = makeCharge(book, intent, method, { status: 'pending', captured: true })
  const processing = book.change(book.paymentIntents, intent, {
    latest_charge: charge.id,
    last_payment_error: null,
    next_action: null,
    payment_method: method.id,
    status: 'processing',
  }).record
  book.emit('payment_intent.processing', processing)
  book.onAttempt(processing)
  book.clock.schedule(book.now() + DEBIT_SETTLES_AFTER_SECONDS, () => settleDebit(book, intent.id))
  return processing
}

/** A bank debit arrives: the pending charge succeeds, and refunds that waited for it go on. */
function settleDebit(book: Book, intentId: string): void {
  const intent = book.paymentIntents.get(intentId)
  const charge = book.charges.get(intent?.latest_charge ?? '')
  if (intent === undefined || charge === undefined || charge.status !== 'pending') return
  const transaction = payIn(book, charge, charge.amount)
  const settled = book.change(book.charges, charge, {
    amount_captured: charge.amount,
    balance_transaction: transaction.id,
    paid: true,
    status: 'succeeded',
  })
  book.emit('charge.succeeded', settled.record, settled.previous)
  finish(book, intent, settled.record, {})
  resumeRefundsOf(book, charge.id)
}

function decline(book: Book, intent: PaymentIntent, method: PaymentMethod, reason: string): Attempt {
  const refusal = declineFor(reason, brandOf(method))
  const charge = makeCharge(book, intent, method, { status: 'failed', captured: false, decline: refusal })
  const declined = book.change(book.paymentIntents, intent, {
    last_payment_error: {
      ...refusal,
      charge: charge.id,
      doc_url: `https://stripe.com/docs/error-codes/${refusal.code.replaceAll('_', '-')}`,
      payment_method: method,
      type: 'card_error',
    },
    latest_charge: charge.id,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  }).record
  book.emit('payment_intent.payment_failed', declined)
  book.onAttempt(declined)
  return { kind: 'declined', intent: declined, charge, decline: refusal }
}

const brandOf = (method: PaymentMethod): string | undefined =>
  (method['card'] as { brand?: string } | undefined)?.brand

function finish(
  book: Book,
  intent: PaymentIntent,
  charge: Charge,
  more: Partial<PaymentIntent>,
): PaymentIntent {
  const paid = book.change(book.paymentIntents, intent, {
    ...more,
    amount_received: charge.amount_captured,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    status: 'succeeded',
  }).record
  book.emit('payment_intent.succeeded', paid)
  book.onAttempt(paid)
  return paid
}

const optionsFor = (types: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(types.flatMap((type) => (type in METHOD_OPTIONS ? [[type, METHOD_OPTIONS[type]]] : [])))

const METHOD_OPTIONS: Readonly<Record<string, unknown>> = {
  card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
  link: { persistent_token: null },
  sepa_debit: {},
  ideal: {},
  klarna: { preferred_locale: null },
}

/** The customer a method may be used for, so that a stranger's method is refused. */
export const belongsToAnother = (method: PaymentMethod, customer: Customer['id'] | null): boolean =>
  method.customer !== null && method.customer !== customer
