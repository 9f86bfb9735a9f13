// The card of a customer by its old name: a source, made with the customer. It is a payment method all the same; nothing is charged here.
import type { Book } from '../book.ts'
import type { Customer, PaymentMethod } from '../records.ts'
import type { TestCard } from '../test-cards.ts'
import { makeTestCardMethod } from './payment-methods.ts'

/** Gives a new customer their card, and announces both: what is told of the customer names it already. */
export function announceWithSource(book: Book, customer: Customer, card: TestCard): Customer {
  const method = makeTestCardMethod(book, card, { customer: customer.id, prefix: 'card' })
  const { record } = book.change(book.customers, customer, { default_source: method.id })
  book.emit('customer.created', record)
  book.emit('payment_method.attached', method)
  book.emit('customer.source.created', cardOf(method))
  return record
}

/** The card as its old shape has it. */
function cardOf({ card: part, customer, id, metadata }: PaymentMethod): object {
  const card = part as Readonly<Record<string, unknown>>
  return {
    id,
    object: 'card',
    address_city: null,
    address_country: null,
    address_line1: null,
    address_line1_check: null,
    address_line2: null,
    address_state: null,
    address_zip: null,
    address_zip_check: null,
    brand: NAMES[String(card['brand'])] ?? 'Unknown',
    country: card['country'],
    customer,
    cvc_check: null,
    dynamic_last4: null,
    exp_month: card['exp_month'],
    exp_year: card['exp_year'],
    fingerprint: card['fingerprint'],
    funding: card['funding'],
    last4: card['last4'],
    metadata,
    name: null,
    regulated_status: null,
    tokenization_method: null,
  }
}

const NAMES: Readonly<Record<string, string>> = {
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'MasterCard',
  unionpay: 'UnionPay',
  visa: 'Visa',
}
