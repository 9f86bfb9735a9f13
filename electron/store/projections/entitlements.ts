// What Stripe's Entitlements tell of a customer, a row for each event that tells it. A row depends on its event alone.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { StripeEvent } from '../events/read-event.ts'

/** As the column keeps it. */
export interface EntitledFeature {
  lookupKey: string
  featureId: string
}

const summaryShape = z.looseObject({
  object: z.literal('entitlements.active_entitlement_summary'),
  customer: z.string(),
  entitlements: z.looseObject({
    data: z.array(
      z.looseObject({
        lookup_key: z.string(),
        feature: z.union([z.string(), z.looseObject({ id: z.string() }).transform(({ id }) => id)]),
      }),
    ),
  }),
})

export interface EntitlementFacts {
  remember(event: StripeEvent): void
}

export function entitlementFacts(database: Database): EntitlementFacts {
  const write = database.prepare(
    `INSERT OR REPLACE INTO entitlement_facts (customer_id, at, event_id, features)
     VALUES (@customer, @at, @eventId, @features)`,
  )
  return {
    remember({ id, type, created, object }) {
      if (type !== 'entitlements.active_entitlement_summary.updated') return
      const summary = summaryShape.safeParse(object).data
      if (summary === undefined) return
      const features = summary.entitlements.data.map((each): EntitledFeature => ({
        lookupKey: each.lookup_key,
        featureId: each.feature,
      }))
      write.run({
        customer: summary.customer,
        at: created,
        eventId: id,
        features: JSON.stringify(features),
      })
    },
  }
}
