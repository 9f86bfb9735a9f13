// Cards that subscriptions pay with and that expire soon, or just did. It must never name one that nothing is paid with: what pays is
// the subscription's own default, else the customer's.
import type { Database } from 'better-sqlite3'
import {
  success,
  type CustomerSubscription,
  type Expiring,
  type ExpiringCard,
  type Result,
} from '../../../../src/contract/index.ts'
import { bodyOf } from '../../body.ts'
import { expiresAt, walletOf } from '../customers/customer-methods.ts'
import { orTooLarge, plus } from '../exact.ts'
import { prepared } from '../prepared.ts'

const mostShown = 500

interface CardRecord {
  id: string
  customer_id: string
  customer_name: string | null
  body: Buffer
}

/** Of customers with subscriptions that are charged, soonest first. Months are counted from the year 0. */
const cardsSql = /* sql */ `
  SELECT m.id, m.customer_id, c.name AS customer_name, c.body
  FROM payment_methods AS m INDEXED BY payment_methods_by_expiry
  CROSS JOIN customers AS c ON c.id = m.customer_id AND c.deleted = 0
  WHERE m.exp_year >= @year AND m.exp_year <= @lastYear AND m.exp_year * 12 + m.exp_month BETWEEN @month AND @lastMonth
    AND m.deleted = 0
    AND EXISTS (SELECT 1 FROM subscriptions AS s WHERE s.customer_id = m.customer_id AND s.deleted = 0
      AND s.status IN ('active', 'past_due', 'trialing'))
  ORDER BY m.exp_year, m.exp_month, m.rowid`

/** Those that expire within so many months, this one counted, by UTC. `now`: milliseconds. */
export function expiringCards(
  cache: Database,
  { months }: { months: number },
  now: number,
): Result<Expiring> {
  const today = new Date(now)
  const month = today.getUTCFullYear() * 12 + today.getUTCMonth() + 1
  const lastMonth = month + months - 1
  const cards = prepared<[object], CardRecord>(cache, cardsSql).iterate({
    year: Math.floor((month - 1) / 12),
    lastYear: Math.floor((lastMonth - 1) / 12),
    month,
    lastMonth,
  })
  return orTooLarge(() => {
    const found: ExpiringCard[] = []
    for (const card of cards) {
      const expiring = expiringOf(cache, card, now)
      if (expiring !== null) found.push(expiring)
      if (found.length > mostShown) break
    }
    return success({ cards: found.slice(0, mostShown), complete: found.length <= mostShown })
  })
}

/** A subscription, and when the card is charged for it. */
interface Due extends CustomerSubscription {
  at: number
}

/** Null where nothing is paid with it. */
function expiringOf(cache: Database, card: CardRecord, now: number): ExpiringCard | null {
  const wallet = walletOf(cache, card.customer_id, bodyOf(card.body), now)
  const method = wallet.methods.find(({ id }) => id === card.id)
  if (method === undefined) return null
  const due = wallet.subscriptions.flatMap((each): Due[] => {
    const { id, defaultPaymentMethodId: own } = each
    const at = wallet.nextChargeAt.get(id)
    const isPaidWithIt = own === card.id || (own === null && method.isCustomerDefault)
    return at !== undefined && isPaidWithIt ? [{ ...each, at }] : []
  })
  if (due.length === 0) return null
  const { expMonth, expYear } = method.method
  const end = expMonth === null || expYear === null ? Infinity : expiresAt(expMonth, expYear)
  return {
    paymentMethodId: card.id,
    method: method.method,
    customerId: card.customer_id,
    customerName: card.customer_name,
    subscriptionIds: due.map(({ id }) => id),
    ...sumOf(onFirstDay(due)),
    afterExpiry: due.filter(({ at }) => at >= end).map(({ id }) => id),
  }
}

/** By UTC, as months of expiry are: no day is half before and half after. */
function onFirstDay(due: readonly Due[]): Due[] {
  const dayOf = ({ at }: Due): number => Math.floor(at / 86_400)
  const first = Math.min(...due.map(dayOf))
  return due.filter((each) => dayOf(each) === first)
}

/** Minor units; null where a price is not plain, or not all are in one currency. */
function sumOf(due: readonly Due[]): { amount: number | null; currency: string | null } {
  const currency = due[0]?.currency ?? null
  if (currency === null || due.some((each) => each.currency !== currency))
    return { amount: null, currency: null }
  let amount = 0
  for (const each of due) {
    if (each.amount === null) return { amount: null, currency }
    amount = plus(amount, each.amount)
  }
  return { amount, currency }
}
