// Does the same to many: each is checked first, those that can't be are named with the reason, the others come to a sum in each currency, and
// every one becomes an order of its own, held and undone like any other. In the end the list is the receipt.
import { Download } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import { showOrdersInForm } from '../../state/orders.ts'
import { Button } from '../../ui/button.tsx'
import { countText } from '../../ui/count.ts'
import { DeliberateStep } from '../../ui/orders/deliberate-step.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { changeAccess } from '../../ui/orders/order-access.ts'
import { LockedMeanwhile, OrderProblem } from '../../ui/orders/order-problem.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { FailedLine } from '../../ui/states.tsx'
import { useManyChanges, type Judged, type ManyItem } from './many-changes.ts'
import { ManyLine } from './many-line.tsx'
import { saveReceipt } from './many-receipt.ts'
import { sumOf } from './planned.ts'

export interface ManyWords {
  /** "Retry": the button and the title begin with it. */
  act: string
  /** "retried". */
  acted: string
  /** Of one, of many: "payment", "payments". */
  nouns: readonly [one: string, many: string]
  /** How the sum is said, with % in its place; empty: as it is. */
  sum: string
  /** In the live confirmation, before the button. `totals` is empty where there are none. */
  says: (count: string, totals: string) => ReactNode
  /** Below the list, before anything is placed. */
  foot: string
  /** Said once more before it is done on every desk, not on live ones alone. */
  isFinal?: boolean
  /** In that confirmation, below. */
  after?: string
}

interface ManyDialogProps {
  desk: Desk
  items: readonly ManyItem[]
  words: ManyWords
  grave?: boolean
  /** What is chosen for all of them, above the list; gone once they are placed. */
  options?: ReactNode
  /** A dialog over this one, which stays as it is beneath. */
  above?: ReactNode
  /** They were placed, and the list was looked at. */
  onDone: () => void
  onClose: () => void
}

export function ManyDialog(props: ManyDialogProps) {
  const { desk, items, words, grave = false, options, above, onDone, onClose } = props
  const locked = changeAccess(desk).can === 'unlock'
  const many = useManyChanges(desk.id, items, locked)
  const { changes, judged, standing, placed, failure } = many
  const [confirming, setConfirming] = useState(false)
  useEffect(() => {
    showOrdersInForm(placed)
    return () => showOrdersInForm([])
  }, [placed])
  const countWord = (count: number): string => `${countText(count)} ${words.nouns[count === 1 ? 0 : 1]}`
  const able = changes.filter(
    ({ orderId }) =>
      judged.get(orderId)?.can === 'yes' && !(standing === 'asking' && placed.includes(orderId)),
  )
  const total = new Set([...placed, ...able.map(({ orderId }) => orderId)]).size
  const checkedOf = able.flatMap(({ orderId }) => {
    const verdict = judged.get(orderId)
    return verdict?.can === 'yes' ? [verdict.preflight] : []
  })
  const totals = sumOf(checkedOf)
  const uncounted = totals === '' ? 0 : checkedOf.filter(({ money }) => money === null).length
  const sum = totals === '' || words.sum === '' ? totals : words.sum.replace('%', totals)
  const countOf = (can: Judged['can']): number =>
    changes.filter(({ orderId }) => judged.get(orderId)?.can === can).length
  const [unable, unknown] = [countOf('no'), countOf('unknown')]
  const checked = judged.size === changes.length
  const ready = checked && able.length > 0 && standing === 'asking'
  const live = desk.mode === 'live'
  const isReviewed = live || words.isFinal === true
  const go = (): void => {
    if (!ready) return
    if (isReviewed) setConfirming(true)
    else void many.place(null)
  }
  const foot = placed.length > 0 ? `${placed.length} of ${total} placed` : words.foot
  useShortcuts({ 'mod+enter': go }, { whileTyping: true, overDialogs: true })
  const title = `${words.act} ${countWord(changes.length)}`
  if (confirming) {
    return (
      <Dialog title={title} onClose={onClose} size="wide" firm>
        {locked && (
          <div className="px-5 pb-3">
            <LockedMeanwhile />
          </div>
        )}
        <DeliberateStep
          desk={desk}
          label="Confirm the orders"
          act={`Yes, ${words.act.toLowerCase()} ${countWord(able.length)}`}
          says={
            <>
              {words.says(countWord(able.length), totals)}
              <Uncounted count={uncounted} />
            </>
          }
          after={
            words.after ?? 'Each is an order of its own, held for some seconds, in which it can be undone.'
          }
          placing={false}
          locked={locked}
          outdated={!ready}
          onYes={() => {
            setConfirming(false)
            void many.place(live ? { how: 'agreed' } : null)
          }}
          onBack={() => setConfirming(false)}
        />
        {above}
      </Dialog>
    )
  }
  return (
    <Dialog
      title={title}
      onClose={standing === 'ended' ? onDone : onClose}
      busy={standing === 'placing'}
      size="wide"
      firm
    >
      <div className="flex min-h-0 flex-col gap-3 border-t border-line px-5 py-4">
        {standing === 'asking' && placed.length === 0 && options}
        <div aria-live="polite" className="figures">
          {changes.length === 0 ? (
            <p>None of those that were chosen can be {words.acted} together.</p>
          ) : checked ? (
            <p>
              <strong className="font-semibold">
                {able.length === changes.length ? 'All' : countText(able.length)}
              </strong>{' '}
              can be {words.acted}
              {sum !== '' && `: ${sum}`}.
              <Uncounted count={uncounted} />
              {unable > 0 && (
                <span className="text-ink-2"> {countText(unable)} can’t; the reasons stand below.</span>
              )}
            </p>
          ) : (
            <p key="checking" aria-live="off" className="text-ink-2">
              Checked with Stripe: {judged.size} of {changes.length}
            </p>
          )}
        </div>
        {checked && unknown > 0 && standing === 'asking' && (
          <FailedLine word="Check again" onRetry={many.checkAgain}>
            {countText(unknown)} {unknown === 1 ? 'has' : 'have'} to be checked with Stripe again, and{' '}
            {unknown === 1 ? 'is' : 'are'} left out so far.
          </FailedLine>
        )}
        {!checked && <Progress label="Checked with Stripe" done={judged.size} total={changes.length} />}
        {standing === 'placing' && <Progress label="Placed" done={placed.length} total={total} />}
        <ul
          aria-label={`${words.nouns[1].charAt(0).toUpperCase()}${words.nouns[1].slice(1)} to ${words.act.toLowerCase()}`}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- or it can't be scrolled by keys
          tabIndex={0}
          className="-mx-2 min-h-0 flex-1 overflow-y-auto rounded-md -outline-offset-2"
        >
          {changes.map((change) => (
            <ManyLine
              key={change.orderId}
              change={change}
              judged={judged.get(change.orderId)}
              acted={words.acted}
            />
          ))}
        </ul>
        {failure && <OrderProblem failure={failure} locked={locked} />}
      </div>
      <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
        <span className="figures mr-auto text-sm text-ink-3" role="status">
          {/* Another element once they stand: what it comes to is announced, not every step. */}
          {standing === 'placing' ? <span aria-live="off">{foot}</span> : foot}
        </span>
        {standing === 'placing' ? (
          <Button onClick={many.stop}>Stop</Button>
        ) : standing === 'ended' ? (
          <>
            <Button icon={Download} onClick={() => void saveReceipt(desk, words.act, changes, judged)}>
              Save the receipt
            </Button>
            <Button onClick={onDone}>Done</Button>
          </>
        ) : (
          <>
            <Button look="ghost" onClick={onClose}>
              Close
            </Button>
            <Button look={grave ? 'danger' : 'primary'} disabled={!ready} onClick={go} keysShown="mod+enter">
              {isReviewed ? 'Review…' : `${words.act} ${countWord(able.length)}`}
            </Button>
          </>
        )}
      </footer>
      {above}
    </Dialog>
  )
}

/** A sum is no sum of all where the price of one is not plain. */
function Uncounted({ count }: { count: number }) {
  if (count === 0) return null
  return <span className="text-ink-2"> Without {countText(count)}, of which the amount is not known.</span>
}
