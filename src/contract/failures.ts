// Payments that failed: what is to be done about each, how it stands, and what people noted about it.
import { z } from 'zod'
import { changeOrderSchema } from './changes.ts'
import { deskIdSchema } from './desks.ts'
import { failureGroups, failureStates, lostReasons, waysBack } from './failure-lists.ts'
import { anyIdSchema } from './ids.ts'
import { amountSchema, currencySchema, millisecondsSchema, secondsSchema } from './money.ts'
import { sumSchema } from './finance.ts'
import { laneSchema, methodSchema, paymentWaitingSchema } from './payments.ts'

export * from './failure-lists.ts'

export const failureGroupSchema = z.enum(failureGroups)
export const failureStateSchema = z.enum(failureStates)

/** What operators did about a failure on this machine; entries are never changed. */
export const caseEntryKinds = ['assigned', 'noted', 'snoozed', 'closed', 'reopened', 'written_off'] as const
export const caseEntrySchema = z.object({
  id: z.uuid(),
  paymentIntentId: anyIdSchema,
  kind: z.enum(caseEntryKinds),
  /** The note; the reason to close or write off. */
  text: z.string().nullable(),
  /** To whom; null takes the assignment back. */
  assignee: z.string().nullable(),
  /** Until when it sleeps, Unix milliseconds. */
  until: millisecondsSchema.nullable(),
  operator: z.string(),
  at: millisecondsSchema,
})
export type CaseEntry = z.infer<typeof caseEntrySchema>

export const caseSchema = z.object({
  state: z.enum(['open', 'snoozed', 'closed', 'written_off']),
  assignee: z.string().nullable(),
  snoozedUntil: millisecondsSchema.nullable(),
  notes: z.int().nonnegative(),
})
export type Case = z.infer<typeof caseSchema>

const writtenSchema = z.string().trim().min(1).max(1000)
export const writeCaseRequestSchema = z.object({
  deskId: deskIdSchema,
  /** Made by the face, once per form: writing the same one twice is the same entry. */
  entryId: z.uuid(),
  /** One or many at once. */
  paymentIntentIds: z.array(anyIdSchema).min(1).max(500),
  entry: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('assigned'), assignee: z.string().trim().min(1).max(100).nullable() }),
    z.object({ kind: z.literal('noted'), text: writtenSchema }),
    z.object({ kind: z.literal('snoozed'), until: millisecondsSchema }),
    z.object({ kind: z.literal('closed'), text: writtenSchema }),
    z.object({ kind: z.literal('reopened') }),
    z.object({ kind: z.literal('written_off'), text: writtenSchema }),
  ]),
})
export const caseEntriesSchema = z.array(caseEntrySchema)

export const failureRowSchema = z.object({
  paymentIntentId: z.string(),
  /** The invoice it was to pay; null for a payment of its own. */
  invoiceId: z.string().nullable(),
  invoiceNumber: z.string().nullable(),
  subscriptionId: z.string().nullable(),
  customerId: z.string().nullable(),
  customerName: z.string().nullable(),
  customerEmail: z.string().nullable(),
  /** What this customer has paid in this currency so far, less refunds. */
  customerPaid: amountSchema,
  /** At risk, or lost; once recovered, what came in. */
  amount: amountSchema,
  currency: currencySchema,
  firstFailedAt: secondsSchema,
  lastFailedAt: secondsSchema,
  /** Tries that failed. */
  failedAttempts: z.int().positive(),
  state: failureStateSchema,
  /** A try of it is under way, or its money is set aside: whoever asks for it now may be paid twice. */
  underWay: z.boolean(),
  lostWhy: z.enum(lostReasons).nullable(),
  /** When it was recovered or lost. */
  settledAt: secondsSchema.nullable(),
  how: z.enum(waysBack).nullable(),
  group: failureGroupSchema,
  /** Why this group, a sentence. */
  why: z.string(),
  /** Of the last failed try, as Stripe has them. */
  declineCode: z.string().nullable(),
  networkDeclineCode: z.string().nullable(),
  networkAdviceCode: z.string().nullable(),
  adviceCode: z.string().nullable(),
  outcomeType: z.string().nullable(),
  outcomeReason: z.string().nullable(),
  riskLevel: z.string().nullable(),
  method: methodSchema.nullable(),
  /** credit, debit, prepaid. */
  funding: z.string().nullable(),
  /** When Stripe tries again, from the invoice. */
  nextAttemptAt: secondsSchema.nullable(),
  /** False where its invoice, or whether it has one, is not known here: then nobody can say that no try is planned. */
  nextAttemptKnown: z.boolean(),
  case: caseSchema,
})
export type FailureRow = z.infer<typeof failureRowSchema>

export const failureFilterSchema = z.object({
  group: z.array(failureGroupSchema).max(failureGroups.length).optional(),
  state: z.array(failureStateSchema).max(failureStates.length).optional(),
  currency: currencySchema.optional(),
  declineCode: z.string().max(100).optional(),
  /** `mine`: assigned to this operator. `none`: to nobody. */
  assigned: z.enum(['mine', 'none']).optional(),
  /** Those that sleep or are closed are left out unless asked for. */
  put: z.enum(['open', 'snoozed', 'closed', 'all']).default('open'),
  /** Inclusive and exclusive, Unix seconds, of the first failed try. */
  failedFrom: secondsSchema.optional(),
  failedBefore: secondsSchema.optional(),
  /** Part of a name, e-mail, invoice number or id. */
  text: z.string().max(200).optional(),
})
export type FailureFilter = z.input<typeof failureFilterSchema>

export const failureListRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  filter: failureFilterSchema,
  sort: z.enum(['last_desc', 'amount_desc', 'next_asc']).default('last_desc'),
  after: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(100),
})
export const failurePageSchema = z.object({ rows: z.array(failureRowSchema), next: z.string().nullable() })

/** The group part of the filter left out. */
export const failureCountsSchema = z.object({
  byGroup: z.array(
    z.object({
      group: failureGroupSchema,
      count: z.int().nonnegative(),
      /** Per currency, most used first. */
      sums: z.array(z.object({ currency: currencySchema, ...sumSchema.shape })),
    }),
  ),
  currencies: z.array(currencySchema),
})
export type FailureCounts = z.infer<typeof failureCountsSchema>

/**
 * Payments that wait for their customer (3-D Secure and the like) without a try that failed: work for the same people, but no failures.
 * Those created within 30 days, and not in the last ten minutes, newest first.
 */
export const waitingPaymentSchema = z.object({
  paymentIntentId: z.string(),
  amount: amountSchema,
  currency: currencySchema,
  customerId: z.string().nullable(),
  customerName: z.string().nullable(),
  customerEmail: z.string().nullable(),
  waiting: paymentWaitingSchema,
})
export type WaitingPayment = z.infer<typeof waitingPaymentSchema>
export const waitingRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  limit: z.int().min(1).max(200).default(100),
})
export const waitingSchema = z.object({
  rows: z.array(waitingPaymentSchema),
  /** Of all of them per currency, most used first. */
  sums: z.array(z.object({ currency: currencySchema, ...sumSchema.shape })),
})
export type WaitingPayments = z.infer<typeof waitingSchema>

export const attemptSchema = z.object({
  /** Null: it left no charge, as a confirmation with the bank that failed. */
  chargeId: z.string().nullable(),
  at: secondsSchema,
  succeeded: z.boolean(),
  amount: amountSchema,
  currency: currencySchema,
  declineCode: z.string().nullable(),
  networkDeclineCode: z.string().nullable(),
  networkAdviceCode: z.string().nullable(),
  adviceCode: z.string().nullable(),
  outcomeReason: z.string().nullable(),
  riskLevel: z.string().nullable(),
  /** Stripe's sentence for the merchant. */
  message: z.string().nullable(),
  method: methodSchema.nullable(),
})

export const failureDetailSchema = z.object({
  row: failureRowSchema,
  /** Newest first. */
  attempts: z.array(attemptSchema),
  advice: z.object({
    /** What Stripe and the network advise, in words; null where they said nothing. */
    stripe: z.string().nullable(),
    /** Our judgement of the code. */
    ours: z.string(),
    /** What may be said to the customer: masked where the reason must not be told. */
    toCustomer: z.string(),
    masked: z.boolean(),
  }),
  /** Whether it may be tried again now, and why (not). */
  retry: z.object({
    verdict: z.enum(['allowed', 'override', 'forbidden']),
    why: z.string(),
    /** Tries within 30 days, and how many the network allows; null where no rule is known. */
    used: z.int().nonnegative(),
    limit: z.int().positive().nullable(),
  }),
  /** The page of Stripe's on which the customer can pay or confirm. */
  page: z.object({ kind: z.enum(['checkout_session', 'invoice']), url: z.string() }).nullable(),
  invoiceStatus: z.string().nullable(),
  subscriptionStatus: z.string().nullable(),
  /** How the subscription's collection is paused (void, keep_as_draft, mark_uncollectible); null where it is not. */
  pauseCollection: z.string().nullable(),
  /** Other methods the customer has, to retry with. */
  methods: z.array(z.object({ id: z.string(), method: methodSchema, isDefault: z.boolean() })),
  entries: z.array(caseEntrySchema),
  orders: z.array(changeOrderSchema),
  dashboardUrl: z.string(),
})
export type FailureDetail = z.infer<typeof failureDetailSchema>

/** How this desk judges a decline code; Stripe's advice is kept apart from it. */
export const declineRuleSchema = z.object({
  code: z.string(),
  group: failureGroupSchema,
  /** What Bursar says without a rule of the desk's own. */
  usual: failureGroupSchema,
  /** What to do, in words. */
  action: z.string(),
  /** Never told to the customer. */
  masked: z.boolean(),
})
export type DeclineRule = z.infer<typeof declineRuleSchema>
export const declineRulesSchema = z.array(declineRuleSchema)
/** A code that can be judged by a rule. */
export const ruledCodeSchema = z.string().regex(/^[a-z0-9_]{2,100}$/)
export const setDeclineRuleRequestSchema = z.object({
  deskId: deskIdSchema,
  code: ruledCodeSchema,
  /** Null: as usual. */
  group: failureGroupSchema.nullable(),
})
