// Where an object behind a figure, or one that a day's check named, is opened. Pure.
import type { FigureRow } from '../../../contract/finance.ts'
import { disputesPlace, paymentsPlace, refundsPlace } from '../../state/places.ts'

/** Null where Bursar has no screen for it. */
export function placeOf(deskId: string, opens: FigureRow['opens']): string | null {
  if (opens === null) return null
  switch (opens.kind) {
    case 'payment':
      return paymentsPlace(deskId, opens.id)
    case 'refund':
      return refundsPlace(deskId, opens.id)
    case 'dispute':
      return disputesPlace(deskId, opens.id)
  }
}
