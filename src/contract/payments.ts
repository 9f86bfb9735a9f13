// Payments as the lists and the inspector show them: a PaymentIntent with its latest charge, read from the cache.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { amountSchema, currencySchema, millisecondsSchema, secondsSchema } from './money.ts'
import { orderSchema } from './refunds.ts'

/**
 * What a person calls the state of a payment, derived from the PaymentIntent and its latest charge
 * (src/domain/payment-status.ts). Exactly one applies.
 */
export const paymentStatuses = [
  'succeeded',
  'partially_refunded',
  'refunded',
  'disputed',
  'failed',
  'requires_action',
  'processing',
  'uncaptured',
  'incomplete',
  'canceled',
] as const
export const paymentStatusSchema = z.enum(paymentStatuses)
export type PaymentStatus = z.infer<typeof paymentStatusSchema>

export const methodSchema = z.object({
  /** Stripe's payment method type: card, sepa_debit, … */
  type: z.string(),
  brand: z.string().nullable(),
  last4: z.string().nullable(),
  wallet: z.string().nullable(),
  expMonth: z.int().nullable(),
  expYear: z.int().nullable(),
  country: z.string().nullable(),
})
export type Method = z.infer<typeof methodSchema>

export const paymentRowSchema = z.object({
  id: z.string(),
  status: paymentStatusSchema,
  amount: amountSchema,
  /** Paid and captured, before refunds. */
  amountReceived: amountSchema,
  amountRefunded: amountSchema,
  /** Of refunds that are under way, as far as is known here: not refunded yet, and not to be refunded again. */
  amountPending: amountSchema,
  currency: currencySchema,
  created: secondsSchema,
  customerId: z.string().nullable(),
  customerName: z.string().nullable(),
  customerEmail: z.string().nullable(),
  description: z.string().nullable(),
  method: methodSchema.nullable(),
  /** Stripe's decline code of the last failure, where there was one. */
  declineCode: z.string().nullable(),
})
export type PaymentRow = z.infer<typeof paymentRowSchema>

export const paymentFilterSchema = z.object({
  status: z.array(paymentStatusSchema).max(paymentStatuses.length).optional(),
  /** Inclusive, Unix seconds. */
  createdFrom: secondsSchema.optional(),
  /** Exclusive, Unix seconds. */
  createdBefore: secondsSchema.optional(),
  currency: currencySchema.optional(),
  /** Inclusive bounds as a person writes them in major units with a point, e.g. "49.90"; compared exactly in any currency. */
  amountFrom: z
    .string()
    .regex(/^\d{1,13}(\.\d{1,3})?$/)
    .optional(),
  amountTo: z
    .string()
    .regex(/^\d{1,13}(\.\d{1,3})?$/)
    .optional(),
  /** Part of a name, e-mail, description, id, or last4. */
  text: z.string().max(200).optional(),
})
export type PaymentFilter = z.infer<typeof paymentFilterSchema>

/**
 * A use of a question, named by whoever asks. A newer question of the same method, desk and lane takes the place of the older
 * one, which ends with `question_ended`: for a list that follows what is typed.
 */
export const laneSchema = z.string().max(40).optional()

export const paymentListRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  filter: paymentFilterSchema,
  sort: z.enum(['created_desc', 'created_asc', 'amount_desc', 'amount_asc']).default('created_desc'),
  /** The `next` of the page before. */
  after: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(100),
})

export const paymentPageSchema = z.object({
  rows: z.array(paymentRowSchema),
  next: z.string().nullable(),
})

export const paymentCountsSchema = z.object({
  /** How many payments match the filter (its status part left out), per status. */
  byStatus: z.record(paymentStatusSchema, z.int().nonnegative()),
  total: z.int().nonnegative(),
  /** Counting stopped at a bound: there are at least so many of each. */
  atLeast: z.boolean().optional(),
  /** Currencies that occur on the desk, most used first. */
  currencies: z.array(currencySchema),
})
export type PaymentCounts = z.infer<typeof paymentCountsSchema>

export const refundSchema = z.object({
  id: z.string(),
  amount: amountSchema,
  currency: currencySchema,
  /** Stripe's: pending, requires_action, succeeded, failed, canceled. */
  status: z.string(),
  reason: z.string().nullable(),
  pendingReason: z.string().nullable(),
  failureReason: z.string().nullable(),
  created: secondsSchema,
  /** The order of ours that made it; null: made elsewhere. */
  orderId: z.string().nullable(),
})
export type Refund = z.infer<typeof refundSchema>

export const timelineEntrySchema = z.object({
  /** Unix milliseconds. */
  at: millisecondsSchema,
  kind: z.enum([
    'created',
    'succeeded',
    'failed',
    'requires_action',
    'authorized',
    'canceled',
    'refund_created',
    'refund_succeeded',
    'refund_failed',
    'refund_canceled',
    'refund_pending',
    'dispute_opened',
    'dispute_closed',
    'order_held',
    'order_withdrawn',
    'order_sent',
    'order_refused',
    'order_unknown',
  ]),
  /** A short sentence, e.g. "Card declined: insufficient funds". */
  text: z.string(),
  amount: amountSchema.nullable(),
  currency: currencySchema.nullable(),
  objectId: z.string().nullable(),
})
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

/** The card's bank warned that a payment may be fraud (Radar's early fraud warnings). */
export const fraudWarningSchema = z.object({
  id: z.string(),
  fraudType: z.string(),
  /** Nothing was done about it yet, as far as Stripe knows. */
  actionable: z.boolean(),
  created: secondsSchema,
})

export const disputeSchema = z.object({
  id: z.string(),
  amount: amountSchema,
  currency: currencySchema,
  status: z.string(),
  reason: z.string(),
  created: secondsSchema,
  evidenceDueBy: secondsSchema.nullable(),
})

/** What the customer has yet to do (src/domain/waiting.ts). */
export const awaitedSteps = [
  'authentication',
  'bank',
  'voucher',
  'verification',
  'payment',
  'action',
] as const

/** A payment that its customer has to finish. */
export const paymentWaitingSchema = z.object({
  step: z.enum(awaitedSteps),
  /** When it began to wait; when the payment was created where that is not known. */
  since: secondsSchema,
  sinceIsKnown: z.boolean(),
  /** The page of Stripe's that can be sent; null: there is none, as far as is known here. */
  page: z
    .object({
      kind: z.enum(['checkout_session', 'invoice']),
      id: z.string(),
      url: z.string(),
      /** Null: it stays for as long as the invoice is open. */
      expiresAt: millisecondsSchema.nullable(),
    })
    .nullable(),
})
export type PaymentWaiting = z.infer<typeof paymentWaitingSchema>

export const paymentDetailSchema = z.object({
  payment: paymentRowSchema,
  chargeId: z.string().nullable(),
  /** Null where its charge is not known here: then nothing can be said of what is left to refund. */
  amountCaptured: amountSchema.nullable(),
  /** What a further refund could still give back: captured less refunded and pending refunds, in minor units; 0 where a dispute stops it. */
  amountRefundable: amountSchema,
  /** Why nothing of what is left can be refunded: a dispute, in words. Null where none stands in the way. */
  refundStop: z.string().nullable(),
  statementDescriptor: z.string().nullable(),
  failureMessage: z.string().nullable(),
  riskLevel: z.string().nullable(),
  /** Money that is only set aside: how much of it can be captured, and until when, Unix seconds, where that is known. Null: none is. */
  hold: z.object({ amount: amountSchema, until: secondsSchema.nullable() }).nullable(),
  /** What it brought to the balance, less fees, and from when on that can be paid out. Null where that is not known, or nothing came. */
  settled: z
    .object({ net: amountSchema, currency: currencySchema, availableAt: secondsSchema.nullable() })
    .nullable(),
  /** Null where it does not wait for the customer. */
  waiting: paymentWaitingSchema.nullable(),
  refunds: z.array(refundSchema),
  disputes: z.array(disputeSchema),
  /** Newest first, as far as events tell. */
  warnings: z.array(fraudWarningSchema),
  orders: z.array(orderSchema),
  /** Oldest first, also within one second. */
  timeline: z.array(timelineEntrySchema),
  metadata: z.record(z.string(), z.string()),
  /** The objects as Stripe gave them, less client secrets and card details that we do not keep; pretty-printable JSON. */
  raw: z.array(z.object({ title: z.string(), json: z.string() })),
  dashboardUrl: z.string(),
  /** When this was last read from Stripe. */
  asOf: millisecondsSchema,
})
export type PaymentDetail = z.infer<typeof paymentDetailSchema>
