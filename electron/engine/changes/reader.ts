// Reads what a change is about from Stripe, and puts what was read into the tables. It must never answer from the cache.
import type Stripe from 'stripe'
import { success, type Result } from '../../../src/contract/index.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { readAll, type Page } from '../payments/read-payment.ts'
import type { Projector } from '../projector/projector.ts'

export interface StripeReader {
  one<Value extends object>(ask: (stripe: Stripe) => Promise<Value>): Promise<Result<Value>>
  /** Every page of a list. */
  all<Item extends { id: string }>(
    ask: (stripe: Stripe, after: { starting_after?: string }) => Promise<Page<Item>>,
  ): Promise<Result<Item[]>>
  /** What a write was answered with. `asOf`: Stripe's clock, milliseconds. */
  take(object: object, asOf: number): void
  /** Milliseconds. */
  now(): number
}

export function stripeReader(
  gateway: Gateway,
  projector: Pick<Projector, 'takeNow'>,
  now: () => number,
): StripeReader {
  const takeAll = (objects: readonly object[], asOf: number): void =>
    projector.takeNow(objects.filter(hasTable).map((object) => ({ object, asOf })))
  return {
    async one(ask) {
      const answer = await gateway.read(ask)
      if (!answer.ok) return answer
      takeAll([answer.value], answer.asOf)
      return success(answer.value)
    },
    async all(ask) {
      const answer = await readAll(gateway, ask)
      if (!answer.ok) return answer
      takeAll(answer.value, answer.asOf)
      return success(answer.value)
    },
    take: (object, asOf) => takeAll([object], asOf),
    now,
  }
}

const withTable = new Set([
  'customer',
  'payment_method',
  'subscription',
  'checkout.session',
  'price',
  'refund',
])

function hasTable(object: object): boolean {
  return 'object' in object && typeof object.object === 'string' && withTable.has(object.object)
}
