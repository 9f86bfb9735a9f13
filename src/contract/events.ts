// Events as the log, the listener panel and the freshness line show them.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { millisecondsSchema, secondsSchema } from './money.ts'
import { laneSchema } from './payments.ts'
import { failureSchema } from './result.ts'

/** webhook: delivered to the listener. catch_up: found by asking, so the webhook missed it (or there is none). backfill: from lists. */
export const eventSources = ['webhook', 'catch_up', 'backfill'] as const
export const eventSourceSchema = z.enum(eventSources)

/**
 * applied: in the tables. waiting: to be tried (again). failed: tried too often; see the problem, replay by hand.
 * kept: stored, of a type or shape that no table is made of.
 */
export const eventStates = ['applied', 'waiting', 'failed', 'kept'] as const
export const eventStateSchema = z.enum(eventStates)

export const eventRowSchema = z.object({
  id: z.string(),
  type: z.string(),
  objectId: z.string().nullable(),
  objectType: z.string().nullable(),
  created: secondsSchema,
  receivedAt: millisecondsSchema,
  source: eventSourceSchema,
  /** How often it was delivered to the listener. */
  deliveries: z.int().nonnegative(),
  state: eventStateSchema,
  apiVersion: z.string().nullable(),
})
export type EventRow = z.infer<typeof eventRowSchema>

export const eventListRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  filter: z.object({
    /** Exact types, or a group such as `invoice.*`. */
    types: z.array(z.string().max(100)).max(20).optional(),
    source: eventSourceSchema.optional(),
    state: eventStateSchema.optional(),
    createdFrom: secondsSchema.optional(),
    createdBefore: secondsSchema.optional(),
    objectId: z.string().max(255).optional(),
    /** Part of an event id, object id or type. */
    text: z.string().max(200).optional(),
  }),
  after: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(100),
})
export const eventPageSchema = z.object({ rows: z.array(eventRowSchema), next: z.string().nullable() })

export const eventDetailSchema = z.object({
  event: eventRowSchema,
  /** The event as it was received, less what may not be kept. */
  json: z.string(),
  /** What differs from the object's state in the event before it, by path; values as JSON, null where absent. */
  changes: z.array(
    z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  /** The event compared with; null for the first known of the object. */
  previousEventId: z.string().nullable(),
  requestId: z.string().nullable(),
  idempotencyKey: z.string().nullable(),
  attempts: z.int().nonnegative(),
  problem: z.string().nullable(),
  nextAttemptAt: millisecondsSchema.nullable(),
})
export type EventDetail = z.infer<typeof eventDetailSchema>

export const listenerStateSchema = z.object({
  deskId: deskIdSchema,
  running: z.boolean(),
  problem: failureSchema.optional(),
  port: z.int().nullable(),
  /** Path of this desk; the full addresses are in `urls`. */
  path: z.string(),
  urls: z.array(z.string()),
  /** The Stripe CLI's line that forwards this desk's events here. */
  forwardCommand: z.string(),
  /** Signing secrets in the keychain, by number and when they were added; never themselves. */
  secrets: z.array(z.object({ id: z.string(), addedAt: millisecondsSchema })),
  accepted: z.int().nonnegative(),
  duplicates: z.int().nonnegative(),
  /** How many were refused, by reason in words. */
  refused: z.array(z.object({ reason: z.string(), count: z.int().positive() })),
  lastAcceptedAt: millisecondsSchema.nullable(),
})
export type ListenerState = z.infer<typeof listenerStateSchema>

export const selfTestSchema = z.object({
  passed: z.boolean(),
  steps: z.array(z.object({ step: z.string(), ok: z.boolean(), ms: z.number(), text: z.string() })),
})
export type SelfTest = z.infer<typeof selfTestSchema>

/** How complete the cache is, computed from windows that were covered. Times in milliseconds unless said. */
export const freshnessSchema = z.object({
  deskId: deskIdSchema,
  /** `loading`: history is being read. `paused`: by the operator. `current`: complete and followed. `stalled`: see `problem`. */
  phase: z.enum(['idle', 'loading', 'paused', 'catching_up', 'current', 'stalled']),
  /** Everything up to this moment is in the cache; null while that can be said of nothing yet. */
  completeTo: millisecondsSchema.nullable(),
  /** Windows of time not covered yet, newest first. */
  missing: z.array(z.object({ from: secondsSchema, to: secondsSchema, what: z.string() })),
  backfill: z
    .object({
      done: z.int().nonnegative(),
      /** Best estimate of the whole; null while unknown. */
      estimated: z.int().nullable(),
      perSecond: z.number().nonnegative(),
      remainingSeconds: z.number().nonnegative().nullable(),
      /** Requests a second that this desk may use. */
      budget: z.number().positive(),
    })
    .nullable(),
  /** After this moment, events that were missed can no longer be listed at Stripe (30 days); null when nothing is missing. */
  horizonAt: millisecondsSchema.nullable(),
  webhook: z.enum(['none', 'receiving', 'silent']),
  problem: failureSchema.optional(),
})
export type Freshness = z.infer<typeof freshnessSchema>
