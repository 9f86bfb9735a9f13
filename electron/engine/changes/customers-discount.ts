// A discount of the customer's own, which Stripe takes off where a subscription has none: a preview without discounts leaves that out as well.
import type Stripe from 'stripe'
import {
  success,
  type ChangeFinding,
  type Result,
  type SubscriptionUpdate,
} from '../../../src/contract/index.ts'
import { idOf } from '../../store/projections/shapes.ts'
import { finding } from './kind.ts'
import { readCustomer } from './methods.ts'
import type { StripeReader } from './reader.ts'

export async function customersDiscount(
  stripe: StripeReader,
  { discount }: SubscriptionUpdate,
  { customer }: Stripe.Subscription,
): Promise<Result<ChangeFinding | null>> {
  const payer = idOf(customer)
  if (discount !== 'none' || payer === null) return success(null)
  const read = await readCustomer(stripe, payer)
  if (!read.ok)
    return read.error.code === 'key_permission'
      ? success(
          finding(
            'preview',
            'unknown',
            'This key may not read customers, so whether the customer has a discount of their own, which counts then, is not known.',
          ),
        )
      : read
  return success(
    (read.value.discount ?? null) === null
      ? null
      : finding(
          'preview',
          'warn',
          'The customer has a discount of their own, which counts from then on: less is asked for than these figures say.',
          [payer],
        ),
  )
}
