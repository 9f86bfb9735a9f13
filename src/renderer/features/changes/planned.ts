// The orders that a form is about to place, each under an id of its own that stays the same for the same change: sending one twice is
// ordering once.
import { useQueries } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { Change, ChangeFinding, ChangePreflight } from '../../../contract/changes.ts'
import type { Confirmation } from '../../../contract/refunds.ts'
import type { Failure } from '../../../contract/result.ts'
import { call, failureOf } from '../../bridge/client.ts'
import { changePreflightQuery } from '../../bridge/customer-queries.ts'
import { noteOrder } from '../../state/orders.ts'
import { totalsOf, totalsWord } from '../../ui/totals.ts'
import { useRested } from '../../ui/use-rested.ts'

export interface Planned {
  orderId: string
  change: Change
  /** What it is about, where a form places several: "Annual plan". */
  name: string
}

/** Names the orders of this form: the same change has the same id for as long as the form is open. */
export function useOrderIds(): (change: Change) => string {
  const ids = useRef(new Map<string, string>())
  return useCallback((change) => {
    const name = JSON.stringify(change)
    const known = ids.current.get(name)
    if (known !== undefined) return known
    const id = crypto.randomUUID()
    ids.current.set(name, id)
    return id
  }, [])
}

/** What is typed rests so long before Stripe is asked. */
const typingMilliseconds = 400

/** The one order of a form that is typed: none while it is typed still, or while something is amiss in it (`change` null). */
export function useRestedPlan(change: Change | null): readonly Planned[] {
  const idOf = useOrderIds()
  const typed = JSON.stringify(change)
  const isRested = useRested(typed, typingMilliseconds) === typed
  return change === null || !isRested ? [] : [{ change, orderId: idOf(change), name: '' }]
}

export type Checked =
  | { state: 'checking' }
  | { state: 'failed'; failure: Failure; retry: () => void }
  | { state: 'checked'; preflights: readonly ChangePreflight[]; again: () => void }

/** What Stripe says to all of them; one that could not be checked is a failure of all. */
export function usePreflights(deskId: string, planned: readonly Planned[], locked: boolean): Checked {
  const asked = useQueries({
    queries: planned.map(({ change }) => changePreflightQuery(deskId, change, locked)),
  })
  const again = (): void => {
    for (const each of asked) void each.refetch()
  }
  const failed = asked.find(({ isError }) => isError)
  if (failed) return { state: 'failed', failure: failureOf(failed.error), retry: again }
  const preflights = asked.flatMap(({ data }) => (data ? [data] : []))
  return preflights.length < planned.length ? { state: 'checking' } : { state: 'checked', preflights, again }
}

/** What is at stake in all of them, as Stripe said when they were checked, each currency apart; empty where nothing is, or it is not known. */
export const sumOf = (preflights: readonly ChangePreflight[]): string =>
  totalsWord(totalsOf(preflights.flatMap(({ money }) => (money === null ? [] : [money]))))

/** A warning of subscriptions that are changed along with it is none. */
export function findingsLeft(
  findings: readonly ChangeFinding[],
  planned: readonly Planned[],
): readonly ChangeFinding[] {
  const changed = new Set(
    planned.flatMap(({ change }) =>
      change.kind === 'subscription_default_method' ? [change.subscriptionId] : [],
    ),
  )
  return findings.filter(
    ({ id, verdict, about }) =>
      id !== 'subscriptions' || verdict !== 'warn' || about.some((each) => !changed.has(each)),
  )
}

/** What was read, and what it was read of. */
export interface ReadOver {
  planned: readonly Planned[]
  preflights: readonly ChangePreflight[]
}

interface Placing {
  deskId: string
  /** Whom it is about. */
  subject: string | null
  onBusy: (busy: boolean) => void
  onPlaced: (orderId: string) => void
  /** All were taken. */
  onTaken: () => void
}

/**
 * Places orders one after the other, and stops at the first that is not taken: the form stays as it is, to be sent again under the
 * same ids.
 */
export function usePlacing({ deskId, subject, onBusy, onPlaced, onTaken }: Placing) {
  const [placing, setPlacing] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const underWay = useRef(false)
  const place = async (
    { planned, preflights }: ReadOver,
    note: string,
    confirmation: Confirmation | null,
  ): Promise<void> => {
    if (underWay.current) return
    underWay.current = true
    setPlacing(true)
    onBusy(true)
    setFailure(null)
    for (const [index, { orderId, change }] of planned.entries()) {
      const result = await call('change.place', {
        deskId,
        orderId,
        change,
        base: preflights[index]?.base,
        subject: subject?.slice(0, 200) ?? null,
        note: note.trim() || null,
        confirmation,
      })
      if (!result.ok) return end(result.error)
      noteOrder(result.value)
      onPlaced(orderId)
    }
    end(null)
  }

  /** In one go with what the last answer showed: whoever sees that order may leave the form. */
  function end(refused: Failure | null): void {
    underWay.current = false
    setPlacing(false)
    onBusy(false)
    setFailure(refused)
    if (refused === null) onTaken()
  }
  return { placing, failure, place }
}
