// The addresses inside the window. They live in the hash, so a reload or a copied link comes back to the same place.
// It must never hold anything secret: addresses end up in history.

export const startPlace = '/'

/** The start screen with the field for a key; `name`: the business whose key of this mode is wanted. */
export function connectPlace(wanted?: { mode: 'test' | 'live'; name: string }): string {
  return `${startPlace}?${new URLSearchParams({ connect: wanted?.mode ?? 'any', ...(wanted && { name: wanted.name }) })}`
}

export const screens = [
  'overview',
  'recovery',
  'payments',
  'refunds',
  'failures',
  'disputes',
  'runs',
  'customers',
  'subscriptions',
  'access',
  'events',
  'audit',
  'listener',
  'settings',
] as const
export type Screen = (typeof screens)[number]

export function isScreen(word: string | undefined): word is Screen {
  return screens.some((screen) => screen === word)
}

export function screenPlace(deskId: string, screen: Screen): string {
  return `/desks/${encodeURIComponent(deskId)}/${screen}`
}

function listPlace(list: string, openId: string | null, search: string): string {
  const place = openId === null ? list : `${list}/${encodeURIComponent(openId)}`
  return search === '' ? place : `${place}?${search}`
}

/** The figures; `search` says which, without its question mark. */
export function overviewPlace(deskId: string, search = ''): string {
  return listPlace(screenPlace(deskId, 'overview'), null, search)
}

/** What came back of what failed; `search` without its question mark. */
export function recoveryPlace(deskId: string, search = ''): string {
  return listPlace(screenPlace(deskId, 'recovery'), null, search)
}

/** The payments list, with a payment in the inspector where `paymentId` is given; `search` without its question mark. */
export function paymentsPlace(deskId: string, paymentId: string | null, search = ''): string {
  return listPlace(screenPlace(deskId, 'payments'), paymentId, search)
}

/** The refunds, with one of them (or an order that made none) in the inspector where `refundId` is given. */
export function refundsPlace(deskId: string, refundId: string | null, search = ''): string {
  return listPlace(screenPlace(deskId, 'refunds'), refundId, search)
}

/** The failed payments, with one in the inspector where `paymentId` is given; `search` as features/failures/failure-query.ts reads it. */
export function failuresPlace(deskId: string, paymentId: string | null, search = ''): string {
  return listPlace(screenPlace(deskId, 'failures'), paymentId, search)
}

/** The disputes, with one in the inspector where `disputeId` is given; `search` without its question mark. */
export function disputesPlace(deskId: string, disputeId: string | null, search = ''): string {
  return listPlace(screenPlace(deskId, 'disputes'), disputeId, search)
}

/** The bulk runs of refunds, or the page of one. */
export function runsPlace(deskId: string, runId: string | null): string {
  return listPlace(screenPlace(deskId, 'runs'), runId, '')
}

/** The form of a run: of a file, of the payments chosen in the list, or of the failed rows of another run. */
export function newRunPlace(deskId: string, of: 'file' | 'chosen' | { retryOf: string } = 'file'): string {
  const search =
    of === 'file' ? '' : of === 'chosen' ? 'of=chosen' : `retry=${encodeURIComponent(of.retryOf)}`
  return listPlace(screenPlace(deskId, 'runs'), 'new', search)
}

/** The customers list, or the page of one customer; `search` without its question mark. */
export function customersPlace(deskId: string, customerId: string | null, search = ''): string {
  return listPlace(screenPlace(deskId, 'customers'), customerId, search)
}

/** The subscriptions, with one in the inspector where `subscriptionId` is given; `search` as features/subscriptions/subscription-query.ts reads it. */
export function subscriptionsPlace(deskId: string, subscriptionId: string | null, search = ''): string {
  return listPlace(screenPlace(deskId, 'subscriptions'), subscriptionId, search)
}

/** Who has access to what, with a row in the inspector where its id is given; `search` without its question mark. */
export function accessPlace(deskId: string, rowId: string | null, search = ''): string {
  return listPlace(screenPlace(deskId, 'access'), rowId, search)
}

/** The letters to customers whose payment failed, with that of an invoice in the inspector where `invoiceId` is given. */
export function lettersPlace(deskId: string, invoiceId: string | null, search = ''): string {
  return listPlace(`${screenPlace(deskId, 'failures')}/letters`, invoiceId, search)
}

/** The events list, with an event in the inspector where `eventId` is given; `search` without its question mark. */
export function eventsPlace(deskId: string, eventId: string | null, search = ''): string {
  return listPlace(screenPlace(deskId, 'events'), eventId, search)
}

/** The audit, with an entry in the inspector where `seq` is given; `search` without its question mark. */
export function auditPlace(deskId: string, seq: number | string | null, search = ''): string {
  return listPlace(screenPlace(deskId, 'audit'), seq === null ? null : String(seq), search)
}

/** Everything that happened to one object of Stripe's. */
export function eventsOfPlace(deskId: string, objectId: string): string {
  return eventsPlace(deskId, null, new URLSearchParams({ object: objectId }).toString())
}
