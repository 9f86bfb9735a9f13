// GET /v1/balance, and the balance transactions behind it.
import { currentTransaction } from '../expand.ts'
import { balanceOf } from '../life/balance-shape.ts'
import {
  isPage,
  isRefusal,
  listParameters,
  operation,
  pageOf,
  recordOf,
  type Operation,
} from '../operations.ts'
import { text } from '../parameters.ts'
import { refusals } from '../refusals.ts'

const names = { noun: 'balance transaction', url: '/v1/balance_transactions' }

export const balanceOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '/v1/balance',
    answers: 'balance',
    permissions: ['rak_balance_read'],
    parameters: {},
    run: ({ book }) => balanceOf(book),
  }),
  operation({
    method: 'GET',
    path: '/v1/balance_transactions',
    answers: 'balance_transaction',
    isList: true,
    permissions: ['rak_balance_transaction_source_read', 'rak_balance_read'],
    parameters: { ...listParameters, currency: text(), payout: text(), source: text(), type: text() },
    run: ({ book, parameters }) => {
      const { created, currency, payout, source, type } = parameters
      if (payout !== undefined && book.payouts.get(payout) === undefined)
        return refusals.unknownCursor('payout', payout, 'payout')
      const answer = pageOf(
        book.balanceTransactions,
        {
          ...(created === undefined ? {} : { created }),
          ...(source !== undefined
            ? { where: ['source', source] as const }
            : currency !== undefined
              ? { where: ['currency', currency] as const }
              : {}),
          matching: (record) =>
            (currency === undefined || record.currency === currency) &&
            (payout === undefined || book.paidOutIn.get(record.id) === payout) &&
            (type === undefined || record.type === type),
        },
        parameters,
        names,
      )
      if (isRefusal(answer) || !isPage(answer)) return answer
      return {
        ...answer,
        page: answer.page.map((record) => currentTransaction(book, (record as { id: string }).id) ?? record),
      }
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/balance_transactions/:transaction',
    answers: 'balance_transaction',
    permissions: ['rak_balance_transaction_source_read', 'rak_balance_read'],
    parameters: {},
    run: (call) => {
      const id = call.ids['transaction'] ?? ''
      const record = recordOf(call, (book) => book.balanceTransactions, id, {
        noun: 'balance transaction',
        param: 'id',
      })
      return isRefusal(record) ? record : (currentTransaction(call.book, id) ?? record)
    },
  }),
]
