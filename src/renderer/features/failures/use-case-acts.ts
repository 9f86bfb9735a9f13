// What can be noted here about failed payments, one or many: at once where nothing is asked, otherwise by its form. On a locked live desk it asks who
// is there first. Nothing of it goes to Stripe.
import { useCallback } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { FailureRow } from '../../../contract/failures.ts'
import { useSpoilFailures, writeCases } from '../../bridge/failure-queries.ts'
import { useAppInfo } from '../../bridge/desk-queries.ts'
import { chosenFailures } from '../../state/chosen.ts'
import { askToUnlock, openOverlay, type CaseAct, type Overlay } from '../../state/overlays.ts'
import { noteAccess } from '../../ui/orders/order-access.ts'
import { toast } from '../../ui/toast.tsx'
import { aboutRows } from './case-words.ts'

export function useCaseActs(desk: Desk) {
  const me = useAppInfo().data?.operator ?? null
  const spoil = useSpoilFailures(desk.id)
  const locked = noteAccess(desk).can === 'unlock'

  const ask = useCallback(
    (act: CaseAct, rows: readonly FailureRow[]): void => {
      const form: Overlay = { kind: 'case', deskId: desk.id, act, rows }
      if (locked) askToUnlock(form)
      else openOverlay(form)
    },
    [desk.id, locked],
  )
  const write = async (
    rows: readonly FailureRow[],
    entry: Parameters<typeof writeCases>[2],
    said: string,
  ): Promise<void> => {
    const ids = rows.map(({ paymentIntentId }) => paymentIntentId)
    const failure = await writeCases(desk.id, ids, entry, () => crypto.randomUUID())
    const title = rows.length === 1 ? 'Nothing was written' : 'Not everything was written'
    spoil()
    if (failure) return toast({ title, description: failure.message, tone: 'red' })
    chosenFailures.letGo(ids)
    toast({ title: said, description: aboutRows(rows) })
  }
  const onceUnlocked = (...wanted: Parameters<typeof write>): void =>
    locked ? askToUnlock(() => void write(...wanted)) : void write(...wanted)
  return {
    me,
    ask,
    assignToMe: (rows: readonly FailureRow[]): void =>
      me === null
        ? ask('assign', rows)
        : onceUnlocked(rows, { kind: 'assigned', assignee: me }, 'Assigned to you'),
    reopen: (rows: readonly FailureRow[]): void => onceUnlocked(rows, { kind: 'reopened' }, 'Open again'),
  }
}
