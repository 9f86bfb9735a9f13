// What came in and what it cost, as Overview shows it: figures per currency and stretch of time, and the rows behind each.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { buckets, figures } from './finance-lists.ts'
import { amountSchema, currencySchema, secondsSchema } from './money.ts'
import { laneSchema } from './payments.ts'

export { buckets, figures } from './finance-lists.ts'
export type { Bucket, Figure } from './finance-lists.ts'
export const figureSchema = z.enum(figures)

export const sumSchema = z.object({
  /** Minor units. */
  amount: amountSchema,
  count: z.int().nonnegative(),
})
export type Sum = z.infer<typeof sumSchema>

/** IANA name: where days, weeks (from Monday) and months begin. */
export const timeZoneSchema = z.string().min(1).max(100)

const stretch = {
  /** Inclusive, Unix seconds. */
  from: secondsSchema,
  /** Exclusive, Unix seconds. */
  before: secondsSchema,
}
const figuresSchema = z.record(figureSchema, sumSchema)

export const overviewRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  /** Null: the one used most. */
  currency: currencySchema.nullable().default(null),
  ...stretch,
  /** With more than 800 stretches the request is refused. */
  bucket: z.enum(buckets),
  timeZone: timeZoneSchema,
})

export const overviewSchema = z.object({
  /** Those that occur on the desk, most used first. */
  currencies: z.array(currencySchema),
  /** The one shown; null on a desk without any. */
  currency: currencySchema.nullable(),
  /** Without gaps, oldest first. The first and the last are cut off where the request begins and ends. */
  buckets: z.array(z.object({ ...stretch, figures: figuresSchema })),
  total: figuresSchema,
  /**
   * Payments that came back at a time that is not known, as their charge is not: in no stretch's `recovered`. Recovery, which asks when
   * they failed, has them; all that was recovered by any time and these are its recovered of all time.
   */
  undated: sumSchema,
  /**
   * The stretch before, as many whole days, weeks or months long where the request is whole ones, else as many seconds. Where the request is not
   * over, it ends as far in as that has come.
   */
  previous: z.object({ ...stretch, total: figuresSchema }),
})
export type Overview = z.infer<typeof overviewSchema>

export const figureRowsRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  figure: figureSchema,
  currency: currencySchema,
  ...stretch,
  after: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(100),
})

/** What a figure adds up, newest first. */
export const figureRowSchema = z.object({
  /** Of the balance transaction, or of the payment. */
  id: z.string(),
  at: secondsSchema,
  /** What it adds to the figure, minor units. */
  amount: amountSchema,
  /** Stripe's type of the balance transaction, or `payment`. */
  type: z.string(),
  description: z.string().nullable(),
  /** What to open; null where Bursar has no screen for it. */
  opens: z.object({ kind: z.enum(['payment', 'refund', 'dispute']), id: z.string() }).nullable(),
  customerName: z.string().nullable(),
})
export type FigureRow = z.infer<typeof figureRowSchema>
export const figureRowsSchema = z.object({ rows: z.array(figureRowSchema), next: z.string().nullable() })

export const dayCheckRequestSchema = z.object({
  deskId: deskIdSchema,
  /** A calendar day, `2026-11-25`. */
  day: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  timeZone: timeZoneSchema,
})

/** A day as the cache has it beside what Stripe says now. What was missing here has been taken in. */
export const dayCheckSchema = z.object({
  ...stretch,
  rows: z.array(
    z.object({
      what: z.enum(['payments', 'refunds', 'disputes', 'balance_transactions']),
      currency: currencySchema,
      here: sumSchema,
      stripe: sumSchema,
    }),
  ),
  /** What differed, at most 100. */
  differences: z.array(
    z.object({
      what: z.enum(['payments', 'refunds', 'disputes', 'balance_transactions']),
      id: z.string(),
      /** `missing`: Stripe has it, we did not. `differs`: in amount, fee, currency or status. `extra`: Stripe does not list it. */
      how: z.enum(['missing', 'differs', 'extra']),
    }),
  ),
  /** Lists that this key may not read, in words. */
  unreadable: z.array(z.string()),
})
export type DayCheck = z.infer<typeof dayCheckSchema>

/** How far a day's check is: lists read of all, and what was read of the one being read. */
export const dayProgressSchema = z.object({
  deskId: deskIdSchema,
  day: z.string(),
  /** Being read now. */
  what: z.enum(['payments', 'refunds', 'disputes', 'balance_transactions']),
  listsRead: z.int().nonnegative(),
  lists: z.int().positive(),
  /** Of this list. */
  pages: z.int().nonnegative(),
  objects: z.int().nonnegative(),
})
export type DayProgress = z.infer<typeof dayProgressSchema>
