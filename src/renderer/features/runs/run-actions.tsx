// What can be done with a run now: take it back while it is held, pause it, go on, stop it for good, take its receipt, make a new run of what is left.
// One call at a time; a refusal is said.
import { LockOpen, Pause, Play, RotateCcw, Square, Undo2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import type { RowState } from '../../../contract/run-bounds.ts'
import type { Run } from '../../../contract/runs.ts'
import { csvFile } from '../../../domain/csv.ts'
import { call } from '../../bridge/client.ts'
import { useAdoptRun } from '../../bridge/run-queries.ts'
import { askToUnlock } from '../../state/overlays.ts'
import { newRunPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { countText } from '../../ui/count.ts'
import { fileNameOf } from '../../ui/file-name.ts'
import { refundAccess, runAccess } from '../../ui/orders/order-access.ts'
import { SaveButton } from '../../ui/save-button.tsx'
import { saveText } from '../../ui/save-text.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { toast } from '../../ui/toast.tsx'
import { useSlowWork } from '../../ui/use-slow-work.ts'
import { receiptHead } from './run-csv.ts'
import { rowLooks } from './run-looks.ts'
import { nextCount, refundsWord, renewWord } from './run-words.ts'

type Act = 'pause' | 'resume' | 'stop'

const refusals: Record<Act, string> = {
  pause: 'It was not paused',
  resume: 'It did not go on',
  stop: 'It was not stopped',
}

interface RunActionsProps {
  desk: Desk
  run: Run
  /** The state of which rows are shown; null: all of them. */
  shown: RowState | null
}

export function RunActions({ desk, run, shown }: RunActionsProps) {
  const [, navigate] = useLocation()
  const { busy, act, actQuietly } = useRunAct(run)
  const [stopping, setStopping] = useState(false)
  const { state, retriable } = run
  const locked = refundAccess(desk).can === 'unlock'
  const over = state === 'finished' || state === 'stopped'
  const canRenew = over && retriable > 0 && runAccess(desk).can !== 'no'
  const renew = (): void => navigate(newRunPlace(desk.id, { retryOf: run.id }))
  const next = nextCount(run)
  useShortcuts({
    z: () => (state === 'held' ? void act('stop') : false),
    p: () => (state === 'running' ? void act('pause') : false),
    n: () => (canRenew ? renew() : false),
  })
  return (
    <div className="flex flex-wrap items-center gap-2">
      {state !== 'held' && <Receipt desk={desk} run={run} shown={shown} />}
      {state === 'held' && (
        <Button icon={Undo2} keysShown="z" aria-busy={busy} onClick={() => void act('stop')}>
          Don’t send it
        </Button>
      )}
      {state === 'running' && (
        <Button icon={Pause} keysShown="p" aria-busy={busy} onClick={() => void act('pause')}>
          Pause
        </Button>
      )}
      {(state === 'running' || state === 'paused') && (
        <Button look="ghost" icon={Square} onClick={() => setStopping(true)}>
          Stop for good…
        </Button>
      )}
      {state === 'paused' &&
        (locked ? (
          <Button look="primary" icon={LockOpen} onClick={() => askToUnlock()}>
            Unlock…
          </Button>
        ) : (
          // It never takes the focus by itself: an Enter that was meant for a row must not send the rest.
          <Button look="primary" icon={Play} aria-busy={busy} onClick={() => void act('resume')}>
            {next === 0 ? 'Go on' : `Go on, send ${refundsWord(next)}`}
          </Button>
        ))}
      {canRenew && (
        <Button icon={RotateCcw} keysShown="n" onClick={renew}>
          {renewWord(run)}
        </Button>
      )}
      {stopping && (
        <StopDialog run={run} onStop={() => actQuietly('stop')} onClose={() => setStopping(false)} />
      )}
    </div>
  )
}

function StopDialog({
  run,
  onStop,
  onClose,
}: {
  run: Run
  onStop: () => Promise<Failure | null>
  onClose: () => void
}) {
  const { waiting, made } = run.counts
  return (
    <ConfirmDialog
      title="Stop this run for good?"
      keep="Keep it"
      act="Stop it"
      onConfirm={onStop}
      onClose={onClose}
    >
      <p>
        {refundsWord(waiting)} {waiting === 1 ? 'is' : 'are'} not sent then, and this run can’t go on any
        more. A new one can be made of what is left.
      </p>
      <p className="text-ink-2">
        {made > 0 && `The ${countText(made)} that ${made === 1 ? 'was' : 'were'} made stay made. `}
        What is on its way is followed to its end.
      </p>
    </ConfirmDialog>
  )
}

/** One call at a time; what the engine answers is taken in at once, without waiting for its push. */
function useRunAct({ deskId, id: runId }: Run) {
  const adopt = useAdoptRun()
  const [busy, setBusy] = useState(false)
  const underWay = useRef(false)
  const actQuietly = async (what: Act): Promise<Failure | null> => {
    if (underWay.current) return null
    underWay.current = true
    setBusy(true)
    const result = await call(`run.${what}`, { deskId, runId })
    underWay.current = false
    setBusy(false)
    if (result.ok) adopt(result.value)
    return result.ok ? null : result.error
  }
  const act = async (what: Act): Promise<void> => {
    const refused = await actQuietly(what)
    if (refused) toast({ title: refusals[what], description: refused.message, tone: 'red' })
  }
  return { busy, act, actQuietly }
}

/** Of the rows that are shown, and all of one moment. */
function Receipt({ desk, run, shown }: RunActionsProps) {
  const { busy, slow, run: collect, letGo } = useSlowWork('The receipt')
  const state = shown === null ? null : rowLooks[shown].word.toLowerCase()
  const save = (): Promise<void> =>
    collect(
      async (stillWanted) => {
        const made = await call('runs.receipt', {
          deskId: desk.id,
          runId: run.id,
          ...(shown === null ? {} : { state: [shown] }),
        })
        if (made.ok) return made.value
        if (stillWanted())
          toast({ title: 'The receipt was not made', description: made.error.message, tone: 'red' })
        return null
      },
      ({ text }) =>
        saveText(
          fileNameOf(desk, `run ${run.id.slice(0, 8)} ${state ?? ''}`),
          csvFile(receiptHead(desk, run, shown, new Date())) + text,
          'The receipt',
        ),
    )
  return (
    <SaveButton
      word={state === null ? 'Receipt' : `Receipt: ${state}`}
      ready={shown === null || run.counts[shown] > 0}
      busy={busy}
      reading={slow ? { said: 'Collecting the rows', shown: 'Collecting the rows…' } : null}
      onSave={() => void save()}
      onCancel={letGo}
    />
  )
}
