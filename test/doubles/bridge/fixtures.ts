// Made-up payments for the face's own development and tests: deterministic from a seed, in any number. It must never be
// imported by the product.
import {
  paymentStatuses,
  type Method,
  type PaymentRow,
  type PaymentStatus,
} from '../../../src/contract/payments.ts'

/** A small deterministic random source (mulberry32): numbers from 0 up to 1. */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const firstNames =
  'Ada Grace Alan Katherine Edsger Barbara Donald Radia Tim Margaret Claude Hedy Linus Frances Ken Jean'.split(
    ' ',
  )
const lastNames =
  'Lovelace Hopper Turing Johnson Dijkstra Liskov Knuth Perlman Hamilton Shannon Lamarr Allen Thompson Bartik Sørensen Yamamoto'.split(
    ' ',
  )
const products = [
  'Annual plan',
  'Monthly plan',
  'Workshop ticket',
  'Invoice 2026-0417',
  'Starter kit',
  'Spare parts, order 8841',
  'Consulting, October',
]
const brands = ['visa', 'visa', 'visa', 'mastercard', 'mastercard', 'amex', 'jcb']
const declines = ['insufficient_funds', 'generic_decline', 'expired_card', 'do_not_honor']

/** Currency, share of payments, and the range of amounts in minor units with their step. */
const currencies = [
  { code: 'eur', until: 0.62, low: 900, high: 90_000, step: 1 },
  { code: 'usd', until: 0.84, low: 900, high: 120_000, step: 1 },
  { code: 'gbp', until: 0.92, low: 900, high: 60_000, step: 1 },
  { code: 'jpy', until: 0.96, low: 900, high: 90_000, step: 1 },
  { code: 'kwd', until: 0.98, low: 2000, high: 90_000, step: 10 },
  { code: 'isk', until: 1, low: 150_000, high: 4_000_000, step: 100 },
]

function statusFor(roll: number): PaymentStatus {
  if (roll < 0.83) return 'succeeded'
  if (roll < 0.95) return 'failed'
  if (roll < 0.965) return 'partially_refunded'
  if (roll < 0.975) return 'refunded'
  if (roll < 0.982) return 'disputed'
  if (roll < 0.988) return 'requires_action'
  if (roll < 0.992) return 'uncaptured'
  return paymentStatuses[6 + (Math.floor(roll * 1000) % 4)] ?? 'canceled'
}

/**
 * `count` payments over the year before `now` (Unix seconds), newest first.
 */
export function makePayments(count: number, now: number, seed = 7): PaymentRow[] {
  const random = createRandom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const year = 365 * 86_400
  return Array.from({ length: count }, (_, index): PaymentRow => {
    const status = index === 2 ? 'partially_refunded' : index === 1 ? 'succeeded' : statusFor(random())
    const roll = random()
    const currency = currencies.find(({ until }) => roll < until) ?? currencies[0]!
    const span = (currency.high - currency.low) / currency.step
    const amount = currency.low + Math.floor(random() ** 3 * span) * currency.step
    const first = pick(firstNames)
    const last = pick(lastNames)
    const named = random() > 0.06
    const method: Method = {
      type: 'card',
      brand: pick(brands),
      last4: String(1000 + Math.floor(random() * 9000)),
      wallet: random() < 0.18 ? pick(['apple_pay', 'google_pay']) : null,
      expMonth: 1 + Math.floor(random() * 12),
      expYear: 2026 + Math.floor(random() * 5),
      country: pick(['DE', 'FR', 'US', 'GB', 'JP', 'IS', 'KW']),
    }
    const half = Math.max(currency.step, Math.floor(amount / 2 / currency.step) * currency.step)
    return {
      id: `pi_3Q${(index + 100_000).toString(36).toUpperCase()}${seed}Fake${String(index).padStart(6, '0')}`,
      status,
      amount,
      amountReceived: ['succeeded', 'disputed', 'refunded', 'partially_refunded'].includes(status)
        ? amount
        : 0,
      amountRefunded: status === 'refunded' ? amount : status === 'partially_refunded' ? half : 0,
      amountPending: 0,
      currency: currency.code,
      created: now - 40 - Math.floor((index / count) * year),
      customerId: named ? `cus_Fake${first}${last}` : null,
      customerName: named ? `${first} ${last}` : null,
      customerEmail: named ? `${first}.${last}@example.com`.toLowerCase() : null,
      description: random() < 0.85 ? pick(products) : null,
      method: status === 'incomplete' ? null : method,
      declineCode: status === 'failed' ? pick(declines) : null,
    }
  })
}
