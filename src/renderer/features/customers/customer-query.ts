// What the customers list is asked for, and how that stands in the address. A link restores it exactly; whatever an address holds
// that is not of it is ignored. Pure.
import type { CustomerSort } from '../../bridge/customer-queries.ts'
import { searchOf, textIn } from '../../state/address-query.ts'

export interface CustomerQuery {
  text: string
  sort: CustomerSort
}

export const emptyQuery: CustomerQuery = { text: '', sort: 'created_desc' }

/** All of it, in the same order. */
export const withoutFilters = ({ sort }: CustomerQuery): CustomerQuery => ({ ...emptyQuery, sort })

export function parseCustomerQuery(search: string): CustomerQuery {
  const given = new URLSearchParams(search)
  return {
    text: textIn(given),
    sort: given.get('sort') === 'name_asc' ? 'name_asc' : 'created_desc',
  }
}

export function formatCustomerQuery({ text, sort }: CustomerQuery): string {
  return searchOf({ q: text, sort: sort === 'created_desc' ? '' : sort })
}

/** The filter as the contract takes it. */
export function toFilter({ text }: CustomerQuery): { text?: string } {
  const wanted = text.trim()
  return wanted === '' ? {} : { text: wanted }
}
