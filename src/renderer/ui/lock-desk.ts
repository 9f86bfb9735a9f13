// Locks a live desk by the operator's hand, and says so when that failed: an open desk must never be taken for a locked one.
import { useCallback } from 'react'
import type { Desk } from '../../contract/desks.ts'
import { call } from '../bridge/client.ts'
import { useAdoptDesks } from '../bridge/desk-queries.ts'
import { toast } from './toast.tsx'

export function useLockDesk(): (desk: Desk) => Promise<void> {
  const adopt = useAdoptDesks()
  return useCallback(
    async ({ id: deskId }) => {
      const result = await call('desk.lock', { deskId })
      if (result.ok) adopt(result.value)
      else toast({ title: 'The desk was not locked', description: result.error.message, tone: 'red' })
    },
    [adopt],
  )
}
