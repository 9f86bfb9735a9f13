// How payment methods come to be, and what each kind shows of itself on the method and on a charge. No real card data, ever.
import type { Book } from '../book.ts'
import type { BillingDetails, PaymentMethod } from '../records.ts'
import type { TestCard } from '../test-cards.ts'

/** So long a card's bank holds what was not captured yet. */
export const AUTHORIZATION_LASTS_SECONDS = 7 * 24 * 3600

export const NO_ADDRESS = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
} as const
export const NO_BILLING_DETAILS: BillingDetails = {
  address: NO_ADDRESS,
  email: null,
  name: null,
  phone: null,
  tax_id: null,
}

export interface CardFacts {
  readonly brand: string
  readonly country: string
  readonly exp_month: number
  readonly exp_year: number
  readonly funding: 'credit' | 'debit' | 'prepaid'
  readonly last4: string
  readonly fingerprint: string
  readonly wallet: 'apple_pay' | 'google_pay' | 'link' | null
}

/** What the kinds other than cards need to know of themselves. */
export type OtherType = 'bancontact' | 'ideal' | 'klarna' | 'konbini' | 'multibanco' | 'paypal' | 'sepa_debit'

/** How money goes back: at once, after a while, or only once the customer has said where to. */
export const REFUND_ROUTE: Readonly<Record<OtherType, 'pending' | 'needs_customer'>> = {
  bancontact: 'pending',
  ideal: 'pending',
  klarna: 'pending',
  konbini: 'needs_customer',
  multibanco: 'needs_customer',
  paypal: 'pending',
  sepa_debit: 'pending',
}

export const isOtherType = (type: string): type is OtherType => Object.hasOwn(REFUND_ROUTE, type)

interface MethodOptions {
  /** Of the id: the older cards of customers are called otherwise, and pay all the same. */
  readonly prefix?: 'card'
  readonly billing?: BillingDetails
  readonly customer?: string | null
  readonly metadata?: Readonly<Record<string, string>>
}

export function makeCardMethod(book: Book, card: CardFacts, options: MethodOptions = {}): PaymentMethod {
  return put(book, 'card', cardPart(card), options)
}

/** A payment method from one of Stripe's test cards; the book remembers which. */
export function makeTestCardMethod(book: Book, card: TestCard, options: MethodOptions = {}): PaymentMethod {
  const year = new Date(book.now() * 1000).getUTCFullYear()
  const method = makeCardMethod(
    book,
    {
      brand: card.brand,
      country: card.country,
      exp_month: 3,
      exp_year: year + 2,
      funding: card.funding,
      last4: card.number.slice(-4),
      fingerprint: `Tc${card.number.slice(-6)}${card.brand}`.slice(0, 16).padEnd(16, '0'),
      wallet: null,
    },
    options,
  )
  book.testCards.set(method.id, card.token)
  return method
}

export function makeOtherMethod(
  book: Book,
  type: OtherType,
  part: Readonly<Record<string, unknown>>,
  options: MethodOptions = {},
): PaymentMethod {
  return put(book, type, part, options)
}

/** The part of a method of another kind, as the payment method shows it. */
export function otherPart(book: Book, type: OtherType, country: string, email: string | null): object {
  switch (type) {
    case 'sepa_debit':
      return {
        bank_code: String(book.random.integer(10000000, 89999999)),
        branch_code: '',
        country,
        fingerprint: book.random.token(16),
        generated_from: { charge: null, setup_attempt: null },
        last4: String(book.random.integer(1000, 9999)),
      }
    case 'ideal':
      return { bank: 'ing', bic: 'INGBNL2A' }
    case 'klarna':
      return { dob: null }
    case 'paypal':
      return { country, payer_email: email, payer_id: book.random.token(13).toUpperCase() }
    case 'bancontact':
    case 'konbini':
    case 'multibanco':
      return {}
  }
}

function put(book: Book, type: string, part: object, options: MethodOptions): PaymentMethod {
  return book.paymentMethods.put({
    id: book.newId(options.prefix ?? 'pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: options.billing ?? NO_BILLING_DETAILS,
    [type]: part,
    created: book.now(),
    customer: options.customer ?? null,
    customer_account: null,
    livemode: book.livemode,
    metadata: options.metadata ?? {},
    type,
  })
}

const cardPart = (card: CardFacts) => ({
  brand: card.brand,
  checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
  country: card.country,
  display_brand: card.brand === 'amex' ? 'american_express' : card.brand,
  exp_month: card.exp_month,
  exp_year: card.exp_year,
  fingerprint: card.fingerprint,
  funding: card.funding,
  generated_from: null,
  last4: card.last4,
  networks: { available: [card.brand], preferred: null },
  regulated_status: 'unregulated',
  three_d_secure_usage: { supported: true },
  wallet: walletOf(card.wallet, card.last4),
})

const walletOf = (wallet: CardFacts['wallet'], last4: string) =>
  wallet === null ? null : { [wallet]: {}, dynamic_last4: wallet === 'link' ? null : last4, type: wallet }

interface ChargeFacts {
  paid: boolean
  captured: boolean
  authenticated: boolean
}

const AUTHENTICATED = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: null,
  version: '2.2.0',
}

/** The method as a charge of this amount shows it in `payment_method_details`. */
export function detailsOnCharge(
  book: Book,
  method: PaymentMethod,
  amount: number,
  state: ChargeFacts,
): Record<string, unknown> {
  const part = method[method.type] as Readonly<Record<string, unknown>>
  switch (method.type) {
    case 'card':
      return { card: cardOnCharge(book, part, amount, state), type: 'card' }
    case 'sepa_debit': {
      const { generated_from: _generated, ...account } = part
      return { sepa_debit: { ...account, mandate: `mandate_1${method.id.slice(4)}` }, type: 'sepa_debit' }
    }
    case 'ideal':
      return {
        ideal: {
          ...part,
          generated_sepa_debit: null,
          generated_sepa_debit_mandate: null,
          iban_last4: '5264',
          transaction_id: null,
          verified_name: method.billing_details.name,
        },
        type: 'ideal',
      }
    case 'bancontact':
      return {
        bancontact: {
          bank_code: 'VAPE',
          bank_name: 'VAN DE PUT & CO',
          bic: 'VAPEBE22',
          generated_sepa_debit: null,
          generated_sepa_debit_mandate: null,
          iban_last4: '7061',
          preferred_language: 'en',
          verified_name: method.billing_details.name,
        },
        type: 'bancontact',
      }
    case 'klarna':
      return {
        klarna: { payer_details: null, payment_method_category: 'pay_later', preferred_locale: 'en-GB' },
        type: 'klarna',
      }
    case 'paypal':
      return {
        paypal: {
          ...part,
          payer_name: method.billing_details.name,
          seller_protection: null,
          transaction_id: book.random.token(17).toUpperCase(),
        },
        type: 'paypal',
      }
    case 'konbini':
      return { konbini: { store: { chain: 'lawson' } }, type: 'konbini' }
    default:
      return { [method.type]: { entity: '11249', reference: '372947283' }, type: method.type }
  }
}

function cardOnCharge(
  book: Book,
  card: Readonly<Record<string, unknown>>,
  amount: number,
  { paid, captured, authenticated }: ChargeFacts,
): object {
  const wallet = card['wallet'] as Readonly<Record<string, unknown>> | null
  return {
    amount_authorized: paid ? amount : null,
    authorization_code: paid ? String(book.random.integer(100000, 999999)) : null,
    brand: card['brand'],
    ...(paid && !captured ? { capture_before: book.now() + AUTHORIZATION_LASTS_SECONDS } : {}),
    checks: card['checks'],
    country: card['country'],
    electronic_commerce_indicator: null,
    exp_month: card['exp_month'],
    exp_year: card['exp_year'],
    extended_authorization: { status: 'disabled' },
    fingerprint: card['fingerprint'],
    funding: card['funding'],
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: card['last4'],
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card['brand'],
    network_token: { used: false },
    network_transaction_id: paid ? String(book.random.integer(100000000000, 999999999999)) : null,
    overcapture: { maximum_amount_capturable: amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: authenticated ? AUTHENTICATED : null,
    transaction_link_id: null,
    wallet:
      wallet !== null && 'link' in wallet ? { ...wallet, link: { funding_source_group: null } } : wallet,
  }
}
