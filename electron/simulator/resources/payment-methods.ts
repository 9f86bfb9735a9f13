// /v1/payment_methods: test cards and a few other kinds; attach and detach. No real card number is accepted or kept.
import { cardError, declineFor } from '../declines.ts'
import {
  isOtherType,
  makeOtherMethod,
  makeTestCardMethod,
  NO_ADDRESS,
  NO_BILLING_DETAILS,
  otherPart,
} from '../life/payment-methods.ts'
import { listParameters, operation, pageOf, recordOf, type Operation } from '../operations.ts'
import { billingDetails, changedMetadata, fields, integer, metadata, oneOf, text } from '../parameters.ts'
import type { BillingDetails } from '../records.ts'
import { isRefusal, refusals, refuse } from '../refusals.ts'
import { testCardByNumber, testCardByOldToken } from '../test-cards.ts'
import { attachMethod, customerOf, liveRefusesTestCard } from './lookups.ts'

const READ = ['rak_payment_method_read', 'rak_payment_method_write'] as const
const WRITE = ['rak_payment_method_write'] as const
const TYPES = [
  'card',
  'sepa_debit',
  'ideal',
  'bancontact',
  'klarna',
  'konbini',
  'multibanco',
  'paypal',
] as const

export const paymentMethodOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/v1/payment_methods',
    answers: 'payment_method',
    isList: true,
    permissions: READ,
    parameters: {
      customer: text(),
      ending_before: listParameters.ending_before,
      limit: listParameters.limit,
      starting_after: listParameters.starting_after,
      type: text(),
    },
    notSimulated: ['allow_redisplay', 'customer_account'],
    run: (call) => {
      const { customer, type } = call.parameters
      if (customer !== undefined) {
        const known = customerOf(call, customer, 'customer')
        if (isRefusal(known)) return known
      }
      return pageOf(
        call.book.paymentMethods,
        {
          matching: (method) =>
            (customer === undefined || method.customer === customer) &&
            (type === undefined || method.type === type),
        },
        call.parameters,
        { noun: 'PaymentMethod', url: '/v1/payment_methods' },
      )
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/payment_methods',
    answers: 'payment_method',
    permissions: WRITE,
    parameters: {
      billing_details: billingDetails,
      bancontact: fields({}),
      card: fields({ cvc: text(), exp_month: integer(), exp_year: integer(), number: text(), token: text() }),
      ideal: fields({ bank: text() }),
      klarna: fields({}),
      konbini: fields({}),
      metadata,
      multibanco: fields({}),
      paypal: fields({}),
      sepa_debit: fields({ iban: text() }),
      type: oneOf(TYPES),
    },
    required: ['type'],
    run: ({ book, parameters }) => {
      const type = parameters.type ?? 'card'
      const { address, ...contact } = parameters.billing_details ?? {}
      const billing: BillingDetails = {
        ...NO_BILLING_DETAILS,
        ...contact,
        address: { ...NO_ADDRESS, ...address },
      }
      const options = { billing, metadata: changedMetadata({}, parameters.metadata) }
      if (isOtherType(type)) {
        const iban = parameters.sepa_debit?.iban
        if (type === 'sepa_debit' && iban === undefined) return refusals.missingParameter('sepa_debit[iban]')
        const country = iban?.slice(0, 2).toUpperCase() ?? billing.address.country ?? 'DE'
        const part = otherPart(book, type, country, billing.email)
        return makeOtherMethod(
          book,
          type,
          iban === undefined ? { ...part } : { ...part, last4: iban.slice(-4) },
          options,
        )
      }
      if (book.livemode) return liveRefusesTestCard()
      const { number, token } = parameters.card ?? {}
      const card = number === undefined ? testCardByOldToken(token ?? '') : testCardByNumber(number)
      if (card === undefined)
        return number === undefined
          ? refusals.missingParameter('card')
          : cardError(declineFor(passesLuhn(number) ? 'generic_decline' : 'incorrect_number'), {
              param: 'number',
            })
      return makeTestCardMethod(book, card, options)
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/payment_methods/:method',
    answers: 'payment_method',
    permissions: READ,
    parameters: {},
    run: (call) => {
      const id = call.ids['method'] ?? ''
      return recordOf(call, (book) => book.paymentMethods, id, {
        noun: 'PaymentMethod',
        param: 'payment_method',
      })
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/payment_methods/:method',
    answers: 'payment_method',
    permissions: WRITE,
    parameters: { billing_details: billingDetails, metadata },
    notSimulated: ['allow_redisplay', 'card', 'us_bank_account'],
    run: (call) => {
      const { book, parameters: sent } = call
      const method = recordOf(call, (at) => at.paymentMethods, call.ids['method'] ?? '', {
        noun: 'PaymentMethod',
        param: 'payment_method',
      })
      if (isRefusal(method)) return method
      if (method.customer === null)
        return refuse(400, {
          message: 'You must save this PaymentMethod to a customer before you can update it.',
        })
      const { address, ...contact } = sent.billing_details ?? {}
      const { record, previous } = book.change(book.paymentMethods, method, {
        ...(sent.billing_details === undefined
          ? {}
          : {
              billing_details: {
                ...method.billing_details,
                ...contact,
                address: { ...method.billing_details.address, ...address },
              },
            }),
        ...(sent.metadata === undefined ? {} : { metadata: changedMetadata(method.metadata, sent.metadata) }),
      })
      book.emit('payment_method.updated', record, previous)
      return record
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/payment_methods/:method/attach',
    answers: 'payment_method',
    permissions: WRITE,
    parameters: { customer: text() },
    notSimulated: ['customer_account'],
    required: ['customer'],
    run: (call) => {
      const customer = customerOf(call, call.parameters.customer ?? '', 'customer')
      if (isRefusal(customer)) return customer
      return attachMethod(call, call.ids['method'] ?? '', customer.id)
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/payment_methods/:method/detach',
    answers: 'payment_method',
    permissions: WRITE,
    parameters: {},
    run: (call) => {
      const { book } = call
      const id = call.ids['method'] ?? ''
      const method = recordOf(call, (at) => at.paymentMethods, id, {
        noun: 'PaymentMethod',
        param: 'payment_method',
      })
      if (isRefusal(method)) return method
      if (method.customer === null)
        return refuse(400, {
          message:
            'The payment method you provided is not attached to a customer so detachment is impossible.',
        })
      const { record, previous } = book.change(book.paymentMethods, method, { customer: null })
      book.detached.add(id)
      book.emit('payment_method.detached', record, previous)
      const theirs = book.customers.get(method.customer)
      if (theirs?.default_source === method.id) {
        const without = book.change(book.customers, theirs, { default_source: null })
        book.emit('customer.updated', without.record, without.previous)
      }
      return record
    },
  }),
]

function passesLuhn(number: string): boolean {
  const digits = number.replaceAll(' ', '')
  if (!/^\d{12,19}$/.test(digits)) return false
  let sum = 0
  for (const [index, digit] of digits.split('').toReversed().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}
