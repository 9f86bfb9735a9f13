// How products, prices and coupons come to be, and how a price is retired.
import type { Price, Product, Recurring } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Coupon } from '../coupon-records.ts'
import type { Metadata } from '../records.ts'
import { planOf } from './subscriptions.ts'

export interface ProductFacts {
  readonly name: string
  readonly active?: boolean
  readonly description?: string | null
  readonly metadata?: Metadata
  readonly type?: Product['type']
  readonly unitLabel?: string | null
  readonly url?: string | null
}

export function makeProduct(book: Book, facts: ProductFacts): Product {
  const product = book.products.put(productRecord(book, facts))
  book.emit('product.created', product)
  return product
}

/** As it is right after it was made, in no book yet. */
export function productRecord(book: Book, facts: ProductFacts): Product {
  return {
    id: `prod_${book.random.token(14)}`,
    object: 'product',
    active: facts.active ?? true,
    created: book.now(),
    default_price: null,
    description: facts.description ?? null,
    images: [],
    livemode: book.livemode,
    marketing_features: [],
    metadata: facts.metadata ?? {},
    name: facts.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: facts.type ?? 'service',
    unit_label: facts.unitLabel ?? null,
    updated: book.now(),
    url: facts.url ?? null,
  }
}

export interface PriceFacts {
  readonly currency: string
  readonly product: string
  readonly unitAmount: number
  readonly active?: boolean
  readonly lookupKey?: string | null
  readonly metadata?: Metadata
  readonly nickname?: string | null
  readonly recurring?: Partial<Recurring> & Pick<Recurring, 'interval'>
}

export function makePrice(book: Book, facts: PriceFacts): Price {
  const price = book.prices.put(priceRecord(book, facts))
  book.emit('price.created', price)
  return price
}

/** As it is right after it was made, in no book yet. */
export function priceRecord(book: Book, facts: PriceFacts): Price {
  const { recurring } = facts
  return {
    id: book.newId('price'),
    object: 'price',
    active: facts.active ?? true,
    billing_scheme: 'per_unit',
    created: book.now(),
    currency: facts.currency,
    custom_unit_amount: null,
    livemode: book.livemode,
    lookup_key: facts.lookupKey ?? null,
    metadata: facts.metadata ?? {},
    nickname: facts.nickname ?? null,
    product: facts.product,
    recurring:
      recurring === undefined
        ? null
        : { interval_count: 1, meter: null, trial_period_days: null, usage_type: 'licensed', ...recurring },
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: recurring === undefined ? 'one_time' : 'recurring',
    unit_amount: facts.unitAmount,
    unit_amount_decimal: String(facts.unitAmount),
  }
}

export interface CouponFacts {
  readonly duration: Coupon['duration']
  readonly id?: string
  /** Minor units of `currency`. */
  readonly amountOff?: number | null
  readonly currency?: string | null
  readonly maxRedemptions?: number | null
  readonly metadata?: Metadata
  /** How long one that repeats is at work. */
  readonly months?: number | null
  readonly name?: string | null
  readonly percentOff?: number | null
  /** Absent: it applies to everything. */
  readonly products?: readonly string[]
  /** Seconds. */
  readonly redeemBy?: number | null
}

export function makeCoupon(book: Book, facts: CouponFacts): Coupon {
  const coupon = book.coupons.put({
    id: facts.id ?? book.random.token(8),
    object: 'coupon',
    amount_off: facts.amountOff ?? null,
    ...(facts.products === undefined ? {} : { applies_to: { products: facts.products } }),
    created: book.now(),
    currency: facts.currency ?? null,
    duration: facts.duration,
    duration_in_months: facts.months ?? null,
    livemode: book.livemode,
    max_redemptions: facts.maxRedemptions ?? null,
    metadata: facts.metadata ?? {},
    name: facts.name ?? null,
    percent_off: facts.percentOff ?? null,
    redeem_by: facts.redeemBy ?? null,
    times_redeemed: 0,
    valid: true,
  })
  book.emit('coupon.created', coupon)
  return coupon
}

/** Changes a price, also where it stands in the items of subscriptions: Stripe shows them the price as it is now, and tells only of the price. */
export function changePrice(book: Book, price: Price, changes: Partial<Price>): Price {
  const { record, previous } = book.change(book.prices, price, changes)
  for (const subscription of book.subscriptions.all()) {
    const { items } = subscription
    if (!items.data.some((item) => item.price.id === record.id)) continue
    const data = items.data.map((item) =>
      item.price.id === record.id ? { ...item, plan: planOf(record), price: record } : item,
    )
    book.subscriptions.put({ ...subscription, items: { ...items, data } })
  }
  book.emit('price.updated', record, previous)
  return record
}
