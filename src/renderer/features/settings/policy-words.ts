// A policy in words. Pure; it must say no more than the engine enforces.
import type { Action, Policy, Role } from '../../../contract/policy.ts'
import type { AllowableReason } from '../../../contract/reasons.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { refundReasonWord } from '../../ui/words/looks.ts'

export const guardSentence =
  'A policy guards against mistakes at this machine, in the engine as well as on screen. Against malice only a restricted key guards: whoever holds the key can call Stripe without Bursar.'

export const roleWords: Record<Role, string> = { support: 'Support', finance: 'Finance', admin: 'Admin' }

export const actionWords: Record<Action, string> = {
  refund: 'Order refunds',
  bulk: 'Order many refunds at once',
  change:
    'Change subscriptions and what customers pay with, write notes at Stripe, make pages to pay on, retry payments, end invoices',
  manage:
    'Change keys, signing secrets and tables, give up the history, remove the desk, decide how decline codes and access are judged',
}

const reasonWords: Record<AllowableReason, string> = {
  requested_by_customer: refundReasonWord('requested_by_customer'),
  duplicate: refundReasonWord('duplicate'),
  fraudulent: refundReasonWord('fraudulent'),
  none: 'No reason',
}
export const reasonWord = (reason: AllowableReason): string => reasonWords[reason]

// Read from here: the contract's own lists would bring its schemas into the page.
export const roles = Object.keys(roleWords) as Role[]
export const actions = Object.keys(actionWords) as Action[]
export const reasons = Object.keys(reasonWords) as AllowableReason[]

/** "€500.00"; "No limit" where there is none. */
export function limitWord(amount: number | null, currency: string): string {
  return amount === null ? 'No limit' : spokenAmount(amount, currency)
}

export function typeWord(amount: number | null, currency: string): string {
  return amount === null ? 'Every refund' : `Above ${spokenAmount(amount, currency)}`
}

export function otherWord({ limits, otherCurrencies }: Pick<Policy, 'limits' | 'otherCurrencies'>): string {
  const which = limits.length === 0 ? 'Every currency' : 'Any other currency'
  return otherCurrencies === 'refused' ? `${which}: refused` : `${which}: no limit`
}
