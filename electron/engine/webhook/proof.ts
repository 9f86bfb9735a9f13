// Finds out whether the signing secrets of a desk are of its account: few events name theirs, so Stripe is asked, by the desk's own key, for
// one that came by each. It must never hold up, refuse or change anything that comes in, nor call a secret another account's for one answer.
import type { Failure } from '../../../src/contract/index.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { Witness } from './messages.ts'
import { READABLE_SECONDS } from './witnesses.ts'

/** Between two answers that there is no such event before they count, in milliseconds: the first may have been asked for too soon. */
const ONCE_MORE_MS = 10_000
/** How often it is asked for a newer event while Stripe knew none, in milliseconds. */
const NEWER_EVERY_MS = 600_000
/** After the n-th failure in a row, in milliseconds; the last one repeats. */
const RETRY_AFTER_MS = [10_000, 60_000, 600_000, 3_600_000] as const
const LONGEST_WAIT_MS = 3_600_000

export interface SecretProof {
  /** proved: Stripe knows an event that came by it. unknown_to_stripe: asked twice, it knew none. unproved: neither is known. */
  proof: 'unproved' | 'proved' | 'unknown_to_stripe'
  /** Why Stripe could not be asked, the last time; null where it could, or was not asked yet. */
  whyNotAsked: Failure | null
}

export interface Proof {
  /** More may have come in. */
  wake(): void
  of(secretId: string): SecretProof
  stop(): void
}

export interface ProofPorts {
  gateway: Pick<Gateway, 'read'>
  /** The newest event by each secret that is kept, by the secret's id. */
  witnesses: () => ReadonlyMap<string, Witness>
  /** Our clock, milliseconds. */
  now: () => number
  /** Something is otherwise than it was said to be. */
  changed: () => void
  /** What comes by a secret is unknown to Stripe, by what it answered twice; or is known after all. */
  judged: (secretId: string, verdict: 'unknown_to_stripe' | 'known_after_all') => void
  /** Something was thrown where nobody waits for an answer. */
  onBug: (error: unknown) => void
}

interface Known extends SecretProof {
  /** When Stripe said first that it has no such event, in milliseconds; null where it did not. */
  missedAt: number | null
  /** The event that it was asked for last. */
  lastAsked: string | null
  /** Not before this moment, in milliseconds. */
  askAt: number
  failures: number
}

const nothingKnown: Known = {
  proof: 'unproved',
  whyNotAsked: null,
  missedAt: null,
  lastAsked: null,
  askAt: 0,
  failures: 0,
}

export function openProof(ports: ProofPorts): Proof {
  const { gateway, witnesses, now } = ports
  const known = new Map<string, Known>()
  const of = (secretId: string): Known => known.get(secretId) ?? nothingKnown
  let isAsking = false
  let isStopped = false
  let timer: NodeJS.Timeout | undefined

  /** What there is to ask, and when, the earliest first. */
  function next(): { secretId: string; eventId: string; askAt: number } | undefined {
    return [...witnesses()]
      .filter(([secretId, event]) => isToBeAsked(of(secretId), event))
      .map(([secretId, event]) => ({ secretId, eventId: event.id, askAt: of(secretId).askAt }))
      .toSorted((left, right) => left.askAt - right.askAt)[0]
  }

  function isToBeAsked({ proof, lastAsked }: Known, { id, created }: Witness): boolean {
    if (proof === 'proved' || created <= now() / 1000 - READABLE_SECONDS) return false
    // What Stripe said twice it says again.
    return proof === 'unproved' || id !== lastAsked
  }

  async function ask(secretId: string, eventId: string): Promise<void> {
    const answer = await gateway.read((stripe) => stripe.events.retrieve(eventId))
    // It may have been removed meanwhile.
    if (isStopped || !witnesses().has(secretId)) return
    const before = of(secretId)
    const after = answer.ok ? found(before) : failed(before, eventId, answer.error)
    known.set(secretId, after)
    const isNews = after.proof !== before.proof
    if (isNews && after.proof === 'unknown_to_stripe') ports.judged(secretId, 'unknown_to_stripe')
    if (isNews && before.proof === 'unknown_to_stripe') ports.judged(secretId, 'known_after_all')
    if (isNews || after.whyNotAsked?.code !== before.whyNotAsked?.code) ports.changed()
  }

  const found = (before: Known): Known => ({ ...before, proof: 'proved', whyNotAsked: null })

  function failed(before: Known, eventId: string, error: Failure): Known {
    const at = now()
    // A 404 may also be of an address that there is not.
    if (error.code !== 'not_found' || error.stripe?.code !== 'resource_missing') {
      const failures = before.failures + 1
      const waitMs = RETRY_AFTER_MS[Math.min(failures, RETRY_AFTER_MS.length) - 1] ?? 0
      return { ...before, whyNotAsked: error, failures, askAt: at + waitMs }
    }
    const missed: Known = { ...before, whyNotAsked: null, failures: 0, lastAsked: eventId }
    if (before.missedAt === null) return { ...missed, missedAt: at, askAt: at + ONCE_MORE_MS }
    return { ...missed, proof: 'unknown_to_stripe', askAt: at + NEWER_EVERY_MS }
  }

  function wake(): void {
    if (isStopped || isAsking) return
    clearTimeout(timer)
    const due = next()
    if (due === undefined) return
    const waitMs = due.askAt - now()
    // Longer than that it was noted while the clock was ahead.
    if (waitMs > 0 && waitMs <= LONGEST_WAIT_MS) {
      timer = setTimeout(wake, waitMs)
      return
    }
    isAsking = true
    void ask(due.secretId, due.eventId)
      .catch((error: unknown) => {
        known.set(due.secretId, { ...of(due.secretId), askAt: now() + NEWER_EVERY_MS })
        ports.onBug(error)
      })
      .finally(() => {
        isAsking = false
        wake()
      })
  }

  return {
    wake,
    of(secretId) {
      const { proof, whyNotAsked } = of(secretId)
      return { proof, whyNotAsked }
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
