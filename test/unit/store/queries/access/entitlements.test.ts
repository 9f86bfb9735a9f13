// What Stripe's Entitlements told of a customer: since when each feature is theirs, as far as anything told of it.
import { expect, test } from 'vitest'
import { readEvent } from '../../../../../electron/store/events/read-event.ts'
import { tablesOf } from '../../../../../electron/store/projections/tables.ts'
import { entitlementsOf } from '../../../../../electron/store/queries/access/entitlements.ts'
import { schemas } from '../../../../../src/contract/index.ts'
import { anEvent } from '../../projections/tables.support.ts'
import { emptyShop } from '../search/search.support.ts'

test('entitlements are those of the newest event, each since it has been theirs without a break, or before where the first named it', () => {
  const { cache, close } = emptyShop()
  const tables = tablesOf(cache)
  const told = (created: number, ...keys: string[]): void =>
    tables.remember(
      readEvent(
        anEvent(
          'entitlements.active_entitlement_summary.updated',
          {
            object: 'entitlements.active_entitlement_summary',
            customer: 'cus_1',
            entitlements: {
              data: keys.map((key) => ({ id: `ent_${key}`, lookup_key: key, feature: `feat_${key}` })),
            },
          },
          created,
        ),
      )!,
    )
  expect(entitlementsOf(cache, 'cus_1')).toEqual({
    customerId: 'cus_1',
    features: null,
    mayBeMore: false,
    asOf: null,
  })
  told(30, 'a')
  told(10, 'a', 'b')
  told(20, 'a')
  told(40, 'a', 'b')
  expect(schemas['access.entitlements'].reply.parse(entitlementsOf(cache, 'cus_1'))).toEqual({
    customerId: 'cus_1',
    features: [
      { lookupKey: 'a', featureId: 'feat_a', since: 10, orBefore: true },
      { lookupKey: 'b', featureId: 'feat_b', since: 40, orBefore: false },
    ],
    mayBeMore: false,
    asOf: 40,
  })
  told(50)
  expect(entitlementsOf(cache, 'cus_1')).toMatchObject({ features: [], asOf: 50 })
  told(60, ...Array.from('abcdefghij'))
  expect(entitlementsOf(cache, 'cus_1')).toMatchObject({ mayBeMore: true, asOf: 60 })
  close()
})
