// The lines that somebody is billed by, before they are on an invoice: a period in advance, a trial, and the two halves of a
// change (unused time given back, remaining time charged). Counting and wording only; the same for a preview and for what is invoiced.
import type { SubscriptionItem } from '../billing-records.ts'
import { stepOf, worded } from '../currencies.ts'
import type { CreditedItems, Period } from '../invoice-records.ts'
import type { Metadata } from '../records.ts'
import { shareOf } from './rounding.ts'

export interface BillingLine {
  /** Minor units; negative: a credit. */
  readonly amount: number
  readonly credited: CreditedItems | null
  readonly description: string | null
  readonly discountable: boolean
  /** The invoice item it was waiting as; null: none. */
  readonly invoiceItem: string | null
  /** The subscription's item; null where somebody asked for the line. */
  readonly item: string | null
  /** Of a line that somebody asked for alone: any other has the subscription's. */
  readonly metadata?: Metadata
  readonly period: Period
  readonly price: string
  readonly product: string
  readonly proration: boolean
  readonly quantity: number
  /** Of a line that somebody asked for alone; absent: it is of no subscription, or of the invoice's. */
  readonly subscription?: string
  readonly unitAmount: string | null
}

/** What was charged for an item, and is given back in part. */
export interface Billed {
  /** Minor units, after discounts. */
  readonly amount: number
  readonly credited: CreditedItems | null
  readonly period: Period
}

type Named = (product: string) => string

export const chargeOf = ({ price, quantity }: SubscriptionItem) => ({
  amount: price.unit_amount * quantity,
  discountable: true,
  product: price.product,
})

/** A whole period, paid in advance. */
export function fullLine(item: SubscriptionItem, period: Period, nameOf: Named): BillingLine {
  const { price, quantity } = item
  const { interval = 'month', interval_count: count = 1 } = price.recurring ?? {}
  const every = count === 1 ? interval : `every ${count} ${interval}s`
  return {
    ...ofItem(item),
    amount: price.unit_amount * quantity,
    description: `${quantity} × ${nameOf(price.product)} (at ${worded(price.unit_amount, price.currency)} / ${every})`,
    discountable: true,
    period,
    proration: false,
    unitAmount: price.unit_amount_decimal,
  }
}

/** Time that costs nothing. */
export function trialLine(item: SubscriptionItem, period: Period, nameOf: Named): BillingLine {
  return {
    ...ofItem(item),
    amount: 0,
    description: `Free trial for ${item.quantity} × ${nameOf(item.price.product)}`,
    discountable: true,
    period,
    proration: false,
    unitAmount: '0',
  }
}

/** What is given back of what was charged, from a second on to the end of what it was charged for. */
export function unusedLine(item: SubscriptionItem, billed: Billed, at: number, nameOf: Named): BillingLine {
  const { start, end } = billed.period
  const from = Math.min(Math.max(at, start), end)
  const amount = shareOf(-billed.amount, end - from, Math.max(1, end - start), stepOf(item.price.currency))
  return {
    ...ofItem(item),
    amount,
    credited: billed.credited,
    description: `Unused time on ${counted(item, nameOf)} after ${dated(from)}`,
    discountable: false,
    period: { start: from, end },
    proration: true,
    unitAmount: null,
  }
}

/** What a period costs from a second on; `net` is what all of it costs, after discounts. */
export function remainingLine(
  item: SubscriptionItem,
  net: number,
  at: number,
  { start, end }: Period,
  nameOf: Named,
): BillingLine {
  return {
    ...ofItem(item),
    amount: shareOf(net, end - at, end - start, stepOf(item.price.currency)),
    description: `Remaining time on ${counted(item, nameOf)} after ${dated(at)}`,
    discountable: false,
    period: { start: at, end },
    proration: true,
    unitAmount: null,
  }
}

const ofItem = ({ id, price, quantity }: SubscriptionItem) => ({
  credited: null,
  invoiceItem: null,
  item: id,
  price: price.id,
  product: price.product,
  quantity,
})

const counted = ({ price, quantity }: SubscriptionItem, nameOf: Named): string =>
  quantity === 1 ? nameOf(price.product) : `${quantity} × ${nameOf(price.product)}`

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** "10 Nov 2025", as on Stripe's invoices. */
function dated(seconds: number): string {
  const day = new Date(seconds * 1000)
  return `${String(day.getUTCDate()).padStart(2, '0')} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`
}
