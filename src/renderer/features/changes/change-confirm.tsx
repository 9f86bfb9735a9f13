// The deliberate yes to a change on a live desk. It shows what was reviewed, as it was reviewed, and the yes is to exactly that: it must never
// show figures other than those that are ordered, nor take a yes to what has been checked anew with another outcome.
import type { ReactNode } from 'react'
import type { ChangePreflight } from '../../../contract/changes.ts'
import type { Desk } from '../../../contract/desks.ts'
import { DeliberateStep, Outdated } from '../../ui/orders/deliberate-step.tsx'
import { LockedMeanwhile } from '../../ui/orders/order-problem.tsx'
import type { Checked, Planned, ReadOver } from './planned.ts'

/** What was on the screen when it was asked for. */
export interface Reviewed extends ReadOver {
  /** The figures that go with the orders. */
  figures: ReactNode
}

/** Whether what was reviewed is what would be ordered now; `checking`: that is not known yet. */
function holdsStill(
  reviewed: Reviewed,
  planned: readonly Planned[],
  checked: Checked,
): 'yes' | 'no' | 'checking' {
  if (named(planned) !== named(reviewed.planned) || checked.state === 'failed') return 'no'
  if (checked.state === 'checking') return 'checking'
  return said(checked.preflights) === said(reviewed.preflights) ? 'yes' : 'no'
}

const named = (planned: readonly Planned[]): string => planned.map(({ orderId }) => orderId).join()
/** All that the operator has read of them, and what it was read of. */
const said = (preflights: readonly ChangePreflight[]): string =>
  JSON.stringify(
    preflights.map(({ words, money, findings, base, canPlace }) => [words, money, findings, base, canPlace]),
  )

export function ChangeConfirm({
  desk,
  reviewed,
  planned,
  checked,
  act,
  after,
  placing,
  locked,
  problem,
  onYes,
  onBack,
}: {
  desk: Desk
  reviewed: Reviewed
  /** What would be ordered by now. */
  planned: readonly Planned[]
  checked: Checked
  act: string
  after: string
  placing: boolean
  locked: boolean
  problem: ReactNode
  onYes: () => void
  onBack: () => void
}) {
  const holds = holdsStill(reviewed, planned, checked)
  // While it is placed, what it changes is changing.
  const outdated = holds === 'no' && !placing
  const notice = problem ?? (locked ? <LockedMeanwhile /> : outdated ? <Outdated /> : null)
  return (
    <>
      {notice && <div className="px-5 pb-3">{notice}</div>}
      <DeliberateStep
        desk={desk}
        label="Confirm the change"
        act={act}
        says={
          <>
            <Words planned={reviewed.planned} preflights={reviewed.preflights} />
            {reviewed.figures}
          </>
        }
        after={after}
        placing={placing}
        locked={locked}
        outdated={holds !== 'yes'}
        onYes={onYes}
        onBack={onBack}
      />
    </>
  )
}

/** What will happen, a sentence for each order; a subscription is called by its name besides its id. */
export function Words({ planned, preflights }: ReadOver) {
  return preflights.map(({ words, objectId }, index) => {
    const { name = '', change } = planned[index] ?? {}
    return (
      <p key={objectId}>
        {change?.kind === 'subscription_default_method' && (
          <strong className="font-semibold">{name}: </strong>
        )}
        {words}
      </p>
    )
  })
}
