// What this machine may do on a desk: an admin's policy against mistakes, judged in the engine before an order is written.
// Against malice only a restricted key helps: whoever holds the key can call Stripe without Bursar.
import { z } from 'zod'
import { amountSchema, currencySchema } from './money.ts'
import { allowableReasons, allowableReasonSchema } from './reasons.ts'

export const roles = ['support', 'finance', 'admin'] as const
export const roleSchema = z.enum(roles)
export type Role = z.infer<typeof roleSchema>

/**
 * What a policy allows or forbids. `change`: what customers pay with, pages on which they pay, retries, what becomes of invoices
 * and subscriptions. `manage`: keys, signing secrets, rebuilding, giving up the history, removing the desk, how decline codes and access
 * are judged.
 */
export const actions = ['refund', 'bulk', 'change', 'manage'] as const
export const actionSchema = z.enum(actions)
export type Action = z.infer<typeof actionSchema>

/** Amounts in minor units; null: no limit. */
export const currencyLimitSchema = z.object({
  currency: currencySchema,
  perOrder: amountSchema.nullable(),
  /** Of all refunds ordered in a day, by the policy's time zone. Orders that moved no money don't count. */
  perDay: amountSchema.nullable(),
  /** On a live desk, above this the operator types the amount to confirm it; null: for every refund. */
  typeAbove: amountSchema.nullable(),
})
export type CurrencyLimit = z.infer<typeof currencyLimitSchema>

export const policySchema = z.object({
  role: roleSchema,
  allowed: z.array(actionSchema).max(actions.length),
  limits: z.array(currencyLimitSchema).max(200),
  /** What holds for a currency that has no limits of its own. */
  otherCurrencies: z.enum(['unlimited', 'refused']),
  reasons: z.array(allowableReasonSchema).min(1).max(allowableReasons.length),
  /** How long an order can be undone before it is sent. */
  holdSeconds: z.int().min(3).max(120),
  /** How long a live desk stays unlocked. */
  leaseMinutes: z.int().min(1).max(15),
  /** IANA name: where a day begins and ends for the limits per day. */
  timeZone: z.string().min(1).max(100),
})
export type Policy = z.infer<typeof policySchema>
