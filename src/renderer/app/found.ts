// What was found, as the palette shows it: in groups, the kind that was most likely meant first, each leading to where it is shown.
// Pure.
import type { SearchHit, SearchKind } from '../../contract/search.ts'
import {
  customersPlace,
  eventsOfPlace,
  eventsPlace,
  paymentsPlace,
  refundsPlace,
  subscriptionsPlace,
} from '../state/places.ts'

/** Groups in the order of their best hit; within one, best first. */
export function groupHits(
  hits: readonly SearchHit[],
): { kind: SearchKind; hits: readonly [SearchHit, ...SearchHit[]] }[] {
  const groups = new Map<SearchKind, [SearchHit, ...SearchHit[]]>()
  for (const hit of hits) {
    const group = groups.get(hit.kind)
    if (group) group.push(hit)
    else groups.set(hit.kind, [hit])
  }
  return [...groups].map(([kind, group]) => ({ kind, hits: group }))
}

/** What has no page of its own is on that of its payment or its customer; else there are its events. */
export function placeOfHit(
  deskId: string,
  {
    kind,
    id,
    paymentIntentId,
    customerId,
  }: Pick<SearchHit, 'kind' | 'id' | 'paymentIntentId' | 'customerId'>,
): string {
  const ofPayment = paymentIntentId === null ? null : paymentsPlace(deskId, paymentIntentId)
  const ofCustomer = customerId === null ? null : customersPlace(deskId, customerId)
  switch (kind) {
    case 'customer':
      return customersPlace(deskId, id)
    case 'payment':
      return paymentsPlace(deskId, id)
    case 'event':
      return eventsPlace(deskId, id)
    case 'refund':
      return refundsPlace(deskId, id)
    case 'dispute':
      return ofPayment ?? ofCustomer ?? eventsOfPlace(deskId, id)
    case 'subscription':
      return subscriptionsPlace(deskId, id)
    case 'invoice':
    case 'card':
      return ofCustomer ?? ofPayment ?? eventsOfPlace(deskId, id)
  }
}

export interface TypedId {
  kind: 'customer' | 'payment' | 'refund' | 'event' | 'subscription'
  id: string
}

const openable: readonly [prefix: string, kind: TypedId['kind']][] = [
  ['pi_', 'payment'],
  ['cus_', 'customer'],
  ['evt_', 'event'],
  ['re_', 'refund'],
  ['sub_', 'subscription'],
]

/** An id in what was typed that can be opened as it is, known here or not. Of a client secret the id alone: no address holds the rest. */
export function typedId(typed: string): TypedId | null {
  const id = /\b((?:pi|cus|evt|re|sub)_[A-Za-z0-9_]{3,}?)(?:_secret_|(?!\w))/.exec(typed)?.[1]
  const kind = openable.find(([prefix]) => id?.startsWith(prefix) === true)?.[1]
  return id === undefined || kind === undefined ? null : { kind, id }
}

export function placeOfId(deskId: string, named: TypedId): string {
  return placeOfHit(deskId, { ...named, paymentIntentId: null, customerId: null })
}
