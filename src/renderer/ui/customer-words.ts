// A customer in words. It must never say that there is none where only the name is not known, or not yet.

interface Whose {
  customerId: string | null
  customerName: string | null
  customerEmail?: string | null
}

/** As they may be addressed; null where neither name nor address is known. */
export const nameOf = ({ customerName, customerEmail = null }: Omit<Whose, 'customerId'>): string | null =>
  customerName ?? customerEmail

/** As they are told apart on the screen; null where there is no customer. */
export const whoOf = (row: Whose): string | null => nameOf(row) ?? row.customerId
