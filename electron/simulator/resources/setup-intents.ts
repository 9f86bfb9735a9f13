// /v1/setup_intents: read only. They are made by hosted pages in setup mode.
import type { Operation } from '../operations.ts'
import { text } from '../parameters.ts'
import { matchesValue, readOnly } from './read-only.ts'

export const setupIntentOperations: readonly Operation[] = readOnly({
  path: '/v1/setup_intents',
  answers: 'setup_intent',
  collectionOf: (book) => book.setupIntents,
  filters: { customer: text(), payment_method: text() },
  notSimulated: ['attach_to_self', 'customer_account'],
  notSimulatedOfOne: ['client_secret'],
  matches: (intent, asked) =>
    matchesValue(asked.customer, intent.customer ?? '') &&
    matchesValue(asked.payment_method, intent.payment_method ?? ''),
  missing: { noun: 'setupintent', param: 'intent' },
})
