// How each state of a run and of its rows looks and is called. Exhaustive by type. It must never let a run pass for done well that
// was not.
import {
  Ban,
  Check,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  Hourglass,
  Loader,
  Pause,
  TriangleAlert,
  X,
} from 'lucide-react'
import type { RowState } from '../../../contract/run-bounds.ts'
import type { Run } from '../../../contract/runs.ts'
import type { Look } from '../../ui/pill.tsx'
import type { Verdict } from './draft.ts'

export function runLook({ state, counts, pausedBecause }: Run): Look {
  switch (state) {
    case 'held':
      return { tone: 'amber', icon: Hourglass, word: 'Held' }
    case 'running':
      return { tone: 'blue', icon: Loader, word: 'Running' }
    case 'paused':
      return pausedBecause === 'canary'
        ? { tone: 'amber', icon: Pause, word: 'Waits for you' }
        : { tone: 'amber', icon: Pause, word: 'Paused' }
    case 'stopped':
      return { tone: 'grey', icon: Ban, word: 'Stopped' }
    case 'finished':
      return counts.failed + counts.unknown > 0
        ? { tone: 'amber', icon: TriangleAlert, word: 'Finished, not all made' }
        : { tone: 'green', icon: Check, word: 'Finished' }
  }
}

export const rowLooks: Record<RowState, Look> = {
  waiting: { tone: 'grey', icon: CircleDashed, word: 'Waiting' },
  sending: { tone: 'blue', icon: Loader, word: 'Sending' },
  made: { tone: 'green', icon: Check, word: 'Made' },
  failed: { tone: 'red', icon: X, word: 'Failed' },
  unknown: { tone: 'amber', icon: CircleHelp, word: 'Unknown' },
  skipped: { tone: 'grey', icon: Ban, word: 'Not sent' },
}

export const verdictLooks: Record<Verdict, Look> = {
  waiting: { tone: 'grey', icon: CircleDashed, word: 'Not checked' },
  ok: { tone: 'green', icon: CircleCheck, word: 'Ready' },
  warn: { tone: 'amber', icon: TriangleAlert, word: 'Be aware' },
  stop: { tone: 'red', icon: CircleAlert, word: 'Error' },
}
