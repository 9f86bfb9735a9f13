// One bulk run: where it stands and what comes next, the ways to pause, go on and stop, and every row with what became of it. It must
// show only what the engine says of it, and never send anything by itself.
import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { RowState } from '../../../contract/run-bounds.ts'
import type { Run } from '../../../contract/runs.ts'
import { useRun } from '../../bridge/run-queries.ts'
import { runsPlace } from '../../state/places.ts'
import { Asked } from '../../ui/asked.tsx'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { ScreenTitle } from '../../ui/screen-title.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { Skeleton } from '../../ui/states.tsx'
import { RunActions } from './run-actions.tsx'
import { runLook } from './run-looks.ts'
import { RunRows } from './run-rows.tsx'
import { RunStanding } from './run-standing.tsx'
import { runSentence } from './run-words.ts'

export function RunPage({ desk, runId }: { desk: Desk; runId: string }) {
  const [, navigate] = useLocation()
  const run = useRun(desk.id, runId)
  useShortcuts({ escape: () => navigate(runsPlace(desk.id, null)) })
  return (
    <section aria-label="Bulk refund" className="flex h-full min-h-0 flex-col overflow-y-auto">
      <BackLink deskId={desk.id} />
      {run.data === undefined && <h1 className="unseen">Bulk refund</h1>}
      <Asked
        of={run}
        noun="run"
        waiting={
          <div role="status" aria-label="Loading the run" className="flex flex-col gap-3 px-4 pt-2">
            <Skeleton className="h-5 w-64" />
            <Skeleton className="h-3 w-96 max-w-full" />
            <Skeleton className="mt-3 h-2 w-full" />
          </div>
        }
      >
        {(read) => <Body desk={desk} run={read} />}
      </Asked>
    </section>
  )
}

export function BackLink({ deskId }: { deskId: string }) {
  return (
    <Link
      href={runsPlace(deskId, null)}
      className="mx-3 mt-3 inline-flex h-6 items-center gap-1 self-start rounded px-1 text-sm text-ink-2 hover:bg-press hover:text-ink"
    >
      <ArrowLeft size={13} aria-hidden="true" />
      Bulk refunds
    </Link>
  )
}

function Body({ desk, run }: { desk: Desk; run: Run }) {
  const [shown, setShown] = useState<RowState | null>(null)
  return (
    <>
      <header className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 pb-3">
        <div className="min-w-0 flex-1 basis-64">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <ScreenTitle className="min-w-0 truncate text-lg">{run.name}</ScreenTitle>
            <Pill look={runLook(run)} />
          </div>
          <p className="text-ink-2">
            Placed by {run.operator} <RelativeTime milliseconds={run.placedAt} />
            {run.note !== null && <> · {run.note}</>}
            {run.retryOf !== null && (
              <>
                {' · '}
                <Link
                  href={runsPlace(desk.id, run.retryOf)}
                  className="rounded text-accent underline-offset-2 hover:underline"
                >
                  Of what was left of another run
                </Link>
              </>
            )}
          </p>
        </div>
        <RunActions desk={desk} run={run} shown={shown} />
      </header>
      <RunStanding run={run} />
      {/* Said once when it comes to another state, not with every row. */}
      <p role="status" className="unseen">
        {runLook(run).word}. {runSentence(run)}
      </p>
      <RunRows desk={desk} run={run} shown={shown} onShow={setShown} />
    </>
  )
}
