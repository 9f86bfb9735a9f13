// Whose a row of a list is: the customer, or that there is none.

/** `who`: null where there is no customer. */
export function Whose({ who }: { who: string | null }) {
  return who ?? <span className="text-ink-3">No customer</span>
}
