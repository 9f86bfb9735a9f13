// What Stripe's Entitlements told last of a customer, and since when each feature has been theirs without a break.
import type { Database } from 'better-sqlite3'
import type { ReplyOf } from '../../../../src/contract/index.ts'
import type { EntitledFeature } from '../../projections/entitlements.ts'
import { prepared } from '../prepared.ts'

/** A list within an event holds so many at most. */
const namedAtMost = 10

interface FactRow {
  at: number
  features: string
}

export function entitlementsOf(cache: Database, customerId: string): ReplyOf<'access.entitlements'> {
  const rows = prepared<[string], FactRow>(
    cache,
    'SELECT at, features FROM entitlement_facts WHERE customer_id = ? ORDER BY at DESC, event_id DESC',
  ).all(customerId)
  const [newest] = rows
  if (newest === undefined) return { customerId, features: null, mayBeMore: false, asOf: null }
  const told = rows.map(({ at, features }) => ({ at, features: JSON.parse(features) as EntitledFeature[] }))
  return {
    customerId,
    features: told[0]!.features.map(({ lookupKey, featureId }) => {
      const gap = told.findIndex(({ features }) => !features.some((each) => each.featureId === featureId))
      const first = told[gap === -1 ? told.length - 1 : gap - 1]!
      return { lookupKey, featureId, since: first.at, orBefore: gap === -1 }
    }),
    mayBeMore: told[0]!.features.length >= namedAtMost,
    asOf: newest.at,
  }
}
