// What a subscription and a price are called in the words of an order.
import type Stripe from 'stripe'
import { spokenAmount } from '../../../src/domain/money.ts'
import { unitIn } from '../../../src/domain/subscription-value.ts'
import { idOf } from '../../store/projections/shapes.ts'
import type { OwnJudgement, StripeReader } from './reader.ts'

/** "Pro of Ada Lovelace (€24.00 a month)"; without the price where it is no plain one, and by its id where names are not known. */
export function subscriptionWords(subscription: Stripe.Subscription, { own }: StripeReader): string {
  const { items, currency } = subscription
  const name = subscriptionName(subscription, own) ?? subscription.id
  const parts = items.data.map(({ price, quantity }) => {
    const unit = wholeUnitIn(price, currency)
    return {
      amount: unit === null ? null : unit * (quantity ?? 1),
      every: price.recurring === null ? null : periodWords(price.recurring),
    }
  })
  const [first] = parts
  const known = parts.flatMap(({ amount }) => (amount === null ? [] : [amount]))
  const isPlain =
    !items.has_more &&
    first !== undefined &&
    first.every !== null &&
    known.length === parts.length &&
    parts.every(({ every }) => every === first.every)
  if (!isPlain) return name
  const total = known.reduce((sum, amount) => sum + amount, 0)
  return `${name} (${spokenAmount(total, currency)} ${first.every})`
}

function subscriptionName({ items, customer }: Stripe.Subscription, own: OwnJudgement): string | null {
  const products = new Set(items.data.map(({ price }) => idOf(price.product)))
  const names = [...products].map((id) => (id === null ? null : own.nameOf(id)))
  const who = own.nameOf(idOf(customer) ?? '')
  return who === null || names.length === 0 || names.includes(null)
    ? null
    : `${list.format(names.filter((name) => name !== null))} of ${who}`
}

const list = new Intl.ListFormat('en-GB')

/** "Pro, €24.00 a month", or as much of it as is known. */
export function priceWords(price: Stripe.Price): string {
  const name = price.nickname ?? price.id
  const unit = wholeUnitIn(price, price.currency)
  if (unit === null) return name
  const every = price.recurring === null ? '' : ` ${periodWords(price.recurring)}`
  return `${name}, ${spokenAmount(unit, price.currency)}${every}`
}

const wholeUnitIn = (price: Stripe.Price, currency: string): number | null =>
  unitIn<Pick<Stripe.Price, 'unit_amount'>>(price, currency)?.unit_amount ?? null

const periodWords = ({ interval, interval_count: count }: Stripe.Price.Recurring): string =>
  count === 1 ? `a ${interval}` : `every ${count} ${interval}s`
