// How often a desk's key may be used. Stripe allows 25 requests a second in test mode and 100 in live, and 25 to one endpoint
// (https://docs.stripe.com/rate-limits). A desk stays below, so that other programs of the account have room: in live half of it is theirs.

/** Requests a second, over any longer time. */
export interface Budget {
  perSecond: number
  /** Of the same, to one endpoint. */
  perEndpoint: number
}

const atStripe = {
  test: { perSecond: 20, perEndpoint: 20 },
  live: { perSecond: 48, perEndpoint: 20 },
} as const satisfies Record<'test' | 'live', Budget>
/** A server on this machine has no such limit. */
const onLoopback: Budget = { perSecond: 500, perEndpoint: 500 }

export const budgetOf = (mode: 'test' | 'live', baseUrl: string | undefined): Budget =>
  baseUrl === undefined ? atStripe[mode] : onLoopback

/** What may start in one second after fewer did in the one before, and is still within Stripe's limit of a second. */
export const mostInOneSecond = (perSecond: number): number => Math.floor(perSecond * 1.25)
