// The rate limits, as Stripe describes its own: buckets of tokens, one for all requests and one for each endpoint. A bucket holds a second's
// worth, so that a short burst passes, and over time no more than the limit does.
import type { Chaos } from './chaos.ts'

/** What a request met, in the words of Stripe's header `Stripe-Rate-Limited-Reason`. */
export type RateLimited = 'global-rate' | 'endpoint-rate'

interface Bucket {
  tokens: number
  /** When it was looked at last, by `performance.now()`. */
  at: number
}

/** Takes a token for a request to an endpoint; says which limit it met if there is none. */
export function createRateLimit(chaos: Chaos): (endpoint: string) => RateLimited | null {
  const buckets = new Map<string, Bucket>()

  function filled(name: string, perSecond: number): Bucket {
    const at = performance.now()
    const { tokens, at: before } = buckets.get(name) ?? { tokens: perSecond, at }
    const bucket = { tokens: Math.min(perSecond, tokens + ((at - before) / 1000) * perSecond), at }
    buckets.set(name, bucket)
    return bucket
  }

  return (endpoint) => {
    if (chaos.rateLimit === null) return null
    const { perSecond, perEndpoint = perSecond } = chaos.rateLimit
    const [all, one] = [filled('all', perSecond), filled(`to ${endpoint}`, perEndpoint)]
    if (all.tokens < 1) return 'global-rate'
    if (one.tokens < 1) return 'endpoint-rate'
    all.tokens -= 1
    one.tokens -= 1
    return null
  }
}
