// How a failed payment stands, with the clock and with what was noted here: trying, recovered or lost. Pure. It must never call lost
// what Stripe says was paid.

export interface StandingFacts {
  /** As Stripe's objects say. */
  state: 'open' | 'recovered' | 'lost'
  lostWhy: string | null
  /** Unix seconds. */
  settledAt: number | null
  /** Since when nothing more was tried, nor its customer asked to confirm, Unix seconds. */
  stillSince: number
  nextAttemptAt: number | null
  /** Another try is under way, or its money is set aside. */
  isUnderWay: boolean
  /** When it was written off here, Unix milliseconds; null where it was not. */
  writtenOffAt: number | null
}

export interface Standing {
  state: 'trying' | 'recovered' | 'lost'
  lostWhy: 'canceled' | 'void' | 'uncollectible' | 'written_off' | 'lapsed' | null
  settledAt: number | null
}

/** Without another try, or an answer of its customer, a failure is given up after so long, seconds: 30 days. Our judgement. */
export const lapsesAfter = 30 * 86_400

/** `now`: Unix seconds. */
export function standingOf(facts: StandingFacts, now: number): Standing {
  const { state, settledAt, writtenOffAt, stillSince } = facts
  if (state === 'recovered') return { state, lostWhy: null, settledAt }
  if (state === 'lost') return { state, lostWhy: facts.lostWhy as Standing['lostWhy'], settledAt }
  if (writtenOffAt !== null)
    return { state: 'lost', lostWhy: 'written_off', settledAt: Math.floor(writtenOffAt / 1000) }
  const isStill = facts.nextAttemptAt === null && !facts.isUnderWay
  if (isStill && now - stillSince > lapsesAfter)
    return { state: 'lost', lostWhy: 'lapsed', settledAt: stillSince + lapsesAfter }
  return { state: 'trying', lostWhy: null, settledAt: null }
}
