// Events as the log, the listener panel and the freshness line show them.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { millisecondsSchema, secondsSchema } from './money.ts'
import { laneSchema } from './payments.ts'
import { failureSchema } from './result.ts'

/** What brought it first. webhook: delivered to the listener. catch_up: found by asking, before a webhook brought it if one did. backfill: from lists. */
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
  /**
   * What differs from the object's state in the event before it, by path; values as JSON, null where absent. Where that can't be compared,
   * what differs by the event's own `previous_attributes`.
   */
  changes: z.array(
    z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  /** The event before; null for the first known of the object. */
  previousEventId: z.string().nullable(),
  /** False where the event before is of another API version: what an object is like differs between them although nothing changed. */
  isPreviousComparable: z.boolean(),
  /** False where several events of the object are of one second, so that another of them may have been the one before. */
  isPreviousSure: z.boolean(),
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
  /** Another port than the wanted one, no IPv6: what is not as wished but works; null when all is. */
  note: z.string().nullable(),
  /** Signing secrets in the keychain, oldest first; never themselves. Two during a roll, none: everything is refused. */
  secrets: z.array(
    z.object({
      id: z.string(),
      addedAt: millisecondsSchema,
      /**
       * Since the desk was opened. proved: Stripe knows an event that came by it. unknown_to_stripe: asked twice, Stripe knew none, so that it
       * is probably another account's. unproved: neither is known.
       */
      proof: z.enum(['unproved', 'proved', 'unknown_to_stripe']),
      /** Why Stripe could not be asked, in words; null where it could, or was not asked yet. */
      whyNotAsked: z.string().nullable(),
    }),
  ),
  /** False where the desk brings its own secret (the demo), so that none can be entered. */
  takesSecrets: z.boolean(),
  /** Since the desk was opened. */
  accepted: z.int().nonnegative(),
  /** Of the accepted ones, those that were known already. */
  duplicates: z.int().nonnegative(),
  /** How many were refused, by reason in words. */
  refused: z.array(z.object({ reason: z.string(), count: z.int().positive() })),
  /** Refused before it was known which desk was meant, by reason in words: of the whole listener. */
  refusedForNobody: z.array(z.object({ reason: z.string(), count: z.int().positive() })),
  lastAcceptedAt: millisecondsSchema.nullable(),
  lastRefusal: z.object({ reason: z.string(), at: millisecondsSchema }).nullable(),
})
export type ListenerState = z.infer<typeof listenerStateSchema>

/** The whole secret as Stripe shows it; at most two at once. */
export const signingSecretRequestSchema = z.object({
  deskId: deskIdSchema,
  secret: z.string().min(1).max(512),
})

export const replaySchema = z.object({
  state: eventStateSchema,
  /** Why it is not in the tables, in words; null when it is. */
  problem: z.string().nullable(),
})

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
  /** Whether the history that was not read yet is to be read: paused and canceled reading waits for the operator. */
  reading: z.enum(['go', 'paused', 'canceled']),
  /** Everything up to this moment is in the cache; null while that can be said of nothing yet. */
  completeTo: millisecondsSchema.nullable(),
  /** Windows of time not covered yet, newest first. `isHistory`: of before the desk was connected, which only the list of events shows. */
  missing: z.array(
    z.object({
      from: secondsSchema,
      to: secondsSchema,
      what: z.string(),
      isHistory: z.boolean().optional(),
    }),
  ),
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
  /**
   * `none`: no signing secret, or the listener does not run, so nothing can come. `listening`: nothing has come since the desk was opened, and nothing was
   * missed. `silent`: events were found by asking that a webhook should have brought, and none has come since.
   */
  webhook: z.enum(['none', 'listening', 'receiving', 'silent']),
  /** Objects stored by the readings of the lists so far. */
  loaded: z.int().nonnegative(),
  /** Objects that Stripe sent in a shape that is not understood: they are missing from the lists. Absent when there are none. */
  notUnderstood: z.object({ count: z.int().positive(), example: z.string() }).optional(),
  /** How the way from the event log into the tables stands. */
  projection: z.object({
    /** Events that are tried again by themselves. */
    waiting: z.int().nonnegative(),
    /** Events that were tried too often: to be looked at, and replayed by hand. */
    failed: z.int().nonnegative(),
    /** Objects whose latest state is unsure, to be read again from Stripe. */
    readsDue: z.int().nonnegative(),
    /** The tables are being made again from the log: events done, of all; null when they are not. */
    rebuilding: z.object({ done: z.int().nonnegative(), total: z.int().nonnegative() }).nullable(),
    /** Why it stands still, in words; null when it does not. */
    problem: z.string().nullable(),
  }),
  problem: failureSchema.optional(),
})
export type Freshness = z.infer<typeof freshnessSchema>
