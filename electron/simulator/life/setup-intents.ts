// The life of a SetupIntent: a method that is to be kept is tried without money, and belongs to its customer once that succeeded.
import type { SetupIntent } from '../billing-records.ts'
import type { Book } from '../book.ts'
import { declineFor, type Decline } from '../declines.ts'
import type { Metadata, PaymentMethod } from '../records.ts'
import { behaviourOf } from './behaviour.ts'

export interface SetupFacts {
  readonly customer?: string | null
  readonly description?: string | null
  readonly metadata?: Metadata
  readonly usage?: SetupIntent['usage']
}

export function openSetupIntent(book: Book, facts: SetupFacts): SetupIntent {
  const id = book.newId('seti')
  const intent = book.setupIntents.put({
    id,
    object: 'setup_intent',
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${book.random.token(31)}`,
    created: book.now(),
    customer: facts.customer ?? null,
    customer_account: null,
    description: facts.description ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: book.livemode,
    mandate: null,
    metadata: facts.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card', 'link'],
    single_use_mandate: null,
    status: 'requires_payment_method',
    usage: facts.usage ?? 'off_session',
  })
  book.emit('setup_intent.created', intent)
  return intent
}

export type SetupAttempt =
  | { readonly kind: 'declined'; readonly intent: SetupIntent; readonly decline: Decline }
  | { readonly kind: 'taken'; readonly intent: SetupIntent }

/** Tries the method; `authenticated`: the customer passes 3-D Secure, where the card asks for it. */
export function attemptSetup(
  book: Book,
  intent: SetupIntent,
  method: PaymentMethod,
  {
    authenticated = false,
    returnUrl,
  }: { readonly authenticated?: boolean; readonly returnUrl?: string } = {},
): SetupAttempt {
  const behaviour = behaviourOf(book, method)
  if (behaviour.kind === 'declines') return declined(book, intent, method, behaviour.code)
  if (behaviour.kind === 'asks_for_authentication' && !authenticated)
    return { kind: 'taken', intent: askWhoItIs(book, intent, method, returnUrl) }
  if (intent.customer !== null && method.customer === null) {
    const attached = book.change(book.paymentMethods, method, { customer: intent.customer }).record
    book.emit('payment_method.attached', attached)
  }
  const { record } = book.change(book.setupIntents, intent, {
    last_setup_error: null,
    next_action: null,
    payment_method: method.id,
    status: 'succeeded',
  })
  book.emit('setup_intent.succeeded', record)
  return { kind: 'taken', intent: record }
}

export function cancelSetup(
  book: Book,
  intent: SetupIntent,
  reason: SetupIntent['cancellation_reason'],
): SetupIntent {
  const canceled = { cancellation_reason: reason, next_action: null, status: 'canceled' } as const
  const { record } = book.change(book.setupIntents, intent, canceled)
  book.emit('setup_intent.canceled', record)
  return record
}

function declined(book: Book, intent: SetupIntent, method: PaymentMethod, reason: string): SetupAttempt {
  const decline = declineFor(reason)
  const { record } = book.change(book.setupIntents, intent, {
    last_setup_error: {
      ...decline,
      doc_url: `https://stripe.com/docs/error-codes/${decline.code.replaceAll('_', '-')}`,
      payment_method: method,
      type: 'card_error',
    },
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  })
  book.emit('setup_intent.setup_failed', record)
  return { kind: 'declined', intent: record, decline }
}

function askWhoItIs(
  book: Book,
  intent: SetupIntent,
  method: PaymentMethod,
  returnUrl: string | undefined,
): SetupIntent {
  const url = `https://hooks.stripe.com/3d_secure_2/hosted?merchant=${book.account.id}&setup_intent=${intent.id}`
  const { record } = book.change(book.setupIntents, intent, {
    next_action:
      returnUrl === undefined
        ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } }
        : { redirect_to_url: { return_url: returnUrl, url }, type: 'redirect_to_url' },
    payment_method: method.id,
    status: 'requires_action',
  })
  book.emit('setup_intent.requires_action', record)
  return record
}
