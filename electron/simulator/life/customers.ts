// How a customer comes to be, and in which currency they are billed.
import type { Book } from '../book.ts'
import type { Customer } from '../records.ts'

export type CustomerFacts = Partial<
  Pick<
    Customer,
    | 'address'
    | 'balance'
    | 'currency'
    | 'description'
    | 'email'
    | 'metadata'
    | 'name'
    | 'phone'
    | 'preferred_locales'
    | 'shipping'
    | 'tax_exempt'
  >
>

export function makeCustomer(book: Book, facts: CustomerFacts): Customer {
  const customer = addCustomer(book, facts)
  book.emit('customer.created', customer)
  return customer
}

/** As `makeCustomer`, for somebody who goes on describing it and announces it afterwards. */
export function addCustomer(book: Book, facts: CustomerFacts): Customer {
  return book.customers.put({
    id: book.newId('cus'),
    object: 'customer',
    address: facts.address ?? null,
    balance: facts.balance ?? 0,
    created: book.now(),
    currency: facts.currency ?? null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: facts.description ?? null,
    discount: null,
    email: facts.email ?? null,
    invoice_prefix: book.random.token(8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: book.livemode,
    metadata: facts.metadata ?? {},
    name: facts.name ?? null,
    next_invoice_sequence: 1,
    phone: facts.phone ?? null,
    preferred_locales: facts.preferred_locales ?? [],
    shipping: facts.shipping ?? null,
    tax_exempt: facts.tax_exempt ?? 'none',
    test_clock: book.testClock,
  })
}

/** The currency a customer is billed in; null: none yet. Their balance is in it, so that no other is mixed in. */
export function currencyOf(book: Book, customer: Customer): string | null {
  if (customer.currency !== null) return customer.currency
  const [newest] = book.invoices.walk({ where: ['customer', customer.id] })
  return newest?.currency ?? null
}
