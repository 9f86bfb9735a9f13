// What is sold: the active prices of a desk, to choose one that a page collects.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { amountSchema, currencySchema } from './money.ts'
import { laneSchema } from './payments.ts'

const priceTypeSchema = z.enum(['one_time', 'recurring'])

export const priceRowSchema = z.object({
  id: z.string(),
  productId: z.string().nullable(),
  /** Null where the product is not known here. */
  productName: z.string().nullable(),
  nickname: z.string().nullable(),
  /** Of one; null where Stripe works it out (tiers, packages of units, usage, amounts that the customer chooses). */
  unitAmount: amountSchema.nullable(),
  currency: currencySchema,
  /** Sold in one payment, or as a subscription. */
  type: priceTypeSchema,
  /** Stripe's: day, week, month, year; null for what is sold once. */
  interval: z.string().nullable(),
  /** How many intervals lie between two payments. */
  intervalCount: z.int().positive().nullable(),
  /** Billed by usage: Stripe takes no quantity of it. */
  metered: z.boolean(),
})
export type PriceRow = z.infer<typeof priceRowSchema>

export const priceListRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  /** Words of the product, the nickname, the lookup key, the amount or the id. */
  text: z.string().max(200).optional(),
  /** What fits comes first, so that the bound leaves none of it out for something else. `currency` null: of any. */
  fitting: z.object({ type: priceTypeSchema, currency: currencySchema.nullable() }).optional(),
  limit: z.int().min(1).max(200).default(50),
})

/** What fits first, else what is sold once; within that by product. `more`: others match too. */
export const priceListSchema = z.object({ rows: z.array(priceRowSchema), more: z.boolean() })
export type FittingPrice = NonNullable<z.infer<typeof priceListRequestSchema>['fitting']>
