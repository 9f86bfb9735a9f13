// Idempotency keys of one book, by Stripe's rules: an answer is kept once execution began, and given again for the same parameters only.
import type { Clock } from './clock.ts'
import { refusals, type Refusal } from './refusals.ts'

const KEY_RETENTION_SECONDS = 24 * 3600

export interface StoredAnswer {
  readonly status: number
  readonly body: string
}

interface Entry {
  readonly endpoint: string
  readonly fingerprint: string
  readonly requestId: string
  readonly atSeconds: number
  /** Null while the request is in flight. */
  answer: StoredAnswer | null
}

export type KeyState =
  | { readonly kind: 'new' }
  | { readonly kind: 'replay'; readonly answer: StoredAnswer; readonly originalRequest: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

export interface IdempotencyKeys {
  /** Takes the key for a request, unless it was used. A key taken must be kept or released. */
  take(key: string, request: { path: string; fingerprint: string; requestId: string }): KeyState
  keep(key: string, answer: StoredAnswer): void
  release(key: string): void
}

export function createIdempotencyKeys(clock: Clock): IdempotencyKeys {
  const entries = new Map<string, Entry>()

  const prune = () => {
    const oldest = clock.nowSeconds() - KEY_RETENTION_SECONDS
    for (const [key, entry] of entries) {
      // Entries are in the order they were made, so the first young one ends the search.
      if (entry.atSeconds > oldest) return
      if (entry.answer !== null) entries.delete(key)
    }
  }

  return {
    take: (key, request) => {
      prune()
      const entry = entries.get(key)
      if (entry === undefined) {
        entries.set(key, {
          endpoint: request.path,
          fingerprint: request.fingerprint,
          requestId: request.requestId,
          atSeconds: clock.nowSeconds(),
          answer: null,
        })
        return { kind: 'new' }
      }
      if (entry.endpoint !== request.path)
        return { kind: 'refused', refusal: refusals.otherEndpoint(key, entry.endpoint, request.path) }
      if (entry.fingerprint !== request.fingerprint)
        return { kind: 'refused', refusal: refusals.otherParameters(key) }
      if (entry.answer === null) return { kind: 'refused', refusal: refusals.keyInUse(key) }
      return { kind: 'replay', answer: entry.answer, originalRequest: entry.requestId }
    },
    keep: (key, answer) => {
      const entry = entries.get(key)
      if (entry !== undefined) entry.answer = answer
    },
    release: (key) => {
      if (entries.get(key)?.answer === null) entries.delete(key)
    },
  }
}
