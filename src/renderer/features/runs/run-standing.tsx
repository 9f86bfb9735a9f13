// Where a run stands: in words, as a bar, and in money by currency. A pause says why, and what to do.
import { Clock3 } from 'lucide-react'
import type { Run } from '../../../contract/runs.ts'
import { classes } from '../../ui/classes.ts'
import { countText } from '../../ui/count.ts'
import { HoldRing } from '../../ui/orders/hold-ring.tsx'
import { StripeSaid } from '../../ui/states.tsx'
import { formatAmount } from '../../../domain/money.ts'
import { RunBar } from './run-bar.tsx'
import { overOf, pauseWords, runSentence, sentOf, skippedWord, timeLeftOf } from './run-words.ts'

export function RunStanding({ run }: { run: Run }) {
  const { state, pausedBecause, problem } = run
  const bad = pausedBecause === 'canary_failed' || pausedBecause === 'failures' || pausedBecause === 'refused'
  const timeLeft = timeLeftOf(run)
  return (
    <div className="flex flex-col gap-3 px-4 pb-3">
      {state === 'paused' ? (
        <div
          className={classes(
            'rounded-lg px-3 py-2',
            bad ? 'bg-red-tint text-red' : 'bg-amber-tint text-amber',
          )}
        >
          <p className="font-medium">{runSentence(run)}</p>
          {problem && <p>{problem.message}</p>}
          {problem && <StripeSaid failure={problem} />}
          <p>{pauseWords[pausedBecause ?? 'operator'].next(run)}</p>
        </div>
      ) : (
        <div className="flex items-center gap-3">
          {state === 'held' && <HoldRing order={run} />}
          <div className="min-w-0 flex-1">
            <p>{runSentence(run)}</p>
            {problem && <p className="text-red">{problem.message}</p>}
          </div>
        </div>
      )}
      <div>
        <div className="figures mb-1 flex flex-wrap items-center gap-x-4 text-sm text-ink-2">
          <span className="font-medium text-ink">
            {countText(overOf(run))} of {countText(run.rows)}
          </span>
          {state === 'running' && run.perMinute !== null && run.perMinute > 0 && (
            <span>{countText(Math.round(run.perMinute))} a minute</span>
          )}
          {timeLeft !== null && (
            <span className="inline-flex items-center gap-1">
              <Clock3 size={12} aria-hidden="true" />
              {timeLeft}
            </span>
          )}
          {sentOf(run) < overOf(run) && <span>{skippedWord(run)}</span>}
        </div>
        <RunBar run={run} tall />
      </div>
      <Totals run={run} />
    </div>
  )
}

/** Each currency by itself: what was ordered with the run, and what was made of it. */
function Totals({ run: { totals } }: { run: Run }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      {totals.map(({ currency, rows, ordered, made }) => (
        <div key={currency} className="min-w-32">
          <dt className="text-sm text-ink-3">
            {currency.toUpperCase()}, {countText(rows)} {rows === 1 ? 'refund' : 'refunds'}
          </dt>
          <dd className="figures">
            <span className="font-semibold">{formatAmount(made, currency, false)}</span>
            <span className="text-ink-2"> made of {formatAmount(ordered, currency, false)}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
