// What the inspector reads of a subscription beside the list's columns: its row, and the parts of its body.
import { z } from 'zod'
import { reference, seconds, text } from '../../projections/shapes.ts'
import type { SubscriptionRecord } from './subscription-rows.ts'

export type DetailRecord = SubscriptionRecord & {
  trial_start: number | null
  billing_mode: string | null
  schedule_id: string | null
  default_payment_method_id: string | null
  latest_invoice_id: string | null
  as_of: number
  body: Buffer
}

const couponShape = z.looseObject({
  id: z.string(),
  percent_off: z.number().nullish(),
  amount_off: z.int().nullish(),
  currency: text,
  duration: text,
  duration_in_months: z.int().nullish(),
})
const discountShape = z.looseObject({
  id: z.string(),
  end: seconds.nullish(),
  // Of versions before basil the coupon itself, since then behind `source`.
  coupon: z.union([z.string(), couponShape]).nullish(),
  source: z.looseObject({ coupon: z.union([z.string(), couponShape]).nullish() }).nullish(),
})
export const bodyShape = z.looseObject({
  billing_cycle_anchor: seconds.nullish(),
  days_until_due: z.int().nonnegative().nullish(),
  default_source: reference,
  cancellation_details: z.looseObject({ reason: text, feedback: text, comment: text }).nullish(),
  trial_settings: z
    .looseObject({ end_behavior: z.looseObject({ missing_payment_method: text }).nullish() })
    .nullish(),
  status_details: z
    .looseObject({
      paused: z.looseObject({ subscription: z.looseObject({ type: text }).nullish() }).nullish(),
    })
    .nullish(),
  pending_update: z.looseObject({ expires_at: seconds.nullish() }).nullish(),
  discounts: z.array(z.union([z.string(), discountShape])).nullish(),
  discount: discountShape.nullish(),
  items: z
    .looseObject({
      data: z.array(z.looseObject({ price: z.looseObject({ active: z.boolean().nullish() }).nullish() })),
    })
    .nullish()
    .catch(null),
  metadata: z.record(z.string(), z.string()).nullish(),
})
export type SubscriptionBody = z.infer<typeof bodyShape>
