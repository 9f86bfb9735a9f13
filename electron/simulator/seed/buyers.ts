// How somebody becomes a customer of the business: a person of a market, with a way to pay. Invents, and buys nothing.
import type { Book } from '../book.ts'
import { makeCustomer } from '../life/customers.ts'
import { makeCardMethod, makeOtherMethod, otherPart } from '../life/payment-methods.ts'
import type { Random } from '../random.ts'
import type { BillingDetails, Customer, PaymentMethod } from '../records.ts'
import { MARKETS, type Market, type MethodKind } from './business.ts'
import { inventCard, inventPerson } from './people.ts'

export interface Buyer {
  readonly customer: Customer
  readonly market: Market
  readonly method: PaymentMethod
}

const REUSABLE: readonly MethodKind[] = ['card', 'paypal', 'sepa_debit']

/** Whether the method may be kept for the next purchase. */
export const isReusable = ({ type }: PaymentMethod): boolean => REUSABLE.some((kind) => kind === type)

/** A new customer of this market, with a method of their own, kept as default where it can be. `number` tells them apart. */
export function inviteBuyer(
  book: Book,
  random: Random,
  market: Market,
  { number, cardsFrom }: { number: number; cardsFrom: number },
): Buyer {
  const person = inventPerson(random, market, number)
  const customer = makeCustomer(book, {
    address: person.address,
    currency: market.currency,
    email: person.email,
    metadata: { shop_customer: `AQ-${10_000 + number}` },
    name: person.name,
    preferred_locales: [market.locale],
  })
  const method = makeMethod(book, random, market, customer, cardsFrom)
  if (!isReusable(method)) return { customer, market, method }
  const { record } = book.change(book.customers, customer, {
    invoice_settings: { ...customer.invoice_settings, default_payment_method: method.id },
  })
  return { customer: record, market, method }
}

/** A method of the customer's, of a kind usual in the market. */
export function makeMethod(
  book: Book,
  random: Random,
  market: Market,
  customer: Customer,
  cardsFrom: number,
): PaymentMethod {
  const options = { billing: billingOf(customer), customer: customer.id }
  const kind = random.weighted(market.methods)
  if (kind === 'card') return makeCardMethod(book, inventCard(random, market, cardsFrom), options)
  return makeOtherMethod(book, kind, { ...otherPart(book, kind, market.country, customer.email) }, options)
}

export function marketOf(customer: Customer): Market | undefined {
  return MARKETS.find(([{ country }]) => country === customer.address?.country)?.[0]
}

export const billingOf = ({ address, email, name }: Customer): BillingDetails => ({
  address: address ?? { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
  email,
  name,
  phone: null,
  tax_id: null,
})
