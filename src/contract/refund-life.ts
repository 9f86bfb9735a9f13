// Refunds as a life: every refund of a desk, ordered here or made elsewhere, and our orders that have none yet, from the request
// to its end. It must never call an end what Stripe may still change.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { amountSchema, currencySchema, millisecondsSchema, secondsSchema } from './money.ts'
import { refundStates } from './refund-lists.ts'
import { disputeSchema, fraudWarningSchema, laneSchema, methodSchema } from './payments.ts'
import { orderSchema } from './refunds.ts'

export { refundStates, type RefundState } from './refund-lists.ts'

export const refundStateSchema = z.enum(refundStates)

/** How a customer got the money when the refund could not bring it. */
export const otherWays = ['bank_transfer', 'cash', 'check', 'store_credit', 'other'] as const
export const otherWaySchema = z.enum(otherWays)
export type OtherWay = z.infer<typeof otherWaySchema>

/** A note of this machine's: Stripe knows nothing of it. */
export const refundNoteSchema = z.object({
  id: z.string(),
  refundId: z.string(),
  at: millisecondsSchema,
  operator: z.string(),
  how: otherWaySchema,
  /** Where it can be found again: the number of a transfer, a voucher, a receipt. */
  reference: z.string(),
  /** When and by whom it was struck out; null while it holds. */
  struck: z.object({ at: millisecondsSchema, operator: z.string() }).nullable(),
})
export type RefundNote = z.infer<typeof refundNoteSchema>

export const refundLifeSchema = z.object({
  /** Of the refund; of the order where there is no refund. */
  id: z.string(),
  refundId: z.string().nullable(),
  state: refundStateSchema,
  /** Since when it is in this state; null where nothing tells. Of succeeded ones only `refunds.detail` says it. */
  since: millisecondsSchema.nullable(),
  /** When it was made at Stripe, or ordered where it was not. */
  at: millisecondsSchema,
  amount: amountSchema,
  currency: currencySchema,
  paymentIntentId: z.string().nullable(),
  customerId: z.string().nullable(),
  /** Name or e-mail of the customer. */
  customerLabel: z.string().nullable(),
  method: methodSchema.nullable(),
  reason: z.string().nullable(),
  /** The operator's own. */
  note: z.string().nullable(),
  /** Stripe's words. */
  pendingReason: z.string().nullable(),
  failureReason: z.string().nullable(),
  /** What the state means, in a sentence or two. */
  means: z.string(),
  /** What somebody should do now; null: nothing. */
  next: z.string().nullable(),
  /** By which the customer's bank finds the money: `acquirer_reference_number` (ARN) of cards, others of other methods. */
  reference: z
    .object({
      type: z.string(),
      /** Null while `status` says that it is to come, or that there is none. */
      value: z.string().nullable(),
      status: z.string().nullable(),
    })
    .nullable(),
  /** False: made outside Bursar. */
  orderedHere: z.boolean(),
  /** Stripe lets it be canceled as it stands. */
  cancelable: z.boolean(),
  /** The note that the money went another way; none that was struck out. */
  otherWay: refundNoteSchema.nullable(),
  /** Ours, where there is one. */
  order: orderSchema.nullable(),
})
export type RefundLife = z.infer<typeof refundLifeSchema>

export const refundFilterSchema = z.object({
  state: z.array(refundStateSchema).max(refundStates.length).optional(),
  /** Part of an id, a name, an e-mail, a description, a bank reference, a note; all of the words. */
  text: z.string().max(200).optional(),
  /** Made or ordered: inclusive and exclusive, Unix seconds. */
  createdFrom: secondsSchema.optional(),
  createdBefore: secondsSchema.optional(),
})
export type RefundFilter = z.infer<typeof refundFilterSchema>

export const refundListRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  filter: refundFilterSchema,
  sort: z.enum(['created_desc', 'created_asc']).default('created_desc'),
  /** The `next` of the page before. */
  after: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(100),
})

export const refundPageSchema = z.object({
  rows: z.array(refundLifeSchema),
  next: z.string().nullable(),
  /** False: the text matches so much that only the newest of it were looked at. */
  complete: z.boolean(),
})

export const refundCountsSchema = z.object({
  /** How many match the filter (its state part left out). */
  byState: z.record(refundStateSchema, z.int().nonnegative()),
  total: z.int().nonnegative(),
  /** Counting stopped at a bound: there are at least so many. */
  atLeast: z.boolean(),
})
export type RefundCounts = z.infer<typeof refundCountsSchema>

export const refundStepSchema = z.object({
  at: millisecondsSchema,
  /** The state that began; null for what changed none. */
  state: refundStateSchema.nullable(),
  /** A short sentence. */
  text: z.string(),
})
export type RefundStep = z.infer<typeof refundStepSchema>

export const refundDetailSchema = z.object({
  refund: refundLifeSchema,
  /** Oldest first; what nothing tells the time of is left out. */
  steps: z.array(refundStepSchema),
  /** Of the payment, newest first. */
  disputes: z.array(disputeSchema),
  /** Of the payment, newest first. */
  warnings: z.array(fraudWarningSchema),
  /** What a dispute or a warning means for this refund, in sentences; empty where there is none. */
  cautions: z.array(z.string()),
  /** Stripe's fee for the payment, which a refund does not return: minor units of `currency`; null where it is not known. */
  feeKept: z.object({ amount: amountSchema, currency: currencySchema }).nullable(),
  /** Oldest first. */
  notes: z.array(refundNoteSchema),
  /** The object as Stripe gave it; null where there is none yet. */
  json: z.string().nullable(),
  /** When it was last read from Stripe; null where there is none. */
  asOf: millisecondsSchema.nullable(),
})
export type RefundDetail = z.infer<typeof refundDetailSchema>

export const recordOtherWayRequestSchema = z.object({
  deskId: deskIdSchema,
  /** Made by the face, once per form: sending the same one twice is the same note. */
  noteId: z.uuid(),
  refundId: z.string().regex(/^[\w-]{3,255}$/),
  how: otherWaySchema,
  reference: z.string().trim().min(1).max(200),
})

/** Striking out twice is striking out once. */
export const strikeOtherWayRequestSchema = z.object({ deskId: deskIdSchema, noteId: z.uuid() })
