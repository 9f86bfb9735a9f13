// What a customer pays with where nothing else is said: the default of their invoices, and without one that of their charges.
import { z } from 'zod'
import { idOf, reference } from '../../projections/shapes.ts'

const shape = z.looseObject({
  invoice_settings: z.looseObject({ default_payment_method: reference }).nullish(),
  default_source: reference,
})

/** `customer`: as Stripe gave it. Null where there is none, or where its shape is not understood. */
export function customerDefaultOf(customer: unknown): string | null {
  const parsed = shape.safeParse(customer).data
  return idOf(parsed?.invoice_settings?.default_payment_method) ?? idOf(parsed?.default_source)
}
