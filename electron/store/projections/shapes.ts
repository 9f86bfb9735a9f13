// The parts of Stripe's objects that the tables are made of. Everything that is stored passes here first: it is `unknown`
// until one of these has parsed it. Unknown fields are allowed (Stripe adds some every month) and kept in the body; the others are copied
// only where something is read by a name that no shape knows: to copy them costs more than to check the known ones.
import { z } from 'zod'
import { oneBrand } from '../../../src/domain/card-words.ts'

export const seconds = z.int()
export const amount = z.int()
/** A reference that may come expanded. */
export const reference = z.union([z.string(), z.looseObject({ id: z.string() })]).nullish()
export const text = z.string().nullish()
const metadata = z.record(z.string(), z.string()).nullish()
export const periodShape = z.object({ start: seconds.nullish(), end: seconds.nullish() }).nullish()

/** A list as objects carry it. */
export function listOf<Item extends z.ZodType>(
  item: Item,
): z.ZodOptional<z.ZodNullable<z.ZodObject<{ data: z.ZodArray<Item> }>>> {
  return z.object({ data: z.array(item) }).nullish()
}

/** Lines and items name their price in three ways: `pricing` since basil, `price` since 2020, `plan` before. */
export const pricedShape = z.object({
  pricing: z.object({ price_details: z.object({ price: reference, product: text }).nullish() }).nullish(),
  price: z.union([z.string(), z.looseObject({ id: z.string(), product: reference })]).nullish(),
  plan: z.looseObject({ id: z.string(), product: reference }).nullish(),
})

export function priceIdsOf(priced: z.infer<typeof pricedShape>): {
  price_id: string | null
  product_id: string | null
} {
  const details = priced.pricing?.price_details
  const inline = typeof priced.price === 'object' && priced.price !== null ? priced.price : priced.plan
  return {
    price_id: idOf(details?.price) ?? idOf(priced.price) ?? priced.plan?.id ?? null,
    product_id: details?.product ?? idOf(inline?.product),
  }
}

const methodDetails = z.object({
  brand: text,
  display_brand: text,
  last4: text,
  exp_month: z.int().nullish(),
  exp_year: z.int().nullish(),
  country: text,
  funding: text,
  fingerprint: text,
  wallet: z.object({ type: z.string() }).nullish(),
})

/** `{type, [type]: {brand, last4, …}}`, the form of payment_method and payment_method_details alike. */
const methodShape = z.object({ type: z.string() })

/** A payment method, or a card, source or bank account of the API before 2019. */
export const paymentMethodShape = z.looseObject({
  id: z.string(),
  object: z.string(),
  type: text,
  created: seconds.nullish(),
  customer: reference,
})

export const customerShape = z.object({
  id: z.string(),
  name: text,
  email: text,
  phone: text,
  created: seconds.optional(),
  deleted: z.boolean().optional(),
})

export const chargeShape = z.object({
  id: z.string(),
  object: z.literal('charge'),
  created: seconds,
  amount,
  // Those that are not told by every API version since 2017 have an older way to tell the same (charges.ts).
  amount_captured: amount.nullish(),
  amount_refunded: amount.default(0),
  currency: z.string(),
  status: text,
  paid: z.boolean().default(false),
  captured: z.boolean().nullish(),
  refunded: z.boolean().default(false),
  disputed: z.boolean().nullish(),
  dispute: reference,
  payment_intent: reference,
  customer: reference,
  payment_method: reference,
  source: reference,
  payment_method_details: methodShape.loose().nullish(),
  balance_transaction: reference,
  failure_code: text,
  failure_message: text,
  calculated_statement_descriptor: text,
  statement_descriptor: text,
  billing_details: z.object({ name: text, email: text }).nullish(),
  outcome: z
    .object({
      type: text,
      reason: text,
      risk_level: text,
      advice_code: text,
      network_advice_code: text,
      network_decline_code: text,
    })
    .nullish(),
})

export const paymentIntentShape = z.object({
  id: z.string(),
  object: z.literal('payment_intent'),
  created: seconds,
  amount,
  amount_received: amount.default(0),
  amount_capturable: amount.default(0),
  currency: z.string(),
  status: z.string(),
  description: text,
  customer: reference,
  latest_charge: reference,
  payment_method: reference,
  source: reference,
  metadata,
  last_payment_error: z
    .looseObject({
      code: text,
      decline_code: text,
      message: text,
      advice_code: text,
      network_advice_code: text,
      network_decline_code: text,
      charge: reference,
    })
    .nullish(),
  canceled_at: seconds.nullish(),
  payment_details: z.object({ order_reference: text }).nullish(),
})

export const refundShape = z.object({
  id: z.string(),
  object: z.literal('refund'),
  amount,
  currency: z.string(),
  status: z.string().nullish(),
  reason: text,
  pending_reason: text,
  failure_reason: text,
  created: seconds,
  charge: reference,
  payment_intent: reference,
  metadata,
})

export const disputeShape = z.object({
  id: z.string(),
  object: z.literal('dispute'),
  amount,
  currency: z.string(),
  status: z.string(),
  reason: z.string(),
  created: seconds,
  charge: reference,
  payment_intent: reference,
  evidence_details: z.object({ due_by: seconds.nullish() }).nullish(),
})

export type PaymentIntentShape = z.infer<typeof paymentIntentShape>
export type ChargeShape = z.infer<typeof chargeShape>
export type RefundShape = z.infer<typeof refundShape>

/** The id behind a reference, expanded or not. */
export function idOf(value: string | { id: string } | null | undefined): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : value.id
}

export interface MethodFacts {
  type: string
  brand: string | null
  last4: string | null
  wallet: string | null
  expMonth: number | null
  expYear: number | null
  country: string | null
  funding: string | null
  fingerprint: string | null
}

/** What support needs to recognise a payment method, from any of the forms it comes in; null if there is none. */
export function methodFacts(value: unknown): MethodFacts | null {
  const form = formOf(value)
  if (form === null) return null
  const details = methodDetails.safeParse(form.details)
  const found = details.success ? details.data : {}
  const brand = found.display_brand ?? found.brand ?? null
  return {
    type: form.type,
    brand: brand === null ? null : oneBrand(brand),
    last4: found.last4 ?? null,
    wallet: found.wallet?.type ?? null,
    expMonth: found.exp_month ?? null,
    expYear: found.exp_year ?? null,
    country: found.country ?? null,
    funding: found.funding ?? null,
    fingerprint: found.fingerprint ?? null,
  }
}

const bareShape = z.object({ object: z.enum(['card', 'bank_account']) })

/** The type and where its details are: in a hash named like the type, or (cards and bank accounts of old) all around. */
function formOf(value: unknown): { type: string; details: unknown } | null {
  const bare = bareShape.safeParse(value)
  if (bare.success) return { type: bare.data.object, details: value }
  const method = methodShape.safeParse(value)
  if (!method.success) return null
  const { type } = method.data
  return { type, details: (value as Record<string, unknown>)[type] ?? {} }
}
