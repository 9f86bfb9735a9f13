// What tests of subscriptions share: customers with a card, prices, coupons, and what of an invoice is money.
import { expect } from 'vitest'
import type { Bench, Json, Reply } from './harness.ts'

export const DAY = 86_400
export const HOUR = 3600

export interface Shop {
  readonly customer: string
  readonly product: string
  /** A price in this shop's currency. */
  price(unitAmount: number, interval?: string, count?: number): Promise<string>
  subscribe(items: readonly Json[], more?: Json): Promise<Reply>
}

/** A customer who pays with this card, and a product in one currency. */
export async function openShop(
  bench: Bench,
  currency = 'eur',
  card: string | null = 'pm_card_visa',
): Promise<Shop> {
  const customer = (await bench.post('/v1/customers', { email: 'mia@example.com' })).body.id
  if (card !== null) await payWith(bench, customer, card)
  const product = (await bench.post('/v1/products', { name: 'Box' })).body.id
  return {
    customer,
    product,
    price: async (unitAmount, interval = 'month', count = 1) =>
      (
        await bench.post('/v1/prices', {
          currency,
          product,
          unit_amount: unitAmount,
          recurring: { interval, interval_count: count },
        })
      ).body.id,
    subscribe: (items, more = {}) => bench.post('/v1/subscriptions', { customer, items, ...more }),
  }
}

/** From now on the customer pays with this card. */
export async function payWith(bench: Bench, customer: string, card: string): Promise<string> {
  const { id } = (await bench.post(`/v1/payment_methods/${card}/attach`, { customer })).body
  await bench.post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: id } })
  return id
}

export const ok = (reply: Reply): Reply['body'] => {
  expect(reply.status, `answered ${JSON.stringify(reply.body)}`).toBe(200)
  return reply.body
}

/** Everything of an invoice that is money, whatever its ids. */
export function moneyOf(invoice: Reply['body']) {
  return {
    amount_due: invoice.amount_due,
    currency: invoice.currency,
    lines: invoice.lines.data.map((line: Reply['body']) => ({
      amount: line.amount,
      credited: line.parent.subscription_item_details.proration_details.credited_items,
      description: line.description,
      off: line.discount_amounts.map(({ amount }: { amount: number }) => amount),
      period: line.period,
      price: line.pricing.price_details.price,
      proration: line.parent.subscription_item_details.proration,
      quantity: line.quantity,
    })),
    off: invoice.total_discount_amounts.map(({ amount }: { amount: number }) => amount),
    starting_balance: invoice.starting_balance,
    subtotal: invoice.subtotal,
    total: invoice.total,
  }
}

export const newestInvoice = async (bench: Bench, subscription: string): Promise<Reply['body']> =>
  (await bench.get(`/v1/invoices?subscription=${subscription}&limit=1`)).body.data[0]
