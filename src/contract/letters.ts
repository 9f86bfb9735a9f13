// Letters to customers whose payment failed: made by Bursar, read over and sent by a person.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { anyIdSchema } from './ids.ts'
import { millisecondsSchema, secondsSchema } from './money.ts'
import { laneSchema } from './payments.ts'

const draftStates = ['open', 'sent', 'dismissed', 'processing', 'settled'] as const

/** A letter to a customer whose payment failed: made once per invoice from its newest failed try, sent by a person. */
export const draftSchema = z.object({
  invoiceId: z.string(),
  invoiceNumber: z.string().nullable(),
  customerId: z.string().nullable(),
  to: z.string().nullable(),
  subject: z.string(),
  /** Plain text, the reason masked where the customer must not be told. */
  text: z.string(),
  hostedUrl: z.string().nullable(),
  /** Of the failed try that it tells of; where no event of that is kept, the payment's id and the second of the try: "pi_1@1790000000". */
  eventId: z.string(),
  /** The payment that failed, where no event of the try is kept. */
  paymentIntentId: z.string().nullable(),
  attempts: z.int().nonnegative(),
  nextAttemptAt: secondsSchema.nullable(),
  madeAt: secondsSchema,
  /**
   * `open`: nobody has sent or dismissed it. `processing`: a payment of the invoice is on its way, so it waits for what comes of that.
   * `settled`: the invoice is paid or ended, so there is nothing to tell.
   */
  state: z.enum(draftStates),
  markedBy: z.string().nullable(),
  markedAt: millisecondsSchema.nullable(),
})
export type Draft = z.infer<typeof draftSchema>

export const draftListRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  filter: z.object({
    state: z.enum([...draftStates, 'all']).default('open'),
    customerId: anyIdSchema.optional(),
    invoiceId: anyIdSchema.optional(),
  }),
  after: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(100),
})
/** Newest first. */
export const draftPageSchema = z.object({ rows: z.array(draftSchema), next: z.string().nullable() })

/** A note on this machine; Stripe is not told. */
export const markDraftRequestSchema = z.object({
  deskId: deskIdSchema,
  invoiceId: anyIdSchema,
  /** The try it told of: a later failure opens the draft again. */
  eventId: anyIdSchema,
  as: z.enum(['sent', 'dismissed']),
})
