// Tries many failed payments again: each is checked first, those that can't be are named with the reason, the others come to a sum in
// each currency, and every one becomes an order of its own, held and undone like any other.
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { FailureRow } from '../../../contract/failures.ts'
import { chosenFailures } from '../../state/chosen.ts'
import { showOrdersInForm, useOrdersStore } from '../../state/orders.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { DeliberateStep } from '../../ui/deliberate-step.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { changeAccess } from '../../ui/order-access.ts'
import { LockedMeanwhile, OrderProblem } from '../../ui/order-problem.tsx'
import { lookOf } from '../../ui/order-words.ts'
import { Pill } from '../../ui/pill.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { Spinner } from '../../ui/states.tsx'
import { totalsOf, totalsWord } from '../../ui/totals.ts'
import { useManyRetries, type Judged, type Retry } from './many-retries.ts'

const paymentsWord = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'payment' : 'payments'}`

export function RetryManyDialog({
  desk,
  rows,
  above,
  onClose,
}: {
  desk: Desk
  rows: readonly FailureRow[]
  /** A dialog over this one, which stays as it is beneath. */
  above?: ReactNode
  onClose: () => void
}) {
  const locked = changeAccess(desk).can === 'unlock'
  const many = useManyRetries(desk.id, rows, locked)
  const { retries, judged, standing, placed, failure } = many
  const [confirming, setConfirming] = useState(false)
  useEffect(() => {
    showOrdersInForm(placed)
    return () => showOrdersInForm([])
  }, [placed])
  const able = retries.filter(({ orderId }) => judged.get(orderId)?.can === true)
  const totals = totalsWord(totalsOf(able.map(({ row }) => row)))
  const checked = judged.size === retries.length
  const ready = checked && able.length > 0 && standing === 'asking'
  const live = desk.mode === 'live'
  const go = (): void => {
    if (!ready) return
    if (live) setConfirming(true)
    else void many.place(null)
  }
  useShortcuts({ 'mod+enter': go }, { whileTyping: true, overDialogs: true })
  const done = (): void => {
    chosenFailures.forget()
    onClose()
  }
  const title = `Retry ${paymentsWord(retries.length)}`
  if (confirming) {
    return (
      <Dialog title={title} onClose={onClose} wide firm>
        {locked && (
          <div className="px-5 pb-3">
            <LockedMeanwhile />
          </div>
        )}
        <DeliberateStep
          desk={desk}
          label="Confirm the retries"
          act={`Yes, retry ${paymentsWord(able.length)}`}
          says={
            <p>
              Ask again for <strong className="figures font-semibold">{totals}</strong> of real money from{' '}
              {paymentsWord(able.length)}.
            </p>
          }
          after="Each is an order of its own, held for some seconds, in which it can be undone."
          placing={false}
          locked={locked}
          onYes={() => {
            setConfirming(false)
            void many.place({ how: 'agreed' })
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
      onClose={standing === 'ended' ? done : onClose}
      busy={standing === 'placing'}
      wide
      firm
    >
      <div className="flex min-h-0 flex-col gap-3 border-t border-line px-5 py-4">
        <div aria-live="polite" className="figures">
          {checked ? (
            <p>
              <strong className="font-semibold">
                {able.length === retries.length ? 'All' : able.length.toLocaleString('en')}
              </strong>{' '}
              can be retried{totals !== '' && `: ${totals}`}.
              {able.length < retries.length && (
                <span className="text-ink-2">
                  {' '}
                  {(retries.length - able.length).toLocaleString('en')} can’t; the reasons stand below.
                </span>
              )}
            </p>
          ) : (
            <p className="text-ink-2">
              Checked with Stripe: {judged.size} of {retries.length}
            </p>
          )}
        </div>
        {!checked && <Progress label="Checked with Stripe" done={judged.size} total={retries.length} />}
        {standing === 'placing' && <Progress label="Placed" done={placed.length} total={able.length} />}
        <ul
          aria-label="Payments to retry"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- or it can't be scrolled by keys
          tabIndex={0}
          className="-mx-2 min-h-0 flex-1 overflow-y-auto rounded-md -outline-offset-2"
        >
          {retries.map((retry) => (
            <Line key={retry.orderId} retry={retry} judged={judged.get(retry.orderId)} />
          ))}
        </ul>
        {failure && <OrderProblem failure={failure} locked={locked} />}
      </div>
      <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
        <span className="figures mr-auto text-sm text-ink-3" role="status">
          {placed.length > 0
            ? `${placed.length} of ${able.length} placed`
            : 'With what Stripe would take for each.'}
        </span>
        {standing === 'placing' ? (
          <Button onClick={many.stop}>Stop</Button>
        ) : standing === 'ended' ? (
          <Button onClick={done}>Done</Button>
        ) : (
          <>
            <Button look="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button
              look="primary"
              disabled={!ready}
              onClick={go}
              keysShown="mod+enter"
              aria-keyshortcuts="Control+Enter Meta+Enter"
            >
              {live ? 'Review…' : `Retry ${paymentsWord(able.length)}`}
            </Button>
          </>
        )}
      </footer>
      {above}
    </Dialog>
  )
}

function Line({ retry: { row, orderId }, judged }: { retry: Retry; judged: Judged | undefined }) {
  const order = useOrdersStore((state) => state.known[orderId])
  return (
    <li className="flex items-start gap-2.5 px-2 py-1">
      <span className="mt-[3px] shrink-0">
        <Verdict judged={judged} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{row.customerName ?? row.customerEmail ?? row.paymentIntentId}</span>
        {judged && <Says judged={judged} />}
      </span>
      {order && <Pill look={lookOf(order)} />}
      <Amount amount={row.amount} currency={row.currency} className="shrink-0 font-medium" />
    </li>
  )
}

const warnings = (judged: Judged): string[] =>
  judged.can
    ? judged.preflight.findings.filter(({ verdict }) => verdict === 'warn').map(({ text }) => text)
    : []

function Verdict({ judged }: { judged: Judged | undefined }) {
  if (judged === undefined) return <Spinner />
  if (!judged.can) return <CircleAlert size={14} aria-label="Can’t be retried" className="text-red" />
  return warnings(judged).length > 0 ? (
    <TriangleAlert size={14} aria-label="Can be retried, be aware" className="text-amber" />
  ) : (
    <CircleCheck size={14} aria-label="Can be retried" className="text-green" />
  )
}

function Says({ judged }: { judged: Judged }) {
  const text = judged.can ? warnings(judged).join(' ') : judged.why
  return text === '' ? null : <span className="block text-sm text-ink-2">{text}</span>
}
