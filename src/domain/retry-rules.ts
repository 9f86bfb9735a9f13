// Whether a failed payment may be tried again now with the same card, or with another one. Pure. It must never allow what a network
// forbids, and a rule of the desk's own never makes it less careful.
//
// From the networks, as acquirers publish their rules:
// - Visa: 15 tries of a declined payment with one card in 30 days, none after category 1 (the bank will never approve). Editions of
//   its rules since 2025 name 20; the smaller number is kept here.
// - Mastercard: none after merchant advice 03 and 21; not before the time that 24 to 30 name; 35 tries with one card and amount in
//   30 days and 10 in 24 hours before it charges for each.
// Ours: that a decline which Stripe does not retry by itself, or advises against, asks for a reason; that the first try counts as one
// of those allowed; that Mastercard's numbers are limits and not prices.
import { dayAndMinute } from './day-words.ts'
import {
  failureGroup,
  type FailureFacts,
  type FailureGroup,
  type GroupRules,
  type Judged,
} from './failure-group.ts'
import { networkAdviceOf } from './network-advice.ts'

export interface RetryFacts extends FailureFacts {
  /** How the payment stands. */
  state: 'trying' | 'recovered' | 'lost'
  /** canceled, void, uncollectible, written_off, lapsed. */
  lostWhy: string | null
  /** Of the last failed try, Unix seconds. */
  lastFailedAt: number
  /** When this payment was tried with the card of the last failed try, Unix seconds, in any order. */
  triesAt: readonly number[]
}

export interface RetryVerdict {
  /** `override`: only with a reason given for it. */
  verdict: 'allowed' | 'override' | 'forbidden'
  why: string
  /** Tries with this card within 30 days, and how many the network allows; null where no rule is known. */
  used: number
  limit: number | null
}

const day = 86_400
const windowSeconds = 30 * day
const limits: Readonly<Record<string, number>> = { visa: 15, mastercard: 35 }
const mastercardADay = 10

/**
 * @param now Unix seconds.
 * @param otherMethod it is to be tried with another card: what its bank and network said of this one does not count.
 */
export function retryVerdict(
  facts: RetryFacts,
  { now, rules, otherMethod = false }: { now: number; rules?: GroupRules; otherMethod?: boolean },
): RetryVerdict {
  const used = facts.triesAt.filter((at) => at > now - windowSeconds).length
  const limit = facts.brand === null ? null : (limits[facts.brand] ?? null)
  const say = (verdict: RetryVerdict['verdict'], why: string): RetryVerdict => ({ verdict, why, used, limit })

  const over = overWords(facts)
  if (over !== null) return say('forbidden', over)
  // Whichever of the two is against it.
  const judged = [failureGroup(facts, rules), failureGroup(facts)]
  if (otherMethod) return ofOtherMethod(facts, judged, say)
  const network = networkSays(facts, now, used, limit)
  if (network !== null) return say('forbidden', network)
  if (facts.lostWhy === 'written_off') return say('override', 'It was written off here.')
  const against = judged.find(({ group }) => asksReason(group))
  if (against !== undefined) return say('override', against.why)
  if (facts.nextAttemptAt !== null)
    return say('allowed', `Stripe tries again by itself on ${dayAndMinute(facts.nextAttemptAt * 1000)}.`)
  return say('allowed', 'Nothing speaks against trying again.')
}

/** Every group but those in which a further try with the same card is the usual way. */
function asksReason(group: FailureGroup): boolean {
  return group !== 'retry_possible' && group !== 'retry_scheduled'
}

function overWords({ state, lostWhy, invoiceStatus, isUnderWay }: RetryFacts): string | null {
  if (state === 'recovered') return 'It is paid.'
  if (isUnderWay === true) return 'A try is under way already, or its money is set aside.'
  if (lostWhy === 'canceled') return 'The payment was canceled.'
  if (lostWhy === 'void' || invoiceStatus === 'void') return 'The invoice is void.'
  return null
}

function ofOtherMethod(
  facts: RetryFacts,
  judged: readonly Judged[],
  say: (verdict: RetryVerdict['verdict'], why: string) => RetryVerdict,
): RetryVerdict {
  if (facts.lostWhy === 'written_off') return say('override', 'It was written off here.')
  // What is wrong with the card is gone with it; what is wrong with the customer or with us is not.
  const against = judged.find(({ group }) => group === 'fraud' || group === 'never' || group === 'ours')
  return against !== undefined
    ? say('override', against.why)
    : say('allowed', 'It is another payment method than the one that was declined.')
}

/** Why the network forbids a try now; null where it does not. */
function networkSays(facts: RetryFacts, now: number, used: number, limit: number | null): string | null {
  const { brand, triesAt, lastFailedAt } = facts
  const network = brand === 'visa' ? 'Visa' : 'Mastercard'
  if (limit !== null && used >= limit)
    return `${network} allows ${limit} tries with one card in 30 days, and there were ${used}.`
  const today = triesAt.filter((at) => at > now - day).length
  if (brand === 'mastercard' && today >= mastercardADay)
    return `Mastercard allows ${mastercardADay} tries with one card in 24 hours, and there were ${today}.`
  const advice = networkAdviceOf(facts.networkAdviceCode, brand)
  if (advice === null) return null
  if (advice.asks === 'never') return advice.words
  if (advice.wait === null || now >= lastFailedAt + advice.wait) return null
  return `${advice.words} That is on ${dayAndMinute((lastFailedAt + advice.wait) * 1000)}.`
}
