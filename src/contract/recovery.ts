// What came back of what failed: amounts and rates by any way of dividing them, cohorts, and cards that will expire.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { waysBack } from './failures.ts'
import { recoveryDimensions } from './finance-lists.ts'
import { sumSchema, timeZoneSchema } from './finance.ts'
import { amountSchema, currencySchema, secondsSchema } from './money.ts'
import { laneSchema, methodSchema } from './payments.ts'

export { recoveryDimensions } from './finance-lists.ts'
export type { RecoveryDimension } from './finance-lists.ts'

export const outcomeSchema = z.object({
  failed: sumSchema,
  recovered: sumSchema,
  lost: sumSchema,
  trying: sumSchema,
})
/** failed = recovered + lost + trying. */
export type Outcome = z.infer<typeof outcomeSchema>

export const recoveryRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  /** Null: the one in which most failed. */
  currency: currencySchema.nullable().default(null),
  /** Inclusive and exclusive, Unix seconds. */
  from: secondsSchema,
  before: secondsSchema,
  /**
   * `failed`: what failed first in the stretch, whatever became of it since. `settled`: what was recovered or lost in the stretch,
   * whenever it failed; nothing is then still trying.
   */
  counted: z.enum(['failed', 'settled']).default('failed'),
  /** Payments of invoices, others, or both. */
  of: z.enum(['all', 'invoices', 'others']).default('all'),
  by: z.enum(recoveryDimensions).default('code'),
  timeZone: timeZoneSchema,
})

export const recoverySchema = z.object({
  currencies: z.array(currencySchema),
  currency: currencySchema.nullable(),
  total: outcomeSchema,
  /** By calendar month of the zone, oldest first, without gaps. */
  months: z.array(z.object({ from: secondsSchema, before: secondsSchema, ...outcomeSchema.shape })),
  /**
   * Largest first; at most 60 and the rest in one called `rest`; `unknown` where it is not known. By attempts, amount and card age the
   * key is a number or a range, both inclusive, its end left out where it is open: `3`, `5000-19999` (minor units), `24-` (months).
   */
  parts: z.array(z.object({ key: z.string(), ...outcomeSchema.shape })),
  /** Whole days from the first failed try until it was paid; the last counts all that took longer. */
  days: z.array(z.object({ day: z.int().nonnegative(), ...sumSchema.shape })),
  medianDays: z.number().nonnegative().nullable(),
  /**
   * By week (from Monday) of the first failed try, oldest first: what was paid by the end of week 0, 1, … 11 after. None where
   * `settled` is counted.
   */
  cohorts: z.array(
    z.object({
      from: secondsSchema,
      before: secondsSchema,
      failed: sumSchema,
      /** Amounts, each with those before in it; null for weeks that are not over yet. */
      recovered: z.array(amountSchema.nullable()),
    }),
  ),
  /** How it came back. */
  ways: z.array(z.object({ how: z.enum(waysBack), ...sumSchema.shape })),
})
export type Recovery = z.infer<typeof recoverySchema>

export const expiringRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  /** Cards that expire within so many months, this one counted. */
  months: z.int().min(1).max(12).default(3),
})
/** A card that subscriptions pay with. Networks replace many of them without anybody noticing. */
export const expiringCardSchema = z.object({
  paymentMethodId: z.string(),
  method: methodSchema,
  customerId: z.string(),
  customerName: z.string().nullable(),
  /** Those that are charged to it. */
  subscriptionIds: z.array(z.string()),
  /** Of the next payment: the items of all subscriptions due on that day (UTC); null where an item has no plain price. */
  amount: amountSchema.nullable(),
  currency: currencySchema.nullable(),
  /** The subscriptions whose own next payment falls after the card expired. */
  afterExpiry: z.array(z.string()),
})
export type ExpiringCard = z.infer<typeof expiringCardSchema>
export const expiringSchema = z.object({
  /** Soonest first; at most 500. */
  cards: z.array(expiringCardSchema),
  /** No more expire than these. */
  complete: z.boolean(),
})
export type Expiring = z.infer<typeof expiringSchema>
