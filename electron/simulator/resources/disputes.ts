// /v1/disputes: list and retrieve. Disputes are opened by cards, not by requests.
import { listParameters, operation, pageOf, recordOf, type Operation } from '../operations.ts'
import { text } from '../parameters.ts'

const READ = ['rak_dispute_read'] as const

export const disputeOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/v1/disputes',
    answers: 'dispute',
    isList: true,
    permissions: READ,
    parameters: { ...listParameters, charge: text(), payment_intent: text() },
    run: ({ book, parameters }) => {
      const { created, charge, payment_intent } = parameters
      return pageOf(
        book.disputes,
        {
          ...(created === undefined ? {} : { created }),
          matching: (dispute) =>
            (charge === undefined || dispute.charge === charge) &&
            (payment_intent === undefined || dispute.payment_intent === payment_intent),
        },
        parameters,
        { noun: 'dispute', url: '/v1/disputes' },
      )
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/disputes/:dispute',
    answers: 'dispute',
    permissions: READ,
    parameters: {},
    run: (call) =>
      recordOf(call, (book) => book.disputes, call.ids['dispute'] ?? '', {
        noun: 'dispute',
        param: 'dispute',
      }),
  }),
]
