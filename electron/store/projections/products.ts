// Products as rows.
import { z } from 'zod'
import { flag, kindOf } from './kind.ts'
import { seconds, text } from './shapes.ts'

const productShape = z.object({
  id: z.string(),
  object: z.literal('product'),
  name: text,
  description: text,
  active: z.boolean().nullish(),
  created: seconds.nullish(),
})

export const products = kindOf({
  table: 'products',
  objects: ['product'],
  shape: productShape,
  references: ['default_price'],
  columns: (product) => ({
    name: product.name,
    description: product.description,
    active: flag(product.active ?? true),
    created: product.created ?? 0,
  }),
})
