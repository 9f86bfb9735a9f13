// Tries many failed payments again, or gives their invoices up: each is checked first, those that can't be are named with the reason, the others come to a sum in
// each currency, and every one becomes an order of its own, held and undone like any other.
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { FailureRow } from '../../../contract/failures.ts'
import { chosenFailures } from '../../state/chosen.ts'
import { showOrdersInForm, useOrdersStore } from '../../state/orders.ts'
import type { ManyAct } from '../../state/overlays.ts'
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

interface ActWords {
  /** "Retry 3 payments": before the number. */
  title: string
  /** "can be …". */
  done: string
  /** In the confirmation, before the amounts. */
  says: string
  after: string
}

const words: Record<ManyAct, ActWords> = {
  retry: {
    title: 'Retry',
    done: 'retried',
    says: 'Ask again for',
    after: 'Each is an order of its own, held for some seconds, in which it can be undone.',
  },
  void_invoice: {
    title: 'Void the invoices of',
    done: 'made void',
    says: 'Nobody will owe',
    after:
      'A void invoice can’t be paid any more, nor be opened again. Each is an order of its own, held for some seconds.',
  },
  uncollectible_invoice: {
    title: 'Mark as uncollectible the invoices of',
    done: 'marked as uncollectible',
    says: 'Count as bad debt',
    after:
      'Stripe stops trying; they can still be paid, or be made void, later. Each is an order of its own, held for some seconds.',
  },
}

export function RetryManyDialog({
  desk,
  rows,
  act,
  above,
  onClose,
}: {
  desk: Desk
  rows: readonly FailureRow[]
  act: ManyAct
  /** A dialog over this one, which stays as it is beneath. */
  above?: ReactNode
  onClose: () => void
}) {
  const locked = changeAccess(desk).can === 'unlock'
  const many = useManyRetries(desk.id, rows, act, locked)
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
    // What gives money up is named once more before it is done, on every desk.
    if (live || act !== 'retry') setConfirming(true)
    else void many.place(null)
  }
  useShortcuts({ 'mod+enter': go }, { whileTyping: true, overDialogs: true })
  const done = (): void => {
    chosenFailures.forget()
    onClose()
  }
  const { title: verb, done: doneWord, says, after } = words[act]
  const title = `${verb} ${paymentsWord(retries.length)}`
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
          label={act === 'retry' ? 'Confirm the retries' : 'Confirm giving them up'}
          act={`Yes, ${verb.toLowerCase()} ${paymentsWord(able.length)}`}
          says={
            <p>
              {says} <strong className="figures font-semibold">{totals}</strong>
              {live && ' of real money'} {act === 'retry' ? 'from' : 'in'} {paymentsWord(able.length)}.
            </p>
          }
          after={after}
          placing={false}
          locked={locked}
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
              can be {doneWord}
              {totals !== '' && `: ${totals}`}.
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
          aria-label={act === 'retry' ? 'Payments to retry' : 'Payments whose invoices are given up'}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- or it can't be scrolled by keys
          tabIndex={0}
          className="-mx-2 min-h-0 flex-1 overflow-y-auto rounded-md -outline-offset-2"
        >
          {retries.map((retry) => (
            <Line key={retry.orderId} retry={retry} judged={judged.get(retry.orderId)} done={doneWord} />
          ))}
        </ul>
        {failure && <OrderProblem failure={failure} locked={locked} />}
      </div>
      <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
        <span className="figures mr-auto text-sm text-ink-3" role="status">
          {placed.length > 0
            ? `${placed.length} of ${able.length} placed`
            : act === 'retry'
              ? 'With what Stripe would take for each.'
              : ''}
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
              {live || act !== 'retry' ? 'Review…' : `Retry ${paymentsWord(able.length)}`}
            </Button>
          </>
        )}
      </footer>
      {above}
    </Dialog>
  )
}

function Line({
  retry: { row, orderId },
  judged,
  done,
}: {
  retry: Retry
  judged: Judged | undefined
  /** "retried". */
  done: string
}) {
  const order = useOrdersStore((state) => state.known[orderId])
  return (
    <li className="flex items-start gap-2.5 px-2 py-1">
      <span className="mt-[3px] shrink-0">
        <Verdict judged={judged} done={done} />
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

function Verdict({ judged, done }: { judged: Judged | undefined; done: string }) {
  if (judged === undefined) return <Spinner />
  if (!judged.can) return <CircleAlert size={14} aria-label={`Can’t be ${done}`} className="text-red" />
  return warnings(judged).length > 0 ? (
    <TriangleAlert size={14} aria-label={`Can be ${done}, be aware`} className="text-amber" />
  ) : (
    <CircleCheck size={14} aria-label={`Can be ${done}`} className="text-green" />
  )
}

function Says({ judged }: { judged: Judged }) {
  const text = judged.can ? warnings(judged).join(' ') : judged.why
  return text === '' ? null : <span className="block text-sm text-ink-2">{text}</span>
}
