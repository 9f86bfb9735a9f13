// /v1/entitlements/…: features, made and read, and what a customer is entitled to. Who is entitled to what is decided in life/entitlements.ts.
import { collectionFrom } from '../collection.ts'
import type { ActiveEntitlement } from '../entitlement-records.ts'
import { entitlementsOf, makeFeature } from '../life/entitlements.ts'
import { cursorParameters, operation, pageOf, recordOf, shownPage, type Operation } from '../operations.ts'
import { changedMetadata, flag, metadata, text } from '../parameters.ts'
import { READ_PERMISSION } from '../permissions.ts'
import { withoutCreated } from '../records.ts'
import { isRefusal, refusals, refuse } from '../refusals.ts'
import { matchesValue } from './read-only.ts'
import { customerOf } from './lookups.ts'

const FEATURES = '/v1/entitlements/features'
const ENTITLEMENTS = '/v1/entitlements/active_entitlements'
const LONGEST_KEY = 80

export const entitlementOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    path: FEATURES,
    answers: 'entitlements.feature',
    permissions: READ_PERMISSION['entitlements.feature'],
    isList: true,
    parameters: { ...cursorParameters, archived: flag, lookup_key: text() },
    run: ({ book, parameters: asked }) =>
      shownPage(
        pageOf(
          book.features,
          {
            matching: ({ active, lookup_key: key }) =>
              active !== (asked.archived ?? false) && matchesValue(asked.lookup_key, key),
          },
          asked,
          { noun: 'feature', url: FEATURES },
        ),
        withoutCreated,
      ),
  }),
  operation({
    method: 'POST',
    path: FEATURES,
    answers: 'entitlements.feature',
    permissions: ['rak_entitlement_write'],
    parameters: { lookup_key: text(), metadata, name: text() },
    required: ['lookup_key', 'name'],
    run: ({ book, parameters: { lookup_key: key = '', metadata: sent, name = '' } }) => {
      if (key.length > LONGEST_KEY)
        return refuse(400, {
          message: `Invalid string: must be at most ${LONGEST_KEY} characters`,
          param: 'lookup_key',
        })
      if (book.features.all().some((feature) => feature.active && feature.lookup_key === key))
        return refuse(400, {
          code: 'resource_already_exists',
          message: `A feature with the lookup_key \`${key}\` already exists.`,
          param: 'lookup_key',
        })
      return withoutCreated(makeFeature(book, { lookupKey: key, name, metadata: changedMetadata({}, sent) }))
    },
  }),
  operation({
    method: 'GET',
    path: `${FEATURES}/:id`,
    answers: 'entitlements.feature',
    permissions: READ_PERMISSION['entitlements.feature'],
    parameters: {},
    run: (call) => {
      const feature = recordOf(call, (book) => book.features, call.ids['id'] ?? '', {
        noun: 'feature',
        param: 'id',
      })
      return isRefusal(feature) ? feature : withoutCreated(feature)
    },
  }),
  operation({
    method: 'GET',
    path: ENTITLEMENTS,
    answers: 'entitlements.active_entitlement',
    permissions: READ_PERMISSION['entitlements.active_entitlement'],
    isList: true,
    parameters: { ...cursorParameters, customer: text() },
    required: ['customer'],
    run: (call) => {
      const { book, parameters: asked } = call
      const customer = customerOf(call, asked.customer ?? '', 'customer')
      if (isRefusal(customer)) return customer
      return shownPage(
        pageOf(collectionFrom(entitlementsOf(book, customer.id)), {}, asked, {
          noun: 'active entitlement',
          url: ENTITLEMENTS,
        }),
        withoutCreated,
      )
    },
  }),
  operation({
    method: 'GET',
    path: `${ENTITLEMENTS}/:id`,
    answers: 'entitlements.active_entitlement',
    permissions: READ_PERMISSION['entitlements.active_entitlement'],
    parameters: {},
    run: ({ book, ids }) => {
      const id = ids['id'] ?? ''
      const found: ActiveEntitlement | undefined = [...book.entitlements.values()]
        .flat()
        .find((entitlement) => entitlement.id === id)
      return found === undefined ? refusals.noSuch('active entitlement', id, 'id') : withoutCreated(found)
    },
  }),
]
