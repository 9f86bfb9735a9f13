// What the face may know of desks: which business, which mode, what the key can do. Never a key itself.
import { z } from 'zod'
import { failureSchema } from './result.ts'

export const deskIdSchema = z.string().regex(/^[a-z0-9_-]{3,80}$/i)

export const deskSchema = z.object({
  id: deskIdSchema,
  /** The demo desk is served by the simulator; an account desk by Stripe (or a Stripe-compatible server). */
  kind: z.enum(['demo', 'account']),
  accountId: z.string(),
  accountName: z.string(),
  mode: z.enum(['test', 'live']),
  keyType: z.enum(['secret', 'restricted']),
  /** Which keychain adapter holds the secrets; `memory`: this run only; `none`: the demo, which has no secrets. */
  secretsIn: z.enum(['keytar', 'keyring', 'memory', 'none']),
  /** Set when the desk talks to another server than Stripe's, always on loopback. */
  baseUrl: z.string().optional(),
  /** `open`: questions are answered. `needs_key`: the key is gone; paste it again. `failed`: see `problem`. */
  state: z.enum(['closed', 'opening', 'open', 'needs_key', 'failed']),
  problem: failureSchema.optional(),
  /** Why orders are refused on this desk, in words; absent when orders are accepted. */
  readOnlyReason: z.string().optional(),
  /** Something the operator should know of the store: rebuilt cache, restored journal, secrets kept for this run only. */
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
