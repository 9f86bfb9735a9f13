// Takes in objects as Stripe answered them, one call an object. It must never half-write one: each call runs inside the
// caller's transaction.
import type { Database } from 'better-sqlite3'
import { keepable } from '../../../src/domain/redaction.ts'
import { said } from './precedence.ts'
import { tablesOf, type StripeObject } from './tables.ts'

export interface Projections {
  /** A PaymentIntent; with `latest_charge`, `customer` and `payment_method` expanded those are written too. */
  paymentIntent(object: unknown, asOf: number): void
  charge(object: unknown, asOf: number): void
  refund(object: unknown, asOf: number): void
  dispute(object: unknown, asOf: number): void
  customer(object: unknown, asOf: number): void
}

/** `asOf`: Stripe's clock in milliseconds at which the object was so. @throws ZodError for what is not such an object. */
export function projectionsOf(database: Database): Projections {
  const tables = tablesOf(database)
  function read(object: unknown, asOf: number): void {
    tables.forget()
    tables.tell(keepableObject(object), { asOf, said: said.read })
    tables.derive()
    tables.changes()
  }
  return { paymentIntent: read, charge: read, refund: read, dispute: read, customer: read }
}

/** What the SDK answered, as plain data that may be kept. */
export function keepableObject(object: unknown): StripeObject {
  return keepable(JSON.parse(JSON.stringify(object))) as StripeObject
}
