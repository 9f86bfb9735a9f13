// What is ordered of the business, and how its payment is worded. Chooses and describes; no money moves here.
import type { IntentFacts } from '../life/payments.ts'
import type { Random } from '../random.ts'
import { priceIn, PRODUCTS, type Product } from './business.ts'
import type { Buyer } from './buyers.ts'

/** Where the shop has customers sent after 3-D Secure. */
export const RETURN_URL = 'https://alderquill.example.com/checkout/return'

export const DECLINES = [
  ['insufficient_funds', 36], ['do_not_honor', 13], ['generic_decline', 12], ['expired_card', 11], ['processing_error', 5],
  ['incorrect_cvc', 5], ['try_again_later', 4], ['card_velocity_exceeded', 3], ['transaction_not_allowed', 3], ['fraudulent', 2],
  ['lost_card', 2], ['stolen_card', 1], ['pickup_card', 1], ['restricted_card', 1], ['authentication_required', 3],
  ['issuer_not_available', 2], ['card_not_supported', 1], ['invalid_account', 1], ['stop_payment_order', 1],
  ['withdrawal_count_limit_exceeded', 1], ['currency_not_supported', 1],
] as const // prettier-ignore

export interface Order {
  readonly product: Product
  readonly quantity: number
  /** `AQ-…`. */
  readonly number: string
}

/** Something from the shop. */
export function chooseOrder(random: Random, index: number): Order {
  const product = random.weighted(PRODUCTS)
  const quantity = product.price < 3000 && random.chance(0.3) ? random.integer(2, 4) : 1
  return { product, quantity, number: `AQ-${20_000 + index}` }
}

/** The PaymentIntent of the order. */
export function orderFacts(random: Random, { customer, market }: Buyer, order: Order): IntentFacts {
  const { number, product, quantity } = order
  const shared = {
    amount: priceIn(market.currency, market.rate, product.price) * quantity,
    currency: market.currency,
    customer: customer.id,
    receiptEmail: customer.email,
  }
  return {
    ...shared,
    description: `Order ${number}: ${quantity > 1 ? `${quantity} × ` : ''}${product.name}`,
    metadata: { order_id: number, channel: random.chance(0.8) ? 'web' : 'market stall' },
    setupFutureUsage: null,
    shipping: {
      address: customer.address,
      carrier: null,
      name: customer.name,
      phone: null,
      tracking_number: null,
    },
  }
}
