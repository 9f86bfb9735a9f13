// Whose something is: the customer by name or address, by the id where neither is known or read yet, or that there is none. An id must never
// look like a name.
import { nameOf, type Customer } from './words/customer-words.ts'

export function Whose({ of }: { of: Customer }) {
  const name = nameOf(of)
  if (name !== null) return name
  if (of.customerId === null) return <span className="text-ink-3">No customer</span>
  return <span className="font-mono text-sm text-ink-2 in-[a]:text-inherit">{of.customerId}</span>
}
