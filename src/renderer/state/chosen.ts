// The rows that were chosen in a list, for many at once. They stay when the filter changes and when the operator looks elsewhere, as they
// were last listed; with the desk they are let go.
import { create } from 'zustand'
import type { FailureRow } from '../../contract/failures.ts'
import type { PaymentRow } from '../../contract/payments.ts'
import type { SubscriptionRow } from '../../contract/subscriptions.ts'

interface Choosing<Row> {
  /** By id, in the order in which they were chosen. */
  chosen: ReadonlyMap<string, Row>
  /** The one that was chosen last by itself: from there a range begins. */
  anchor: string | null
}

function createChoice<Row extends { id: string }>() {
  const use = create<Choosing<Row>>(() => ({ chosen: new Map(), anchor: null }))
  /** Chooses these besides. */
  const add = (rows: readonly Row[]): void =>
    use.setState(({ chosen }) => ({
      chosen: new Map([...chosen, ...rows.map((row) => [row.id, row] as const)]),
    }))
  return {
    use,
    /** Chooses a row, or leaves it out again. */
    toggle: (row: Row): void =>
      use.setState(({ chosen }) => {
        const next = new Map(chosen)
        if (!next.delete(row.id)) next.set(row.id, row)
        return { chosen: next, anchor: row.id }
      }),
    add,
    /** Takes those that are chosen as they are by now. */
    renew: (rows: readonly Row[]): void => {
      const { chosen } = use.getState()
      const newer = rows.filter((row) => chosen.has(row.id) && chosen.get(row.id) !== row)
      if (newer.length > 0) add(newer)
    },
    set: (rows: Iterable<Row>): void =>
      use.setState({ chosen: new Map([...rows].map((row) => [row.id, row])) }),
    /** Leaves these out again, where they are chosen: something was done to them, so that they are not as they were chosen any more. */
    letGo: (ids: readonly string[]): void =>
      use.setState(({ chosen, anchor }) => {
        const gone = new Set(ids)
        return {
          chosen: new Map([...chosen].filter(([id]) => !gone.has(id))),
          anchor: anchor !== null && gone.has(anchor) ? null : anchor,
        }
      }),
    forget: (): void => use.setState({ chosen: new Map(), anchor: null }),
  }
}
export type Choice<Row extends { id: string }> = ReturnType<typeof createChoice<Row>>

/** A failed payment as a list wants it: with an id. */
export type FailureItem = FailureRow & { id: string }

export const chosenPayments = createChoice<PaymentRow>()
export const chosenFailures = createChoice<FailureItem>()
export const chosenSubscriptions = createChoice<SubscriptionRow>()

export function forgetAllChosen(): void {
  chosenPayments.forget()
  chosenFailures.forget()
  chosenSubscriptions.forget()
}
