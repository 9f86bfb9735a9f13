// The Result that every call across a process boundary answers with, and the closed list of ways it can fail.
// It must never carry an Error object, a stack or a secret: only a code, a sentence for a person, and Stripe's request id.
import { z } from 'zod'

/** Every way a call can fail. The face chooses what to offer by the code, and shows the message as it is. */
export const errorCodes = [
  // the call itself
  'bad_request',
  'too_large',
  'sender_refused',
  'unknown_method',
  'not_found',
  'internal',
  'stopping',
  // keys and desks
  'key_malformed',
  'key_publishable',
  'key_revoked',
  'key_permission',
  'key_live_refused',
  'keychain_unavailable',
  'desk_closed',
  'desk_needs_key',
  'read_only',
  // live desks and what this machine may do
  'locked',
  'passphrase_missing',
  'passphrase_wrong',
  'passphrase_weak',
  'too_many_attempts',
  'system_unlock_failed',
  'policy_refused',
  'confirmation_missing',
  // Stripe
  'stripe_unreachable',
  'stripe_rate_limited',
  'stripe_refused',
  'stripe_failed',
  'mode_mismatch',
  'account_mismatch',
  // orders
  'order_conflict',
  'order_blocked',
  'order_too_late',
  'amount_invalid',
  'not_refundable',
  'not_changeable',
  // the store
  'store_newer',
  'store_corrupt',
  'store_full',
  'store_unwritable',
  'cursor_invalid',
  // questions: it took too long, or a newer one took its place
  'question_ended',
] as const

export type ErrorCode = (typeof errorCodes)[number]

export const failureSchema = z.object({
  code: z.enum(errorCodes),
  /** A sentence for a person: what happened, what was kept, what to do. Never a key. */
  message: z.string(),
  /** Stripe's own words, code and request id, where Stripe answered. */
  stripe: z
    .object({
      type: z.string().optional(),
      code: z.string().optional(),
      /** Why the bank declined. */
      declineCode: z.string().optional(),
      param: z.string().optional(),
      message: z.string().optional(),
      requestId: z.string().optional(),
      status: z.number().optional(),
    })
    .optional(),
})

export type Failure = z.infer<typeof failureSchema>

export type Result<Value> = { ok: true; value: Value } | { ok: false; error: Failure }
