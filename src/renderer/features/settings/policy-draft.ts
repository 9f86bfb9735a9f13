// A policy while it is edited, as text, and what it means. Pure; amounts are read exactly or not at all.
import type { Action, Policy, Role } from '../../../contract/policy.ts'
import type { AllowableReason } from '../../../contract/reasons.ts'
import { editableAmount, explainAmount, parseAmount } from '../../../domain/money.ts'
import { roleTemplates } from '../../../domain/policy.ts'
import { isCurrencyCode } from '../../../domain/search-amounts.ts'

export const limitFields = ['perOrder', 'perDay', 'typeAbove'] as const
export type LimitField = (typeof limitFields)[number]

export interface LimitDraft extends Record<LimitField, string> {
  /** Names the row while it is edited. */
  id: number
  currency: string
}

export interface PolicyDraft {
  role: Role
  allowed: readonly Action[]
  limits: readonly LimitDraft[]
  otherCurrencies: Policy['otherCurrencies']
  reasons: readonly AllowableReason[]
  holdSeconds: string
  leaseMinutes: string
  timeZone: string
}

/** By the name of the field: "reasons", "holdSeconds", "2 perOrder" for the limits of row 2. */
export type PolicyProblems = Readonly<Record<string, string>>

export function draftOf(policy: Policy): PolicyDraft {
  const text = (amount: number | null, currency: string): string =>
    amount === null ? '' : editableAmount(amount, currency)
  return {
    ...policy,
    limits: policy.limits.map(({ currency, perOrder, perDay, typeAbove }, id) => ({
      id,
      currency: currency.toUpperCase(),
      perOrder: text(perOrder, currency),
      perDay: text(perDay, currency),
      typeAbove: text(typeAbove, currency),
    })),
    holdSeconds: String(policy.holdSeconds),
    leaseMinutes: String(policy.leaseMinutes),
  }
}

/** Another role begins with its template. */
export function withRole(draft: PolicyDraft, role: Role): PolicyDraft {
  return { ...draft, role, allowed: [...roleTemplates[role]] }
}

export function withLimit(draft: PolicyDraft): PolicyDraft {
  const id = Math.max(-1, ...draft.limits.map((limit) => limit.id)) + 1
  return {
    ...draft,
    limits: [...draft.limits, { id, currency: '', perOrder: '', perDay: '', typeAbove: '' }],
  }
}

export function readPolicy(draft: PolicyDraft): { policy: Policy | null; problems: PolicyProblems } {
  const problems: Record<string, string> = {}
  const whole = (name: 'holdSeconds' | 'leaseMinutes', least: number, most: number): number => {
    const text = draft[name].trim()
    const number = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
    if (!(number >= least && number <= most)) problems[name] = `A whole number from ${least} to ${most}.`
    return number
  }
  const limits = draft.limits.map((limit) => readLimit(limit, draft.limits, problems))
  const holdSeconds = whole('holdSeconds', 3, 120)
  const leaseMinutes = whole('leaseMinutes', 1, 15)
  if (draft.reasons.length === 0) problems['reasons'] = 'Allow at least one, or no refund could be ordered.'
  if (!isTimeZone(draft.timeZone.trim())) problems['timeZone'] = 'A name such as Europe/Berlin.'
  if (Object.keys(problems).length > 0) return { policy: null, problems }
  const policy: Policy = {
    role: draft.role,
    allowed: [...draft.allowed],
    limits,
    otherCurrencies: draft.otherCurrencies,
    reasons: [...draft.reasons],
    holdSeconds,
    leaseMinutes,
    timeZone: draft.timeZone.trim(),
  }
  return { policy, problems }
}

function readLimit(
  limit: LimitDraft,
  all: readonly LimitDraft[],
  problems: Record<string, string>,
): Policy['limits'][number] {
  const currency = limit.currency.trim().toLowerCase()
  const wrong = (field: string, text: string): void => {
    problems[`${limit.id} ${field}`] = text
  }
  const known = isCurrencyCode(currency)
  if (!known) wrong('currency', 'The code of a currency, such as EUR.')
  else if (all.some((other) => other.id < limit.id && other.currency.trim().toLowerCase() === currency))
    wrong('currency', 'There already.')
  const read = (field: LimitField): number | null => {
    if (limit[field].trim() === '' || !known) return null
    const parsed = parseAmount(limit[field], currency)
    if (parsed.ok) return parsed.amount
    wrong(field, explainAmount(parsed.reason, currency))
    return null
  }
  const [perOrder, perDay, typeAbove] = [read('perOrder'), read('perDay'), read('typeAbove')]
  if (perOrder !== null && perDay !== null && perOrder > perDay)
    wrong('perOrder', 'More than the limit per day.')
  return { currency, perOrder, perDay, typeAbove }
}

function isTimeZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== ''
  } catch {
    return false
  }
}
