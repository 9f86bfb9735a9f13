// How customers and what they pay for are said. Pure.
import type { CustomerRow, CustomerSubscription } from '../../../contract/customers.ts'
import { addressed } from '../../ui/words/customer-words.ts'
import { hitLook } from '../../ui/words/hit-looks.ts'

export const deletedLook = hitLook({ kind: 'customer', status: 'deleted' })

/** Counting stops at 1,000. */
export const countWord = (count: number): string => (count >= 1000 ? '1,000+' : String(count))

export const nameOfCustomer = (customer: CustomerRow): string => addressed(customer) ?? customer.id

export const nameOfSubscription = ({ products, id }: CustomerSubscription): string =>
  products.length === 0 ? id : products.join(', ')
