// The payments that were chosen in the list, for many refunds at once. They stay when the filter changes and when the operator looks
// elsewhere; with the desk they are let go.
import { create } from 'zustand'
import type { PaymentRow } from '../../contract/payments.ts'

export const useChosen = create<{
  /** By id, in the order in which they were chosen. */
  chosen: ReadonlyMap<string, PaymentRow>
  /** The one that was chosen last by itself: from there a range begins. */
  anchor: string | null
}>(() => ({ chosen: new Map(), anchor: null }))

/** Chooses a payment, or leaves it out again. */
export function toggleChosen(row: PaymentRow): void {
  useChosen.setState(({ chosen }) => {
    const next = new Map(chosen)
    if (!next.delete(row.id)) next.set(row.id, row)
    return { chosen: next, anchor: row.id }
  })
}

/** Chooses these besides. */
export function chooseAll(rows: readonly PaymentRow[]): void {
  useChosen.setState(({ chosen }) => ({
    chosen: new Map([...chosen, ...rows.map((row) => [row.id, row] as const)]),
  }))
}

export function setChosen(rows: Iterable<PaymentRow>): void {
  useChosen.setState({ chosen: new Map([...rows].map((row) => [row.id, row])) })
}

export function forgetChosen(): void {
  useChosen.setState({ chosen: new Map(), anchor: null })
}
