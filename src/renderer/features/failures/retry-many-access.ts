// The way to the form that tries many failed payments again, or gives up their invoices.
import type { Desk } from '../../../contract/desks.ts'
import type { FailureRow } from '../../../contract/failures.ts'
import type { FailuresAct } from '../../state/overlays.ts'
import { manyAccess, openMany } from '../../ui/orders/many-access.ts'
import type { OrderAccess } from '../../ui/orders/order-access.ts'

export const retryManyAccess = (desk: Desk, count: number): OrderAccess =>
  manyAccess(desk, count, 'worked on')

export function retryMany(desk: Desk, rows: readonly FailureRow[], act: FailuresAct = 'retry'): void {
  openMany(retryManyAccess(desk, rows.length), { kind: 'retry-many', deskId: desk.id, rows, act })
}
