// Whether a failed payment can be tried again from here, as far as is known before Stripe is asked. Pure.
import type { FailureDetail } from '../../../contract/failures.ts'

/** `other`: with another method of the customer only. */
export function canRetry({ row, retry, methods }: FailureDetail): 'yes' | 'other' | 'no' {
  if (row.state === 'recovered' || row.underWay || row.lostWhy === 'canceled' || row.lostWhy === 'void')
    return 'no'
  if (retry.verdict !== 'forbidden') return 'yes'
  const failed = row.method
  const others = methods.filter(
    ({ method }) => failed === null || method.brand !== failed.brand || method.last4 !== failed.last4,
  )
  return others.length > 0 ? 'other' : 'no'
}
