// What is known of payment methods and of the subscriptions that pay with them, from objects just read. Pure but for the reading.
// Stripe tries a subscription's own method before the customer's (docs.stripe.com/billing/subscriptions/payment-methods-setting).
import type Stripe from 'stripe'
import { failure, success, type ChangeFinding, type Result } from '../../../src/contract/index.ts'
import { spokenMethod } from '../../../src/domain/card-words.ts'
import { withoutTurns } from '../../../src/domain/plain-text.ts'
import { idOf, methodFacts } from '../../store/projections/shapes.ts'
import { finding } from './kind.ts'
import type { StripeReader } from './reader.ts'

/** Subscriptions that charge by themselves, or null where the key may not read them. */
export type Charging = readonly Stripe.Subscription[] | null

const charges: ReadonlySet<string> = new Set([
  'active',
  'trialing',
  'past_due',
  'unpaid',
  'incomplete',
  'paused',
])

export async function chargingSubscriptions(
  stripe: StripeReader,
  customerId: string,
): Promise<Result<Charging>> {
  const listed = await stripe.all((sdk, after) =>
    sdk.subscriptions.list({ customer: customerId, limit: 100, ...after }),
  )
  if (!listed.ok) return listed.error.code === 'key_permission' ? success(null) : listed
  return success(
    listed.value.filter(
      ({ status, collection_method: method }) => charges.has(status) && method === 'charge_automatically',
    ),
  )
}

export const subscriptionsUnknown = (): ChangeFinding =>
  finding(
    'subscriptions',
    'unknown',
    'This key may not read subscriptions, so which of them pay with what is not known.',
  )

export const ownMethodOf = (subscription: Stripe.Subscription): string | null =>
  idOf(subscription.default_payment_method) ?? idOf(subscription.default_source)

export const defaultMethodOf = (customer: Stripe.Customer): string | null =>
  idOf(customer.invoice_settings.default_payment_method)

/** What it will be charged with next: its own method before the customer's. */
export const payingMethodOf = (subscription: Stripe.Subscription, customer: Stripe.Customer): string | null =>
  ownMethodOf(subscription) ?? defaultMethodOf(customer) ?? idOf(customer.default_source)

export async function readCustomer(
  stripe: StripeReader,
  customerId: string,
): Promise<Result<Stripe.Customer>> {
  const read = await stripe.one((sdk) => sdk.customers.retrieve(customerId))
  if (!read.ok) return read
  return read.value.deleted === true
    ? failure('not_found', 'This customer was deleted at Stripe. Nothing was changed.')
    : success(read.value)
}

export const nameOf = ({ name, email, id }: Stripe.Customer): string => withoutTurns(name ?? email ?? id)

/** "Visa •••• 4242", "SEPA debit •••• 3000", "PayPal". */
export function methodWords(method: Stripe.PaymentMethod): string {
  const facts = methodFacts(method)
  return spokenMethod(method.type, facts?.brand ?? null, facts?.last4 ?? null)
}

/** Whether it can be charged for this customer. */
export function methodFinding(
  method: Stripe.PaymentMethod,
  customerId: string | null,
  now: number,
): ChangeFinding {
  const words = methodWords(method)
  const owner = idOf(method.customer)
  if (owner === null)
    return finding('method', 'stop', `${words} is attached to nobody, so it can't be charged.`, [method.id])
  if (owner !== customerId)
    return finding('method', 'stop', `${words} belongs to another customer (${owner}).`, [method.id])
  return isExpired(method, now)
    ? finding('method', 'warn', `${words} has expired: payments with it will most likely fail.`, [method.id])
    : finding('method', 'ok', `${words} belongs to this customer.`, [method.id])
}

/** A card is good to the end of its month. */
function isExpired(method: Stripe.PaymentMethod, now: number): boolean {
  const facts = methodFacts(method)
  if (facts === null || facts.expYear === null || facts.expMonth === null) return false
  return Date.UTC(facts.expYear, facts.expMonth) <= now
}

/** More are not named: somebody may have hundreds. */
const mostNamed = 10

export function listed(subscriptions: readonly Stripe.Subscription[]): string {
  const named = subscriptions.slice(0, mostNamed).map(({ id }) => id)
  const others = subscriptions.length - named.length
  return [...named, ...(others === 0 ? [] : [`and ${others} more`])].join(', ')
}

export const counted = (count: number, noun: string): string =>
  count === 1 ? `One ${noun}` : `${count} ${noun}s`
