// What can be subscribed to, as products and prices of a book: each made when it is first wanted. Sells nothing.
import type { Price } from '../billing-records.ts'
import type { Book } from '../book.ts'
import { makePrice, makeProduct } from '../life/prices.ts'
import { priceIn, type Market, type Product } from './business.ts'

export interface Catalogue {
  priceOf(product: Product, market: Market): Price
}

const EVERY = {
  month: { interval: 'month', interval_count: 1 },
  quarter: { interval: 'month', interval_count: 3 },
  year: { interval: 'year', interval_count: 1 },
} as const

export function openCatalogue(book: Book): Catalogue {
  return {
    priceOf: (wanted, market) => {
      const product =
        book.products.all().find(({ name }) => name === wanted.name) ??
        makeProduct(book, { name: wanted.name, type: 'good' })
      const { currency } = market
      const known = book.prices
        .all()
        .find((price) => price.product === product.id && price.currency === currency)
      return (
        known ??
        makePrice(book, {
          currency,
          product: product.id,
          unitAmount: priceIn(currency, market.rate, wanted.price),
          recurring: EVERY[wanted.every ?? 'month'],
        })
      )
    },
  }
}
