// What a person may type to find an object that is not a payment, from its body. It must give the same text for the same body.
import { z } from 'zod'
import type { ObjectTable } from './kind.ts'
import { customerKeys } from './search-keys.ts'
import { text } from './shapes.ts'

/** The kinds of objects that are searched, by their number in searchables. Never changed: files hold them. */
export const searchNumbers = {
  customers: 1,
  invoices: 2,
  subscriptions: 3,
  refunds: 4,
  disputes: 5,
  payment_methods: 6,
} as const
export type SearchedTable = keyof typeof searchNumbers

export function isSearched(table: ObjectTable): table is SearchedTable {
  return table in searchNumbers
}

const searchedShape = z.object({
  id: z.string(),
  name: text,
  email: text,
  phone: text,
  number: text,
  description: text,
  receipt_number: text,
  metadata: z.record(z.string(), z.unknown()).nullish(),
  destination_details: z.object({ card: z.object({ reference: text }).nullish() }).nullish(),
})

/** A field of an object that can be found, in words, with its text. */
export type SearchField = readonly [field: string, text: string]

/**
 * Most telling first. What we write into the metadata ourselves is not looked for; who holds a card is found by the customer, or by
 * the payments.
 */
export function searchFields(table: SearchedTable, body: unknown): SearchField[] {
  const parsed = searchedShape.safeParse(body)
  if (!parsed.success) return []
  const object = parsed.data
  const isCustomer = table === 'customers'
  const fields: [string, string | null | undefined][] = [
    ...(isCustomer
      ? (
          [
            ['name', object.name],
            ['e-mail', object.email],
            ['phone', object.phone?.replaceAll(/\D/g, '')],
          ] as const
        ).map(([field, value]): [string, string | null | undefined] => [field, value])
      : []),
    ...(table === 'invoices' ? [['number', object.number] as [string, string | null | undefined]] : []),
    ['description', object.description],
    ['bank reference', object.destination_details?.card?.reference],
    ['receipt number', object.receipt_number],
    ['id', object.id],
    ...Object.entries(object.metadata ?? {})
      .filter(([name, value]) => typeof value === 'string' && !name.startsWith('bursar_'))
      .map(([name, value]): [string, string] => [`metadata ${name}`, String(value)]),
  ]
  return fields.flatMap(([field, value]) =>
    value === null || value === undefined || value === '' ? [] : [[field, value] as const],
  )
}

/** Each field on a line of its own. Of an id only what stands behind its prefix: all of a kind share that. */
export function searchTextOf(fields: readonly SearchField[]): string {
  return fields.map(([field, value]) => `\n${field === 'id' ? ownPart(value) : value}`).join('')
}

/** Where a kind's texts are kept, and what its keys begin at. */
export function searchOf(table: SearchedTable): {
  search: 'customer_search' | 'object_search'
  base: number
} {
  return table === 'customers'
    ? { search: 'customer_search', base: customerKeys }
    : { search: 'object_search', base: 0 }
}

export function ownPart(id: string): string {
  return id.slice(id.lastIndexOf('_') + 1)
}
