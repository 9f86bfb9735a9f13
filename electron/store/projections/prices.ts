// Prices as rows. A plan is the older form of a price under the same id; it tells a part of it.
import { z } from 'zod'
import { flag, kindOf } from './kind.ts'
import { amount, idOf, reference, seconds, text } from './shapes.ts'

const priceShape = z.object({
  id: z.string(),
  object: z.enum(['price', 'plan']),
  product: reference,
  active: z.boolean().nullish(),
  currency: z.string(),
  unit_amount: amount.nullish(),
  type: text,
  recurring: z.object({ interval: text, interval_count: z.int().nullish() }).nullish(),
  nickname: text,
  lookup_key: text,
  created: seconds.nullish(),
  // Of a plan.
  amount: amount.nullish(),
  interval: text,
  interval_count: z.int().nullish(),
  name: text,
})

export const prices = kindOf({
  table: 'prices',
  objects: ['price', 'plan'],
  partly: ['plan'],
  shape: priceShape,
  references: ['product'],
  columns: (price) => ({
    product_id: idOf(price.product),
    active: flag(price.active ?? true),
    currency: price.currency,
    unit_amount: price.unit_amount ?? price.amount,
    type: price.type ?? (price.object === 'plan' || price.recurring ? 'recurring' : 'one_time'),
    recurring_interval: price.recurring?.interval ?? price.interval,
    recurring_interval_count: price.recurring?.interval_count ?? price.interval_count,
    nickname: price.nickname ?? price.name,
    lookup_key: price.lookup_key,
    created: price.created ?? 0,
  }),
})
