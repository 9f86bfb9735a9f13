// A customer in words. It must never say that there is none where only the name is not known, or not yet.

export interface Customer {
  customerId: string | null
  customerName: string | null
  customerEmail?: string | null
}

/** As they may be addressed; null where neither name nor address is known. */
export const nameOf = ({ customerName, customerEmail = null }: Omit<Customer, 'customerId'>): string | null =>
  customerName ?? customerEmail

/** As they are told apart on the screen; null where there is no customer. */
export const whoOf = (row: Customer): string | null => nameOf(row) ?? row.customerId
