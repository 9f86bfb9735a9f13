// How products and prices come to be.
import type { Price, Product, Recurring } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Metadata } from '../records.ts'

export interface ProductFacts {
  readonly name: string
  readonly active?: boolean
  readonly description?: string | null
  readonly metadata?: Metadata
  readonly type?: Product['type']
  readonly url?: string | null
}

export function makeProduct(book: Book, facts: ProductFacts): Product {
  const product = book.products.put({
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
    unit_label: null,
    updated: book.now(),
    url: facts.url ?? null,
  })
  book.emit('product.created', product)
  return product
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
  const { recurring } = facts
  const price = book.prices.put({
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
  })
  book.emit('price.created', price)
  return price
}
