// Subscriptions as the list and their inspector show them: what is billed, how they stand and why, and what a change would cost.
import { z } from 'zod'
import { accessRowSchema } from './access.ts'
import { changeOrderSchema } from './changes.ts'
import { deskIdSchema } from './desks.ts'
import { anyIdSchema } from './ids.ts'
import { amountSchema, currencySchema, millisecondsSchema, secondsSchema } from './money.ts'
import { laneSchema, methodSchema } from './payments.ts'
import { attentions, subscriptionStatuses } from './subscription-lists.ts'

export * from './subscription-lists.ts'

export const subscriptionStatusSchema = z.enum(subscriptionStatuses)
export const attentionSchema = z.enum(attentions)

export const subscriptionItemSchema = z.object({
  id: z.string().nullable(),
  priceId: z.string().nullable(),
  productId: z.string().nullable(),
  /** Null where the product is not known here. */
  productName: z.string().nullable(),
  /** Of one and one period, minor units; null where Stripe works it out (tiers, usage, packages, parts of the minor unit). */
  unitAmount: amountSchema.nullable(),
  quantity: z.int().nonnegative().nullable(),
  /** Stripe's: day, week, month, year. */
  interval: z.string().nullable(),
  intervalCount: z.int().positive().nullable(),
  /** Since API version basil a period belongs to its item. */
  currentPeriodStart: secondsSchema.nullable(),
  currentPeriodEnd: secondsSchema.nullable(),
  /** The price is not sold any more (`active` is false). */
  retired: z.boolean(),
})
export type SubscriptionItem = z.infer<typeof subscriptionItemSchema>

export const subscriptionRowSchema = z.object({
  id: z.string(),
  customerId: z.string().nullable(),
  customerName: z.string().nullable(),
  customerEmail: z.string().nullable(),
  /** Stripe's word; one that Bursar does not know stays as it is. */
  status: z.string(),
  attention: z.array(attentionSchema),
  /** Names of the products, else ids of the prices. */
  products: z.array(z.string()),
  currency: currencySchema.nullable(),
  /**
   * What it is worth in a month, minor units, rounded half up once per subscription: unit amount x quantity, a year as 12 months, a
   * week as 12/52 and a day as 12/365 of a year's; discounts and taxes are not taken off. Null where a price is not plain
   * (tiers, usage, packages, another currency than the subscription's).
   * Only `active`, `past_due` and collected ones count towards the desk's monthly value; here it is told for all.
   */
  monthly: amountSchema.nullable(),
  /** The end that comes first. */
  currentPeriodEnd: secondsSchema.nullable(),
  trialEnd: secondsSchema.nullable(),
  cancelAt: secondsSchema.nullable(),
  cancelAtPeriodEnd: z.boolean(),
  /** Of pause_collection. */
  pause: z.object({ behavior: z.string(), resumesAt: secondsSchema.nullable() }).nullable(),
  collectionMethod: z.string().nullable(),
  created: secondsSchema,
  endedAt: secondsSchema.nullable(),
})
export type SubscriptionRow = z.infer<typeof subscriptionRowSchema>

export const subscriptionFilterSchema = z.object({
  status: z.array(subscriptionStatusSchema).max(subscriptionStatuses.length).optional(),
  attention: z.array(attentionSchema).max(attentions.length).optional(),
  currency: currencySchema.optional(),
  productId: anyIdSchema.optional(),
  priceId: anyIdSchema.optional(),
  customerId: anyIdSchema.optional(),
  /** Inclusive and exclusive, Unix seconds, of the end of the current period. */
  endsFrom: secondsSchema.optional(),
  endsBefore: secondsSchema.optional(),
  /** Part of a name, e-mail, product or id. */
  text: z.string().max(200).optional(),
})
export type SubscriptionFilter = z.input<typeof subscriptionFilterSchema>

export const subscriptionListRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  filter: subscriptionFilterSchema,
  sort: z.enum(['created_desc', 'ends_asc', 'monthly_desc']).default('created_desc'),
  after: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(100),
})
export const subscriptionPageSchema = z.object({
  rows: z.array(subscriptionRowSchema),
  next: z.string().nullable(),
  /** Only the newest 20,000 were looked through for these words. */
  partial: z.boolean(),
})

/** What subscriptions of any state are or were of, by name, a thousand at most. */
export const subscribedProductsSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      /** Null where the product is not known here. */
      name: z.string().nullable(),
    }),
  ),
  /** There are others. */
  more: z.boolean(),
})

const countSchema = z.int().nonnegative()
export const subscriptionCountsSchema = z.object({
  /** Under the filter, without its status and attention. */
  byStatus: z.record(subscriptionStatusSchema, countSchema),
  byAttention: z.record(attentionSchema, countSchema),
  /** Under the whole filter. */
  total: countSchema,
  /** Of those `active` or `past_due` under the whole filter whose collection is not paused, in one currency each, most first. */
  monthly: z.array(
    z.object({
      currency: currencySchema,
      amount: amountSchema,
      count: countSchema,
      /** Left out: their price is not plain, so what they are worth is not known here. */
      unknown: countSchema,
    }),
  ),
  /** Only the newest 20,000 were looked through for these words: there may be more than is counted. */
  partial: z.boolean(),
})
export type SubscriptionCounts = z.infer<typeof subscriptionCountsSchema>

/** What the operator can do from here; the face offers exactly these. */
export const subscriptionActs = [
  'change',
  'pause_collection',
  'resume_collection',
  'pause_service',
  'resume_service',
  'cancel',
  'keep',
  'start_again',
  'retry_invoice',
  'send_link',
  'new_method',
  'void_invoice',
  'uncollectible_invoice',
] as const
export const subscriptionActSchema = z.enum(subscriptionActs)
export type SubscriptionAct = (typeof subscriptionActs)[number]

/** Why it is in this state, what comes next, and what can be done (src/domain/subscription-status.ts). */
export const statusExplanationSchema = z.object({
  /** One or two sentences. */
  why: z.string(),
  /** The event that brought it there; null where the cache has none. */
  event: z.object({ id: z.string(), type: z.string(), at: secondsSchema }).nullable(),
  /** What Stripe does next and when, in order; `at` is null where Stripe does not tell. */
  next: z.array(z.object({ text: z.string(), at: secondsSchema.nullable() })),
  can: z.array(z.object({ act: subscriptionActSchema, text: z.string() })),
})
export type StatusExplanation = z.infer<typeof statusExplanationSchema>

export const subscriptionInvoiceSchema = z.object({
  id: z.string(),
  number: z.string().nullable(),
  status: z.string(),
  billingReason: z.string().nullable(),
  currency: currencySchema,
  total: amountSchema,
  amountDue: amountSchema,
  amountPaid: amountSchema,
  amountRemaining: amountSchema,
  attempts: z.int().nonnegative(),
  nextAttemptAt: secondsSchema.nullable(),
  dueDate: secondsSchema.nullable(),
  paidAt: secondsSchema.nullable(),
  created: secondsSchema,
  paymentIntentId: z.string().nullable(),
  /** The PaymentIntent's status; requires_action means that the customer has to confirm (3-D Secure). */
  paymentStatus: z.string().nullable(),
  hostedUrl: z.string().nullable(),
})
export type SubscriptionInvoice = z.infer<typeof subscriptionInvoiceSchema>

export const subscriptionDetailSchema = z.object({
  subscription: subscriptionRowSchema,
  items: z.array(subscriptionItemSchema),
  /** `flexible` or `classic`; null before Stripe told. */
  billingMode: z.string().nullable(),
  billingCycleAnchor: secondsSchema.nullable(),
  daysUntilDue: z.int().nonnegative().nullable(),
  discounts: z.array(
    z.object({
      id: z.string(),
      couponId: z.string().nullable(),
      /** "20 % off for 3 months". */
      words: z.string(),
      end: secondsSchema.nullable(),
    }),
  ),
  trial: z.object({ start: secondsSchema.nullable(), end: secondsSchema }).nullable(),
  /** What the next invoice is paid with, and where that comes from: Stripe asks the subscription first, then the customer. */
  method: z.object({
    source: z.enum(['subscription', 'customer', 'none', 'unknown']),
    paymentMethodId: z.string().nullable(),
    method: methodSchema.nullable(),
    /** It is charged to its own, and the customer's default is another one. */
    differs: z.boolean(),
  }),
  cancellation: z
    .object({
      reason: z.string().nullable(),
      feedback: z.string().nullable(),
      comment: z.string().nullable(),
    })
    .nullable(),
  /** Phases still to come of the schedule that drives it; null where none does, or it is not known here. */
  schedule: z
    .object({
      id: z.string(),
      phases: z.array(z.object({ start: secondsSchema, end: secondsSchema.nullable(), words: z.string() })),
    })
    .nullable(),
  explanation: statusExplanationSchema,
  access: z.array(accessRowSchema),
  /** Newest first, at most 24. */
  invoices: z.array(subscriptionInvoiceSchema),
  invoicesMore: z.boolean(),
  /** Newest first, at most 100: its events, and what was ordered here. */
  timeline: z.array(
    z.object({
      at: millisecondsSchema,
      kind: z.enum(['event', 'order']),
      text: z.string(),
      /** Of the event or the order. */
      id: z.string(),
    }),
  ),
  /** Ordered here, newest first, at most 20. */
  orders: z.array(changeOrderSchema),
  metadata: z.record(z.string(), z.string()),
  raw: z.array(z.object({ title: z.string(), json: z.string() })),
  dashboardUrl: z.string(),
  /** When this was last read from Stripe. */
  asOf: millisecondsSchema,
})
export type SubscriptionDetail = z.infer<typeof subscriptionDetailSchema>
