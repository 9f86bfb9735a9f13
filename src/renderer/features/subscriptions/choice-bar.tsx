// Below the list while subscriptions are chosen: how many, what they are worth a month, and what can be done to all of them.
import { CalendarX, CirclePause, CirclePlay, Undo2 } from 'lucide-react'
import type { Desk } from '../../../contract/desks.ts'
import type { SubscriptionRow } from '../../../contract/subscriptions.ts'
import { chosenSubscriptions } from '../../state/chosen.ts'
import type { ManyAct } from '../../state/overlays.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceBar } from '../../ui/lists/choice-bar.tsx'
import { countText } from '../../ui/count.ts'
import { manyAccess, openMany } from '../../ui/orders/many-access.ts'
import { totalsOf, totalsWord } from '../../ui/totals.ts'

/** Opens the form that does the same to all of them. */
export function doToMany(desk: Desk, act: ManyAct, rows: readonly SubscriptionRow[]): void {
  openMany(manyAccess(desk, rows.length, 'changed'), {
    kind: 'subscriptions-many',
    deskId: desk.id,
    act,
    rows,
  })
}

export function ChosenSubscriptions({
  desk,
  listed,
}: {
  desk: Desk
  listed: readonly SubscriptionRow[] | null
}) {
  const rows = [...chosenSubscriptions.use((state) => state.chosen).values()]
  const access = manyAccess(desk, rows.length, 'changed')
  const valued = rows.flatMap(({ monthly, currency }) =>
    monthly === null || currency === null ? [] : [{ amount: monthly, currency }],
  )
  const worth = totalsWord(totalsOf(valued))
  const uncounted = rows.length - valued.length
  const without = uncounted === 0 ? '' : `; ${countText(uncounted)} not counted: no plain price`
  const disabled = access.can === 'no'
  return (
    <ChoiceBar
      label="Chosen subscriptions"
      chosen={rows}
      listed={listed}
      says={access.can === 'no' ? access.why : worth === '' ? '' : `Worth ${worth} a month${without}`}
      onClear={chosenSubscriptions.forget}
    >
      <Button
        icon={CirclePause}
        disabled={disabled}
        keysShown="p"
        onClick={() => doToMany(desk, 'pause', rows)}
      >
        Pause…
      </Button>
      <Button icon={CirclePlay} disabled={disabled} onClick={() => doToMany(desk, 'resume', rows)}>
        Resume…
      </Button>
      <Button icon={Undo2} disabled={disabled} onClick={() => doToMany(desk, 'keep', rows)}>
        Keep…
      </Button>
      <Button
        icon={CalendarX}
        disabled={disabled}
        keysShown="d"
        onClick={() => doToMany(desk, 'cancel', rows)}
      >
        Cancel {countText(rows.length)}…
      </Button>
    </ChoiceBar>
  )
}
