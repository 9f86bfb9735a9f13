// Why a refund is made, by Stripe's words.
import { z } from 'zod'

/** Stripe's three reasons for a refund (docs.stripe.com/api/refunds/create). */
export const refundReasons = ['requested_by_customer', 'duplicate', 'fraudulent'] as const
export const refundReasonSchema = z.enum(refundReasons)
export type RefundReason = z.infer<typeof refundReasonSchema>

/** Stripe's reasons, and `none` for a refund without one. */
export const allowableReasons = ['none', ...refundReasons] as const
export const allowableReasonSchema = z.enum(allowableReasons)
export type AllowableReason = z.infer<typeof allowableReasonSchema>
