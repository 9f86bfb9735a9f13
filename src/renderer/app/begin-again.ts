// The engine was started again: no desk is open in it, and it knows nothing of what this window told the one before. The desk that
// is shown is opened anew (desk-gate.tsx), and everything of it is asked for again when its screens are back.
import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../bridge/keys.ts'
import { useHere } from '../state/here.ts'
import { forgetHeldElsewhere } from '../state/orders.ts'
import { tellEngine } from './desk-boundary.tsx'

export function beginAgain(client: QueryClient): void {
  const { deskId, engineRestarts } = useHere.getState()
  useHere.setState({ engineRestarts: engineRestarts + 1 })
  forgetHeldElsewhere()
  void client.invalidateQueries({ refetchType: 'none' })
  void client.refetchQueries({ queryKey: keys.desks })
  if (deskId !== undefined) void tellEngine(deskId)
}
