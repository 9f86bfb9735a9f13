// Whether something can be ordered for a customer, and if not, why.
import type { CustomerRow } from '../../../contract/customers.ts'
import type { Desk } from '../../../contract/desks.ts'
import { changeAccess, type OrderAccess } from '../../ui/orders/order-access.ts'

/** `customer` undefined: not read yet. */
export function orderAccessFor(desk: Desk, customer: CustomerRow | undefined): OrderAccess {
  return customer?.deleted === true
    ? { can: 'no', why: 'Deleted at Stripe: what was known stays, and nothing can be ordered any more.' }
    : changeAccess(desk)
}
