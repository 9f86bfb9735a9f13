// Reads what a change is about from Stripe, and puts what was read into the tables. It must never answer from the cache.
import type Stripe from 'stripe'
import { success, type Result } from '../../../src/contract/index.ts'
import type { GroupRules } from '../../../src/domain/failure-group.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { readAll, type Page } from '../payments/read-payment.ts'
import type { Projector } from '../projector/projector.ts'

/** What this desk itself has to say: of failures from its journal, of names from its cache. */
export interface OwnJudgement {
  rules(): GroupRules
  /** Whether operators gave this payment up. */
  isWrittenOff(paymentIntentId: string): boolean
  /** How a customer or a product is called. For words only: nothing is judged by it. */
  nameOf(id: string): string | null
}

export interface StripeReader {
  one<Value extends object>(ask: (stripe: Stripe) => Promise<Value>): Promise<Result<Value>>
  /** What is no state of anything at Stripe, as a preview: it comes into no table. `asOf`: Stripe's clock, milliseconds. */
  peek<Value>(ask: (stripe: Stripe) => Promise<Value>): Promise<Result<{ value: Value; asOf: number }>>
  /** Every page of a list. */
  all<Item extends { id: string }>(
    ask: (stripe: Stripe, after: { starting_after?: string }) => Promise<Page<Item>>,
  ): Promise<Result<Item[]>>
  /**
   * Events of these types that a call under this idempotency key caused.
   * @param from milliseconds, by this computer's clock: when it was sent first, or before.
   */
  eventsOf(idempotencyKey: string, types: readonly string[], from: number): Promise<Result<Stripe.Event[]>>
  /** What a write was answered with. `asOf`: Stripe's clock, milliseconds. */
  take(object: object, asOf: number): void
  own: OwnJudgement
  /** Milliseconds. */
  now(): number
}

export function stripeReader(
  gateway: Gateway,
  projector: Pick<Projector, 'takeNow'>,
  now: () => number,
  own: OwnJudgement,
): StripeReader {
  const takeAll = (objects: readonly object[], asOf: number): void =>
    projector.takeNow(objects.filter(hasTable).map((object) => ({ object, asOf })))
  async function all<Item extends { id: string }>(
    ask: (stripe: Stripe, after: { starting_after?: string }) => Promise<Page<Item>>,
  ): Promise<Result<Item[]>> {
    const answer = await readAll(gateway, ask)
    if (!answer.ok) return answer
    takeAll(answer.value, answer.asOf)
    return success(answer.value)
  }

  return {
    async one(ask) {
      const answer = await gateway.read(ask)
      if (!answer.ok) return answer
      takeAll([answer.value], answer.asOf)
      return success(answer.value)
    },
    async peek(ask) {
      const answer = await gateway.read(ask)
      return answer.ok ? success({ value: answer.value, asOf: answer.asOf }) : answer
    },
    all,
    async eventsOf(idempotencyKey, types, from) {
      const newest = await gateway.read((sdk) => sdk.events.list({ types: [...types], limit: 1 }))
      if (!newest.ok) return newest
      const created = { gte: Math.floor((byStripe(from, now(), newest.asOf) - clockSlackMs) / 1000) }
      const events = await all((sdk, after) =>
        sdk.events.list({ types: [...types], created, limit: 100, ...after }),
      )
      if (!events.ok) return events
      return success(events.value.filter(({ request }) => request?.idempotency_key === idempotencyKey))
    },
    take: (object, asOf) => takeAll([object], asOf),
    own,
    now,
  }
}

/** A moment of this computer's clock by Stripe's: counted back from now as each has it, for they may be far apart. Milliseconds. */
export const byStripe = (moment: number, now: number, asOf: number): number => asOf - (now - moment)

/** Its answer is dated by the second, and our clock may have been put right since. */
const clockSlackMs = 300_000

const withTable = new Set([
  'charge',
  'invoice',
  'invoice_payment',
  'payment_intent',
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
