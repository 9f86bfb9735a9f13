// What is to be done about one failed payment: exactly one group, with the reason as a sentence. Our judgement of Stripe's facts, or
// the desk's own where it made a rule for the code. Pure, without the clock. It must never promise a retry that nobody planned.
import { declineCodeOf, isMasked, type UsualToDo } from './decline-codes.ts'
import { networkAdviceOf, stripeAdviceOf } from './network-advice.ts'

/** failureGroups of src/contract/failure-lists.ts. */
export type FailureGroup = UsualToDo | 'retry_scheduled' | 'unknown'

/** Of the last failed try, as Stripe has them, and what is planned. */
export interface FailureFacts {
  /** The decline code; where Stripe gave none, the error's code. */
  declineCode: string | null
  adviceCode: string | null
  networkAdviceCode: string | null
  networkDeclineCode: string | null
  /** authorized, manual_review, issuer_declined, blocked, invalid; null in old API versions. */
  outcomeType: string | null
  outcomeReason: string | null
  /** normal, elevated, highest, not_assessed, unknown. */
  riskLevel: string | null
  brand: string | null
  /** The customer has to confirm with their bank now. */
  awaitsCustomer: boolean
  /** Another try is under way, as a debit on its way, or its money is set aside to be captured. Absent: no. */
  isUnderWay?: boolean
  /** When Stripe tries again, Unix seconds. */
  nextAttemptAt: number | null
  /** The invoice's, by Stripe's word: one that is not open is not collected, whatever is planned. Null: no invoice, or not known. */
  invoiceStatus: string | null
}

/** The desk's own judgement of codes, by code. */
export type GroupRules = ReadonlyMap<string, FailureGroup>

export interface Judged {
  group: FailureGroup
  why: string
}

const noRules: GroupRules = new Map()

export function failureGroup(facts: FailureFacts, rules: GroupRules = noRules): Judged {
  if (facts.isUnderWay === true)
    return {
      group: 'retry_scheduled',
      why: 'A try is under way, or its money is set aside. Who asks for it now may be paid twice.',
    }
  if (facts.awaitsCustomer)
    return { group: 'authentication', why: 'The customer has to confirm the payment with their bank.' }
  const { declineCode: code } = facts
  const rule = code === null ? undefined : rules.get(code)
  if (rule !== undefined) return planned(facts, rule, `The desk’s own rule for ${code}.`)
  const judged = judge(facts)
  return planned(facts, judged.group, judged.why)
}

/** What Bursar says of a code without a rule of the desk's own, nothing else being known. */
export function usualGroup(code: string): FailureGroup {
  return declineCodeOf(code)?.toDo ?? 'unknown'
}

/** Whether the customer must not be told the reason. */
export function isHidden(facts: FailureFacts, group: FailureGroup): boolean {
  return group === 'fraud' || isMasked(facts.declineCode) || isMasked(facts.outcomeReason) || isBlocked(facts)
}

/** Whether a try is planned or not is Stripe's to say. */
function planned(facts: FailureFacts, group: FailureGroup, why: string): Judged {
  const comes = facts.nextAttemptAt !== null && (facts.invoiceStatus ?? 'open') === 'open'
  if (comes && ['retry_possible', 'retry_scheduled', 'unknown'].includes(group))
    return { group: 'retry_scheduled', why: `Stripe tries again by itself. ${why}` }
  if (group === 'retry_scheduled')
    return { group: 'retry_possible', why: `${why} No further try is known to be planned.` }
  return { group, why }
}

/** The most careful reading first: fraud, then a clear no, then who can do something about it. */
function judge(facts: FailureFacts): Judged {
  const code = declineCodeOf(facts.declineCode)
  // Old charges say the decline code as the outcome's reason alone.
  const reason = code === null || code.vague ? declineCodeOf(facts.outcomeReason) : null
  const known = reason !== null && !reason.vague ? reason : code
  const stripe = stripeAdviceOf(facts.adviceCode)
  const network = networkAdviceOf(facts.networkAdviceCode, facts.brand)
  const advised = (asks: 'never' | 'data' | 'retry' | 'ours'): string | undefined =>
    [stripe, network].find((advice) => advice?.asks === asks)?.words
  const of = (...toDo: UsualToDo[]): boolean => known !== null && toDo.includes(known.toDo)
  const say = (group: FailureGroup, why: string): Judged => ({ group, why })
  const action = known?.action ?? ''

  if (of('fraud')) return say('fraud', action)
  if (isBlocked(facts)) return say('fraud', 'Stripe’s own check for fraud (Radar) blocked it.')
  if (facts.riskLevel === 'highest' && (known === null || known.vague))
    return say('fraud', 'Stripe sees the highest risk of fraud, and the bank gave no other reason.')
  if (of('never')) return say('never', action)
  const never = advised('never')
  if (never !== undefined) return say('never', never)
  if (of('authentication', 'ours', 'new_method')) return say(known?.toDo ?? 'unknown', action)
  const data = advised('data')
  if (data !== undefined) return say('new_method', data)
  const ours = advised('ours')
  if (ours !== undefined) return say('ours', ours)
  if (facts.outcomeType === 'invalid' && (known === null || known.vague))
    return say('ours', 'Stripe says that the request was not valid.')
  if (known !== null) return say('retry_possible', action)
  const retry = advised('retry')
  if (retry !== undefined) return say('retry_possible', retry)
  return say('unknown', unknownWords(facts))
}

/** By Radar, or by a rule or list of the business's own there. */
function isBlocked({ outcomeType, outcomeReason }: FailureFacts): boolean {
  return outcomeType === 'blocked' || outcomeReason === 'highest_risk_level' || outcomeReason === 'rule'
}

function unknownWords({ declineCode, networkDeclineCode }: FailureFacts): string {
  const network = networkDeclineCode === null ? '' : ` The network’s code is ${networkDeclineCode}.`
  return declineCode === null
    ? `Stripe does not say why it failed.${network}`
    : `The code ${declineCode} is not known here.${network}`
}
