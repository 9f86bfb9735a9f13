// What both kinds of hosted pages share: Checkout Sessions, where they lead afterwards, and how one is found again.
import type Stripe from 'stripe'
import { z } from 'zod'
import { success, type ChangeFinding, type ChangeOrder, type Result } from '../../../../src/contract/index.ts'
import { spokenAmount } from '../../../../src/domain/money.ts'
import { idOf, reference } from '../../../store/projections/shapes.ts'
import { finding, type Effect } from '../kind.ts'
import { readCustomer } from '../methods.ts'
import type { StripeReader } from '../reader.ts'

const shape = z.looseObject({
  id: z.string(),
  object: z.literal('checkout.session'),
  mode: z.string(),
  customer: reference,
  amount_total: z.int().nullish(),
  currency: z.string().nullish(),
  url: z.string().nullish(),
  expires_at: z.int(),
  metadata: z.record(z.string(), z.string()).nullish(),
})

export interface ExpectedSession {
  mode: 'setup' | 'payment'
  customerId: string | null
  /** Minor units; absent where a price of Stripe's decides. */
  total?: { amount: number; currency: string }
}

/** A session counts as this order's only if it says so itself, and is what was ordered. */
export function sessionEffect(object: unknown, orderId: string, expected: ExpectedSession): Effect | null {
  const session = shape.safeParse(object).data
  if (session === undefined || session.metadata?.['bursar_order'] !== orderId) return null
  const { mode, customerId, total } = expected
  const isIt =
    session.mode === mode &&
    (customerId === null || idOf(session.customer) === customerId) &&
    (total === undefined || (session.amount_total === total.amount && session.currency === total.currency))
  if (!isIt) return null
  // A page that was used or has expired has no address any more.
  const url = typeof session.url === 'string' ? { url: session.url } : {}
  return { id: session.id, result: { ...url, expiresAt: session.expires_at * 1000 } }
}

/** Clocks differ: sessions are looked for from so long before the order was placed. In seconds. */
const clockSlackSeconds = 3600

export async function findSession(
  stripe: StripeReader,
  order: ChangeOrder,
  expected: ExpectedSession,
): Promise<Result<Effect | null>> {
  const created = { gte: Math.floor(order.placedAt / 1000) - clockSlackSeconds }
  const customer = expected.customerId === null ? {} : { customer: expected.customerId }
  const sessions = await stripe.all((sdk, after) =>
    sdk.checkout.sessions.list({ ...customer, created, limit: 100, ...after }),
  )
  if (!sessions.ok) return sessions
  for (const session of sessions.value) {
    const effect = sessionEffect(session, order.id, expected)
    if (effect) return success(effect)
  }
  return success(null)
}

/** The pages that were made by an order, here or on another machine, on which this customer has paid since, or can; null where the key may not read them. `since`: Unix seconds. */
export async function pagesSince(
  stripe: StripeReader,
  customer: string,
  since: number,
): Promise<Result<Stripe.Checkout.Session[] | null>> {
  const sessions = await stripe.all((sdk, after) =>
    sdk.checkout.sessions.list({ customer, created: { gte: since }, limit: 100, ...after }),
  )
  if (!sessions.ok) return sessions.error.code === 'key_permission' ? success(null) : sessions
  return success(
    sessions.value.filter(
      ({ mode, status, metadata }) =>
        mode === 'payment' && status !== 'expired' && metadata?.['bursar_order'] !== undefined,
    ),
  )
}

/** So many of the open pages are looked at, the newest: where a shop sells by pages of its own, thousands may be open. */
const mostLookedAt = 100

/** What can be said of the pages for nobody in particular, made by an order, on which exactly this can be paid still. `since`: Unix seconds. */
export async function pagesForAnybody(
  stripe: StripeReader,
  { amount, currency }: NonNullable<ExpectedSession['total']>,
  since: number,
): Promise<Result<ChangeFinding[]>> {
  const read = await stripe.peek((sdk) =>
    sdk.checkout.sessions.list({ status: 'open', created: { gte: since }, limit: mostLookedAt }),
  )
  if (!read.ok) return read.error.code === 'key_permission' ? success([]) : read
  const { data, has_more: more } = read.value.value
  const same = data.filter(
    ({ mode, customer, amount_total: total, currency: its, metadata }) =>
      mode === 'payment' &&
      customer === null &&
      total === amount &&
      its === currency &&
      metadata?.['bursar_order'] !== undefined,
  )
  if (same.length > 0) return success(same.map((page) => pageFinding(page, ' before')))
  const unread = `Whether a page for the same is open already is not known for sure: more than ${mostLookedAt} are open at Stripe.`
  return success(more ? [finding('already', 'unknown', unread)] : [])
}

/** They make payments of their own: nothing at Stripe says that two are for the same. `when`: said of when it was made. */
export function pageFinding(
  { id, amount_total: amount, currency, customer, status, payment_status: paid }: Stripe.Checkout.Session,
  when: string,
): ChangeFinding {
  const whose = customer === null ? 'somebody new' : 'this customer'
  const worth = amount === null || currency === null ? '' : ` for ${spokenAmount(amount, currency)}`
  const standing = status === 'open' ? 'can still be paid' : paid === 'paid' ? 'is paid' : 'was filled in'
  return finding(
    'already',
    'warn',
    `A page${worth} was made for ${whose}${when}, and ${standing}: if it is for the same, they pay twice.`,
    [id],
  )
}

export async function readCustomerIfAny(
  stripe: StripeReader,
  customerId: string | null,
): Promise<Result<Stripe.Customer | null>> {
  return customerId === null ? success(null) : readCustomer(stripe, customerId)
}

/** Where the customer is sent afterwards: as asked, or to the website of the business. */
export async function successUrl(
  stripe: StripeReader,
  asked: string | null,
): Promise<Result<{ url: string; finding: ChangeFinding }>> {
  if (asked !== null)
    return success({ url: asked, finding: finding('address', 'ok', `Leads to ${asked} afterwards.`) })
  const account = await stripe.one((sdk) => sdk.accounts.retrieveCurrent())
  if (!account.ok) return account
  const url = webAddress(account.value.business_profile?.url ?? '')
  return success(
    url === null
      ? {
          url: '',
          finding: finding(
            'address',
            'stop',
            'Stripe knows no website of this business. Say where the customer is to be sent afterwards.',
          ),
        }
      : { url, finding: finding('address', 'ok', `Leads to ${url} afterwards.`) },
  )
}

/** Stripe keeps the website as it was typed, with or without its scheme. */
function webAddress(typed: string): string | null {
  if (typed.trim() === '') return null
  const whole = /^https?:\/\//i.test(typed) ? typed.trim() : `https://${typed.trim()}`
  return URL.canParse(whole) ? whole : null
}

export function emailFinding(customer: Stripe.Customer): ChangeFinding {
  return customer.email === null || customer.email === ''
    ? finding('email', 'warn', 'This customer has no email address: send the link another way.')
    : finding('email', 'ok', `Can be sent to ${customer.email}.`)
}
