// Below a list while payments are chosen: how many, what of them can still be refunded, and the way to refund them all. It orders nothing:
// the form that it opens checks every one first.
import { CornerUpLeft } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { PaymentRow } from '../../../contract/payments.ts'
import { mostRowsOfRun } from '../../../contract/run-bounds.ts'
import { chosenPayments } from '../../state/chosen.ts'
import { newRunPlace } from '../../state/places.ts'
import { Button } from '../button.tsx'
import { ChoiceBar } from '../lists/choice-bar.tsx'
import { countText } from '../count.ts'
import { runAccess } from './order-access.ts'
import { useShortcuts } from '../shortcuts.ts'
import { totalsOf, totalsWord } from '../totals.ts'

export function RefundChosen({
  desk,
  listed = null,
}: {
  desk: Desk
  /** The payments that are listed; null where others are shown. */
  listed?: readonly PaymentRow[] | null
}) {
  const [, navigate] = useLocation()
  const rows = [...chosenPayments.use((state) => state.chosen).values()]
  const access = runAccess(desk)
  const left = totalsOf(rows.map((row) => ({ currency: row.currency, amount: leftOf(row) })))
  const tooMany = rows.length > mostRowsOfRun
  const why = access.can === 'no' ? access.why : tooMany ? `A run takes ${countText(mostRowsOfRun)} payments at most.` : null // prettier-ignore
  const none = why !== null || left.length === 0
  const refund = (): void => navigate(newRunPlace(desk.id, 'chosen'))
  useShortcuts({ r: () => (rows.length === 0 || none ? false : refund()) })
  return (
    <ChoiceBar
      label="Chosen payments"
      chosen={rows}
      listed={listed}
      says={why ?? (left.length === 0 ? 'Nothing of them can be refunded' : `Up to ${totalsWord(left)}`)}
      onClear={chosenPayments.forget}
    >
      <Button look="primary" icon={CornerUpLeft} disabled={none} keysShown="r" onClick={refund}>
        Refund {countText(rows.length)} {rows.length === 1 ? 'payment' : 'payments'}…
      </Button>
    </ChoiceBar>
  )
}

/** Minor units that may be left to refund, as far as the row tells. */
function leftOf({
  status,
  amountReceived,
  amountRefunded,
  amountPending,
}: Pick<PaymentRow, 'status' | 'amountReceived' | 'amountRefunded' | 'amountPending'>): number {
  return status === 'succeeded' || status === 'partially_refunded'
    ? Math.max(0, amountReceived - amountRefunded - amountPending)
    : 0
}
