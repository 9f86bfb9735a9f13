// The addresses inside the window. They live in the hash, so a reload or a copied link comes back to the same place.
// It must never hold anything secret: addresses end up in history.

export const startPlace = '/'

export type Screen = 'payments' | 'refunds' | 'settings'

export function screenPlace(deskId: string, screen: Screen): string {
  return `/desks/${encodeURIComponent(deskId)}/${screen}`
}

/** The payments list, with a payment in the inspector where `paymentId` is given; `search` without its question mark. */
export function paymentsPlace(deskId: string, paymentId: string | null, search = ''): string {
  const list = screenPlace(deskId, 'payments')
  const place = paymentId === null ? list : `${list}/${encodeURIComponent(paymentId)}`
  return search === '' ? place : `${place}?${search}`
}
