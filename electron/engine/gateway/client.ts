// Makes the official SDK's client for one desk. It must never retry on its own (every retry is ours, under the same
// idempotency key), never send telemetry, and never point anywhere but Stripe or this machine.
import { Stripe } from 'stripe'

/** One request may take this long before its outcome counts as not known, in milliseconds. */
const requestTimeoutMs = 20_000

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** A base URL that may stand in for Stripe: plain HTTP on this machine, with a port and no path; else null. */
export function loopbackBase(baseUrl: string): { host: string; port: number } | null {
  let url: URL
  try {
    url = new URL(baseUrl.trim())
  } catch {
    return null
  }
  const bare =
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  if (url.protocol !== 'http:' || !loopbackHosts.has(url.hostname) || !bare || url.port === '') return null
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) }
}

/**
 * The SDK repeats a call once by itself when the connection was closed, whatever it is told about retries, by the error's
 * code. That call may have had its effect, so it must count here as one whose outcome is not known: the code is taken away.
 */
function tryingOnce(client: Stripe.HttpClient): Stripe.HttpClient {
  return {
    getClientName: () => client.getClientName(),
    async makeRequest(...request) {
      try {
        return await client.makeRequest(...request)
      } catch (error) {
        if ((error as { code?: unknown }).code === 'ETIMEDOUT') throw error
        throw new Error('the connection to Stripe was closed', { cause: error })
      }
    },
  }
}

/**
 * The SDK at its own pinned API version (2026-10-28.endive for stripe 23.1.0).
 * @param baseUrl only what `loopbackBase` accepts; anything else throws, because the caller has checked it.
 * @param timeoutMs for one request; shortened in tests.
 */
export function makeClient(key: string, baseUrl?: string, timeoutMs = requestTimeoutMs): Stripe {
  const settings = {
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: timeoutMs,
    httpClient: tryingOnce(Stripe.createNodeHttpClient()),
  }
  if (baseUrl === undefined) return new Stripe(key, settings)
  const base = loopbackBase(baseUrl)
  if (!base) throw new TypeError('a base URL must be on loopback')
  return new Stripe(key, { ...settings, ...base, protocol: 'http' })
}
