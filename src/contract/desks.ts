// What the face may know of desks: which business, which mode, what the key can do. Never a key itself.
import { z } from 'zod'
import { millisecondsSchema } from './money.ts'
import { policySchema } from './policy.ts'
import { failureSchema } from './result.ts'

export const deskIdSchema = z.string().regex(/^[a-z0-9_-]{3,80}$/i)

/** Colours that a business can have, to tell it from others. Red is not among them: it means live. */
export const businessColors = ['slate', 'blue', 'teal', 'green', 'amber', 'brown', 'violet', 'pink'] as const
export const businessColorSchema = z.enum(businessColors)
export type BusinessColor = z.infer<typeof businessColorSchema>

/** The account that a desk is of, with its test and its live desk under one name and colour. */
export const businessIdSchema = z.string().regex(/^[a-z0-9_-]{3,80}$/i)

/** Something that Bursar does with a key, and the permission of a restricted key that it takes, as the Dashboard names it. */
export const capabilitySchema = z.object({
  id: z.string(),
  /** In words: "Make and cancel refunds". */
  what: z.string(),
  /** "Charges and Refunds: write". */
  permission: z.string(),
  /** False: Bursar can't open a desk without it. */
  optional: z.boolean(),
  /** As found out without side effects; `unknown` where it could not be. */
  can: z.enum(['yes', 'no', 'unknown']),
})
export type Capability = z.infer<typeof capabilitySchema>

export const accessSchema = z.object({
  /** `open`: orders are accepted. `locked`: once it is unlocked. `refused`: not at all. The reason is in `readOnlyReason`. */
  orders: z.enum(['open', 'locked', 'refused']),
  /** When the desk locks itself again; null while it is locked, and on test desks, which are never locked. */
  unlockedUntil: millisecondsSchema.nullable(),
  /** Whether a passphrase was set, for unlocking and for changing the policy. */
  passphrase: z.boolean(),
  /** After too many wrong ones: when the next may be tried. */
  tryAgainAt: millisecondsSchema.nullable(),
})
export type Access = z.infer<typeof accessSchema>

export const deskSchema = z.object({
  id: deskIdSchema,
  /** The demo desk is served by the simulator; an account desk by Stripe (or a Stripe-compatible server). */
  kind: z.enum(['demo', 'account']),
  accountId: z.string(),
  /** As Stripe has it. */
  accountName: z.string(),
  businessId: businessIdSchema,
  /** As the operator calls it; the account's name until it was changed. */
  businessName: z.string(),
  color: businessColorSchema,
  mode: z.enum(['test', 'live']),
  keyType: z.enum(['secret', 'restricted']),
  /** Which keychain adapter holds the secrets; `memory`: this run only; `none`: the demo, which has no secrets. */
  secretsIn: z.enum(['keytar', 'keyring', 'memory', 'none']),
  /** Set when the desk talks to another server than Stripe's, always on loopback. */
  baseUrl: z.string().optional(),
  /** `open`: questions are answered. `needs_key`: the key is gone; paste it again. `failed`: see `problem`. */
  state: z.enum(['closed', 'opening', 'open', 'needs_key', 'failed']),
  problem: failureSchema.optional(),
  /** What the opening takes so long for, in words. */
  doing: z.string().optional(),
  /** Why orders are refused on this desk, in words; absent when orders are accepted. */
  readOnlyReason: z.string().optional(),
  access: accessSchema,
  policy: policySchema,
  /** What was kept of the policy can't be read: `policy` stands in its place and allows nothing. */
  policyUnreadable: z.literal(true).optional(),
  /** The journal was found to be damaged: nothing is ordered or written here any more, `readOnlyReason` says why. */
  journalDamaged: z.literal(true).optional(),
  /** Empty until the key was asked. */
  capabilities: z.array(capabilitySchema),
  /** What is unwise about the key, in words: a secret key with all rights in live mode. */
  keyWarning: z.string().optional(),
  /** When the key was entered; null for the demo, and where it was not noted. */
  keyEnteredAt: millisecondsSchema.nullable(),
  /**
   * Something the operator should know of the store: rebuilt cache, restored journal, secrets kept for this run only. What needs an act
   * of theirs stays over restarts until it is put away.
   */
  notices: z.array(z.string()),
})
export type Desk = z.infer<typeof deskSchema>

export const keychainStateSchema = z.object({
  available: z.boolean(),
  adapter: z.enum(['keytar', 'keyring', 'memory']),
  /** In words, what that means for keys on this machine. */
  explanation: z.string(),
})

export const connectRequestSchema = z.object({
  key: z.string().min(1).max(512),
  /** Advanced, test mode only: another Stripe-compatible server on loopback, e.g. http://127.0.0.1:12111 */
  baseUrl: z.string().max(200).optional(),
})

/** The key that takes the place of a desk's; it must be of the same account and mode. */
export const replaceKeyRequestSchema = z.object({ deskId: deskIdSchema, key: z.string().min(1).max(512) })

/** One of a desk's `notices`, by its words. */
export const putAwayNoticeRequestSchema = z.object({ deskId: deskIdSchema, notice: z.string().max(4000) })

const passphraseSchema = z.string().min(1).max(200)

export const unlockRequestSchema = z.object({ deskId: deskIdSchema, passphrase: passphraseSchema })
/** `current`: null while none was set. */
export const setPassphraseRequestSchema = z.object({
  deskId: deskIdSchema,
  current: passphraseSchema.nullable(),
  next: passphraseSchema,
})
export const setPolicyRequestSchema = z.object({
  deskId: deskIdSchema,
  passphrase: passphraseSchema,
  policy: policySchema,
  /** The operator was told how many held orders it withdraws and which runs it pauses, and wants that: `confirmation_missing` before. */
  interrupt: z.boolean().default(false),
})
export const editBusinessRequestSchema = z.object({
  businessId: businessIdSchema,
  /** Where the colour alone is changed it is Stripe's, which may be longer than what is typed. */
  name: z.string().trim().min(1).max(1000),
  color: businessColorSchema,
})
