// Tells how bulk runs stand: a few times a second while rows come through, at once when a state changes. It must never hold back the last
// word.
import type { Run } from '../../../src/contract/index.ts'

const tellEveryMs = 250

export interface RunTeller {
  /** It went on: told soon. */
  touched(runId: string): void
  /** It is another: told now. */
  changed(run: Run): void
  /** Nothing is told later any more: by then the journal may be closed. */
  stop(): void
}

export function openRunTeller(find: (runId: string) => Run | null, tell: (run: Run) => void): RunTeller {
  const waiting = new Map<string, NodeJS.Timeout>()
  let isStopped = false

  function flush(runId: string): void {
    waiting.delete(runId)
    const run = find(runId)
    if (run) tell(run)
  }

  return {
    touched(runId) {
      if (isStopped || waiting.has(runId)) return
      waiting.set(
        runId,
        setTimeout(() => flush(runId), tellEveryMs),
      )
    },
    changed(run) {
      clearTimeout(waiting.get(run.id))
      waiting.delete(run.id)
      tell(run)
    },
    stop() {
      isStopped = true
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}
