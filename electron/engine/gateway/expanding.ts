// Reads objects with others in them, as far as the key may read those: what it may not is left an id. A permission that Bursar can
// do without must never take a list with it that needs only its own.
import { Stripe } from 'stripe'
import { missingPermission } from './failures.ts'

/** By the last word of what is expanded; the others are needed for every desk. */
const permissionOf: Readonly<Record<string, string>> = {
  customer: 'rak_customer_read',
  payment_method: 'rak_payment_method_read',
  default_payment_method: 'rak_payment_method_read',
  // Of an invoice: reading it without them takes no more than rak_invoice_read.
  payments: 'rak_credit_note_read',
}

/** What a key was found not to be allowed to read: asked for once, not with every page. */
const forbidden = new WeakMap<Stripe, Set<string>>()

export async function expanding<Value>(
  stripe: Stripe,
  wanted: readonly string[],
  ask: (expand: string[]) => Promise<Value>,
): Promise<Value> {
  const known = forbidden.get(stripe) ?? new Set<string>()
  const expand = wanted.filter((path) => !known.has(permissionOf[path.split('.').at(-1) ?? ''] ?? ''))
  try {
    return await ask(expand)
  } catch (thrown) {
    if (!(thrown instanceof Stripe.errors.StripePermissionError)) throw thrown
    const missing = missingPermission(thrown.message)
    const isExpanded = expand.some((path) => permissionOf[path.split('.').at(-1) ?? ''] === missing)
    if (missing === null || !isExpanded) throw thrown
    forbidden.set(stripe, known.add(missing))
    return expanding(stripe, wanted, ask)
  }
}
