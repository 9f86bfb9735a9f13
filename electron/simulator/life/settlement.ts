// What of an invoice's total is to be paid, and what goes to or comes from the customer's balance. Counting only.
import { smallestCharge } from '../currencies.ts'

export interface Settlement {
  /** Minor units; what is asked for. */
  readonly due: number
  /** The customer's balance afterwards, minor units; negative: credit. */
  readonly balance: number
}

/** A credit is kept for later invoices, as is what is too small to be charged. */
export function settlementOf(total: number, balance: number, currency: string): Settlement {
  const owed = total + balance
  if (owed <= 0 || owed < smallestCharge(currency)) return { due: 0, balance: owed }
  return { due: owed, balance: 0 }
}
