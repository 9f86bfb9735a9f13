// Refund orders: what the operator asks, what the preflight found, and how the order really stands.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { anyIdSchema } from './ids.ts'
import { amountSchema, currencySchema, millisecondsSchema } from './money.ts'
import { allowableReasonSchema, refundReasonSchema } from './reasons.ts'
import { failureSchema } from './result.ts'

/**
 * held: journalled, not sent, can be undone until `sendAt`. withdrawn: never sent, or never taken by Stripe, which was too busy; never will be.
 * sending: the call is on its way. done: Stripe made the refund; `refundStatus` says how it stands.
 * refused: Stripe (or our last check) said no, no money moved. unknown: sent, outcome not known yet;
 * blocks every other order on the same payment until it is reconciled.
 */
export const orderStates = ['held', 'withdrawn', 'sending', 'done', 'refused', 'unknown'] as const
export const orderStateSchema = z.enum(orderStates)
export type OrderState = z.infer<typeof orderStateSchema>

export const orderSchema = z.object({
  id: z.string(),
  deskId: deskIdSchema,
  kind: z.literal('refund'),
  state: orderStateSchema,
  paymentIntentId: z.string(),
  amount: amountSchema,
  currency: currencySchema,
  reason: refundReasonSchema.nullable(),
  note: z.string().nullable(),
  placedAt: millisecondsSchema,
  /** When the hold ends and the order is sent (milliseconds). */
  sendAt: millisecondsSchema,
  sentAt: millisecondsSchema.nullable(),
  settledAt: millisecondsSchema.nullable(),
  refundId: z.string().nullable(),
  /** Stripe's refund status once known. */
  refundStatus: z.string().nullable(),
  /** pending_reason or failure_reason as Stripe gives it. */
  refundStatusReason: z.string().nullable(),
  /** What went wrong, or why the order was withdrawn or is unknown. */
  problem: failureSchema.nullable(),
  /** True once an event with this order's idempotency key was seen. */
  confirmedByEvent: z.boolean(),
  customerLabel: z.string().nullable(),
})
export type Order = z.infer<typeof orderSchema>

export const preflightRequestSchema = z.object({
  deskId: deskIdSchema,
  /** A payment, or an invoice (`in_…`) whose payment is known here. */
  paymentIntentId: anyIdSchema,
})

export const preflightFindingSchema = z.object({
  id: z.enum([
    'refundable',
    'currency',
    'dispute',
    'fraud_warning',
    'transfer',
    'balance',
    'method',
    'earlier_refunds',
    'paid_other_way',
    'open_order',
    'mode',
    'policy',
    'fees',
  ]),
  /** `stop`: the refund can't be placed. `warn`: it can, knowingly. `ok`: checked and fine. `unknown`: could not be checked. `note`: so it is, always. */
  verdict: z.enum(['ok', 'warn', 'stop', 'unknown', 'note']),
  text: z.string(),
})
export type PreflightFinding = z.infer<typeof preflightFindingSchema>

export const preflightSchema = z.object({
  paymentIntentId: z.string(),
  currency: currencySchema,
  amountCaptured: amountSchema,
  amountRefunded: amountSchema,
  /** The most that can be ordered now, minor units. */
  amountRefundable: amountSchema,
  /** The bank warned of fraud: all of it can be given back, and no part of it. */
  wholeOnly: z.boolean(),
  /** The smallest step between two amounts that Stripe takes in this currency, minor units. */
  step: amountSchema,
  /** What the desk's policy leaves of it; amounts in minor units, null: no limit. */
  limits: z.object({
    perOrder: amountSchema.nullable(),
    /** Of the limit per day, less what was ordered today. */
    leftToday: amountSchema.nullable(),
    reasons: z.array(allowableReasonSchema),
    holdSeconds: z.int().positive(),
  }),
  /** Live desks: up to this amount the operator says yes once more, above it they type the amount. Null: no confirmation. */
  confirm: z.object({ typeAbove: amountSchema.nonnegative() }).nullable(),
  findings: z.array(preflightFindingSchema),
  canRefund: z.boolean(),
  checkedAt: millisecondsSchema,
})
export type Preflight = z.infer<typeof preflightSchema>

/** How the operator confirmed an order on a live desk; the engine judges whether it is enough. */
export const confirmationSchema = z.discriminatedUnion('how', [
  z.object({ how: z.literal('agreed') }),
  /** The amount as the operator typed it, in major units. */
  z.object({ how: z.literal('typed'), amount: z.string().max(40) }),
])
export type Confirmation = z.infer<typeof confirmationSchema>

export const placeRefundRequestSchema = z.object({
  deskId: deskIdSchema,
  /** Made by the face, once per form: sending the same one twice is the same order. */
  orderId: z.uuid(),
  paymentIntentId: anyIdSchema,
  amount: amountSchema,
  currency: currencySchema,
  reason: refundReasonSchema.nullable(),
  /** Internal; kept in the journal and in the refund's metadata at Stripe, never shown to the customer. */
  note: z.string().max(400).nullable(),
  customerLabel: z.string().max(200).nullable(),
  /** As the preflight told it. Where more was refunded since, by whomever, nothing is sent. */
  amountRefunded: amountSchema.optional(),
  confirmation: confirmationSchema.nullable().default(null),
})

export const orderListRequestSchema = z.object({
  deskId: deskIdSchema,
  state: z.array(orderStateSchema).max(orderStates.length).optional(),
  after: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(100),
})

export const orderPageSchema = z.object({ rows: z.array(orderSchema), next: z.string().nullable() })
