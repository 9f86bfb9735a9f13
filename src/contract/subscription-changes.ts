// What can be changed about a subscription, and what that costs: the preview is Stripe's own (invoices/create_preview), and an order
// carries the figures it was shown, so that it stops when they are no longer true.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { idSchema } from './ids.ts'
import { amountSchema, currencySchema, millisecondsSchema, secondsSchema } from './money.ts'
import { prorationBehaviors } from './subscription-lists.ts'

const quantitySchema = z.int().min(0).max(999_999)

/** `keep` changes nothing about it. */
export const itemChangeSchema = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('change'),
    itemId: idSchema,
    /** Null: as it is. */
    priceId: idSchema.nullable(),
    quantity: quantitySchema.nullable(),
  }),
  z.object({
    what: z.literal('add'),
    priceId: idSchema,
    /** Null: it is billed by usage. */
    quantity: quantitySchema.nullable(),
  }),
  z.object({ what: z.literal('remove'), itemId: idSchema }),
])
export type ItemChange = z.infer<typeof itemChangeSchema>

/** What is to be different; null and an empty list leave a thing as it is. */
export const subscriptionUpdateSchema = z.object({
  subscriptionId: idSchema,
  items: z.array(itemChangeSchema).max(20),
  prorationBehavior: z.enum(prorationBehaviors),
  anchor: z.enum(['unchanged', 'now']),
  /** Replaces what discounts there are; `none` takes them away. */
  discount: z.union([z.object({ couponId: idSchema }), z.literal('none')]).nullable(),
  trialEnd: z.union([secondsSchema, z.literal('now')]).nullable(),
  collection: z
    .union([
      z.object({ method: z.literal('charge_automatically') }),
      z.object({ method: z.literal('send_invoice'), daysUntilDue: z.int().min(0).max(365) }),
    ])
    .nullable(),
  paymentMethodId: idSchema.nullable(),
})
export type SubscriptionUpdate = z.infer<typeof subscriptionUpdateSchema>

/** The figures that an order was shown, in minor units of the subscription's currency. */
export const expectedMoneySchema = z.object({
  /** Unix seconds: parts of a period are reckoned from then, in the preview and in the order. */
  prorationDate: secondsSchema,
  /** Of the invoice that is made at once; null where none is. */
  today: z.object({ total: amountSchema, amountDue: amountSchema.nullable() }).nullable(),
  /** Of the invoice after that; null where there will be none. */
  next: z
    .object({
      total: amountSchema,
      amountDue: amountSchema.nullable(),
      /** When it is made, Unix seconds; absent where that was not said. */
      at: secondsSchema.optional(),
    })
    .nullable(),
})
export type ExpectedMoney = z.infer<typeof expectedMoneySchema>

export const invoicePreviewSchema = z.object({
  currency: currencySchema,
  /** When it is made, Unix seconds; null where Stripe does not tell. */
  at: secondsSchema.nullable(),
  lines: z.array(
    z.object({
      description: z.string().nullable(),
      /** Minor units; negative is a credit. */
      amount: amountSchema,
      quantity: z.int().nullable(),
      proration: z.boolean(),
      periodStart: secondsSchema.nullable(),
      periodEnd: secondsSchema.nullable(),
    }),
  ),
  /** True when Stripe has more lines than are listed. */
  linesMore: z.boolean(),
  subtotal: amountSchema,
  /** Taken off by discounts, not negative. */
  discount: amountSchema,
  /** Null where Stripe does not tell. */
  tax: amountSchema.nullable(),
  total: amountSchema,
  /** The customer's balance before it; negative is a credit that is used first. Null where the amount due is. */
  startingBalance: amountSchema.nullable(),
  /**
   * What will be asked of the customer. Null for the invoice after one that is made at once: what is left of the customer's balance by
   * then is not told.
   */
  amountDue: amountSchema.nullable(),
})
export type InvoicePreview = z.infer<typeof invoicePreviewSchema>

export const subscriptionPreviewRequestSchema = z.object({
  deskId: deskIdSchema,
  what: z.discriminatedUnion('kind', [
    /** The next invoice as things stand. */
    z.object({ kind: z.literal('upcoming'), subscriptionId: idSchema }),
    z.object({ kind: z.literal('update'), update: subscriptionUpdateSchema }),
    /** What one that stands still would cost when it goes on. */
    z.object({
      kind: z.literal('resume'),
      subscriptionId: idSchema,
      anchor: z.enum(['now', 'unchanged']),
    }),
    /** What would be credited for the time that was paid for and is not used. */
    z.object({ kind: z.literal('cancel_now'), subscriptionId: idSchema }),
    /** The first invoice of a new one with the items of this one, which has ended. */
    z.object({ kind: z.literal('start_again'), subscriptionId: idSchema }),
  ]),
})

export const subscriptionPreviewSchema = z.object({
  currency: currencySchema,
  /** The invoice that is made at once; null where none is. */
  today: invoicePreviewSchema.nullable(),
  /** The one after; null where there will be none. */
  next: invoicePreviewSchema.nullable(),
  /** To be sent with the order. */
  expected: expectedMoneySchema,
  /** Of `cancel_now`: what the unused time is worth, minor units, not negative; else null. */
  unused: amountSchema.nullable(),
  /** When Stripe was asked. */
  asOf: millisecondsSchema,
})
export type SubscriptionPreview = z.infer<typeof subscriptionPreviewSchema>
