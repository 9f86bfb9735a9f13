// /v1/customers: create, read, update, delete, and the payment methods of one.
import type { Book } from '../book.ts'
import { differences } from '../differences.ts'
import { addCustomer } from '../life/customers.ts'
import { NO_ADDRESS } from '../life/payment-methods.ts'
import { announceWithSource } from '../life/sources.ts'
import { endSubscription } from '../life/subscriptions.ts'
import {
  cursorParameters,
  listParameters,
  operation,
  pageOf,
  type Call,
  type Operation,
} from '../operations.ts'
import {
  address,
  changedMetadata,
  fields,
  integer,
  listOf,
  metadata,
  oneOf,
  text,
  type Rules,
} from '../parameters.ts'
import type { Address, Customer } from '../records.ts'
import { isRefusal, refusals } from '../refusals.ts'
import type { TestCard } from '../test-cards.ts'
import { attachMethod, chargeableMethodOf, customerOf, sourceCard } from './lookups.ts'

const READ = ['rak_customer_read', 'rak_customer_write'] as const
const WRITE = ['rak_customer_write'] as const

const facts = {
  address,
  balance: integer(),
  description: text({ unsettable: true }),
  email: text({ unsettable: true }),
  invoice_settings: fields({
    default_payment_method: text({ unsettable: true }),
    footer: text({ unsettable: true }),
  }),
  metadata,
  name: text({ unsettable: true }),
  phone: text({ unsettable: true }),
  preferred_locales: listOf(text()),
  shipping: fields({ address, name: text(), phone: text({ unsettable: true }) }),
  tax_exempt: oneOf(['none', 'exempt', 'reverse']),
} as const satisfies Rules

const NOT_SIMULATED = [
  'business_name', 'cash_balance', 'individual_name', 'invoice_prefix', 'next_invoice_sequence', 'tax', 'validate',
] as const // prettier-ignore

const DEFAULT_METHOD = 'invoice_settings[default_payment_method]'

const whole = (part: Partial<Address> | undefined) =>
  part === undefined ? undefined : { ...NO_ADDRESS, ...part }

export const customerOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/v1/customers',
    answers: 'customer',
    isList: true,
    permissions: READ,
    parameters: { ...listParameters, email: text() },
    notSimulated: ['test_clock'],
    run: ({ book, parameters }) => {
      const { created, email } = parameters
      return pageOf(
        book.customers,
        {
          ...(created === undefined ? {} : { created }),
          matching: (customer) =>
            !book.deletedCustomers.has(customer.id) && (email === undefined || customer.email === email),
        },
        parameters,
        { noun: 'customer', url: '/v1/customers' },
      )
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/customers',
    answers: 'customer',
    permissions: WRITE,
    parameters: { ...facts, payment_method: text(), source: text(), test_clock: text() },
    notSimulated: [...NOT_SIMULATED, 'tax_id_data'],
    run: (call) => {
      const { book } = call
      const {
        invoice_settings: settings, payment_method, source, test_clock: clock, ...sent
      } = call.parameters // prettier-ignore
      // The book is then in that clock's time.
      if (clock !== undefined && book.testClock !== clock)
        return refusals.noSuch('test_clock', clock, 'test_clock')
      const { default_payment_method: wanted, ...plain } = settings ?? {}
      const card = source === undefined ? undefined : sourceCard(call, source)
      if (isRefusal(card)) return card
      const described = describe(book, addCustomer(book, {}), { ...sent, invoice_settings: plain })
      const made = announce(book, described, card)
      const method = payment_method === undefined ? undefined : attachMethod(call, payment_method, made.id)
      if (isRefusal(method)) return method
      if (typeof wanted !== 'string') return made
      // A test card's token stands for the method that was just made of it.
      const id = wanted === payment_method ? (method?.id ?? wanted) : wanted
      const known = chargeableMethodOf(call, id, made.id, DEFAULT_METHOD)
      if (isRefusal(known)) return known
      const preferred = describe(book, made, { invoice_settings: { default_payment_method: id } })
      book.emit('customer.updated', preferred, differences(made, preferred))
      return preferred
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/customers/:customer',
    answers: 'customer',
    permissions: READ,
    parameters: {},
    run: (call) => {
      const id = call.ids['customer'] ?? ''
      return call.book.deletedCustomers.get(id) ?? customerOf(call, id, 'id')
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/customers/:customer',
    answers: 'customer',
    permissions: WRITE,
    parameters: facts,
    notSimulated: [...NOT_SIMULATED, 'default_source', 'source'],
    run: (call) => {
      const customer = customerOf(call, call.ids['customer'] ?? '', 'id')
      if (isRefusal(customer)) return customer
      const method = call.parameters.invoice_settings?.default_payment_method
      if (typeof method === 'string') {
        const known = chargeableMethodOf(call, method, customer.id, DEFAULT_METHOD)
        if (isRefusal(known)) return known
      }
      const before = call.book.customers.get(customer.id)
      const changed = describe(call.book, customer, call.parameters)
      if (before !== changed) call.book.emit('customer.updated', changed, differences(customer, changed))
      return changed
    },
  }),
  operation({
    method: 'DELETE',
    path: '/v1/customers/:customer',
    answers: 'customer',
    permissions: WRITE,
    parameters: {},
    run: (call) => {
      const customer = customerOf(call, call.ids['customer'] ?? '', 'id')
      if (isRefusal(customer)) return customer
      const deleted = { id: customer.id, object: 'customer' as const, deleted: true as const }
      endAllOf(call.book, customer)
      call.book.deletedCustomers.set(customer.id, deleted)
      call.book.emit('customer.deleted', customer)
      return deleted
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/customers/:customer/payment_methods',
    answers: 'payment_method',
    isList: true,
    permissions: ['rak_payment_method_read', 'rak_payment_method_write'],
    parameters: { ...cursorParameters, type: text() },
    notSimulated: ['allow_redisplay'],
    run: (call) => {
      const customer = customerOf(call, call.ids['customer'] ?? '', 'customer')
      if (isRefusal(customer)) return customer
      const { type } = call.parameters
      return pageOf(
        call.book.paymentMethods,
        {
          matching: (method) =>
            method.customer === customer.id && (type === undefined || method.type === type),
        },
        call.parameters,
        { noun: 'PaymentMethod', url: `/v1/customers/${customer.id}/payment_methods` },
      )
    },
  }),
]

type Facts = Call<typeof facts>['parameters']

function announce(book: Book, customer: Customer, card: TestCard | undefined): Customer {
  if (card !== undefined) return announceWithSource(book, customer, card)
  book.emit('customer.created', customer)
  return customer
}

/** Whoever is deleted pays for nothing any more. */
function endAllOf(book: Book, { id }: Customer): void {
  const running = book.subscriptions.walk({
    where: ['customer', id],
    matching: ({ ended_at: ended }) => ended === null,
  })
  for (const subscription of running)
    endSubscription(book, subscription, { reason: 'cancellation_requested' })
}

function describe(book: Book, customer: Customer, sent: Facts): Customer {
  const { address: sentAddress, invoice_settings, metadata: changes, shipping, ...plain } = sent
  const home = whole(sentAddress)
  const defaultMethod = invoice_settings?.default_payment_method
  return book.change(book.customers, customer, {
    ...plain,
    ...(home === undefined ? {} : { address: home }),
    ...(shipping === undefined
      ? {}
      : { shipping: { name: '', phone: null, ...shipping, address: whole(shipping.address) ?? NO_ADDRESS } }),
    ...(invoice_settings === undefined
      ? {}
      : {
          invoice_settings: {
            ...customer.invoice_settings,
            ...(defaultMethod === undefined ? {} : { default_payment_method: defaultMethod }),
            ...(invoice_settings.footer === undefined ? {} : { footer: invoice_settings.footer }),
          },
        }),
    ...(changes === undefined ? {} : { metadata: changedMetadata(customer.metadata, changes) }),
  }).record
}
