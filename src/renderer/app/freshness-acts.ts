// The operator's orders to the reading of a desk, each answered with how fresh it is then. A refusal is told, never swallowed.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Failure } from '../../contract/result.ts'
import { call } from '../bridge/client.ts'
import { keys } from '../bridge/keys.ts'
import { toast } from '../ui/toast.tsx'

export type FreshnessMethod = 'sync.refresh' | 'sync.pause' | 'sync.resume' | 'sync.cancel' | 'tables.rebuild'

const refusals: Record<FreshnessMethod, string> = {
  'sync.refresh': 'Stripe could not be read',
  'sync.pause': 'Reading was not paused',
  'sync.resume': 'Reading was not resumed',
  'sync.cancel': 'Reading was not given up',
  'tables.rebuild': 'The tables are not made again',
}

export function useFreshnessActs(deskId: string) {
  const client = useQueryClient()
  /** What is being carried out; null when nothing is. */
  const [busy, setBusy] = useState<FreshnessMethod | null>(null)
  /** Answers what went wrong, or null. */
  const order = async (method: FreshnessMethod): Promise<Failure | null> => {
    setBusy(method)
    const result = await call(method, { deskId })
    setBusy(null)
    if (!result.ok) return result.error
    client.setQueryData(keys.sync(deskId), result.value)
    return null
  }
  /** As `order`, and says so when it was refused. */
  const act = async (method: FreshnessMethod): Promise<void> => {
    const failure = await order(method)
    if (failure) toast({ title: refusals[method], description: failure.message, tone: 'red' })
  }
  return { busy, order, act }
}
