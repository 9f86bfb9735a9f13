// /v1/charges: read only. Charges are made by PaymentIntents; the legacy create is refused.
import { isRefusal, listParameters, operation, pageOf, recordOf, type Operation } from '../operations.ts'
import { changedMetadata, metadata, text } from '../parameters.ts'
import { refuse } from '../refusals.ts'

const READ = ['rak_charge_read', 'rak_charge_write'] as const
const missing = { noun: 'charge', param: 'id' }

export const chargeOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/v1/charges',
    answers: 'charge',
    isList: true,
    permissions: READ,
    parameters: { ...listParameters, customer: text(), payment_intent: text() },
    notSimulated: ['transfer_group'],
    run: ({ book, parameters }) => {
      const { created, customer, payment_intent } = parameters
      return pageOf(
        book.charges,
        {
          ...(created === undefined ? {} : { created }),
          ...(payment_intent === undefined ? {} : { where: ['payment_intent', payment_intent] as const }),
          matching: (charge) => customer === undefined || charge.customer === customer,
        },
        parameters,
        { noun: 'charge', url: '/v1/charges' },
      )
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/charges/:charge',
    answers: 'charge',
    permissions: READ,
    parameters: {},
    run: (call) => recordOf(call, (book) => book.charges, call.ids['charge'] ?? '', missing),
  }),
  operation({
    method: 'GET',
    path: '/v1/charges/:charge/refunds',
    answers: 'refund',
    isList: true,
    permissions: ['rak_refund_read', 'rak_charge_read'],
    parameters: listParameters,
    run: (call) => {
      const charge = recordOf(call, (book) => book.charges, call.ids['charge'] ?? '', missing)
      if (isRefusal(charge)) return charge
      return pageOf(call.book.refunds, { where: ['charge', charge.id] }, call.parameters, {
        noun: 'refund',
        url: `/v1/charges/${charge.id}/refunds`,
      })
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/charges/:charge',
    answers: 'charge',
    permissions: ['rak_charge_write'],
    parameters: {
      description: text({ unsettable: true }),
      metadata,
      receipt_email: text({ unsettable: true }),
    },
    notSimulated: ['customer', 'fraud_details', 'shipping', 'transfer_group'],
    run: (call) => {
      const charge = recordOf(call, (book) => book.charges, call.ids['charge'] ?? '', missing)
      if (isRefusal(charge)) return charge
      const { description, metadata: changes, receipt_email } = call.parameters
      const { record, previous } = call.book.change(call.book.charges, charge, {
        ...(description === undefined ? {} : { description }),
        ...(receipt_email === undefined ? {} : { receipt_email }),
        metadata: changedMetadata(charge.metadata, changes),
      })
      call.book.emit('charge.updated', record, previous)
      return record
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/charges',
    answers: 'charge',
    permissions: ['rak_charge_write'],
    parameters: {},
    notSimulated: [
      'amount', 'application_fee', 'application_fee_amount', 'capture', 'currency', 'customer', 'description', 'destination', 'metadata',
      'on_behalf_of', 'radar_options', 'receipt_email', 'shipping', 'source', 'statement_descriptor', 'statement_descriptor_suffix',
      'transfer_data', 'transfer_group',
    ], // prettier-ignore
    run: () =>
      refuse(400, {
        code: 'parameter_missing',
        message:
          'Must provide source or customer. Charges are created through PaymentIntents: POST /v1/payment_intents.',
      }),
  }),
]
