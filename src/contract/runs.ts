// Bulk runs: many refunds ordered at once. A run is journalled whole before its first row is sent, every row is an order of its own with
// its own key, and a run that was cut off goes on where it was. It must never send a row twice, nor leave out one that was not said so.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { anyIdSchema } from './ids.ts'
import { amountSchema, currencySchema, millisecondsSchema } from './money.ts'
import { refundReasonSchema } from './reasons.ts'
import { orderStateSchema } from './refunds.ts'
import { failureSchema } from './result.ts'
import { mostRowsOfRun, mostRowsToCheck, rowStates } from './run-bounds.ts'

/** A row as somebody wrote or chose it. */
export const askedRowSchema = z.object({
  /** Of a payment (`pi_…`), a charge (`ch_…`, `py_…`) or an invoice (`in_…`, or its number). */
  ref: z.string().max(255),
  /** Major units as written ("49.90", "1.234,50"); null: all that can still be refunded. */
  amount: z.string().max(60).nullable(),
  /** As written; null: whatever the payment's is. */
  currency: z.string().max(20).nullable(),
  /** As written: one of Stripe's three reasons, in any case and with spaces; null: none. */
  reason: z.string().max(100).nullable(),
})
export type AskedRow = z.infer<typeof askedRowSchema>

export const rowFaults = [
  'not_found',
  'not_refundable',
  'amount',
  'currency',
  'too_much',
  'reason',
  'dispute',
  'fraud_warning',
  'earlier_refunds',
  'transfer',
  'paid_other_way',
  'open_order',
  'policy',
  'unreadable',
] as const

/** What became of checking one row. With `stop` it can't be ordered; what is known of it stands there all the same. */
export const checkedRowSchema = z.object({
  verdict: z.enum(['ok', 'warn', 'stop']),
  /** Why, the first of several; null for `ok`. */
  fault: z.enum(rowFaults).nullable(),
  /** A sentence for a person; empty for `ok`. */
  text: z.string(),
  paymentIntentId: z.string().nullable(),
  customerLabel: z.string().nullable(),
  /** What would be ordered, minor units. */
  amount: amountSchema.nullable(),
  currency: currencySchema.nullable(),
  /** What can still be refunded, minor units. */
  refundable: amountSchema.nullable(),
  /** What was given back of it already, or is on its way, minor units. */
  refunded: amountSchema.nonnegative().nullable(),
  reason: refundReasonSchema.nullable(),
})
export type CheckedRow = z.infer<typeof checkedRowSchema>

export const runCheckRequestSchema = z.object({
  deskId: deskIdSchema,
  /** The run of whose rows these are what is left: of which more was given back since its check is stopped. */
  retryOf: z.uuid().nullable().default(null),
  rows: z.array(askedRowSchema).min(1).max(mostRowsToCheck),
})
/** One for each row, in their order. Rows are judged by themselves: that two are of one payment is for the caller to see. */
export const runCheckSchema = z.object({ rows: z.array(checkedRowSchema) })

/** What the policy says of runs, before anything is chosen. */
export const runRulesSchema = z.object({
  /** Why no run can be ordered now, in words; null when one can. */
  stop: z.string().nullable(),
  holdSeconds: z.int().positive(),
  /** So many rows come through in a minute: as the last runs of the desk went, or where there are none, at the most that Stripe allows. */
  pace: z.object({ perMinute: z.number().positive(), isMeasured: z.boolean() }),
  /** Live desks: the passphrase is asked once more, and the totals are typed. */
  approval: z.enum(['none', 'passphrase_and_totals']),
})

/** How the operator approved a run on a live desk. */
export const runApprovalSchema = z.object({
  passphrase: z.string().max(1000),
  /** The total of every currency as typed, in major units. */
  totals: z.array(z.object({ currency: currencySchema, amount: z.string().max(40) })).max(200),
})

export const placeRunRequestSchema = z.object({
  deskId: deskIdSchema,
  /** Made by the face, once per form: sending the same one twice is the same run. */
  runId: z.uuid(),
  /** What it is called in lists: the name of the file, or words of the operator. */
  name: z.string().trim().min(1).max(120),
  /** Internal; with every order of the run. */
  note: z.string().max(400).nullable(),
  /** The run of whose rows this one is made: those that failed, or that it never sent. */
  retryOf: z.uuid().nullable().default(null),
  /** How many rows are sent first, before the others. */
  canary: z.int().min(1).max(50).default(5),
  /** Whether it goes on by itself when all of the first ones were made, or waits to be told. */
  afterCanary: z.enum(['ask', 'go_on']).default('ask'),
  /** No two of one payment. */
  rows: z
    .array(
      z.object({
        orderId: z.uuid(),
        /** Where it stood: the line of the file, or the place in the choice. From 1. */
        line: z.int().positive(),
        paymentIntentId: anyIdSchema,
        amount: amountSchema.positive(),
        currency: currencySchema,
        reason: refundReasonSchema.nullable(),
        customerLabel: z.string().max(200).nullable(),
        /** As the check of the row told it. Where more was refunded since, by whomever, the row is not sent. */
        refunded: amountSchema.nonnegative(),
      }),
    )
    .min(1)
    .max(mostRowsOfRun),
  approval: runApprovalSchema.nullable().default(null),
})

/**
 * held: journalled, nothing was sent, can be stopped as if it never was. running: rows are being sent. paused: nothing new is sent.
 * stopped: for good; what was sent stays sent. finished: no row is left to send.
 */
export const runStates = ['held', 'running', 'paused', 'stopped', 'finished'] as const
export const runStateSchema = z.enum(runStates)
export type RunState = z.infer<typeof runStateSchema>

/**
 * canary: the first rows are through, look at them. canary_failed: one of them was not made, or is not known to be. failures: so were
 * many in a row.
 * restart: Bursar was closed or cut off meanwhile. locked: the desk was locked. refused: the key or the policy allows it no more.
 * day_limit: what the policy allows in a day is used up.
 */
export const pauseReasons = [
  'operator',
  'canary',
  'canary_failed',
  'failures',
  'restart',
  'locked',
  'refused',
  'day_limit',
] as const
export const pauseReasonSchema = z.enum(pauseReasons)
export type PauseReason = z.infer<typeof pauseReasonSchema>

export const rowStateSchema = z.enum(rowStates)

const countsSchema = z.record(rowStateSchema, z.int().nonnegative())

export const runSchema = z.object({
  id: z.string(),
  deskId: deskIdSchema,
  name: z.string(),
  note: z.string().nullable(),
  operator: z.string(),
  retryOf: z.string().nullable(),
  state: runStateSchema,
  pausedBecause: pauseReasonSchema.nullable(),
  /** More of why it is paused, where there is more. */
  problem: failureSchema.nullable(),
  placedAt: millisecondsSchema,
  /** When the hold ends and the first rows are sent. */
  sendAt: millisecondsSchema,
  endedAt: millisecondsSchema.nullable(),
  rows: z.int().positive(),
  canary: z.int().positive(),
  afterCanary: z.enum(['ask', 'go_on']),
  /** The first rows are through and were looked at, or did not have to be: going on sends all that wait. */
  canaryOver: z.boolean(),
  counts: countsSchema,
  /** Rows that failed, or were never sent, and are left for a new run: none of their retries has made them, or may yet make them. */
  retriable: z.int().nonnegative(),
  /** By currency, minor units: what was ordered with the run, and what was made of it. */
  totals: z.array(
    z.object({
      currency: currencySchema,
      rows: z.int().nonnegative(),
      ordered: amountSchema,
      made: amountSchema,
    }),
  ),
  /** So many rows come through in a minute, by the last one or since it went on; 0 while that says nothing yet, null while it does not run. */
  perMinute: z.number().nonnegative().nullable(),
})
export type Run = z.infer<typeof runSchema>

export const runRowSchema = z.object({
  line: z.int().positive(),
  state: rowStateSchema,
  paymentIntentId: z.string(),
  customerLabel: z.string().nullable(),
  amount: amountSchema,
  currency: currencySchema,
  reason: refundReasonSchema.nullable(),
  /** The order that counts for it; null while it waits, or was skipped. */
  orderId: z.string().nullable(),
  orderState: orderStateSchema.nullable(),
  refundId: z.string().nullable(),
  refundStatus: z.string().nullable(),
  settledAt: millisecondsSchema.nullable(),
  /** What Bursar or Stripe said against the order, while it failed or is not known. */
  problem: failureSchema.nullable(),
  /** Why it failed or is not known, as a sentence: the problem, what became of its refund, or that it was taken back. */
  why: z.string().nullable(),
})
export type RunRow = z.infer<typeof runRowSchema>

const cursorSchema = z.string().max(200)
const ofRun = z.object({ deskId: deskIdSchema, runId: z.uuid() })

export const runRequestSchema = ofRun
export const runListRequestSchema = z.object({
  deskId: deskIdSchema,
  after: cursorSchema.optional(),
  limit: z.int().min(1).max(200).default(100),
})
/** Newest first. */
export const runPageSchema = z.object({ rows: z.array(runSchema), next: z.string().nullable() })

const ofRows = ofRun.extend({ state: z.array(rowStateSchema).max(rowStates.length).optional() })

export const runRowsRequestSchema = ofRows.extend({
  /** Only rows that are left for a new run. */
  retriable: z.boolean().default(false),
  after: cursorSchema.optional(),
  limit: z.int().min(1).max(500).default(200),
})
/** By line. */
export const runRowsPageSchema = z.object({ rows: z.array(runRowSchema), next: z.string().nullable() })

export const runReceiptRequestSchema = ofRows
/** The receipt: every row, or those in a state, and what became of it, as a file that is safe to open in a spreadsheet. */
export const runReceiptSchema = z.object({ fileName: z.string(), text: z.string() })
