// Picks, of what a signing secret lets in, events that Stripe can be asked for, so that it shows whose account the secret is of. Only
// a few are looked into, however many come: it must never cost a delivery anything.
import { z } from 'zod'
import { parsed } from './admission.ts'
import type { NamedSecret } from './messages.ts'
import type { SignedEvent } from './report.ts'
import { signingKeys, type SigningKey } from './signature.ts'

/** Stripe gives events out for 30 days: from a day before, that it knows none says nothing any more. In seconds. */
export const READABLE_SECONDS = 29 * 86_400

/** How often an event of one secret is looked into, in milliseconds: as often as the engine hears of any. */
const LOOK_EVERY_MS = 250

export interface Witnesses {
  /** The keys of a desk's secrets, whose names are remembered. */
  keysOf(secrets: readonly NamedSecret[]): SigningKey[]
  /** `stored`: what the key signed. Null for what Stripe can't be asked for, and for most others: one was looked into just before. */
  pick(signer: SigningKey, stored: Uint8Array): SignedEvent | null
}

export function createWitnesses(now: () => number = Date.now): Witnesses {
  const known = new WeakMap<SigningKey, { secretId: string; lookedAt: number }>()
  return {
    keysOf: (secrets) =>
      secrets.flatMap(({ id, secret }) => {
        const keys = signingKeys([secret])
        for (const key of keys) known.set(key, { secretId: id, lookedAt: -Infinity })
        return keys
      }),
    pick(signer, stored) {
      const of = known.get(signer)
      const at = now()
      // Not "less than": the clock may have been put back.
      if (of === undefined || Math.abs(at - of.lookedAt) < LOOK_EVERY_MS) return null
      of.lookedAt = at
      const event = askable.safeParse(parsed(stored)).data
      if (event === undefined || event.created <= at / 1000 - READABLE_SECONDS) return null
      return { secretId: of.secretId, event: { id: event.id, created: event.created } }
    },
  }
}

/** Thin events are read at another address. What the Dashboard makes up to try an endpoint with is nowhere: `evt_00000000000000`. */
const askable = z.object({
  object: z.literal('event'),
  id: z.string().regex(/^evt_(?!0*$)/),
  created: z.number(),
})
