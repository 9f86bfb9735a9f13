// What the simulator holds, compared with our tables and with what is said of access. The expectation is worked out here from the simulator's
// state and events by a rule of its own, never by our code.
import type { Database } from 'better-sqlite3'
import { isDeepStrictEqual } from 'node:util'
import type { Ledger } from '../../electron/simulator/surface.ts'

type Row = Record<string, unknown>

/** @returns what differs, in words; null where nothing does. */
export function subscriptionProblem(cache: Database, { subscriptions }: Ledger): string | null {
  const items = cache
    .prepare<[], Row>(
      'SELECT s.id AS of, i.id, i.price_id, i.product_id, i.quantity, i.current_period_start, i.current_period_end FROM subscription_items i JOIN subscriptions s ON s.rowid = i.subscription ORDER BY s.id, i.position',
    )
    .all()
  const found = cache
    .prepare<[], Row>(
      'SELECT id, customer_id, status, cancel_at, cancel_at_period_end, canceled_at, ended_at, trial_end, collection_method, pause_behavior, pause_resumes_at, default_payment_method_id, latest_invoice_id FROM subscriptions ORDER BY id',
    )
    .all()
  const wanted = [...subscriptions.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((each): Row => ({
      id: each.id,
      customer_id: each.customer,
      status: each.status,
      cancel_at: each.cancel_at,
      cancel_at_period_end: Number(each.cancel_at_period_end),
      canceled_at: each.canceled_at,
      ended_at: each.ended_at,
      trial_end: each.trial_end,
      collection_method: each.collection_method,
      pause_behavior: each.pause_collection?.behavior ?? null,
      pause_resumes_at: each.pause_collection?.resumes_at ?? null,
      default_payment_method_id: each.default_payment_method,
      latest_invoice_id: each.latest_invoice,
    }))
  const wantedItems = [...subscriptions.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap(({ id: of, items: { data } }) =>
      data.map((item): Row => ({
        of,
        id: item.id,
        price_id: item.price.id,
        product_id: item.price.product,
        quantity: item.quantity ?? null,
        current_period_start: item.current_period_start,
        current_period_end: item.current_period_end,
      })),
    )
  return firstDifference('subscriptions', found, wanted) ?? firstDifference('items', items, wantedItems)
}

export function invoiceProblem(cache: Database, { invoices }: Ledger): string | null {
  const found = cache
    .prepare<[], Row>(
      'SELECT id, subscription_id, status, total, amount_due, amount_paid, amount_remaining, attempt_count, next_payment_attempt, billing_reason FROM invoices ORDER BY id',
    )
    .all()
  const wanted = [...invoices.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((each): Row => ({
      id: each.id,
      subscription_id: each.parent?.subscription_details?.subscription ?? null,
      status: each.status,
      total: each.total,
      amount_due: each.amount_due,
      amount_paid: each.amount_paid,
      amount_remaining: each.amount_remaining,
      attempt_count: each.attempt_count,
      next_payment_attempt: each.next_payment_attempt,
      billing_reason: each.billing_reason,
    }))
  return firstDifference('invoices', found, wanted)
}

/** Now, by the state of each subscription and by what failed of its invoices. */
export function accessProblem(cache: Database, ledger: Ledger): string | null {
  const found = cache
    .prepare<
      [],
      {
        subscription_id: string
        product_id: string
        state: string
        failed_at: number | null
        customer_id: string
      }
    >(
      'SELECT subscription_id, product_id, state, failed_at, customer_id FROM access_stretches WHERE to_at IS NULL',
    )
    .all()
  for (const { subscription_id: id, product_id: product, state, failed_at: failedAt } of found) {
    const subscription = ledger.subscriptions.get(id)
    const has = subscription?.items.data.some(({ price }) => price.product === product) === true
    const wanted = has ? stateOf(ledger, id) : { state: 'ended', failedAt: null }
    if (wanted.state !== state || wanted.failedAt !== failedAt)
      return `access of ${id} to ${product} is ${state} (failed ${failedAt}), and should be ${wanted.state} (failed ${wanted.failedAt}); it is ${subscription?.status}`
  }
  for (const { id, items } of ledger.subscriptions.values())
    for (const { price } of items.data)
      if (!found.some((row) => row.subscription_id === id && row.product_id === price.product))
        return `nothing is said of access of ${id} to ${price.product}`
  return null
}

function stateOf(ledger: Ledger, id: string): { state: string; failedAt: number | null } {
  const plain = (state: string) => ({ state, failedAt: null })
  const owed = stillOwed(ledger, id)
  switch (ledger.subscriptions.get(id)!.status) {
    case 'trialing':
      return plain('trial')
    case 'active': {
      const last = owed.at(-1)
      return last?.isNewest === true ? { state: 'failing', failedAt: last.at } : plain('paid')
    }
    case 'past_due':
      // An invoice that was sent fails no try: it is late since the subscription is.
      return {
        state: 'failing',
        failedAt: owed.length > 0 ? Math.min(...owed.map(({ at }) => at)) : becameAt(ledger, id, 'past_due'),
      }
    case 'incomplete':
      return plain('incomplete')
    case 'unpaid':
      return plain('unpaid')
    case 'paused':
      return plain('paused')
    case 'canceled':
    case 'incomplete_expired':
      return plain('ended')
  }
}

/** When it came into this status, by the events. */
function becameAt({ events }: Ledger, id: string, status: string): number | null {
  let at: number | null = null
  let before = ''
  for (const { type, created, data } of events) {
    const subscription = data.object as unknown as { id: string; status: string }
    if (!type.startsWith('customer.subscription.') || subscription.id !== id) continue
    if (subscription.status === status && before !== status) at = created
    before = subscription.status
  }
  return at
}

/** When it last came out of being in arrears, by the events: what had failed until then is dealt with. */
function lastInOrder({ events }: Ledger, id: string): number {
  let at = -Infinity
  let before = ''
  for (const { type, created, data } of events) {
    const subscription = data.object as unknown as { id: string; status: string }
    if (!type.startsWith('customer.subscription.') || subscription.id !== id) continue
    const { status } = subscription
    if ((before === 'past_due' || before === 'unpaid') && (status === 'active' || status === 'trialing'))
      at = created
    before = status
  }
  return at
}

/**
 * Its open invoices that Stripe charges by itself and of which a try failed since it was last in order, the newest last, with the
 * moment of the first such try. `isNewest`: no invoice came after it that still asks, or was paid.
 */
function stillOwed(ledger: Ledger, id: string): { at: number; isNewest: boolean }[] {
  const { invoices, events } = ledger
  const inOrder = lastInOrder(ledger, id)
  const own = [...invoices.values()]
    .filter(({ parent }) => parent?.subscription_details?.subscription === id)
    .filter(({ status }) => status !== 'void' && status !== 'uncollectible')
    .toSorted((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))
  const firstFailure = (invoice: string): number | undefined =>
    events.find(
      ({ type, data }) =>
        type === 'invoice.payment_failed' && (data.object as unknown as { id: string }).id === invoice,
    )?.created
  return own.flatMap(({ id: invoice, status, collection_method: method }) => {
    const at = firstFailure(invoice)
    if (status !== 'open' || method !== 'charge_automatically' || at === undefined || at <= inOrder) return []
    return [{ at, isNewest: own.at(-1)?.id === invoice }]
  })
}

function firstDifference(what: string, found: readonly Row[], wanted: readonly Row[]): string | null {
  for (let place = 0; place < Math.max(found.length, wanted.length); place += 1)
    if (!isDeepStrictEqual(found[place], wanted[place]))
      return `${what}: found ${JSON.stringify(found[place])}, and should be ${JSON.stringify(wanted[place])}`
  return null
}
