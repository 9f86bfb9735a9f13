// What can be noted here about failed payments, one or many: at once where nothing is asked, otherwise by its form. On a locked live desk it asks who
// is there first. Nothing of it goes to Stripe.
import { useCallback } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { FailureRow } from '../../../contract/failures.ts'
import { useSpoilFailures, writeCases } from '../../bridge/failure-queries.ts'
import { useAppInfo } from '../../bridge/desk-queries.ts'
import { chosenFailures } from '../../state/chosen.ts'
import type { CaseAct } from '../../state/overlays.ts'
import { openForm } from '../../ui/orders/open-form.ts'
import { noNote, noteAccess } from '../../ui/orders/order-access.ts'
import { toast } from '../../ui/toast.tsx'
import { aboutRows } from './case-words.ts'

export function useCaseActs(desk: Desk) {
  const me = useAppInfo().data?.operator ?? null
  const spoil = useSpoilFailures(desk.id)

  const ask = useCallback(
    (act: CaseAct, rows: readonly FailureRow[]): void =>
      openForm(noteAccess(desk), { kind: 'case', deskId: desk.id, act, rows }, noNote),
    [desk],
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
    openForm(noteAccess(desk), () => void write(...wanted), noNote)
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
