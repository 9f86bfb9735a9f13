// Who should have access to what: per customer and product, as src/domain/access.ts derives it, and what Stripe's
// Entitlements say where they are used. Bursar tells; it switches nothing in anybody's product.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { anyIdSchema } from './ids.ts'
import { secondsSchema } from './money.ts'
import { laneSchema } from './payments.ts'
import { accessReasons } from './subscription-lists.ts'

export const accessRowSchema = z.object({
  customerId: z.string(),
  customerName: z.string().nullable(),
  customerEmail: z.string().nullable(),
  productId: z.string(),
  productName: z.string().nullable(),
  on: z.boolean(),
  reason: z.enum(accessReasons),
  /** One sentence. */
  why: z.string(),
  /** Since when it has been on, or off, Unix seconds. */
  since: secondsSchema,
  /**
   * When it will turn by itself: the end of grace, of a trial (at the earliest: it may go on as paid) or of a subscription; null: not
   * by itself.
   */
  until: secondsSchema.nullable(),
  /** The subscription that decides: one that is on wins over one that is off. */
  subscriptionId: z.string(),
  /** The event that decided; null where it was known before the first event kept here. */
  eventId: z.string().nullable(),
})
export type AccessRow = z.infer<typeof accessRowSchema>

export const accessListRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  filter: z.object({
    on: z.boolean().optional(),
    reason: z.array(z.enum(accessReasons)).max(accessReasons.length).optional(),
    customerId: anyIdSchema.optional(),
    productId: anyIdSchema.optional(),
    /** Part of a name, e-mail, product or id. */
    text: z.string().max(200).optional(),
  }),
  /** As it was then, by what is known now; Unix seconds. Null: now. */
  at: secondsSchema.nullable().default(null),
  after: z.string().max(400).optional(),
  limit: z.int().min(1).max(200).default(100),
})
export const accessPageSchema = z.object({
  rows: z.array(accessRowSchema),
  next: z.string().nullable(),
  /** Before this nothing is known for sure: older events were never kept here. Unix seconds; null: all of it is. */
  knownFrom: secondsSchema.nullable(),
  /** Whatever `on` says; with the first page alone, null with those after it. */
  counts: z.object({ on: z.int().nonnegative(), off: z.int().nonnegative() }).nullable(),
})
export type AccessPage = z.infer<typeof accessPageSchema>

/** What Stripe's Entitlements say a customer may use. */
export const entitlementsSchema = z.object({
  customerId: z.string(),
  /** Null: Entitlements were never told of this customer. */
  features: z
    .array(
      z.object({
        lookupKey: z.string(),
        featureId: z.string(),
        since: secondsSchema,
        /** The first that was ever told named it: it may have been theirs before. */
        orBefore: z.boolean(),
      }),
    )
    .nullable(),
  /** An event names ten at most: so many are named that there may be others. */
  mayBeMore: z.boolean(),
  asOf: secondsSchema.nullable(),
})

export const accessPolicySchema = z.object({
  /**
   * Days during which access stays on after the first failed try of an invoice: of the oldest that is still owed since the
   * subscription is past due. One that was sent counts from when the subscription is past due.
   */
  graceDays: z.int().min(0).max(90),
  /** Whether access stays on while collection is paused. */
  onWhileCollectionPaused: z.boolean(),
})
export type AccessPolicy = z.infer<typeof accessPolicySchema>
export const setAccessPolicyRequestSchema = z.object({ deskId: deskIdSchema, policy: accessPolicySchema })
