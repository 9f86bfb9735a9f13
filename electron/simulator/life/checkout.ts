// The life of a hosted page: a Checkout Session from its address to its end, with what the customer leaves on it. The customer is
// played by `completeSession`; nobody's card is ever asked for.
import type { CheckoutSession } from '../billing-records.ts'
import type { Book, IntentWanted } from '../book.ts'
import type { Metadata, PaymentIntent, PaymentMethod } from '../records.ts'
import { testCardByToken } from '../test-cards.ts'
import { makeTestCardMethod, NO_BILLING_DETAILS } from './payment-methods.ts'
import { attemptPayment, openIntent } from './payments.ts'
import { attemptSetup, cancelSetup, openSetupIntent } from './setup-intents.ts'

export const SESSION_LASTS_SECONDS = 24 * 3600

export interface SessionFacts {
  readonly mode: CheckoutSession['mode']
  readonly successUrl: string
  readonly cancelUrl?: string | null
  readonly clientReferenceId?: string | null
  readonly currency?: string | null
  readonly customer?: string | null
  readonly customerEmail?: string | null
  readonly expiresAt?: number
  readonly metadata?: Metadata
  /** Of the PaymentIntent or SetupIntent that the page makes. */
  readonly intent?: IntentWanted
  /** Minor units; in payment mode. */
  readonly total?: number
}

const UNSAID: IntentWanted = { description: null, metadata: {} }

export function openSession(book: Book, facts: SessionFacts): CheckoutSession {
  const wanted = facts.intent ?? UNSAID
  const setup =
    facts.mode === 'setup'
      ? openSetupIntent(book, {
          customer: facts.customer ?? null,
          ...wanted,
        })
      : null
  const session = book.checkoutSessions.put(sessionRecord(book, facts, setup?.id ?? null))
  book.intentFacts.set(session.id, wanted)
  book.clock.schedule(session.expires_at, () => expireSession(book, session.id))
  return session
}

/** Ends an open page without a use; what is not open stays as it is. */
export function expireSession(book: Book, id: string): CheckoutSession | undefined {
  const session = book.checkoutSessions.get(id)
  if (session?.status !== 'open') return session
  const setup = book.setupIntents.get(session.setup_intent ?? '')
  if (setup !== undefined) cancelSetup(book, setup, 'abandoned')
  const expired = book.change(book.checkoutSessions, session, { status: 'expired', url: null }).record
  book.emit('checkout.session.expired', expired)
  return expired
}

/** The customer fills the page in with this test card (and passes 3-D Secure, where it asks). A declined card leaves it open. */
export function completeSession(book: Book, id: string, cardToken: string): CheckoutSession | undefined {
  const session = book.checkoutSessions.get(id)
  const card = testCardByToken(cardToken)
  if (session?.status !== 'open' || card === undefined) return session
  const { email } = session.customer_details ?? { email: session.customer_email }
  const billing = { ...NO_BILLING_DETAILS, email }
  return completeWith(book, session, makeTestCardMethod(book, card, { billing }))
}

/** The customer leaves this method on an open page. */
export function completeWith(book: Book, session: CheckoutSession, method: PaymentMethod): CheckoutSession {
  return session.mode === 'setup' ? setUp(book, session, method) : pay(book, session, method)
}

function setUp(book: Book, session: CheckoutSession, method: PaymentMethod): CheckoutSession {
  const setup = book.setupIntents.get(session.setup_intent ?? '')
  if (setup === undefined) return session
  const { kind } = attemptSetup(book, setup, method, { authenticated: true })
  return kind === 'declined' ? session : complete(book, session, {})
}

function pay(book: Book, session: CheckoutSession, method: PaymentMethod): CheckoutSession {
  const intent = openIntent(book, {
    ...(book.intentFacts.get(session.id) ?? UNSAID),
    amount: session.amount_total ?? 0,
    currency: session.currency ?? book.account.currency,
    customer: session.customer,
    paymentMethodTypes: session.payment_method_types,
  })
  const attempt = attemptPayment(book, intent, method, { authenticated: true })
  if (attempt.kind === 'declined') return session
  const isOnItsWay = attempt.intent.status === 'processing'
  if (isOnItsWay) book.sessionOf.set(intent.id, session.id)
  const payment_status = isOnItsWay ? 'unpaid' : 'paid'
  return complete(book, session, { payment_intent: intent.id, payment_status })
}

/** What was on its way when the page was left has come. */
export function followPayment(book: Book, { id, status }: PaymentIntent): void {
  const session = book.checkoutSessions.get(book.sessionOf.get(id) ?? '')
  if (session === undefined || status !== 'succeeded') return
  book.sessionOf.delete(id)
  const { record } = book.change(book.checkoutSessions, session, { payment_status: 'paid' })
  book.emit('checkout.session.async_payment_succeeded', record)
}

function complete(book: Book, session: CheckoutSession, more: Partial<CheckoutSession>): CheckoutSession {
  const { record } = book.change(book.checkoutSessions, session, { ...more, status: 'complete', url: null })
  book.emit('checkout.session.completed', record)
  return record
}

/** As it is right after it was made, in no book yet. */
export function sessionRecord(book: Book, facts: SessionFacts, setupIntent: string | null): CheckoutSession {
  const isPayment = facts.mode === 'payment'
  const total = isPayment ? (facts.total ?? 0) : null
  const mode = book.livemode ? 'live' : 'test'
  const id = `cs_${mode}_${isPayment ? 'a' : 'c'}1${book.random.token(58)}`
  const customer = book.customers.get(facts.customer ?? '')
  const email = customer?.email ?? facts.customerEmail ?? null
  return {
    ...UNASKED,
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: isPayment },
    amount_subtotal: total,
    amount_total: total,
    branding_settings: { ...UNASKED.branding_settings, display_name: book.account.name },
    cancel_url: facts.cancelUrl ?? null,
    client_reference_id: facts.clientReferenceId ?? null,
    created: book.now(),
    currency: facts.currency ?? null,
    customer: facts.customer ?? null,
    customer_creation: isPayment && customer === undefined ? 'if_required' : null,
    customer_details: email === null && customer === undefined ? null : detailsOf(email, isPayment),
    customer_email: facts.customerEmail ?? null,
    discounts: isPayment ? [] : null,
    expires_at: facts.expiresAt ?? book.now() + SESSION_LASTS_SECONDS,
    invoice_creation: isPayment ? NO_INVOICE : null,
    livemode: book.livemode,
    metadata: facts.metadata ?? {},
    mode: facts.mode,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: isPayment ? 'if_required' : 'always',
    payment_method_types: ['card', 'link'],
    payment_status: isPayment ? 'unpaid' : 'no_payment_required',
    saved_payment_method_options: isPayment ? SAVES_NOTHING : null,
    setup_intent: setupIntent,
    status: 'open',
    subscription: null,
    success_url: facts.successUrl,
    total_details: isPayment ? { amount_discount: 0, amount_shipping: 0, amount_tax: 0 } : null,
    url: `https://checkout.stripe.com/c/pay/${id}#${book.random.token(60)}`,
  }
}

const detailsOf = (email: string | null, isPayment: boolean) => ({
  address: null,
  business_name: null,
  email,
  individual_name: null,
  name: null,
  phone: null,
  tax_exempt: isPayment ? 'none' : null,
  tax_ids: null,
})

const SAVES_NOTHING = {
  allow_redisplay_filters: ['always'],
  payment_method_remove: 'disabled',
  payment_method_save: null,
}

const NO_INVOICE = {
  enabled: false,
  invoice_data: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: null,
    metadata: {},
    rendering_options: null,
  },
}

/** Everything that was not asked for. */
const UNASKED = {
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  branding_settings: {
    background_color: '#ffffff',
    border_style: 'rounded',
    button_color: '#0074d4',
    display_name: '',
    font_family: 'default',
    icon: null,
    logo: null,
  },
  client_secret: null,
  collected_information: { business_name: null, individual_name: null, shipping_details: null },
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer_account: null,
  integration_identifier: null,
  invoice: null,
  locale: null,
  managed_payments: null,
  origin_context: null,
  payment_method_configuration_details: null,
  payment_method_options: { card: { request_three_d_secure: 'automatic' } },
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  submit_type: null,
  ui_mode: 'hosted_page',
  wallet_options: null,
}
