// Disputes as a list: what has to be answered by when. Evidence is given in Stripe's Dashboard.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { sumSchema } from './finance.ts'
import { amountSchema, currencySchema, secondsSchema } from './money.ts'
import { disputeStates } from './dispute-lists.ts'
import { laneSchema } from './payments.ts'

export { disputeStates, type DisputeState } from './dispute-lists.ts'

export const disputeStateSchema = z.enum(disputeStates)

export const disputeRowSchema = z.object({
  id: z.string(),
  paymentIntentId: z.string().nullable(),
  chargeId: z.string().nullable(),
  customerId: z.string().nullable(),
  customerName: z.string().nullable(),
  amount: amountSchema,
  currency: currencySchema,
  state: disputeStateSchema,
  /** Stripe's. */
  status: z.string(),
  reason: z.string(),
  created: secondsSchema,
  /** Null where no evidence is wanted. */
  evidenceDueBy: secondsSchema.nullable(),
  /** How often evidence was handed in. */
  submissions: z.int().nonnegative(),
  /** Whether Stripe would still take a refund of the payment. */
  refundable: z.boolean(),
  /** What it moved on the balance so far, and Stripe's fees for that, in the currency of the balance: below 0 what the bank took. */
  movements: z.array(
    z.object({
      id: z.string(),
      amount: amountSchema,
      fee: amountSchema,
      currency: currencySchema,
      created: secondsSchema,
    }),
  ),
  dashboardUrl: z.string(),
})
export type DisputeRow = z.infer<typeof disputeRowSchema>

export const disputeFilterSchema = z.object({
  state: z.array(disputeStateSchema).max(disputeStates.length).optional(),
  currency: currencySchema.optional(),
  createdFrom: secondsSchema.optional(),
  createdBefore: secondsSchema.optional(),
  /** Part of a name, reason (Stripe's, or as it is shown) or id. */
  text: z.string().max(200).optional(),
})
export type DisputeFilter = z.infer<typeof disputeFilterSchema>

export const disputeListRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  filter: disputeFilterSchema,
  /** `due_asc`: those without a deadline last. */
  sort: z.enum(['due_asc', 'created_desc', 'amount_desc']).default('due_asc'),
  after: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(100),
})
export const disputePageSchema = z.object({ rows: z.array(disputeRowSchema), next: z.string().nullable() })

/** The state part of the filter left out. */
export const disputeCountsSchema = z.object({
  byState: z.array(
    z.object({
      state: disputeStateSchema,
      count: z.int().nonnegative(),
      sums: z.array(z.object({ currency: currencySchema, ...sumSchema.shape })),
    }),
  ),
  currencies: z.array(currencySchema),
})
export type DisputeCounts = z.infer<typeof disputeCountsSchema>
