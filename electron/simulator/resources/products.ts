// /v1/products and /v1/prices: read only. What the business sells is ordered by name so far, so nothing makes either yet.
import type { Operation } from '../operations.ts'
import { fields, flag, listOf, oneOf, text } from '../parameters.ts'
import { matchesValue, readOnly } from './read-only.ts'

export const productOperations: readonly Operation[] = readOnly({
  path: '/v1/products',
  answers: 'product',
  collectionOf: (book) => book.products,
  filters: {
    active: flag,
    ids: listOf(text()),
    shippable: flag,
    type: oneOf(['service', 'good']),
    url: text(),
  },
  matches: (product, { active, ids, shippable, type, url }) =>
    matchesValue(active, product.active) &&
    (ids?.includes(product.id) ?? true) &&
    matchesValue(shippable, product.shippable ?? false) &&
    matchesValue(type, product.type) &&
    matchesValue(url, product.url ?? ''),
  missing: { noun: 'product', param: 'id' },
})

export const priceOperations: readonly Operation[] = readOnly({
  path: '/v1/prices',
  answers: 'price',
  collectionOf: (book) => book.prices,
  filters: {
    active: flag,
    currency: text(),
    lookup_keys: listOf(text(), 10),
    product: text(),
    recurring: fields({
      interval: oneOf(['day', 'month', 'week', 'year']),
      meter: text(),
      usage_type: oneOf(['licensed', 'metered']),
    }),
    type: oneOf(['recurring', 'one_time']),
  },
  matches: (price, { active, currency, lookup_keys: keys, product, recurring, type }) =>
    matchesValue(active, price.active) &&
    matchesValue(currency, price.currency) &&
    (keys?.includes(price.lookup_key ?? '') ?? true) &&
    matchesValue(product, price.product) &&
    matchesValue(recurring?.interval, price.recurring?.interval) &&
    matchesValue(recurring?.meter, price.recurring?.meter ?? '') &&
    matchesValue(recurring?.usage_type, price.recurring?.usage_type) &&
    matchesValue(type, price.type),
  missing: { noun: 'price', param: 'price' },
})
