// One question over everything that is kept: what a person typed, and what was most likely meant by it, best first.
// `search.all` must never promise more than the cache holds:
// whether Stripe knows of others is the engine's to ask (`search.stripe`).
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { amountSchema, currencySchema, secondsSchema } from './money.ts'
import { laneSchema } from './payments.ts'

export const searchKinds = [
  'customer',
  'payment',
  'refund',
  'invoice',
  'subscription',
  'card',
  'event',
  'dispute',
] as const
export const searchKindSchema = z.enum(searchKinds)
export type SearchKind = z.infer<typeof searchKindSchema>

export const searchRequestSchema = z.object({
  deskId: deskIdSchema,
  lane: laneSchema,
  text: z.string().min(1).max(200),
  /** Only these; all when left out or empty. */
  kinds: z.array(searchKindSchema).max(searchKinds.length).optional(),
  limit: z.int().min(1).max(50).default(20),
})
export type SearchRequest = z.output<typeof searchRequestSchema>

export const searchHitSchema = z.object({
  kind: searchKindSchema,
  /** Of the object at Stripe. A card is a payment method of any type. */
  id: z.string(),
  /** What it is called: a name, an invoice number, "Visa •••• 4242". */
  title: z.string(),
  /** What tells it from others of the same title; may be empty. */
  subtitle: z.string(),
  /** Ours for payments (paymentStatuses), "deleted" for what is gone, Stripe's for everything else; null where it has none. */
  status: z.string().nullable(),
  amount: amountSchema.nullable(),
  currency: currencySchema.nullable(),
  /** When it was created. */
  at: secondsSchema,
  /** Why it was found, in words and with the text that matched: {field: "e-mail", text: "ada@example.com"}. */
  matched: z.object({ field: z.string(), text: z.string() }),
  paymentIntentId: z.string().nullable(),
  customerId: z.string().nullable(),
})
export type SearchHit = z.infer<typeof searchHitSchema>

export const searchReplySchema = z.object({
  /** Best first. */
  hits: z.array(searchHitSchema),
  /** How the text was read, in words: "amount 49.90 EUR", "card ending 4242", "yesterday". Empty when all was taken as text. */
  understood: z.array(z.string()),
  /** Whether these are all that the cache holds; false when looking stopped at a bound. */
  complete: z.boolean(),
})
export type SearchReply = z.infer<typeof searchReplySchema>

/**
 * The same question asked of Stripe, for a desk whose cache is not complete. A newer one of the desk takes the place of the older, which
 * ends with `question_ended`.
 */
export const stripeSearchRequestSchema = z.object({
  deskId: deskIdSchema,
  text: z.string().trim().min(3).max(200),
})

export const stripeSearchReplySchema = z.object({
  /** Those that the cache held already are among them. What is found is kept, so that it can be opened. */
  hits: z.array(searchHitSchema),
  /** What Stripe was asked for. It learns of what is new only after a minute. */
  asked: z.array(searchKindSchema),
  /**
   * What it was not asked for, or did not answer, and why. Without kinds: of the question as a whole.
   * Not named: what the text gave no reason to look for.
   */
  notAsked: z.array(z.object({ kinds: z.array(searchKindSchema), why: z.string() })),
  /** Stripe knows of more than these. */
  more: z.boolean(),
})
export type StripeSearchReply = z.infer<typeof stripeSearchReplySchema>
