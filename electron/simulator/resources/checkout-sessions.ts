// /v1/checkout/sessions: made in payment and setup mode, read, and expired. What a customer does on the page is in life/checkout.ts.
import type { Book } from '../book.ts'
import type { CheckoutSession } from '../billing-records.ts'
import { smallestCharge, worded } from '../currencies.ts'
import { expireSession, openSession, SESSION_LASTS_SECONDS } from '../life/checkout.ts'
import { operation, recordOf, type Call, type Operation } from '../operations.ts'
import { changedMetadata, fields, integer, listOf, metadata, oneOf, text, type Rules } from '../parameters.ts'
import { isRefusal, refusals, refuse, type Refusal } from '../refusals.ts'
import { customerOf } from './lookups.ts'
import { shipping, wholeShipping } from './shipping.ts'
import { matchesValue, readOnly } from './read-only.ts'

const WRITE = ['rak_checkout_session_write'] as const
const SHORTEST_SECONDS = 30 * 60

// Without quotes and without a parameter, unlike every other object.
const refuseMissing = (id: string) =>
  refuse(404, { code: 'resource_missing', message: `No such checkout.session: ${id}` })

const reading = readOnly({
  path: '/v1/checkout/sessions',
  answers: 'checkout.session',
  collectionOf: (book) => book.checkoutSessions,
  filters: {
    customer: text(),
    customer_details: fields({ email: text() }, ['email']),
    payment_intent: text(),
    payment_link: text(),
    status: oneOf(['complete', 'expired', 'open']),
    subscription: text(),
  },
  notSimulated: ['customer_account'],
  matches: (session, asked) =>
    matchesValue(asked.customer, session.customer ?? '') &&
    matchesValue(asked.customer_details?.email, session.customer_details?.email ?? '') &&
    matchesValue(asked.payment_intent, session.payment_intent ?? '') &&
    matchesValue(asked.payment_link, session.payment_link ?? '') &&
    matchesValue(asked.status, session.status ?? undefined) &&
    matchesValue(asked.subscription, session.subscription ?? ''),
  missing: { noun: 'checkout.session', param: 'session' },
  refuseMissing,
})

const lineItem = fields({
  price: text(),
  price_data: fields(
    {
      currency: text(),
      product: text(),
      product_data: fields({ description: text(), metadata, name: text() }, ['name']),
      unit_amount: integer({ lowest: 0 }),
    },
    ['currency'],
  ),
  quantity: integer({ lowest: 1 }),
})
type LineItem = Exclude<ReturnType<(typeof lineItem)['parse']>, Refusal>

interface Total {
  readonly amount: number
  readonly currency: string
}

/** What the items come to; the first refusal wins. */
function totalOf(call: Pick<Call<Rules>, 'book' | 'otherMode'>, items: readonly LineItem[]): Total | Refusal {
  let total: Total | undefined
  for (const [index, item] of items.entries()) {
    const unit = unitOf(call, item, `line_items[${index}]`)
    if (isRefusal(unit)) return unit
    if (total !== undefined && total.currency !== unit.currency)
      return refuse(400, {
        message: `The price specified only supports \`${unit.currency}\`. This doesn't match the expected currency: \`${total.currency}\`.`,
      })
    total = { currency: unit.currency, amount: (total?.amount ?? 0) + unit.amount * (item.quantity ?? 1) }
  }
  if (total === undefined) return refusals.missingParameter('line_items')
  const lowest = smallestCharge(total.currency)
  return total.amount < lowest
    ? refuse(400, {
        code: 'amount_too_small',
        message: `The Checkout Session's total amount due must add up to at least ${worded(lowest, total.currency)} ${total.currency}`,
      })
    : total
}

function unitOf(
  call: Pick<Call<Rules>, 'book' | 'otherMode'>,
  { price, price_data: inline }: LineItem,
  name: string,
): Total | Refusal {
  if (price !== undefined) {
    const known = recordOf(call, (book) => book.prices, price, { noun: 'price', param: `${name}[price]` })
    if (isRefusal(known)) return known
    if (!known.active)
      return refuse(400, {
        message: 'The price specified is inactive. This field only accepts active prices.',
        param: `${name}[price]`,
      })
    if (known.type === 'recurring')
      return refuse(400, {
        message:
          'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      })
    return { amount: known.unit_amount, currency: known.currency }
  }
  if (inline?.currency === undefined) return refusals.missingParameter(`${name}[price]`)
  if (inline.unit_amount === undefined) return refusals.missingParameter(`${name}[price_data][unit_amount]`)
  if (inline.product_data === undefined && inline.product === undefined)
    return refusals.missingParameter(`${name}[price_data][product_data]`)
  return { amount: inline.unit_amount, currency: inline.currency.toLowerCase() }
}

function checkExpiry(book: Book, at: number | undefined): Refusal | undefined {
  if (at === undefined) return undefined
  const [lowest, highest] = [book.now() + SHORTEST_SECONDS, book.now() + SESSION_LASTS_SECONDS]
  if (at >= lowest && at <= highest) return undefined
  return refuse(400, {
    message:
      at < lowest
        ? 'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.'
        : 'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
    param: 'expires_at',
  })
}

export const checkoutSessionOperations: readonly Operation[] = [
  ...reading,
  operation({
    method: 'POST',
    path: '/v1/checkout/sessions',
    answers: 'checkout.session',
    permissions: WRITE,
    parameters: {
      cancel_url: text(),
      client_reference_id: text(),
      currency: text(),
      customer: text(),
      customer_email: text(),
      expires_at: integer(),
      line_items: listOf(lineItem),
      metadata,
      mode: oneOf(['payment', 'setup', 'subscription']),
      payment_intent_data: fields({
        description: text(),
        metadata,
        setup_future_usage: oneOf(['off_session', 'on_session']),
        shipping,
      }),
      setup_intent_data: fields({ description: text(), metadata }),
      success_url: text(),
    },
    notSimulated: [
      'adaptive_pricing', 'after_expiration', 'allow_promotion_codes', 'allowed_payment_method_types', 'automatic_tax',
      'billing_address_collection', 'branding_settings', 'consent_collection', 'custom_fields', 'custom_text',
      'customer_account', 'customer_creation', 'customer_update', 'discounts', 'excluded_payment_method_types',
      'integration_identifier', 'invoice_creation', 'locale', 'managed_payments', 'name_collection', 'optional_items',
      'origin_context', 'payment_method_collection', 'payment_method_configuration', 'payment_method_data',
      'payment_method_options', 'permissions', 'phone_number_collection', 'redirect_on_completion', 'return_url',
      'saved_payment_method_options', 'shipping_address_collection', 'shipping_options', 'submit_type', 'subscription_data',
      'tax_id_collection', 'ui_mode', 'wallet_options',
    ], // prettier-ignore
    run: (call) => {
      const { book, parameters: sent } = call
      const { mode } = sent
      if (mode === undefined) return refusals.missingParameter('mode')
      if (mode === 'subscription') return refusals.notSimulated("The mode 'subscription'")
      if (sent.success_url === undefined) return refusals.missingParameter('success_url')
      // The placeholder for the session's id is no part of an address, but allowed in one.
      if (!URL.canParse(sent.success_url))
        return refuse(400, { code: 'url_invalid', message: 'Not a valid URL', param: 'success_url' })
      const customer = sent.customer === undefined ? undefined : customerOf(call, sent.customer, 'customer')
      if (isRefusal(customer)) return customer
      const expiry = checkExpiry(book, sent.expires_at)
      if (expiry !== undefined) return expiry
      if (mode === 'setup' && sent.line_items !== undefined)
        return refuse(400, { message: 'You can not pass `line_items` in `setup` mode.', param: 'line_items' })
      if (mode === 'setup' && sent.currency === undefined) return refusals.missingParameter('currency')
      const total = mode === 'setup' ? null : totalOf(call, sent.line_items ?? [])
      if (isRefusal(total)) return total
      const intent = mode === 'setup' ? sent.setup_intent_data : sent.payment_intent_data
      const { setup_future_usage: usage, shipping: parcel } = sent.payment_intent_data ?? {}
      return openSession(book, {
        mode,
        successUrl: sent.success_url,
        cancelUrl: sent.cancel_url ?? null,
        clientReferenceId: sent.client_reference_id ?? null,
        currency: total?.currency ?? sent.currency ?? null,
        customer: sent.customer ?? null,
        customerEmail: sent.customer_email ?? null,
        ...(sent.expires_at === undefined ? {} : { expiresAt: sent.expires_at }),
        metadata: changedMetadata({}, sent.metadata),
        intent: {
          description: intent?.description ?? null,
          metadata: changedMetadata({}, intent?.metadata),
          ...(usage === undefined ? {} : { setupFutureUsage: usage }),
          ...(parcel === undefined ? {} : { shipping: wholeShipping(parcel) }),
        },
        ...(total === null ? {} : { total: total.amount }),
      })
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/checkout/sessions/:id/expire',
    answers: 'checkout.session',
    permissions: WRITE,
    parameters: {},
    run: ({ book, ids }) => {
      const id = ids['id'] ?? ''
      const session: CheckoutSession | undefined = book.checkoutSessions.get(id)
      if (session === undefined) return refuseMissing(id)
      if (session.status !== 'open')
        return refuse(400, {
          message: `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}`,
        })
      return expireSession(book, id) ?? refuseMissing(id)
    },
  }),
]
