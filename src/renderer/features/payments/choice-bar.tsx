// Below the list while payments are chosen: how many, what of them can still be refunded, and the way to refund them all. It orders
// nothing: the form that it opens checks every one first.
import { CornerUpLeft } from 'lucide-react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import { mostRowsOfRun } from '../../../contract/run-bounds.ts'
import { forgetChosen, useChosen } from '../../state/chosen.ts'
import { newRunPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { runAccess } from '../../ui/order-access.ts'
import { totalsOf, totalsWord } from '../../ui/totals.ts'

export function ChoiceBar({ desk }: { desk: Desk }) {
  const [, navigate] = useLocation()
  const rows = [...useChosen((state) => state.chosen).values()]
  if (rows.length === 0) return null
  const access = runAccess(desk)
  const count = rows.length.toLocaleString('en')
  const left = totalsOf(rows.map((row) => ({ currency: row.currency, amount: leftOf(row) })))
  const tooMany = rows.length > mostRowsOfRun
  const why = access.can === 'no' ? access.why : tooMany ? `A run takes ${mostRowsOfRun.toLocaleString('en')} payments at most.` : null // prettier-ignore
  return (
    <section
      aria-label="Chosen payments"
      className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line bg-raised px-4 py-1.5"
    >
      <p role="status" className="font-medium">
        {count} chosen
      </p>
      <p className="figures min-w-0 flex-1 truncate text-ink-2">
        {why ?? (left.length === 0 ? 'Nothing of them can be refunded' : `Up to ${totalsWord(left)}`)}
      </p>
      <Button look="ghost" keysShown="escape" onClick={forgetChosen}>
        Clear
      </Button>
      <Button
        look="primary"
        icon={CornerUpLeft}
        disabled={why !== null}
        onClick={() => navigate(newRunPlace(desk.id, 'chosen'))}
      >
        Refund {count} {rows.length === 1 ? 'payment' : 'payments'}…
      </Button>
    </section>
  )
}

/** Minor units. What never was paid has nothing left. */
function leftOf({
  status,
  amount,
  amountRefunded,
}: {
  status: string
  amount: number
  amountRefunded: number
}): number {
  return ['succeeded', 'partially_refunded'].includes(status) ? amount - amountRefunded : 0
}
