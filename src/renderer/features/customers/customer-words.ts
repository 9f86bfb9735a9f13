// How customers and what they pay for are said. Pure.
import type { CustomerRow, CustomerSubscription } from '../../../contract/customers.ts'

/** Counting stops at 1,000. */
export const countWord = (count: number): string => (count >= 1000 ? '1,000+' : String(count))

export const nameOfCustomer = ({ name, email, id }: CustomerRow): string => name ?? email ?? id

export const nameOfSubscription = ({ products, id }: CustomerSubscription): string =>
  products.length === 0 ? id : products.join(', ')
