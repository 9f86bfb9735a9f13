// Warnings of fraud that the bank of a card gave (Radar's early fraud warnings). It must never take one for another payment's.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { RefundDetail } from '../../../src/contract/index.ts'
import { eventBodies } from '../events/bodies.ts'
import { prepared } from './prepared.ts'

/** There is no table of them: they are rare, and told by events alone. */
export const warningsSql = `SELECT dictionary, body FROM events INDEXED BY events_by_type
  WHERE type = ? ORDER BY created DESC, rowid DESC LIMIT 200`

const warningShape = z.looseObject({
  data: z.looseObject({
    object: z.looseObject({
      id: z.string(),
      charge: z.string(),
      payment_intent: z.string().nullish(),
      fraud_type: z.string(),
      actionable: z.boolean(),
      created: z.int(),
    }),
  }),
})
/** Of these charges and payments, newest first, as far as events tell. */
export function fraudWarningsOf(cache: Database, ids: ReadonlySet<string>): RefundDetail['warnings'] {
  const bodies = eventBodies(cache)
  const found = new Map<string, RefundDetail['warnings'][number]>()
  for (const type of ['radar.early_fraud_warning.updated', 'radar.early_fraud_warning.created'])
    for (const packed of prepared<[string], { dictionary: number | null; body: Buffer }>(
      cache,
      warningsSql,
    ).all(type)) {
      const told = warningShape.safeParse(JSON.parse(bodies.unpack(packed))).data?.data.object
      if (told === undefined || found.has(told.id)) continue
      if (!ids.has(told.charge) && !ids.has(told.payment_intent ?? '')) continue
      const { id, fraud_type: fraudType, actionable, created } = told
      found.set(id, { id, fraudType, actionable, created })
    }
  return [...found.values()].toSorted((a, b) => b.created - a.created)
}

/** Of a payment and all of its charges; the charges may not be known here yet. */
export function fraudWarningsOn(cache: Database, paymentIntentId: string): RefundDetail['warnings'] {
  const ids = prepared<[string], string>(cache, 'SELECT id FROM charges WHERE payment_intent_id = ? LIMIT 20')
  return fraudWarningsOf(cache, new Set([paymentIntentId, ...ids.pluck().all(paymentIntentId)]))
}
