// /v1/setup_intents: made, read, confirmed, canceled. Hosted pages in setup mode make theirs themselves.
import type { SetupIntent } from '../billing-records.ts'
import { cardError } from '../declines.ts'
import { belongsToAnother } from '../life/payments.ts'
import { attemptSetup, cancelSetup, openSetupIntent } from '../life/setup-intents.ts'
import { operation, recordOf, type Call, type Operation } from '../operations.ts'
import { changedMetadata, flag, listOf, metadata, oneOf, text, type Rules } from '../parameters.ts'
import { isRefusal, refuse, type Refusal } from '../refusals.ts'
import { customerOf, methodOf } from './lookups.ts'
import { matchesValue, readOnly } from './read-only.ts'

const WRITE = ['rak_setup_intent_write'] as const
const missing = { noun: 'setupintent', param: 'intent' }

const reading = readOnly({
  path: '/v1/setup_intents',
  answers: 'setup_intent',
  collectionOf: (book) => book.setupIntents,
  filters: { customer: text(), payment_method: text() },
  notSimulated: ['attach_to_self', 'customer_account'],
  notSimulatedOfOne: ['client_secret'],
  matches: (intent, asked) =>
    matchesValue(asked.customer, intent.customer ?? '') &&
    matchesValue(asked.payment_method, intent.payment_method ?? ''),
  missing,
})

const intentOf = (call: Call<Rules>): SetupIntent | Refusal =>
  recordOf(call, (book) => book.setupIntents, call.ids['id'] ?? '', missing)

function confirm(
  call: Call<Rules>,
  intent: SetupIntent,
  sent: { payment_method?: string; return_url?: string },
): SetupIntent | Refusal {
  if (intent.status === 'succeeded' || intent.status === 'canceled')
    return refuse(400, {
      code: 'setup_intent_unexpected_state',
      message: `You cannot confirm this SetupIntent because it has a status of ${intent.status}.`,
    })
  const id = sent.payment_method ?? intent.payment_method
  if (id === null)
    return refuse(400, {
      code: 'setup_intent_unexpected_state',
      message:
        "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.",
    })
  const method = methodOf(call, id, 'payment_method')
  if (isRefusal(method)) return method
  if (belongsToAnother(method, intent.customer))
    return refuse(400, {
      message: 'The payment method you provided has already been attached to a customer.',
      param: 'payment_method',
    })
  const { return_url: returnUrl } = sent
  const attempt = attemptSetup(call.book, intent, method, returnUrl === undefined ? {} : { returnUrl })
  return attempt.kind === 'taken'
    ? attempt.intent
    : cardError(attempt.decline, { setup_intent: attempt.intent, payment_method: method })
}

export const setupIntentOperations: readonly Operation[] = [
  ...reading,
  operation({
    method: 'POST',
    path: '/v1/setup_intents',
    answers: 'setup_intent',
    permissions: WRITE,
    parameters: {
      allowed_payment_method_types: listOf(oneOf(['card', 'link'])),
      confirm: flag,
      customer: text(),
      description: text(),
      metadata,
      payment_method: text(),
      return_url: text(),
      usage: oneOf(['off_session', 'on_session']),
    },
    notSimulated: [
      'attach_to_self', 'automatic_payment_methods', 'confirmation_token', 'customer_account',
      'excluded_payment_method_types', 'flow_directions', 'mandate_data', 'on_behalf_of', 'payment_method_configuration',
      'payment_method_data', 'payment_method_options', 'single_use', 'use_stripe_sdk',
    ], // prettier-ignore
    run: (call) => {
      const { book, parameters: sent } = call
      const customer = sent.customer === undefined ? undefined : customerOf(call, sent.customer, 'customer')
      if (isRefusal(customer)) return customer
      const intent = openSetupIntent(book, {
        customer: customer?.id ?? null,
        description: sent.description ?? null,
        metadata: changedMetadata({}, sent.metadata),
        ...(sent.usage === undefined ? {} : { usage: sent.usage }),
      })
      return sent.confirm === true ? confirm(call, intent, sent) : intent
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/setup_intents/:id/confirm',
    answers: 'setup_intent',
    permissions: WRITE,
    parameters: { payment_method: text(), return_url: text() },
    notSimulated: [
      'allowed_payment_method_types', 'confirmation_token', 'mandate_data', 'payment_method_data', 'payment_method_options',
      'use_stripe_sdk',
    ], // prettier-ignore
    run: (call) => {
      const intent = intentOf(call)
      return isRefusal(intent) ? intent : confirm(call, intent, call.parameters)
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/setup_intents/:id/cancel',
    answers: 'setup_intent',
    permissions: WRITE,
    parameters: { cancellation_reason: oneOf(['abandoned', 'duplicate', 'requested_by_customer']) },
    run: (call) => {
      const intent = intentOf(call)
      if (isRefusal(intent)) return intent
      if (intent.status === 'succeeded' || intent.status === 'canceled')
        return refuse(400, {
          code: 'setup_intent_unexpected_state',
          message: `You cannot cancel this SetupIntent because it has a status of ${intent.status}.`,
        })
      return cancelSetup(call.book, intent, call.parameters.cancellation_reason ?? null)
    },
  }),
]
