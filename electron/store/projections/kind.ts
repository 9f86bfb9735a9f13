// What the writer of tables must know of one kind of Stripe's objects; a kind is told in a file of its own and does nothing else.
import type { z } from 'zod'

/** A plain object of Stripe's that may be kept (src/domain/redaction.ts). */
export type StripeObject = Record<string, unknown>

export type ObjectTable =
  | 'payment_intents'
  | 'charges'
  | 'refunds'
  | 'disputes'
  | 'customers'
  | 'payment_methods'
  | 'invoices'
  | 'invoice_payments'
  | 'subscriptions'
  | 'subscription_schedules'
  | 'products'
  | 'prices'
  | 'payouts'
  | 'checkout_sessions'
  | 'balance_transactions'

export type Cell = string | number | bigint | null | undefined
export type Row = Record<string, Cell>

/** Rows that belong to one row and are replaced with it. Each table is keyed by (`parent`, position). */
export interface Children {
  table: 'invoice_lines' | 'subscription_items'
  parent: 'invoice' | 'subscription'
  rows: Row[]
}

export interface Kind<Shape extends z.ZodType = z.ZodType> {
  table: ObjectTable
  /** Stripe's words for it (`object`); those of one kind share their ids or their use. */
  objects: readonly string[]
  /** Words for statements that hold only a part of the object (an old plan is a part of its price). */
  partly?: readonly string[]
  shape: Shape
  /** Makes up for what old API versions told elsewhere, where dropping `lists` would lose it. */
  modern?(object: Record<string, unknown>): Record<string, unknown>
  /** Fields that may come expanded, also in a hash (`hash.field`); an expanded object has a table of its own, the body keeps its id. */
  references: readonly string[]
  /** Fields of old API versions that hold lists (or hashes) of objects with tables of their own. They are left out of the body. */
  lists?: readonly string[]
  /** The columns beside those of precedence; undefined counts as null. */
  columns(object: z.output<Shape>): Row
  children?(object: z.output<Shape>): Children
}

/** Infers the shape for `columns`, and forgets it for the registry. */
export function kindOf<Shape extends z.ZodType>(kind: Kind<Shape>): Kind {
  return kind
}

export function flag(value: boolean | null | undefined): 0 | 1 {
  return value === true ? 1 : 0
}
