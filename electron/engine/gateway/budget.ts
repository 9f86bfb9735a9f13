// How often a desk's key may be used. Below Stripe's own limits (25 a second in test mode, 100 in live), so that other programs of the
// account have room.
const atStripe = { test: 20, live: 80 } as const
/** A server on this machine has no such limit. */
const onLoopback = 500

/** Requests a second. */
export const requestsPerSecond = (mode: 'test' | 'live', baseUrl: string | undefined): number =>
  baseUrl === undefined ? atStripe[mode] : onLoopback
