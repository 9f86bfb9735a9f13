// The order that tries a failed payment once more. Pure.
import type { Change } from '../../../contract/changes.ts'
import type { FailureRow } from '../../../contract/failures.ts'

/** An invoice is paid as one; a payment of its own is confirmed again. `paymentMethodId` null: as Stripe would. */
export function retryOf(
  { invoiceId, paymentIntentId }: FailureRow,
  paymentMethodId: string | null,
  override: string | null,
): Change {
  return invoiceId === null
    ? { kind: 'retry_payment', paymentIntentId, paymentMethodId, override }
    : { kind: 'retry_invoice', invoiceId, paymentMethodId, override }
}
