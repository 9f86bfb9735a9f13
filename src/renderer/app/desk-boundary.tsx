// The wall between desks: what is inside begins only after everything that belonged to the desk before is gone from the screen,
// from the answers kept, and from the stores. The caller keys it by the desk, so that nothing inside outlives a switch.
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useLayoutEffect, type ReactNode } from 'react'
import { call } from '../bridge/client.ts'
import { keepQueriesOf } from '../bridge/keys.ts'
import { forgetAllChosen } from '../state/chosen.ts'
import { forgetNoteDrafts } from '../state/note-drafts.ts'
import { useFooter } from '../state/footer.ts'
import { useHere } from '../state/here.ts'
import { keepOrdersOf } from '../state/orders.ts'
import { closeOverlay } from '../state/overlays.ts'
import { forgetRecent } from '../state/recent.ts'
import { toast } from '../ui/toast.tsx'

/** `deskId` null: no desk. */
export function DeskBoundary({ deskId, children }: { deskId: string | null; children: ReactNode }) {
  const client = useQueryClient()
  const arrived = useHere((state) => state.deskId === deskId)
  useLayoutEffect(() => arriveAt(client, deskId), [client, deskId])
  return arrived && children
}

/** The screens of the desk before are gone already: React took them away with the wall around them. */
function arriveAt(client: QueryClient, deskId: string | null): void {
  const { deskId: before } = useHere.getState()
  if (before === deskId) return
  keepQueriesOf(client, deskId)
  keepOrdersOf(deskId)
  forgetRecent()
  forgetAllChosen()
  forgetNoteDrafts()
  closeOverlay()
  useFooter.setState({ text: '' })
  document.title = 'Bursar'
  useHere.setState({ deskId, announcing: before === undefined ? null : deskId })
  void tellEngine(deskId)
}

/** At which desk the operator is. */
export async function tellEngine(deskId: string | null): Promise<void> {
  const told = await call('desk.switch', { deskId })
  // A desk that is not there is told of where its screens would be.
  if (!told.ok && told.error.code !== 'not_found')
    toast({ title: 'The switch was not recorded', description: told.error.message, tone: 'red' })
}
