// Writes the year before the anchor into an empty book: customers, payments, refunds, disputes and payouts, through the same functions requests use.
import type { Book } from '../book.ts'
import { makeCustomer } from '../life/customers.ts'
import { makeCardMethod, makeOtherMethod, makeTestCardMethod, otherPart } from '../life/payment-methods.ts'
import { attemptPayment, cancelIntent, openIntent } from '../life/payments.ts'
import type { BillingDetails, Customer, PaymentIntent, PaymentMethod } from '../records.ts'
import { testCardByToken } from '../test-cards.ts'
import { disputeSome, payOutYear, refundSome, showEveryRefund } from './aftermath.ts'
import { MARKETS, priceIn, PRODUCTS, SUBSCRIPTIONS, type Market, type Product } from './business.ts'
import { inventCard, inventPerson } from './people.ts'
import { paymentTimes } from './rhythm.ts'

export interface YearSize {
  readonly customers: number
  readonly payments: number
}

interface Buyer {
  readonly customer: Customer
  readonly market: Market
  readonly method: PaymentMethod
  readonly subscription: Product | null
}

/** Of a hundred payments of a mature shop, how each ends. */
type Ending =
  'paid' | 'declined' | 'declined_then_paid' | 'unfinished' | 'authentication' | 'canceled' | 'to_capture'

const DECLINES = [
  ['insufficient_funds', 36], ['do_not_honor', 13], ['generic_decline', 12], ['expired_card', 11], ['processing_error', 5],
  ['incorrect_cvc', 5], ['try_again_later', 4], ['card_velocity_exceeded', 3], ['transaction_not_allowed', 3], ['fraudulent', 2],
  ['lost_card', 2], ['stolen_card', 1], ['pickup_card', 1], ['restricted_card', 1], ['authentication_required', 3],
  ['issuer_not_available', 2], ['card_not_supported', 1], ['invalid_account', 1], ['stop_payment_order', 1],
  ['withdrawal_count_limit_exceeded', 1], ['currency_not_supported', 1],
] as const // prettier-ignore

/** Fills the book; afterwards everything that was due by the anchor has happened. */
export function writeYear(book: Book, anchorSeconds: number, size: YearSize): void {
  if (size.payments <= 0) return
  const times = paymentTimes(book.random, anchorSeconds, size.payments)
  const buyers = inviteBuyers(book, anchorSeconds, Math.max(1, size.customers))
  for (const [index, at] of times.entries()) {
    book.moment = at
    const fromEnd = times.length - index
    pay(book, chooseBuyer(book, buyers, index), { at, index, fromEnd, anchorSeconds })
  }
  settle(book)
  refundSome(book, anchorSeconds)
  settle(book)
  showEveryRefund(book, anchorSeconds)
  disputeSome(book, anchorSeconds)
  payOutYear(book, anchorSeconds)
  settle(book)
}

/** Lets everything that became due by now happen, each at its own second. */
function settle(book: Book): void {
  book.moment = null
  book.clock.settle()
}

function inviteBuyers(book: Book, anchorSeconds: number, count: number): Buyer[] {
  const { random } = book
  return Array.from({ length: count }, (_, number): Buyer => {
    const market = random.weighted(MARKETS)
    const joined =
      anchorSeconds - Math.floor(365 * 86400 * (number < count * 0.4 ? 1 : 1 - random.next() ** 1.2))
    book.moment = Math.min(joined, anchorSeconds - 3600)
    const person = inventPerson(random, market, number)
    const customer = makeCustomer(book, {
      address: person.address,
      currency: market.currency,
      email: person.email,
      metadata: { shop_customer: `AQ-${10_000 + number}` },
      name: person.name,
      preferred_locales: [market.locale],
    })
    const billing: BillingDetails = {
      address: person.address,
      email: person.email,
      name: person.name,
      phone: null,
      tax_id: null,
    }
    const options = { billing, customer: customer.id }
    const kind = random.weighted(market.methods)
    const method =
      kind === 'card'
        ? makeCardMethod(book, inventCard(random, market, anchorSeconds), options)
        : makeOtherMethod(book, kind, { ...otherPart(book, kind, market.country, person.email) }, options)
    const isReusable = kind === 'card' || kind === 'sepa_debit' || kind === 'paypal'
    const withDefault = isReusable
      ? book.change(book.customers, customer, {
          invoice_settings: { ...customer.invoice_settings, default_payment_method: method.id },
        }).record
      : customer
    const subscription = isReusable && random.chance(0.45) ? random.weighted(SUBSCRIPTIONS) : null
    return { customer: withDefault, market, method, subscription }
  }).toSorted((left, right) => left.customer.created - right.customer.created)
}

/** Only those who have already joined buy; a few buy much, most little. */
function chooseBuyer(book: Book, buyers: readonly Buyer[], index: number): Buyer {
  const at = book.now()
  let joined = buyers.length
  while (joined > 1 && (buyers[joined - 1]?.customer.created ?? 0) > at) joined -= 1
  const place = Math.floor(book.random.next() ** 1.35 * joined)
  const scattered = (place * 7919 + (index % 3)) % joined
  const buyer = buyers[scattered] ?? buyers[0]
  if (buyer === undefined) throw new Error('A year needs at least one customer')
  return buyer
}

interface Occasion {
  readonly at: number
  readonly index: number
  /** 1 for the newest payment. */
  readonly fromEnd: number
  readonly anchorSeconds: number
}

/** One payment from first attempt to its end. */
function pay(book: Book, buyer: Buyer, occasion: Occasion): void {
  const { random } = book
  const { customer, market } = buyer
  const isRenewal = buyer.subscription !== null && random.chance(0.7)
  const product = isRenewal && buyer.subscription !== null ? buyer.subscription : random.weighted(PRODUCTS)
  const quantity =
    product.every === undefined && product.price < 3000 && random.chance(0.3) ? random.integer(2, 4) : 1
  const order = `AQ-${20_000 + occasion.index}`
  const ending = endingOf(book, occasion)
  const method = methodFor(book, buyer, occasion, ending)
  const intent = openIntent(book, {
    amount: priceIn(market.currency, market.rate, product.price) * quantity,
    currency: market.currency,
    customer: customer.id,
    description: isRenewal
      ? `Subscription update: ${product.name}`
      : `Order ${order}: ${quantity > 1 ? `${quantity} × ` : ''}${product.name}`,
    metadata: isRenewal
      ? { plan: product.name }
      : { order_id: order, channel: random.chance(0.8) ? 'web' : 'market stall' },
    receiptEmail: customer.email,
    paymentMethodTypes: method.type === 'card' ? ['card', 'link'] : [method.type],
    setupFutureUsage: isRenewal ? 'off_session' : null,
    shipping: isRenewal
      ? null
      : { address: customer.address, carrier: null, name: customer.name, phone: null, tracking_number: null },
    captureMethod: ending === 'to_capture' ? 'manual' : 'automatic_async',
  })
  book.moment = occasion.at + 2
  finish(book, intent, method, ending)
}

function finish(book: Book, intent: PaymentIntent, method: PaymentMethod, ending: Ending): void {
  const decline = (): PaymentIntent =>
    attemptPayment(book, intent, method, {
      behaviour: { kind: 'declines', code: book.random.weighted(DECLINES), onAttach: false },
    }).intent
  switch (ending) {
    case 'paid':
    case 'to_capture':
      attemptPayment(book, intent, method)
      return
    case 'declined':
      decline()
      return
    case 'declined_then_paid': {
      const declined = decline()
      book.moment = book.now() + book.random.integer(40, 900)
      attemptPayment(book, declined, method)
      return
    }
    case 'authentication':
      attemptPayment(book, intent, method, {
        behaviour: { kind: 'asks_for_authentication', thenDeclines: false },
        returnUrl: 'https://alderquill.example.com/checkout/return',
      })
      return
    case 'canceled':
      book.moment = book.now() + book.random.integer(600, 86400)
      cancelIntent(book, intent, 'abandoned')
      return
    case 'unfinished':
      return
  }
}

function endingOf(book: Book, { at, fromEnd, anchorSeconds }: Occasion): Ending {
  const ageDays = (anchorSeconds - at) / 86400
  // The newest few show every state a newcomer should meet, whatever the dice say.
  if (fromEnd === 4) return 'declined'
  if (fromEnd === 7) return 'to_capture'
  if (fromEnd === 9) return 'authentication'
  if (fromEnd === 2 || fromEnd === 3 || fromEnd === 5) return 'paid'
  return book.random.weighted<Ending>([
    ['paid', 84],
    ['declined', 11.8],
    ['declined_then_paid', 2.4],
    ['canceled', ageDays > 2 ? 0.8 : 0],
    ['unfinished', 0.5],
    ['authentication', ageDays < 3 ? 2 : 0.2],
    ['to_capture', ageDays < 5 ? 2 : 0],
  ])
}

/** Mostly the buyer's own method; now and then one of the cards whose refunds behave oddly. */
function methodFor(book: Book, buyer: Buyer, { fromEnd }: Occasion, ending: Ending): PaymentMethod {
  const { random } = book
  const options = { billing: buyer.method.billing_details, customer: buyer.customer.id }
  const odd =
    fromEnd === 3 || (fromEnd > 20 && random.chance(0.0025))
      ? 'pm_card_pendingRefund'
      : fromEnd === 5 || (fromEnd > 20 && random.chance(0.0015))
        ? 'pm_card_refundFail'
        : null
  const testCard = odd === null ? undefined : testCardByToken(odd)
  if (testCard !== undefined && !book.livemode) return makeTestCardMethod(book, testCard, options)
  const needsCard = ending !== 'paid' || fromEnd === 2
  if (needsCard && buyer.method.type !== 'card')
    return makeCardMethod(book, inventCard(random, buyer.market, book.now()), options)
  return buyer.method
}
