// How far a run is, as a bar of what became of its rows. It says the same in words to a screen reader when asked, and never announces
// a step.
import type { RowState } from '../../../contract/run-bounds.ts'
import type { Run } from '../../../contract/runs.ts'
import { classes } from '../../ui/classes.ts'
import { progressWord, overOf } from './run-words.ts'

const parts: readonly { state: RowState; className: string }[] = [
  { state: 'made', className: 'bg-green' },
  { state: 'failed', className: 'bg-red' },
  { state: 'unknown', className: 'bg-amber' },
  { state: 'skipped', className: 'bg-ink-3' },
  { state: 'sending', className: 'bg-accent' },
]

export function RunBar({ run, tall = false }: { run: Run; tall?: boolean }) {
  return (
    <div
      role="progressbar"
      aria-label={`Progress of ${run.name}`}
      aria-valuemin={0}
      aria-valuemax={run.rows}
      aria-valuenow={overOf(run)}
      aria-valuetext={progressWord(run)}
      className={classes('flex gap-px overflow-hidden rounded-full bg-press', tall ? 'h-2' : 'h-1.5')}
    >
      {parts.map(
        ({ state, className }) =>
          run.counts[state] > 0 && (
            <span
              key={state}
              className={classes('h-full min-w-px transition-[width] duration-300', className)}
              style={{ width: `${(run.counts[state] / run.rows) * 100}%` }}
            />
          ),
      )}
    </div>
  )
}
