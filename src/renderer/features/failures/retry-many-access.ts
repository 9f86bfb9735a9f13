// The way to the form that tries many failed payments again.
import type { Desk } from '../../../contract/desks.ts'
import type { FailureRow } from '../../../contract/failures.ts'
import { manyAccess, openMany } from '../../ui/many-access.ts'
import type { OrderAccess } from '../../ui/order-access.ts'

export const retryManyAccess = (desk: Desk, count: number): OrderAccess => manyAccess(desk, count, 'retried')

export function retryMany(desk: Desk, rows: readonly FailureRow[]): void {
  openMany(retryManyAccess(desk, rows.length), { kind: 'retry-many', deskId: desk.id, rows })
}
