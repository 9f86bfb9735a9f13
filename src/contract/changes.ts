// Orders that are not refunds: what the operator wants changed at Stripe, what the preflight found, and how the order stands.
// Nothing here may ever carry a card number: methods are named by their ids.
import { z } from 'zod'
import { stripeNoteTextSchema } from './customer-notes.ts'
import { deskIdSchema } from './desks.ts'
import { idSchema } from './ids.ts'
import { amountSchema, currencySchema, millisecondsSchema, secondsSchema } from './money.ts'
import { confirmationSchema, orderStates, orderStateSchema } from './refunds.ts'
import { failureSchema } from './result.ts'
import { expectedMoneySchema, subscriptionUpdateSchema } from './subscription-changes.ts'
import { cancellationFeedbacks } from './subscription-lists.ts'

/** Where the customer is sent afterwards; null: the website of the business, as Stripe knows it. */
const successUrlSchema = z
  .url({ protocol: /^https$/ })
  .max(2000)
  .nullable()

/** Why it is tried again although the bank or the network advised against it; null where they did not. */
const overrideSchema = z.string().trim().min(1).max(400).nullable()

/** One object per kind; a new kind is a new member here and one file in electron/engine/changes/kinds/. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('customer_default_method'),
    customerId: idSchema,
    paymentMethodId: idSchema,
  }),
  z.object({
    kind: z.literal('subscription_default_method'),
    subscriptionId: idSchema,
    paymentMethodId: idSchema,
  }),
  z.object({ kind: z.literal('detach_method'), paymentMethodId: idSchema }),
  /** Only while it waits for the customer; the money stays in the balance. */
  z.object({ kind: z.literal('cancel_refund'), refundId: idSchema }),
  /** The customer's metadata at Stripe gets this as `bursar_note`, in the place of an earlier one. */
  z.object({ kind: z.literal('customer_note'), customerId: idSchema, text: stripeNoteTextSchema }),
  /** A hosted page on which the customer leaves a payment method. */
  z.object({
    kind: z.literal('setup_session'),
    customerId: idSchema,
    /** Decides which kinds of methods the page offers. */
    currency: currencySchema,
    successUrl: successUrlSchema,
  }),
  /** A hosted page on which somebody pays. */
  z.object({
    kind: z.literal('payment_session'),
    customerId: idSchema.nullable(),
    what: z.union([
      z.object({
        amount: amountSchema.positive(),
        currency: currencySchema,
        /** What the customer reads on the page. */
        description: z.string().trim().min(1).max(250),
      }),
      z.object({ priceId: idSchema, quantity: z.int().min(1).max(999_999) }),
    ]),
    successUrl: successUrlSchema,
  }),
  /** Ends such a page while it is open. */
  z.object({ kind: z.literal('expire_session'), sessionId: idSchema }),
  /** Asks for the money of an open invoice once more, now. */
  z.object({
    kind: z.literal('retry_invoice'),
    invoiceId: idSchema,
    /** Null: what Stripe would take for it. */
    paymentMethodId: idSchema.nullable(),
    override: overrideSchema,
  }),
  /** The same for a payment that is no invoice's. Null: the method of the last try. */
  z.object({
    kind: z.literal('retry_payment'),
    paymentIntentId: idSchema,
    paymentMethodId: idSchema.nullable(),
    override: overrideSchema,
  }),
  z.object({ kind: z.literal('void_invoice'), invoiceId: idSchema }),
  z.object({ kind: z.literal('uncollectible_invoice'), invoiceId: idSchema }),
  /** The subscription goes on, but nothing is collected. */
  z.object({
    kind: z.literal('pause_subscription'),
    subscriptionId: idSchema,
    /** What becomes of the invoices meanwhile. */
    behavior: z.enum(['void', 'keep_as_draft', 'mark_uncollectible']),
    /** Unix seconds; null: until it is resumed. */
    resumesAt: secondsSchema.nullable(),
  }),
  z.object({ kind: z.literal('resume_subscription'), subscriptionId: idSchema }),
  z.object({
    kind: z.literal('cancel_subscription'),
    subscriptionId: idSchema,
    /** A time is in Unix seconds. */
    at: z.union([z.enum(['now', 'period_end']), secondsSchema]),
    /** Why the customer leaves, in Stripe's words. */
    feedback: z.enum(cancellationFeedbacks).optional(),
    comment: z.string().trim().min(1).max(400).optional(),
    /** Of one that ends now: the time that was paid for and is not used becomes a credit in the customer's balance, of exactly so much. */
    credit: expectedMoneySchema.pick({ prorationDate: true, today: true }).optional(),
  }),
  /** Takes back that it ends, while it has not. */
  z.object({ kind: z.literal('keep_subscription'), subscriptionId: idSchema }),
  z.object({
    kind: z.literal('update_subscription'),
    subscriptionId: idSchema,
    update: subscriptionUpdateSchema,
    expected: expectedMoneySchema,
  }),
  /** The subscription itself stands still (status `paused`), where billing is flexible. */
  z.object({
    kind: z.literal('pause_service'),
    subscriptionId: idSchema,
    /** What becomes of the time that is paid for and not used. */
    unused: z.enum(['credit', 'none']),
  }),
  z.object({
    kind: z.literal('resume_service'),
    subscriptionId: idSchema,
    anchor: z.enum(['now', 'unchanged']),
    /** What going on costs at once, as it was shown. */
    expected: expectedMoneySchema.pick({ prorationDate: true, today: true }),
  }),
  /** One that has ended can't be opened again: a new one with the same items is made. */
  z.object({
    kind: z.literal('start_subscription_again'),
    /** Of the ended one. */
    subscriptionId: idSchema,
    expected: expectedMoneySchema.pick({ today: true }),
  }),
])
export type Change = z.infer<typeof changeSchema>
export type ChangeKind = Change['kind']
export type ChangeOf<Kind extends ChangeKind> = Extract<Change, { kind: Kind }>

export const changeKinds = [
  'customer_default_method',
  'subscription_default_method',
  'detach_method',
  'cancel_refund',
  'customer_note',
  'setup_session',
  'payment_session',
  'expire_session',
  'retry_invoice',
  'retry_payment',
  'void_invoice',
  'uncollectible_invoice',
  'pause_subscription',
  'resume_subscription',
  'cancel_subscription',
  'keep_subscription',
  'update_subscription',
  'pause_service',
  'resume_service',
  'start_subscription_again',
] as const satisfies readonly ChangeKind[]
export const changeKindSchema = z.enum(changeKinds)

export const changeFindingSchema = z.object({
  id: z.enum([
    'object',
    'already',
    'method',
    'default',
    'subscriptions',
    'permanent',
    'amount',
    'address',
    'email',
    'text',
    'replaced',
    'visible',
    /** What the bank and the network said of trying again. */
    'advice',
    /** How many tries there were, and how many the network allows. */
    'tries',
    /** When Stripe tries by itself. */
    'schedule',
    /** Whether the customer may have to confirm. */
    'customer',
    /** What becomes of the open invoices. */
    'invoices',
    /** What it costs or gives back, by Stripe's own preview. */
    'preview',
    /** What the customer will notice. */
    'notices',
    /** A schedule that drives the subscription. */
    'phases',
    'open_order',
    'mode',
  ]),
  /** `stop`: it can't be ordered. `warn`: it can, knowingly. `ok`: checked and fine. `unknown`: could not be checked. */
  verdict: z.enum(['ok', 'warn', 'stop', 'unknown']),
  text: z.string(),
  /** Ids of what it speaks of, so that the face can offer to put it right. */
  about: z.array(z.string()),
})
export type ChangeFinding = z.infer<typeof changeFindingSchema>

/** Minor units. */
const changeMoneySchema = z.object({ amount: amountSchema, currency: currencySchema })
export type ChangeMoney = z.infer<typeof changeMoneySchema>

export const changePreflightSchema = z.object({
  kind: changeKindSchema,
  /** The Stripe object that is changed; for a hosted page whom it is for, or `new`. */
  objectId: z.string(),
  /** One sentence: what will happen. */
  words: z.string(),
  /** What is at stake, as Stripe said: what is due, or what a subscription is worth in a month. Null: none is, or how much is not known. */
  money: changeMoneySchema.nullable(),
  findings: z.array(changeFindingSchema),
  /** What is replaced, as it was read; null where nothing is. The order is to give it back. */
  base: z.string().nullable(),
  canPlace: z.boolean(),
  /** How long it can be undone before it is sent; 0: it is sent at once. Milliseconds. */
  holdMs: z.int().nonnegative(),
  checkedAt: millisecondsSchema,
})
export type ChangePreflight = z.infer<typeof changePreflightSchema>

export const changeOrderSchema = z.object({
  id: z.string(),
  deskId: deskIdSchema,
  kind: changeKindSchema,
  /** As of refunds; blocks other orders on the same object while it is held, sending or unknown. */
  state: orderStateSchema,
  objectId: z.string(),
  /** What was asked. */
  change: changeSchema,
  /** One sentence: what happens, or did. */
  words: z.string(),
  /** Whom it is about, in words of the face. */
  subject: z.string().nullable(),
  note: z.string().nullable(),
  /** Who placed it. */
  operator: z.string(),
  placedAt: millisecondsSchema,
  sendAt: millisecondsSchema,
  sentAt: millisecondsSchema.nullable(),
  settledAt: millisecondsSchema.nullable(),
  /** What Stripe made or changed. */
  resultId: z.string().nullable(),
  result: z
    .object({
      /** A hosted page, to be copied and sent. */
      url: z.string().optional(),
      expiresAt: millisecondsSchema.optional(),
      /** What it waited for when Stripe answered; absent: for nothing. What became of it since, `page.state` tells. */
      awaits: z.enum(['customer', 'bank']).optional(),
      /** What was invoiced at once, minor units. `differs`: it is not what the preview said. */
      invoiced: z
        .object({
          invoiceId: z.string(),
          /** Stripe's word for how it stands; null where it does not tell. */
          status: z.string().nullable(),
          currency: currencySchema,
          total: amountSchema,
          amountDue: amountSchema,
          differs: z.boolean(),
        })
        .optional(),
    })
    .nullable(),
  /** What went wrong, or why it was withdrawn or is unknown. */
  problem: failureSchema.nullable(),
  /** True once an event with this order's idempotency key was seen; hosted pages make none until somebody uses them. */
  confirmedByEvent: z.boolean(),
})
export type ChangeOrder = z.infer<typeof changeOrderSchema>

/** How a hosted page stands, as the cache has it: one that was made, or the page of an invoice or payment that waits for its customer. */
export const pageStateSchema = z.object({
  /**
   * `complete`: the customer is through. `failed`: they were, and the money did not come. `expired`: nobody can use it any more, or nothing
   * is asked for on it.
   */
  state: z.enum(['open', 'complete', 'failed', 'expired']),
  /** The money is there; a method that takes days is complete before it has paid. */
  paid: z.boolean(),
  /** What was paid on it. */
  paymentIntentId: z.string().nullable(),
})
export type PageState = z.infer<typeof pageStateSchema>

export const changePreflightRequestSchema = z.object({ deskId: deskIdSchema, change: changeSchema })

export const placeChangeRequestSchema = z.object({
  deskId: deskIdSchema,
  /** Made by the face, once per form: sending the same one twice is the same order. */
  orderId: z.uuid(),
  change: changeSchema,
  /** As the preflight gave it: where it is another by now, nothing is ordered. Absent: whatever is so now is taken for what was read. */
  base: z.string().max(20_000).nullable().optional(),
  subject: z.string().max(200).nullable(),
  /** Internal; stays in the journal. */
  note: z.string().max(400).nullable(),
  /** Live desks: how the operator said yes once more. */
  confirmation: confirmationSchema.nullable().default(null),
})

export const changeListRequestSchema = z.object({
  deskId: deskIdSchema,
  state: z.array(orderStateSchema).max(orderStates.length).optional(),
  kind: z.array(changeKindSchema).max(changeKinds.length).optional(),
  objectId: z.string().max(255).optional(),
  after: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(100),
})
/** Newest first. */
export const changePageSchema = z.object({ rows: z.array(changeOrderSchema), next: z.string().nullable() })
