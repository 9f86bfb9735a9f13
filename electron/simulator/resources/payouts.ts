// /v1/payouts: read, asked for, and described. Most are made by the account's schedule (life/payouts.ts).
import { worded } from '../currencies.ts'
import { availableIn } from '../life/balance-shape.ts'
import { payOutByHand } from '../life/payouts.ts'
import { operation, recordOf, type Operation } from '../operations.ts'
import { changedMetadata, createdRange, integer, metadata, oneOf, text } from '../parameters.ts'
import { isRefusal, refuse } from '../refusals.ts'
import { matchesRange, matchesValue, readOnly } from './read-only.ts'

const WRITE = ['rak_payout_write'] as const
const missing = { noun: 'payout', param: 'payout' }

const reading = readOnly({
  path: '/v1/payouts',
  answers: 'payout',
  collectionOf: (book) => book.payouts,
  filters: { arrival_date: createdRange, destination: text(), status: text() },
  matches: (payout, { arrival_date: arrival, destination, status }) =>
    matchesRange(arrival, payout.arrival_date) &&
    matchesValue(destination, payout.destination) &&
    matchesValue(status, payout.status),
  missing,
})

export const payoutOperations: readonly Operation[] = [
  ...reading,
  operation({
    method: 'POST',
    path: '/v1/payouts',
    answers: 'payout',
    permissions: WRITE,
    parameters: {
      amount: integer({ lowest: 1 }),
      currency: text(),
      description: text(),
      metadata,
      method: oneOf(['standard']),
      source_type: oneOf(['card']),
      statement_descriptor: text(),
    },
    required: ['amount', 'currency'],
    notSimulated: ['destination', 'payout_method'],
    run: ({ book, parameters: sent }) => {
      const { amount = 0 } = sent
      const currency = (sent.currency ?? '').toLowerCase()
      const available = availableIn(book, currency)
      if (amount > available)
        return refuse(400, {
          code: 'balance_insufficient',
          message: `You have insufficient funds in your Stripe account for this transfer. Your card balance is too low: ${worded(Math.max(0, available), currency)} can be paid out.`,
        })
      return payOutByHand(book, currency, amount, {
        description: sent.description ?? null,
        metadata: changedMetadata({}, sent.metadata),
        statementDescriptor: sent.statement_descriptor ?? null,
      })
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/payouts/:id',
    answers: 'payout',
    permissions: WRITE,
    parameters: { metadata },
    run: (call) => {
      const { book, parameters } = call
      const payout = recordOf(call, (at) => at.payouts, call.ids['id'] ?? '', missing)
      if (isRefusal(payout)) return payout
      const { record, previous } = book.change(book.payouts, payout, {
        metadata: changedMetadata(payout.metadata, parameters.metadata),
      })
      book.emit('payout.updated', record, previous)
      return record
    },
  }),
]
