// Customers as the list and their page show them: who they are, what they paid, what is wrong, and everything that happened.
import { z } from 'zod'
import { customerNoteSchema } from './customer-notes.ts'
import { deskIdSchema } from './desks.ts'
import { anyIdSchema } from './ids.ts'
import { amountSchema, currencySchema, millisecondsSchema, secondsSchema } from './money.ts'
import { laneSchema, methodSchema } from './payments.ts'

const cursorSchema = z.string().max(200)
/** Holds the name of the last row, which has up to 5,000 characters at Stripe: of six bytes each at worst, before they are put in base64. */
const namedCursorSchema = z.string().max(41_000)

export const customerRowSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  created: secondsSchema,
  /** Gone at Stripe; what was known stays. */
  deleted: z.boolean(),
  /** How many there are of each; counting stops at 1,000. */
  payments: z.int().nonnegative(),
  subscriptions: z.int().nonnegative(),
})
export type CustomerRow = z.infer<typeof customerRowSchema>

export const customerListRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  filter: z.object({
    /** Parts of a name, e-mail, phone number, description, id or metadata value; all of the words. */
    text: z.string().max(200).optional(),
  }),
  sort: z.enum(['created_desc', 'name_asc']).default('created_desc'),
  /** The `next` of the page before. */
  after: namedCursorSchema.optional(),
  limit: z.int().min(1).max(200).default(100),
})

export const customerPageSchema = z.object({
  rows: z.array(customerRowSchema),
  next: z.string().nullable(),
})

/** Sums over all of the customer's payments in one currency, minor units. */
export const lifetimeSchema = z.object({
  currency: currencySchema,
  /** What was captured. */
  paid: amountSchema,
  /** What Stripe counts as refunded. */
  refunded: amountSchema,
  /**
   * What open and lost disputes hold or took; null where a payment is disputed and its dispute is not known, as with a key that may not
   * read them, or is in another currency.
   */
  disputed: amountSchema.nullable(),
  /** Paid less refunded less disputed; null where that is not known. */
  net: amountSchema.nullable(),
  /** Payments that succeeded, whatever became of them later. */
  payments: z.int().nonnegative(),
  /** Payments whose last attempt failed. */
  failed: z.int().nonnegative(),
})
export type Lifetime = z.infer<typeof lifetimeSchema>

export const customerProblemSchema = z.object({
  kind: z.enum([
    'dispute_open',
    'payment_failed',
    'refund_failed',
    'subscription_past_due',
    'default_differs',
    'card_expired',
    'card_expiring',
  ]),
  /** A sentence for a person. */
  text: z.string(),
  amount: amountSchema.nullable(),
  currency: currencySchema.nullable(),
  at: secondsSchema,
  objectId: z.string(),
  paymentIntentId: z.string().nullable(),
})
export type CustomerProblem = z.infer<typeof customerProblemSchema>

export const customerMethodSchema = z.object({
  id: z.string(),
  method: methodSchema,
  created: secondsSchema,
  /** What invoices and subscriptions without one of their own are paid with. */
  isCustomerDefault: z.boolean(),
  /** Subscriptions that are charged to it as their own, in any state but ended. */
  defaultOf: z.array(z.string()),
  expiry: z.enum(['none', 'valid', 'expiring', 'expired']),
})
export type CustomerMethod = z.infer<typeof customerMethodSchema>

export const customerSubscriptionSchema = z.object({
  id: z.string(),
  status: z.string(),
  created: secondsSchema,
  currentPeriodEnd: secondsSchema.nullable(),
  cancelAt: secondsSchema.nullable(),
  cancelAtPeriodEnd: z.boolean(),
  currency: currencySchema.nullable(),
  /** Of all items in one period, minor units; null where Stripe works it out (tiers, usage, packages) or periods differ. */
  amount: amountSchema.nullable(),
  /** Names of the products, where they are known; else ids. */
  products: z.array(z.string()),
  /** Null where items differ. */
  interval: z.string().nullable(),
  /** Stripe's: with send_invoice nothing is charged to a method. */
  collectionMethod: z.string().nullable(),
  /** Its own; null: it is paid with the customer's default. */
  defaultPaymentMethodId: z.string().nullable(),
  /**
   * It is charged to a default of its own, and the customer has another: changing only the customer's leaves Stripe charging this one.
   * Both must be changed.
   */
  defaultDiffers: z.boolean(),
})
export type CustomerSubscription = z.infer<typeof customerSubscriptionSchema>

export const customerInvoiceSchema = z.object({
  id: z.string(),
  number: z.string().nullable(),
  status: z.string(),
  currency: currencySchema,
  total: amountSchema,
  amountRemaining: amountSchema,
  created: secondsSchema,
  dueDate: secondsSchema.nullable(),
  paymentIntentId: z.string().nullable(),
  subscriptionId: z.string().nullable(),
})
export type CustomerInvoice = z.infer<typeof customerInvoiceSchema>

export const customerTimelineEntrySchema = z.object({
  at: millisecondsSchema,
  kind: z.enum([
    'customer_created',
    'payment',
    /** It took no money, or not yet: canceled, incomplete, processing, authorized. */
    'payment_open',
    /** All of it was given back. */
    'payment_refunded',
    'payment_failed',
    'refund',
    'refund_failed',
    'dispute',
    'invoice',
    'subscription',
    'subscription_ended',
    'card',
    'order',
    /** Ordered here, of everything but refunds. */
    'change',
    'note',
    /** Of a page of Stripe's that nobody finished. */
    'page_ended',
  ]),
  /** A short sentence: "Card declined: insufficient funds". */
  text: z.string(),
  amount: amountSchema.nullable(),
  currency: currencySchema.nullable(),
  objectId: z.string(),
  paymentIntentId: z.string().nullable(),
})
export type CustomerTimelineEntry = z.infer<typeof customerTimelineEntrySchema>

/** Newest first. */
export const customerTimelineSchema = z.object({
  entries: z.array(customerTimelineEntrySchema),
  next: z.string().nullable(),
})
export type CustomerTimeline = z.infer<typeof customerTimelineSchema>

export const customerDetailRequestSchema = z.object({ deskId: deskIdSchema, id: anyIdSchema })

export const customerTimelineRequestSchema = z.object({
  deskId: deskIdSchema,
  id: anyIdSchema,
  after: cursorSchema.optional(),
  limit: z.int().min(1).max(200).default(50),
})

export const customerDetailSchema = z.object({
  customer: customerRowSchema,
  description: z.string().nullable(),
  /** In lines as written on a letter; empty when none is known. */
  address: z.array(z.string()),
  /** Stripe's word for languages the customer prefers. */
  locales: z.array(z.string()),
  /** What Stripe reckons with the next invoice: below zero it is taken off it, above zero added to it. Null: nothing, or not told. */
  balance: z.object({ amount: amountSchema, currency: currencySchema }).nullable(),
  lifetime: z.array(lifetimeSchema),
  /** The figures leave out payments beyond a bound: they are at least so much. */
  lifetimeAtLeast: z.boolean(),
  problems: z.array(customerProblemSchema),
  /** Written on this machine, newest first, at most `newestTold`, as of what follows; the timeline has them all. */
  notes: z.array(customerNoteSchema),
  /** The first page; `customers.timeline` has the rest. */
  timeline: customerTimelineSchema,
  methods: z.array(customerMethodSchema),
  /** Those that have not ended, then those that have, each newest first. */
  subscriptions: z.array(customerSubscriptionSchema),
  invoices: z.array(customerInvoiceSchema),
  metadata: z.record(z.string(), z.string()),
  raw: z.array(z.object({ title: z.string(), json: z.string() })),
  dashboardUrl: z.string(),
  /** When this was last read from Stripe. */
  asOf: millisecondsSchema,
})
export type CustomerDetail = z.infer<typeof customerDetailSchema>
