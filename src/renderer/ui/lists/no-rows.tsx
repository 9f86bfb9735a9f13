// What a list without rows says. It must never claim that there is nothing before what it is made of was read.
import { CloudOff, SearchX } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { Freshness } from '../../../contract/events.ts'
import { useFreshness } from '../../bridge/desk-queries.ts'
import { Button } from '../button.tsx'
import { EmptyState } from '../states.tsx'

/**
 * How far Stripe was read. `filling`: it is being read, is about to be, or how far is not known yet. `partly`: something is missing, and what
 * is missing is not on its way.
 */
export type HowFarRead = 'filling' | 'partly' | 'whole'

/** What came last is asked for within a second (bridge/pushes.ts), and answered. */
const lingerMilliseconds = 1500

/** `withHistory`: what happened before the desk was connected counts as well. */
export function useHowFarRead(deskId: string, withHistory = false): HowFarRead {
  const { data, isPending } = useFreshness(deskId)
  const howFar = data === undefined ? 'partly' : howFarRead(data, withHistory)
  const isFilling = useLingering(data !== undefined && howFar === 'filling')
  return isPending || isFilling ? 'filling' : howFar
}

export function howFarRead(freshness: Freshness, withHistory: boolean): HowFarRead {
  const { phase, reading, completeTo, missing, notUnderstood } = freshness
  const isHistoryDue = missing.some(({ isHistory }) => isHistory)
  const isRead = phase !== 'stalled' && reading === 'go'
  if (phase === 'loading' || phase === 'catching_up' || (phase === 'idle' && isRead)) return 'filling'
  if (withHistory && isHistoryDue && isRead) return 'filling'
  const concern = withHistory ? missing : missing.filter(({ isHistory }) => !isHistory)
  // Opened without a network, it does not know yet since when changes are missing.
  const isPartly = phase === 'stalled' || completeTo === null || concern.length > 0 || notUnderstood
  return isPartly ? 'partly' : 'whole'
}

/** True for a while longer. */
function useLingering(isSo: boolean): boolean {
  const [lingers, setLingers] = useState(isSo)
  if (isSo && !lingers) setLingers(true)
  useEffect(() => {
    if (isSo || !lingers) return
    const timer = setTimeout(() => setLingers(false), lingerMilliseconds)
    return () => clearTimeout(timer)
  }, [isSo, lingers])
  return lingers
}

/** Where nothing is left out by filters: that there is nothing, once that is sure. */
export function NoRows({
  noun,
  read,
  waiting,
  children,
}: {
  /** "payments". */
  noun: string
  read: HowFarRead
  waiting: ReactNode
  /** Shown once everything was read. */
  children: ReactNode
}) {
  if (read === 'filling') return waiting
  if (read === 'whole') return children
  return (
    <EmptyState icon={CloudOff} title={`No ${noun} so far`}>
      Not everything was read from Stripe, so there may be some that are not here. What is missing, the line
      at the foot of the window tells.
    </EmptyState>
  )
}

/** Where filters leave no row over. */
export function NoMatch({
  noun,
  all = 'states',
  read,
  onClear,
  children,
}: {
  /** "payment". */
  noun: string
  /** What else could be widened: "states", "kinds". */
  all?: string
  read: HowFarRead
  onClear: () => void
  /** What else may be why. */
  children?: ReactNode
}) {
  return (
    <EmptyState
      icon={SearchX}
      title={`No ${noun} matches`}
      action={<Button onClick={onClear}>Clear all filters</Button>}
    >
      {read === 'filling'
        ? 'History is still loading; a match may yet arrive.'
        : `Try fewer words, other dates, or all ${all}.`}
      {read === 'partly' && ' Not everything was read from Stripe: a match may be missing.'}
      {children !== undefined && <> {children}</>}
    </EmptyState>
  )
}
