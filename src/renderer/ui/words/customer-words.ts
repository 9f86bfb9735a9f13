// A customer in words. It must never say that there is none where only the name is not known, or not yet.

import { withoutTurns } from '../../../domain/plain-text.ts'

export interface Customer {
  customerId: string | null
  customerName: string | null
  customerEmail?: string | null
}

/** As they may be addressed; null where neither name nor address is known. A name of nothing but spaces is none. */
export function nameOf({ customerName, customerEmail = null }: Omit<Customer, 'customerId'>): string | null {
  const names = [customerName, customerEmail].map((name) => withoutTurns(name ?? ''))
  return names.find((name) => name.trim() !== '') ?? null
}

/** The same of a customer's own row. */
export const addressed = ({ name, email }: { name: string | null; email: string | null }): string | null =>
  nameOf({ customerName: name, customerEmail: email })

/** As they are told apart on the screen; null where there is no customer. */
export const whoOf = (row: Customer): string | null => nameOf(row) ?? row.customerId
