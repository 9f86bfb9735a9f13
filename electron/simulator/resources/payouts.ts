// /v1/payouts: read only. Payouts are made by the account's schedule (life/payouts.ts), not by requests.
import type { Operation } from '../operations.ts'
import { createdRange, text } from '../parameters.ts'
import { matchesRange, matchesValue, readOnly } from './read-only.ts'

export const payoutOperations: readonly Operation[] = readOnly({
  path: '/v1/payouts',
  answers: 'payout',
  collectionOf: (book) => book.payouts,
  filters: { arrival_date: createdRange, destination: text(), status: text() },
  matches: (payout, { arrival_date: arrival, destination, status }) =>
    matchesRange(arrival, payout.arrival_date) &&
    matchesValue(destination, payout.destination) &&
    matchesValue(status, payout.status),
  missing: { noun: 'payout', param: 'payout' },
})
