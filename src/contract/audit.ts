// The audit of a desk: what was ordered, what came of it, what was denied and what was changed, each entry chained to the one before.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { millisecondsSchema } from './money.ts'
import { laneSchema } from './payments.ts'

export const auditKinds = [
  'order_placed',
  'order_changed',
  'order_denied',
  /** A bulk run; its orders have entries of their own. */
  'run_placed',
  'run_changed',
  /** A refund that failed or was canceled was paid another way. */
  'refund_other_way',
  'refund_other_way_struck',
  /** A note about a customer was written, or struck out; what it says is not in the audit. */
  'customer_noted',
  'customer_note_struck',
  /** Something was written about failed payments; notes are not in the audit. */
  'case_written',
  /** This desk judges a decline code otherwise. */
  'decline_rule_set',
  /** This desk judges otherwise who has access. */
  'access_policy_set',
  /** A letter to a customer was marked; what it says is not in the audit. */
  'draft_marked',
  'desk_connected',
  'desk_edited',
  'desk_removed',
  'desk_switched',
  'desk_unlocked',
  'desk_locked',
  'unlock_refused',
  'passphrase_changed',
  'policy_changed',
  'key_replaced',
  /** A key of another account or mode, or one that Stripe does not take, was offered to this desk. */
  'key_refused',
  /** An answer or an event of another account or mode came to this desk. */
  'stranger_refused',
  'journal_restored',
  'signing_secret_added',
  'signing_secret_removed',
  /** Stripe does not know the events that come by a signing secret; or knows one after all. */
  'signing_secret_judged',
  'tables_rebuilt',
  'history_canceled',
] as const
export const auditKindSchema = z.enum(auditKinds)
export type AuditKind = z.infer<typeof auditKindSchema>

/** SHA-256, lowercase hex. */
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/)

export const auditEntrySchema = z.object({
  /** From 1, without a gap. */
  seq: z.int().positive(),
  at: millisecondsSchema,
  /** Who was at the machine: the name of the operating system's account. */
  operator: z.string(),
  kind: auditKindSchema,
  /** The order, payment or secret that it is about; null for the desk itself. */
  subject: z.string().nullable(),
  /** In words, without anything secret. */
  text: z.string(),
  /** What was before and after, digest and request ids, as canonical JSON. */
  detail: z.string(),
  /** The hash of the entry before; 64 zeros for the first. */
  previous: hashSchema,
  hash: hashSchema,
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

export const auditFilterSchema = z.object({
  kinds: z.array(auditKindSchema).max(auditKinds.length).optional(),
  /** Inclusive and exclusive, milliseconds. */
  from: millisecondsSchema.optional(),
  before: millisecondsSchema.optional(),
  /** Part of the words, the subject, the operator or the detail. */
  text: z.string().max(200).optional(),
})
export type AuditFilter = z.infer<typeof auditFilterSchema>

export const auditListRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  filter: auditFilterSchema,
  after: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(100),
})
/** Newest first. */
export const auditPageSchema = z.object({ rows: z.array(auditEntrySchema), next: z.string().nullable() })

export const auditVerdictSchema = z.object({
  entries: z.int().nonnegative(),
  /** The hash of the newest entry; null when there is none. */
  head: hashSchema.nullable(),
  /** The first entry that is not as it was written, and how; null when the chain is whole. */
  broken: z
    .object({ seq: z.int(), what: z.enum(['altered', 'removed', 'reordered', 'cut']), text: z.string() })
    .nullable(),
})
export type AuditVerdict = z.infer<typeof auditVerdictSchema>

export const auditExportRequestSchema = z.object({
  deskId: deskIdSchema,
  filter: auditFilterSchema,
  format: z.enum(['csv', 'json']),
})
/** JSON exports hold the whole chain's entries that match and the head, so that `npm run audit:verify FILE` can judge them. */
export const auditExportSchema = z.object({
  fileName: z.string(),
  text: z.string(),
  entries: z.int().nonnegative(),
})
