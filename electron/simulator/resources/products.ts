// /v1/products and /v1/prices: made, read and changed; a product without any price can be deleted, a price that is no longer offered is made inactive.
import { changePrice, makePrice, makeProduct } from '../life/prices.ts'
import { operation, recordOf, type Operation } from '../operations.ts'
import { changedMetadata, fields, flag, integer, listOf, metadata, oneOf, text } from '../parameters.ts'
import { isRefusal, refusals, refuse } from '../refusals.ts'
import { matchesValue, readOnly } from './read-only.ts'

const INTERVALS = ['day', 'month', 'week', 'year'] as const

const missingProduct = { noun: 'product', param: 'id' }
const missingPrice = { noun: 'price', param: 'price' }

const productReading = readOnly({
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
  missing: missingProduct,
})

const priceReading = readOnly({
  path: '/v1/prices',
  answers: 'price',
  collectionOf: (book) => book.prices,
  filters: {
    active: flag,
    currency: text(),
    lookup_keys: listOf(text(), 10),
    product: text(),
    recurring: fields({
      interval: oneOf(INTERVALS),
      meter: text(),
      usage_type: oneOf(['licensed', 'metered']),
    }),
    type: oneOf(['recurring', 'one_time']),
  },
  matches: (price, { active, currency, lookup_keys: keys, product, recurring, type }) =>
    // Those that are no longer offered are listed only if asked for: docs.stripe.com/api/prices/list.
    price.active === (active ?? true) &&
    matchesValue(currency, price.currency) &&
    (keys?.includes(price.lookup_key ?? '') ?? true) &&
    matchesValue(product, price.product) &&
    matchesValue(recurring?.interval, price.recurring?.interval) &&
    matchesValue(recurring?.meter, price.recurring?.meter ?? '') &&
    matchesValue(recurring?.usage_type, price.recurring?.usage_type) &&
    matchesValue(type, price.type),
  missing: missingPrice,
})

export const productOperations: readonly Operation[] = [
  ...productReading,
  operation({
    method: 'POST',
    path: '/v1/products',
    answers: 'product',
    permissions: ['rak_product_write'],
    parameters: {
      active: flag,
      description: text(),
      metadata,
      name: text(),
      unit_label: text(),
      url: text(),
    },
    required: ['name'],
    notSimulated: [
      'default_price_data', 'id', 'images', 'marketing_features', 'package_dimensions', 'shippable', 'statement_descriptor',
      'tax_code', 'tax_details', 'type',
    ], // prettier-ignore
    run: ({ book, parameters: { unit_label: unitLabel, ...sent } }) =>
      makeProduct(book, {
        ...sent,
        name: sent.name ?? '',
        metadata: changedMetadata({}, sent.metadata),
        unitLabel: unitLabel ?? null,
      }),
  }),
  operation({
    method: 'POST',
    path: '/v1/products/:id',
    answers: 'product',
    permissions: ['rak_product_write'],
    parameters: {
      active: flag,
      default_price: text(),
      description: text({ unsettable: true }),
      metadata,
      name: text(),
      unit_label: text({ unsettable: true }),
      url: text({ unsettable: true }),
    },
    notSimulated: [
      'images', 'marketing_features', 'package_dimensions', 'shippable', 'statement_descriptor', 'tax_code', 'tax_details',
    ], // prettier-ignore
    run: (call) => {
      const { book, parameters: { metadata: changes, ...plain } } = call // prettier-ignore
      const product = recordOf(call, (at) => at.products, call.ids['id'] ?? '', missingProduct)
      if (isRefusal(product)) return product
      if (plain.default_price !== undefined) {
        const price = recordOf(call, (at) => at.prices, plain.default_price, {
          noun: 'price',
          param: 'default_price',
        })
        if (isRefusal(price)) return price
      }
      const { record, previous } = book.change(book.products, product, {
        ...plain,
        ...(changes === undefined ? {} : { metadata: changedMetadata(product.metadata, changes) }),
        updated: book.now(),
      })
      book.emit('product.updated', record, previous)
      return record
    },
  }),
  operation({
    method: 'DELETE',
    path: '/v1/products/:id',
    answers: 'product',
    permissions: ['rak_product_write'],
    parameters: {},
    run: (call) => {
      const { book } = call
      const product = recordOf(call, (at) => at.products, call.ids['id'] ?? '', missingProduct)
      if (isRefusal(product)) return product
      if (book.prices.all().some((price) => price.product === product.id))
        return refuse(400, {
          message: 'This product cannot be deleted because it has one or more user-created prices.',
        })
      book.products.remove(product.id)
      book.emit('product.deleted', product)
      return { id: product.id, object: 'product', deleted: true }
    },
  }),
]

export const priceOperations: readonly Operation[] = [
  ...priceReading,
  operation({
    method: 'POST',
    path: '/v1/prices',
    answers: 'price',
    permissions: ['rak_plan_write'],
    parameters: {
      active: flag,
      currency: text(),
      lookup_key: text(),
      metadata,
      nickname: text(),
      product: text(),
      recurring: fields({ interval: oneOf(INTERVALS), interval_count: integer({ lowest: 1 }) }, ['interval']),
      unit_amount: integer({ lowest: 0 }),
    },
    required: ['currency'],
    notSimulated: [
      'billing_scheme', 'currency_options', 'custom_unit_amount', 'product_data', 'tax_behavior', 'tiers', 'tiers_mode',
      'transfer_lookup_key', 'transform_quantity', 'unit_amount_decimal',
    ], // prettier-ignore
    run: (call) => {
      const { book, parameters: sent } = call
      if (sent.product === undefined) return refusals.missingParameter('product')
      if (sent.unit_amount === undefined) return refusals.missingParameter('unit_amount')
      const product = recordOf(call, (at) => at.products, sent.product, { noun: 'product', param: 'product' })
      if (isRefusal(product)) return product
      const { interval, interval_count: count } = sent.recurring ?? {}
      return makePrice(book, {
        currency: (sent.currency ?? '').toLowerCase(),
        product: product.id,
        unitAmount: sent.unit_amount,
        active: sent.active ?? true,
        lookupKey: sent.lookup_key ?? null,
        metadata: changedMetadata({}, sent.metadata),
        nickname: sent.nickname ?? null,
        ...(interval === undefined
          ? {}
          : { recurring: { interval, ...(count === undefined ? {} : { interval_count: count }) } }),
      })
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/prices/:id',
    answers: 'price',
    permissions: ['rak_plan_write'],
    parameters: {
      active: flag,
      lookup_key: text({ unsettable: true }),
      metadata,
      nickname: text({ unsettable: true }),
    },
    notSimulated: ['currency_options', 'tax_behavior', 'transfer_lookup_key'],
    run: (call) => {
      const price = recordOf(call, (at) => at.prices, call.ids['id'] ?? '', missingPrice)
      if (isRefusal(price)) return price
      const { metadata: changes, ...plain } = call.parameters
      return changePrice(call.book, price, {
        ...plain,
        ...(changes === undefined ? {} : { metadata: changedMetadata(price.metadata, changes) }),
      })
    },
  }),
]
